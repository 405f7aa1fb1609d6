"""How the desk words what is shown in more than one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from claims.matching.types import Relation
from claims.models import Appearance, Candidate, Cluster, CurrentVerdict, Evidence, Verdict
from claims.rules import Kind

NOTHING = "–"
_LISTED = 240
"""Characters of a wording in a list: more is for its own page."""


def listed(text: str) -> str:
    """A wording as a list shows it."""
    return Truncator(text).chars(_LISTED)


def said_on(utterance: Candidate | Appearance) -> str:
    """When it was said, as exactly as the article tells."""
    if utterance.said_on is None:
        return utterance.said_on_text or NOTHING
    return period(utterance.said_on, utterance.said_on_precision)


def period(day: date, precision: str) -> str:
    """The day, week, month or year that begins with `day`."""
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return formats.date_format(day, "F Y")
    shown = formats.date_format(day)
    return f"week of {shown}" if precision == "week" else shown


def carriers(utterance: Candidate | Appearance) -> str:
    """Through whom it reached the article, outwards from the claimant."""
    return " → ".join(utterance.via) or NOTHING


def rating_badge(verdict: Verdict) -> SafeString:
    """A verdict's label with a mark in the colour of its normalised verdict; the words carry the meaning."""
    if verdict.rating is None:
        return format_html('<span class="rating rating-retracted">{}</span>', "Retracted")
    label = verdict.original_label or verdict.rating.label
    return format_html('<span class="rating rating-{}">{}</span>', verdict.rating.normalised, label)


def verdict_badges(current: Iterable[CurrentVerdict]) -> SafeString | str:
    """What each publisher holds now, in one cell."""
    rows = [(rating_badge(row.verdict), row.verdict.publisher.name) for row in current]
    return format_html_join("", "<div>{} <bdi class=quiet>{}</bdi></div>", rows) or NOTHING


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of an article's text; one that is `marked` is the sentence in question."""

    text: str
    marked: bool


def parts_of(utterance: Candidate, text: str) -> list[Part]:
    """The text of its article in three pieces, the sentence marked; offsets are code points."""
    cuts = (
        (text[: utterance.start], False),
        (text[utterance.start : utterance.end], True),
        (text[utterance.end :], False),
    )
    return [Part(text=piece, marked=marked) for piece, marked in cuts if piece]


_OUTLETS = 3


def outlets(cluster: Cluster) -> str:
    """The outlets in which a cluster's candidates stand, those with most of them by name."""
    names = [row.outlet.name for row in cluster.outlets.all()]
    more = f" and {len(names) - _OUTLETS} more" if len(names) > _OUTLETS else ""
    return ", ".join(names[:_OUTLETS]) + more or NOTHING


_QUOTED = 120


def evidence_line(row: Evidence) -> str:
    """A piece of evidence in one line: its stance, where it is found, what it says and of what it is."""
    parts = [f"{row.get_stance_display()}: {row.url or 'an article in the registry'}"]
    if row.excerpt:
        parts.append(f"“{Truncator(row.excerpt).chars(_QUOTED)}”")
    if row.verdict_id is None:
        parts.append("so far of the claim alone")
    return " · ".join(parts)


RELATIONS = {
    Relation.SAME_CLAIM.value: "Same claim",
    Relation.SIMILAR.value: "Similar",
    Relation.RELATED.value: "Related",
}

KIND_NAMES = {
    Kind.INITIAL: "First verdict",
    Kind.UPDATE: "Update: the facts or our knowledge changed",
    Kind.CORRECTION: "Correction: our verdict was wrong when it was made",
    Kind.RETRACTION: "Retraction: we withdraw the verdict",
}
