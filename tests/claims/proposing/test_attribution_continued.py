"""What follows the first statement in its sentence: the next one, or the outlet's own words."""

from __future__ import annotations

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer()


def only(text: str, language: str = "en") -> Proposal:
    found = PROPOSER.propose(ArticleText(text, language))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "Jan Holt said that 300 people had come but that only 20 stayed.",
         "300 people had come but only 20 stayed."),
        ("en", "Jan Holt said 300 people had come but that only 20 stayed.",
         "300 people had come but only 20 stayed."),
        ("en", "Jan Holt said it had spent 4 million euros and that 3 bridges were closed.",
         "It had spent 4 million euros and 3 bridges were closed."),
        ("en", "Jan Holt said 300 people had come and that house had burned down.",
         "300 people had come and that house had burned down."),
        ("en", "The council said such a letter had arrived but said it had concerned 40 other boxes.",
         "Such a letter had arrived but it had concerned 40 other boxes."),
        ("en", "Such a letter had arrived, the council said, but said it had concerned 40 other boxes.",
         "Such a letter had arrived, but it had concerned 40 other boxes."),
        ("en", "The council said 12 roads were closed and added that 3 would open in May.",
         "12 roads were closed and 3 would open in May."),
        ("en", "The council said 12 roads were closed, and also said the bridge had cost 48 million.",
         "12 roads were closed, and the bridge had cost 48 million."),
        ("uk", "Мер Андрій Смаглюк сказав, що 12 шкіл закрито, і додав, що 3 відкриють у травні.",
         "12 шкіл закрито, і 3 відкриють у травні."),
    ],
)  # fmt: skip
def test_a_second_statement_stands_without_its_reporting_words(
    language: str, sentence: str, text: str
) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "The bridge cost 48 million, Holt said, but the council disputed the figure.",
         "The bridge cost 48 million."),
        ("en", "The bridge cost 48 million, said Holt, while the opposition claims it cost 60 million.",
         "The bridge cost 48 million."),
        ("en", "The bridge cost 48 million, Holt said, although official figures show 60 million.",
         "The bridge cost 48 million."),
        ("en", "The bridge cost 48 million, Holt said, but 12 million came from the state.",
         "The bridge cost 48 million, but 12 million came from the state."),
        ("en", "The bridge cost 48 million, Holt said, but the state paid 12 million of it.",
         "The bridge cost 48 million, but the state paid 12 million of it."),
        ("uk", "Міст коштував 48 млн, заявив мер Андрій Смаглюк, але рада заперечила цю суму.",
         "Міст коштував 48 млн."),
        ("de", "Die Brücke kostete 48 Millionen, sagte Jan Holt, doch der Rat bestreitet die Summe.",
         "Die Brücke kostete 48 Millionen."),
        ("es", "El puente costó 48 millones, dijo Jan Holt, pero el consejo negó la cifra.",
         "El puente costó 48 millones."),
    ],
)  # fmt: skip
def test_the_outlet_s_remark_is_nobody_else_s_claim(language: str, sentence: str, text: str) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "claimant"),
    [
        ("uk", "Міст коштував 48 млн, йдеться у звіті поліції за 2025 рік.", "поліція"),
        ("uk", "Міст коштував 48 млн, йдеться у звіті Національного банку за 2025 рік.", "Національний банк"),
        ("uk", "Міст коштував 48 млн, йдеться у повідомленні поліції.", "поліція"),
        ("ru", "Мост стоил 48 млн, говорится в отчёте полиции за 2025 год.", "полиция"),
    ],
)
def test_a_report_is_its_issuer_s_whatever_its_year(language: str, sentence: str, claimant: str) -> None:
    found = only(sentence, language)
    assert (found.claimant, found.text.count("48"), found.text[-8:]) == (claimant, 1, " 48 млн.")
