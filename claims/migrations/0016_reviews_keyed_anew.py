"""Reviews that are known are known by the key that claims have now, and by what they last said."""

from uuid import UUID

from django.db import migrations

from claims.claimreview.identity import claim_key
from claims.claimreview.said import words_digest

BATCH = 1000
# What was one key is one or several now, and never two of them one: none can meet another's.
KEYED = """
UPDATE claims_importedreview AS review SET claim_key = given.key, words = ARRAY[given.words]
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS given (id, key, words) WHERE review.id = given.id
"""


def key_anew(apps, editor):
    """A batch at a time, each in a transaction of its own; what was cut short is simply done again."""
    reviews = apps.get_model("claims", "ImportedReview").objects.order_by("pk")
    last = UUID(int=0)
    while batch := list(reviews.filter(pk__gt=last).values_list("pk", "claim_key", "document")[:BATCH]):
        keyed = [
            (
                pk,
                claim_key(document["claimReviewed"]) if "claimReviewed" in document else key,
                words_digest(document),
            )
            for pk, key, document in batch
        ]
        with editor.connection.cursor() as cursor:
            cursor.execute(KEYED, [list(column) for column in zip(*keyed, strict=True)])
        last = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("claims", "0015_reviews_of_one_page"),
    ]

    operations = [migrations.RunPython(key_anew, migrations.RunPython.noop)]
