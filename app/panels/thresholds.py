"""The rules of a Mask R-CNN: thresholds that answer while they are dragged, poolers, the paste rule, and how objects are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.intents import Intents
from app.preferences import InstanceLook
from app.session import Session
from app.translation import mark, tr, tr_core
from app.widgets.chips import Chips
from app.widgets.collapsible import Collapsible
from app.widgets.panel import Panel, name
from app.widgets.quantity import Quantity
from app.widgets.segmented_switch import SegmentedSwitch
from core.badges import Badge
from core.maskrcnn.results import OWN_POOLERS, PasteRule, Poolers, Thresholds
from core.roi.settings import Operator, OperatorSettings

LABEL_WIDTH = 86
MOST_PROPOSALS = 2000
MOST_DETECTIONS = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """A field of Thresholds: its English name and tip, its range, and the slider's step."""

    field: str
    text: str
    tip: str
    low: float
    high: float
    step: float
    decimals: int = 0


SHOWN_RULES = (
    Rule("score", mark("Score"), mark("An object's class scores more than this."), 0.0, 1.0, 0.01, 3),
    Rule("nms", mark("NMS IoU"), mark("Of two boxes of a class that overlap by more, the worse one goes."), 0.0, 1.0, 0.01, 2),
    Rule("mask", mark("Mask"), mark("A pixel is inside where the mask's probability is more than this."), 0.0, 1.0, 0.01, 2),
)
PROPOSAL_RULES = (
    Rule("proposal_nms", mark("RPN NMS IoU"), mark("Of two proposals of a level that overlap by more, the worse goes."), 0.0, 1.0, 0.01, 2),
    Rule("proposal_score", mark("Objectness"), mark("A proposal's objectness is at least this."), 0.0, 1.0, 0.01, 3),
    Rule("proposals_before_nms", mark("Before NMS"), mark("So many of the best anchors of each level go into NMS."), 1, MOST_PROPOSALS, 1),
    Rule("proposals_after_nms", mark("After NMS"), mark("So many of the best proposals go to the box head."), 1, MOST_PROPOSALS, 1),
    Rule("detections", mark("Objects"), mark("At most so many objects are kept per photo."), 1, MOST_DETECTIONS, 1),
)
COUNTS = frozenset({"proposals_before_nms", "proposals_after_nms", "detections"})

OWN = mark("RoIAlign (its own)")
OPERATORS: tuple[tuple[str, OperatorSettings | None], ...] = (
    (OWN, None),
    (mark("RoIPool"), OperatorSettings(Operator.POOL)),
    (mark("RoIWarp"), OperatorSettings(Operator.WARP, sampling_ratio=2)),
    (mark("Crop and resize"), OperatorSettings(Operator.CROP_AND_RESIZE)),
    (mark("RoIAlign, aligned"), OperatorSettings(Operator.ALIGN, sampling_ratio=2, aligned=True)),
)
PASTE_TIPS = {
    PasteRule.TORCHVISION: mark("torchvision's rule: the box is rounded to whole pixels, and the mask resized to them."),
    PasteRule.DETECTRON2: mark("detectron2's rule: each pixel's centre is read bilinearly in the box as it is."),
}


class ThresholdsPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._labels = {rule.field: QLabel() for rule in (*SHOWN_RULES, *PROPOSAL_RULES)}
        self._labels |= {key: QLabel() for key in ("show", "style", "paste", "box", "mask head")}
        self.quantities = {
            rule.field: Quantity(rule.low, rule.high, rule.step, rule.decimals) for rule in (*SHOWN_RULES, *PROPOSAL_RULES)
        }
        self.proposals, self.pooling = Collapsible(self._rules(PROPOSAL_RULES)), Collapsible(self._pooling())
        self.visible, self.boxes, self.labels = QCheckBox(), QCheckBox(), QCheckBox()
        self.style_switch = SegmentedSwitch([False, True])
        self.reset, self.badge = QPushButton(), Chips()
        self._lay_out()
        self._connect()
        self.finish()

    def _rules(self, rules: Sequence[Rule]) -> QWidget:
        return _grid([(self._labels[rule.field], self.quantities[rule.field]) for rule in rules])

    def _pooling(self) -> QWidget:
        self.box_pooler, self.mask_pooler = QComboBox(), QComboBox()
        for combo in (self.box_pooler, self.mask_pooler):
            for _, settings in OPERATORS:
                combo.addItem("", settings)
        self.paste = SegmentedSwitch(list(PASTE_TIPS))
        rows = [(self._labels["box"], self.box_pooler), (self._labels["mask head"], self.mask_pooler)]
        return _grid([*rows, (self._labels["paste"], self.paste)])

    def _lay_out(self) -> None:
        shown = QWidget()
        checks = QHBoxLayout(shown)
        checks.setContentsMargins(0, 0, 0, 0)
        checks.setSpacing(12)
        for check in (self.visible, self.boxes, self.labels):
            checks.addWidget(check)
        checks.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 6)
        column.setSpacing(4)
        column.addWidget(self._rules(SHOWN_RULES))
        column.addWidget(_grid([(self._labels["show"], shown), (self._labels["style"], self.style_switch)]))
        column.addWidget(self.proposals)
        column.addWidget(self.pooling)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.badge, 1)  # in sight though the poolers be folded away
        foot.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(foot)
        column.addStretch(1)

    def _connect(self) -> None:
        intents, session = self._intents, self._session
        for field, quantity in self.quantities.items():
            quantity.changed.connect(lambda value, field=field: self._set_rule(field, value))
        for combo in (self.box_pooler, self.mask_pooler):
            combo.activated.connect(self._choose_poolers)
        self.paste.chosen.connect(intents.choose_paste_rule)
        self.visible.toggled.connect(lambda on: self._change_look(visible=on))
        self.boxes.toggled.connect(lambda on: self._change_look(boxes=on))
        self.labels.toggled.connect(lambda on: self._change_look(labels=on))
        self.style_switch.chosen.connect(lambda outlined: self._change_look(outlined=outlined))
        self.reset.clicked.connect(self._reset)
        for signal in (session.thresholds_changed, session.poolers_changed, session.paste_rule_changed, session.detection_changed):
            signal.connect(self._show_rules)
        session.instance_look_changed.connect(self._show_look)

    def retranslate(self) -> None:
        for rule in (*SHOWN_RULES, *PROPOSAL_RULES):
            self.quantities[rule.field].set_texts(tr(rule.text), tr(rule.tip), self._labels[rule.field])
        self.proposals.set_texts(tr("Proposals"), tr("The rules before the box head, and how many objects are kept."))
        self.pooling.set_texts(tr("Pooling and pasting"), tr("Which operator reads the feature maps, and how masks become pixels."))
        for combo in (self.box_pooler, self.mask_pooler):
            for place, (text, _) in enumerate(OPERATORS):
                combo.setItemText(place, tr(text))
        name(self.box_pooler, tr("Box head"), tr("What reads a proposal for the box head."), self._labels["box"])
        name(self.mask_pooler, tr("Mask head"), tr("What reads an object's box for the mask head."), self._labels["mask head"])
        self._labels["paste"].setText(tr("Paste rule"))
        self.paste.set_texts([(rule.value, tr(tip)) for rule, tip in PASTE_TIPS.items()], tr("Paste rule"))
        self._labels["show"].setText(tr("Show"))
        self._labels["style"].setText(tr("Style"))
        for check, text, tip in (
            (self.visible, tr("Objects"), tr("Draw the objects on the photo.")),
            (self.boxes, tr("Boxes"), tr("Draw each object's box.")),
            (self.labels, tr("Labels"), tr("Write class and score beside each object.")),
        ):
            check.setText(text)
            name(check, text, tip)
        filled = (tr("Fill"), tr("Fill each object with its colour."))
        outlined = (tr("Outline"), tr("Draw the borders of the objects (key Shift+O)."))
        self.style_switch.set_texts([filled, outlined], tr("Style"))
        self.reset.setText(tr("Reset"))
        self._show_rules()
        self._show_look(self._session.instance_look)

    # -- a person's wishes ---------------------------------------------------------------------------------------------

    def _set_rule(self, field: str, value: float) -> None:
        # The wanted ones, not the shown ones: the worker may be behind a slider that is dragged.
        changed: dict[str, float | int] = {field: round(value) if field in COUNTS else value}
        self._intents.set_thresholds.emit(replace(self._wanted(), **changed))  # type: ignore[arg-type]

    def _choose_poolers(self) -> None:
        self._intents.choose_poolers.emit(Poolers(self.box_pooler.currentData(), self.mask_pooler.currentData()))

    def _change_look(self, **changes: bool) -> None:
        self._intents.set_instance_look.emit(replace(self._session.instance_look, **changes))

    def _reset(self) -> None:
        self._intents.set_thresholds.emit(None)
        self._intents.choose_poolers.emit(OWN_POOLERS)
        self._intents.choose_paste_rule.emit(PasteRule.TORCHVISION)

    # -- the session's state -------------------------------------------------------------------------------------------

    def _wanted(self) -> Thresholds:
        shown = self._session.detection
        return self._session.thresholds or (Thresholds() if shown is None else shown.thresholds)

    def _show_rules(self) -> None:
        session, wanted = self._session, self._wanted()
        known = session.thresholds is not None or session.detection is not None
        for rule in (*SHOWN_RULES, *PROPOSAL_RULES):
            quantity = self.quantities[rule.field]
            quantity.set_value(float(getattr(wanted, rule.field)))
            quantity.setEnabled(known)
            quantity.set_tip(tr(rule.tip) if known else tr("Run a model on a photo first."))
        for combo, settings in ((self.box_pooler, session.poolers.box), (self.mask_pooler, session.poolers.mask)):
            with QSignalBlocker(combo):
                combo.setCurrentIndex([choice for _, choice in OPERATORS].index(settings) if _is_offered(settings) else -1)
        self.paste.set_value(session.paste_rule)
        self.badge.set_chips([(tr_core(Badge.TRANSPLANTED.text), True)] if session.poolers.transplanted else [])
        self._show_reset()

    def _show_reset(self) -> None:
        session = self._session
        changed = session.thresholds is not None or session.poolers.transplanted or session.paste_rule is not PasteRule.TORCHVISION
        self.reset.setEnabled(changed)
        tip = tr("Use the network's own thresholds and operators, and torchvision's paste rule.")
        name(self.reset, tr("Reset"), tip if changed else tr("Nothing differs from the network's own."))

    def _show_look(self, look: InstanceLook) -> None:
        for check, on in ((self.visible, look.visible), (self.boxes, look.boxes), (self.labels, look.labels)):
            with QSignalBlocker(check):
                check.setChecked(on)
        for check in (self.boxes, self.labels):
            check.setEnabled(look.visible)
            check.setToolTip(check.accessibleDescription() if look.visible else tr("The objects are hidden."))
        self.style_switch.set_value(look.outlined)


def _is_offered(settings: OperatorSettings | None) -> bool:
    return any(choice == settings for _, choice in OPERATORS)


def _grid(rows: Sequence[tuple[QLabel, QWidget]]) -> QWidget:
    """Labels at the left, all as wide, and what they name beside them."""
    area = QWidget()
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    grid.setColumnMinimumWidth(0, LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    for place, (label, content) in enumerate(rows):
        grid.addWidget(label, place, 0)
        grid.addWidget(content, place, 1)
    return area
