"""What must not be published, every byte of what was published, and what of the one stands in the other."""
