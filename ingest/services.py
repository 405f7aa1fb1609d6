"""How an article is handed in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.addresses import AddressRefused, check_url, parse_allow
from common.directions import undirected
from common.errors import Invalid
from common.languages import language_check
from common.wake import wake_on_commit
from ingest.canonical import NotAnAddress, canonical_url, text_urn
from ingest.media import HTML, TEXT
from ingest.publication_date import AHEAD
from sources.models import FIRST_MOMENT, Article, Source
from sources.services import source_for_outlet
from sources.services.articles import Body, article_queue

_LONGEST = {"title": 1000, "outlet": 300}


@transaction.atomic
def article_submit(
    *,
    url: str | None = None,
    text: str | None = None,
    html: str | None = None,
    title: str = "",
    published_at: datetime | None = None,
    language: str = "",
    outlet: str | None = None,
    source: Source | None = None,
) -> Article:
    """Put an article on its way in and wake a worker for it.

    Either a `text`, or an `html` page, each with the `url` it was published at where that is known; or a
    `url` alone, which is fetched. A known address is queued again, and gets a new version only if its text
    has changed. What is said here of title, `published_at` (aware), language (BCP 47) and outlet, by name or
    as `source`, wins over what the page says; what turns the direction of other text is left out of it.
    Raises Invalid.
    """
    title, outlet = undirected(title).strip(), undirected(outlet or "").strip()
    content = _content(url, text, html)
    _check_words(title=title, outlet=outlet)
    language_check(language.strip())
    _check_moment(published_at)
    address = _address(url, to_fetch=content is None) if url else text_urn(content or "")
    article = article_queue(
        url=address,
        source=source_for_outlet(name=outlet) if outlet else source,
        title=title,
        published_at=published_at,
        language=language.strip(),
        body=_body(content, HTML if html is not None else TEXT) if content is not None else None,
    )
    wake_on_commit("ingest.advance", str(article.id))
    return article


def _content(url: str | None, text: str | None, html: str | None) -> str | None:
    """The text or the page as whole characters; None where the address alone is given."""
    if text is not None and html is not None:
        raise Invalid("give the article as text or as html, not both", field="html")
    if text is None and html is None:
        if not url:
            raise Invalid("give the article's url, its text, or its html", field="url")
        return None
    field, content = ("text", text) if text is not None else ("html", html or "")
    if not content.strip():
        raise Invalid(f"the {field} is empty", field=field)
    # Halves of a surrogate pair become their character, and a half alone one that was lost.
    whole = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(whole.encode()) > settings.ARTICLE_MAX_BYTES:
        raise Invalid(f"the {field} is larger than {settings.ARTICLE_MAX_BYTES:,} bytes", field=field)
    return whole


def _check_words(**words: str) -> None:
    for field, value in words.items():
        if len(value) > _LONGEST[field]:
            raise Invalid(f"the {field} is longer than {_LONGEST[field]} characters", field=field)
        if "\x00" in value:
            raise Invalid(f"the {field} holds a NUL character", field=field)


def _check_moment(published_at: datetime | None) -> None:
    if published_at is None:
        return
    if published_at.tzinfo is None:
        raise Invalid("say in which time zone the article was published", field="published_at")
    if published_at < FIRST_MOMENT:
        raise Invalid(f"no article was published before {FIRST_MOMENT.year}", field="published_at")
    if published_at > timezone.now() + AHEAD:
        raise Invalid(
            f"{published_at:%Y-%m-%d} is more than {AHEAD.days} days ahead; give the day on which the "
            "article was published, or none",
            field="published_at",
        )


def _address(url: str, *, to_fetch: bool) -> str:
    """The canonical address; one that is to be fetched must also be one that may be."""
    try:
        address = canonical_url(url)
        if to_fetch:
            check_url(address, parse_allow(settings.OUTBOUND_ALLOW))
    except (NotAnAddress, AddressRefused) as refusal:
        raise Invalid(str(refusal), field="url") from refusal
    return address


def _body(content: str, media_type: str) -> Body:
    return Body(media_type=media_type, content=content.encode(), fetched_at=timezone.now())
