"""Carriers and days reach the later statements of the same occasion, and no further."""

from __future__ import annotations

from datetime import date

from claims.proposing.occasions import Occasion, Statement, continued
from claims.proposing.types import Proposal, SaidOn

MONDAY = SaidOn(text="Monday", date=date(2025, 3, 3), precision="day")
TUESDAY = SaidOn(text="Tuesday", date=date(2025, 3, 4), precision="day")


def said(claimant: str | None, *via: str, on: SaidOn | None = None) -> Proposal:
    return Proposal(
        text="The bridge is closed.",
        text_edited=False,
        sentence="The bridge is closed.",
        start=0,
        end=21,
        score=0.9,
        reasons=(),
        claimant=claimant,
        role=None,
        via=via,
        said_on=on,
        quote=False,
        language="en",
    )


def statement(proposal: Proposal) -> Statement:
    named = Occasion(proposal.via, proposal.addressee, proposal.said_on)
    return Statement(proposal.claimant, named, proposal)


def occasions(*proposals: Proposal) -> list[tuple[tuple[str, ...], SaidOn | None]]:
    return [(proposal.via, proposal.said_on) for proposal in continued(map(statement, proposals))]


def test_a_statement_not_worth_proposing_names_the_occasion_of_the_next() -> None:
    first = statement(said("Ada Moss", "Radio Lark", on=MONDAY))._replace(proposal=None)
    (found,) = continued([first, statement(said("Ada Moss"))])
    assert (found.via, found.said_on) == (("Radio Lark",), MONDAY)


def test_what_the_claimant_says_next_is_of_the_same_occasion() -> None:
    assert (
        occasions(said("Ada Moss", "Radio Lark", on=MONDAY), said("Ada Moss"))
        == [(("Radio Lark",), MONDAY)] * 2
    )


def test_nothing_reaches_what_was_said_before() -> None:
    assert occasions(said("Ada Moss"), said("Ada Moss", "Radio Lark"))[0] == ((), None)


def test_nothing_reaches_another_claimant_or_the_outlet_itself() -> None:
    found = occasions(said("Ada Moss", "Radio Lark", on=MONDAY), said("Ben Oak"), said(None))
    assert found[1:] == [((), None)] * 2


def test_another_carrier_is_another_occasion() -> None:
    found = occasions(
        said("Ada Moss", "Radio Lark", on=MONDAY), said("Ada Moss", "The Kite"), said("Ada Moss")
    )
    assert found[1:] == [(("The Kite",), None)] * 2


def test_another_day_is_another_occasion() -> None:
    found = occasions(
        said("Ada Moss", "Radio Lark", on=MONDAY), said("Ada Moss", on=TUESDAY), said("Ada Moss")
    )
    assert found[1:] == [((), TUESDAY)] * 2


def test_a_day_named_late_belongs_to_the_occasion_it_is_named_in() -> None:
    found = occasions(said("Ada Moss", "Radio Lark"), said("Ada Moss", on=MONDAY), said("Ada Moss"))
    assert found == [(("Radio Lark",), None), (("Radio Lark",), MONDAY), (("Radio Lark",), MONDAY)]


def test_the_same_carrier_again_keeps_the_day() -> None:
    found = occasions(said("Ada Moss", "Radio Lark", "Reuters", on=MONDAY), said("Ada Moss", "Reuters"))
    assert found[1] == (("Reuters",), MONDAY)
