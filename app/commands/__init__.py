"""Finding a command: the palette that is typed into, and the sheet of every key."""
