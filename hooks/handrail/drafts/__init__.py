"""New records, written as far as a program can: the form, and what the by-hand work already says."""
