"""Who is meant, across the sentences of an article: surnames, roles, pronouns, organisations, carriers."""

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer(threshold=0.0)


def last(text: str, language: str = "en", outlet: str | None = None) -> Proposal:
    """What is found in the last sentence."""
    return PROPOSER.propose(ArticleText(text, language, outlet=outlet))[-1]


INTRO = "Viktor Orlik, spokesman for the Eastern Command, told Dalnik that 12 bridges were closed."


@pytest.mark.parametrize(
    "following",
    [
        "Orlik said the roads were flooded too.",
        "Mr Orlik said the roads were flooded too.",
        "The spokesman said the roads were flooded too.",
        "The spokesperson stressed that the roads were flooded too.",
        "He added that the roads were flooded too.",
        "The roads were flooded too, he said.",
        "“The roads were flooded too,” he said.",
        "“The roads were flooded too,” Orlik added.",
        "The official said the roads were flooded too.",
        "The 47-year-old said the roads were flooded too.",
        "According to Orlik, the roads were flooded too.",
        "Orlik was blunt: “The roads were flooded too.”",
    ],
)
def test_every_later_mention_means_the_full_name(following: str) -> None:
    found = last(f"{INTRO} {following}")
    assert (found.claimant, found.role) == ("Viktor Orlik", "spokesman for the Eastern Command")
    assert found.via == ("Dalnik",)  # the same occasion


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "Ana Weiss said the dam was old. Tom Holt said it was new. She said 12 engineers had seen it.",
            "Ana Weiss",
        ),
        (
            "Ana Weiss said the dam was old. Tom Holt said it was new. He said 12 engineers had seen it.",
            "Tom Holt",
        ),
        ("The mayor, Ana Weiss, opened the dam in 2019. She said it had cost 40 million.", "Ana Weiss"),
        (
            "Mayor Ana Weiss and Governor Tom Holt met in Selm. The governor said 12 roads were closed.",
            "Tom Holt",
        ),
        (
            (
                "Ana Weiss of the city police met Tom Holt, the army's spokesman. The spokesman said 12 "
                "men died."
            ),
            "Tom Holt",
        ),
        ("A teacher said the school was cold. She said 40 pupils had left.", "teacher"),
        (
            "Two Western officials told Politico the deal was dead. The officials said 12 ships had sailed.",
            "two Western officials",
        ),
        ("Shaz Pellew, 41, won the draw in Selm. Shaz said the ticket cost two euros.", "Shaz Pellew"),
        (
            "The spokesman for the army was away. A police spokesman said 12 men were held.",
            "police spokesman",
        ),
    ],
)
def test_a_mention_means_whoever_fits(text: str, claimant: str) -> None:
    assert last(text).claimant == claimant


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "The Institute for River Studies (IRS) counts dams. The IRS said 40 of them were old.",
            "Institute for River Studies",
        ),
        (
            (
                "IRS staff counted dams. The Institute for River Studies (IRS) said 40 were old. 12 broke, "
                "the IRS said."
            ),
            "Institute for River Studies",
        ),
        ("The Selm Institute counted dams. The institute said 40 of them were old.", "Selm Institute"),
        ("The Finance Ministry met banks. The ministry said 40 of them were weak.", "Finance Ministry"),
        ("Nordbank said it had 40 branches. It said 12 of them would close.", "Nordbank"),
        ("Aquila Systems opened a plant. The company said it would employ 450 people.", "Aquila Systems"),
        ("A report by the Audit Office found 12 faults. The report said 40 dams were old.", "Audit Office"),
        ("A study in Epidemics followed 400 men. The study found 12% were ill.", "study"),
        ("Statistics Westmark counted jobs. Its data show that 40 were lost.", "Statistics Westmark"),
    ],
)
def test_an_organisation_is_known_by_its_noun_and_its_acronym(text: str, claimant: str) -> None:
    assert last(text).claimant == claimant


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (
            "The Selm Courier broke the story. Mayor Ana Weiss told the newspaper 12 men died.",
            ("Selm Courier",),
        ),
        ("Mayor Ana Weiss told reporters that 12 men died.", ()),
        ("Mayor Ana Weiss told parliament that 12 men died.", ()),
        ("Tom Holt chairs the council. Mayor Ana Weiss told Tom Holt that 12 men died.", ()),
        ("Ana Weiss told Radio Nord and Dalnik that 12 men died.", ("Radio Nord", "Dalnik")),
        ("Ana Weiss told the state news agency RIN that 12 men died.", ("RIN",)),
        ("Ana Weiss told the Sel Institute's Journal of Dams that 12 men died.", ("Sel Institute",)),
    ],
)
def test_carriers_are_named_and_listeners_are_not(text: str, via: tuple[str, ...]) -> None:
    assert last(text).via == via


