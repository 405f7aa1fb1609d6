"""What is proposed, and what is left out as no claim."""

import pytest

from claims.proposing.language import lexicon_for
from claims.proposing.proposer import LinguisticProposer
from claims.proposing.tokens import tokenise
from claims.proposing.types import ArticleText
from claims.proposing.worth import worth

PROPOSER = LinguisticProposer()


def proposed(text: str, language: str = "en") -> bool:
    return bool(PROPOSER.propose(ArticleText(text, language)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Exports rose by 4% in January.",
        "The bridge is the oldest in Westmark.",
        "The army has seized the village of Torvik.",
        "Orlik denied taking money from the developer.",
        "The plant will close because of the new tax.",
        "“A private car pays nothing since 1 May,” said Nadia Elmi.",
        "“These roads were closed in March,” Orlik said.",
        "Posts on TikTok claim that the vaccine contains antifreeze.",
        "The council, which has nine members, voted against the plan.",
    ],
)
def test_statements_of_fact_are_proposed(sentence: str) -> None:
    assert proposed(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Will the dam hold until May 2026?"),
        ("en", "“Did 12 people die?” the report asks on its first page."),
        ("en", "The ministry declined to comment on the 12 deaths."),
        ("en", "Nordbank did not respond to a request for comment."),
        ("en", "A spokesman refused to say how many men had died."),
        ("en", "Krane did not immediately reply to two e-mails."),
        ("en", "The mayor could not be reached on Thursday."),
        ("en", "Meridian could not independently verify the claims."),
        ("en", "It was not immediately clear how many people had died."),
        ("en", "“I hope people read the law,” Oster said."),
        ("en", "“I am proud of this team,” Toth said."),
        ("en", "“It breaks my heart,” Rybak said."),
        ("en", "“I want to thank the crews,” Savchyn said."),
        ("en", "“This is the moment for restraint,” Quiroga said."),
        ("en", "“That is a disgrace,” she said."),
        ("en", "“We must act now,” said Orlik."),
        ("en", "“Let us not rush,” he said."),
        ("en", "“Absolutely,” said Orlik."),
        ("en", "Orlik urged residents to stay at home."),
        ("en", "Mr Tull praised the residents who brought tea."),
        ("en", "Orlik was speaking at a conference in Vienna."),
        ("en", "Please stay safe."),
        ("en", "Call the free helpline on 0800 000 119."),
        ("en", "It remains to be seen whether the plan works."),
        ("en", "The trial continues."),
        ("uk", "Чи витримає дамба до травня 2026 року?"),
        ("uk", "В Офісі президента від коментарів утрималися."),
        ("uk", "У міністерстві на запит Дальника не відповіли."),
        ("uk", "«Сподіваюся, що весна буде вологою», — сказав Лисенко."),
        ("uk", "Бережіть себе та близьких."),
        ("uk", "У ДСНС закликали мешканців не виходити з дому."),
        ("ru", "Когда откроют мост?"),
        ("ru", "В мэрии от комментариев отказались."),
        ("ru", "«Надеюсь на справедливый суд», — добавила она."),
        ("de", "Wie soll es nun weitergehen?"),
        ("de", "Das Ministerium wollte sich nicht äußern."),
        ("es", "¿Qué pasará con la presa?"),
        ("es", "El ministerio no quiso hacer comentarios."),
        ("fr", "Que faire en cas d'urgence ?"),
        ("fr", "La direction n'a pas souhaité répondre."),
    ],
)
def test_what_claims_nothing_is_left_out(language: str, sentence: str) -> None:
    assert not proposed(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Exports rose by 4%.", "numbers"),
        ("Rents rose faster than wages.", "comparison"),
        ("The army took the village of Torvik.", "named actor"),
        ("The plant closed because of the tax.", "cause"),
        ("It is the first plant of its kind.", "record"),
        ("The plant will close.", "prediction"),
        ("The men are reportedly hiding.", "hearsay"),
        ("All schools are closed.", "quantity"),
        ("I think the plant is old.", "opinion"),
        ("Is the plant old?", "question"),
        ("We hope the plant stays.", "wish"),
    ],
)
def test_the_reasons_are_given_in_words(sentence: str, reason: str) -> None:
    tokens = tokenise(sentence, 0, len(sentence))
    assert reason in worth(tokens, lexicon_for("en")).reasons


def test_a_claim_with_figures_is_worth_more_than_one_without() -> None:
    bare, figures = "The plant is old.", "The plant is 140 years old."
    first, second = (worth(tokenise(s, 0, len(s)), lexicon_for("en")).score for s in (bare, figures))
    assert 0 <= first < second <= 1


def test_a_language_without_word_lists_is_judged_by_figures_and_names() -> None:
    text = "Bei mpya ya mafuta ni shilingi 3,100 kwa lita mjini Selm. Je, bei itashuka?"
    assert [p.sentence for p in PROPOSER.propose(ArticleText(text, "sw"))] == [text[: text.index(" Je")]]
