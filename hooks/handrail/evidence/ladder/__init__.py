"""The ladder: how far each procedure has come from by hand to self-serve, and by which rules."""
