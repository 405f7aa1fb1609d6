"""When and where it was said is no part of the claim: dates with their weekday, media, sessions, hearings."""

from __future__ import annotations

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PUBLISHED = dt.date(2026, 11, 12)
PROPOSER = LinguisticProposer()


def only(text: str, language: str = "en") -> Proposal:
    found = PROPOSER.propose(ArticleText(text, language, PUBLISHED))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("language", "sentence", "text", "claimant", "date"),
    [
        ("en", "Road deaths fell by 12 percent, Minister Omar Haddad said on Monday, March 9, at a briefing.",
         "Road deaths fell by 12 percent.", "Omar Haddad", dt.date(2026, 3, 9)),
        ("en", "The dam lost 40 gates, Lena Oduya told reporters on Monday, 9 March.",
         "The dam lost 40 gates.", "Lena Oduya", dt.date(2026, 3, 9)),
        ("en", "Harbour chief Jan Holt said on Friday, November 6, that 40 boats had sunk.",
         "40 boats had sunk.", "Jan Holt", dt.date(2026, 11, 6)),
        ("en", "Lena Oduya told Radio Nord on Monday, March 9, 2026, in Selm that the dam had lost 40 gates.",
         "The dam had lost 40 gates.", "Lena Oduya", dt.date(2026, 3, 9)),
        ("en", "The dam lost 40 gates, Lena Oduya said on Tuesday (10 November).",
         "The dam lost 40 gates.", "Lena Oduya", dt.date(2026, 11, 10)),
        ("en", "On Tuesday, November 10, 2026, Lena Oduya said that the dam had lost 40 gates.",
         "The dam had lost 40 gates.", "Lena Oduya", dt.date(2026, 11, 10)),
        ("uk", "Кількість аварій зменшилася на 12%, повідомив речник Олег Бойко у понеділок, 9 березня.",
         "Кількість аварій зменшилася на 12%.", "Олег Бойко", dt.date(2026, 3, 9)),
        ("uk", "Кількість аварій зменшилася на 12%, повідомив у п'ятницю, 6 листопада, мер Андрій Смаглюк.",
         "Кількість аварій зменшилася на 12%.", "Андрій Смаглюк", dt.date(2026, 11, 6)),
        ("uk", "Мер Андрій Смаглюк повідомив у п'ятницю, 6 листопада, що кількість аварій зросла на 12%.",
         "Кількість аварій зросла на 12%.", "Андрій Смаглюк", dt.date(2026, 11, 6)),
        ("ru", "Число аварий выросло на 12%, сообщил в пятницу, 6 ноября, мэр Андрей Смаглюк.",
         "Число аварий выросло на 12%.", "Андрей Смаглюк", dt.date(2026, 11, 6)),
        ("de", "Der Absatz sank um 12 Prozent, sagte Minister Omar Haddad am Montag, dem 9. März, in Velmar.",
         "Der Absatz sank um 12 Prozent.", "Omar Haddad", dt.date(2026, 3, 9)),
        ("es", "El paro bajó un 12 por ciento, dijo el ministro Omar Haddad el lunes, 9 de marzo.",
         "El paro bajó un 12 por ciento.", "Omar Haddad", dt.date(2026, 3, 9)),
        ("fr", "Le chômage a baissé de 12 pour cent, a déclaré le ministre Omar Haddad lundi 9 mars.",
         "Le chômage a baissé de 12 pour cent.", "Omar Haddad", dt.date(2026, 3, 9)),
        ("en", "Prices rose on Monday, 9 March, to 40 crowns, Haddad said.",
         "Prices rose on Monday, 9 March, to 40 crowns.", "Haddad", None),
        ("en", "Haddad said 40 crowns a litre had been paid on Monday, March 9, in Velmar.",
         "40 crowns a litre had been paid on Monday, March 9, in Velmar.", "Haddad", None),
    ],
)  # fmt: skip
def test_a_weekday_and_its_date_are_when_it_was_said(
    language: str, sentence: str, text: str, claimant: str, date: dt.date | None
) -> None:
    found = only(sentence, language)
    assert (found.text, found.claimant) == (text, claimant)
    assert (found.said_on.date if found.said_on else None) == date


@pytest.mark.parametrize(
    ("language", "sentence", "text", "claimant", "via"),
    [
        ("en", "The health ministry said in a statement on Wednesday that 214 residents had been vaccinated.",
         "214 residents had been vaccinated.", "health ministry", ()),
        ("en", "The health ministry said in a statement on Wednesday 214 residents had been vaccinated.",
         "214 residents had been vaccinated.", "health ministry", ()),
        ("en", "Omar Haddad said in an interview on Monday that 300 people had died.",
         "300 people had died.", "Omar Haddad", ()),
        ("en", "Omar Haddad said in an interview with Radio Nord late on Monday that 300 officers had died.",
         "300 officers had died.", "Omar Haddad", ("Radio Nord",)),
        ("en", "The head of the road office, Lena Oduya, said in a report on Monday 300 members had left.",
         "300 members had left.", "Lena Oduya", ()),
        ("uk", "Міністерство охорони здоров'я повідомило у заяві в середу, що 214 жителів були щеплені.",
         "214 жителів були щеплені.", "Міністерство охорони здоров'я", ()),
        ("de", "Das Ministerium sagte in einer Erklärung am Mittwoch, dass 214 Bewohner geimpft wurden.",
         "214 Bewohner geimpft wurden.", "Ministerium", ()),
        ("fr", "Le ministère a déclaré dans un communiqué mercredi que 214 habitants avaient été vaccinés.",
         "214 habitants avaient été vaccinés.", "ministère", ()),
    ],
)  # fmt: skip
def test_a_medium_and_its_day_are_read_over(
    language: str, sentence: str, text: str, claimant: str, via: tuple[str, ...]
) -> None:
    found = only(sentence, language)
    assert (found.text, found.claimant, found.via) == (text, claimant, via)


