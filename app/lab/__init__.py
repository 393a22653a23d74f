"""The RoI lab: what two operators read for one box, side by side, exact to the sample. It knows arrays and traces, not models."""
