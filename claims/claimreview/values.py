"""Single values as they are found: texts, addresses, days, numbers. Each says what it had to repair."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urljoin, urlsplit

from claims.claimreview.notes import Code, Notes
from claims.claimreview.review import Day
from common.dates import mail_date
from common.directions import undirected

URL_MAX = 2048
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SEVERAL = re.compile(
    r"(?<!\s)\s++(?:and|und|et|y|e|i|та|і|и|&|or|ou|o)\s++(?=https?://)|(?<![\s,;|])[\s,;|]++(?=https?://)",
    re.IGNORECASE,
)
_HOST_FIRST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]|$)", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?")
_HUGE = Decimal(1_000_000)
_NUMBER = re.compile(r"\s*(-?\d{1,6}(?:[.,]\d{1,6})?)\s*(?:(?:/|of|out of|de|von|sur)\s*\d+\s*)?")


def text_of(value: object, notes: Notes, name: str) -> str:
    """The text that stands there: on one line, without markup; '' for none."""
    if isinstance(value, list):
        known = [found for found in (text_of(one, notes, name) for one in value) if found]
        if known:
            notes.add(Code.LIST_FOR_TEXT, f"{name} is a list; its first text was taken")
        return known[0] if known else ""
    if isinstance(value, Mapping):
        return text_of(value.get("@value", value.get("name", value.get("text"))), notes, name)
    if isinstance(value, bool) or value is None:
        return ""
    found = str(value)
    plain = _TAG.sub(" ", html.unescape(html.unescape(found))) if "&" in found or "<" in found else found
    plain = undirected(_UNUSABLE.sub("", plain))
    if plain != found:
        notes.add(Code.MARKUP, f"{name} held markup, entities or characters that are not kept")
    return " ".join(plain.split())


def urls_of(value: object, notes: Notes, name: str, *, base: str = "") -> list[str]:
    """Every usable address there, each once: in a text, an object or a list of them."""
    found = (_usable(one, notes, name, base) for one in _raw_urls(value, notes, name))
    return list(dict.fromkeys(url for url in found if url))


def _raw_urls(value: object, notes: Notes, name: str) -> Iterable[str]:
    if isinstance(value, list):
        for one in value:
            yield from _raw_urls(one, notes, name)
    elif isinstance(value, Mapping):
        for member in ("url", "@id", "contentUrl", "sameAs"):
            if value.get(member):
                yield from _raw_urls(value[member], notes, name)
                return
    elif isinstance(value, str) and value.strip():
        parts = [part for part in _SEVERAL.split(value.strip()) if part.strip(" ,;")]
        if len(parts) > 1:
            notes.add(Code.SEVERAL_URLS, f"{name} held {len(parts)} addresses in one text")
        yield from parts


def _usable(raw: str, notes: Notes, name: str, base: str) -> str:
    url = _UNUSABLE.sub("", raw).strip(" \t\r\n,;\"'<>").replace("\n", "").replace("\r", "")
    url = url.replace(" ", "%20").replace("\t", "")
    try:
        if not re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
            url = _completed(url, notes, name, base)
        parts = urlsplit(url)
        fit = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        fit = False
    if not fit or len(url) > URL_MAX:
        notes.add(Code.URL_UNUSABLE, f"{name} is no address of the web: {raw[:120]!r}")
        return ""
    return url


def _completed(url: str, notes: Notes, name: str, base: str) -> str:
    if url.startswith("//") or _HOST_FIRST.match(url):
        notes.add(Code.URL_WITHOUT_SCHEME, f"{name} lacked its https://: {url[:120]!r}")
        return "https:" + url if url.startswith("//") else "https://" + url
    if base and url.startswith(("/", "?", "./", "../")):
        notes.add(Code.RELATIVE_URL, f"{name} was relative: {url[:120]!r}")
        return urljoin(base, url)
    return url


def same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to one page: scheme, www., fragment and a last slash aside."""
    return _page(one) == _page(other)


def _page(url: str) -> str:
    without = re.sub(r"^https?://(?:www\.)?", "", url.partition("#")[0], flags=re.IGNORECASE)
    return without.rstrip("/")


def period_of(value: object, notes: Notes, name: str) -> tuple[date | None, str]:
    """The day there, or the first one of the month or year, and which of the three is told."""
    text = text_of(value, notes, name)
    if found := _PERIOD.fullmatch(text):
        year, month = int(found[1]), int(found[2] or 1)
        if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12:
            return date(year, month, 1), "month" if found[2] else "year"
    day = day_of(text, notes, name)
    # The day of a moment is the one that its own zone has, which is where it was said.
    return (day.date() if isinstance(day, datetime) else day), "day"


def day_of(value: object, notes: Notes, name: str) -> Day | None:
    """The day or moment there. A moment without a zone is taken for UTC; what cannot be read is dropped."""
    text = text_of(value, notes, name)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        read = _from_match(found) if found else _written_out(text)
    except ValueError:
        read = None
    if read is None or not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        notes.add(Code.DATE_UNREADABLE, f"{name} is no date that can be read: {text[:80]!r}")
        return None
    if isinstance(read, datetime) and read.tzinfo is None:
        notes.add(Code.DATE_WITHOUT_ZONE, f"{name} does not say its time zone; UTC was taken")
        read = read.replace(tzinfo=UTC)
    return read


def _from_match(found: re.Match[str]) -> Day:
    year, month, day = (int(found[number]) for number in (1, 2, 3))
    if found[4] is None:
        return date(year, month, day)
    zone = (found[8] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    second, fraction = found[6] or "00", (found[7] or "0").ljust(6, "0")
    written = f"{year:04}-{month:02}-{day:02}T{int(found[4]):02}:{found[5]}:{second}.{fraction}{zone}"
    return datetime.fromisoformat(written)


def _written_out(text: str) -> Day | None:
    """`5 June 2020`, `June 5, 2020`, `05.06.2020`, and what mail calls a date; never a guess of the order."""
    for form in ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y", "%B %d %Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return mail_date(text)


def number_of(value: object, notes: Notes, name: str) -> Decimal | None:
    """The number there, of at most two decimals: also written as a text, with a comma, or as `3/5`."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value in (None, "") or isinstance(value, bool | Mapping):
        return None
    text = str(value).strip()
    found = _NUMBER.fullmatch(text)
    try:
        number = Decimal(found[1].replace(",", ".")).quantize(Decimal("0.01")) if found else _HUGE
    except InvalidOperation:
        number = _HUGE
    if abs(number) < _HUGE:
        return number
    if text:
        notes.add(Code.RATING_NOT_A_NUMBER, f"{name} is no number: {text[:80]!r}")
    return None
