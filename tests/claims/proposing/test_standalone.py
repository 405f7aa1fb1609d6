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
