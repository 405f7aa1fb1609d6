"""From a page to an article: the main text with its title, byline, date and language. Pure.

The text is one paragraph a line, so that a sentence's offsets (in code points) hold as long as the article
does. The same page always gives the same text: nothing here looks at the clock, the network or earlier pages.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

import trafilatura
from lxml import etree

from claims.proposing.language import recognise
from common.directions import undirected
from ingest.boilerplate import is_clutter, join_body_parts, prune_related, unwrap_layout_tables
from ingest.page_limits import PageTooComplex, check_source, check_tree
from ingest.publication_date import LATEST_YEAR, Precision, Published, find_published, published_on

MAX_CHARS = 10 * 1024 * 1024
MIN_CHARS = 25
"""Less than this is a menu or a message, not an article."""
SHORT_CHARS = 600
"""A text shorter than this may be an over-eager cut, so the less strict extraction is tried as well."""

_LINE_ENDINGS = re.compile(r"\r\n?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DATE_OPTIONS = {"original_date": True, "extensive_search": False}
_LATEST = datetime(LATEST_YEAR, 1, 1, tzinfo=UTC)
_SURE_ENOUGH = 0.5


class NothingExtracted(ValueError):
    """The input holds no article text; the message says what can be done about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as read from its page.

    `text`: paragraphs separated by one newline. `published_at`: aware; with `published_precision` 'day' only
    its date means something, with 'time' the moment does. `language`: ISO 639-1 where there is one, else
    639-3. `canonical_url`: what the page itself names, absolute; any page may name any address.
    """

    text: str
    title: str | None = None
    byline: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None

    @property
    def utc_offset(self) -> int | None:
        """Minutes by which the page's clock is ahead of UTC; None where the page tells no time."""
        if self.published_at is None or self.published_precision != "time":
            return None
        offset = self.published_at.utcoffset()
        return None if offset is None else int(offset.total_seconds() // 60)

    description: str | None = None


def extract(html: str, url: str | None, *, latest: datetime = _LATEST) -> Extracted:
    """Read the article out of a page; `url` (where it was found) helps with the date and relative links.

    It was not published after `latest`: a date that says so is none.
    Raises NothingExtracted when the page is too large, is not HTML or shows no article.
    """
    tree = _parse(html)
    options = _DATE_OPTIONS | {"max_date": f"{latest:%Y-%m-%d}"}
    about = trafilatura.extract_metadata(tree, default_url=url, date_config=options)
    published = find_published(tree, latest=latest) or (published_on(about.date) if about.date else None)
    canonical_url, declared_language = _canonical_link(tree, url), _declared_language(tree)
    headings = [" ".join(heading.itertext()) for heading in tree.iter("h1")]
    unwrap_layout_tables(tree)
    prune_related(tree)
    join_body_parts(tree)
    text = _without_clutter(_main_text(tree, url), headlines=[about.title or "", *headings])
    if len(text) < MIN_CHARS:
        raise NothingExtracted(
            "No article text was found on the page. If it is built by scripts or sits behind a paywall, "
            "paste the article's text instead."
        )
    return _extracted(
        text,
        published=published,
        declared_language=declared_language,
        title=about.title,
        byline=about.author,
        site_name=about.sitename,
        canonical_url=canonical_url,
        description=about.description,
    )


def extract_text(text: str) -> Extracted:
    """Take plain text as the article, with line endings made '\\n' and nothing else moved.

    What PostgreSQL cannot store (NUL, lone surrogates) becomes U+FFFD, one for one, so offsets stay.
    Raises NothingExtracted when the text is empty or longer than MAX_CHARS code points.
    """
    _refuse_too_long(text)
    text = _UNSTORABLE.sub("\ufffd", _LINE_ENDINGS.sub("\n", text))
    if not text.strip():
        raise NothingExtracted("The text is empty. Give the article's text, or an HTML page that shows it.")
    return _extracted(text, published=None, declared_language=None)


def _extracted(
    text: str, *, published: Published | None, declared_language: str | None, **about: str | None
) -> Extracted:
    return Extracted(
        text=text,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        language=recognise(text, at_least=_SURE_ENOUGH) or declared_language,
        **{name: undirected(value or "") or None for name, value in about.items()},
    )


def _refuse_too_long(source: str) -> None:
    if len(source) > MAX_CHARS:
        raise NothingExtracted(
            f"The input is {len(source):,} characters long and at most {MAX_CHARS:,} are read. "
            "Give the article alone, without what surrounds it."
        )


def _parse(html: str) -> etree._Element:
    _refuse_too_long(html)
    try:
        check_source(html)
        tree = trafilatura.load_html(_UNSTORABLE.sub("\ufffd", html)) if html.strip() else None
        if tree is None:
            raise NothingExtracted("The input is not an HTML page. If it is plain text, give it as text.")
        check_tree(tree)
    except PageTooComplex as error:
        raise NothingExtracted(f"{error} Paste the article's text instead.") from error
    return tree


def _main_text(tree: etree._Element, url: str | None) -> str:
    """The strict extraction, unless it kept little where the balanced one found at least twice as much."""
    strict = _extraction(tree, url, favor_precision=True)
    if len(strict) >= SHORT_CHARS:
        return strict
    balanced = _extraction(tree, url, favor_precision=False)
    return balanced if len(balanced) >= 2 * len(strict) else strict


def _extraction(tree: etree._Element, url: str | None, *, favor_precision: bool) -> str:
    document = trafilatura.bare_extraction(
        tree, url=url, favor_precision=favor_precision, include_comments=False, include_tables=True
    )
    return (getattr(document, "text", None) or "") if document is not None else ""


def _without_clutter(text: str, *, headlines: list[str]) -> str:
    """The text's lines with the spacing made single, less the clutter and the headline repeated on top."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line and not is_clutter(line)]
    if lines and _letters(lines[0]) in {_letters(headline) for headline in headlines}:
        lines = lines[1:]
    return "\n".join(lines)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _canonical_link(tree: etree._Element, url: str | None) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                address = str(urljoin(url or "", link.get("href").strip()))
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
    return None


def _declared_language(tree: etree._Element) -> str | None:
    declared = [element.get("lang") for element in tree.iter("html")]
    declared += [
        meta.get("content")
        for meta in tree.iter("meta")
        if (meta.get("http-equiv") or meta.get("property") or meta.get("name") or "").lower()
        in ("content-language", "og:locale", "language")
    ]
    for value in filter(None, declared):
        match = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", value)
        if match:
            return str(match[1]).lower()
    return None
