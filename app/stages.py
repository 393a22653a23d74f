"""The stages of a run, in their order, those of taking in a model, and what a person reads about each."""

from __future__ import annotations

from app.session import Activity
from app.translation import mark, tr

STAGES: dict[str, str] = {
    "waiting": mark("Waiting for the worker"),
    "import": mark("Starting PyTorch"),
    "weights": mark("Reading the weights"),
    "input": mark("Preparing the input"),
    "trunk": mark("Running the trunk"),
    "heads": mark("Running the score heads"),
    "read-out": mark("Reading out"),
    "proposals": mark("Proposing regions"),
    "box head": mark("Running the box head"),
    "mask head": mark("Running the mask head"),
    "paste": mark("Pasting the masks"),
}
"""Names that a run gives to its CancelToken -> English text."""

JOB_STAGES: dict[str, str] = {
    "waiting": mark("Waiting for the model before it"),
    "download": mark("Downloading"),
    "weights": mark("Reading the file"),
    "check": mark("Checking"),
    "keep": mark("Converting"),
    "remove": mark("Removing"),
}
"""Names that fetching, importing and removing a model give to their CancelToken -> English text."""


def job_stage_text(stage: str) -> str:
    """The stage of taking in a model; one that is not in the table is shown as it was named."""
    return tr(JOB_STAGES[stage]) if stage in JOB_STAGES else stage


def stage_text(activity: Activity) -> str:
    """The stage as the progress bar says it; a stage that is not in the table is shown as it was named."""
    return tr(STAGES[activity.stage]) if activity.stage in STAGES else activity.stage


def progress_of(activity: Activity) -> float:
    """How far a run is, 0..1: the stages count alike, which is honest about order and not about time."""
    names = list(STAGES)
    if activity.stage not in names:
        return 0.0
    return (names.index(activity.stage) + (activity.fraction or 0.0)) / len(names)
