"""Edits of records that are there: every byte that an edit is not about stays as it is."""
