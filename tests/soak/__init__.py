"""The window under long and random use. Each module runs as a program for its long form; a short one is in the suite."""
