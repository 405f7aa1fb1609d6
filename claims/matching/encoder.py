"""A model that turns a text into a vector, close to those of texts that mean the same. Pure.

Models are those of model2vec or of sentence-transformers, whichever of the two packages is installed.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

Vector = list[float] | None
"""Of length 1; None where the model knows nothing of the text."""

_PACKAGES = {"model2vec": "model2vec", "sentence-transformers": "sentence_transformers"}
_LONGEST = 2_000
"""Characters of a text; what models read of one ends before that."""
_QUOTING = re.compile(r"(?<!\w)['\"‘’‚“”„«»‹›]+|['\"‘’‚“”„«»‹›]+(?!\w)")
"""Marks of quotation, not apostrophes: copies of a claim that quote differently must come out as equal."""
_WIDEST = 4_000
"""Dimensions that an index of half-precision vectors can have."""


class Unusable(ValueError):
    """What a setting of the matcher names cannot be used; the message says what to do."""


class Encoder:
    """A model that is loaded. `identity` is the same for as long as its vectors can be compared."""

    def __init__(self, identity: str, model: Any) -> None:
        self.identity = identity
        self._model = model
        self._turn = Lock()  # the tokenizers of both packages are changed by every call
        self.dimensions = len(self._rows(["A probe."])[0])

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """The vector of each text."""
        read = [_QUOTING.sub("", text[:_LONGEST]) for text in texts]
        return [_unit(row) for row in self._rows(read)] if read else []

    def _rows(self, texts: list[str]) -> list[list[float]]:
        with self._turn:
            rows: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return rows


def identify(setting: str) -> str:
    """The identity of the model that `package:name or path` names: of a folder, by the weights it holds.

    Raises Unusable where the package is not installed or the folder does not hold a model.
    """
    package, model = _named(setting)
    if not _is_path(model):
        return setting
    weights = hashlib.sha256()
    for path in _weights(setting, Path(model)):
        with path.open("rb") as file:
            weights.update(hashlib.file_digest(file, "sha256").digest())
    return f"{package}:{weights.hexdigest()[:16]}"


def load(setting: str) -> Encoder:
    """The model, from its folder, or by its name from the Hugging Face Hub. Raises Unusable."""
    identity = identify(setting)
    package, model = _named(setting)
    module = import_module(_PACKAGES[package])
    try:
        if package == "model2vec":
            loaded = module.StaticModel.from_pretrained(model, force_download=False)
        else:
            loaded = module.SentenceTransformer(model)
        encoder = Encoder(identity, loaded)
    except Exception as error:  # both packages raise whatever theirs do
        why = str(error).partition("\n")[0]
        raise Unusable(f"MATCHING_EMBEDDING: {model} cannot be loaded by {package}: {why}") from error
    if encoder.dimensions > _WIDEST:
        raise Unusable(f"MATCHING_EMBEDDING: {model} has {encoder.dimensions} dimensions; {_WIDEST} at most")
    return encoder


def _named(setting: str) -> tuple[str, str]:
    package, _, model = setting.partition(":")
    if package not in _PACKAGES or not model:
        forms = " or ".join(f"{each}:MODEL" for each in _PACKAGES)
        raise Unusable(f"MATCHING_EMBEDDING: {setting!r} is not of the form {forms}")
    if find_spec(_PACKAGES[package]) is None:
        raise Unusable(f"MATCHING_EMBEDDING: {package} is not installed; run: pip install {package}")
    return package, model


def _is_path(model: str) -> bool:
    return model.startswith(("/", ".", "~")) or Path(model).exists()


def _weights(setting: str, folder: Path) -> list[Path]:
    found = [path for pattern in ("*.safetensors", "*.bin") for path in sorted(folder.rglob(pattern))]
    if not found:
        raise Unusable(f"MATCHING_EMBEDDING: {setting!r} is no folder with a model; it has no *.safetensors")
    return found


def _unit(row: Sequence[float]) -> Vector:
    length = math.hypot(*row)
    return [each / length for each in row] if length else None
