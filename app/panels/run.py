"""The Run panel: which model, on which device, run it, and what the last run was like."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QProgressBar, QPushButton, QStackedWidget, QToolButton, QWidget

from app.intents import Intents
from app.models.offer import OfferCard
from app.panels.model_choice import ModelChoice
from app.session import Activity, Session
from app.stages import progress_of, stage_text
from app.theme import tabular
from app.translation import mark, tr, tr_core
from app.widgets.chips import Chips
from app.widgets.panel import Panel, name
from core.badges import Badge
from core.catalog import Task
from core.devices import DeviceChoice

DEVICES: dict[DeviceChoice, str] = {
    DeviceChoice.AUTO: mark("Automatic"),
    DeviceChoice.CPU: "CPU",
    DeviceChoice.CUDA: mark("CUDA (NVIDIA)"),
    DeviceChoice.MPS: mark("MPS (Apple)"),
}
PERMILLE = 1000


class RunPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = ModelChoice(session, Task.SEMANTIC)
        self.device = QComboBox()
        self.instance_model = ModelChoice(session, Task.INSTANCE, with_none=True)
        self.models = QToolButton()
        self.offer = OfferCard(session, intents)
        self._model_label, self._instance_label, self._device_label = QLabel(), QLabel(), QLabel()
        self.badges = Chips()
        self.run = QPushButton()
        self.run.setProperty("primary", True)
        self.progress = QProgressBar()
        self.progress.setRange(0, PERMILLE)
        self.progress.setTextVisible(False)
        self.stage = QLabel()
        self.cancel = QPushButton()
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setForegroundRole(self.facts.palette().ColorRole.PlaceholderText)
        self.facts.setFont(tabular(self.facts.font()))
        for choice in DEVICES:
            self.device.addItem("", choice)
        self._lay_out()
        self._connect(intents)
        self.finish()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 3, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._model_label, 0, 0)
        grid.addWidget(self.model, 0, 1, 1, 2)
        grid.addWidget(self._instance_label, 1, 0)
        grid.addWidget(self.instance_model, 1, 1, 1, 2)
        grid.addWidget(self.badges, 2, 1)
        grid.addWidget(self.models, 2, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.offer, 3, 0, 1, 3)
        grid.addWidget(self._device_label, 4, 0)
        grid.addWidget(self.device, 4, 1)
        grid.addWidget(self.run, 4, 2)
        self.foot = QStackedWidget()
        self.foot.addWidget(self.facts)
        self.foot.addWidget(self._busy_foot())
        grid.addWidget(self.foot, 5, 0, 1, 3)
        grid.setRowStretch(6, 1)  # it may share its place with a higher panel

    def _busy_foot(self) -> QWidget:
        foot = QWidget()
        row = QGridLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(10)
        row.setVerticalSpacing(4)
        row.addWidget(self.stage, 0, 0)
        row.addWidget(self.progress, 1, 0)
        row.addWidget(self.cancel, 0, 1, 2, 1)
        row.setColumnStretch(0, 1)
        return foot

    def _connect(self, intents: Intents) -> None:
        self.model.activated.connect(lambda index: intents.choose_model.emit(self.model.itemData(index)))
        chosen = self.instance_model
        chosen.activated.connect(lambda index: intents.choose_instance_model.emit(chosen.itemData(index)))
        self.device.activated.connect(lambda index: intents.choose_device.emit(DeviceChoice(self.device.itemData(index))))
        self.models.clicked.connect(lambda: intents.show_models.emit(self._session.offer))
        self.run.clicked.connect(intents.run)
        self.cancel.clicked.connect(intents.cancel)
        session = self._session
        for signal in (
            session.model_changed, session.device_changed, session.devices_changed, session.weights_changed,
            session.document_changed, session.segmentation_changed, session.instance_model_changed, session.detection_changed,
            session.rows_changed, session.offer_changed,
        ):  # fmt: skip
            signal.connect(self._show_choices)
        session.activity_changed.connect(self._show_activity)

    def retranslate(self) -> None:
        name(self.model, tr("Classes"), tr("The FCN that gives every pixel a class."), self._model_label)
        name(self.instance_model, tr("Objects"), tr("The Mask R-CNN that finds objects, each with a mask."), self._instance_label)
        name(self.device, tr("Device"), tr("Where the network runs."), self._device_label)
        self.models.setText(tr("Models…"))
        name(self.models, tr("Models…"), tr("Every model: fetch it, bring its file, read its card."))
        self.run.setText(tr("Run"))
        self.cancel.setText(tr("Cancel"))
        name(self.cancel, tr("Cancel"), tr("Stop the run (Esc); the present result stays."))
        name(self.progress, tr("Progress of the run"), tr("How far the run is."))
        self._show_choices()
        self._show_activity(self._session.activity)

    def _show_choices(self) -> None:
        self.model.show_models(self._session.model_key)
        self.instance_model.show_models(self._session.instance_model_key)
        self._show_devices()
        row, shown = self._session.model, self._session.segmentation
        run_badges = shown.scores.facts.badges if shown is not None and shown.model_key == row.key else row.badges
        every = dict.fromkeys((*run_badges, *self._instance_run_badges()))  # what both say is said once
        self.badges.set_chips([(tr_core(badge.text), _is_warning(badge)) for badge in every])
        reason = "" if self._session.document else tr("Open a photo first.")
        self.run.setEnabled(not reason)
        name(self.run, tr("Run"), reason or tr("Run the chosen models on the photo (Ctrl+R)."))
        self.facts.setText(self._facts_text())

    def _instance_run_badges(self) -> tuple[Badge, ...]:
        """Those of the run on screen; before there is one, of the chosen model."""
        key, shown = self._session.instance_model_key, self._session.detection
        if shown is not None and shown.model_key == key:
            return shown.facts.badges
        return self._session.row(key).badges if key else ()

    def _show_devices(self) -> None:
        there = self._session.devices
        choices = self.device.model()
        assert isinstance(choices, QStandardItemModel)
        with QSignalBlocker(self.device):
            for place, (choice, text) in enumerate(DEVICES.items()):
                absent = there is not None and choice not in there
                item = choices.item(place)
                item.setText(tr(text))
                item.setEnabled(not absent)
                item.setToolTip(tr("This machine has no such device.") if absent else "")
            self.device.setCurrentIndex(list(DEVICES).index(self._session.device))

    def _facts_text(self) -> str:
        shown = self._session.segmentation
        if shown is None:
            return tr_core(self._session.model.summary)
        facts = shown.scores.facts
        text = tr("{seconds} s on {device}, input {width} × {height} px")
        height, width = facts.input_size
        lines = [text.format(seconds=f"{facts.seconds:.2f}", device=facts.device, width=width, height=height)]
        run = self._session.detection
        if run is not None:
            lines.append(tr("Objects: {count} in {seconds} s", count=len(run), seconds=f"{run.facts.seconds:.2f}"))
        return "\n".join(lines)

    def _show_activity(self, activity: Activity | None) -> None:
        self.foot.setCurrentIndex(0 if activity is None else 1)
        if activity is not None:
            self.stage.setText(f"{stage_text(activity)}…")
            self.progress.setValue(round(progress_of(activity) * PERMILLE))


def _is_warning(badge: Badge) -> bool:
    return badge is not Badge.STARTER
