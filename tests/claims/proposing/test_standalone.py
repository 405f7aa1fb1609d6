"""A claim's text is understood without its article, and says whether its words were changed."""

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

PROPOSER = LinguisticProposer(threshold=0.0)
INTRO = "Mayor Ana Weiss said the dam in Torvik was old. Two men died in Torvik on Sunday."


@pytest.mark.parametrize(
    ("sentence", "text", "edited"),
    [
        ("Weiss said that 12 roads were closed.", "12 roads were closed.", False),
        ("About 12 roads are closed, Weiss said.", "About 12 roads are closed.", False),
        ("“The roads,” Weiss said, “are closed.”", "The roads are closed.", False),
        ("According to Weiss, 12 roads are closed.", "12 roads are closed.", False),
        ("Orlik denied that 12 roads were closed.", "Orlik denied that 12 roads were closed.", False),
        ("She said she had closed 12 roads.", "Ana Weiss had closed 12 roads.", True),
        ("She closed 12 roads in March.", "Ana Weiss closed 12 roads in March.", True),
        ("Her deputy closed 12 roads in March.", "Ana Weiss’s deputy closed 12 roads in March.", True),
        ("The mayor closed 12 roads in March.", "Ana Weiss closed 12 roads in March.", True),
        ("All 12 roads to the town are closed.", "All 12 roads to Torvik are closed.", True),
        ("The town of Selm has 12 roads.", "The town of Selm has 12 roads.", False),
        ("The mayor of Selm closed 12 roads.", "The mayor of Selm closed 12 roads.", False),
        ("It was closed in March 2019.", "It was closed in March 2019.", False),
    ],
)
def test_the_text_of_a_claim(sentence: str, text: str, edited: bool) -> None:
    found = PROPOSER.propose(ArticleText(f"{INTRO}\n{sentence}", "en"))[-1]
    assert (found.text, found.text_edited) == (text, edited)
    assert found.sentence == sentence


def test_a_pronoun_nobody_fits_is_left_alone() -> None:
    found = PROPOSER.propose(ArticleText("She closed 12 roads in March.", "en"))[0]
    assert (found.text, found.text_edited) == ("She closed 12 roads in March.", False)


def test_a_country_is_never_the_city() -> None:
    text = "Fuel is short in Ukraine. Prices rose in Ukraine by 4%. All 12 roads to the city are closed."
    assert PROPOSER.propose(ArticleText(text, "en"))[-1].text == "All 12 roads to the city are closed."


@pytest.mark.parametrize(
    ("language", "leaning", "alone"),
    [
        ("en", "We carried 12 people to Selm.", "Trams carried 12 people to Selm."),
        ("en", "This was due to 12 new roads.", "Growth was due to 12 new roads."),
        ("en", "The remaining 21 roads were closed.", "Another 21 roads were closed."),
        ("en", "The company had lost 12 roads.", "The council had lost 12 roads."),
        ("en", "All 12 roads were closed in the same period.", "All 12 roads were closed at the same time."),
        ("uk", "Ми закрили 12 доріг торік.", "Села закрили 12 доріг торік."),
        ("de", "Wir haben 12 Straßen gesperrt.", "Städte haben 12 Straßen gesperrt."),
    ],
)
def test_a_claim_that_leans_on_others_ranks_behind_one_that_stands_alone(
    language: str, leaning: str, alone: str
) -> None:
    lower, higher = (
        LinguisticProposer().propose(ArticleText(text, language))[0].score for text in (leaning, alone)
    )
    assert 0.5 <= lower < higher


def test_what_somebody_denied_must_be_named() -> None:
    def score(sentence: str) -> float:
        return PROPOSER.propose(ArticleText(sentence, "en"))[0].score

    assert score("Irena Dahl denied this on 9 March.") < score("Irena Dahl denied fraud on 9 March.")


@pytest.mark.parametrize(
    ("language", "leaning", "alone"),
    [
        ("en", "Norbuild disputed the figure.", "Norbuild disputed the figure of 300 bolts."),
        ("es", "Norbuild rechazó la cifra.", "Norbuild rechazó la cifra de 300 pernos."),
        ("fr", "Norbuild a contesté ce chiffre.", "Norbuild a contesté le chiffre de 300 boulons."),
        ("de", "Die Stadt wies die Zahl zurück.", "Die Stadt wies die Zahl von 300 Bolzen zurück."),
        ("uk", "Марта Квілл заперечила цю цифру.", "Марта Квілл заперечила втрату 300 болтів."),
    ],
)
def test_what_was_denied_must_be_more_than_pointed_at(language: str, leaning: str, alone: str) -> None:
    lower, higher = (PROPOSER.propose(ArticleText(text, language))[0].score for text in (leaning, alone))
    assert lower < higher


@pytest.mark.parametrize(
    ("first", "claimant"),
    [
        ("The national audit office opened an inquiry in May.", "national audit office"),
        ("Holt opened the office in May.", "office"),
        ("Holt left the bank for the office in May.", "office"),
    ],
)
def test_an_office_is_called_by_what_it_was_called_before(first: str, claimant: str) -> None:
    text = f"{first} In all, 12 roads are closed, the office said."
    assert PROPOSER.propose(ArticleText(text, "en"))[-1].claimant == claimant
