"""Numbers of pixels and their shares as the panes write them."""

from __future__ import annotations


def pixels_text(count: int) -> str:
    """Grouped as the numbers of the stages and the diagrams are, in every language."""
    return f"{count:,}"


def share_text(count: int, pixels: float) -> str:
    """Percent of ``pixels`` with one decimal; what would round to nothing says that it is not nothing."""
    share = count / pixels if pixels else 0.0
    return "< 0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"
