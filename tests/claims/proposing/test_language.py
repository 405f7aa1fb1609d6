import pytest

from claims.proposing.language import UNDETERMINED, detect, lexicon_for


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The dam above the town broke on Sunday, and two people died.", "en"),
        ("Дамба над містом тріснула в неділю, загинули двоє людей.", "uk"),
        ("Плотина над городом треснула в воскресенье, погибли два человека.", "ru"),
        ("Der Damm über der Stadt brach am Sonntag, zwei Menschen starben.", "de"),
        ("La presa sobre la ciudad se rompió el domingo y murieron dos personas.", "es"),
        ("Le barrage au-dessus de la ville a cédé dimanche, deux personnes sont mortes.", "fr"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert detect(text) == language
    assert lexicon_for(language).code == language


@pytest.mark.parametrize(
    ("declared", "language"), [("en-GB", "en"), ("UK", "uk"), ("pt_BR", "pt"), (" de ", "de")]
)
def test_what_the_page_declares_counts(declared: str, language: str) -> None:
    assert detect("Дамба тріснула.", declared) == language


@pytest.mark.parametrize("text", ["", "   ", "12 345", "—", "\ud800\ud800"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert detect(text) == UNDETERMINED


def test_a_language_without_word_lists_gets_empty_ones() -> None:
    assert not lexicon_for("sw").verbs
