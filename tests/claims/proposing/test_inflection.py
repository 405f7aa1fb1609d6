import pytest

from claims.proposing.inflection import name_nominative, person_nominative, phrase_nominative
from claims.proposing.language import lexicon_for


@pytest.mark.parametrize(
    ("inflected", "expected", "language"),
    [
        ("Віктора Дороша", "Віктор Дорош", "uk"),
        ("Олени Коваленко", "Олена Коваленко", "uk"),
        ("Олександра Коваленка", "Олександр Коваленко", "uk"),
        ("Ігоря Бондаря", "Ігор Бондар", "uk"),
        ("Наталії Ковальської", "Наталія Ковальська", "uk"),
        ("Андрія Ковальського", "Андрій Ковальський", "uk"),
        ("Миколи Шевчука", "Микола Шевчук", "uk"),
        ("Ивана Петрова", "Иван Петров", "ru"),
        ("Анны Петровой", "Анна Петрова", "ru"),
        ("Павла Лисенка", "Павло Лисенко", "uk"),
    ],
)
def test_a_full_name_in_the_genitive_is_led_back(inflected: str, expected: str, language: str) -> None:
    assert person_nominative(inflected, language, oblique=True)[0] == expected


@pytest.mark.parametrize("name", ["Олександра Коваленко", "Віктор Дорош", "Анна Петрова", "Jan Holt"])
def test_a_nominative_name_stays(name: str) -> None:
    assert person_nominative(name, "uk", oblique=False)[0] == name


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("uk", "Міністерства фінансів", "Міністерство фінансів"),
        ("uk", "Державної служби статистики", "Державна служба статистики"),
        ("uk", "Інституту вивчення води", "Інститут вивчення води"),
        ("uk", "міського голови Тернова", "міський голова Тернова"),
        ("ru", "Министерства финансов", "Министерство финансов"),
        ("ru", "Следственного комитета", "Следственный комитет"),
    ],
)
def test_a_phrase_is_led_back_by_its_head_noun(language: str, phrase: str, expected: str) -> None:
    assert phrase_nominative(phrase.split(), lexicon_for(language).lemmas, language) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Суспільному", "Суспільне"), ("Дальнику", "Дальник"), ("Reuters", "Reuters"), ("БТУ", "БТУ")],
)
def test_an_outlets_name_is_led_back_by_its_ending(word: str, expected: str) -> None:
    assert name_nominative(word) == expected
