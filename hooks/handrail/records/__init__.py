"""The kinds of records, typed: the one schema that everything derives from."""
