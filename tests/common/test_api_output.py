"""Documents that are only shown: their members, found and written as DRF finds and writes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from common.api.fields import TextOrNull
from common.api.output import Output

_ID, _SAID = UUID(int=7), datetime(2026, 3, 1, 8, 30, 0, 5, tzinfo=UTC)


class _Named(Output):
    name = serializers.CharField()
    note = TextOrNull()


class _Shown(Output):
    id = serializers.UUIDField(source="thing.id")
    said_at = serializers.DateTimeField(allow_null=True)
    loud = serializers.BooleanField(default=False)
    itself = _Named(source="*")
    other = _Named(source="thing.other", allow_null=True)
    others = _Named(many=True)
    words = serializers.ListField(child=serializers.CharField())
    length = serializers.SerializerMethodField()

    def get_length(self, instance: Any) -> int:
        return len(instance["name"] if isinstance(instance, dict) else instance.name)


def _thing(kind: type, **changed: Any) -> Any:
    values = {
        "thing": kind(id=_ID, other=kind(name="Oda\u2028Brekke", note="")),
        "said_at": _SAID,
        "loud": 1,
        "name": "Velmar",
        "note": "a dam",
        "others": [kind(name="Stav", note="x"), kind(name="", note="")],
        "words": ("one", "two"),
    }
    return kind(**values | changed)


@pytest.mark.parametrize("kind", [SimpleNamespace, dict])
@pytest.mark.parametrize(
    "changed", [{}, {"said_at": None}, {"others": [], "words": []}, {"thing": None}], ids=str
)
def test_the_members_are_those_of_drf(
    kind: type, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "thing" in changed:
        changed = {"thing": kind(id=_ID, other=None)}
    thing = _thing(kind, **changed)
    with monkeypatch.context() as drf:
        drf.setattr(Output, "to_representation", serializers.Serializer.to_representation)
        expected = JSONRenderer().render(_Shown().to_representation(thing)).decode()
    assert _Shown().written(thing) == expected
    assert JSONRenderer().render(_Shown().to_representation(thing)).decode() == expected
    assert list(json.loads(expected)) == [*_Shown().fields]


def test_what_an_object_lacks_is_its_default() -> None:
    thing = _thing(SimpleNamespace)
    del thing.loud
    assert json.loads(_Shown().written(thing))["loud"] is False


def test_what_an_object_lacks_without_a_default_is_named() -> None:
    thing = _thing(SimpleNamespace)
    del thing.words
    with pytest.raises(AttributeError, match="words"):
        _Shown().written(thing)


def test_an_error_amid_a_members_own_way_is_no_lack() -> None:
    class Broken(Output):
        length = serializers.SerializerMethodField()

        def get_length(self, instance: Any) -> int:
            return int(instance.missing)

    with pytest.raises(AttributeError, match="missing"):
        Broken().written(SimpleNamespace())
