"""Errors that a person reads: one sentence that says what happened, to which file, and what to do next."""

from __future__ import annotations

from typing import Any


class UserError(Exception):
    """Base of every error shown to a person; ``str(error)`` is the whole sentence.

    ``template`` is the English sentence with ``{names}`` for its ``fields``: the window translates the template and fills it in
    again. ``details`` holds what a developer wants (an original exception's text); it goes to the log, not into the message.
    """

    def __init__(self, template: str, *, details: str = "", **fields: object) -> None:
        super().__init__(template.format(**fields) if fields else template)
        self.template = template
        self.fields = fields
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by what it holds: its kinds are made with different arguments."""
        return _again, (type(self), self.args, dict(self.__dict__))


def _again(kind: type[UserError], args: tuple[str], state: dict[str, Any]) -> UserError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ImageError(UserError):
    """A photo could not be read, or may not be (too large, not an image, vanished)."""


class ImageTooLarge(ImageError):
    """A sane photo that is larger than the limit: it can be opened reduced.

    ``reduced_size`` is the ``(width, height)`` in pixels that would be opened instead, or None when even that is refused.
    """

    def __init__(
        self, template: str, *, reduced_size: tuple[int, int] | None, details: str = "", **fields: object
    ) -> None:
        super().__init__(template, details=details, **fields)
        self.reduced_size = reduced_size


class WeightsError(UserError):
    """A weight file exists but cannot be used."""


class WeightsMissing(WeightsError):
    """A weight file is not where it should be."""


class DownloadError(UserError):
    """A file could not be fetched; what was there before is untouched."""


class DeviceError(UserError):
    """The wanted device is not there, or ran out of memory with nothing left to fall back to."""


class InvalidOutput(UserError):
    """A network produced NaN or infinite numbers; nothing is shown rather than something false."""


class ExportError(UserError):
    """A result could not be written; what was there before is untouched."""


class InputError(UserError):
    """A value typed or passed by a person is out of range."""


class Cancelled(Exception):
    """Raised at a checkpoint after a cancel. Not a UserError: a cancel is silent."""
