"""A company's own site, from nothing: `handrail init`."""
