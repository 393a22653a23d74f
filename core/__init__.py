"""The models and the arithmetic; never imports Qt."""

__version__ = "0.1.0"
