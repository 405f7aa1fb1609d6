"""What a spreadsheet would compute is exported as text, and imported as what it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.exchange.table import cell_read, cell_shown, row_of_cells
from claims.models import Claim, RatingScale
from tests import factories
from tests.api import anonymous
from tests.claims.exchange.test_import_jobs import run

pytestmark = pytest.mark.django_db
_FORMULAS = [
    '=HYPERLINK("https://a.example","The dam")',
    "+1 metre is missing",
    "-5 degrees were measured",
    "@dam is 40 metres high",
    "＝1+1",
    "＋1",
    "－1",
    "＠dam",
    "'=1+1",
    "''@a",
]


def exported() -> tuple[str, list[dict[str, str]]]:
    answer = anonymous().get("/api/v1/exports/claims.csv")
    body = b"".join(answer.streaming_content if answer.streaming else [answer.content])  # type: ignore[attr-defined]  # of one that streams
    return body.decode(), list(csv.DictReader(io.StringIO(body.decode())))


@pytest.mark.parametrize("text", _FORMULAS)
def test_a_formula_goes_out_as_text_and_comes_in_as_what_it_was(text: str) -> None:
    rating = factories.rating(label="=1+1", value=-1)
    RatingScale.objects.update(worst=-2, best=2)
    claim = factories.claim(text=text)
    factories.verdict(claim, rating_id=rating.pk)
    out, (cells,) = exported()
    assert cells["text"] == f"'{text}"
    assert (cells["label"], cells["value"], cells["worst"]) == ("'=1+1", "-1.0", "-2.0")
    elsewhere = out.replace(str(claim.pk), "a-dam")
    job = run(elsewhere.encode(), owner=factories.user(), format="csv")
    assert (job.created, job.refused) == (1, 0)
    again = Claim.objects.exclude(pk=claim.pk).get()
    assert again.text == text
    assert again.verdicts.get().original_label == "=1+1"


@given(st.text(alphabet="'=+-@\t\r\n＝＋－＠a1. ", min_size=1, max_size=6))
def test_whatever_it_is_the_way_out_and_in_is_none(text: str) -> None:
    out = cell_shown(text)
    assert cell_read(out) == text
    assert out[0] not in "=@\t\r\n＝＋－＠"


def test_what_somebody_typed_without_an_apostrophe_is_taken_as_it_is() -> None:
    assert row_of_cells(["text"], ["=1+1 is three"]).text == "=1+1 is three"
    assert row_of_cells(["text"], ["'Twas a dam"]).text == "'Twas a dam"
