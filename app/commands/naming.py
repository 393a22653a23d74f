"""What a command is called where there is no menu: without the menu's underlined letter."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction, QKeySequence


def plain(text: str) -> str:
    """A menu text without its mnemonic: ``&Open…`` is ``Open…``, Korean ``열기(&O)…`` is ``열기…``."""
    return re.sub(r"\(&\w\)", "", text).replace("&&", "\0").replace("&", "").replace("\0", "&")


def keys_of(action: QAction) -> str:
    """Its keys as this system writes them."""
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
