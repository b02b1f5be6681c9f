"""Where private/people.yml lies; whoever only asks for that need not wait for what reads it."""

from pathlib import Path

FILE = "people.yml"
FOLDER = "private"


def people_file(records: Path) -> Path:
    """Where the file of the people behind these records would be: beside the folder of records."""
    return records.resolve().parent / FOLDER / FILE
