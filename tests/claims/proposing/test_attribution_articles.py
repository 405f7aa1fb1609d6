"""Who says what where it takes the sentences before: offices, descriptions, occasions, what is passed on."""

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PUBLISHED = dt.date(2025, 3, 12)
"""A Wednesday."""

PROPOSER = LinguisticProposer(threshold=0.0)


def last(text: str, language: str) -> Proposal:
    return PROPOSER.propose(ArticleText(text, language=language, published=PUBLISHED))[-1]


@pytest.mark.parametrize(
    ("language", "text", "claimant"),
    [
        (
            "uk",
            "Президент Олег Мороз сказав, що 12 мостів закрили.\nГлава держави додав, що 3 відкрили.",
            "Олег Мороз",
        ),
        (
            "uk",
            "Голова «Мережі» Зоя Лис заявила, що дефіцит 2 ГВт.\nКерівниця компанії додала, що імпорт 1 ГВт.",
            "Зоя Лис",
        ),
        (
            "uk",
            "Адвокат Денис Кошовий заявив, що гроші повернули.\nЗахисник наголосив, що є 12 свідків.",
            "Денис Кошовий",
        ),
        (
            "uk",
            "Мешканець Петро розповів, що вибухів було 5.\n«Вікна повилітали на 9 поверхах», — каже чоловік.",
            "Петро",
        ),
        (
            "uk",
            "Інститут вивчення війни (ISW) заявив, що загинули 40.\nВ ISW додали, що поранено 90.",
            "Інститут вивчення війни",
        ),
        (
            "ru",
            "Владелица склада Мария Клюева сообщила, что сгорело 9 машин.\nПо ее данным, убытки 3 млн.",
            "Мария Клюева",
        ),
        (
            "en",
            "Cllr Sunita Rao said the pool lost £2m.\nThe Labour councillor said 400 swam there.",
            "Sunita Rao",
        ),
        (
            "en",
            "Head coach Marco Brandi said 9 players left.\nThe Italian told reporters 4 had come.",
            "Marco Brandi",
        ),
        ("en", "Kev Pellew, 52, said he won £2m.\nThe dad-of-three said he spent £300 of it.", "Kev Pellew"),
        ("en", "Rail operator Northline said 12 trains ran.\nIt said 3 had been cancelled.", "Northline"),
        (
            "de",
            "„Es gab 40 Unfälle“, sagte Sprecherin Vera Kohl.\n„Davon 9 mit Toten“, so Kohl.",
            "Vera Kohl",
        ),
    ],
)
def test_descriptions_mean_whoever_was_named_before(language: str, text: str, claimant: str) -> None:
    assert last(text, language).claimant == claimant


@pytest.mark.parametrize(
    ("language", "sentence", "claimant"),
    [
        ("uk", "О 9:40 мер Олег Бондар уточнив, що поранено 17 людей.", "Олег Бондар"),
        ("uk", "Речниця МЗС Туреччини Ельвін Демір заявила, що 40 людей звільнили.", "Ельвін Демір"),
        ("uk", "Генеральний секретар НАТО Ян де Врис сказав, що передали 40 систем.", "Ян де Врис"),
        ("uk", "За попередніми даними поліції, загинули 4 людей.", "поліція"),
        (
            "uk",
            'Командир взводу з позивним "Грім" розповів, що було 9 атак.',
            'командир взводу з позивним "Грім"',
        ),
        ("en", "Eastern Group of Forces Spokesperson Denys Holub stated that 40 died.", "Denys Holub"),
        ("en", "Cabinet member for leisure Cllr Sunita Rao said the boiler cost £2m.", "Sunita Rao"),
        ("en", "Users are claiming that 14 people died.", "users"),
        ("en", "The Shift Workers' Union says 2 million work nights.", "Shift Workers' Union"),
        ("en", "A WHO spokesperson said 12 countries reported cases.", "WHO spokesperson"),
        ("en", "A soldier with the call sign Fox said 12 shells fell.", "soldier with the call sign Fox"),
        ("en", "The Green Union rejects the plan and said 12 jobs were lost.", "Green Union"),
        ("en", "Such claims have been debunked by 12 outlets.", None),
        ("de", "Laut dem Verkehrsforscher Uwe Lamm sinkt die Zahl um 12 Prozent.", "Uwe Lamm"),
    ],
)
def test_phrases_that_hold_more_than_a_name(language: str, sentence: str, claimant: str | None) -> None:
    assert last(sentence, language).claimant == claimant


@pytest.mark.parametrize(
    ("language", "sentence", "claimant", "via", "day"),
    [
        (
            "uk",
            "Прем'єр Олексій Гончар 3 березня в інтерв'ю Reuters сказав, що дефіцит 4%.",
            "Олексій Гончар",
            ("Reuters",),
            "2025-03-03",
        ),
        (
            "uk",
            "Інститут війни (ІВ) у звіті за 10 березня підтвердив втрату 2 сіл.",
            "Інститут війни",
            (),
            "2025-03-10",
        ),
        (
            "uk",
            "За словами Івана Лози, втрати зросли на 9%, пише Bloomberg.",
            "Іван Лоза",
            ("Bloomberg",),
            None,
        ),
        (
            "uk",
            "На сторінці у Facebook Іван Мороз написав, що отримав 12 літаків.",
            "Іван Мороз",
            ("Facebook",),
            None,
        ),
        (
            "uk",
            "Міністр Петро Голуб у коментарі «Українській правді» спростував 12 випадків.",
            "Петро Голуб",
            ("Українська правда",),
            None,
        ),
        (
            "uk",
            "Командир взводу розповів Громадському, що дронів було 40.",
            "командир взводу",
            ("Громадське",),
            None,
        ),
        (
            "uk",
            "Лікарка Оксана Літвін розповіла LB.ua, що опитали 4200 дітей.",
            "Оксана Літвін",
            ("LB.ua",),
            None,
        ),
        (
            "uk",
            "Мер Іван Дуб в ефірі телеканалу «Перший» сказав, що мостів 12.",
            "Іван Дуб",
            ("Перший",),
            None,
        ),
        (
            "en",
            "Bloomberg reported on Monday, citing three people, that Sorra cut 12 jobs.",
            "three people",
            ("Bloomberg",),
            "2025-03-10",
        ),
        (
            "en",
            "Mayor Anna Holt confirmed 12 deaths in an interview with Radio Nord on Sunday.",
            "Anna Holt",
            ("Radio Nord",),
            "2025-03-09",
        ),
        ("de", "40 Menschen starben, sagte ein Polizeisprecher dem WDR.", "Polizeisprecher", ("WDR",), None),
        (
            "fr",
            "« Il y a 340 lits », a déclaré la ministre de la Santé, Hélène Garnier, sur RTL.",
            "Hélène Garnier",
            ("RTL",),
            None,
        ),
    ],
)
def test_occasions_between_a_name_and_its_verb(
    language: str, sentence: str, claimant: str, via: tuple[str, ...], day: str | None
) -> None:
    found = last(sentence, language)
    assert (found.claimant, found.via) == (claimant, via)
    assert (found.said_on and found.said_on.date and found.said_on.date.isoformat()) == day
