"""The field `was` of a record's text, with one more id in it."""

from ..reading.outline import Item, Node, outline
from ..reading.yaml12 import load
from ..records.base import Record
from ..records.files import written_fields


def with_old_id(text: str, model: type[Record], old: str, new: str) -> str | None:
    """`text` of a record that was called `old` and is to be called `new`; None where that cannot be written.

    Every other byte stays. An id that the record gets back is no old one any more.
    """
    value = load(text)[0]
    ids = list(value.get("was") or [])
    wanted = [old if id == new else id for id in ids] if new in ids else [*ids, old]
    for changed in (_changed(text, model, ids, old, new), _at_start(text, old) if not ids else None):
        if changed and load(changed)[0] == {**value, "was": wanted}:
            return changed
    return None


def _changed(text: str, model: type[Record], ids: list[str], old: str, new: str) -> str | None:
    root = outline(text)
    if root is None or root.style != "block":
        start = root.start + 1 if root and not ids else None
        return text[:start] + f"was: [{old}], " + text[start:] if start else None
    there = next((item for item in root.items if item.name == "was"), None)
    if there is None:
        return _inserted(text, root, model, old)
    if new in ids:
        start = text.find(new, there.end, there.value.end)
        return text[:start] + old + text[start + len(new) :]
    return _longer(text, there, old)


def _inserted(text: str, root: Node, model: type[Record], old: str) -> str:
    """With the field in its place: at the end, or above what comes behind it."""
    line = f"was:\n  - {old}\n"
    behind = list(written_fields(model))
    behind = behind[behind.index("was") + 1 :]
    later = next((item for item in root.items if item.name in behind), None)
    if later:
        return text[: later.start] + line + text[later.start :]
    return (text if text.endswith("\n") else f"{text}\n") + line


def _at_start(text: str, old: str) -> str | None:
    root = outline(text)
    return text[: root.start] + f"was: [{old}]\n" + text[root.start :] if root else None


def _longer(text: str, there: Item, old: str) -> str:
    value = there.value
    if value.style == "block":
        last = value.items[-1]
        indent = " " * value.column
        end = text.find("\n", last.value.end)
        end = len(text) if end < 0 else end
        return f"{text[:end]}\n{indent}- {old}{text[end:]}"
    if value.style == "flow":
        comma = ", " if text[value.start + 1 : value.end - 1].strip() else ""
        return f"{text[: value.end - 1].rstrip()}{comma}{old}]{text[value.end :]}"
    return f"{text[: there.end]}: [{old}]{text[max(value.end, there.end + 1) :]}"
