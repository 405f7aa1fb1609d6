"""From what a proposer says to candidates, in one version of an article and in those after it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from claims.models import Appearance, Candidate, Cluster
from claims.proposing.types import Proposal, SaidOn
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from claims.services.proposals import candidates_propose
from claims.services.reopening import candidate_reopen
from claims.services.resemblance import candidates_relate
from common.errors import Invalid
from sources.models import ArticleVersion, Source
from tests import factories
from tests.claims.test_cluster_services import check_counts

pytestmark = pytest.mark.django_db

TEXT = "Nine wells ran dry — all in Tveit, Oda Brekke told Radio Fjell on Monday. More rain is expected."
SENTENCE = "Nine wells ran dry — all in Tveit, Oda Brekke told Radio Fjell on Monday."
PROPOSAL = Proposal(
    text="Nine wells ran dry, all in Tveit.",
    text_edited=True,
    sentence=SENTENCE,
    start=0,
    end=len(SENTENCE),
    score=0.9,
    reasons=("figure", "attributed"),
    claimant="Oda Brekke",
    role="water minister",
    via=("Radio Fjell",),
    said_on=SaidOn(text="on Monday", date=dt.date(2026, 3, 2), precision="day"),
    quote=False,
    language="en",
    addressee="Tveit council",
)


@pytest.fixture
def version() -> ArticleVersion:
    return factories.article_version(text=TEXT)


def _propose(version: ArticleVersion, *proposals: Proposal) -> int:
    return candidates_propose(version=version, proposals=proposals, proposer="tests", proposer_version="1")


def test_names_that_go_on_for_ever_are_cut_and_stop_no_article(version: ArticleVersion) -> None:
    long = dataclasses.replace(
        PROPOSAL,
        claimant="Oda " * 200,
        role="minister of water " * 40,
        via=("Radio " * 100,),
        addressee="council " * 100,
        said_on=SaidOn(text="on Monday " * 30, date=None, precision="day"),
    )
    assert _propose(version, long) == 1
    candidate = Candidate.objects.get()
    names = candidate.claimant, candidate.role, candidate.via[0], candidate.addressee
    assert [len(each) for each in (*names, candidate.said_on_text)] == [500, 500, 500, 500, 200]


def test_a_proposal_becomes_a_pending_candidate(version: ArticleVersion) -> None:
    assert _propose(version, PROPOSAL) == 1
    candidate = Candidate.objects.get(article_version=version)
    assert TEXT[candidate.start : candidate.end] == candidate.sentence == SENTENCE
    assert (candidate.text, candidate.state) == (PROPOSAL.text, Candidate.State.PENDING)
    assert (candidate.claimant, candidate.role, candidate.via) == (
        "Oda Brekke",
        "water minister",
        ["Radio Fjell"],
    )
    assert candidate.addressee == "Tveit council"
    assert (candidate.said_on_text, candidate.said_on, candidate.said_on_precision) == (
        "on Monday",
        dt.date(2026, 3, 2),
        "day",
    )
    assert (candidate.score, candidate.reasons) == (0.9, ["figure", "attributed"])
    assert (candidate.proposer, candidate.proposer_version) == ("tests", "1")


def test_proposing_twice_changes_nothing(version: ArticleVersion) -> None:
    _propose(version, PROPOSAL)
    candidate = Candidate.objects.get()
    candidate_reject(candidate_id=candidate.id, actor=factories.user(), reason="a forecast")
    assert _propose(version, PROPOSAL, dataclasses.replace(PROPOSAL, score=0.1)) == 1
    assert Candidate.objects.get().state == Candidate.State.REJECTED


def test_two_claims_of_one_sentence_are_two_candidates(version: ArticleVersion) -> None:
    assert _propose(version, PROPOSAL, dataclasses.replace(PROPOSAL, text="Tveit has nine wells.")) == 2


def test_what_a_proposer_does_not_know_stays_empty(version: ArticleVersion) -> None:
    _propose(
        version, dataclasses.replace(PROPOSAL, claimant=None, role=None, via=(), said_on=None, addressee=None)
    )
    candidate = Candidate.objects.get()
    assert (candidate.claimant, candidate.role, candidate.via, candidate.addressee) == ("", "", [], "")
    assert (candidate.said_on_text, candidate.said_on, candidate.said_on_precision) == ("", None, "")


@pytest.mark.parametrize(("start", "end"), [(1, len(SENTENCE)), (0, len(SENTENCE) - 1), (0, 0)])
def test_words_that_are_not_the_articles_are_refused(version: ArticleVersion, start: int, end: int) -> None:
    with pytest.raises(Invalid, match="not in the article"):
        _propose(version, PROPOSAL, dataclasses.replace(PROPOSAL, start=start, end=end))
    assert not Candidate.objects.exists()


class TestAnotherVersion:
    """The outlet puts a sentence before the others, or changes one of them."""

    LINES = ("Nine wells ran dry in Tveit.", "The dam is 40 metres high.", "The tram cost 31 million crowns.")

    @pytest.fixture
    def first(self) -> ArticleVersion:
        article = factories.article(source=factories.source(kind=Source.Kind.OUTLET))
        return self.read(factories.article_version(article=article, text="\n".join(self.LINES)))

    @staticmethod
    def read(version: ArticleVersion, **values: object) -> ArticleVersion:
        """Propose each of its lines, and group them."""
        proposals = [
            dataclasses.replace(
                PROPOSAL,
                text=line,
                sentence=line,
                start=(start := version.text.index(line)),
                end=start + len(line),
                **values,  # type: ignore[arg-type]  # each test gives what fits
            )
            for line in version.text.splitlines()
        ]
        _propose(version, *proposals)
        candidates_relate(version=version)
        check_counts()
        return version

    def edited(self, version: ArticleVersion, text: str, **values: object) -> ArticleVersion:
        number = version.number + 1
        return self.read(
            factories.article_version(article=version.article, number=number, text=text), **values
        )

    def test_what_was_decided_is_not_proposed_again_and_what_waits_moves(self, first: ArticleVersion) -> None:
        accepted, rejected, waiting = Candidate.objects.order_by("start")
        claim = candidate_accept(candidate_id=accepted.pk, actor=factories.user())
        candidate_reject(candidate_id=rejected.pk, actor=factories.user(), reason="no claim")
        cluster = Candidate.objects.get(pk=waiting.pk).cluster
        second = self.edited(first, "A correction was added.\n" + first.text)
        assert Candidate.objects.count() == 4
        moved = Candidate.objects.get(pk=waiting.pk)
        assert (moved.article_version, moved.cluster) == (second, cluster)
        assert second.text[moved.start : moved.end] == moved.sentence == self.LINES[2]
        assert {each.text for each in Candidate.objects.filter(article_version=second)} == {
            "A correction was added.",
            self.LINES[2],
        }
        appearance = Appearance.objects.get(claim=claim)
        assert (appearance.article_version, appearance.start) == (first, 0)

    def test_what_was_merged_is_not_proposed_again_until_that_is_taken_back(
        self, first: ArticleVersion
    ) -> None:
        merged, editor = Candidate.objects.earliest("start"), factories.user()
        candidate_merge(candidate_id=merged.pk, claim_id=factories.claim().pk, actor=editor)
        second = self.edited(first, f"{first.text}\nMore is known now.")
        candidate_reopen(candidate_id=merged.pk, actor=editor)
        assert Candidate.objects.filter(text=merged.text).count() == 1
        third = self.edited(second, f"Corrected.\n{second.text}")
        merged.refresh_from_db()
        assert (merged.article_version, merged.start) == (third, len("Corrected.\n"))
        check_counts()

    def test_another_claimant_or_day_is_another_statement(self, first: ArticleVersion) -> None:
        for candidate in Candidate.objects.all():
            candidate_reject(candidate_id=candidate.pk, actor=factories.user(), reason="no claim")
        second = self.edited(first, first.text, claimant="Kari Dahl")
        self.edited(
            second, first.text, said_on=SaidOn(text="in May", date=dt.date(2026, 5, 1), precision="month")
        )
        assert Candidate.objects.filter(state="pending").count() == 6

    def test_what_the_new_version_no_longer_says_waits_where_it_stood(self, first: ArticleVersion) -> None:
        self.edited(first, "Nobody knows anything.")
        assert Candidate.objects.filter(article_version=first, state="pending").count() == 3

    def test_what_is_said_twice_moves_twice(self) -> None:
        line = self.LINES[0]
        first = factories.article_version(text=f"{line} {line}")
        twice = [
            dataclasses.replace(PROPOSAL, text=line, sentence=line, start=at, end=at + len(line))
            for at in (0, len(line) + 1)
        ]
        _propose(first, *twice)
        second = factories.article_version(article=first.article, number=2, text=first.text)
        assert _propose(second, *twice) == 2
        assert Candidate.objects.count() == 2


class TestReadAnew:
    """The article turns out to be of another day, or in another language."""

    def test_those_that_wait_are_dated_anew_and_those_decided_are_not(self, version: ArticleVersion) -> None:
        second = dataclasses.replace(PROPOSAL, text="All nine are in Tveit.")
        _propose(version, PROPOSAL, second)
        decided = Candidate.objects.get(text=PROPOSAL.text)
        candidate_reject(candidate_id=decided.pk, actor=factories.user(), reason="no claim")
        said_on = SaidOn(text="on Monday", date=dt.date(2026, 4, 6), precision="day")
        again = [dataclasses.replace(each, said_on=said_on) for each in (PROPOSAL, second)]
        assert _propose(version, *again) == 2
        assert list(Candidate.objects.order_by("state").values_list("state", "said_on")) == [
            ("pending", dt.date(2026, 4, 6)),
            ("rejected", dt.date(2026, 3, 2)),
        ]

    def test_in_another_language_they_are_grouped_anew_and_what_is_not_found_goes(
        self, version: ArticleVersion
    ) -> None:
        _propose(version, PROPOSAL, dataclasses.replace(PROPOSAL, text="Dry wells there."))
        candidates_relate(version=version)
        before = set(Cluster.objects.values_list("pk", flat=True))
        _propose(version, dataclasses.replace(PROPOSAL, language="nn"))
        check_counts()
        assert not Cluster.objects.exists()
        candidates_relate(version=version)
        check_counts()
        candidate = Candidate.objects.get()
        assert (candidate.text, candidate.language) == (PROPOSAL.text, "nn")
        assert candidate.cluster is not None
        assert candidate.cluster.language == "nn"
        assert candidate.cluster_id not in before

    def test_what_another_proposer_found_stays(self, version: ArticleVersion) -> None:
        _propose(version, PROPOSAL)
        candidates_propose(version=version, proposals=[], proposer="others", proposer_version="1")
        assert Candidate.objects.count() == 1
