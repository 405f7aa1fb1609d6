from __future__ import annotations

import pytest

from claims.clustering import ALIKE, alike, pairs, wordings_of
from claims.matching.frequencies import frequencies

WATER = "The reservoir at Velmar lost 40 percent of its water."


def likeness(one: str, other: str, language: str = "en") -> float:
    first, second = wordings_of([one, other], [language, language])
    assert alike(first, second) == pytest.approx(alike(second, first))
    return alike(first, second)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Of the words of other tests' claims."""
    frequencies.forget()


@pytest.mark.django_db
class TestAlike:
    @pytest.mark.parametrize(
        "other",
        [
            WATER,
            "Velmar's reservoir has lost 40 percent of its water.",
            "Of its water the reservoir at Velmar lost 40 percent.",
            "The reservoir at Velmar lost 40 percent of its water in May.",
        ],
    )
    def test_the_same_in_other_words_is_alike(self, other: str) -> None:
        assert likeness(WATER, other) >= ALIKE

    @pytest.mark.parametrize(
        "other",
        [
            "The reservoir at Velmar lost 83 percent of its water.",
            "The reservoir at Velmar lost its water.",
            "The reservoir at Kessen lost 40 percent of its water.",
            "The reservoir at Velmar has not lost 40 percent of its water.",
            "The reservoir at Velmar lost 40 percent of its fish, gates, boats and visitors.",
            "The new tram line cost 40 million crowns.",
        ],
    )
    def test_what_differs_in_what_matters_is_not(self, other: str) -> None:
        assert likeness(WATER, other) < ALIKE

    @pytest.mark.parametrize(
        ("one", "other", "language"),
        [
            ("Forty ships a week used the port.", "Forty-one ships a week used the port.", "en"),
            ("Vierzig Schiffe nutzten den Hafen.", "Fünfundvierzig Schiffe nutzten den Hafen.", "de"),
            ("Quarante navires ont utilisé le port.", "Trente navires ont utilisé le port.", "fr"),
            ("Cuarenta barcos usaron el puerto.", "Cuarenta y un barcos usaron el puerto.", "es"),
            ("Сорок судов пользовались портом.", "Тридцать судов пользовались портом.", "ru"),
            ("Сорок суден користувалися портом.", "Тридцять суден користувалися портом.", "uk"),
        ],
    )
    def test_a_number_said_in_words_is_a_number(self, one: str, other: str, language: str) -> None:
        assert likeness(one, other, language) == 0.0

    @pytest.mark.parametrize(
        ("one", "other", "language"),
        [
            (
                "The new dam at Velmar cost 40 million crowns.",
                "The new dam at Velmar cost 40 million euros.",
                "en",
            ),
            ("Velmar has the second oldest dam.", "Velmar has the third oldest dam.", "en"),
            (
                "Velmar hat den Etat für Schulen verdoppelt.",
                "Velmar hat den Etat für Schulen halbiert.",
                "de",
            ),
            ("La moitié des écoles de Velmar a fermé.", "Un tiers des écoles de Velmar a fermé.", "fr"),
            ("El ayuntamiento prohibió las obras.", "El ayuntamiento permitió las obras.", "es"),
            ("Половина шкіл Вестмарка стара.", "Третина шкіл Вестмарка стара.", "uk"),
            ("At least 40 ships used the port.", "At most 40 ships used the port.", "en"),
            ("Mindestens 40 Schiffe kamen an.", "Höchstens 40 Schiffe kamen an.", "de"),
        ],
    )
    def test_another_share_place_currency_or_way_is_another_claim(
        self, one: str, other: str, language: str
    ) -> None:
        assert likeness(one, other, language) == 0.0

    def test_very_short_wordings_are_alike_only_where_they_are_the_same(self) -> None:
        assert likeness("Brown water.", "The water is brown.") == 1.0
        assert likeness("Brown water.", "Clear water.") == 0.0
        assert likeness("", "") == 1.0


def test_pairs_are_the_same_whatever_the_order_and_shared_by_two_words() -> None:
    assert pairs(["dam", "water"]) == pairs(["water", "dam"])
    assert set(pairs(["dam", "water", "high"])) & set(pairs(["water", "dam", "low"]))
    assert not set(pairs(["dam", "high"])) & set(pairs(["dam", "low"]))
    assert len(pairs(f"w{number}" for number in range(100))) == 91
    assert pairs([]) == []
    assert all(-(1 << 63) <= each < 1 << 63 for each in pairs(["a", "b", "c"]))
