"""Correcting a claim's wording, language and claimant."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from claims.models import Claim, ClaimCorrection, ClaimDocument
from claims.roles import Role
from claims.rules import Kind
from claims.search_selectors import claims_started
from claims.services import resemblance
from claims.services.corrections import claim_correct
from claims.services.resemblance import claims_compare
from common.changes import changes_place
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from common.models import Change
from tests import factories
from tests.wakes import Wakes

pytestmark = pytest.mark.django_db

WORDS = "The dam at Velmar is 38 metres high."


def correct(claim: Claim, **values: Any) -> ClaimCorrection:
    given = {"text": WORDS, "language": claim.language, "claimant": claim.claimant, "reason": "38, not 83."}
    return claim_correct(claim_id=claim.pk, **({"actor": factories.user()} | given | values))


def test_a_claim_says_what_is_right_and_what_it_said_is_kept() -> None:
    claim, said_by, actor = factories.claim(text="It is 83 m."), factories.source(), factories.user()
    made = correct(claim, text=f" {WORDS}\n", language=" nb ", claimant=said_by, actor=actor)
    claim.refresh_from_db()
    assert (claim.text, claim.language, claim.claimant) == (WORDS, "nb", said_by)
    assert (made.text, made.language, made.claimant) == ("It is 83 m.", "en", None)
    assert (made.actor, made.reason) == (actor, "38, not 83.")
    assert not claim.variants.exists()


def test_it_is_found_by_what_it_says_now_and_looked_through_for_doubles_again() -> None:
    other, claim = factories.claim(text=WORDS), factories.claim(text="Bananas are blue.")
    claims_compare()
    correct(claim)
    assert set(claims_started(Claim.objects.all(), "Velmar")) == {claim, other}
    assert not claims_started(Claim.objects.all(), "bananas").exists()
    claims_compare()
    assert claim.duplicates_later.exists() or claim.duplicates_earlier.exists()


@pytest.mark.django_db(transaction=True)
def test_the_search_for_its_doubles_begins_once_it_is_committed(wakes: Wakes) -> None:
    claim = factories.claim()
    wakes()
    with transaction.atomic():
        correct(claim)
        assert "claims.compare" not in wakes()
    assert "claims.compare" in wakes()


def test_a_published_claim_keeps_its_old_wording_as_a_variant_and_its_verdicts_theirs() -> None:
    verdict = factories.verdict(factories.claim(text="The dam is 83 metres high."))
    claim = verdict.claim
    changes_place()
    correct(claim, language="nb")
    variant = claim.variants.get()
    assert (variant.text, variant.language) == ("The dam is 83 metres high.", "en")
    assert list(claims_started(Claim.objects.all(), "83 metres")) == [claim]
    later = factories.verdict(claim, publisher=verdict.publisher, kind=Kind.UPDATE)
    verdict.refresh_from_db()
    assert (verdict.claim_text, later.claim_text) == ("The dam is 83 metres high.", WORDS)
    assert WORDS.encode() in ClaimDocument.objects.get(claim=claim).body.encode()
    told = Change.objects.filter(resource="claims", key=str(claim.pk)).order_by("pk")
    assert [row.kind for row in told][:2] == [Change.Kind.CREATED, Change.Kind.UPDATED]


def test_that_somebody_else_said_it_is_a_correction_and_no_other_wording() -> None:
    claim, said_by = factories.verdict().claim, factories.source()
    made = correct(claim, text=claim.text, claimant=said_by)
    claim.refresh_from_db()
    assert (made.claimant, claim.claimant) == (None, said_by)
    assert not claim.variants.exists()


def test_that_it_is_in_another_language_is_a_correction_and_no_other_wording() -> None:
    claim = factories.verdict().claim
    made = correct(claim, text=claim.text, language="nb")
    claim.refresh_from_db()
    assert (made.language, claim.language) == ("en", "nb")
    assert not claim.variants.exists()


def test_the_same_old_wording_is_one_variant() -> None:
    claim = factories.verdict(factories.claim(text="A.")).claim
    for text in ("B.", "A.", "B."):
        correct(claim, text=text)
        claim.refresh_from_db()
    assert sorted(claim.variants.values_list("text", flat=True)) == ["A.", "B."]
    assert ClaimCorrection.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": " "}, "text"), ({"reason": " "}, "reason"), ({"text": "It is 83 m."}, "text")],
)
def test_what_makes_no_sense_is_refused_beside_its_field(values: dict[str, Any], field: str) -> None:
    claim = factories.claim(text="It is 83 m.")
    with pytest.raises(Invalid) as refusal:
        correct(claim, **values)
    assert refusal.value.field == field
    assert not ClaimCorrection.objects.exists()


def test_a_merged_claim_is_left_as_it_was_and_an_unknown_one_is_not_found() -> None:
    into = factories.claim()
    with pytest.raises(Conflict, match=str(into.pk)):
        correct(factories.merged_claim(into))
    with pytest.raises(NotFound):
        claim_correct(
            claim_id=new_id(), text="A", language="", claimant=None, reason="b", actor=factories.user()
        )


def test_a_checker_corrects_what_is_open_and_an_editor_what_is_published() -> None:
    checker = factories.user(role=Role.CHECKER)
    correct(factories.claim(text="It is 83 m."), actor=checker)
    with pytest.raises(Refused):
        correct(factories.verdict().claim, actor=checker)
    with pytest.raises(Refused):
        correct(factories.claim(text="It is 83 m."), actor=factories.user(role=None))


def test_what_was_corrected_is_never_changed() -> None:
    correct(factories.claim(text="It is 83 m."))
    rows = ClaimCorrection.objects.all()
    for act in (lambda: rows.update(text="x"), rows.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            act()


def test_one_that_is_corrected_while_it_is_compared_is_still_to_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = factories.claim(text="It is 83 m.")
    record = resemblance._duplicates_record

    def meanwhile(compared: Claim, matches: Any) -> None:
        correct(Claim.objects.get(pk=claim.pk))
        record(compared, matches)

    monkeypatch.setattr(resemblance, "_duplicates_record", meanwhile)
    resemblance._compare_some()
    claim.refresh_from_db()
    assert (claim.text, claim.compared_at) == (WORDS, None)
