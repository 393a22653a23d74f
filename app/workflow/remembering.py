"""What comes back after a restart: the session's lasting values, to and from Settings."""

from __future__ import annotations

from app.session import Session
from app.settings import Settings


def restore(session: Session, settings: Settings) -> None:
    """Give a fresh session the values of last time."""
    session.set_preferences(settings.preferences)
    session.set_look(settings.look)
    session.set_model(settings.model_key)
    session.set_instance_model(settings.instance_model_key)
    session.set_instance_look(settings.instance_look)
    session.set_device(settings.device)
    session.set_read_out(settings.read_out)
    session.set_class_views(settings.views)
    session.set_recent(settings.recent)


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
