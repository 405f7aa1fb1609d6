"""Sources within sources, and words that only look like another source: whose claim it is, and its text."""

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer()
PUBLISHED = dt.date(2025, 3, 14)


def first(text: str, language: str) -> Proposal:
    return PROPOSER.propose(ArticleText(text, language, PUBLISHED))[0]


@pytest.mark.parametrize(
    ("language", "sentence", "claimant", "via", "text"),
    [
        ("en", "Interwire, citing two unnamed officials, reported that the reserves would last 40 days.",
         "two unnamed officials", ("Interwire",), "The reserves would last 40 days."),
        ("uk", "Як повідомляє «Вісник» із посиланням на Держстат, число учнів зменшилося на 12 відсотків.",
         "Держстат", ("Вісник",), "Число учнів зменшилося на 12 відсотків."),
        ("fr", "Atlas, citant une source hospitalière, rapporte qu’une enquête interne a été ouverte.",
         "source hospitalière", ("Atlas",), "Une enquête interne a été ouverte."),
        ("en", "Olena Maruk told Radio Meridian that, according to Aslan Berik, the army had 4,000 shells.",
         "Aslan Berik", ("Olena Maruk", "Radio Meridian"), "The army had 4,000 shells."),
        ("en", "According to the Harbour Board, Skarsund charges 97 crowns, while Lerhavn asks for 71.",
         "Harbour Board", (), "Skarsund charges 97 crowns, while Lerhavn asks for 71."),
        ("en", "A spokesman for Nordlinje, who asked not to be named, said it had carried 212,000 people.",
         "spokesman for Nordlinje", (), "It had carried 212,000 people."),
        ("en", "A spokesman for Nordlinje said the ferries carried 212,000 passengers in 2025.",
         "spokesman for Nordlinje", (), "The ferries carried 212,000 passengers in 2025."),
        ("en", "A spokeswoman says both were in a car hit by 12 trees.",
         "spokeswoman", (), "Both were in a car hit by 12 trees."),
        ("uk", "«Село отримало 2,4 мільярда гривень», — сказала Лідія Стрижак в інтерв'ю Радіо «Хвиля».",
         "Лідія Стрижак", ("Радіо «Хвиля»",), "Село отримало 2,4 мільярда гривень."),
        ("de", "Die Therme wird nach Angaben von Bürgermeisterin Sabine Lohrmann 46 Millionen Euro kosten.",
         "Sabine Lohrmann", (), "Die Therme wird 46 Millionen Euro kosten."),
        ("de", "„Selm hat 9 Millionen Euro ausgegeben“, sagte Lena Holt am Montag dem „Selmer Boten“.",
         "Lena Holt", ("Selmer Boten",), "Selm hat 9 Millionen Euro ausgegeben."),
        ("de", "„Selm hat 9 Millionen Euro ausgegeben“, sagte Lena Holt am Montag der Presse-Agentur.",
         "Lena Holt", ("Presse-Agentur",), "Selm hat 9 Millionen Euro ausgegeben."),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_whose_claim_it_is(
    language: str, sentence: str, claimant: str, via: tuple[str, ...], text: str
) -> None:
    found = first(sentence, language)
    assert (found.claimant, found.via, found.text) == (claimant, via, text)


def test_a_role_begins_behind_what_cites_it() -> None:
    sentence = "Nach Angaben von Bürgermeisterin Sabine Lohrmann kostet die Therme 46 Millionen Euro."
    assert first(sentence, "de").role == "Bürgermeisterin"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Laut Polizei wurde die Zahl der Unfälle um 40 Prozent gesenkt.",
         "Die Zahl der Unfälle wurde um 40 Prozent gesenkt."),
        ("Holt zufolge sind die Baupreise seit 2022 um 38 Prozent gestiegen.",
         "Die Baupreise sind seit 2022 um 38 Prozent gestiegen."),
        ("Nach Angaben der Feuerwehr brannte eine Halle von 2.000 Quadratmetern ab.",
         "Eine Halle von 2.000 Quadratmetern brannte ab."),
        ("Laut der Studie gibt es 300 Schulen in Selm.", "Es gibt 300 Schulen in Selm."),
        ("Laut Ministerium hat Selm 2024 rund 300 Wohnungen gebaut.",
         "Selm hat 2024 rund 300 Wohnungen gebaut."),
        ("Wie die Polizei am Montag mitteilte, wurden 12 Menschen verletzt.", "12 Menschen wurden verletzt."),
        ("Wie Holt sagte, ist der Hafen von Selm 90 Meter lang.", "Der Hafen von Selm ist 90 Meter lang."),
        # What may stand before the verb is not sure there.
        ("Laut Polizei starben gestern zwei Menschen in Selm.", "Starben gestern zwei Menschen in Selm."),
        # There the verb does not come first.
        ("Holt sagte, dass die Preise um 38 Prozent gestiegen sind.",
         "Die Preise um 38 Prozent gestiegen sind."),
    ],
)  # fmt: skip
def test_a_german_claim_does_not_read_like_a_question(sentence: str, text: str) -> None:
    found = first(sentence, "de")
    assert found.text == text
    assert found.text_edited == (text.lower() not in sentence.lower())


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Export sank nach Angaben von Holt um 40 Prozent.",
        "Nach Angaben von Holt sank der Export um 40 Prozent.",
        "Der Export ist nach Einschätzung von Holt um 40 Prozent gesunken.",
    ],
)
def test_what_somebody_says_in_german_is_no_part_of_the_name(sentence: str) -> None:
    assert first(sentence, "de").claimant == "Holt"


def test_a_labelled_turn_is_its_speaker_s_to_the_end_of_the_paragraph() -> None:
    text = (
        "Marta Quill has been director of the hospital since 2019.\n\n"
        "Peter Hask: How many beds have you had to close?\n\n"
        "Marta Quill: The hospital has closed 64 of 410 beds. It has cost 12 million crowns.\n\n"
        "Dunmarrow has 9,400 inhabitants."
    )
    found = {p.text: p.claimant for p in PROPOSER.propose(ArticleText(text, "en", PUBLISHED))}
    assert found["It has cost 12 million crowns."] == "Marta Quill"
    assert found["Dunmarrow has 9,400 inhabitants."] is None
