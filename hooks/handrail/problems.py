"""What can be wrong with a record, as data: the codes and one `Problem`.

Bad content is never an exception. Every reader, check and gate returns problems; the command line
prints them, the MkDocs hook raises them all at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Code(Enum):
    """A stable code: its number, what it stands for, and why it matters.

    They stand in the order of their numbers. A number never changes its meaning and is never used again.
    One in the 900s is that of a warning: it is printed and does not stop a build.
    """

    UNREADABLE = ("H001", "The file cannot be read", "It is missing, not a file, or not allowed.")
    TOO_LARGE = (
        "H002",
        "The file is too large",
        "A record holds at most 256 KiB, a list of interactions 1 MiB. Split it.",
    )
    NOT_UTF8 = ("H003", "The file is not UTF-8", "Save it as UTF-8; every editor can.")
    CONTROL_CHARACTER = (
        "H004",
        "A character that cannot be seen",
        "Control and bidirectional characters can make a text read differently from what it is.",
    )
    SYMLINK = ("H005", "A link that leads out of the folder", "Put the file itself there.")
    YAML_SYNTAX = ("H006", "Not valid YAML", "Mostly an indent, a quote or a colon in a text.")
    DUPLICATE_KEY = ("H007", "A field is there twice", "Only one of them could count.")
    ANCHOR = ("H008", "A YAML anchor or alias", "Write the text out; records do not refer by `&`/`*`.")
    TAG = ("H009", "A YAML tag", "Records know no `!tags`; put a text that starts with `!` in quotes.")
    DOCUMENTS = ("H010", "Several documents in one file", "One record a file; remove the `---`.")
    UNKNOWN_FIELD = ("H011", "No such field", "The kind of record has no field of that name.")
    NOT_ONE_OF = ("H012", "Not one of the possible values", "The field takes only the values named.")
    MISSING_FIELD = ("H013", "A needed field is missing", "The record cannot be used without it.")
    WRONG_TYPE = ("H014", "Another form of value is needed", "A text, a list or fields were expected.")
    WRONG_FORMAT = (
        "H015",
        "Not written as it should be",
        "Dates are 2026-01-31, durations 30m, 2h or 90d.",
    )
    OUT_OF_RANGE = ("H016", "A number out of its range", "The field says from where to where.")
    BAD_ID = (
        "H017",
        "Not a usable id",
        "The id is the file's name: small letters, digits and single hyphens, at most 80.",
    )
    ID_TAKEN = ("H018", "Two records have the same id", "Ids are one namespace, whatever the kind.")
    STRAY_FILE = ("H019", "A file that is no record", "It would be ignored without a word.")
    TOO_DEEP = ("H020", "Nested too deeply", "A record has at most 20 levels.")
    UNKNOWN_ID = ("H021", "No record has this id", "What the record refers to does not exist.")
    UNKNOWN_TOPIC = ("H022", "No such topic", "Topics are listed in topics.yml.")
    UNKNOWN_PERSON = ("H023", "No such person", "Handles are listed in team.yml.")
    UNKNOWN_STAGE = ("H024", "No such stage of the journey", "Stages are listed in settings.yml.")
    WRONG_KIND = ("H025", "A record of another kind", "The id exists, but that field takes others.")
    DEAD_LINK = ("H026", "A link to a record that does not exist", "Readers would end nowhere.")
    LINK_TO_INTERNAL = (
        "H027",
        "A public text links to an internal record",
        "The public site does not have that page.",
    )
    RELATIVE_LINK = (
        "H028",
        "A link that depends on where the page is",
        "Link a record as `question:its-id`, a page of the site as `/contact/`, others in full.",
    )
    NOT_VALIDATED = (
        "H029",
        "Public, but not validated",
        "Customers only get answers that somebody has checked.",
    )
    OLD_ID_TAKEN = ("H030", "An old id is taken", "An address can lead to one page only.")
    UNKNOWN_ICON = ("H031", "No such icon", "Icons are named as in Material: material/truck.")
    TOO_MANY_PROBLEMS = (
        "H032",
        "A file with very many problems",
        "One mistake mostly made them all; the first 1000 are listed.",
    )
    SWALLOWED = (
        "H033",
        "A '#' that ends a text",
        "For YAML a comment starts there: '#5' or '#ff0000' would be lost without a word.",
    )
    NOT_WRITTEN = (
        "H034",
        "A public text that is still to be written",
        "Customers would read what a new record starts with.",
    )
    WRONG_FOLDER = ("H035", "A record in the folder of another kind", "The folder says which fields it has.")
    CONFLICT = (
        "H036",
        "Two edits that Git could not join",
        "Both stand in the file, one below the other, and only a person can tell which is right.",
    )
    JOINED = (
        "H037",
        "Lines that become one",
        "A text without `|` is one line: lists, tables and headings in it would be lost.",
    )
    FIELD_IN_TEXT = (
        "H038",
        "A field inside of a text",
        "It is indented as far as the text, so readers would see it, and it would not count.",
    )
    BROKEN_LINK = ("H041", "A link on a built page leads nowhere", "Seen in the finished site.")
    BROKEN_ANCHOR = ("H042", "A link to a place that the page does not have", "Seen in the finished site.")
    BUILD_FAILED = ("H043", "MkDocs could not build the site", "What it said is in the message.")
    IMPORT_UNREADABLE = ("H051", "The file to import cannot be understood", "Nothing was written.")
    IMPORT_DIFFERS = (
        "H052",
        "A record of that id exists and differs",
        "An import never overwrites; the record that is there was kept.",
    )
    PERSONAL_IN_PUBLIC = (
        "H061",
        "Personal data in a public text",
        "Customers, search engines and archives would read it.",
    )
    LEAKED_WORDS = (
        "H062",
        "Internal words on the public site",
        "Eight words in a row of an internal text that no public text has.",
    )
    LEAKED_NAME = (
        "H063",
        "A handle, a pseudonym or a canary on the public site",
        "It comes from an internal field, whatever way it took.",
    )
    LEAKED_PERSON = (
        "H064",
        "Something of private/people.yml on the public site",
        "A real person or company. The value is not printed in full.",
    )
    LEAKED_PATTERN = (
        "H065",
        "Personal data on the public site",
        "An e-mail address, or a phone, card or bank account number.",
    )
    LEAK_UNREADABLE = (
        "H066",
        "A published file that cannot be looked through",
        "Nobody can tell what is in it.",
    )
    NOT_NAILED = (
        "H070",
        "Published before it is nailed",
        "Customers follow only what has worked by hand often enough; `handrail explain` says what it lacks.",
    )
    OVERRIDE_RUN_OUT = (
        "H071",
        "The time of an override is over",
        "A procedure was published before the evidence was there, for a time that has passed.",
    )
    NEEDS_OVERLAP = (
        "H075",
        "An interaction stands in two needs of needs.yml",
        "The backlog can count it for one of them only.",
    )
    NOT_MEASURED = (
        "H078",
        "A running cycle without a baseline or a target",
        "Afterwards nobody could say whether it worked.",
    )
    NOT_CONCLUDED = (
        "H079",
        "A finished cycle without what was learned or decided",
        "It was for learning, and somebody must say what follows from it.",
    )
    ENDS_BEFORE_START = ("H080", "It ends before it starts", "One of the two dates is wrong.")
    NOT_FOUND = (
        "H083",
        "A real question does not find its answer",
        "expects.yml says which record must be among the first three.",
    )
    NOT_FORMATTED = (
        "H084",
        "Not in the usual order and style",
        "Records that look alike are read and compared faster; `handrail fmt` changes no word of them.",
    )
    NOT_REWRITABLE = (
        "H085",
        "A reference that a program cannot rewrite",
        "It is written with escapes or broken over lines. Change it by hand; nothing else was changed.",
    )
    URL_GONE = (
        "H090",
        "A published address would be gone",
        "Links, bookmarks and search results lead there; urls.txt lists what was ever published.",
    )
    PLACE_GONE = (
        "H091",
        "A published place on a page would be gone",
        "Links to `#place` would end at the top of the page, or nowhere.",
    )
    MOVED_BUT_THERE = (
        "H092",
        "moved.yml sends readers away from a page that is there",
        "One of the two would never be seen.",
    )
    MOVED_NOWHERE = ("H093", "moved.yml leads to no page", "Readers would end nowhere.")
    NOT_AN_ADDRESS = ("H094", "A line of urls.txt is not an address", "Nobody could tell what it protects.")
    LOGO_MISSING = ("H103", "The logo is not there", "Every page would show a broken picture.")
    TO_COME = (
        "H104",
        "A change or a publication of a day that is still to come",
        "Customers would read of it, or read it, before its day.",
    )

    REVIEW_OVERDUE = ("H901", "A review is overdue", "Read it again and set `reviewed`.")
    NOT_PUBLISHED = ("H902", "A public record without its day", "What it saved is counted from it.")
    PERSONAL_IN_RECORD = (
        "H903",
        "Personal data in a record",
        "The public site leaves it out; everybody who can read the repository and its history does not.",
    )
    OVERRIDE_NOT_NEEDED = (
        "H904",
        "An override is no longer needed",
        "The evidence is there. Take it out, so that nobody has to wonder why it stands.",
    )
    REVISIT_DUE = (
        "H909",
        "It is time to look again at what stays by hand",
        "Somebody decided to keep it by hand until a day, and that day has come.",
    )
    COMPETING = (
        "H913",
        "Two records whose phrasings compete",
        "Search takes what customers ask of the one for the other: they will not tell these apart.",
    )
    REFERS_TO_RETIRED = (
        "H914",
        "A reference to a retired record",
        "Its readers come to a page that says it is gone. Name what took its place, or nothing.",
    )
    LEFT_UNFORMATTED = (
        "H915",
        "A file that cannot be put into the usual style",
        "It is written with signs such as `?` or `...` that records do without; it was left as it is.",
    )
    RETIRED_TO_INTERNAL = (
        "H916",
        "What took the place of a public record is internal",
        "Customers who come to its old address are told that it is gone, and not what to read instead.",
    )
    DONE_LATER = (
        "H917",
        "Something was done on a day that is still to come",
        "It counts nowhere until then. Mostly the year is wrong.",
    )
    NO_WAY_TO_A_PERSON = ("H918", "No way to a person", "The contact page leads customers to nobody.")
    NAMED_FOR_NOTHING = ("H919", "A name that leads nowhere new", "It is there twice, or the record itself.")

    def __init__(self, number: str, title: str, why: str) -> None:
        self.number = number
        self.title = title
        self.why = why

    @property
    def is_warning(self) -> bool:
        """It is printed and does not stop a build."""
        return self.number.startswith("H9")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where (line and column from 1), and what to do about it."""

    path: str
    line: int
    column: int
    number: str
    message: str
    fix: str
    is_warning: bool = False

    def __str__(self) -> str:
        warning = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}:{self.column}: {self.number} {warning}{self.message} → {self.fix}"


def problem(path: str, line: int, column: int, code: Code, message: str, fix: str) -> Problem:
    """A `Problem` of `code`, its message and fix on one line each."""
    return Problem(path, line, column, code.number, _flat(message), _flat(fix), code.is_warning)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [p for p in problems if not p.is_warning]


def _flat(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
