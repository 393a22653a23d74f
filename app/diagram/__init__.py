"""A network drawn as a diagram of what it did to one photo: nodes with shapes, pictures and times. Knows no network."""
