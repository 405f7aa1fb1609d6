"""One occasion, several statements: what was said next was said to the same party and on the same day.

An article names the outlet or the addressee and the day of a statement once ('told Suspilne on 28 December',
'told the council') and goes on with 'he added'. The later statements of the same claimant are of the same
occasion, until the article gives that claimant another carrier, another addressee or another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from claims.proposing.types import Proposal, SaidOn


class Occasion(NamedTuple):
    """To whom and when a claimant spoke."""

    via: tuple[str, ...] = ()
    addressee: str | None = None
    said_on: SaidOn | None = None

    def followed_by(self, named: Occasion) -> Occasion:
        """The occasion of the claimant's next statement, which itself names what `named` holds."""
        another_carrier = not set(named.via) <= set(self.via)
        spoken_to = self.via or self.addressee
        another_addressee = named.addressee and spoken_to and named.addressee != self.addressee
        another_day = named.said_on and self.said_on and named.said_on != self.said_on
        if another_carrier or another_addressee or another_day:
            return named
        return Occasion(self.via, named.addressee or self.addressee, named.said_on or self.said_on)


class Statement(NamedTuple):
    """What a claimant said, to whom and when as its sentence says, and the proposal it makes, if it is worth
    one.
    """

    claimant: str | None
    occasion: Occasion
    proposal: Proposal | None


_NONE = Occasion()


def continued(statements: Iterable[Statement]) -> Iterator[Proposal]:
    """The proposals among an article's statements, in its order, each with the carriers, the addressee and
    the day of its occasion.
    """
    last: dict[str, Occasion] = {}
    for claimant, named, proposal in statements:
        occasion = named
        if claimant is not None:
            occasion = last[claimant] = last.get(claimant, _NONE).followed_by(named)
        if proposal is None:
            continue
        occasion = occasion._replace(via=proposal.via or occasion.via)
        if occasion == (proposal.via, proposal.addressee, proposal.said_on):
            yield proposal
        else:
            yield replace(proposal, via=occasion.via, addressee=occasion.addressee, said_on=occasion.said_on)