@pytest.mark.parametrize(
    ("sentence", "text", "via"),
    [
        ("Inflation reached 9 percent, said Lena Oduya, head of the bank, at a hearing in parliament.",
         "Inflation reached 9 percent.", ()),
        ("Inflation reached 9 percent, said Lena Oduya, head of the bank, in an interview with Radio Nord.",
         "Inflation reached 9 percent.", ("Radio Nord",)),
        ("Some 40 boats sank, said Lena Oduya, head of the coastguard, speaking in Velmar.",
         "Some 40 boats sank.", ()),
        ("Some 40 boats sank, said Lena Oduya, head of the coastguard, during a visit to Velmar.",
         "Some 40 boats sank.", ()),
        ("Some 40 boats sank, according to Lena Oduya, head of the coastguard, speaking at a hearing.",
         "Some 40 boats sank.", ()),
        ("“Unemployment fell to 4.1 percent,” said Lena Oduya, head of the bank, at a hearing in Velmar.",
         "Unemployment fell to 4.1 percent.", ()),
        ("The tax, said Lena Oduya, head of the bank, at 9 percent, was the highest since 2001.",
         "The tax at 9 percent, was the highest since 2001.", ()),
        ("Prices fell, said Lena Oduya, head of the bank, in Velmar and Selm, where 9 percent had no work.",
         "Prices fell in Velmar and Selm, where 9 percent had no work.", ()),
    ],
)  # fmt: skip
def test_an_occasion_behind_a_role_is_no_part_of_the_claim(
    sentence: str, text: str, via: tuple[str, ...]
) -> None:
    found = only(sentence)
    assert (found.text, found.claimant, found.via) == (text, "Lena Oduya", via)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("de", "Der Absatz sank um 12 Prozent, sagte Lena Oduya, Leiterin des Amts, bei einer Anhörung.",
         "Der Absatz sank um 12 Prozent."),
        ("es", "El paro bajó un 12 por ciento, dijo Lena Oduya, directora del banco, en una audiencia.",
         "El paro bajó un 12 por ciento."),
        ("fr", "Les prix ont baissé de 9 %, a dit Lena Oduya, cheffe du bureau, lors d'une visite à Selm.",
         "Les prix ont baissé de 9 %."),
        ("uk", "Інфляція сягнула 9%, заявила Олена Одуя, директорка інституту, під час слухань у парламенті.",
         "Інфляція сягнула 9%."),
        ("uk", "Місто відремонтувало 18 із 24 шкіл, заявив мер Андрій Смаглюк на засіданні ради.",
         "Місто відремонтувало 18 із 24 шкіл."),
        ("uk", "«Ми відремонтували 18 із 24 шкіл», — заявив мер Андрій Смаглюк на засіданні уряду.",
         "Ми відремонтували 18 із 24 шкіл."),
        ("uk", "Кількість аварій зменшилася на 12%, заявив Олег Бойко на засіданні комісії у Львові.",
         "Кількість аварій зменшилася на 12%."),
        ("uk", "Мер Андрій Смаглюк заявив на засіданні комісії з питань бюджету, що закрито 18 із 24 шкіл.",
         "Закрито 18 із 24 шкіл."),
        ("uk", "Закрито 18 із 24 шкіл, заявив на засіданні міської ради мер Андрій Смаглюк.",
         "Закрито 18 із 24 шкіл."),
        ("uk", "На засіданні обласної ради речниця Олена Бойко повідомила, що закрито 18 із 24 шкіл.",
         "Закрито 18 із 24 шкіл."),
        ("uk", "Закрито 18 із 24 шкіл, повідомила Олена Бойко під час наради керівників громад у Тарні.",
         "Закрито 18 із 24 шкіл."),
        ("ru", "Город отремонтировал 18 из 24 школ, заявил мэр Андрей Смаглюк на заседании совета.",
         "Город отремонтировал 18 из 24 школ."),
        ("ru", "Мэр Андрей Смаглюк заявил на заседании комитета в Тарне, что закрыты 18 из 24 школ.",
         "Закрыты 18 из 24 школ."),
        ("uk", "На засіданні ради виступила Олена Бойко, директорка 24 шкіл.",
         "На засіданні ради виступила Олена Бойко, директорка 24 шкіл."),
    ],
)  # fmt: skip
def test_occasions_in_other_languages(language: str, sentence: str, text: str) -> None:
    assert only(sentence, language).text == text
