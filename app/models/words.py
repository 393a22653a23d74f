"""What a person reads of models and of what is being done with them."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.models_session import ModelJob
from app.session import Session
from app.stages import job_stage_text
from app.translation import mark, tr, tr_core
from core.catalog import ModelRow, Origin, Task, WeightsState
from core.errors import UserError
from core.labels import LabelSet

MEGABYTE = 1_000_000
"""As downloads are told everywhere."""
STATES: dict[WeightsState | None, str] = {
    WeightsState.READY: mark("Ready"),
    WeightsState.MISSING: mark("Not here yet"),
    WeightsState.DAMAGED: mark("Damaged"),
    None: mark("Looking…"),
}
TASKS: dict[Task, str] = {Task.SEMANTIC: mark("Classes of pixels"), Task.INSTANCE: mark("Objects with masks")}


def size_text(size: int) -> str:
    """Bytes as a person reads them; a dash where nobody knows."""
    return f"{size / MEGABYTE:.1f} MB" if size else "—"


def state_text(session: Session, row: ModelRow) -> str:
    state = session.state_of(row)
    if state is WeightsState.READY and row.key in (session.model_key, session.instance_model_key):
        return tr("In use")
    if state is WeightsState.MISSING and row.origin is not Origin.ON_DEMAND:
        return tr("Its file is gone")
    return tr(STATES[state])


def summary_text(row: ModelRow) -> str:
    if row.origin is Origin.OWN:
        return tr("Added from {file}.", file=row.weights.source)
    return tr_core(row.summary)


def classes_text(labels: LabelSet) -> str:
    """How many classes there are, and the background beside them where there is one."""
    count = len(labels.listed)
    if labels.background is None:
        return tr("{set}: {count} classes", set=labels.name, count=count)
    return tr("{set}: {count} classes and background", set=labels.name, count=count - 1)


def source_text(row: ModelRow) -> str:
    """Who gives the file away, and where."""
    if row.origin is Origin.SHIPPED:
        return tr("A part of Halfpixel")
    if row.origin is Origin.OWN:
        return tr("Your file {file}", file=row.weights.source)
    host = urlsplit(row.weights.url).hostname if row.weights.url else None
    source = tr_core(row.weights.source)
    return f"{source}, {host}" if host else source


def hash_text(row: ModelRow) -> str:
    """What is known of the SHA-256 of the file that a model is made of, beside the digits themselves."""
    weights = row.weights
    if row.origin is Origin.SHIPPED:
        return tr("a part of Halfpixel; checked whenever the model is loaded")
    if row.origin is Origin.OWN:
        return tr("of the file you gave, recorded when it was added")
    published = weights.sha256 or weights.sha256_prefix
    if weights.given_sha256 is None:
        return _hash_to_come(weights.sha256, published)
    if not published:
        return tr("recorded on first use; nobody publishes it")
    if weights.is_another_than_published:
        return tr("⚠ of the file you chose, which is not the published one: that begins with {digits}", digits=published[:8])
    if weights.sha256 is None:
        return tr("recorded on first use; its published beginning, {digits}, was checked", digits=published)
    return tr("published and checked")


def _hash_to_come(full: str | None, published: str) -> str:
    """What will be checked, and what can only be recorded, of a file that is not here."""
    if full is not None:
        return tr("published; a download is checked against it")
    if published:
        return tr("{digits}… is published, and a download checked against it; the rest is recorded on first use", digits=published)
    return tr("not published; it is recorded on first use")


def hash_of(row: ModelRow) -> str:
    """The SHA-256 of the file that a model is made of, as far as it is known; may be empty."""
    weights = row.weights
    return weights.given_sha256 or weights.sha256 or ""


def offer_text(row: ModelRow) -> str:
    """What a missing model would bring: ``COCO weights: 178.1 MB, torchvision's..., SHA-256 bf2d0c1e…``."""
    weights = row.weights
    digits = weights.sha256[:8] if weights.sha256 else weights.sha256_prefix
    parts = [size_text(weights.size_bytes)] if weights.size_bytes else []
    parts.append(source_text(row))
    parts.append(f"SHA-256 {digits}…" if digits else tr("SHA-256 recorded on first use"))
    return tr("{set} weights: {facts}", set=row.label_set.name, facts=", ".join(parts))


def job_text(job: ModelJob) -> str:
    """What is being done, and of a download how far it is, how fast, and how long it will take."""
    progress = job.progress
    if job.stage != "download" or progress is None:
        return f"{job_stage_text(job.stage)}…"
    so_far, total = (f"{count / MEGABYTE:.1f}" for count in (progress.received, progress.total or 0))
    if progress.total is not None:
        so_far = tr("{received} of {total}", received=so_far, total=total)
    parts = [f"{job_stage_text(job.stage)}: {so_far} MB"]
    if progress.rate is not None:
        parts.append(f"{progress.rate / MEGABYTE:.1f} MB/s")
    if progress.seconds_left is not None:
        parts.append(tr("{time} left", time=time_text(progress.seconds_left)))
    return " · ".join(parts)


def time_text(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return tr("{seconds} s", seconds=whole) if whole < 90 else tr("{minutes} min", minutes=round(whole / 60))


def problem_text(problem: Exception) -> str:
    """An error in one sentence."""
    if isinstance(problem, UserError):
        return tr_core(problem.template, problem.fields)
    return tr("Something inside Halfpixel failed: {error}", error=problem)
