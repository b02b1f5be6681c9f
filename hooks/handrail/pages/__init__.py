"""A view → pages: what is on each page, and how it is rendered."""
