"""The FCN from the inside: where each pixel's class comes from."""
