"""Whom a claimant spoke to, where that is no medium."""

from __future__ import annotations

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer(threshold=0.0)


def proposals(text: str, language: str = "en", outlet: str | None = None) -> list[Proposal]:
    return PROPOSER.propose(ArticleText(text, language, dt.date(2026, 11, 12), outlet))


@pytest.mark.parametrize(
    ("language", "sentence", "addressee"),
    [
        ("en", "Minister Jan Holt told the council that 40 dams had failed.", "council"),
        ("en", "Jan Holt told residents of Ashmere that 40 dams had failed.", "residents of Ashmere"),
        ("en", "40 dams had failed, Jan Holt told a packed hall on Monday.", "packed hall"),
        ("en", "“40 dams have failed,” Jan Holt told the Ashmere Council.", "Ashmere Council"),
        ("en", "Jan Holt told the Health Ministry that 40 dams had failed.", "Health Ministry"),
        ("en", "Jan Holt assured parents and teachers that 40 dams had failed.", "parents and teachers"),
        ("en", "Jan Holt disagreed, telling reporters on Monday that 40 dams had failed.", "reporters"),
        ("en", "Jan Holt said in a letter to the ministry that 40 dams had failed.", "ministry"),
        ("en", "In a letter to the Health Ministry, Jan Holt said 40 dams had failed.", "Health Ministry"),
        ("en", "Speaking to residents in Velmar, Mayor Jan Holt said 40 dams had failed.", "residents"),
        ("de", "„Wir haben 12 Schulen gebaut“, sagte Lena Holt dem Stadtrat.", "Stadtrat"),
        ("de", "Lena Holt erklärte gegenüber den Anwohnern, 12 Schulen seien gebaut worden.", "Anwohnern"),
        ("de", "Lena Holt sagte vor dem Bauausschuss, dass 12 Schulen gebaut worden seien.", "Bauausschuss"),
        ("es", "La alcaldesa Lena Holt dijo a los vecinos que se han construido 12 escuelas.", "vecinos"),
        ("es", "Lena Holt dijo el lunes ante el pleno que se han construido 12 escuelas.", "pleno"),
        ("es", "En una carta al ministerio, Lena Holt aseguró que hay 12 escuelas nuevas.", "ministerio"),
        ("fr", "Lena Holt a déclaré aux habitants que 12 écoles ont été construites.", "habitants"),
        ("fr", "« Nous avons 12 écoles », a dit Lena Holt au conseil municipal.", "conseil municipal"),
        ("uk", "Мер Андрій Смаглюк розповів журналістам, що збудували 12 шкіл.", "журналістам"),
        ("uk", "Мер Андрій Смаглюк сказав у понеділок мешканцям, що збудували 12 шкіл.", "мешканцям"),
        ("uk", "«Ми збудували 12 шкіл», — сказав Смаглюк депутатам міської ради.", "депутатам міської ради"),
        ("uk", "Збудували 12 шкіл, розповів журналістам мер Андрій Смаглюк.", "журналістам"),
        ("uk", "«Ми збудували 12 шкіл», — сказала Олена Смаглюк міській раді.", "міській раді"),
        ("uk", "Олена Смаглюк сказала міській раді, що збудували 12 шкіл.", "міській раді"),
        ("ru", "«Мы построили 12 школ», — сообщила Елена Смаглюк городскому совету в понедельник.",
         "городскому совету"),
        ("ru", "Построили 12 школ, сказал журналистам мэр Андрей Смаглюк.", "журналистам"),
        ("ru", "Мэр Андрей Смаглюк рассказал жителям, что построили 12 школ.", "жителям"),
    ],
)  # fmt: skip
def test_the_party_spoken_or_written_to_is_named_as_written(
    language: str, sentence: str, addressee: str
) -> None:
    (found,) = proposals(sentence, language)
    assert (found.addressee, found.via) == (addressee, ())
    assert addressee not in found.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uk", "«Ми збудували 12 шкіл», — сказала Смаглюк міській раді."),
        ("uk", "«Ми збудували 12 шкіл», — сказав Смаглюк обласному комітету."),
        ("ru", "«Мы построили 12 школ», — сказала Смаглюк городскому совету."),
        ("ru", "«Мы построили 12 школ», — сказал Смаглюк городской думе."),
    ],
)
def test_whoever_was_told_is_no_part_of_who_said_it(language: str, sentence: str) -> None:
    (found,) = proposals(sentence, language)
    assert found.claimant == "Смаглюк"


