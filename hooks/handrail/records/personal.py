"""What personal data looks like in a text: e-mail addresses, phone, card and bank account numbers.

Addresses are told by their form, cards by their check digit (Luhn), accounts by theirs (ISO 13616).
Phone numbers have no check digit. One is told by the way it is grouped, in the forms that countries
use, or by the words around it; dates, prices, ranges, versions, IP and order numbers are told apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_letters, digits

from .folding import RAISED
from .phones import may_have_numbers, phones_in, same_number


class Personal(StrEnum):
    """What a value is, as problems call it."""

    EMAIL = "e-mail address"
    PHONE = "phone number"
    CARD = "card number"
    ACCOUNT = "bank account number"


@dataclass(frozen=True)
class Found:
    """A personal value in a text, and where it starts."""

    kind: Personal
    offset: int
    value: str

    @property
    def masked(self) -> str:
        """As much of the value as somebody needs to find it, and no more."""
        return masked(self.value)


def masked(value: str) -> str:
    """`ja…` for `jane.roe@mail.example`: problems are printed in logs that others read."""
    return f"{value[: min(2, len(value) // 3)]}…"


@dataclass(frozen=True)
class Allowed:
    """What may be published although it looks personal: values, `@domains`, words and phrases."""

    texts: frozenset[str]

    def __contains__(self, found: Found) -> bool:
        value = found.value.casefold()
        if found.kind is Personal.EMAIL:
            value = re.sub(_DOT, ".", _AT.sub("@", value)).replace(" ", "")
            return value in self.texts or f"@{value.rpartition('@')[2]}" in self.texts
        if found.kind is Personal.PHONE:
            return any(same_number(value, text) for text in self.texts if "@" not in text)
        return _compact(value) in map(_compact, self.texts)


def allowed(texts: Iterable[str]) -> Allowed:
    """`texts` whatever their case."""
    return Allowed(frozenset(text.casefold().strip() for text in texts))


def personal_in(text: str) -> Iterator[Found]:
    """Every personal value in `text`, in no order. Takes time in proportion to the text's length."""
    text = plainly(text)
    yield from emails_in(text)
    if not may_have_numbers(text) and not _may_have_account(text):
        return
    if all(_DATE.match(text, found.start()) for found in _numbers(text)):
        return
    text = _URL.sub(_blank, text)
    taken = []
    for found in (*_accounts(text), *_cards(text)):
        taken.append(range(found.offset, found.offset + len(found.value)))
        yield found
    for offset, number in phones_in(text):
        if not any(offset in span for span in taken):
            yield Found(Personal.PHONE, offset, number)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """As `_DIGITS.finditer`; in most texts that looks at each letter in vain."""
    if not text.isascii():
        yield from _DIGITS.finditer(text)
        return
    signs = text.encode().translate(_SIGNS)
    at = signs.find(b"0")
    while at >= 0:
        found = _DIGITS.match(text, at)
        if found:
            yield found
        at = signs.find(b"0", found.end() if found else at + 1)


def may_be_personal(texts: Iterable[str]) -> bool:
    """Whether `personal_in` may find something in one of them. To look at all at once is fast."""
    text = plainly("\n".join(texts))
    return "@" in text or _may_spell_out(text) or may_have_numbers(text) or _may_have_account(text)


def _may_have_account(text: str) -> bool:
    """Every account starts with two letters and two digits."""
    return b"aa00" in text.encode("utf-8", "surrogatepass").translate(_SIGNS)


def plainly(text: str) -> str:
    """`text` with plain hyphens, blanks and signs, each where it was."""
    return text.translate(_PLAIN) if not text.isascii() and _ODD.search(text) else text


