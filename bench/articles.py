"""Made-up news articles of any length: fictional people, places and outlets, the same for the same seed."""

from __future__ import annotations

import random
from html import escape

# Names are put together, so that a thousand statements are about hundreds of places and things.
_STARTS = ["Vel", "Ost", "Kess", "Ald", "Tarn", "Brack", "Od", "Nord", "Carr", "Lind", "Quell", "Fen", "Sel"]
_MIDDLES = ["a", "er", "in", "o", "um", "el", "ar", "i"]
_ENDS = ["mar", "den", "holt", "wick", "rath", "by", "stead", "ova", "ford", "gate", "moor", "len"]
_THINGS = [
    "reservoir",
    "bridge",
    "hospital",
    "harbour",
    "tramway",
    "dam",
    "airport",
    "ferry",
    "library",
    "prison",
]
_THINGS += [
    "stadium",
    "school",
    "museum",
    "market",
    "theatre",
    "pipeline",
    "refinery",
    "quarry",
    "brewery",
    "canal",
]
_THINGS += ["archive", "lighthouse", "tunnel", "observatory", "cemetery", "foundry", "monastery", "vineyard"]
_ROLES = [
    "head of the regional water board",
    "spokesperson for the transport ministry",
    "director of the harbour authority",
    "chief economist at the Tarn Institute",
    "mayor",
    "deputy minister for energy",
]
_CARRIERS = ["the Velmar Courier", "Radio Tarn", "the Alder Gazette", "Channel Nine", "the Kessen Observer"]
_DAYS = ["on Monday", "on Tuesday", "on 14 March", "last week", "in February", "on 3 April", "yesterday"]
_FACTS = [
    "{subject} lost {number} percent of its capacity since {year}",
    "{subject} would cost {number} million crowns more than planned",
    "{number} households in {place} had no power for {small} days",
    "{subject} carried {number},{thousand} passengers in {year}, twice as many as a year before",
    "the number of accidents near {place} fell from {number} to {small} in {year}",
    "{place} received {number} million crowns for {subject} and spent {small} million",
    "unemployment in {place} stood at {small} percent in {year}",
]
_TALK = [
    "What that means for {place} is not yet clear.",
    "It was a long day for everyone at {subject}.",
    "“We are glad about every visitor, and the weather was kind to us,” {last} said.",
    "Who would have thought so?",
    "{last} took time for questions and thanked everybody who had come.",
    "Perhaps it will all look different in the spring.",
]
_FRAMES = [
    "{name}, {role}, told {carrier} {day} that {fact}.",
    "“{Fact},” {last} said {day}.",
    "According to {carrier}, {fact}.",
    "{last} added that {fact}.",
    "{Fact}, {carrier} reported {day}, citing {name}.",
    "{Fact}.",
]


def article_paragraphs(seed: int, paragraphs: int) -> list[str]:
    """The text of one article: paragraphs of three sentences, of which one in three states a fact."""
    chance = random.Random(seed)
    name = f"{_name(chance)} {_name(chance)}"
    role = chance.choice(_ROLES)
    return [" ".join(_sentence(chance, name, role) for _ in range(3)) for _ in range(paragraphs)]


def article_text(seed: int, paragraphs: int) -> str:
    """The article as plain text, one paragraph a line."""
    return "\n".join(article_paragraphs(seed, paragraphs))


def article_page(seed: int, paragraphs: int) -> str:
    """The article as a web page with the usual surroundings: navigation, a 'read also' list, a footer."""
    chance = random.Random(seed)
    links = "".join(
        f'<li><a href="/{word.lower()}">{word}</a></li>' for word in ("Home", "Region", "Sport", "Weather")
    )
    also = "".join(f'<li><a href="/n/{n}">{escape(_sentence_case(_fact(chance)))}</a></li>' for n in range(5))
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in article_paragraphs(seed, paragraphs))
    title = escape(_sentence_case(_fact(chance)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Velmar Post</title>'
        f'<meta property="article:published_time" content="2026-04-0{1 + seed % 9}T08:00:00+00:00">'
        f'<meta property="og:site_name" content="Velmar Post"></head><body><nav><ul>{links}</ul></nav>'
        f"<main><article><h1>{title}</h1>\n{body}<h3>Read also</h3><ul>{also}</ul></article></main>"
        f"<aside><h2>Newsletter</h2><p>Sign up for our newsletter.</p></aside>"
        f"<footer><p>All rights reserved, Velmar Post {seed}</p></footer></body></html>"
    )


def claim_texts(seed: int, count: int) -> list[str]:
    """Statements of the kind that the articles make, numbered so that no two are the same."""
    chance = random.Random(seed)
    return [f"{_sentence_case(_fact(chance))} (case {number})." for number in range(count)]


def _sentence(chance: random.Random, name: str, role: str) -> str:
    fact = _fact(chance)
    return chance.choice(_FRAMES if chance.random() < 1 / 3 else _TALK).format(
        name=name,
        last=name.rsplit(maxsplit=1)[-1],
        role=role,
        carrier=chance.choice(_CARRIERS),
        day=chance.choice(_DAYS),
        place=_name(chance),
        subject=f"the {_name(chance)} {chance.choice(_THINGS)}",
        fact=fact,
        Fact=_sentence_case(fact),
    )


def _fact(chance: random.Random) -> str:
    return chance.choice(_FACTS).format(
        subject=f"the {_name(chance)} {chance.choice(_THINGS)}",
        place=_name(chance),
        number=chance.randint(11, 980),
        thousand=f"{chance.randint(0, 999):03}",
        small=chance.randint(2, 10),
        year=chance.randint(2009, 2025),
    )


def _name(chance: random.Random) -> str:
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)


def _sentence_case(text: str) -> str:
    return text[0].upper() + text[1:]
