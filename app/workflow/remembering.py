"""What comes back after a restart: the session's lasting values, to and from Settings."""

from __future__ import annotations

from app.detection_session import NO_MODEL
from app.session import Session
from app.settings import Settings
from core.catalog import Origin, Task


def restore(session: Session, settings: Settings) -> tuple[str, ...]:
    """Give a fresh session, which knows every model, the values of last time; what it had chosen that is gone is answered, by title or key.

    A model that is gone leaves the first of its task chosen.
    """
    session.set_preferences(settings.preferences)
    session.set_look(settings.look)
    gone = []
    for key, task in ((settings.model_key, Task.SEMANTIC), (settings.instance_model_key, Task.INSTANCE)):
        choose = session.set_model if task is Task.SEMANTIC else session.set_instance_model
        if key == NO_MODEL or _is_there(session, key, task):
            choose(key)
        else:
            gone.append(session.title_of(key))
    session.set_instance_look(settings.instance_look)
    session.set_device(settings.device)
    session.set_read_out(settings.read_out)
    session.set_class_views(settings.views)
    session.set_recent(settings.recent)
    return tuple(gone)


def _is_there(session: Session, key: str, task: Task) -> bool:
    """Whether a model can be chosen again. Its file's content is looked at later; a shipped one that is gone says so when it runs."""
    row = next((row for row in session.rows if row.key == key and row.task is task), None)
    if row is None or row.origin is Origin.SHIPPED:
        return row is not None
    return not session.is_on_offer(row) and row.weights_path.is_file()


def settings_of(session: Session, *, geometry: str, layout: str) -> Settings:
    return Settings(
        session.preferences,
        session.look,
        session.model_key,
        session.instance_model_key,
        session.instance_look,
        session.device,
        session.read_out,
        session.class_views,
        session.recent,
        geometry,
        layout,
    )
