from __future__ import annotations

import pytest
from pytest_django import Settings

from common.crypto import DecryptionFailed, decrypt, encrypt

SECRET = "whsec_ü-тайна"


def test_what_was_encrypted_is_decrypted_and_does_not_show() -> None:
    token = encrypt(SECRET)
    assert decrypt(token) == SECRET
    assert "тайна" not in token
    assert token.isascii()


def test_two_encryptions_of_one_text_differ() -> None:
    assert encrypt(SECRET) != encrypt(SECRET)


def test_an_older_key_still_reads_and_the_newest_writes(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    written_with_old = encrypt(SECRET)
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert decrypt(written_with_old) == SECRET
    written_with_new = encrypt(SECRET)
    settings.ENCRYPTION_KEYS = ["new"]
    assert decrypt(written_with_new) == SECRET
    with pytest.raises(DecryptionFailed, match="ENCRYPTION_KEYS"):
        decrypt(written_with_old)


def test_a_tampered_token_is_refused() -> None:
    token = encrypt(SECRET)
    middle = len(token) // 2
    other = "A" if token[middle] != "A" else "B"
    with pytest.raises(DecryptionFailed):
        decrypt(token[:middle] + other + token[middle + 1 :])


@pytest.mark.parametrize("token", ["", "not a token", "ключ"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(DecryptionFailed):
        decrypt(token)
