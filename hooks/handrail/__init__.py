"""Handrail: from the records of by-hand work to a self-serve help center."""