@pytest.mark.parametrize(
    ("language", "sentence", "via"),
    [
        ("en", "Jan Holt told Radio Nord that 40 dams had failed.", ("Radio Nord",)),
        ("en", "Jan Holt told Dalnik that 40 dams had failed.", ("Dalnik",)),
        ("en", "Jan Holt told the newspaper that 40 dams had failed.", ()),
        ("en", "Jan Holt told state television that 40 dams had failed.", ()),
        ("en", "Jan Holt told him that 40 dams had failed.", ()),
        ("en", "Opening the case, Jan Holt said 40 dams had failed.", ()),
        ("en", "Jan Holt said in response to a question that 40 dams had failed.", ()),
        ("en", "Jan Holt said during a visit to the ministry that 40 dams had failed.", ()),
        ("de", "Lena Holt sagte der Selmer Zeitung, dass 12 Schulen gebaut wurden.", ("Selmer Zeitung",)),
        ("es", "Lena Holt dijo a Radio Sur que se han construido 12 escuelas.", ("Radio Sur",)),
        ("uk", "Мер Андрій Смаглюк розповів Суспільному, що збудували 12 шкіл.", ("Суспільне",)),
        ("uk", "Мер Андрій Смаглюк заявив у міській раді, що збудували 12 шкіл.", ()),
    ],
)
def test_media_pronouns_and_occasions_are_no_addressee(
    language: str, sentence: str, via: tuple[str, ...]
) -> None:
    (found,) = proposals(sentence, language)
    assert (found.addressee, found.via) == (None, via)


def test_the_articles_own_outlet_is_no_addressee() -> None:
    (found,) = proposals("Mayor Ana Weiss told Dalnik that 12 men died.", outlet="Dalnik")
    assert (found.addressee, found.via) == (None, ())


def test_somebody_known_to_the_article_is_one_and_no_carrier() -> None:
    found = proposals("Tom Holt chairs the port. Mayor Ana Weiss told Tom Holt that 12 men died.")[-1]
    assert (found.addressee, found.via) == ("Tom Holt", ())


def test_later_statements_are_made_to_the_same_addressee() -> None:
    first, second, third = proposals(
        "Mayor Ana Weiss told the council on Monday that 12 men died. She said 40 were hurt. "
        "She added that the bridge was 80 years old."
    )
    assert {one.addressee for one in (first, second, third)} == {"council"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ana Weiss told the council that 12 men died. Ana Weiss told Radio Nord that 40 were hurt. ",
            [("council", ()), (None, ("Radio Nord",))],
        ),
        (
            "Ana Weiss told Radio Nord that 12 men died. Ana Weiss told the council that 40 were hurt. ",
            [(None, ("Radio Nord",)), ("council", ())],
        ),
        (
            "Ana Weiss told the council on Monday that 12 men died. Weiss said on Tuesday 40 were hurt. ",
            [("council", ()), (None, ())],
        ),
        (
            "Ana Weiss told the council that 12 men died. Jan Holt said 40 were hurt.",
            [("council", ()), (None, ())],
        ),
    ],
)
def test_another_party_another_day_or_another_claimant_ends_the_occasion(
    text: str, expected: list[tuple[str | None, tuple[str, ...]]]
) -> None:
    assert [(one.addressee, one.via) for one in proposals(text)] == expected
