"""A combo box of the models of one task: first those that can be chosen, then, greyed, those that would have to be fetched."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QWidget

from app.detection_session import NO_MODEL
from app.session import Session
from app.theme import current
from app.translation import mark, tr, tr_core
from core.catalog import ModelRow, Task, WeightsState

WEIGHTS: dict[WeightsState | None, str] = {
    WeightsState.MISSING: mark("{title} — weights missing"),
    WeightsState.DAMAGED: mark("{title} — weights damaged"),
}


class ModelChoice(QComboBox):
    """Its items hold the keys. A greyed one can be activated, which asks for it; whether it is then chosen is the workflow's business."""

    def __init__(self, session: Session, task: Task, *, with_none: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task = task
        self._with_none = with_none
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def show_models(self, chosen: str) -> None:
        """Every model as the session has it, and ``chosen`` as the choice."""
        here, missing = self._sorted()
        none, separator = [NO_MODEL] if self._with_none else [], [None] if missing else []
        keys = [*(row.key for row in here), *none, *separator, *(row.key for row in missing)]
        with QSignalBlocker(self):
            if [self.itemData(place) for place in range(self.count())] != keys:
                self._rebuild(keys)
            for row in here:
                state = self._session.state_of(row)
                title = tr_core(row.title)
                self._show(row, tr(WEIGHTS[state], title=title) if state in WEIGHTS else title, tr_core(row.summary))
            for row in missing:
                self._show(row, tr("{title} — not here yet", title=tr_core(row.title)), tr("Choose it to see how to get it."))
                self.setItemData(self.findData(row.key), QColor(current().muted), Qt.ItemDataRole.ForegroundRole)
            if self._with_none:
                self.setItemText(self.findData(NO_MODEL), tr("None"))
            self.setCurrentIndex(self.findData(chosen))
        # The list may be wider than the box: titles with what is the matter are longer than most.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def _sorted(self) -> tuple[list[ModelRow], list[ModelRow]]:
        rows = [row for row in self._session.rows if row.task is self._task]
        missing = [row for row in rows if self._session.is_on_offer(row)]
        return [row for row in rows if row not in missing], missing

    def _rebuild(self, keys: list[str | None]) -> None:
        self.clear()
        for key in keys:
            if key is None:
                self.insertSeparator(self.count())
            else:
                self.addItem("", key)

    def _show(self, row: ModelRow, text: str, tip: str) -> None:
        place = self.findData(row.key)
        self.setItemText(place, text)
        self.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
