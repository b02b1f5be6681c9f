"""Edits of records that are there: every byte that is not meant stays as it is."""
