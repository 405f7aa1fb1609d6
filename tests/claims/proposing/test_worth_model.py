"""The check-worthiness model: its features, the weights that ship, and training on a few sentences."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.proposing.training import Example, calibrated, cross_validate, fit_line, fold_numbers, train
from claims.proposing.worth_features import MAX_LENGTH, SLOTS, signal_slots, slots, slots_by_token, tokens
from claims.proposing.worth_model import (
    WorthModel,
    check_worthiness,
    contributions,
    logistic,
    margin,
    pack,
    shipped,
    unpack,
)

WORTH_CHECKING = (
    "Unemployment in the county fell from 8 percent to 5 percent last year.",
    "Her government spent 40 million dollars more on roads than any before it.",
    "The senator voted against the bill three times.",
)
NOT_WORTH_CHECKING = (
    "Thank you very much.",
    "What do you think about that?",
    "I hope we can talk about this again.",
)

PLACES = ("Ordal", "Vesk", "Lomark", "Tarn", "Hullin", "Brenz")


def _examples(count: int = 240) -> list[Example]:
    """Sentences with figures are check-worthy (2), with years unimportant (1), greetings neither (0)."""
    rng = random.Random(7)
    found = []
    for number in range(count):
        place = rng.choice(PLACES)
        label = number % 3
        sentence = (
            f"Good evening, {place}, and thank you all.",
            f"I was born in {place} in {rng.randint(1930, 1999)}.",
            f"{place} lost {rng.randint(2, 90)} percent of its jobs.",
        )[label]
        found.append(Example(sentence, label, place))
    return found


def test_claims_score_above_courtesies_with_the_shipped_weights() -> None:
    assert (
        min(map(check_worthiness, WORTH_CHECKING))
        > 0.5
        > 0.2
        > max(map(check_worthiness, NOT_WORTH_CHECKING))
    )


def test_a_sentence_without_a_word_is_not_worth_checking() -> None:
    assert [check_worthiness(text) for text in ("", "   ", "…!?", "—")] == [0.0] * 4


def test_shipped_weights_say_what_they_were_trained_on() -> None:
    about = shipped().about
    assert about["files"] == ["claimbuster_crowdsourced.csv"]
    assert about["sentences"] == 22_501
    assert about["cross_validated_ap"] > 0.76


def test_contributions_follow_the_sentence_and_add_up_to_its_log_odds() -> None:
    sentence = "Crime fell 12 percent in Lomark."
    parts = contributions(sentence)
    assert [name for name, _ in parts][:7] == ["Crime", "fell", "12", "percent", "in", "Lomark", "."]
    assert {"end", "length", "numbers", "names", "measures"} <= {name for name, _ in parts[7:]}
    by_name = dict(parts)
    assert by_name["percent"] > by_name["in"]
    probability = check_worthiness(sentence)
    log_odds = math.log(probability / (1 - probability))
    # Letters shared by two words are counted for both, and the two other classes are joined by their shares.
    assert sum(by_name.values()) + shipped().intercept == pytest.approx(log_odds, abs=1.0)


@given(st.text())
def test_any_text_gets_a_probability_and_slots_of_the_table(text: str) -> None:
    assert 0.0 <= check_worthiness(text) <= 1.0
    assert all(0 <= slot < SLOTS for slot in slots(tokens(text)))


def test_slots_of_tokens_and_signals_together_are_the_slots_of_the_sentence() -> None:
    words = tokens("We’ve built 2 schools since 2016, more than ever.")
    assert words[:2] == ["We've", "built"]
    parts = [*slots_by_token(words), *signal_slots(words).values()]
    assert set().union(*parts) == slots(words)


def test_figures_of_the_same_size_and_years_are_alike_to_the_model() -> None:
    same = [slots(tokens(f"They lost {number} jobs.")) for number in (14, 97)]
    year, other = (slots(tokens(f"They lost it in {number}.")) for number in (1994, 2014))
    assert same[0] == same[1]
    assert year == other
    assert year != slots(tokens("They lost it in 3994."))


def test_hashes_are_the_same_on_every_machine() -> None:
    assert sorted(slots(tokens("Rent rose.")))[:6] == [2529, 11203, 12626, 15187, 18341, 27857]


def test_what_is_beyond_the_longest_sentence_changes_nothing() -> None:
    long = "word " * (MAX_LENGTH // 5)
    assert check_worthiness(long + "Taxes rose 40 percent.") == check_worthiness(long)


def test_training_learns_each_class_and_repeats_itself() -> None:
    first, second = (train(_examples(), seed=3) for _ in range(2))
    assert pack(first) == pack(second)
    unseen = (
        "Good evening, Morrin, and thank you all.",
        "I was born in Morrin in 1958.",
        "Morrin lost 55 percent of its jobs.",
    )
    assert [max(range(3), key=first.logits(sentence).__getitem__) for sentence in unseen] == [0, 1, 2]


def test_cross_validation_scores_every_example_by_models_that_did_not_see_its_group() -> None:
    examples = _examples(120)
    poisoned = [Example(e.sentence, 0 if e.group == "Tarn" else e.label, e.group) for e in examples]
    logits = cross_validate(poisoned, fold_numbers(poisoned, None, 1), seed=1)
    of_group = [(e.label, found) for e, found in zip(examples, logits, strict=True) if e.group == "Tarn"]
    assert all(found.index(max(found)) == label for label, found in of_group)


def test_cross_validation_needs_two_parts() -> None:
    with pytest.raises(ValueError, match="at least two"):
        fold_numbers([Example("One.", 0, "a"), Example("Two.", 1, "a")], None, 1)


def test_training_refuses_a_class_without_examples() -> None:
    with pytest.raises(ValueError, match="every class"):
        train([Example("Good evening.", 0), Example("They lost 4 jobs.", 2)], seed=1)


def test_calibration_makes_probabilities_out_of_margins() -> None:
    rng = random.Random(5)
    margins = [rng.uniform(-3, 3) for _ in range(4000)]
    truths = [rng.random() < logistic(2 * each - 1) for each in margins]
    slope, intercept = fit_line(margins, truths)
    assert slope == pytest.approx(2, abs=0.2)
    assert intercept == pytest.approx(-1, abs=0.2)
    model = calibrated(train(_examples(60), seed=1), margins, truths, {"seed": 1})
    assert (model.slope, model.intercept, model.about) == (slope, intercept, {"seed": 1})


def test_a_margin_is_the_log_odds_of_the_last_class() -> None:
    raised = [math.exp(each) for each in (0.0, 1.2, 0.4)]
    assert margin((0.0, 1.2, 0.4)) == pytest.approx(math.log(raised[2] / (raised[0] + raised[1])))


def test_a_model_survives_its_file() -> None:
    model = train(_examples(30), seed=1)
    again = unpack(pack(model))
    assert again == model
    assert isinstance(again, WorthModel)


@pytest.mark.parametrize("broken", [b"", b"{}\n", b"not json\nxx", pack(train(_examples(30), seed=1))[:-9]])
def test_what_is_no_model_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="check-worthiness model"):
        unpack(broken)
