"""What the by-hand work proves: pure functions of a `Library` and one date."""
