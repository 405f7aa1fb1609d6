"""The parameters of Google's `claims:search`, and its way of refusing them. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sources.domains import domain_of

PAGE_SIZE = 10
MAX_PAGE_SIZE = 100
# What is skipped is read; further on the page token leads at no such cost.
MAX_OFFSET = 1000
_MAX_TEXT = 1000
_MAX_INT32 = 2**31 - 1
# Of every Google API. The client sends some of them with each request; none changes what is found.
_SYSTEM = frozenset(
    {
        "$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint",
        "quotaUser", "uploadType", "upload_protocol",
    }
)  # fmt: skip
_NAMES = {
    "query": "query",
    "languageCode": "language_code",
    "reviewPublisherSiteFilter": "review_publisher_site_filter",
    "maxAgeDays": "max_age_days",
    "pageSize": "page_size",
    "pageToken": "page_token",
    "offset": "offset",
}
# google.rpc.Code by HTTP status, as far as it occurs here.
STATUSES = {
    400: "INVALID_ARGUMENT",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


class Refusal(Exception):
    """The request is not answered; the message says what to do."""

    def __init__(self, message: str, code: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What is looked for. `language` is a primary subtag, `site` a host name without 'www.', 0 no limit."""

    query: str = ""
    language: str = ""
    site: str = ""
    max_age_days: int = 0
    page_size: int = PAGE_SIZE
    page_token: str = ""
    offset: int = 0

    @property
    def digest(self) -> str:
        """The same for requests that a page token may lead between: all but where and how much is equal."""
        told = "\0".join((self.query, self.language, self.site, str(self.max_age_days)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def search_request(given: Mapping[str, list[str]]) -> SearchRequest:
    """The request that the query parameters make, each by its name in either spelling. Raises Refusal."""
    texts = _texts(given)
    wanted = SearchRequest(
        query=texts["query"].strip(),
        language=_language(texts["languageCode"]),
        site=_site(texts["reviewPublisherSiteFilter"]),
        max_age_days=_number(texts, "maxAgeDays"),
        page_size=min(_number(texts, "pageSize") or PAGE_SIZE, MAX_PAGE_SIZE),
        page_token=texts["pageToken"],
        offset=0 if texts["pageToken"] else _number(texts, "offset"),
    )
    if not wanted.query and not wanted.site:
        raise Refusal("Request must contain a query or a review_publisher_site_filter.")
    if wanted.offset > MAX_OFFSET:
        raise Refusal(f"offset must not exceed {MAX_OFFSET}; follow nextPageToken to go further.")
    return wanted


def _texts(given: Mapping[str, list[str]]) -> dict[str, str]:
    spelt = {snake: camel for camel, snake in _NAMES.items()}
    texts = dict.fromkeys(_NAMES, "")
    for name, values in given.items():
        known = spelt.get(name, name)
        if known in texts:
            # As in a protocol buffer, of a value given several times the last one counts.
            texts[known] = _text(known, values[-1])
        elif name not in _SYSTEM:
            raise Refusal(
                f'Invalid JSON payload received. Unknown name "{name[:80]}": Cannot bind query parameter. '
                f"Field '{name[:80]}' could not be found in request message."
            )
    return texts


def _text(name: str, value: str) -> str:
    if "\0" in value:
        raise Refusal(f"{_NAMES[name]} must not hold the character U+0000.")
    if len(value) > _MAX_TEXT:
        raise Refusal(f"{_NAMES[name]} must not be longer than {_MAX_TEXT} characters.")
    return value


def _number(texts: Mapping[str, str], name: str) -> int:
    text = texts[name]
    if not text:
        return 0
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text) or abs(int(text)) > _MAX_INT32:
        raise Refusal(f"Invalid value at '{_NAMES[name]}' (TYPE_INT32), \"{text[:80]}\"")
    if int(text) < 0:
        raise Refusal(f"{_NAMES[name]} must not be negative.")
    return int(text)


def _language(code: str) -> str:
    if code and not re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", code):
        raise Refusal(f'language_code is not a BCP-47 language code: "{code[:80]}"')
    return re.split("[-_]", code)[0].lower()


def _site(given: str) -> str:
    """The host name in what was given, which may be a whole address."""
    text = given.strip().lower()
    if not text:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        host = ""
    if not host:
        raise Refusal(f'review_publisher_site_filter is not the name of a site: "{given[:80]}"')
    return domain_of(host)
