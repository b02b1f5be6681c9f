"""settings.yml, topics.yml and team.yml: one for each company."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from .colours import Colour
from .fields import Date, Duration, Handle, Help, Id, Line, Markdown, Minutes, Schema, StageId, Word

Share = Annotated[Decimal, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
ICON_PATTERN = r"^[a-z0-9]+(/[a-z0-9-]+)+$"
ASSET_PATTERN = r"^[\w-]+(/[\w-]+)*\.(svg|png|webp|jpg)$"
EMAIL_PATTERN = r"^[^@\s<>\"'&?:]+@[^@\s<>\"'&?]+\.[^@\s<>\"'&?]+$"
URL_PATTERN = r"^https://[^\s<>\"']+$"
DESK_FORM_PATTERN = r"^https://[^\s<>\"'{}?#]+[?#][^\s<>\"'{}]*\{words\}[^\s<>\"'{}]*$"
REPOSITORY_PATTERN = r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+$"
PHONE_PATTERN = r"^\+?[0-9][0-9 ().-]{4,24}$"

Icon = Annotated[str, StringConstraints(pattern=ICON_PATTERN)]
"""An icon of the theme, such as `material/truck-delivery`."""
Asset = Annotated[str, StringConstraints(pattern=ASSET_PATTERN)]
"""A picture below `docs/`, such as `assets/logo.svg`."""
Email = Annotated[str, StringConstraints(pattern=EMAIL_PATTERN)]
Url = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
DeskForm = Annotated[str, StringConstraints(pattern=DESK_FORM_PATTERN)]
"""An address with `{words}` in its query or fragment, never in its host or path."""
Repository = Annotated[str, StringConstraints(pattern=REPOSITORY_PATTERN)]
"""A repository on a Git host, with its owner or groups."""
Phone = Annotated[str, StringConstraints(pattern=PHONE_PATTERN)]


def _folder(url: str) -> str:
    """An address that others are put behind ends with `/`."""
    return f"{url.rstrip('/')}/"


class Site(Schema):
    """The site's name and looks."""

    name: Line
    """The name of the help center."""
    description: Line | None = None
    """One sentence on what it helps with."""
    url: Annotated[Url, AfterValidator(_folder)] | None = None
    """The address at which the public site is published: for search engines, the feed and previews."""
    welcome: Line = "How can we help?"
    """The words over the search field of the home page."""
    hint: Line = "Describe it in your own words"
    """The words in the empty search field."""
    logo: Asset | None = None
    """Your logo, a picture below `docs/`, such as assets/logo.svg; it stands on the colour of the header."""
    primary: Colour = "teal"
    """The colour of the header: '#00796b' (in quotes), or a name such as teal or deep orange. Links take it
    too, as much darker or lighter as they must be to be read."""
    accent: Colour = "amber"
    """The colour of what is pointed at."""
    offline: bool = False
    """Readers' browsers keep the pages that were read, and the main ones, for times without a network."""


class Contact(Schema):
    """The ways to a person."""

    intro: Markdown = "We answer ourselves. Tell us what you tried and what you saw."
    """What to say, or to have at hand, when one writes or calls."""
    email: Email | None = None
    """The mail address that customers write to."""
    phone: Phone | None = None
    """The number that customers call."""
    chat: Url | None = None
    """The address of a chat."""
    form: DeskForm | None = None
    """The address of a help desk's form, with `{words}` where the customer's words go. Without it, the
    contact page's field opens an e-mail."""
    who: Line | None = None
    """Who answers, such as "our support team of two, in Portland"."""
    hours: Line | None = None
    """When a person is there, with the time zone."""
    answer_within: Duration | None = None
    """How fast an answer comes."""


class Ladder(Schema):
    """The thresholds that a procedure passes on its way from by hand to self-serve."""

    runs: Count = 5
    """repeatable: so many runs …"""
    people: Count = 2
    """… by so many people …"""
    customers: Count = 3
    """… for so many customers …"""
    clean_runs: Count = 3
    """… the last ones of them without `deviated`."""
    solved: Share = Decimal("0.9")
    """nailed: the share of runs that ended solved …"""
    satisfaction: Annotated[Decimal, Field(ge=1, le=5)] = Decimal(4)
    """… the median satisfaction where given …"""
    risk: Annotated[int, Field(ge=1, le=25)] = 15
    """… and no open risk of this likelihood × impact or more."""
    fewer_asks: Share = Decimal("0.3")
    """proven: by-hand asks per week fell by this share after it was published …"""
    enough_time: Duration = timedelta(days=28)
    """… once so much time is on record before that day, and as much from then on."""


class Leaks(Schema):
    """What must never be published, and what may be although it looks as if not."""

    canaries: tuple[Line, ...] = ()
    """Made-up texts that you put into internal fields; one on the public site says that there is a leak."""
    allow: tuple[Line, ...] = ()
    """Addresses, `@domains`, numbers, handles and phrases that may be published. The contact's may."""


