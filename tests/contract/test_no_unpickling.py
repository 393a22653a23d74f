"""Nothing in the program can run code out of a file: the syntax tree is walked for every way that is known to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [*(path for room in ("core", "app", "docs", ".ci") for path in sorted((ROOT / room).rglob("*.py"))), ROOT / "main.py"]

FORBIDDEN_MODULES = {"cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "torch.hub", "torch.jit", "torch.package"}
FORBIDDEN_ENDINGS = (
    "pickle.load", "pickle.loads", "pickle.Unpickler", "torch.hub", "jit.load", "export.load", "package.PackageImporter",
    "load_state_dict_from_url", "get_state_dict", ".read_pickle", "yaml.load", "yaml.unsafe_load",
)  # fmt: skip
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__"}
FETCHING = ("maskrcnn_", "fasterrcnn_", "keypointrcnn_", "retinanet_", "fcn_", "deeplabv3_", "lraspp_")
"""torchvision's builders that fetch weights of a trunk unless they are told not to."""
BUILDERS = ("maskrcnn_", "fasterrcnn_", "fcn_", "deeplab", "lraspp_", "resnet", "vgg", "mobilenet", "get_model")


Aliases = dict[str, str]


def aliases_of(tree: ast.AST) -> Aliases:
    """What each imported name is called where it comes from: ``p`` is ``pickle`` after ``import pickle as p``."""
    found: Aliases = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {name.asname: name.name for name in names if name.asname is not None}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {name.asname or name.name: f"{module}.{name.name}" for name in names}
    return found


def dotted(node: ast.AST, aliases: Aliases) -> str:
    match node:
        case ast.Name(id=name):
            return aliases.get(name, name)
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value, aliases)}.{name}"
    return ""


def faults(tree: ast.AST) -> Iterator[str]:
    """One sentence for each thing in ``tree`` that reads code, or may."""
    aliases = aliases_of(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (f"imports {name.name}" for name in names if name.name in FORBIDDEN_MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                found = {module, *(f"{module}.{name.name}" for name in names)}
                yield from (f"imports {name}" for name in sorted(found) if name in FORBIDDEN_MODULES or name.endswith(FORBIDDEN_ENDINGS))
            case ast.Attribute():
                if dotted(node, aliases).endswith(FORBIDDEN_ENDINGS):
                    yield f"names {dotted(node, aliases)}"
            case ast.Call():
                yield from faults_of_call(node, aliases)


def faults_of_call(call: ast.Call, aliases: Aliases) -> Iterator[str]:
    name, keywords = dotted(call.func, aliases), {keyword.arg: keyword.value for keyword in call.keywords}
    last = name.rpartition(".")[2]
    if name in FORBIDDEN_NAMES:
        yield f"calls {name}"
    if name == "torch.load" and not is_constant(keywords.get("weights_only"), True):
        yield "calls torch.load without weights_only=True"
    if "weights_only" in keywords and not is_constant(keywords["weights_only"], True):
        yield "weights_only is not True"
    if name in ("np.load", "numpy.load") and not is_constant(keywords.get("allow_pickle"), False):
        yield "calls np.load without allow_pickle=False"
    if last.startswith(BUILDERS):
        for keyword in ("weights", "weights_backbone"):
            if keyword in keywords and not is_constant(keywords[keyword], None):
                yield f"builds {last} with {keyword}"
    if name.startswith("torchvision.") and last.startswith(FETCHING) and not is_constant(keywords.get("weights_backbone"), None):
        yield f"builds {last} without weights_backbone=None"
    if "pretrained" in keywords and not is_constant(keywords["pretrained"], False):
        yield f"builds {last} pretrained"


def is_constant(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def test_no_module_reads_code_from_a_file() -> None:
    assert len(SOURCES) > 50
    found = {path.relative_to(ROOT): list(faults(ast.parse(path.read_text(encoding="utf-8")))) for path in SOURCES}
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import pickle\npickle.load(f)", "pickle.loads(b)", "from pickle import loads", "pickle.Unpickler(f).load()", "import dill",
        "torch.hub.load('a', 'b')", "from torch import hub", "torch.hub.load_state_dict_from_url(u)", "torch.jit.load(f)",
        "import torch.jit", "torch.export.load(f)", "torch.load(f)", "torch.load(f, weights_only=False)", "torch.load(f, weights_only=x)",
        "load(f, weights_only=False)", "np.load(f)", "np.load(f, allow_pickle=True)", "maskrcnn_resnet50_fpn(weights='DEFAULT')",
        "models.fcn_resnet50(weights=None, weights_backbone='DEFAULT')", "timm.create_model(n, pretrained=True)", "eval(text)",
        "import joblib", "import marshal", "import pickle as p\np.load(f)", "from torch import load\nload(f)",
        "import torch as t\nt.load(f)",
        "from torch import jit as j\nj.load(f)", "from numpy import load\nload(f)", "import pandas\npandas.read_pickle(f)",
        "from torchvision.models.segmentation import fcn_resnet50\nfcn_resnet50(weights=None)",
        "import torchvision\ntorchvision.models.detection.maskrcnn_resnet50_fpn()",
    ],
)  # fmt: skip
def test_the_walk_finds(code: str) -> None:
    assert list(faults(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "torch.load(f, weights_only=True)", "np.load(f, allow_pickle=False)", "ModelRow(weights=WeightFile('a'))",
        "fcn_resnet50(weights=None, weights_backbone=None)", "timm.create_model(n, pretrained=False)", "pickletools.genops(b)",
        "net.eval()", "re.compile('a')", "from core.files import load\nload(f)",
        "from torchvision.models.segmentation import fcn_resnet50\nfcn_resnet50(weights_backbone=None)",
    ],
)  # fmt: skip
def test_the_walk_lets_pass(code: str) -> None:
    assert list(faults(ast.parse(code))) == []
