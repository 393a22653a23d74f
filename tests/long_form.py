"""Tests whose figures are promised in docs/robustness.md have a short form, in every run, and a long one: ``HALFPIXEL_LONG=1``."""

from __future__ import annotations

import os

import pytest

LONG = os.environ.get("HALFPIXEL_LONG") == "1"

no_limit_when_long = pytest.mark.timeout(0 if LONG else 600)
"""The long form takes what it takes; each of its children is watched by itself."""
