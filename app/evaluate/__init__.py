"""The workspace that measures a model on a person's own data, and leads to the photos it did worst and best on."""
