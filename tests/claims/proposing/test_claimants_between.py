"""Who is the claimant, and who only stands beside the reporting words: those told, those written of."""

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer(threshold=0.0)


def first(text: str, language: str) -> Proposal:
    found = PROPOSER.propose(ArticleText(text, language))[0]
    assert text[found.start : found.end] == found.sentence
    return found


@pytest.mark.parametrize(
    ("language", "sentence", "claimant", "text"),
    [
        ("de", "Die Brücke sei 1962 gebaut worden, sagte Holt dem Stadtrat.", "Holt",
         "Die Brücke sei 1962 gebaut worden."),
        ("de", "Die Brücke habe 300 Bolzen verloren, sagte ein Sprecher der Stadt dem Stadtrat.",
         "Sprecher der Stadt", "Die Brücke habe 300 Bolzen verloren."),
        ("fr", "L’ingénieure en chef, Marta Quill, a dit au conseil que le pont avait perdu 300 boulons.",
         "Marta Quill", "Le pont avait perdu 300 boulons."),
        ("uk", "Марта Квілл сказала депутатам Верховної Ради, що міст втратив 300 болтів.", "Марта Квілл",
         "Міст втратив 300 болтів."),
        ("uk", "Міст втратив 300 болтів, сказала Марта Квілл депутатам Верховної Ради.", "Марта Квілл",
         "Міст втратив 300 болтів."),
        ("ru", "Марта Квилл сказала депутатам городского совета, что мост потерял 300 болтов.", "Марта Квилл",
         "Мост потерял 300 болтов."),
        ("ru", "Мост потерял 300 болтов, сказала Марта Квилл депутатам городского совета.", "Марта Квилл",
         "Мост потерял 300 болтов."),
    ],
)  # fmt: skip
def test_those_told_are_no_part_of_the_claimant(
    language: str, sentence: str, claimant: str, text: str
) -> None:
    found = first(sentence, language)
    assert (found.claimant, found.text) == (claimant, text)


@pytest.mark.parametrize(
    ("sentence", "claimant", "text"),
    [
        ("Diversions, according to the council, will add 25 minutes to journeys.", "council",
         "Diversions will add 25 minutes to journeys."),
        ("Norbuild, according to the council, announced 300 new jobs in 2025.", "council",
         "Norbuild announced 300 new jobs in 2025."),
        ("Economists had expected a cut to 5.75 per cent.", "economists",
         "Economists had expected a cut to 5.75 per cent."),
        ("The bank expects inflation will fall to 2 per cent.", "bank",
         "Inflation will fall to 2 per cent."),
    ],
)  # fmt: skip
def test_what_somebody_else_is_said_to_do_is_the_claim(sentence: str, claimant: str, text: str) -> None:
    found = first(sentence, "en")
    assert (found.claimant, found.text) == (claimant, text)


@pytest.mark.parametrize(
    ("language", "sentence", "claimant", "text"),
    [
        ("en", "In January, Holt said, exports fell by 12 per cent.", "Holt",
         "In January exports fell by 12 per cent."),
        ("en", "Unemployment, Holt said, is 6.2 per cent.", "Holt", "Unemployment is 6.2 per cent."),
        ("uk", "У січні, сказав Орлик, експорт впав на 12 відсотків.", "Орлик",
         "У січні експорт впав на 12 відсотків."),
        ("ru", "В январе, сказал Орлик, экспорт упал на 12 процентов.", "Орлик",
         "В январе экспорт упал на 12 процентов."),
        ("fr", "En janvier, a déclaré Holt, les exportations ont chuté de 12 %.", "Holt",
         "En janvier les exportations ont chuté de 12 %."),
        ("es", "En enero, dijo Holt, las exportaciones cayeron un 12 %.", "Holt",
         "En enero las exportaciones cayeron un 12 %."),
        ("en", "In a statement, Holt said exports fell by 12 per cent.", "Holt",
         "Exports fell by 12 per cent."),
    ],
)  # fmt: skip
def test_reporting_words_may_stand_behind_the_first_words(
    language: str, sentence: str, claimant: str, text: str
) -> None:
    found = first(sentence, language)
    assert (found.claimant, found.text) == (claimant, text)


@pytest.mark.parametrize(
    ("language", "sentence", "claimant"),
    [
        ("en", "Police: 12 people were arrested in Astley.", "police"),
        ("uk", "Поліція: у Сельмі затримали 12 людей.", "поліція"),
        ("ru", "Полиция: в Сельме задержали 12 человек.", "полиция"),
        ("fr", "Police : 12 personnes ont été arrêtées à Selm.", "Police"),
        ("de", "Die Stadt wies den Vorwurf zurück, 300 Bolzen nicht ersetzt zu haben.", "Stadt"),
        ("de", "Die Stadt hat mitgeteilt, dass die Brücke 2026 schließt.", "Stadt"),
        ("es", "Marta Quill rechazó que el puente hubiera perdido 300 pernos.", "Marta Quill"),
        ("fr", "Marta Quill a contesté que le pont ait perdu 300 boulons.", "Marta Quill"),
    ],
)
def test_a_claimant_is_found(language: str, sentence: str, claimant: str) -> None:
    assert first(sentence, language).claimant == claimant


@pytest.mark.parametrize(
    ("sentence", "claimant"),
    [
        ("Das teilte die Stadt Selm am Montag mit.", "Stadt Selm"),
        ("Das sagte Bürgermeisterin Marta Quill.", "Marta Quill"),
    ],
)
def test_german_says_afterwards_who_said_it(sentence: str, claimant: str) -> None:
    found = PROPOSER.propose(ArticleText(f"Die Brücke bleibt 12 Monate gesperrt. {sentence}", "de"))
    assert [(one.text, one.claimant) for one in found] == [
        ("Die Brücke bleibt 12 Monate gesperrt.", claimant)
    ]


def test_nobody_is_called_we() -> None:
    assert first("We found that 300 bolts were missing in March 2019.", "en").claimant is None


def test_nobody_speaks_of_themselves_by_a_role() -> None:
    text = (
        "Marta Quill runs an office in Selm.\n\nMARTA QUILL: We counted 300 bolts.\n\n"
        "MARTA QUILL: The contractor paid £3m for the repair."
    )
    found = PROPOSER.propose(ArticleText(text, "en"))[-1]
    assert (found.text, found.claimant) == ("The contractor paid £3m for the repair.", "Marta Quill")
