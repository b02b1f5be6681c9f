"""What `mkdocs serve` lacks: after a build that failed, the last good site goes on being shown."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.handrail")


def keep_last_good(server: "LiveReloadServer") -> "LiveReloadServer":
    """Make a rebuild with problems leave the pages as they were.

    MkDocs' server would otherwise answer nobody until the next build that succeeds.
    """
    build = server.builder

    def build_or_keep() -> None:
        try:
            build()
        except SystemExit:  # MkDocs has logged the problems
            log.error("The pages from before are still shown. Correct the problems above and save again.")

    server.builder = build_or_keep
    return server
