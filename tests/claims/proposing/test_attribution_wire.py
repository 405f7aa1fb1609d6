"""Ways of reporting that wire and front-line news use, and lines in them that claim nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PUBLISHED = dt.date(2025, 11, 12)
PROPOSER = LinguisticProposer()


def first(text: str, language: str = "en") -> Proposal:
    return PROPOSER.propose(ArticleText(text, language, PUBLISHED))[0]


@pytest.mark.parametrize(
    ("sentence", "claimant", "role", "via"),
    [
        ("The 9th Army Corps said 60 vehicles were lost.", "9th Army Corps", None, ()),
        ("Posts shared on X and Facebook claim that 5 died.", "posts", None, ("X", "Facebook")),
        (
            "In an interview with The Sunday Record, Orlik said the backlog had reached 410,000 patients.",
            "Orlik", None, ("The Sunday Record",),
        ),
        ("In comments to Radio Tarn, Oleh Lund noted that 12 villages lack power.",
         "Oleh Lund", None, ("Radio Tarn",)),
        (
            "The head of the military administration Oleh Lund said 12 villages lack power.",
            "Oleh Lund", "head of the military administration", (),
        ),
        ("Secretary of State Mike Holt said 12 hostages were freed.", "Mike Holt", "Secretary of State", ()),
        ("Rep. Brian Malk told Reuters 12 bills had failed.", "Brian Malk", None, ("Reuters",)),
        (
            "Peter Allard, a nephrologist at St Bride's Hospital who took no part, warned that 3 died.",
            "Peter Allard", "nephrologist at St Bride's Hospital", (),
        ),
        (
            "Foreign Secretary Dora Rask defended the party, saying the account had 12 owners.",
            "Dora Rask", "Foreign Secretary", (),
        ),
        ("Orlik took to Telegram on Monday, claiming that 12 tanks had been destroyed.",
         "Orlik", None, ("Telegram",)),
        (
            "“It misled 12 million voters,” Will Moy, chief executive of Full Check, told the BBC.",
            "Will Moy", "chief executive of Full Check", ("BBC",),
        ),
        ("One milblogger complained that the 44th Regiment had 3 drones left.", "milblogger", None, ()),
        ("The Velmar and Kessen defence ministries accused the rebels of killing 12 people.",
         "Velmar and Kessen defence ministries", None, ()),
    ],
)  # fmt: skip
def test_wire_reports_in_english(
    sentence: str, claimant: str, role: str | None, via: tuple[str, ...]
) -> None:
    found = first(sentence)
    assert (found.claimant, found.role, found.via) == (claimant, role, via)


@pytest.mark.parametrize(
    ("language", "sentence", "claimant", "via"),
    [
        ("uk", "Як повідомляє Reuters з посиланням на джерела в уряді, експорт упав на 18%.",
         "джерела в уряді", ("Reuters",)),
        ("ru", "Как пишет Bloomberg со ссылкой на источники, экспорт вырос на 6%.",
         "источники", ("Bloomberg",)),
        ("uk", "«Прапор скинули з 2 дронів», — заявив командир Сергій Кравець у коментарі Степовій правді.",
         "Сергій Кравець", ("Степова правда",)),
        ("uk", "Речник Андрій Голуб розповів в ефірі «Каналу 12», що ворог втратив 40 людей.",
         "Андрій Голуб", ("Канал 12",)),
        ("uk", "У січні ціни зросли на 12,9%, повідомила в понеділок Державна служба статистики.",
         "Державна служба статистики", ()),
        ("uk", "Як розповіло Reuters джерело в уряді, міст закрито на 5 днів.",
         "джерело в уряді", ("Reuters",)),
        ("uk", "За даними проєкту DeepMap, село втратило 40 будинків.", "DeepMap", ()),
        ("uk", "Речник ДСНС повідомив, що загинули 5 людей.", "речник ДСНС", ()),
        ("uk", "За словами міністра оборони Італії Гвідо Марчетті, Рим передасть 40 бронемашин.",
         "Гвідо Марчетті", ()),
        ("ru", "«Цены выросли на 5% за год», — сказал глава комитета Павел Орлов газете «Вечерний край».",
         "Павел Орлов", ("Вечерний край",)),
        ("uk", "У Повітряних силах зазначили, що збили 87 безпілотників.", "Повітряні сили", ()),
        ("de", "12 Menschen starben, wie die Polizei am Dienstag mitteilte.", "Polizei", ()),
        ("de", "Krollmann zufolge soll der Absatz um 5 Prozent steigen.", "Krollmann", ()),
    ],
)  # fmt: skip
def test_wire_reports_in_other_languages(
    language: str, sentence: str, claimant: str, via: tuple[str, ...]
) -> None:
    found = first(sentence, language)
    assert (found.claimant, found.via) == (claimant, via)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Oda Brekke said 12 roads were closed.", "person"),
        ("The Velmar Institute said 12 roads were closed.", "organisation"),
        ("A spokesman for the police said 12 roads were closed.", "unnamed"),
        ("A new study found that 12 roads were closed.", "unnamed"),
        ("Experts said 12 roads were closed.", "unnamed"),
        ("Twelve roads in Velmar were closed.", None),
    ],
)
def test_a_claimant_has_a_name_or_none(sentence: str, kind: str | None) -> None:
    assert first(sentence).claimant_kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "“We will continue to work tirelessly for our customers,” Marsh said.",
        "“History will judge us,” the president said.",
        "Neither company answered questions sent by the Courier.",
        "The foreign ministry condemned the attack.",
        "A firefighter walks through the ruins of the Velmar market, 3 May 2025.",
        "Jan Holt is the Courier's health editor.",
        "Opening hours: 9am to 5pm, Monday to Friday.",
        "Police are asking anyone who saw the vehicle to call 101.",
        "If you need help, call the Samaritans on 116 123.",
        "Part two of this series appears on Sunday.",
    ],
)
def test_lines_that_claim_nothing_are_left_out(line: str) -> None:
    text = (
        f"The council met for the first time since the flood of 2021.\n\n{line}\n\nOrlik left the building."
    )
    assert all(p.sentence not in line for p in PROPOSER.propose(ArticleText(text, "en", PUBLISHED)))
