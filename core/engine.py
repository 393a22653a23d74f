"""The engine: what the window's worker and the command line both call. Imports no torch before the first run.

Not thread-safe: it has one owner.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, Task, find_model, sha256_in_use
from core.devices import DeviceChoice, placed, resolve, run_with_fallback
from core.errors import InputError
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.features import FeatureCache, FeaturePyramid
from core.libraries import import_libraries
from core.loaded_models import LoadedModels

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from torch import nn
    from torchvision.models.detection import MaskRCNN

    from core.fcn.receptive_field import ReceptiveField
    from core.fcn.results import FcnScores, Segmentation
    from core.fcn.run import LoadedFcn
    from core.image import ImageDocument
    from core.maskrcnn.mask_head import HeadLayer
    from core.maskrcnn.results import DetectionRun, Floats, Poolers, Thresholds
    from core.maskrcnn.run import LoadedMaskRcnn

Net = TypeVar("Net", bound="nn.Module")
Result = TypeVar("Result")

CACHE_BYTES = 512 << 20
MODEL_BYTES = 1536 << 20
"""Of the networks of one task: two of the paper's nets, or all that are smaller."""
FINDS = {Task.SEMANTIC: "classes", Task.INSTANCE: "objects"}


class Engine:
    """Loaded models and cached features. Every long method takes a CancelToken and names its stages to it."""

    def __init__(
        self, device: DeviceChoice = DeviceChoice.AUTO, *, cache_bytes: int = CACHE_BYTES, rows: Sequence[ModelRow] = MODELS
    ) -> None:
        self.device = device
        self._rows = rows
        self._cache = FeatureCache(cache_bytes)
        self._fcns: LoadedModels[LoadedFcn] = LoadedModels(MODEL_BYTES)
        self._maskrcnns: LoadedModels[LoadedMaskRcnn] = LoadedModels(MODEL_BYTES)

    def set_rows(self, rows: Sequence[ModelRow]) -> None:
        """The catalog from now on. Loaded models whose row changed, or is gone, are loaded anew when they are asked for."""
        old = {row.key: row for row in self._rows}
        same = {row.key for row in rows if old.get(row.key) == row}
        self._rows = rows
        self._fcns.keep(same)
        self._maskrcnns.keep(same)

    def load(self, model_key: str, token: CancelToken) -> None:
        """Read, check and build a model's network now, rather than when it is first run. Raises InputError, WeightsError."""
        task = find_model(model_key, self._rows).task
        self._fcn(model_key, token) if task is Task.SEMANTIC else self.maskrcnn(model_key, token)

    def twin(self, *, is_apart: bool = False) -> Engine:
        """An engine for another thread: the networks loaded so far, over the same weights in memory, and a cache of its own.

        ``is_apart``: over weights of its own, read anew, for a device to which a run moves them, or from which it has to.
        """
        twin = Engine(self.device, cache_bytes=self._cache.limit_bytes, rows=self._rows)
        if is_apart:
            for key, _ in (*self._fcns.items(), *self._maskrcnns.items()):
                twin.load(key, CancelToken())
            return twin
        for key, fcn in self._fcns.items():
            twin._fcns.put(key, replace(fcn, net=_same_weights(fcn.net)))
        for key, maskrcnn in self._maskrcnns.items():
            twin._maskrcnns.put(key, replace(maskrcnn, net=_same_weights(maskrcnn.net)))
        return twin

    def segment(
        self, document: ImageDocument, model_key: str, read_out: ReadOut | None = None, token: CancelToken | None = None
    ) -> Segmentation:
        """The class of every pixel of one photo, ``class_map`` ``(H, W)`` uint8, by a read-out (default: the model's finest).

        Raises a UserError of core.errors, or Cancelled.
        """
        scores = self.scores(document, model_key, token or CancelToken())
        return self.read_out(scores, scores.read_outs[-1] if read_out is None else read_out)

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        """Score maps of one photo at stride 32, 16 and 8. Raises a UserError of core.errors, or Cancelled."""
        token.checkpoint("import")
        model = self._fcn(model_key, token)
        from core.fcn.run import run_scores

        return run_scores(model, document, resolve(self.device), token, self._cache)

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid:
        """The trunk's feature maps of one photo; the same photo, weights and input size never run the trunk twice."""
        token.checkpoint("import")
        model = self._fcn(model_key, token)
        from core.fcn.run import run_pyramid

        return run_pyramid(model, document, resolve(self.device), token, self._cache)

    def receptive_fields(self, pyramid: FeaturePyramid, model_key: str, token: CancelToken) -> dict[str, ReceptiveField]:
        """Level name -> what its cells can see of the padded input that ``pyramid`` was made from; the network is not run."""
        from core.fcn.receptive_field import theoretical_fields

        fields = theoretical_fields(self._fcn(model_key, token).net, pyramid.input_size)
        return {name: fields[name] for name in pyramid.levels}

    def effective_field(
        self, document: ImageDocument, pyramid: FeaturePyramid, model_key: str, level: str, cell: tuple[int, int], token: CancelToken
    ) -> npt.NDArray[np.float32]:
        """How much each px of the padded input moves the ``cell`` (row, column) of a level, ``(H, W)``, the largest 1.

        Runs the trunk forward and back on the CPU. Raises KeyError and IndexError for a level or a cell that is not there.
        """
        token.checkpoint("import")
        model = self._fcn(model_key, token)
        from core.fcn.receptive_field import effective_field

        net = model.net.cpu()
        # The input that the pyramid was made from, which may have been a smaller one than the network's usual.
        size = round(document.height / pyramid.to_image.y.scale), round(document.width / pyramid.to_image.x.scale)
        given = net.prepare(document.rgb, size)
        token.checkpoint("trunk")
        return _in_memory(model.title, lambda: effective_field(net, given.pixels, level, *cell))

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains = UNIT_GAINS) -> Segmentation:
        """FCN-32s, 16s or 8s from scores that are already there. Raises InputError for one that their network does not have."""
        if stride not in scores.read_outs:
            choices = ", ".join(f"FCN-{int(known)}s" for known in scores.read_outs)
            raise InputError(
                "{model} has no read-out FCN-{stride}s; choose {choices}.", model=scores.model_key, stride=int(stride), choices=choices
            )
        from core.fcn.run import read_out

        return _in_memory(f"FCN-{int(stride)}s", lambda: read_out(scores, stride, gains))

    def probabilities(self, segmentation: Segmentation) -> npt.NDArray[np.float32]:
        """Softmax at every image pixel, ``(K, H, W)`` float32."""
        from core.fcn.run import probabilities

        return probabilities(segmentation)

    def detect(
        self,
        document: ImageDocument,
        model_key: str,
        token: CancelToken,
        thresholds: Thresholds | None = None,
        poolers: Poolers | None = None,
    ) -> DetectionRun:
        """Every stage of a Mask R-CNN on one photo, by default under the network's own thresholds and with its own poolers.

        Raises what :func:`core.maskrcnn.run.run_detection` does.
        """
        token.checkpoint("import")
        model = self.maskrcnn(model_key, token)
        from core.maskrcnn.results import OWN_POOLERS
        from core.maskrcnn.run import rerun_detection, run_detection

        run = run_detection(model, document, resolve(self.device), token, self._cache, poolers or OWN_POOLERS)
        return run if thresholds in (None, run.thresholds) else rerun_detection(model, run, thresholds, token)

    def rerun(self, run: DetectionRun, thresholds: Thresholds, token: CancelToken) -> DetectionRun:
        """``run`` under other thresholds, from its recorded tensors: never the trunk."""
        from core.maskrcnn.run import rerun_detection

        return rerun_detection(self.maskrcnn(run.model_key, token), run, thresholds, token)

    def transplant(self, run: DetectionRun, poolers: Poolers, token: CancelToken) -> DetectionRun:
        """``run`` with other operators reading its feature maps: the heads run again, never the trunk. Raises InputError."""
        from core.maskrcnn.run import transplant_poolers

        return transplant_poolers(self.maskrcnn(run.model_key, token), run, poolers, token)

    def mask_head_layers(self, run: DetectionRun, detection: int, token: CancelToken) -> tuple[HeadLayer, ...]:
        """What each layer of the mask head holds for one detection."""
        from core.maskrcnn.mask_head import mask_head_layers

        return _on_its_device(self.maskrcnn(run.model_key, token), lambda net: mask_head_layers(net, run, detection))

    def mask_deconvolution(self, key: str, token: CancelToken) -> Floats:
        """The learned kernels of a Mask R-CNN's mask head, ``(input channels, output channels, 2, 2)``."""
        from core.maskrcnn.mask_head import deconvolution_kernels

        return deconvolution_kernels(self.maskrcnn(key, token).net)

    def box_scores(self, key: str, pooled: Floats, token: CancelToken) -> Floats:
        """Class probabilities ``(n, K)`` of RoI features ``(n, C, 7, 7)`` that were pooled elsewhere. Raises InputError."""
        from core.maskrcnn.pooled_heads import box_scores

        return _on_its_device(self.maskrcnn(key, token), lambda net: box_scores(net, pooled))

    def mask_probabilities(self, key: str, pooled: Floats, label: int, token: CancelToken) -> Floats:
        """Mask probabilities ``(n, 28, 28)`` of one class, of RoI features ``(n, C, 14, 14)``. Raises InputError."""
        from core.maskrcnn.pooled_heads import mask_probabilities

        return _on_its_device(self.maskrcnn(key, token), lambda net: mask_probabilities(net, pooled, label))

    def maskrcnn(self, key: str, token: CancelToken) -> LoadedMaskRcnn:
        """The loaded network of a row, for who measures it over a data set."""

        def load() -> LoadedMaskRcnn:
            import_libraries()  # before the first of them is imported otherwise
            row = self._row(key, Task.INSTANCE, token)
            from core.maskrcnn.run import load_maskrcnn

            return load_maskrcnn(
                row.weights_path, sha256_in_use(row), key=row.key, title=row.title, label_set=row.label_set, badges=row.badges
            )

        return self._maskrcnns.get(key, load)

    def _fcn(self, key: str, token: CancelToken) -> LoadedFcn:
        def load() -> LoadedFcn:
            import_libraries()  # before the first of them is imported otherwise
            row = self._row(key, Task.SEMANTIC, token)
            from core.fcn.run import load_fcn

            return load_fcn(row.weights_path, sha256_in_use(row), key=row.key, title=row.title, label_set=row.label_set, badges=row.badges)

        return self._fcns.get(key, load)

    def _row(self, key: str, task: Task, token: CancelToken) -> ModelRow:
        row = find_model(key, self._rows)
        if row.task is not task:
            raise InputError(
                "{model} finds {given}; choose a model that finds {wanted}.", model=row.title, given=FINDS[row.task], wanted=FINDS[task]
            )
        token.checkpoint("weights")
        return row


def _on_its_device(model: LoadedMaskRcnn, run: Callable[[MaskRCNN], Result]) -> Result:
    """``run`` of the network where it lies, or on the CPU when that device's memory runs out. Raises DeviceError."""
    device = next(model.net.parameters()).device
    return run_with_fallback(device, lambda attempt: run(placed(model.net, attempt.device)), what=model.title, reducible=False)


def _in_memory(what: str, run: Callable[[], Result]) -> Result:
    """``run``, which works on the CPU alone. Raises DeviceError when its memory runs out."""
    import torch

    return run_with_fallback(torch.device("cpu"), lambda _attempt: run(), what=what, reducible=False)


def _same_weights(net: Net) -> Net:
    """Modules of their own, since a run hangs its hooks into them, over the tensors of ``net``."""
    tensors = {id(tensor): tensor for tensor in (*net.parameters(), *net.buffers())}
    return copy.deepcopy(net, tensors)
