from __future__ import annotations

import pytest

from claims.claimreview.identity import claim_key

ALIKE = [
    ("The quay is 90 metres long.", "«the quay is 90 metres  long»"),
    ("It opened in 2019.", "“It opened in 2019”"),
    ("It opened in 2019 (not 2020).", "It opened in 2019, (not 2020)"),
    ("COVID-19 is over", "Covid 19 is over!"),
    ("A 5-year plan", "A 5 year plan"),
    ("It was -5 degrees", "It was −5 degrees"),
    ("Minus: –5", "minus -5"),
    ("It fell by 5 %", "It fell by 5%"),
    ("CO₂ rose", "CO2 rose"),
    ("No. 5 is alive", "No.5 is alive"),
    ("1 000 men", "1\u202f000 men"),
    ("4–5 men", "4-5 men"),
    ("it is 5\u200e%", "it is 5%"),
]
DIFFERENT = [
    ("It is 4.5 percent", "It is 45 percent"),
    ("It is 4,5 percent", "It is 45 percent"),
    ("It is .5 percent", "It is 5 percent"),
    ("It was -5 degrees", "It was 5 degrees"),
    ("It was – 5 degrees", "It was 5 degrees"),
    ("He owes -$5", "He owes $5"),
    ("It is 5%", "It is 5"),
    ("It is 5‰", "It is 5%"),
    ("It cost $5", "It cost €5"),
    ("It is > 5", "It is < 5"),
    ("It is 5 ± 1", "It is 5 1"),
    ("It is 10² metres", "It is 102 metres"),
    ("It is 5½ metres", "It is 51/2 metres"),
    ("It is 4–5 metres", "It is 45 metres"),
    ("It was won 1 1", "It was won 11"),
    ("In 2019, 5 men", "In 20195 men"),
    ("It is ٤٫٥", "It is ٤٥"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_case_punctuation_and_spaces_make_no_other_claim(one: str, other: str) -> None:
    assert claim_key(one) == claim_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_number_is_another_claim(one: str, other: str) -> None:
    assert claim_key(one) != claim_key(other)


def test_a_wording_of_nothing_but_punctuation_has_a_key_of_its_own() -> None:
    assert len({claim_key(text) for text in ("…", "?", "%", "%?", "-", "–")}) == 6
