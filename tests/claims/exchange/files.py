"""Files of an import by chance: few names, publishers and labels, so that rows meet each other."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

from claims.exchange.documents import row_of_line
from claims.exchange.row import CLAIM
from claims.exchange.table import COLUMNS, TableReader, row_of_cells

_TEXTS = ("The dam is 40 metres high.", "The quay is 90 metres long.", "Trams run at night.", "It is so.")
_PEOPLE = ("Oda Brekke", "Ivo Lenz", "Harbour Board")
_DESKS = (("Control Desk", "desk.example"), ("Desk of Control", "desk.example"), ("Fjord", ""), ("Vest", ""))
_LABELS = ("Wrong", "Right", "Half right", "Odd")
_MEANINGS = {"Wrong": "mostly_false", "Half right": "mixed"}
_DAYS = ("2026-01-05", "2026-02-06", "2026-03-07")


class Maker:
    """Makes bodies of one format after another, from one chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def some(self, *given: Any) -> Any:
        return self.chance.choice(given)

    def rows(self, form: str) -> list[bytes]:
        """Its lines; of CSV without the first one."""
        made: list[bytes] = []
        for _ in range(self.chance.randrange(1, 14)):
            if made and self.chance.random() < 0.15:
                made.append(self.some(*made))
            else:
                made.append({"csv": self._cells, "ndjson": self._line, "claimreview": self._review}[form]())
        return made

    def _rating(self) -> dict[str, Any]:
        label = self.some(*_LABELS)
        # What a label means, and of what kind a claimant is, is told in one way: of two ways one is taken,
        # as rows that bring new claims are looked at before others of their batch.
        rating = {"label": label, "normalised": _MEANINGS.get(label)}
        if self.chance.random() < 0.6:
            return rating
        return rating | {"value": self.some(1, 2), "worst": 1, "best": self.some(3, 5)}

    def _verdicts(self) -> list[dict[str, Any]]:
        """Of several none are one publisher's, whom nobody could know in another order."""
        if self.chance.random() < 0.7:
            return [self._verdict() for _ in range(self.some(0, 1, 1))]
        return [self._verdict(("Control Desk", "desk.example")), self._verdict(("Fjord", "fjord.example"))]

    def _verdict(self, publisher: tuple[str, str] | None = None) -> dict[str, Any]:
        name, domain = publisher or self.some(*_DESKS)
        return {
            "publisher": {"name": name, "domain": domain or None},
            "rating": self._rating(),
            "summary": self.some("", "", "It is 38."),
            "explanation": self.some("", "", "We measured."),
            "review_url": self.some("", "", "https://desk.example/1", "https://video.example/2"),
            "effective_at": self.some(None, *(f"{day}T08:00:00Z" for day in _DAYS)),
        }

    def _sighting(self) -> dict[str, Any]:
        return {
            "sentence": self.some("", "It is so, she said."),
            "claimant": self.some("", *_PEOPLE),
            "via": self.some([], ["Post"]),
            "said_on": self.some(None, *_DAYS),
            "said_on_precision": self.some("day", "month"),
            "urls": self.some([], ["https://post.example/1"], ["https://post.example/2"]),
        }

    def _line(self) -> bytes:
        row = {
            "id": self.some("a", "b", "c", None),
            "text": self.some(*_TEXTS),
            "language": self.some(None, "en", "nb"),
            "claimant": self.some(None, *({"name": one, "kind": "person"} for one in _PEOPLE[:2])),
            "topics": self.some([], ["water"], ["water", {"slug": "ports", "name": "Ports"}]),
            "appearances": self.some([], ["https://post.example/3"]),
            "sightings": [self._sighting() for _ in range(self.some(0, 1, 2))],
            "verdicts": self._verdicts(),
        }
        return json.dumps({name: value for name, value in row.items() if value is not None}).encode() + b"\n"

    def _cells(self) -> bytes:
        verdict = self._verdict() if self.chance.random() < 0.8 else None
        cells: dict[str, Any] = {
            "id": self.some("a", "b", "c", None),
            "text": self.some(_TEXTS[0], _TEXTS[0], *_TEXTS),
            "claimant": (claimant := self.some("", *_PEOPLE)),
            "claimant_kind": "organisation" if claimant == "Harbour Board" else "",
            "topics": self.some("", "water", "water;ports"),
            "said_on": self.some("", "", *_DAYS),
            "appearances": self.some("", "https://post.example/1"),
        }
        if verdict:
            publisher = verdict.pop("publisher")
            cells |= {"publisher": publisher["name"], "publisher_domain": publisher["domain"]}
            cells |= verdict.pop("rating") | verdict
        out = io.StringIO()
        csv.DictWriter(out, COLUMNS, lineterminator="\n").writerow(cells)
        return out.getvalue().encode()

    def _review(self) -> bytes:
        name, domain = self.some(*_DESKS[:2], ("Fjord", "fjord.example"))
        given = {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"https://{domain}/{self.some('1', '2')}",
            "datePublished": self.some(None, *_DAYS),
            "dateModified": self.some(None, None, *_DAYS),
            "claimReviewed": self.some(*_TEXTS),
            "author": {"@type": "Organization", "name": name, "url": f"https://{domain}"},
            "reviewRating": {
                "@type": "Rating",
                "alternateName": self.some(*_LABELS),
                "ratingValue": self.some(1, 2),
                "worstRating": 1,
                "bestRating": self.some(3, 5),
                "ratingExplanation": self.some(None, "It is 38."),
            },
            "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": self.some(*_PEOPLE)}},
            "correction": self.some(None, None, {"@type": "CorrectionComment", "text": "A slip."}),
            "creativeWorkStatus": self.some(None, None, None, "Retracted"),
            "citation": self.some(None, ["https://data.example/1"]),
        }
        return json.dumps({name: value for name, value in given.items() if value}).encode() + b"\n"


def whole(form: str, lines: list[bytes]) -> bytes:
    """The body that the lines are."""
    head = (",".join(COLUMNS) + "\n").encode() if form == "csv" else b""
    return head + b"".join(lines)


def turns_back(form: str, lines: list[bytes]) -> bool:
    """Whether one says again what another had said and a third said otherwise.

    In one file nobody can tell that from what a file says that is sent again.
    """
    if form == "csv":
        table = TableReader([whole(form, []), *lines])
        rows = [row_of_cells(table.header, cells) for _, cells in table if not isinstance(cells, str)]
    else:
        rows = [row_of_line(line) for line in lines]
    said: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        parts = [(CLAIM, row.claim_digest())]
        for of, digest in parts + [(one.judged.of(), one.digest()) for one in row.verdicts]:
            words = said.setdefault((row.key, of), [])
            if digest in words[:-1]:
                return True
            if digest not in words:
                words.append(digest)
    return False
