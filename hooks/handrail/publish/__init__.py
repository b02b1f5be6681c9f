"""MkDocs and the file system: build to the side, check what was built, swap it into place."""
