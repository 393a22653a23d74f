"""Taking in files: for a row of the catalog, for a row of one's own, from the network; and what stays as it was when that fails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torchvision.models.segmentation import fcn_resnet50

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, Origin, Task, WeightsState, all_rows, find_model, weights_state
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import Cancelled, DownloadError, ExportError, InputError, UserError, WeightsError, WeightsMissing
from core.fcn.build import build, load_network, read_config
from core.fcn.config import ReadOut
from core.fcn.published import PaperFcnConfig
from core.image import from_array
from core.importing import Imported, fetch_row, import_file, remove_model
from core.labels import VOC
from core.recognition import ImportNote
from core.weights.own import index_path
from core.weights.places import data_folder
from core.weights.reading import read_blob
from tests.contract.bad_inputs import cases
from tests.core.weights.file_server import Served, serving
from tests.networks import tiny_config, tiny_net, tiny_row
from tests.torchvision_networks import State, random_state

ROW = "fcn-resnet50"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture(scope="module")
def dilated() -> torch.nn.Module:
    """torchvision's own, with the auxiliary classifier that its published file has."""
    net = fcn_resnet50(weights=None, weights_backbone=None, aux_loss=True)
    net.load_state_dict(random_state(net, 0))
    return net.eval()


@pytest.fixture(scope="module")
def dilated_file(dilated: torch.nn.Module, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dilated") / "fcn_resnet50_coco-1167a1af.pth"
    torch.save(dilated.state_dict(), path)
    return path


@pytest.fixture(scope="module")
def half(dilated: torch.nn.Module) -> State:
    """The same numbers in half the bytes, which a file may have."""
    return {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in dilated.state_dict().items()}


@pytest.fixture(scope="module")
def home_with_row(half: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the row has its file, for tests that change nothing: that is what they test."""
    folder = tmp_path_factory.mktemp("taken")
    torch.save(half, folder / "half.pth")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALFPIXEL_HOME", str(folder / "home"))
        take(folder / "half.pth", key=ROW)
    return folder / "home"


@pytest.fixture
def tiny(tmp_path: Path) -> ModelRow:
    return tiny_row(tmp_path)


def take(path: Path, **words: object) -> Imported:
    return import_file(path, token=CancelToken(), **words)  # type: ignore[arg-type]


def kept() -> dict[str, tuple[int, str]]:
    """Every file of the data folder: when it was written, and what is in it."""
    found = (path for path in data_folder().rglob("*") if path.is_file()) if data_folder().exists() else ()
    return {path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()) for path in found}


def test_a_published_file_runs_as_torchvisions_own_network(dilated: torch.nn.Module, dilated_file: Path) -> None:
    taken = take(dilated_file, key=ROW, untrained=True)
    assert taken.notes == (ImportNote.AUXILIARY_LEFT_OUT.value, ImportNote.NOT_PUBLISHED.value)
    assert taken.row.figures == ""  # of the published file
    assert taken.row == find_model(ROW, all_rows())
    assert taken.row.badges == (Badge.UNTRAINED,)
    engine = Engine(DeviceChoice.CPU, rows=all_rows())
    document = from_array(np.random.default_rng(0).integers(0, 256, (2, 100, 3), np.uint8), name="strip")
    scores = engine.scores(document, ROW, CancelToken())
    blob = read_blob(taken.row.weights_path)
    net = load_network(blob, read_config(blob.metadata, blob.name))
    pixels = net.prepare(document.rgb, net.input_size((document.height, document.width))).pixels.to(memory_format=torch.channels_last)
    theirs = dilated.to(memory_format=torch.channels_last)
    with torch.inference_mode():
        as_published = net.to(memory_format=torch.channels_last).scores(net.pyramid(pixels))[8]
        expected = theirs.classifier(theirs.backbone(pixels)["out"])  # type: ignore[operator]
    rows, columns = expected.shape[2:]
    assert torch.equal(as_published[:, :, :rows, :columns], expected)
    # What runs has its norms folded and its large convolutions computed otherwise: the same but for rounding.
    assert np.abs(scores.scores[8][:, :rows, :columns] - expected[0].numpy()).max() < 1e-4 * float(expected.abs().max())
    assert engine.read_out(scores, ReadOut.STRIDE_8).class_map.shape == (2, 100)
    with pytest.raises(InputError, match="has no read-out FCN-32s"):
        engine.read_out(scores, ReadOut.STRIDE_32)


def changed(name: str, change: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[State], State]:
    return lambda state: {**state, name: change(state[name])}


def poisoned(tensor: torch.Tensor) -> torch.Tensor:
    tensor = tensor.clone()
    tensor.view(-1)[3] = float("nan")
    return tensor


REFUSALS: dict[str, tuple[Callable[[State], State], str]] = {
    "another number of classes": (
        lambda state: {**state, "classifier.4.weight": torch.zeros(5, 512, 1, 1), "classifier.4.bias": torch.zeros(5)},
        "does not fit its network: classifier.4.bias has shape (5,), not (21,); classifier.4.weight has shape (5, 512, 1, 1), not ",
    ),
    "NaN in the file": (changed("classifier.4.bias", poisoned), "classifier.4.bias holds invalid numbers"),
    "other dtypes": (
        changed("backbone.conv1.weight", lambda it: it.long()), "backbone.conv1.weight has dtype torch.int64, not torch.float32",
    ),
    "brought for a model that they do not fit": (
        lambda state: {"more": torch.zeros(1), **{name: it for name, it in state.items() if name != "backbone.bn1.bias"}},
        "does not fit its network: backbone.bn1.bias is missing; more is not expected; choose a file made for it.",
    ),
    "another architecture": (
        lambda _: {name: torch.zeros(1) for name in ("conv1_1.weight", "fc6.weight", "fc7.weight", "score_fr.weight")},
        "does not fit its network: backbone.bn1.bias is missing; backbone.bn1.num_batches_tracked is missing; ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", cases("weights", REFUSALS))
def test_a_file_that_does_not_fit_its_row_is_refused_and_the_one_in_use_stays(
    case: str, half: State, home_with_row: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, sentence = REFUSALS[case]
    monkeypatch.setenv("HALFPIXEL_HOME", str(home_with_row))
    before = kept()
    path = tmp_path / "other.pth"
    torch.save(change(half), path)
    with pytest.raises(WeightsError) as caught:
        take(path, key=ROW)
    assert sentence in str(caught.value)
    assert str(caught.value).count(";") <= 5  # five differences and what to do
    assert kept() == before
    assert weights_state(find_model(ROW)) is WeightsState.READY


def test_a_paper_net_is_staged_unless_its_key_says_at_once(tmp_path: Path) -> None:
    """Half precision and zeros, as only names and shapes matter; the upsampling kernels must be bilinear all the same."""
    with torch.device("meta"):
        net = build(PaperFcnConfig(8, VOC.names, VOC.name))
    state = {name: torch.zeros(tensor.shape, dtype=torch.float16) for name, tensor in net.state_dict().items()}
    state |= {name: kernel.half() for name, kernel in net.fixed_kernels().items()}
    path = tmp_path / "FCN8s.pth"
    torch.save({"epoch": 3, "model_state_dict": state}, path)
    del state
    at_once, own = take(path, key="fcn8s-vgg16-atonce"), take(path)
    assert read_config(read_blob(at_once.row.weights_path).metadata, "x") == PaperFcnConfig(8, VOC.names, VOC.name, at_once=True)
    assert read_config(read_blob(own.row.weights_path).metadata, "x") == PaperFcnConfig(8, VOC.names, VOC.name)
    assert (own.row.key, own.row.title, own.row.label_set, own.row.architecture) == ("fcn8s", "FCN8s", VOC, "FCN-8s on VGG16")
    assert own.notes == (ImportNote.STAGED.value, ImportNote.ASSUMED.value)
    assert at_once.notes == ()
    # What was kept says which it is, and is not taken for the other.
    with pytest.raises(WeightsError, match="says that it is another network than FCN-8s VGG16 at once"):
        take(own.row.weights_path, key="fcn8s-vgg16-atonce")


def test_a_row_without_its_file_says_how_to_get_it() -> None:
    engine = Engine(DeviceChoice.CPU)
    document = from_array(np.zeros((8, 8, 3), np.uint8), name="x")
    with pytest.raises(WeightsMissing, match="FCN ResNet-50 is not here yet; run 'halfpixel weights fetch fcn-resnet50', or import"):
        engine.scores(document, ROW, CancelToken())
    with pytest.raises(WeightsMissing, match="import a file of its weights with 'halfpixel weights import FILE --as fcn8s-vgg16'"):
        engine.scores(document, "fcn8s-vgg16", CancelToken())
    assert all(weights_state(row) is WeightsState.MISSING for row in MODELS if row.origin is Origin.ON_DEMAND)


def with_labels(folder: Path, content: bytes) -> Path:
    path = folder / "shapes.txt"
    path.write_bytes(content)
    return path


def test_a_label_file_names_the_classes_of_a_model_of_ones_own(tiny: ModelRow, tmp_path: Path) -> None:
    labels = with_labels(tmp_path, "﻿nothing\r\n  원반 \r\n\r\nbox\nline\n".encode())
    row = take(tiny.weights_path, key="mine", labels=labels).row
    assert (row.label_set.name, row.label_set.names) == ("shapes", ("nothing", "원반", "box", "line"))
    assert row == find_model("mine", all_rows())
    document = from_array(np.zeros((8, 8, 3), np.uint8), name="x")
    assert Engine(DeviceChoice.CPU, rows=all_rows()).scores(document, "mine", CancelToken()).label_set == row.label_set


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a\nb\nc\n", "The label file shapes.txt names 3 classes, but tiny.safetensors has 4;"),
        (b"", "names 0 classes, but"),
        (b"\xff\xfea", "is not a text file with one class name a line"),
        (b"a\nb\nc\n\x00d\n", "is not a text file with one class name a line"),
        (b"a\n" * 40_000, "is not a text file with one class name a line"),
    ],
)
def test_a_label_file_that_cannot_be_meant_is_refused(tiny: ModelRow, tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        take(tiny.weights_path, labels=with_labels(tmp_path, content))
    assert sentence in str(caught.value)
    assert kept() == {}


def test_labels_that_are_not_there_or_not_wanted_are_refused(tiny: ModelRow, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt cannot be read"):
        take(tiny.weights_path, labels=tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="The classes of FCN ResNet-50 are those of VOC; to name others"):
        take(tiny.weights_path, key=ROW, labels=with_labels(tmp_path, b"a\n"))
    assert kept() == {}


def test_a_shipped_models_key_is_taken(tiny: ModelRow) -> None:
    with pytest.raises(InputError, match="There is already a model 'fcn-street'; choose another key"):
        take(tiny.weights_path, key="fcn-street")
    assert kept() == {}


def test_keys_made_of_file_names_are_free_ones(tiny: ModelRow, tmp_path: Path) -> None:
    nameless = tmp_path / "모델.safetensors"
    nameless.write_bytes(tiny.weights_path.read_bytes())
    paths = (tiny.weights_path, tiny.weights_path, nameless)
    assert [take(path).row.key for path in paths] == ["tiny", "tiny-2", "model"]
    assert [row.title for row in all_rows()[-3:]] == ["tiny", "tiny", "모델"]


@pytest.mark.parametrize("wrapper", ["state_dict", "model_state_dict", "model", ""])
def test_wrappers_and_a_prefix_are_looked_through(wrapper: str, tmp_path: Path) -> None:
    state = {f"module.{name}": tensor for name, tensor in tiny_net().state_dict().items()}
    path = tmp_path / "wrapped.pth"
    torch.save({wrapper: state, "epoch": 3, "optimizer": {"lr": [0.1]}} if wrapper else state, path)
    # Without metadata nobody knows this network; but its names are seen without what was put around them.
    with pytest.raises(WeightsError, match=r"its first tensors are (module\.)?trunk\.conv_stem\.weight"):
        take(path)


def test_a_cancel_keeps_nothing(tiny: ModelRow) -> None:
    """At the last stage before writing, too."""
    for stage in ("weights", "check"):
        token = CancelToken(lambda reached, _, stage=stage: token.cancel() if reached == stage else None)  # noqa: B023
        with pytest.raises(Cancelled):
            import_file(tiny.weights_path, token=token)
        assert kept() == {}


def test_a_list_that_cannot_be_written_puts_the_old_file_back(
    tiny: ModelRow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = remote(tiny, "http://nowhere.invalid/x.safetensors")
    other = tiny_row(tmp_path, key="other", seed=1)
    with serving(tiny.weights_path.read_bytes()) as server:
        fetch_row(remote(tiny, server.url), token=CancelToken())
    before = {name: digest for name, (_, digest) in kept().items()}

    def full(*_: object) -> None:
        raise ExportError("{path} cannot be written because the disk is full; free some space.", path="own.json")

    monkeypatch.setattr("core.importing.write_own", full)
    with serving(other.weights_path.read_bytes()) as server, pytest.raises(ExportError, match="the disk is full"):
        fetch_row(remote(other, server.url, key=row.key), token=CancelToken())
    assert {name: digest for name, (_, digest) in kept().items()} == before
    assert weights_state(row) is WeightsState.READY


def test_what_cannot_be_replaced_stays(tiny: ModelRow, served: Served) -> None:
    row = remote(tiny, served.url)
    row.weights_path.parent.mkdir(parents=True)
    row.weights_path.with_name(f"{row.weights_path.name}.before").mkdir()  # a file cannot take a folder's place
    row.weights_path.write_bytes(b"of somebody")
    with pytest.raises(ExportError, match=r"cannot be replaced \(Is a directory\); close what uses it and try again"):
        fetch_row(row, token=CancelToken())
    assert row.weights_path.read_bytes() == b"of somebody"
    assert not index_path().exists()


def remote(row: ModelRow, url: str, *, key: str = "", sha256: str | None = None, prefix: str = "") -> ModelRow:
    key = key or row.key
    weights = replace(row.weights, file_name=f"{key}.safetensors", url=url, sha256=sha256, sha256_prefix=prefix)
    return replace(row, key=key, weights=weights)


@pytest.fixture
def served(tiny: ModelRow) -> Iterator[Served]:
    with serving(tiny.weights_path.read_bytes()) as server:
        yield server


def test_where_only_a_prefix_is_published_the_whole_hash_is_recorded_at_the_first_use(tiny: ModelRow, served: Served) -> None:
    digest = hashlib.sha256(served.content).hexdigest()
    row = remote(tiny, served.url, prefix=digest[:8])
    assert weights_state(row) is WeightsState.MISSING
    taken = fetch_row(row, token=CancelToken())
    assert taken.sha256 == taken.row.weights.given_sha256 == taken.row.weights.kept_sha256 == digest
    assert weights_state(row) is WeightsState.READY
    assert row.weights_path.read_bytes() == served.content
    assert list((data_folder() / "downloads").iterdir()) == []
    row.weights_path.write_bytes(served.content[:-1] + b"\x01")
    assert weights_state(row) is WeightsState.DAMAGED


def test_a_download_that_does_not_begin_with_the_published_digits_is_refused(tiny: ModelRow, served: Served) -> None:
    with pytest.raises(DownloadError, match="is not the expected file"):
        fetch_row(remote(tiny, served.url, prefix="00000000"), token=CancelToken())
    assert kept() == {}


def test_a_pth_is_fetched_and_kept_as_safetensors(tiny: ModelRow, tmp_path: Path) -> None:
    path = tmp_path / "x.pth"
    torch.save({"state_dict": tiny_net().state_dict(), "metadata": tiny_config().to_metadata()}, path)
    with serving(path.read_bytes()) as server:
        server.url = server.url.replace("weights.bin", "weights.pth")
        row = remote(tiny, server.url, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        taken = fetch_row(replace(row, weights=replace(row.weights, size_bytes=path.stat().st_size)), token=CancelToken())
    assert taken.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert taken.row.weights.kept_sha256 == hashlib.sha256(row.weights_path.read_bytes()).hexdigest() != taken.sha256
    tensors = safetensors.torch.load_file(row.weights_path)
    assert all(torch.equal(tensors[name], tensor) for name, tensor in tiny_net().state_dict().items())


@pytest.mark.bad_input("weights: another number of classes")
def test_a_fetched_file_of_other_classes_is_refused_and_the_old_one_stays(tiny: ModelRow, served: Served) -> None:
    row = remote(tiny, served.url)
    fetch_row(row, token=CancelToken())
    before = kept()
    with pytest.raises(WeightsError, match="names other classes than VOC"):
        fetch_row(replace(row, label_set=VOC), token=CancelToken())
    with pytest.raises(WeightsError, match="names other classes than Tiny"):
        fetch_row(replace(row, task=Task.INSTANCE), token=CancelToken())
    assert kept() == before


def test_a_row_without_an_address_cannot_be_fetched() -> None:
    with pytest.raises(InputError, match="FCN-8s VGG16 has no address to fetch it from; import a file of its weights"):
        fetch_row(find_model("fcn8s-vgg16"), token=CancelToken())


def test_what_was_taken_in_can_be_removed(tiny: ModelRow, served: Served) -> None:
    own, fetched = take(tiny.weights_path, key="mine").row, fetch_row(remote(tiny, served.url, key="far"), token=CancelToken()).row
    assert set(kept()) == {"own.json", "mine.safetensors", "mine.md", "far.safetensors"}
    remove_model(own)
    assert set(kept()) == {"own.json", "far.safetensors"}
    remove_model(fetched)
    assert set(kept()) == {"own.json"}
    assert json.loads(index_path().read_text(encoding="utf-8"))["models"] == []
    assert all_rows() == MODELS


def test_what_was_not_taken_in_cannot_be_removed(tiny: ModelRow) -> None:
    with pytest.raises(InputError, match="FCN everyday is a part of Halfpixel and stays"):
        remove_model(MODELS[0])
    with pytest.raises(InputError, match="Nothing was fetched or imported for FCN ResNet-50"):
        remove_model(find_model(ROW))
    with pytest.raises(InputError, match="Nothing was fetched or imported for Tiny tiny"):
        remove_model(tiny)
    assert MODELS[0].weights_path.exists()
    assert tiny.weights_path.exists()
