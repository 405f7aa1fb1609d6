from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.models import ImportJob
from claims.roles import Role
from claims.services.import_running import import_advance
from common.scopes import Scope
from tests import factories
from tests.api import caller

pytestmark = pytest.mark.django_db
_ADD = "admin:claims_importjob_add"
_LIST = "admin:claims_importjob_changelist"


def _desk(role: Role = Role.EDITOR) -> Client:
    client = Client()
    client.force_login(factories.user(role=role, is_staff=True))
    return client


def test_a_file_is_taken_in_and_its_page_says_what_was_wrong_with_it() -> None:
    desk = _desk()
    assert b"multipart/form-data" in desk.get(reverse(_ADD)).content
    file = SimpleUploadedFile("claims.ndjson", b'{"text": "The dam is high."}\n{"text": ""}\n')
    sent = desk.post(reverse(_ADD), {"format": "ndjson", "file": file, "url": ""})
    job = ImportJob.objects.get()
    assert sent["Location"] == reverse("admin:claims_importjob_change", args=[job.pk])
    import_advance(job_id=job.pk)
    page = desk.get(sent["Location"]).content.decode()
    assert "text is missing" in page
    assert "up to line 2, of 42 bytes in all" in page
    listed = desk.get(reverse(_LIST)).content.decode()
    assert ">Done<" in listed
    assert "<div>1 created</div><div>1 refused</div>" in listed


@pytest.mark.parametrize(
    ("kind", "name", "body"),
    [
        ("claimreview", "page.html", b"<html><body><p>The dam is high.</p></body></html>"),
        ("ndjson", "claims.ndjson", b"\n\n"),
        ("csv", "claims.csv", b"text,language\n"),
    ],
)
def test_an_import_in_which_nothing_was_found_says_so(kind: str, name: str, body: bytes) -> None:
    desk = _desk()
    sent = desk.post(reverse(_ADD), {"format": kind, "file": SimpleUploadedFile(name, body), "url": ""})
    job = ImportJob.objects.get()
    import_advance(job_id=job.pk)
    page = desk.get(sent["Location"]).content.decode()
    assert "Done, nothing found" in page
    assert "was found in it, and nothing was imported." in page
    assert "Done, nothing found" in desk.get(reverse(_LIST)).content.decode()
    reader = caller(Scope.IMPORTS_WRITE, owner=job.owner)
    shown = reader.get(f"/api/v1/imports/{job.pk}").json()
    assert (shown["state"], shown["records"]) == ("done", 0)
    (note,) = reader.get(f"/api/v1/imports/{job.pk}/notes").json()["results"]
    assert (note["severity"], note["code"]) == ("noticed", "nothing-found")


def test_neither_a_file_nor_an_address_is_said_beside_the_field() -> None:
    page = _desk().post(reverse(_ADD), {"format": "csv", "url": ""}).content.decode()
    assert "Choose a file, or give an address" in page
    assert not ImportJob.objects.exists()


def test_checkers_neither_import_nor_see_imports() -> None:
    desk = _desk(Role.CHECKER)
    assert desk.get(reverse(_ADD)).status_code == 403
    assert desk.get(reverse(_LIST)).status_code == 403
