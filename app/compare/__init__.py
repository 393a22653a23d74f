"""Several results for one photo compared: side by side, swiped, blinked, and as a map of differences."""
