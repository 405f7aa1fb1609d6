"""How the log of verdicts is asked and shown."""

from __future__ import annotations

import base64
from typing import Any

from rest_framework import serializers

from claims.services.ledger import ledger_verifier_keys
from common.api.fields import Query

_LARGEST = 2**63 - 1
MOST_ENTRIES = 200


def base64_of(value: bytes) -> str:
    """With padding."""
    return base64.b64encode(bytes(value)).decode()


def _number(
    help_text: str, *, least: int = 0, required: bool = False, **given: Any
) -> serializers.IntegerField:
    return serializers.IntegerField(
        required=required, min_value=least, max_value=_LARGEST, help_text=help_text, **given
    )


class CheckpointQuery(Query):
    """Which checkpoint."""

    size = _number("The checkpoint signed at so many entries; else the newest.")


class EntriesQuery(Query):
    """Which entries."""

    start = _number("The first index.", default=0)
    limit = serializers.IntegerField(
        required=False,
        default=MOST_ENTRIES,
        min_value=1,
        max_value=MOST_ENTRIES,
        help_text="At most so many entries.",
    )


class InclusionQuery(Query):
    """Of which entry, in which tree. One of `verdict` and `index` is needed."""

    verdict = serializers.UUIDField(required=False, help_text="The entry of this verdict.")
    index = _number("The entry at this index.")
    size = _number("The size of the tree; else the newest checkpoint's.")


class ConsistencyQuery(Query):
    """Of which two trees."""

    old = _number("The size of the older tree.", least=1, required=True)
    new = _number("The size of the newer one; else the newest checkpoint's.", least=1)


class CheckpointSerializer(serializers.Serializer[Any]):
    """What the registry commits to: so many entries, whose Merkle tree (RFC 9162) has this root."""

    origin = serializers.SerializerMethodField(help_text="The name of the log.")
    size = serializers.IntegerField()
    root = serializers.SerializerMethodField(  # type: ignore[assignment]  # a field of that name, not the tree's
        help_text="Base64."
    )
    note = serializers.CharField(help_text="The signed text (C2SP tlog-checkpoint in a signed note).")
    verifier_keys = serializers.SerializerMethodField(
        help_text="The public keys in use now, the newest first (C2SP signed-note)."
    )
    signed_at = serializers.DateTimeField(source="created_at")

    def get_origin(self, checkpoint: Any) -> str:
        """The first line of the note."""
        return str(checkpoint.note.partition("\n")[0])

    def get_root(self, checkpoint: Any) -> str:
        """As in the note."""
        return base64_of(checkpoint.root)

    def get_verifier_keys(self, checkpoint: Any) -> list[str]:
        """From the settings."""
        return ledger_verifier_keys()


class EntrySerializer(serializers.Serializer[Any]):
    """A verdict's place in the log."""

    index = serializers.IntegerField(help_text="From 0, without a gap.")
    verdict = serializers.UUIDField()
    leaf = serializers.CharField(
        help_text="The published verdict as canonical JSON (RFC 8785); its UTF-8 bytes are the leaf."
    )


class EntriesSerializer(serializers.Serializer[Any]):
    """A run of entries; what is asked for beyond the last one is not there."""

    entries = EntrySerializer(many=True)


class InclusionSerializer(EntrySerializer):
    """The proof that an entry is in the tree of that size (RFC 9162, 2.1.3)."""

    size = serializers.IntegerField()
    hashes = serializers.ListField(child=serializers.CharField(), help_text="Base64, from the leaf up.")


class ConsistencySerializer(serializers.Serializer[Any]):
    """The proof that the old tree is the beginning of the new one (RFC 9162, 2.1.4)."""

    old = serializers.IntegerField()
    new = serializers.IntegerField()
    hashes = serializers.ListField(child=serializers.CharField(), help_text="Base64.")
