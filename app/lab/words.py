"""Numbers and names as the lab writes them."""

from __future__ import annotations

from app.lab.choices import MapChoice, MapKind
from app.lab.looking import Look
from app.translation import tr

MINUS = "−"


def number(value: float, decimals: int = 3) -> str:
    """With a real minus sign; never "−0.000"."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", MINUS)


def compact(value: float, fewer: int = 0) -> str:
    """About three figures, to fit into a square of a grid; ``fewer`` decimals for a narrow one."""
    decimals = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    return number(value, max(decimals - fewer, 0))


def signed(value: float, decimals: int = 3) -> str:
    text = number(value, decimals)
    return text if text.startswith(MINUS) or float(text) == 0 else f"+{text}"


def coordinate(value: float) -> str:
    """A coordinate without digits it does not have: 50.3, 61.9385."""
    return f"{value:.4f}".rstrip("0").rstrip(".").replace("-", MINUS)


def map_choice_name(choice: MapChoice) -> str:
    if choice.kind is MapKind.MEAN:
        return tr("mean of channels")
    if choice.kind is MapKind.MAX:
        return tr("maximum of channels")
    return tr("channel {channel}", channel=choice.channel)


def map_name(look: Look) -> str:
    return tr("{level} {map}", level=look.level.name, map=map_choice_name(look.map.choice))
