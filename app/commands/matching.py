"""How well a few typed letters fit a command's name: as an ordered selection of its letters, as in any editor's palette."""

from __future__ import annotations

IN_A_ROW = 4
WORD_START = 6
NAME_START = 1
SKIPPED = 1
"""Taken off for each stretch of letters that is jumped over."""


def score(typed: str, name: str) -> float | None:
    """The better, the higher; None when ``name`` does not hold the letters of ``typed`` in their order.

    Letters that follow each other count more, and so do first letters of words; of equally good names the shorter wins.
    """
    letters, text = typed.casefold().replace(" ", ""), name.casefold()
    if not letters:
        return 0.0
    best = _first(letters[0], text)
    for letter in letters[1:]:
        best = _next(letter, text, best)
    ends = [value for value in best if value is not None]
    return max(ends) - len(text) / 100 if ends else None


def _first(letter: str, text: str) -> list[float | None]:
    return [_own(text, at) if text[at] == letter else None for at in range(len(text))]


def _next(letter: str, text: str, best: list[float | None]) -> list[float | None]:
    """``best[i]`` is the best score of the letters so far when the last of them is ``text[i]``."""
    found: list[float | None] = []
    before: float | None = None  # the best that ends anywhere before the previous letter
    for at in range(len(text)):
        previous = best[at - 1] if at else None
        ways = [previous + IN_A_ROW] if previous is not None else []
        ways += [before - SKIPPED] if before is not None else []
        found.append(max(ways) + _own(text, at) if ways and text[at] == letter else None)
        if previous is not None:
            before = previous if before is None else max(before, previous)
    return found


def _own(text: str, at: int) -> float:
    starts_word = text[at].isalnum() and (at == 0 or not text[at - 1].isalnum())
    return 1 + WORD_START * starts_word + NAME_START * (at == 0)
