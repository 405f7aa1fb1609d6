"""A language is named by a tag of BCP 47: what a verdict says of its own is kept for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claims.exchange import fields
from claims.exchange.row import RowRefused
from claims.roles import Role
from claims.rules import Kind
from claims.services.corrections import claim_correct
from claims.services.drafts import draft_create, draft_update
from claims.services.verdicts import Statement, verdict_record
from common.errors import Invalid
from common.languages import is_language
from common.scopes import Scope
from ingest.services import article_submit
from sources.services.sources import source_update
from tests import factories
from tests.api import caller

NONE = ["english", "zz zz", "123", "en_GB", "e", "en-", "-en", "en-" + "a" * 9, "en\n", "en" + "-abcd" * 7]


@pytest.mark.parametrize("tag", ["en", "EN", "ceb", "pt-BR", "zh-Hant-HK", "de-CH-1996", "es-419"])
def test_a_tag_is_a_language_and_what_narrows_it(tag: str) -> None:
    assert is_language(tag)
    assert fields.language(tag, "language") == tag


@pytest.mark.parametrize("tag", NONE)
def test_what_is_no_tag_is_none(tag: str) -> None:
    assert not is_language(tag)
    if tag == tag.strip():
        with pytest.raises(RowRefused) as refused:
            fields.language(tag, "verdicts.language")
        assert refused.value.code == "not-a-language"


SERVICES: dict[str, Callable[[str], object]] = {
    "a verdict": lambda tag: verdict_record(
        claim_id=factories.claim().pk,
        publisher_id=factories.fact_checker().pk,
        kind=Kind.INITIAL,
        rating_id=factories.rating().pk,
        actor=factories.user(),
        statement=Statement(language=tag),
    ),
    "a draft": lambda tag: draft_create(
        claim_id=factories.claim().pk,
        publisher_id=factories.fact_checker().pk,
        kind=Kind.INITIAL,
        actor=factories.user(),
        statement=Statement(language=tag),
    ),
    "a changed draft": lambda tag: draft_update(
        draft_id=factories.draft(factories.verdict(), author=(author := factories.user())).pk,
        actor=author,
        language=tag,
    ),
    "a corrected claim": lambda tag: claim_correct(
        claim_id=factories.claim().pk,
        text="The dam is 38 metres high.",
        language=tag,
        claimant=None,
        reason="38, not 83.",
        actor=factories.user(),
    ),
    "an article": lambda tag: article_submit(text="The dam is 38 metres high.", language=tag),
    "a source": lambda tag: source_update(
        source_id=factories.source().pk,
        actor=factories.user(role=Role.ADMINISTRATOR),
        languages=["en", tag],
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", SERVICES)
def test_nothing_is_written_in_what_is_no_language(what: str) -> None:
    SERVICES[what]("pt-BR")
    with pytest.raises(Invalid, match="give the code of a language, such as en") as refused:
        SERVICES[what]("Portuguese")
    assert refused.value.field in {"language", "languages"}


@pytest.mark.django_db
def test_the_api_says_what_to_give() -> None:
    who = caller(Scope.VERDICTS_WRITE)
    answer = who.send("POST", f"/api/v1/claims/{factories.claim().pk}/verdicts", {"language": "Portuguese"})
    assert answer.status_code == 422
    found = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert found["#/language"] == "give the code of a language, such as en, pt-BR or zh-Hant"
