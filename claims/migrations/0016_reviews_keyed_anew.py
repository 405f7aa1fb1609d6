"""Reviews that are known are known by the key that claims have now, and by what they last said."""

import hashlib
import json
import re
import unicodedata
from uuid import UUID

from django.db import migrations

BATCH = 1000
# What was one key is one or several now, and never two of them one: none can meet another's.
KEYED = """
UPDATE claims_importedreview AS review SET claim_key = given.key, words = ARRAY[given.words]
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS given (id, key, words) WHERE review.id = given.id
"""


# As claims.claimreview.identity and claims.claimreview.said had them then: what a migration did stays so.
IN_A_NUMBER = re.compile(r"(?<=\d)[^\w]+(?=\d)|(?<!\w)(?:-(?=\W{0,3}\d)|[.,](?=\d))")


def claim_key(text):
    """SHA-256 of the wording without case and, numbers apart, punctuation and spaces."""
    plain = plainly(text)
    numbers = {at for found in IN_A_NUMBER.finditer(plain) for at in range(*found.span())}
    telling = {char for char in set(plain) if tells(char)}
    kept = "".join(char for at, char in enumerate(plain) if char in telling or at in numbers)
    if not any(map(str.isalnum, telling)):
        kept = unicodedata.normalize("NFKC", text)
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()


def plainly(text):
    alike = text.translate({ord(char): likened(char) for char in set(text)})
    plain = unicodedata.normalize("NFKC", alike).casefold()
    unseen = {ord(char): None for char in set(plain) if unicodedata.category(char) == "Cf"}
    return re.sub(" +", " ", plain.translate(unseen))


def likened(char):
    category = unicodedata.category(char)
    if category == "No":
        return f" {char} "
    if category == "Pd" or char == "\u2212":
        return "-"
    return " " if char.isspace() else char


def tells(char):
    category = unicodedata.category(char)
    return category[0] in "LMN" or category in {"Sc", "Sm"} or char in "%\u2030\u2031\u066a"


def words_digest(document):
    """Of all that a review says of its verdict: 32 hexadecimal digits."""
    rating = dict(document.get("reviewRating", {}))
    words = {
        "the label": rating.pop("alternateName", ""),
        "the summary": rating.pop("ratingExplanation", ""),
        "the rating": rating,
        "the text": document.get("reviewBody", ""),
        "the corrections": document.get("correction", []),
        "its standing": document.get("creativeWorkStatus", ""),
    }
    return hashlib.blake2b(json.dumps(words, sort_keys=True).encode(), digest_size=16).hexdigest()


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
