"""The badge "equals torchvision", from a check that was just run."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from app.colours import OPERATOR_COLOURS
from app.lab.text_pane import swatch
from app.lab.verification import Verdict
from app.theme import tabular
from app.translation import tr


class AgreementBadge(QLabel):
    """Empty while the check is running: an old verdict would be about another box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font()))

    def set_verdict(self, verdict: Verdict | None) -> None:
        text, tip = ("", "") if verdict is None else badge_words(verdict)
        self.setText("" if verdict is None else f"{swatch(OPERATOR_COLOURS[verdict.operator])} {text}")
        self.setToolTip(tip)
        self.setAccessibleName("" if verdict is None else f"{verdict.operator.paper_name}: {text}")


def badge_words(verdict: Verdict) -> tuple[str, str]:
    """Text and tooltip of the badge of one operator."""
    if verdict.difference is None:
        return tr("not in torchvision"), tr("torchvision has no such operator or convention to compare with.")
    largest = scientific(verdict.difference)
    tip = tr("torchvision.ops was just run on this box and all channels; its largest value is {scale}.", scale=f"{verdict.scale:.4g}")
    if verdict.equal:
        return tr("equals torchvision, max |difference| {largest}", largest=largest), tip
    return tr("differs from torchvision, max |difference| {largest}", largest=largest), tip


def scientific(value: float) -> str:
    """``3.8e-6``, ``0.0e0``."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"
