"""A Mask R-CNN measured over a whole data set, with the poolers that it was trained with or with others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.cancellation import CancelToken
from core.errors import InputError
from core.evaluation.instance import InstanceMetric
from core.evaluation.instance_data import InstanceDataset, read_truth
from core.features import FeatureCache
from core.image import load_image
from core.maskrcnn.paste import mask_patches
from core.maskrcnn.results import OWN_POOLERS, PasteRule, Poolers
from core.maskrcnn.run import LoadedMaskRcnn, run_detection

if TYPE_CHECKING:
    import torch


def evaluate_instances(
    model: LoadedMaskRcnn,
    dataset: InstanceDataset,
    device: torch.device,
    token: CancelToken,
    *,
    poolers: Poolers = OWN_POOLERS,
    rule: PasteRule = PasteRule.TORCHVISION,
    progress: Callable[[int], None] = lambda _done: None,
) -> InstanceMetric:
    """Run ``model`` on every photo of ``dataset`` and compare boxes and masks in the photo's own pixels, void ignored.

    ``progress`` is called with the number of photos done. Raises InputError when the model and the data set do not name the same
    classes, or an object map and its photo differ in size; otherwise as :func:`core.maskrcnn.run.run_detection`.
    """
    if model.label_set.names[1:] != dataset.label_names:
        raise InputError(
            "{model} knows {known}; read {data} with those classes.",
            model=model.title, known=", ".join(model.label_set.names[1:]), data=dataset.root,
        )  # fmt: skip
    metric, cache = InstanceMetric(dataset.label_names), FeatureCache(0)
    for done, record in enumerate(dataset.photos, start=1):
        document, truth = load_image(record.photo), read_truth(record, dataset.label_names)
        if truth.ids.shape != (document.height, document.width):
            raise InputError("{path} and its photo differ in size; give maps of the photos' size.", path=record.object_map)
        run = run_detection(model, document, device, token, cache, poolers)
        metric.add(truth, run.boxes_image.astype(np.float64), run.labels.tolist(), run.scores.tolist(), mask_patches(run, rule))
        progress(done)
    return metric
