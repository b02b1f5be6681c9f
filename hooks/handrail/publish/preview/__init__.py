"""`handrail serve`: a site that follows every edit, at once on the page and then everywhere."""
