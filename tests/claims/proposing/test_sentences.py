import pytest

from claims.proposing.language import lexicon_for
from claims.proposing.sentences import split


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in split(text, 0, len(text), lexicon_for(language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The dam broke. Two people died.", ["The dam broke.", "Two people died."]),
        (
            "en",
            "Dr. Weiss met Mr. Holt on Jan. 5. He left.",
            ["Dr. Weiss met Mr. Holt on Jan. 5.", "He left."],
        ),
        ("en", "Exports rose 3.5 per cent. Imports fell.", ["Exports rose 3.5 per cent.", "Imports fell."]),
        ("en", "He moved to the U.S. in 2019. She stayed.", ["He moved to the U.S. in 2019.", "She stayed."]),
        ("en", "He lives in the U.S. The dam is in Selm.", ["He lives in the U.S.", "The dam is in Selm."]),
        ("en", "J. R. Holt of Selm Inc. said so. It did.", ["J. R. Holt of Selm Inc. said so.", "It did."]),
        (
            "en",
            "“It broke. It was old,” he said. They left.",
            ["“It broke.", "It was old,” he said.", "They left."],
        ),
        ("en", "“Really?” he asked. “Yes.” She left.", ["“Really?” he asked.", "“Yes.”", "She left."]),
        ("en", "What now? Nobody knows! Time passes…", ["What now?", "Nobody knows!", "Time passes…"]),
        ("en", "It opens at 9 a.m. on Monday. Come.", ["It opens at 9 a.m. on Monday.", "Come."]),
        ("en", "No. 5 was closed. No. The other was.", ["No. 5 was closed.", "No.", "The other was."]),
        ("uk", "Це коштує 5 млн грн. Місто заплатить.", ["Це коштує 5 млн грн.", "Місто заплатить."]),
        ("uk", "О. Бондар живе на вул. Зеленій. Він мер.", ["О. Бондар живе на вул. Зеленій.", "Він мер."]),
        ("uk", "— Так, — сказав він. — Ні.", ["Так, — сказав він.", "Ні."]),
        ("uk", "У 2019 р. міст закрили. Він старий.", ["У 2019 р. міст закрили.", "Він старий."]),
        ("ru", "Это 5 тыс. руб. в год. Много.", ["Это 5 тыс. руб. в год.", "Много."]),
        ("de", "Am 3. März kam z. B. Holt. Er blieb.", ["Am 3. März kam z. B. Holt.", "Er blieb."]),
        ("es", "El Sr. Orlik habló. Luego salió.", ["El Sr. Orlik habló.", "Luego salió."]),
        ("fr", "M. Orlik a parlé. Puis il est parti.", ["M. Orlik a parlé.", "Puis il est parti."]),
        ("und", "Iki. Uch!", ["Iki.", "Uch!"]),
    ],
)
def test_a_paragraph_is_cut_where_its_sentences_end(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_a_name_in_quotation_marks_is_never_cut() -> None:
    text = "Він сказав виданню «Тернів. Відкрито», що міст закрито. Крапка."
    mark = (text.index("«"), text.index("»") + 1)
    found = split(text, 0, len(text), lexicon_for("uk"), 0, [mark])
    assert [text[s.start : s.end] for s in found] == [text[: text.index(" Крапка")], "Крапка."]


def test_offsets_leave_out_the_blanks_around_a_sentence() -> None:
    text = "  One.   Two.  "
    assert [(s.start, s.end) for s in split(text, 0, len(text), lexicon_for("en"))] == [(2, 6), (9, 13)]
