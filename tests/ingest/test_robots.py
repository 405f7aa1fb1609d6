"""robots.txt as RFC 9309 has it: the longest rule wins, with * and $."""

from __future__ import annotations

import pytest

from ingest.robots import parse_robots

SITE = """\
\ufeff# The Alder Gazette
User-agent: *
Disallow: /            # nobody
Allow: /public/

User-Agent: claimregistry/2.0
User-agent: OtherBot
Crawl-delay: 2.5
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /search?*print=
Disallow: /a%3cd.html
Disallow: /only$
Disallow: /ab*b$
Disallow: /*z/*y/
Disallow:
nonsense

Sitemap: https://alder.example/sitemap.xml
user-agent: ClaimRegistry
crawl-delay: 1
disallow: /later
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/private/a", False),
        ("/privately", False),
        ("/private/open/a", True),
        ("/report.pdf", False),
        ("/report.pdf?x=1", True),
        ("/search?q=a&print=1", False),
        ("/search?q=a", True),
        ("/a%3Cd.html", False),
        ("/a<d.html", False),
        ("/later/a", False),
        ("/only", False),
        ("/only/a", True),
        ("/abb", False),
        ("/ab", True),
        ("/z/y/", False),
        ("/y/z/", True),
    ],
)
def test_our_own_rules_decide_and_the_longest_wins(path: str, allowed: bool) -> None:
    robots = parse_robots(SITE, "ClaimRegistry")
    assert robots.allows(f"https://alder.example{path}") is allowed
    assert robots.delay == 2.5


def test_others_have_the_rules_for_everyone() -> None:
    robots = parse_robots(SITE, "Somebody")
    assert robots.allows("https://alder.example/public/a")
    assert not robots.allows("https://alder.example/a")
    assert robots.delay is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "# nothing", "<!doctype html><p>Not found", "User-agent: *\nDisallow:\n", "Disallow: /"),
        "User-agent: *\nDisallow: /\nUser-agent: ClaimRegistry",
    ],
)
def test_a_file_that_forbids_nothing_allows_everything(text: str) -> None:
    assert parse_robots(text, "ClaimRegistry").allows("https://alder.example/a")


def test_a_byte_order_mark_hides_nothing() -> None:
    robots = parse_robots("\ufeffUser-agent: *\nDisallow: /a\n", "ClaimRegistry")
    assert not robots.allows("https://alder.example/a")


def test_no_more_rules_are_kept_than_five_thousand() -> None:
    many = "".join(f"Disallow: /{number}$\n" for number in range(6000))
    robots = parse_robots(f"User-agent: *\n{many}", "ClaimRegistry")
    assert not robots.allows("https://alder.example/4999")
    assert robots.allows("https://alder.example/5000")


def test_allow_wins_against_a_rule_of_the_same_length() -> None:
    robots = parse_robots("User-agent: *\nDisallow: /a\nAllow: /a\n", "ClaimRegistry")
    assert robots.allows("https://alder.example/a")


def test_a_name_that_only_begins_like_ours_is_not_ours() -> None:
    robots = parse_robots("User-agent: Claim\nDisallow: /\n", "ClaimRegistry")
    assert robots.allows("https://alder.example/a")


def test_a_pattern_made_to_take_long_does_not() -> None:
    robots = parse_robots(f"User-agent: *\nDisallow: /{'*a' * 1000}b$\n", "ClaimRegistry")
    assert robots.allows("https://alder.example/" + "a" * 2000)
