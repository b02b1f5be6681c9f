"""The folders and files of records as the form's collections: its whole configuration."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..records.base import Record
from ..records.describing import FieldShape, Form, shapes
from ..records.expects import Expects
from ..records.fields import ID_MAX, ID_PATTERN, Schema
from ..records.files import OF_COMPANY, first_line
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS, Library
from ..records.moved import Moved
from ..records.needs import Needs
from ..records.settings import Editor, GitHost, Settings, Team, Topics
from .fields import Choices, choices, widget, widgets

_ICONS = {
    "question": "help",
    "procedure": "checklist",
    "cycle": "cycle",
    "risk": "warning",
    "interaction": "forum",
}
_COMPANY: dict[str, tuple[type[BaseModel], str]] = {
    "settings": (Settings, "Settings of the site"),
    "topics": (Topics, "Topics"),
    "team": (Team, "Team"),
    "needs": (Needs, "Needs that have a name"),
    "expects": (Expects, "Questions that must find their answer"),
    "moved": (Moved, "Addresses that moved"),
}
_PLACES = {**{kind: f"{folder}/x.yml" for kind, folder in FOLDERS.items()}, "question": "questions/x/y.yml"}
"""A file of each kind, as the form writes them."""
_SHORT = {"when", "did", "deviated"}
"""Markdown that mostly stands on one line, behind its name."""
_WHOLE_FILE = {"root": True}
"""Of a list that is all that its file holds."""
_YAML = {"extension": "yml", "format": "yaml"}
_ABOUT_ID = (
    "Small letters, digits and single hyphens, such as time-for-a-refund. It is in the page's address."
)
_ONE_OF_A_LIST = FieldShape(
    FOLDERS["interaction"], "", required=True, many=True, form=Form.PARTS, default="", parts=Interaction
)


def configuration(library: Library, folder: str) -> dict[str, Any]:
    """What Sveltia CMS reads as its config.json; `folder` is that of the records in the repository."""
    known = choices(library)
    return {
        "backend": _backend(library.settings.editor),
        "app_title": f"Edit {library.settings.site.name}",
        "media_folder": "docs/pictures",
        "public_folder": "/pictures",
        "show_preview_links": False,
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": ID_MAX},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            *_kinds(library, folder, known),
            _interactions(folder, known),
            _company(folder, known),
        ],
    }


def _backend(editor: Editor | None) -> dict[str, Any]:
    """Where the form saves, besides a folder on this machine. Only that host takes part in signing in."""
    if editor is None:  # it wants one; the page hides the way in, and its policy lets nothing out
        return {"name": "gitea", "repo": "your/help-center", "auth_methods": ["token"]}
    backend: dict[str, Any] = {
        "name": editor.host.value,
        "repo": editor.repository,
        "auth_methods": ["token"],
    }
    if editor.branch:
        backend["branch"] = editor.branch
    if editor.address:
        backend |= {
            "base_url": editor.address,
            "api_root": f"{editor.address.rstrip('/')}{_API[editor.host]}",
        }
    return backend


_API = {GitHost.GITHUB: "/api/v3", GitHost.GITLAB: "/api/v4", GitHost.GITEA: "/api/v1"}


def kinds() -> list[dict[str, Any]]:
    """What the page reads as kinds.json: how to tell each kind by its fields, and which are long texts."""
    models: dict[str, type[Schema]] = {
        **KINDS,
        "interaction": Interaction,
        "settings": Settings,
        **OF_COMPANY,
    }
    return [
        {
            "first": first_line(_PLACES.get(name) or f"{name}.yml"),
            "isList": name in ("interaction", *OF_COMPANY),
            "needs": [shape.name for shape in shapes(model) if shape.required],
            "fields": [shape.name for shape in shapes(model)],
            "long": sorted(_long(model) - _SHORT),
        }
        for name, model in models.items()
    ]


def _long(model: type[Schema]) -> set[str]:
    """The names of the Markdown fields of `model` and of its parts."""
    found: set[str] = set()
    for shape in shapes(model):
        if shape.parts and shape.parts is not model:
            found |= _long(shape.parts)
        elif shape.form is Form.MARKDOWN and not shape.many:
            found.add(shape.name)
    return found


def _kinds(library: Library, folder: str, known: Choices) -> Iterator[dict[str, Any]]:
    """A collection for each kind, and one for questions that lie in no topic's folder where there are any."""
    for kind, model in KINDS.items():
        name = FOLDERS[kind]
        collection = _records(kind, model, f"{folder}/{name}", known)
        if kind != "question":
            yield collection
            continue
        yield collection | {"path": "{{topic}}/{{slug}}"}
        if any(question.path.count("/") == 1 for question in library.questions.values()):
            about = {"name": "questions-without-folder", "label": "Questions in no topic's folder"}
            yield collection | about | {"create": False}


def _records(kind: str, model: type[Record], folder: str, known: Choices) -> dict[str, Any]:
    title = "question" if kind == "question" else "title"
    groups = ("topic", "owner", "confidence") if kind in ("question", "procedure") else ("topic", "owner")
    return {
        "name": FOLDERS[kind],
        "label": FOLDERS[kind].capitalize(),
        "label_singular": kind.capitalize(),
        "description": (model.__doc__ or "").partition("\n")[0],
        "icon": _ICONS[kind],
        "folder": folder,
        "identifier_field": title,
        "slug": {
            "template": f"{{{{{title}}}}}",
            "editable": ["create"],
            "hint": _ABOUT_ID,
            "pattern": [ID_PATTERN, _ABOUT_ID],
        },
        "sortable_fields": [title, "reviewed", "published"],
        "view_groups": [{"label": name.capitalize(), "field": name} for name in groups],
        "aliases_field": False,
        "fields": list(widgets(model, known)),
        **_YAML,
    }


def _interactions(folder: str, known: Choices) -> dict[str, Any]:
    """Each file is a list, such as one for each month."""
    return {
        "name": FOLDERS["interaction"],
        "label": "Interactions",
        "label_singular": "file of interactions",
        "description": (Interaction.__doc__ or "").partition("\n")[0],
        "icon": _ICONS["interaction"],
        "folder": f"{folder}/{FOLDERS['interaction']}",
        "summary": "{{slug}}",
        "slug": {"template": "{{year}}-{{month}}", "editable": ["create"]},
        "sortable_fields": ["slug"],
        "thumbnail": False,
        "fields": [widget(_ONE_OF_A_LIST, known) | _WHOLE_FILE],
        **_YAML,
    }


def _company(folder: str, known: Choices) -> dict[str, Any]:
    files = []
    for name, (model, label) in _COMPANY.items():
        fields = list(widgets(model, known))
        if model is not Settings:
            fields = [field | _WHOLE_FILE for field in fields]
        file = f"{folder}/{name}.yml"
        files.append({"name": name, "label": label, "file": file, "format": "yaml", "fields": fields})
    return {"name": "company", "label": "The company", "icon": "settings", "files": files}
