"""Every model: what it is, whether it can run, and how to get it."""