def test_the_articles_own_outlet_is_no_carrier() -> None:
    assert last("Mayor Ana Weiss told Dalnik that 12 men died.", outlet="Dalnik").via == ()


def test_a_quotation_goes_on_in_its_paragraph_with_the_same_carrier() -> None:
    text = f"{INTRO}\n“The ice is old,” Orlik told Dalnik. “It breaks every day. Nobody crosses the river.”"
    found = PROPOSER.propose(ArticleText(text, "en"))[1:]
    assert {(p.claimant, p.via, p.quote) for p in found} == {("Viktor Orlik", ("Dalnik",), True)}


def test_a_quotation_in_a_paragraph_of_its_own_keeps_the_speaker() -> None:
    found = last(f"{INTRO}\n“The ice on the river breaks every day.”")
    assert (found.claimant, found.via, found.quote) == ("Viktor Orlik", ("Dalnik",), True)


def test_the_outlets_own_sentence_after_a_quotation_is_nobodys() -> None:
    assert (
        last(f"{INTRO}\n“The ice breaks every day,” he said. The river is 80 metres wide.").claimant is None
    )


def test_the_answers_of_an_interview_belong_to_the_one_who_is_asked() -> None:
    questions = (
        "Q: How many ships sailed?\nA: Some 340 ships sailed.\nQ: And burned?\nA: There were two fires."
    )
    text = f"Ana Torvald has led the agency since 2019.\n{questions}\nQ: When?\nA: Both fires were in May."
    found = [p for p in PROPOSER.propose(ArticleText(text, "en")) if p.quote]
    assert [p.claimant for p in found] == ["Ana Torvald"] * 3


def test_a_list_belongs_to_whoever_announced_it() -> None:
    text = "The ministry said on 3 March 2025:\n- 12 bridges are closed;\n- 40 roads are flooded."
    assert [p.claimant for p in PROPOSER.propose(ArticleText(text, "en"))][-2:] == ["ministry", "ministry"]


@pytest.mark.parametrize(
    ("language", "text", "claimant", "via"),
    [
        (
            "uk",
            "Міст через Варну закрито на рік. Про це повідомив мер Олег Бондар у Telegram.",
            "Олег Бондар",
            ("Telegram",),
        ),
        ("ru", "Мост через Варну закрыт на год. Об этом сообщил мэр Олег Бондарев.", "Олег Бондарев", ()),
    ],
)
def test_a_sentence_that_only_names_the_source_speaks_for_the_one_before(
    language: str, text: str, claimant: str, via: tuple[str, ...]
) -> None:
    found = PROPOSER.propose(ArticleText(text, language))
    assert [(p.claimant, p.via) for p in found] == [(claimant, via)]


@pytest.mark.parametrize(
    "following",
    [
        "За словами Мельник, затоплено 300 будинків.",
        "За її словами, затоплено 300 будинків.",
        "Вона додала, що затоплено 300 будинків.",
        "Речниця додала, що затоплено 300 будинків.",
        "«Затоплено 300 будинків», — сказала вона.",
        "Затоплено 300 будинків, зазначила Мельник.",
    ],
)
def test_later_mentions_in_ukrainian_mean_the_full_name(following: str) -> None:
    found = last(f"Речниця ДСНС Ірина Мельник повідомила, що загинули двоє людей. {following}", "uk")
    assert (found.claimant, found.role) == ("Ірина Мельник", "Речниця ДСНС")
