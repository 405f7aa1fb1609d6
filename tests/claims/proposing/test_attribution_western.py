"""Who says what in one German, Spanish or French sentence."""

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

PUBLISHED = dt.date(2025, 3, 14)
"""A Friday."""

PROPOSER = LinguisticProposer(threshold=0.0)

Case = tuple[str, str | None, tuple[str, ...], str | None, str | None]
"""Sentence, claimant, via, the day it was said (ISO), role."""

GERMAN: list[Case] = [
    (
        "Finanzminister Pavel Orlik sagte am Dienstag, die Inflation sei auf 3,1 Prozent gefallen.",
        "Pavel Orlik",
        (),
        "2025-03-11",
        "Finanzminister",
    ),
    ("Laut Polizei starben zwei Menschen.", "Polizei", (), None, None),
    (
        "„Wir haben 12 Schulen gebaut“, sagte Bürgermeisterin Lena Holt der Selmer Zeitung.",
        "Lena Holt",
        ("Selmer Zeitung",),
        None,
        "Bürgermeisterin",
    ),
    ("Zwei Menschen starben, teilte die Polizei am Montag mit.", "Polizei", (), "2025-03-10", None),
    (
        "Eine Studie der Universität Selm zeigt, dass 40 Prozent der Brunnen belastet sind.",
        "Universität Selm",
        (),
        None,
        None,
    ),
    ("12 Brunnen sind belastet, wie das Gesundheitsamt mitteilte.", "Gesundheitsamt", (), None, None),
    ("Die Ministerin erklärte, dass 300 Häuser überflutet seien.", "Ministerin", (), None, None),
    (
        "Orlik betonte in einem Interview mit Reuters, dass der Export gestiegen sei.",
        "Orlik",
        ("Reuters",),
        None,
        None,
    ),
    ("Am Montag sagte Orlik, der Export sei gestiegen.", "Orlik", (), "2025-03-10", None),
    (
        "Orlik hatte am Montag im Stadtrat erklärt, dass der Export um 12 Prozent gestiegen sei.",
        "Orlik",
        (),
        "2025-03-10",
        None,
    ),
]


@pytest.mark.parametrize(
    ("sentence", "claimant", "via", "said_on", "role"), GERMAN, ids=lambda v: str(v)[:60]
)
def test_each_way_of_reporting_is_read_in_german(
    sentence: str, claimant: str | None, via: tuple[str, ...], said_on: str | None, role: str | None
) -> None:
    found = PROPOSER.propose(ArticleText(sentence, "de", PUBLISHED))[0]
    when = found.said_on.date.isoformat() if found.said_on and found.said_on.date else None
    assert (found.claimant, found.via, when, found.role) == (claimant, via, said_on, role)


def test_when_it_happened_is_part_of_a_german_claim_that_is_interrupted() -> None:
    text = "Im Januar, sagte Bürgermeister Jan Holt, sind 12 Millionen Euro ausgegeben worden."
    found = PROPOSER.propose(ArticleText(text, "de", PUBLISHED))[0]
    assert found.text == "Im Januar sind 12 Millionen Euro ausgegeben worden."
    assert (found.claimant, found.said_on) == ("Jan Holt", None)


SPANISH: list[Case] = [
    (
        "El ministro de Finanzas, Pavel Orlik, dijo el martes que la inflación cayó al 3,1 %.",
        "Pavel Orlik",
        (),
        "2025-03-11",
        "ministro de Finanzas",
    ),
    ("Según la policía, murieron dos personas.", "policía", (), None, None),
    (
        "«Construimos 12 escuelas», dijo la alcaldesa Lena Holt a El Diario de Selm.",
        "Lena Holt",
        ("El Diario de Selm",),
        None,
        "alcaldesa",
    ),
    ("El puente se cerrará en mayo, afirmó Orlik.", "Orlik", (), None, None),
    (
        "De acuerdo con datos del Instituto Nacional de Estadística, el paro subió al 7 %.",
        "Instituto Nacional de Estadística",
        (),
        None,
        None,
    ),
    ("Orlik aseguró en una entrevista con Reuters que la planta cerrará.", "Orlik", ("Reuters",), None, None),
    ("Dos personas murieron, informó la policía el lunes.", "policía", (), "2025-03-10", None),
]


@pytest.mark.parametrize(
    ("sentence", "claimant", "via", "said_on", "role"), SPANISH, ids=lambda v: str(v)[:60]
)
def test_each_way_of_reporting_is_read_in_spanish(
    sentence: str, claimant: str | None, via: tuple[str, ...], said_on: str | None, role: str | None
) -> None:
    found = PROPOSER.propose(ArticleText(sentence, "es", PUBLISHED))[0]
    when = found.said_on.date.isoformat() if found.said_on and found.said_on.date else None
    assert (found.claimant, found.via, when, found.role) == (claimant, via, said_on, role)


@pytest.mark.parametrize(
    ("text", "claimant", "claims"),
    [
        ("El puente costó 12 millones. Así lo anunció la alcaldesa Lena Holt el lunes.", "Lena Holt",
         ["El puente costó 12 millones."]),
        ("Así lo anunció Lena Holt: el puente costó 12 millones de euros.", "Lena Holt",
         ["El puente costó 12 millones de euros."]),
        ("El puente costó 12 millones y así lo confirmó Lena Holt.", None,
         ["El puente costó 12 millones y así lo confirmó Lena Holt."]),
    ],
)  # fmt: skip
def test_asi_lo_anuncio_points_back_to_the_spanish_claim(
    text: str, claimant: str | None, claims: list[str]
) -> None:
    found = PROPOSER.propose(ArticleText(text, "es", PUBLISHED))
    assert [claim.text for claim in found] == claims
    if claimant:
        assert {claim.claimant for claim in found} == {claimant}


FRENCH: list[Case] = [
    (
        "Le chômage est tombé à 4,2 % en octobre, a annoncé l'office de statistique.",
        "office de statistique",
        (),
        None,
        None,
    ),
    (
        "Le ministre des Finances, Pavel Orlik, a déclaré mardi que l'inflation était tombée à 3,1 %.",
        "Pavel Orlik",
        (),
        "2025-03-11",
        "ministre des Finances",
    ),
    ("Selon la police, deux personnes sont mortes.", "police", (), None, None),
    (
        "« Nous avons construit 12 écoles », a déclaré la maire Lena Holt au Courrier de Selm.",
        "Lena Holt",
        ("Courrier de Selm",),
        None,
        "maire",
    ),
    ("Le pont fermera en mai, a affirmé Pavel Orlik.", "Pavel Orlik", (), None, None),
    ("« Nous avons construit 12 écoles », a-t-elle ajouté.", None, (), None, None),
    (
        "D'après l'Institut national de la statistique, le chômage a atteint 7 %.",
        "institut national de la statistique",
        (),
        None,
        None,
    ),
    ("Orlik a indiqué dans un entretien à Reuters que l'usine fermerait.", "Orlik", ("Reuters",), None, None),
]


@pytest.mark.parametrize(
    ("sentence", "claimant", "via", "said_on", "role"), FRENCH, ids=lambda v: str(v)[:60]
)
def test_each_way_of_reporting_is_read_in_french(
    sentence: str, claimant: str | None, via: tuple[str, ...], said_on: str | None, role: str | None
) -> None:
    found = PROPOSER.propose(ArticleText(sentence, "fr", PUBLISHED))[0]
    when = found.said_on.date.isoformat() if found.said_on and found.said_on.date else None
    assert (found.claimant, found.via, when, found.role) == (claimant, via, said_on, role)
