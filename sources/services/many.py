"""Who is meant by many names at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import itemgetter
from uuid import UUID

from django.db import transaction

from common.changes import changes_record
from common.models import Change
from sources.models import Source
from sources.selectors import claimants_named, fact_checkers_of, names_small
from sources.services.holding import sources_hold
from sources.services.sources import RESOURCE, source_for_fact_checker
from sources.services.turns import name_turns_take


@transaction.atomic
def sources_for_claimants(*, names: Mapping[str, bool]) -> dict[str, Source | None]:
    """For each name the person or organisation called exactly that, or a new one; None for several of them.

    `names` says of each whether it is an organisation's, which a new one then is.
    """
    small = names_small(names)
    found = claimants_named(small)
    if unknown := {name: small[name] for name, ids in found.items() if not ids}:
        name_turns_take(unknown)
        found |= claimants_named(unknown)
    fresh: dict[str, Source] = {}
    for name, ids in found.items():
        if not ids:
            fresh.setdefault(small[name], _new(name, names[name]))
    Source.objects.bulk_create(fresh.values(), batch_size=1000)
    changes_record(RESOURCE, [(source.pk, Change.Kind.CREATED) for source in fresh.values()])
    held = sources_hold({min(ids) for ids in found.values() if len(ids) == 1})
    return {
        name: held[min(ids)] if len(ids) == 1 else None if ids else fresh[small[name]]
        for name, ids in found.items()
    }


@transaction.atomic
def sources_for_fact_checkers(*, called: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """For each name with its site the fact-checker that `source_for_fact_checker` finds or makes.

    Those that are known by their site, as nearly all are, are found in one read.
    """
    placed = fact_checkers_of(site for _, site in called)
    return {
        (name, site): placed.get(site) or source_for_fact_checker(name=name, site=site).pk
        # By their sites, as two who make the same ones are to wait for each other in one order.
        for name, site in sorted(called, key=itemgetter(1, 0))
    }


def _new(name: str, organisation: bool) -> Source:
    kind = Source.Kind.ORGANISATION if organisation else Source.Kind.PERSON
    return Source(kind=kind, name=name)
