"""What a merge means: the records as they were at a revision, compared with those of today."""
