"""expects.yml: real questions of customers, and the answer that search must find for each."""

from .fields import Help, Schema, Verbatim


class Expect(Schema):
    """A question that a customer asked, and the record that must be among the first three."""

    asked: Verbatim
    """The customer's own words. They need not be in any record, and had better not be."""
    finds: Help
    """The id of the question or procedure that answers it."""


class Expects(Schema):
    """expects.yml: the suite of questions. The file itself is the list."""

    path: str
    expects: tuple[Expect, ...]
