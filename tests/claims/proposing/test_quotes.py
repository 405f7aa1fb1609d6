import pytest

from claims.proposing.language import lexicon_for
from claims.proposing.quotes import Quote, find


def quotes(text: str, language: str = "en") -> list[Quote]:
    """The quotations of a text whose lines are its paragraphs."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        spans.append((at, at + len(line.rstrip("\n")), line.startswith(("— ", "– "))))
        at += len(line)
    return find(text, spans, lexicon_for(language))


def direct(text: str, language: str = "en") -> list[str]:
    return [text[q.start : q.end] for q in quotes(text, language) if q.direct]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("“We lost 12 men there,” he said.", ["“We lost 12 men there,”"]),
        ('"We lost 12 men there," he said. "All of them."', ['"We lost 12 men there,"', '"All of them."']),
        ("„Wir haben 12 Mann verloren“, sagte er.", ["„Wir haben 12 Mann verloren“"]),
        ("»Wir haben 12 Mann verloren«, sagte er.", ["»Wir haben 12 Mann verloren«"]),
        ("«Ми втратили там 12 людей», — сказав він.", ["«Ми втратили там 12 людей»"]),
        ("« Nous avons perdu 12 hommes », a-t-il dit.", ["« Nous avons perdu 12 hommes »"]),
        ("‹Wir haben 12 Mann verloren›, sagte er.", ["‹Wir haben 12 Mann verloren›"]),
        ("‘We lost 12 men there,’ he said.", ["‘We lost 12 men there,’"]),
        ("'We lost 12 men there,' he said.", ["'We lost 12 men there,'"]),
        ("'The farmers' fields were lost,' he said.", ["'The farmers' fields were lost,'"]),
        ("The farmers' fields and the men's tools weren't lost.", []),
        ("These “pockets” of the “old guard” remain.", []),
        (
            "«Він назвав це «великою помилкою» уряду», — сказала вона.",
            ["«Він назвав це «великою помилкою» уряду»"],
        ),
        ("It’s 5'10\" tall and isn’t 6'.", []),
    ],
)
def test_speech_is_found_in_every_kind_of_marks(text: str, speech: list[str]) -> None:
    assert direct(text) == speech


def test_speech_opened_at_each_paragraph_and_closed_at_the_last_goes_on() -> None:
    text = "“The dam was old and cracked.\n“It broke in a single night.\n“Nobody was told,” he said."
    found = quotes(text)
    assert [q.continues for q in found] == [False, True, True]
    assert [text[q.start : q.end] for q in found][2] == "“Nobody was told,”"


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“The dam was old and cracked.\nTwo people died."
    assert [text[q.start : q.end] for q in quotes(text)] == ["“The dam was old and cracked."]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("— Міст закрито, — сказав мер. — Він старий.", ["— Міст закрито,", "Він старий."]),
        ("— Міст закрили вчора.", []),
        ("Мер вийшов. — Міст закрито, — сказав він.", ["Міст закрито,"]),
    ],
)
def test_dialogue_is_set_off_by_dashes_where_somebody_is_said_to_speak(text: str, speech: list[str]) -> None:
    assert direct(text, "uk") == speech
