"""Two people, or two tabs, with the same form of the desk: whoever is slower undoes nothing unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from common.desk_versions import OPENED
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_was_changed_in_a_source_meanwhile_is_told_and_stays(admin_client: Client) -> None:
    source = factories.source(name="Mira Solberg", aliases=["M. Solberg"])
    address = reverse("admin:sources_source_change", args=[source.pk])
    typed = {
        "kind": "person",
        "name": "Mira Solberg",
        "aliases": "M. Solberg",
        "initial-aliases": "M. Solberg",
        OPENED: admin_client.get(address).context["adminform"].form[OPENED].value(),
    }
    quick = typed | {"aliases": "M. Solberg\nMira S.", "notes": "Harbour master since 2019."}
    assert admin_client.post(address, quick).status_code == 302
    slow = typed | {"country": "NO"}
    refused = admin_client.post(address, slow)
    assert refused.status_code == 200
    source.refresh_from_db()
    assert (source.notes, source.country) == ("Harbour master since 2019.", "")
    form = refused.context["adminform"].form
    told = form.non_field_errors()[0]
    assert told.endswith("Aliases: M. Solberg, Mira S.; Country: –; Notes: Harbour master since 2019.")
    assert f'value="{form[OPENED].value()}"' in refused.content.decode()
    assert admin_client.post(address, slow | {OPENED: form[OPENED].value()}).status_code == 302
    source.refresh_from_db()
    assert (source.notes, source.country) == ("", "NO")


def test_a_correction_is_not_corrected_unseen(admin_client: Client) -> None:
    claim = factories.claim(text="The pier is 9 metres long.")
    page = reverse("admin:claims_claim_change", args=[claim.pk])

    def correct(text: str, opened: str) -> Any:
        typed = {"text": text, "language": "en", "claimant": "", "reason": "Measured.", OPENED: opened}
        return admin_client.post(reverse("admin:claims_claim_correct", args=[claim.pk]), typed)

    opened = admin_client.get(page).context["correction_form"][OPENED].value()
    assert correct("The pier is 90 metres long.", opened).status_code == 302
    refused = correct("The pier is 19 metres long.", opened)
    form = refused.context["correction_form"]
    assert form.non_field_errors()[0].endswith("different: The claim: The pier is 90 metres long.")
    assert "The pier is 19 metres long." in refused.content.decode()
    assert Claim.objects.get().text == "The pier is 90 metres long."
    assert correct("The pier is 19 metres long.", form[OPENED].value()).status_code == 302
    assert Claim.objects.get().text == "The pier is 19 metres long."
