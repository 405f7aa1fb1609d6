"""Near-identical texts share bands, others do not, in every process the same."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from ingest.fingerprint import BANDS, content_hash, fingerprint, similarity

PINNED = (-8336490939313248862, 1728453576139401878)
ROOT = Path(__file__).resolve().parents[2]
WORDS = [
    a + b
    for a in ("ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")
    for b in ("lar", "mon", "net", "rik", "sta")
]


def article(seed: int, length: int = 400) -> list[str]:
    return Random(seed).choices(WORDS, k=length)


def edited(words: list[str], edits: int) -> list[str]:
    """The same with `edits` words changed, spread evenly."""
    changed = list(words)
    for place in range(0, len(words), len(words) // edits)[:edits]:
        changed[place] = "changed"
    return changed


def alike(one: str, other: str) -> bool:
    return bool(set(fingerprint(one)) & set(fingerprint(other)))


def test_bands_fit_a_bigint_array() -> None:
    bands = fingerprint(" ".join(article(1)))
    assert len(bands) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert min(bands) < 0 < max(bands)


def test_layout_case_and_punctuation_do_not_matter() -> None:
    words = article(2)
    assert fingerprint(" ".join(words)) == fingerprint("\n\n".join(words).upper() + "!")


def test_how_letters_are_composed_does_not_matter() -> None:
    text = "Der Brückenzoll in Käsmark fällt, sagte Bürgermeisterin Høyer über die ﬁnanzielle Lage."
    for form in ("NFD", "NFKC"):
        assert fingerprint(unicodedata.normalize(form, text)) == fingerprint(text)
    assert content_hash(unicodedata.normalize("NFD", text)) == content_hash(text)


def test_a_copy_with_small_changes_shares_a_band() -> None:
    for seed in range(50):
        words = article(seed)
        copy = edited(words, 8)
        assert alike(" ".join(words), " ".join(copy))
        assert similarity(fingerprint(" ".join(words)), fingerprint(" ".join(copy))) > 0.6
        assert alike(" ".join(words), " ".join(["(VELMAR WIRE)", *words, "Reporting by our own staff"]))


def test_different_articles_share_none() -> None:
    prints = [set(fingerprint(" ".join(article(seed)))) for seed in range(60)]
    assert not [pair for pair in combinations(prints, 2) if pair[0] & pair[1]]


def test_articles_that_share_a_paragraph_only_are_not_alike() -> None:
    common = article(7, 40)
    pairs = [(article(2 * n + 100, 360) + common, article(2 * n + 101, 360) + common) for n in range(50)]
    assert sum(alike(" ".join(one), " ".join(other)) for one, other in pairs) <= 1


def test_similarity_is_one_for_the_same_and_zero_for_others() -> None:
    one, other = fingerprint(" ".join(article(1))), fingerprint(" ".join(article(2)))
    assert similarity(one, one) == 1.0
    assert similarity(one, other) == 0.0
    assert similarity(one, fingerprint("")) == 0.0


@pytest.mark.parametrize(
    ("text", "copy", "other"),
    [
        (
            "昨日、ベルマー市議会は新しい橋の建設計画を承認した。費用は四千万と見込まれている。市長は来年の春に着工すると述べた。"
            * 2,
            "昨日、ベルマー市議会は新しい橋の建設計画を承認した。費用は四千万と見込まれている。市長は来年の春に着工すると語った。"
            * 2,
            "港湾局によると、今年の漁獲量は過去十年で最も少なかった。漁業組合は政府に支援を求めているが、回答はまだない。"
            * 2,
        ),
        (
            "เมื่อวานนี้สภาเมืองเวลมาร์อนุมัติแผนก่อสร้างสะพานใหม่ซึ่งคาดว่าจะใช้งบประมาณสี่สิบล้านและเริ่มก่อสร้างปีหน้า",
            "เมื่อวานนี้สภาเมืองเวลมาร์อนุมัติแผนก่อสร้างสะพานใหม่ซึ่งคาดว่าจะใช้งบประมาณสี่สิบล้านและเริ่มก่อสร้างปีนี้",
            "การท่าเรือระบุว่าปริมาณปลาที่จับได้ในปีนี้ต่ำที่สุดในรอบสิบปีและสหภาพชาวประมงขอความช่วยเหลือจากรัฐบาลแล้ว",
        ),
    ],
)
def test_scripts_without_spaces_are_compared_by_character(text: str, copy: str, other: str) -> None:
    assert alike(text, copy)
    assert not alike(text, other)


@pytest.mark.parametrize("text", ["Yes.", "Five boats sank", "Ja"])
def test_a_text_of_few_words_has_a_fingerprint(text: str) -> None:
    assert len(fingerprint(text)) == BANDS
    assert alike(text, text.upper())
    assert not alike(text, text + " later")


@pytest.mark.parametrize("text", ["", " \n", "— … !"])
def test_a_text_without_words_has_none_and_so_resembles_nothing(text: str) -> None:
    assert fingerprint(text) == ()


def test_another_process_finds_the_same() -> None:
    text = " ".join(article(3))
    program = f"from ingest.fingerprint import fingerprint; print(fingerprint({text!r}))"
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        found = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        )
        assert found.stdout.strip() == str(fingerprint(text))


def test_the_fingerprints_stored_yesterday_still_hold() -> None:
    """A changed value here means that every stored fingerprint has to be made again."""
    assert fingerprint("The council of Velmar approved the new bridge on Monday.")[:2] == PINNED


def test_the_content_hash_is_of_the_words_and_not_of_their_layout() -> None:
    assert content_hash("Fünf  Boote\r\nsanken. ") == content_hash("Fu\u0308nf Boote sanken.")
    assert content_hash("Fünf Boote sanken.") != content_hash("Fünf Boote sanken!")
    assert content_hash("fünf") != content_hash("Fünf")
    assert len(content_hash("")) == 64
