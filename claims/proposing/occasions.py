"""One occasion, several statements: what was said next was said to the same outlet and on the same day.

An article names the carrier and the day of a statement once ('told Suspilne on 28 December') and goes on with
'he added'. The later statements of the same claimant are of the same occasion, until the article gives that
claimant another carrier or another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from claims.proposing.types import Proposal, SaidOn


class Occasion(NamedTuple):
    """To whom and when a claimant last spoke in the article."""

    via: tuple[str, ...] = ()
    said_on: SaidOn | None = None

    def followed_by(self, via: tuple[str, ...], said_on: SaidOn | None) -> Occasion:
        """The occasion of the claimant's next statement, which itself names these carriers and this day."""
        another_carrier = not set(via) <= set(self.via)
        another_day = said_on is not None and self.said_on is not None and said_on != self.said_on
        if another_carrier or another_day:
            return Occasion(via, said_on)
        return Occasion(self.via, said_on or self.said_on)


class Statement(NamedTuple):
    """What a claimant said, to whom and when, and the proposal it makes, if it is worth one."""

    claimant: str | None
    via: tuple[str, ...]
    said_on: SaidOn | None
    proposal: Proposal | None


_NONE = Occasion()


def continued(statements: Iterable[Statement]) -> Iterator[Proposal]:
    """The proposals among an article's statements, in its order, each with the carriers and the day of its
    occasion.
    """
    last: dict[str, Occasion] = {}
    for claimant, via, said_on, proposal in statements:
        occasion = Occasion(via, said_on)
        if claimant is not None:
            occasion = last[claimant] = last.get(claimant, _NONE).followed_by(via, said_on)
        if proposal is None:
            continue
        to = proposal.via or occasion.via
        same = to == proposal.via and occasion.said_on == proposal.said_on
        yield proposal if same else replace(proposal, via=to, said_on=occasion.said_on)
