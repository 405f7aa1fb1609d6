import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from sources.models import Article, ArticleVersion, Intake, Source
from sources.services import source_for_outlet, source_for_url
from sources.services.articles import (
    Body,
    Text,
    article_attempt,
    article_move,
    article_postpone,
    article_queue,
    version_store,
)

STATE = Article.State
LEASES = {STATE.QUEUED: timedelta(minutes=2)}
URL = "https://velmar-post.example/a"


def queued() -> Article:
    return article_queue(url=URL)


def body(content: str = "The dam holds 3 years of water.") -> Body:
    return Body(media_type="text/plain", content=content.encode(), fetched_at=timezone.now())


def text(words: str, *bands: int) -> Text:
    return Text(text=words, content_hash=f"{hash(words):064x}"[-64:], fingerprint=list(bands) or [1, 2])


def versioned(url: str, words: str, *bands: int) -> Article:
    article = article_queue(url=url, body=body(words))
    version_store(article=article, intake=Intake.objects.get(article=article), text=text(words, *bands))
    return article


@pytest.mark.django_db
def test_a_fetch_is_leased_and_not_due_again_until_the_lease_ends() -> None:
    article = queued()
    before = timezone.now()
    leased = article_attempt(article_id=article.id, leases=LEASES)
    assert leased is not None
    assert leased.next_attempt_at is not None
    assert leased.next_attempt_at - before >= LEASES[STATE.QUEUED]
    assert article_attempt(article_id=article.id, leases=LEASES) is None
    Article.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    again = article_attempt(article_id=article.id, leases=LEASES)
    assert again is not None
    assert again.attempts == 2


@pytest.mark.django_db
def test_a_stage_without_network_stays_due_while_it_is_worked_on() -> None:
    article = article_queue(url=URL, body=body())
    due = article.next_attempt_at
    begun = article_attempt(article_id=article.id, leases=LEASES)
    assert begun is not None
    assert begun.next_attempt_at == due


@pytest.mark.django_db
def test_handing_an_article_in_again_makes_a_failed_fetch_due_at_once() -> None:
    article = queued()
    article_attempt(article_id=article.id, leases=LEASES)
    article_postpone(article_id=article.id, state=STATE.QUEUED, reason="The server answered 503.")
    assert article_attempt(article_id=article.id, leases=LEASES) is None
    queued()
    again = article_attempt(article_id=article.id, leases=LEASES)
    assert again is not None
    assert again.attempts == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", [STATE.FETCHED, STATE.EXTRACTED, STATE.PROPOSED])
def test_an_address_alone_leaves_an_article_where_it_is_between_fetching_and_matching(state: str) -> None:
    article = queued()
    Article.objects.filter(pk=article.id).update(state=state)
    assert queued().state == state


@pytest.mark.django_db
def test_a_postponement_that_comes_too_late_changes_nothing() -> None:
    article = queued()
    article_move(article=article, state=STATE.MATCHED)
    article_postpone(article_id=article.id, state=STATE.QUEUED, reason="The server answered 503.")
    article.refresh_from_db()
    assert (article.state, article.failure, article.next_attempt_at) == (STATE.MATCHED, "", None)


@pytest.mark.django_db
def test_a_new_text_is_a_new_version_and_the_known_text_is_none() -> None:
    article = versioned(URL, "The dam holds 3 years of water.")
    assert (article.state, article.completed_version) == (STATE.EXTRACTED, None)
    article_move(article=article, state=STATE.MATCHED)
    versioned(URL, "The dam holds 3 years of water.")
    article = versioned(URL, "The dam holds 5 years of water.")
    assert article.state == STATE.EXTRACTED
    assert article.completed_version != article.current_version
    assert list(ArticleVersion.objects.order_by("number").values_list("number", "text")) == [
        (1, "The dam holds 3 years of water."),
        (2, "The dam holds 5 years of water."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sources_articleversion SET text = 'Never written.'",
        "UPDATE sources_articleversion SET snapshot = ''",
        "DELETE FROM sources_articleversion",
    ],
)
def test_what_an_article_said_is_never_changed(statement: str) -> None:
    article = versioned(URL, "The dam holds 3 years of water.")
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(statement)
    assert article.versions.get().text == "The dam holds 3 years of water."


@pytest.mark.django_db
def test_an_article_read_later_is_never_the_origin_of_an_earlier_one() -> None:
    first = versioned(URL, "One.", 1)
    second = versioned("https://alder.example/b", "Two.", 2)
    versioned(URL, "Two, too.", 2)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.syndicated_from is None
    assert second.syndicated_from is None


@pytest.mark.django_db
def test_a_copy_of_a_copy_names_the_origin() -> None:
    origin = versioned(URL, "One.", 1, 2)
    copy = versioned("https://alder.example/b", "One!", 2, 3)
    further = versioned("https://kessen.example/c", "One?", 3, 4)
    assert copy.syndicated_from == origin
    assert further.syndicated_from == origin


@pytest.mark.django_db
def test_of_several_that_it_resembles_the_oldest_is_the_origin_and_never_itself() -> None:
    oldest = versioned(URL, "One.", 1)
    assert versioned("https://alder.example/b", "Two.", 2).syndicated_from is None
    assert versioned("https://kessen.example/c", "Both.", 1, 2).syndicated_from == oldest
    assert versioned(URL, "One, edited.", 1).syndicated_from is None


@pytest.mark.django_db
def test_the_outlet_of_an_address_is_one_source_with_or_without_www() -> None:
    first = source_for_url(url="https://www.velmar-post.example/a", site_name="Velmar Post")
    assert first is not None
    assert (first.name, first.domain, first.kind) == (
        "Velmar Post",
        "velmar-post.example",
        Source.Kind.OUTLET,
    )
    assert source_for_url(url="https://velmar-post.example/b") == first
    assert source_for_url(url="urn:sha256:abc") is None


@pytest.mark.django_db
def test_an_outlet_by_name_is_not_mistaken_for_a_person_of_that_name() -> None:
    person = Source.objects.create(kind=Source.Kind.PERSON, name="Mara Alder")
    outlet = source_for_outlet(name="Mara Alder")
    assert outlet != person
    assert source_for_outlet(name="mara alder") == outlet


@pytest.mark.django_db(transaction=True)
def test_an_article_that_somebody_works_on_is_left_to_them() -> None:
    article = article_queue(url=URL, body=body())
    seen: list[Article | None] = []

    def try_it() -> None:
        seen.append(article_attempt(article_id=article.id, leases=LEASES))
        connections.close_all()

    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.id)
        other = threading.Thread(target=try_it)
        other.start()
        other.join(20)
        assert not other.is_alive(), "it waits for the lock, instead of leaving the article to its holder"
    assert seen == [None]
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_make_one_article() -> None:
    barrier = threading.Barrier(4)
    ids: list[object] = []

    def submit() -> None:
        barrier.wait(20)
        ids.append(article_queue(url=URL, body=body()).id)
        connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert Intake.objects.count() == 1
