"""Numbers of pixels and their shares as the panes write them."""

from __future__ import annotations


def pixels_text(count: int) -> str:
    """With narrow spaces between the thousands, at which no line is broken, in every language."""
    return f"{count:,}".replace(",", "\u202f")


def share_text(count: int, pixels: float) -> str:
    """Percent of ``pixels`` with one decimal; what would round to nothing says that it is not nothing."""
    share = count / pixels if pixels else 0.0
    return "< 0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"
