from pytest_django import Settings

from ingest.apps import check_components
from ingest.components import proposers
from tests.ingest.line_proposer import BrokenProposer, LineProposer


def test_the_settings_name_the_proposers(settings: Settings) -> None:
    settings.PROPOSERS = [
        "tests.ingest.line_proposer.BrokenProposer",
        "tests.ingest.line_proposer.LineProposer",
    ]
    assert [type(proposer) for proposer in proposers()] == [BrokenProposer, LineProposer]


def test_a_proposer_is_made_once(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.LineProposer"]
    assert proposers()[0] is proposers()[0]


def test_what_is_shipped_can_be_loaded() -> None:
    assert check_components(None) == []
    assert proposers()


def test_a_path_that_leads_nowhere_is_an_error_at_the_start(settings: Settings) -> None:
    settings.PROPOSERS = ["claims.proposing.proposer.Missing"]
    settings.MATCHER = "no.such.Matcher"
    errors = check_components(None)
    assert [error.id for error in errors] == ["ingest.E001", "ingest.E001"]
    assert "PROPOSERS: 'claims.proposing.proposer.Missing'" in errors[0].msg
    assert "MATCHER: 'no.such.Matcher'" in errors[1].msg
