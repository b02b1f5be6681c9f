"""What pages have in common, so that it is read once and not with every page.

A page is cut before every `<`, but for those within an icon or a script. Some pieces in a row that an earlier
page had too, in the same order, are a stretch: a whole sidebar, for instance. Who reads pages reads a stretch
once, by itself, and of every page only what is its own, with a mark in the place of each stretch.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest

LEAST = 300
"""Bytes. To know a shorter stretch again costs as much as to read it."""
ENOUGH = 3
"""A page of which no more than such a part is its own has nothing more to teach."""
_PIECES = re.compile(rb"<svg[^<]*(?:<path[^<]*)*</svg>[^<]*|<script[^<]*</script>[^<]*|<[^<]*|[^<]+").findall
_HEAD = 64
"""Bytes by which a stretch is looked for."""
_ROW = re.compile(b"\x01{2,}")
_ENDS = (b"</script", b"</style")
"""No stretch starts with the end of a script that is a page's own."""
_MOST = 50_000
"""So many pieces are remembered, that is some megabytes."""


class Stretches:
    """The stretches of the pages seen so far."""

    def __init__(self, learn: Callable[[str, str], bool]) -> None:
        """`learn` takes a new stretch and its mark, and says whether the mark may stand for it."""
        self._learn = learn
        self._pieces: set[bytes] = set()
        self._known: dict[bytes, list[tuple[bytes, bytes]]] = {}
        """Stretches with their marks by their first piece, the longest first."""
        self._after: dict[bytes, tuple[bytes, bytes]] = {}
        """The one that came behind each mark the last time."""
        self._tried: set[bytes] = set()

    def own(self, page: bytes) -> tuple[bytes, int]:
        """The page with marks for its stretches, and how many they are."""
        own, marks = self._apart(page)
        if sum(map(len, own)) * ENOUGH > len(page):
            pieces = _PIECES(page)
            for stretch in self._common(pieces):
                self._try(stretch)
            self._after.clear()  # what came next may have been behind one that is known by now
            own, marks = self._apart(page)
            if len(self._pieces) > _MOST:
                self._pieces.clear()
            self._pieces.update(pieces)
        return b"".join(chain(*zip_longest(own, marks, fillvalue=b""))), len(marks)

    def _apart(self, page: bytes) -> tuple[list[bytes], list[bytes]]:
        """What is before, between and behind the known stretches of a page, and their marks."""
        own, marks = [], []
        start, before = 0, b""
        while (found := self._next(page, start, before)) is not None:
            at, stretch, mark = found
            own.append(page[start:at])
            marks.append(mark)
            self._after[before] = stretch, mark
            start, before = at + len(stretch), mark
        return [*own, page[start:]], marks

    def _next(self, page: bytes, start: int, before: bytes) -> tuple[int, bytes, bytes] | None:
        """A stretch behind `start`, and where: the one that came next on another page, else the first one."""
        if before in self._after:
            stretch, mark = self._after[before]
            at = page.find(stretch[:_HEAD], start)
            if at >= 0 and page.startswith(stretch, at):
                return at, stretch, mark
        at = start
        while at >= 0:
            end = page.find(b"<", at + 1)
            for stretch, mark in self._known.get(page[at:end] if end > 0 else page[at:], ()):
                if page.startswith(stretch, at):
                    return at, stretch, mark
            at = end
        return None

    def _common(self, pieces: list[bytes]) -> Iterator[bytes]:
        """Rows of pieces that were all seen."""
        seen = bytes(map(self._pieces.__contains__, pieces))
        for row in _ROW.finditer(seen):
            start, end = row.span()
            while start < end and pieces[start].startswith(_ENDS):
                start += 1
            stretch = b"".join(pieces[start:end])
            if len(stretch) >= LEAST:
                yield stretch

    def _try(self, stretch: bytes) -> None:
        """Learn a stretch, once."""
        if stretch in self._tried:
            return
        self._tried.add(stretch)
        mark = f"<stretch-\2{len(self._tried)}>"
        try:
            is_good = self._learn(stretch.decode(), mark)
        except UnicodeDecodeError:
            return
        if is_good:
            end = stretch.find(b"<", 1)
            alike = self._known.setdefault(stretch[:end] if end > 0 else stretch, [])
            alike.append((stretch, mark.encode()))
            alike.sort(key=lambda each: -len(each[0]))
