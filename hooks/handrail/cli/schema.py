"""`handrail schema`: what editors need to know the records."""

import json
import sys
from pathlib import Path

import click

from ..evidence.wording import count
from ..problems import Problem
from ..records.json_schemas import json_schemas
from ..writing import replace
from .options import FOLDER
from .printing import print_problems


@click.command()
@click.option(
    "--to",
    type=FOLDER,
    default="schemas",
    show_default=True,
    help="Where editors look for them: the folder schemas beside the folder of records.",
)
def schema(to: Path) -> None:
    """Write a JSON Schema for each kind of record, for editors."""
    schemas = json_schemas()
    problems: list[Problem] = []
    for name, content in schemas.items():
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        if wrong := replace(to, f"{name}.json", text.encode()):
            problems.append(wrong)
    print_problems(problems, "text")
    click.echo(f"{to}: {count(len(schemas) - len(problems), 'schema')} written", err=True)
    sys.exit(1 if problems else 0)
