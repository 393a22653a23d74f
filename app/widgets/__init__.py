"""Finished controls, one a file, that know neither session nor models."""
