"""The folder that was listed last, so that stepping through thousands of photos does not list them at every step."""

from __future__ import annotations

import time
from pathlib import Path

from core.image import list_images
from core.photos import Photos

TRUSTED_SECONDS = 10.0
"""Some file systems do not date a folder anew when a file comes or goes; after so long it is listed again all the same."""
COARSEST_SECONDS = 2.0
"""FAT dates by two seconds: what came into a folder so shortly before it was listed may have come after."""


class Listing:
    """Has one owner, a thread that may wait for the disk."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._photos = Photos()
        self._dated, self._listed = 0.0, 0.0

    def photos_of(self, folder: Path) -> Photos:
        """The folder's photos in order; from memory while the folder is dated as it was a moment ago. Raises ImageError."""
        now, dated = time.time(), _date_of(folder)
        is_known = folder == self._folder and dated == self._dated and 0 <= now - self._listed < TRUSTED_SECONDS
        if not is_known or dated is None or self._listed - dated < COARSEST_SECONDS:
            self._folder = None  # what is known of it is over, even where it cannot be listed now
            self._photos = Photos(list_images(folder))
            self._folder, self._dated, self._listed = folder, dated or 0.0, now
        return self._photos


def _date_of(folder: Path) -> float | None:
    """Seconds since the epoch at which an entry last came or went; None where that is not known."""
    try:
        return folder.stat().st_mtime
    except (OSError, ValueError):
        return None
