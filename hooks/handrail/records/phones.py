"""Phone numbers in a text: told by their grouping, or by the words around them.

A number has no check digit, and a list of all countries' plans (libphonenumber) misses what people
write: local numbers without a prefix, made-up and misgrouped ones. So forms decide. A form that other
numbers share as well counts only beside a word such as 'call', and not behind one such as 'order'.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

LEAST_DIGITS, MOST_DIGITS = 6, 15
_GROUPING = b" ().-/"
_DIGITS = bytes.maketrans(bytes([*b"123456789", *range(128, 256)]), b"0" * (9 + 128))

_CLUSTER = re.compile(r"\d[\d ().\-/]{4,40}\d")
_SURE = re.compile(
    r"""
      \(? \+ \(?\d{1,3}\)? (?: [ ().\-/]{0,3} \d ){6,13}                # +46 (0)8 928 571 38
    """,
    re.VERBOSE,
)
"""International, from 8 digits. Nothing else is written so, whatever stands before it."""
_FORMS = re.compile(
    r"""
      (?: 1 [ -]? )? \( (?!(?:19|20)\d\d\)) 0?\d{2,4} \) [ .-]{0,2} \d{3,4} (?: [ .-]? \d{2,5} ){0,3}
    | \(0\) [ ]? \d{1,4} (?: [ .-] \d{2,4} ){1,4}                       # (0)30 123 456
    | (?: 1 [ .-] \d | [2-9] ) \d\d ([ .-]) \d{3} \1 \d{4}              # 541-714-1388
    | [2-9]\d\d / \d{3} - \d{4}                                         # 541/714-1388
    | [078] [ -] \(?\d{3}\)? [ -] \d{3} [ -] \d\d [ -]? \d\d            # 8-800-555-35-35
    | 00 [1-9] (?: [ .-]? \(?\d{1,5}\)? ){2,6}                          # 001-518-640-0854
    | 0 \d{1,4} ([ .-]) \d{2,4} (?: \2? \d{2,4} ){0,4}                  # 0490 75 40 81, 0961-7596216
    | 0 \d{2,4} [ -]{0,3} / [ ]? \d{2,8} (?: [ .-] \d{1,5} ){0,3}       # 030/1234567, 0470/12.34.56
    | 0 \d{1,4} [ -] (?: \d{2,5} [ -] ){1,3} \d{2,4}                    # 08-123 456 78
    | \d\d ([ -]) \d{2,3} \3 \d{7,8} | \d{3} [ -] \d{7}                 # 49 30 12345678, 210 1234567
    | \d{2,4} ([ -]) \d{2,4} (?: \4 \d{2,4} ){1,3}                      # 416 60 039, 71-33-52-22
    | \d{2,4} [ ] \d{3,4} - \d{3,4} | \d\d [ ] 9\d{4} - \d{4}           # 71 4233-6306, 11 98765-4321
    | [2-9]\d\d - \d{3} [ ] \d{4}                                       # 541-714 1388
    | (?: \d{3} | \d{4} ) [ ] \d{4}                                     # 467 3395, 9472 7916
    | [6-9]\d{4} [ -] \d{5}                                             # 98765 43210
    | \d{4} [ ] \d{6}                                                   # 2570 267937
    | 0 [1-9] \d{7,9} | 1 [3-9] \d{9} | 8 \d{10}                        # 07700900123
    | [2-9] \d\d [2-9] \d{6}                                            # 5403926876
    """,
    re.VERBOSE,
)
"""National, as countries group them: a number unless it can be something else."""
_YEAR = r"(?:19|20)\d\d"
_OTHER = re.compile(
    rf"""
      {_YEAR} ([ .\-/]) [01]?\d \1 [0-3]?\d (?: [ ] [\d .]+ )?          # 2026-11-22, and a time
    | [0-3]?\d ([ .\-/]) [0-3]?\d \2 {_YEAR} (?: [ ] [\d .]+ )?         # 22.11.2026
    | [0-3]?\d ([.\-/]) [0-3]?\d \3 \d\d                                # 22/11/26
    | {_YEAR} [ .\-/].*                                                 # 2026-0042, 2019 2020
    | \d\d \. \d\d \s? - \s? \d\d \. \d\d                               # 09.00-17.00
    | \d{{2,4}} - \d\d - \d{{4}}                                        # 054-28-6917 is no phone's
    | [0-9a-f]{{2}} (?: - [0-9a-f]{{2}} ){{5}}                          # 00-14-22-01-23-45
    | (?= .* \d{{3}} ) \d{{1,3}} (?: \. \d{{1,3}} ){{3}}                  # 192.168.10.20
    | \d{{1,2}} (?: \. \d{{1,5}} ){{1,2}} \. \d{{4,5}} (?: \. \d{{1,5}} )?   # 16.0.10730.20102
    | \d{{1,2}} - \d{{1,2}} [ ] \d{{1,2}} - \d{{1,2}}                     # 9-12 13-17
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is no phone number even beside a word that says so."""
_QUANTITY = re.compile(
    r"""
      \d{1,3} (?: \. \d{1,3} ){3}                                       # 192.168.10.20
    | \d{1,2} (?: [ ] \d{3} )+ | \d{3} (?: [ ] \d{3} ){3,}              # 12 345 678
    | \d{1,3} (?: \. \d{3} )+                                           # 1.234.567
    | [1-9]\d{0,4} 0 (?: [ -]{1,3} [1-9]\d{0,4} 0 )+                    # 100 - 2000
    | (\d+) (?: ([ -]) \1 )+                                            # 1234 1234
    """,
    re.VERBOSE,
)
"""What is one only beside such a word."""
_SAYS_PHONE = r"""
    answer(?:ed|ing)? call(?:s|ed|ing)? cell cellphone cellular contact\snumber desk dial(?:l?ed|l?ing)?
    ext extension fax handy hotline landline messages?\sto mobil\w* office phoned (?:tele)?phones?
    reach(?:ed|able)? registered(?!\s(?:as|charity|company|in)\b) ring rufnummer signal sms tel
    tel[eé]f\w* telegram texted texts?(?:\sme|\sus) tlf t[eé]l[eé]phone viber wa\.me whatsapp
    """.split()  # noqa: SIM905 -- a list of words reads better than 50 quoted ones
_SAYS_OTHER = r"""
    abn account acn aktenzeichen articles? auftrag\w* barcode batch(?:es)? bce bestell\w* blz build card
    cases? charity codes? commande confirmation contract coupons? cvr doi ean error factura facture flight
    gtin hrb iban ids? idnr invoices? isbn iso issn items? iva kb kbo konto kunden\w* kvk licen[cs]e lots?
    membership models? nip orders? org\.?nr pages? parcels? parts? pedido pin policy ports? postcode rcs
    receipts? rechnung\w* references? refs? rfc rows? section serial seriennummer sire[nt] sizes? sku
    tax tickets? tracking tva uid upc vat versions? vouchers? zip
    """.split()  # noqa: SIM905 -- a list of words reads better than 50 quoted ones
_NEAR = re.compile(rf"(?i)\b(?:(?P<phone>{'|'.join(_SAYS_PHONE)})|(?P<other>{'|'.join(_SAYS_OTHER)}))\b")
_BETWEEN = re.compile(r"""(?i)(?:[\s:#.()"'*`-]|number|num|code|was|[a-z]{1,2}\b)*""")
"""What may stand between 'order' and its number. Past a comma or another word, 'order' says nothing."""
_UNITS = """
    bytes chf cm customers dollars? downloads? euros? eur gb gbp ghz g hz jpy kb kg khz km kwh mb mhz ml
    mm ms people pieces points? pounds? px readers rows tb times units usd users visitors watts?
    """.split()  # noqa: SIM905 -- a list of words reads better than 50 quoted ones
_BEHIND = re.compile(rf"(?i)[,:]\d|\s?(?:%|[€$£¥]|(?:{'|'.join(_UNITS)})\b)")
_SHORT = re.compile(r"\d{3,4} \d{4}")
_STREET = re.compile(r" [A-Z\u00c0-\u00de]")
"""`636 1812 Rue De La Gare`"""
_POSTCODE = re.compile(r"\d{4,6} (?!(?:\d{4} ?)+\b)")
"""What stands before a number when the lines of an address were joined."""
_NAMED_BEHIND = re.compile(r"(?i)[\W_]{0,3}(?:fax|mobile|office|cell|home|work|tel|phone|desk)\b")
_EXTENSION = re.compile(r"(?i) ?(?:x|ext\.?|extension|#|durchwahl) ?\d{1,6}(?!\w)")
_GAPS = (r" {2,}| - |[/;]", r" ")
"""What stands between two numbers: surely, and perhaps."""
_HOUR = r"(?:[1-9]|1\d|2[0-4])"
_HOURS = re.compile(rf" \(?0?{_HOUR}[-/]{_HOUR}\Z")
"""When somebody answers: `07700 900 123 (9-17`."""


def same_number(one: str, other: str) -> bool:
    """Two numbers are the same, however grouped, with or without the country's digits and an extension."""
    one, other = _own_digits(one), _own_digits(other)
    return min(len(one), len(other)) >= LEAST_DIGITS and (one.endswith(other) or other.endswith(one))


@lru_cache(maxsize=10_000)
def _own_digits(number: str) -> str:
    """Those that are always dialled."""
    return re.sub(r"\(0\)|\D", "", _EXTENSION.sub("", number)).lstrip("0")


def numbers_in(text: str) -> Iterator[tuple[int, str]]:
    """The offset and text of whatever has as many digits as a phone number, to compare with known ones.

    A piece of it comes after it.
    """
    for cluster in _CLUSTER.finditer(text):
        yield cluster.start(), cluster[0]
        if hours := _HOURS.search(cluster[0]):
            yield cluster.start(), cluster[0][: hours.start()]
        pieces = _pieces(text, *cluster.span(), _GAPS[0])
        yield from ((start, text[start:end]) for start, end in pieces if len(pieces) > 1)


def may_have_numbers(text: str) -> bool:
    """Whether `LEAST_DIGITS` may stand in a row, with nothing between them but what groups them.

    Most texts have none, and to tell takes a fourth of the time of an expression.
    """
    return b"0" * LEAST_DIGITS in text.encode("utf-8", "surrogatepass").translate(_DIGITS, _GROUPING)


def phones_in(text: str) -> Iterator[tuple[int, str]]:
    """The offset and the number of every phone in `text`, an extension included."""
    for cluster in _CLUSTER.finditer(text):
        start = _with_prefix(text, *cluster.span())
        found = list(_in_cluster(text, start, cluster.end()))
        for at, stop in found:
            extension = _EXTENSION.match(text, stop)
            yield at, text[at : extension.end() if extension else stop]


def _with_prefix(text: str, start: int, end: int) -> int:
    """Where a number that goes on at `start` begins: before its `+` and `(`, but not before one around it."""
    while start and text[start - 1] in "+(":
        start -= 1
    hours = _HOURS.search(text, start, end)
    number = text[start : hours.start() if hours else end]
    return start + (number.startswith("(") and number.count("(") > number.count(")"))


def _in_cluster(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The phones between `start` and `end`: all of it, or those of its pieces that are one."""
    hours = _HOURS.search(text, start, end)
    if hours and _is_phone(text, start, hours.start()):
        yield start, hours.start()
        return
    if _is_phone(text, start, end):
        yield start, end
        return
    for gap in _GAPS:
        pieces = _pieces(text, start, end, gap)
        found = [piece for piece in pieces if len(pieces) > 1 and _is_phone(text, *piece)]
        yield from found
        if found:
            return
    after_a_postcode = _POSTCODE.match(text, start, end)
    if after_a_postcode and _is_phone(text, after_a_postcode.end(), end):
        yield after_a_postcode.end(), end


def _pieces(text: str, start: int, end: int, gap: str) -> list[tuple[int, int]]:
    """From where to where each piece between gaps goes."""
    return [(start + m.start(), start + m.end()) for m in re.finditer(rf"(?:(?!{gap}).)+", text[start:end])]


def _is_phone(text: str, start: int, end: int) -> bool:
    number = text[start:end]
    count = sum(c.isdigit() for c in number)
    if not LEAST_DIGITS <= count <= MOST_DIGITS or not _stands_alone(text, start, end):
        return False
    if count > 7 and _SURE.fullmatch(number):
        return True
    number = number.lstrip("+")
    near = _nearest(text, start, end)
    if near == "other" or _BEHIND.match(text, end):
        return False
    if _OTHER.fullmatch(number):
        return False
    if near == "phone":
        return True
    if _SHORT.fullmatch(number) and _STREET.match(text, end):
        return False
    return count > 6 and bool(_FORMS.fullmatch(number)) and not _QUANTITY.fullmatch(number)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """It is not a piece of something longer: `FS-4711…`, `#12`, `1,234`, `v1.2.3`."""
    before = text[max(0, start - 12) : start]
    if re.search(r"[\w@]\Z|[#=%$€£¥] ?\Z|\d[.,:/-]\Z", before):
        return False
    attached = re.search(r"(\w[\w.]*)[-/._]\Z", before)
    if attached:
        named = _NEAR.fullmatch(attached[1])
        if named is None or named.lastgroup != "phone":
            return False
    return not re.match(r"\w|[-/]\w*\d|\.\d", text[end : end + 12]) or bool(_EXTENSION.match(text, end))


def _nearest(text: str, start: int, end: int) -> str | None:
    """Which sort of word stands next to the number: `phone`, `other` or neither."""
    if _NAMED_BEHIND.match(text, end):
        return "phone"
    before = text[max(0, start - 40) : start]
    lines = " ".join(list(filter(None, map(str.strip, before.casefold().split("\n"))))[-2:])
    sentence = re.split(r"[!?]\s|(?<!tel)(?<!no)(?<!nr)(?<!ref)\.\s", lines)[-1]
    words = list(_NEAR.finditer(sentence))
    if words and words[-1].lastgroup == "other" and not _BETWEEN.fullmatch(sentence, words[-1].end()):
        return None
    return words[-1].lastgroup if words else None
