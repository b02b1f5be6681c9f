"""Are we ready to scale? Signs from the records, and from people where no record can tell."""