_PLAIN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\u2014\u2015",
        " ",
    )
    | dict.fromkeys(RAISED, " ")
    | {"\uff20": "@", "\ufe6b": "@", "\uff0e": ".", "\uff0b": "+", "\uff08": "(", "\uff09": ")"}
)
"""One character for one, so that offsets stay."""
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_DIGITS = re.compile(
    r"\d(?:(?:[ ().\-/]*\d){5,}|(?<=[A-Za-z]{2}\d)(?<![A-Za-z\d][A-Za-z]{2}\d)\d[ -]?[A-Za-z\d]{4})"
)
"""What every number has, of a phone, a card or an account. Most texts have none but dates."""
_SIGNS = bytes.maketrans(f"{ascii_letters}{digits}".encode(), b"a" * 52 + b"0" * 10)
_DATE = re.compile(
    r"(?<![\w().\-/+])(?<![\d().\-/+] )(?:19|20)\d\d-[01]\d-[0-3]\d(?![ ().\-/]*\d|\w)"  # 2026-11-22
)
_URL = re.compile(r"(?i)(?<![\w@])(?!(?:https?://)?wa\.me/)(?:[a-z][a-z+.]{1,9}://|www\.)[^\s<>\"')\]]+")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _compact(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# --- e-mail

_AT = re.compile(r"@|[\[({] ?(?:at|@) ?[\])}]", re.IGNORECASE)
_BRACKETS = bytes.maketrans(b"[{]}AT", b"(())at")
_SIGN = re.compile("@")
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]*[\w+~-] ?$")
_DOT = r"(?:\.| ?[\[({] ?(?:dot|\.) ?[\])}] ?)"
_DOMAIN = re.compile(
    rf" ?(?:[\w-]{{1,63}}{_DOT}){{1,8}}(?:[^\W\d_]{{2,24}}|xn--[\w-]{{1,59}})(?![^\W_])", re.IGNORECASE
)
_FILE = re.compile(r"(?i)[\d.]+x[\w.-]*\.(?:png|jpe?g|gif|webp|avif|svg|heic)")
"""`logo@2x.png` is a picture."""
_BEFORE = re.compile(r"['`*{|/=?&#]")
"""What may stand in an address by the book, and before one in a sentence or a URL much more often."""


def emails_in(text: str) -> Iterator[Found]:
    """Every e-mail address in `text`, those too that are spelt out as `jane (at) mail (dot) example`."""
    for at in (_AT if _may_spell_out(text) else _SIGN).finditer(text):
        if text[at.start() - 1 : at.start()] == '"':  # as in `{"@type": …}`
            continue
        domain = _DOMAIN.match(text, at.end())
        if domain is None or _FILE.match(domain[0]) or (at[0] == "@" and domain[0].startswith(" ")):
            continue
        local = _LOCAL.search(text, max(0, at.start() - 64), at.start())
        name = _BEFORE.split(local[0])[-1].lstrip(".") if local else ""
        if name.strip() and not _is_repository(name, text, domain.end()):
            start = at.start() - len(name)
            yield Found(Personal.EMAIL, start, text[start : domain.end()])


def _may_spell_out(text: str) -> bool:
    """Most texts have no `at )` in any case; to see that takes a fraction of the time that `_AT` takes."""
    if ")" not in text and "]" not in text and "}" not in text:
        return False
    plain = text.encode("ascii", "ignore").translate(_BRACKETS, b" ")
    return b"(at)" in plain or b"(@)" in plain


def _is_repository(local: str, text: str, end: int) -> bool:
    """`git@github.com:owner/name`"""
    return local == "git" and text[end : end + 1] in (":", "/")


# --- accounts and cards

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?!\w)"
)
_CARD = re.compile(r"(?<![\w.-])(?<!\d[,/+])\d(?:[ -]?\d){11,18}(?![\w-])(?![.,]\d)")
_TRADE = re.compile(r"(?i)\b(?:article|barcode|ean|gtin|item|order|sku|upc)\W{0,3}(?:no|nr|number)?\W{0,3}\Z")
"""One of ten numbers of goods would pass for a card."""
_ISSUERS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # Visa: 13, 16, 19
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}(?:\d\d)?"  # American Express; Diners
    r"|(?:2131|1800)\d{11}|35\d{14}"  # JCB
    r"|(?:6011|64[4-9]\d|65\d\d|62\d\d)\d{12}(?:\d{3})?"  # Discover, UnionPay
    r"|(?:50|5[6-8]|6[0137])\d{10,17}"  # Maestro: 12 to 19
)


def _accounts(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        if value := next(filter(_is_iban, _from_its_start(match[0])), None):
            yield Found(Personal.ACCOUNT, match.start(), value)


def _from_its_start(written: str) -> Iterator[str]:
    """It, and it without the words at its end: `12` of a date that a card is good till, or `for`."""
    while written:
        yield written
        written = written.rpartition(" ")[0]


def _is_iban(written: str) -> bool:
    compact = re.sub(r"[ -]", "", written).upper()
    if not (15 <= len(compact) <= 34 and compact.isascii() and sum(c.isdigit() for c in compact) >= 10):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        if _TRADE.search(text, max(0, match.start() - 30), match.start()) and len(_digits(match[0])) <= 13:
            continue
        if value := next(filter(_is_card, _from_its_start(match[0])), None):
            yield Found(Personal.CARD, match.start(), value)


def _is_card(written: str) -> bool:
    digits = _digits(written)
    return bool(_ISSUERS.fullmatch(digits)) and _passes_luhn(digits) and not _is_thousands(written)


def _passes_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_thousands(number: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?: \d{3})+", number))
