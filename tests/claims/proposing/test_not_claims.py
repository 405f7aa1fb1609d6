"""Sentences that tell of the article, of an event to come or of a feeling, and claim nothing."""

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

BEFORE = {
    "en": "The bridge was closed on Monday after 3 cracks were found, the council said.",
    "uk": "Міст закрили в понеділок після того, як знайшли 3 тріщини, повідомила міськрада.",
    "ru": "Мост закрыли в понедельник после того, как нашли 3 трещины, сообщила мэрия.",
}


def proposed(language: str, sentence: str) -> bool:
    text = f"{BEFORE[language]}\n{sentence}\n"
    found = LinguisticProposer().propose(ArticleText(text, language=language))
    assert found[0].sentence == BEFORE[language]
    return len(found) > 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The poll of 1,012 voters has a margin of error of 3 percentage points."),
        ("en", "The next meeting will be held at the town hall on 16 September at 7pm."),
        ("en", "Tickets cost £12 and are available from the box office."),
        ("en", "Anna Feld is a reporter on the courts desk."),
        ("en", "Halvorsen Robotics is a leading provider of surgical solutions."),
        ("en", "This content was produced by Acme and does not necessarily reflect the views of the Morrow."),
        ("en", "Anyone who saw the crash is asked to call 101 quoting reference 234."),
        ("en", "“We take safety very seriously,” the company said."),
        ("en", "Holt said she was disappointed by the ruling."),
        ("uk", "Наступне засідання заплановане на 2 червня."),
        ("uk", "«У Дравії я сама все бачила», — сказала пенсіонерка Ганна."),
        ("uk", "Похибка не перевищує 2,4%."),
        ("uk", "Нагадаємо, раніше ми писали про ремонт 12 мостів."),
        ("uk", "Про автора: Соломія Гнатюк – фактчекерка, випускниця Борівської школи."),
        ("uk", "Квитки коштують 200 гривень, їх можна придбати на сайті."),
        ("ru", "Следующее заседание назначено на 2 июня."),
        ("en", "The committee asked why Norbuild had been paid £3m in 2019."),
        ("uk", "Марта Квілл запитала, чому бракує 300 болтів."),
        ("ru", "Марта Квилл спросила, почему не хватает 300 болтов."),
    ],
)
def test_what_claims_nothing_is_left_out(language: str, sentence: str) -> None:
    assert not proposed(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The study was funded by the makers of 12 of the drugs."),
        ("en", "Two of the 12 reporters were detained at the border."),
        ("en", "The charity Clean Air Now called on ministers to act and said 3,000 people die each year."),
        ("ru", "В Минфине уточнили, что резервы выросли на 3%."),
        ("uk", "У своєму Telegram-каналі мер Олег Бондар повідомив про 12 загиблих."),
    ],
)
def test_what_only_looks_like_it_is_proposed(language: str, sentence: str) -> None:
    assert proposed(language, sentence)
