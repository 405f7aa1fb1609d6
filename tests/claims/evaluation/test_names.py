"""When two names count as the same."""

from __future__ import annotations

import pytest

from claims.evaluation.names import same_name, same_names


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Dr. Ana Lind", "Ana Lind", "en"),
        ("The Morrow", "morrow", "en"),
        ("the Institute’s", "Institute", "en"),
        ("“Обрій”", "Обрій", "uk"),
        ("Віктора Трегубова", "Віктор Трегубов", "uk"),
        ("Ольга Сович", "Ользі Сович", "uk"),
        ("министерство обороны", "министерства обороны", "ru"),
        ("der Verband", "Verband", "de"),
        ("l'Observatoire", "l’observatoire", "fr"),
        ("The", "the", "en"),
        (None, None, "en"),
    ],
)
def test_same(one: str | None, other: str | None, language: str) -> None:
    assert same_name(one, other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Ana Lind", "Lind", "en"),
        ("Ana Lind", None, "en"),
        ("Marks", "Mark", "en"),
        ("Орлова", "Орленко", "uk"),
        ("Мирна", "Морна", "uk"),
        ("Ана Ковач", "Ана", "uk"),
    ],
)
def test_different(one: str | None, other: str | None, language: str) -> None:
    assert not same_name(one, other, language)


def test_lists_are_the_same_in_the_same_order_only() -> None:
    assert same_names(["Reuters", "the Morrow"], ["Reuters", "Morrow"], "en")
    assert not same_names(["Reuters", "Morrow"], ["Morrow", "Reuters"], "en")
    assert not same_names(["Reuters"], [], "en")