class Ledger(Schema):
    """What the ledger reckons with."""

    minutes_to_write: Minutes = 60
    """How long it takes to write a question or procedure down, unless the record says so itself."""


class Aggregate(Word):
    """What of the by-hand work the public site may say: coarse numbers, `evidence.published` makes them."""

    CUSTOMERS_HELPED = "customers_helped"
    YOU_ASKED = "you_asked"
    ASKED_WORDS = "asked_words"


class AskedSign(Word):
    """What only a person can know of whether the company is ready to scale; `evidence.readiness` words it."""

    LATE_ANSWERS = "late_answers"
    TURNED_AWAY = "turned_away"
    NOT_MISSED = "not_missed"
    LOSES_MONEY = "loses_money"
    NO_RESERVE = "no_reserve"


class Said(Word):
    """What a person says to a sign."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Answer(Schema):
    """What somebody says to a sign, on a day. Earlier answers can stay: the latest one counts."""

    sign: AskedSign
    """late_answers, turned_away, not_missed, loses_money or no_reserve."""
    answer: Said
    """yes, no or unknown."""
    by: Handle
    """Who says so: a handle from team.yml."""
    on: Date
    """The day."""
    note: Line | None = None
    """What makes them think so."""


class Readiness(Schema):
    """What the page "Are we ready to scale?" reckons with."""

    growth: Annotated[Decimal, Field(ge=Decimal("0.01"), le=100)] = Decimal("0.2")
    """Asks grow: by this share from four weeks to the next four."""
    hours: Annotated[Decimal, Field(ge=1, le=168)] = Decimal(20)
    """Too much for one person: so many hours of by-hand work a week."""
    customers: Count = 20
    """Demand is proven: by-hand work for so many different customers in the last 90 days."""
    stale_after: Duration = timedelta(days=90)
    """An answer that is older no longer counts."""
    answers: tuple[Answer, ...] = ()
    """What people say to the signs that no record shows."""


class GitHost(Word):
    """Where the repository of the records lies."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"


class Editor(Schema):
    """Where the form of the staff site saves for those who have no folder of records on their machine."""

    host: GitHost
    """github, gitlab or gitea, which is Forgejo too."""
    repository: Repository
    """Owner and name, such as shop/help-center."""
    branch: Line | None = None
    """The branch that is changed; without it, the one that the host takes for the main one."""
    address: Url | None = None
    """The address of a host of your own, such as https://git.shop.example."""


class Settings(Schema):
    """What holds for the whole site."""

    path: str
    """The file, relative to the folder of records. It is not written in the file."""
    site: Site
    """The site's name and looks."""
    contact: Contact = Contact()
    """The ways to a person."""
    featured: tuple[Help, ...] = ()
    """Ids of the questions and tutorials that the home page shows, in this order."""
    review_every: Duration = timedelta(days=180)
    """How often a record must be checked, unless it says so itself."""
    stages: tuple[Id, ...] = ("hear", "consider", "buy", "set-up", "use", "get-help", "recommend")
    """The stages of the customer's journey, in order."""
    ladder: Ladder = Ladder()
    """The thresholds of the ladder."""
    ledger: Ledger = Ledger()
    """What the ledger reckons with."""
    readiness: Readiness = Readiness()
    """Whether we are ready to scale: thresholds, and what people say."""
    publish: tuple[Aggregate, ...] = ()
    """Coarse numbers that customers may see: customers_helped, you_asked, asked_words. None by default."""
    leaks: Leaks = Leaks()
    """What is looked for on the public site: canaries, and what is allowed."""
    editor: Editor | None = None
    """Where the form of the staff site saves, besides a folder on one's own machine."""


class Topic(Schema):
    """A topic, with the topics below it."""

    id: Id
    """Its name in records and in its address."""
    title: Line
    """What customers see."""
    description: Line | None = None
    """One sentence on what is in it."""
    icon: Icon = "material/help-circle-outline"
    """An icon of the theme, such as material/truck-delivery."""
    stage: StageId | None = None
    """Where on the journey customers meet it."""
    was: tuple[Id, ...] = ()
    """Ids that it had before; their addresses go on working."""
    topics: tuple["Topic", ...] = ()
    """The topics below it."""


class Topics(Schema):
    """topics.yml: the topic tree. The file itself is the list."""

    path: str
    topics: tuple[Topic, ...]


class Member(Schema):
    """Somebody of the team, by a handle that is a role. No personal data."""

    handle: Id
    """A role, such as founder or support-1."""
    does: Line
    """What they do."""
    joined: Date | None = None
    """The day on which they came."""


class Team(Schema):
    """team.yml: the people. The file itself is the list."""

    path: str
    team: tuple[Member, ...]
