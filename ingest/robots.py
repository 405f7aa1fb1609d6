"""What a site's robots.txt lets us fetch (RFC 9309). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read."""
_MAX_RULES = 5000
_AGENT = re.compile(r"[^a-z_-].*")
_SECONDS = re.compile(r"\d{1,5}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one crawler: paths allowed or not, and the seconds to leave between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched: the longest rule that fits it decides; 'allow' wins a tie."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def parse_robots(text: str, crawler: str) -> Robots:
    """Read the rules meant for `crawler` (a product name), or else those for '*'."""
    own: list[tuple[str, str]] = []
    everyone: list[tuple[str, str]] = []
    found_own = False
    for agents, fields in _groups(text):
        if crawler.lower() in agents:
            found_own = True
            own.extend(fields)
        elif "*" in agents:
            everyone.extend(fields)
    fields = own if found_own else everyone
    rules = [(_normal(value), name == "allow") for name, value in fields if name != "crawl-delay" and value]
    delays = [float(value) for name, value in fields if name == "crawl-delay" and _SECONDS.fullmatch(value)]
    return Robots(tuple(rules[:_MAX_RULES]), max(delays, default=None))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Each group: the crawlers it names, lower case, and its fields in order."""
    agents: set[str] = set()
    fields: list[tuple[str, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if fields:
                yield agents, fields
                agents, fields = set(), []
            agents.add(_AGENT.sub("", value.lower()) or value[:1])
        elif name in ("allow", "disallow", "crawl-delay") and agents:
            fields.append((name, value))
    if agents:
        yield agents, fields


def _normal(path: str) -> str:
    """Percent-encoding made uniform, with the rule characters * and $ kept."""
    return quote(unquote(path, errors="surrogateescape"), safe="/*$?=&;:@!'(),+~", errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Whether a rule's pattern matches the beginning of a path ('*': anything, final '$': the end)."""
    anchored = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for number, piece in enumerate(others):
        if anchored and number == len(others) - 1:
            return len(path) - len(piece) >= place and path.endswith(piece)
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return not anchored or place == len(path)
