"""What the models say of their fields, for editors, drafts and the guide.

pydantic can read it itself, while it makes the classes; every command would wait for that.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel


@cache
def said_of(model: type[BaseModel], field: str) -> str:
    """The docstring of a field, of the model or the base that has it, on one line; '' without one."""
    for each in model.__mro__:
        if field in vars(each).get("__annotations__", ()):
            return dict(_docstrings(each)).get(field, "")
    return ""


def _docstrings(model: type) -> Iterator[tuple[str, str]]:
    [definition] = ast.parse(dedent(inspect.getsource(model))).body
    assert isinstance(definition, ast.ClassDef)
    for field, below in pairwise(definition.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
