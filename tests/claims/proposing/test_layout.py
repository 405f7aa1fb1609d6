import pytest

from claims.proposing.language import lexicon_for
from claims.proposing.layout import Block, blocks_of

PROSE = "The dam above Selm was inspected twice in 2019, and both reports found cracks in its northern wall."


def kept(text: str, language: str = "en", title: str | None = None) -> list[str]:
    return [text[b.start : b.end] for b in blocks_of(text, lexicon_for(language), title)]


def blocks(text: str, language: str = "en") -> list[Block]:
    return blocks_of(text, lexicon_for(language))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Cracks found in the dam above Selm"),
        ("en", "By Anna Kovar and Jan Holt"),
        ("en", "By Anna Kovar, local democracy reporter"),
        ("en", "Published 8 February, 14:20"),
        ("en", "Last updated: 3 March 2025"),
        ("en", "Photo: Jan Reyes/Westmark Images"),
        ("en", "Image credit: Selm Fire Service"),
        ("en", "Rescuers at the dam above Selm on Monday. (Jan Reyes/Reuters)"),
        ("en", "Subscribe to our newsletter to get the news every Friday."),
        ("en", "Sign up for our Tuesday newsletter"),
        ("en", "Follow us on Telegram."),
        ("en", "Read more: Ten dams that may break"),
        ("en", "(Reporting by Anna Kovar; editing by Tom Birch)"),
        ("en", "This live blog is now closed."),
        ("en", "All rights reserved."),
        ("uk", "Дамба над Терновом тріснула"),
        ("uk", "Фото: пресслужба ДСНС"),
        ("uk", "Читайте також: Десять найстаріших дамб"),
        ("uk", "Підписуйтесь на наш телеграм-канал."),
        ("uk", "Автор: Анна Коваль"),
        ("ru", "Читайте также: Десять старых плотин"),
        ("ru", "Фото: пресс-служба МЧС"),
        ("de", "Von Anna Kovar"),
        ("de", "Lesen Sie auch: Zehn alte Dämme"),
        ("de", "Foto: Archiv"),
        ("es", "Lea también: Diez presas viejas"),
        ("fr", "À lire aussi : Dix vieux barrages"),
        ("fr", "Photo : Jan Reyes"),
    ],
)
def test_lines_that_are_no_prose_are_left_out(language: str, line: str) -> None:
    assert kept(f"{PROSE}\n{line}\n{PROSE}", language) == [PROSE, PROSE]


@pytest.mark.parametrize("marker", ["Read also", "RELATED ARTICLES", "More on this story", "See also:"])
def test_everything_under_a_list_of_other_articles_is_left_out(marker: str) -> None:
    listed = "-\nTen dams that may break, says the ministry (MAPS)\n- Why dams break\nThe dam in pictures"
    assert kept(f"{PROSE}\n{marker}\n{listed}") == [PROSE]


def test_prose_after_such_a_list_counts_again() -> None:
    assert kept(f"{PROSE}\nRead also\n- Ten dams that may break\n{PROSE}") == [PROSE, PROSE]


def test_the_title_is_left_out_even_with_a_full_stop() -> None:
    assert kept(f"The dam broke.\n{PROSE}", title="The dam  broke.") == [PROSE]


def test_everything_after_the_end_mark_of_a_press_release_is_left_out() -> None:
    assert (
        kept(f"{PROSE}\n{PROSE}\n{PROSE}\n###\nThe company was founded in 2011 and has 40 staff.")
        == [PROSE] * 3
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("SELM, 3 March (Meridian) — The dam broke on Sunday.", "The dam broke on Sunday."),
        ("SELM, Westmark – The dam broke on Sunday.", "The dam broke on Sunday."),
        ("КИЇВ, 3 березня («Обрій») — Дамба тріснула вночі.", "Дамба тріснула вночі."),
        ("The dam — the oldest in Westmark — broke.", "The dam — the oldest in Westmark — broke."),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str, body: str) -> None:
    assert kept(text) == [body]


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Health"), ("en", "SPORT"), ("de", "Wirtschaft"), ("es", "Salud"), ("fr", "Santé"),
     ("ru", "Спорт"), ("uk", "Здоров’я")],
)  # fmt: skip
def test_the_section_of_a_piece_of_news_does_not_speak(language: str, label: str) -> None:
    assert kept(f"{label}: The dam broke on Sunday.", language) == ["The dam broke on Sunday."]


def test_the_turns_of_a_transcript_know_their_speaker() -> None:
    text = "ANNA KOVAR: The dam is safe.\nHOST: Is it?\nANNA KOVAR: It was checked twice.\nHOST: When?\n"
    assert [(b.kind, b.speaker) for b in blocks(text)] == [
        ("turn", "ANNA KOVAR"),
        ("turn", "HOST"),
        ("turn", "ANNA KOVAR"),
        ("turn", "HOST"),
    ]


def test_one_label_makes_no_transcript() -> None:
    assert [b.speaker for b in blocks(f"{PROSE}\nOne thing is clear: the dam was old.")] == [None, None]


def test_lines_broken_at_a_column_are_one_paragraph() -> None:
    wrapped = (
        "The dam above Selm was inspected twice in 2019, and both reports\n"
        "found cracks in its northern wall. The ministry did not repair it,\n"
        "although two engineers had warned it in writing. Nobody answered\n"
        "their letters.\n\nTwo people died when it broke.\n"
    )
    found = kept(wrapped)
    assert len(found) == 2
    assert found[0].endswith("their letters.")


def test_items_of_a_list_count_when_they_are_sentences() -> None:
    text = f"{PROSE}\n- The dam was built in 1961.\n- More cracks"
    assert [(b.kind, text[b.start : b.end]) for b in blocks(text)][1:] == [
        ("item", "The dam was built in 1961.")
    ]
