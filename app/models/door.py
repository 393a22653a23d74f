"""The way into the models dialog, which is built when it is first asked for; and what is told of models while it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.intents import Intents
from app.messages import Messages
from app.session import Session

if TYPE_CHECKING:
    from app.models.dialog import ModelsDialog


class ModelsDoor(QObject):
    def __init__(self, session: Session, intents: Intents, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._intents, self._messages, self._window = session, intents, messages, window
        self.dialog: ModelsDialog | None = None
        intents.show_models.connect(self.open)
        session.model_outcomes_changed.connect(self._tell)

    def open(self, key: str) -> None:
        from app.models.dialog import ModelsDialog

        if self.dialog is None:
            self.dialog = ModelsDialog(self._session, self._intents, self._window)
        self.dialog.open_at(key)

    def _tell(self) -> None:
        """What went wrong with a model is told where it was asked for; above the photo when that is closed by now."""
        for row in self._session.rows:
            outcome = self._session.model_outcomes.get(row.key)
            problem = None if outcome is None else outcome.problem
            is_seen = self._session.offer == row.key or (self.dialog is not None and self.dialog.isVisible())
            if problem is None:
                self._messages.clear(f"model {row.key}")
            elif not is_seen:
                self._messages.show_error(f"model {row.key}", problem)
