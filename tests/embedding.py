"""A model of embeddings, model2vec's, small enough to be made on the spot, and weights that go by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from claims.matching.encoder import identify
from claims.matching.features import Features
from claims.matching.ranker import Ranker, pack, shipped

MEANINGS = (
    {"physicians", "doctors", "surgeons"},
    {"abandoned", "deserted", "left"},
    {"hamlet", "village"},
    {"loaves", "bread"},
    {"dear", "expensive", "costly"},
    {"'", "“", "”", "«", "»"},
)


def model(folder: Path, *, twist: float = 0.0) -> str:
    """A model made in that folder, which knows the words and marks above, as MATCHING_EMBEDDING names it."""
    words = ["[UNK]", *sorted(word for each in MEANINGS for word in each)]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    rows = np.array([[float(word in each) for each in MEANINGS] for word in words], dtype=np.float32)
    StaticModel(rows + twist, tokenizer).save_pretrained(folder)
    return f"model2vec:{folder}"


def weights(path: Path, embedding: str, *, closeness: float = 6.0, same_claim: float = 0.9915) -> str:
    """The shipped weights with one for closeness, as MATCHING_WEIGHTS names them."""
    by_feature = dict(zip(Features._fields, shipped().weights, strict=True)) | {"closeness": closeness}
    made: Ranker = replace(
        shipped(),
        weights=tuple(by_feature.values()),
        embedding=identify(embedding),
        close=0.7,
        same_claim=same_claim,
    )
    path.write_text(pack(made))
    return str(path)


def settings_of(folder: Path, **values: float) -> Mapping[str, str]:
    """Both, made in that folder."""
    embedding = model(folder / "model")
    return {
        "MATCHING_EMBEDDING": embedding,
        "MATCHING_WEIGHTS": weights(folder / "weights.json", embedding, **values),
    }
