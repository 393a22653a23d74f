"""Choices that need no worker: how the overlay looks, which classes show, what the person prefers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from app.class_view import ClassView, Rgb, default_view
from app.detection_session import NO_MODEL
from app.intents import Intents
from app.models_session import NOT_OFFERED
from app.preferences import Language, ThemeChoice, Workspace
from app.read_outs import why_not
from app.session import Session
from core.fcn.config import ReadOut


class Choosing(QObject):
    """Turns intents into the session's new values at once."""

    def __init__(self, session: Session, intents: Intents, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        intents.choose_model.connect(self._choose_model)
        intents.choose_instance_model.connect(self._choose_instance_model)
        intents.dismiss_offer.connect(lambda: session.set_offer(NOT_OFFERED))
        intents.set_thresholds.connect(session.set_thresholds)
        intents.choose_poolers.connect(session.set_poolers)
        intents.choose_paste_rule.connect(session.set_paste_rule)
        intents.set_instance_look.connect(session.set_instance_look)
        intents.toggle_objects_outlined.connect(self._toggle_objects_outlined)
        intents.choose.connect(session.set_chosen)
        intents.open_in_lab.connect(session.set_chosen)
        intents.show_stage.connect(session.set_shown_stage)
        intents.choose_device.connect(session.set_device)
        intents.choose_read_out.connect(self._choose_read_out)
        intents.set_gains.connect(session.set_gains)
        intents.hold_overlays.connect(session.set_overlays_held)
        intents.point_at.connect(session.set_hover)
        intents.set_opacity.connect(self._set_opacity)
        intents.nudge_opacity.connect(lambda step: self._set_opacity(session.look.opacity + step))
        intents.set_outlined.connect(lambda outlined: session.set_look(replace(session.look, outlined=outlined)))
        intents.toggle_outlined.connect(lambda: session.set_look(replace(session.look, outlined=not session.look.outlined)))
        intents.choose_palette.connect(lambda key: session.set_look(replace(session.look, palette=key)))
        intents.show_classes.connect(self._show_classes)
        intents.show_all_classes.connect(self._show_all_classes)
        intents.toggle_solo.connect(lambda class_id: self._change_view(self._view.toggling_solo(class_id)))
        intents.colour_class.connect(self._colour_class)
        intents.choose_workspace.connect(session.set_workspace)
        intents.compare.connect(lambda: session.set_workspace(Workspace.INSIDE_FCN))
        intents.choose_theme.connect(self._choose_theme)
        intents.choose_language.connect(self._choose_language)
        intents.toggle_strip.connect(self._toggle_strip)

    def _choose_model(self, key: str) -> None:
        if not self._offered(key):
            self._session.set_model(key)

    def _choose_instance_model(self, key: str) -> None:
        if not self._offered(key):
            self._session.set_instance_model(key)

    def _choose_read_out(self, read_out: ReadOut) -> None:
        if not why_not(self._session, read_out):
            self._session.set_read_out(read_out)

    def _offered(self, key: str) -> bool:
        """A model that is not here is offered instead of chosen: what can run stays chosen meanwhile."""
        session = self._session
        missing = key != NO_MODEL and session.is_on_offer(session.row(key))
        session.set_offer(key if missing else NOT_OFFERED)
        return missing

    @property
    def _view(self) -> ClassView:
        return self._session.class_view

    def _change_view(self, view: ClassView) -> None:
        self._session.set_class_view(view)

    def _set_opacity(self, opacity: float) -> None:
        # Steps of 0.1 add up to 0.30000000000000004: whole percents are what is meant and shown.
        whole = round(min(max(opacity, 0.0), 1.0) * 100) / 100
        self._session.set_look(replace(self._session.look, opacity=whole))

    def _toggle_objects_outlined(self) -> None:
        look = self._session.instance_look
        self._session.set_instance_look(replace(look, outlined=not look.outlined))

    def _show_classes(self, class_ids: Sequence[int], shown: bool) -> None:
        self._change_view(self._view.showing(class_ids, shown))

    def _show_all_classes(self, shown: bool) -> None:
        """All but the background, which covers the photo only when it is asked for by name; or none."""
        label_set = self._session.label_set
        every = range(len(label_set))
        hidden = default_view(label_set).hidden if shown else frozenset(every)
        self._change_view(replace(self._view, hidden=hidden, solo=None))

    def _colour_class(self, class_id: int, colour: Rgb | None) -> None:
        self._change_view(self._view.coloured(class_id, colour))

    def _choose_theme(self, theme: ThemeChoice) -> None:
        self._session.set_preferences(replace(self._session.preferences, theme=theme))

    def _toggle_strip(self) -> None:
        preferences = self._session.preferences
        self._session.set_preferences(replace(preferences, strip=not preferences.strip))

    def _choose_language(self, language: Language) -> None:
        self._session.set_preferences(replace(self._session.preferences, language=language))
