"""The image view: photo, overlays in LAYERS, and vector items in image coordinates."""
