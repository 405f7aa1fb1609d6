"""An outsider to the log of verdicts, who has nothing but the API and the verifier."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.test import Client

from claims.ledger import verifier
from claims.ledger.verifier import Checkpoint, Document, Fetch, Missing, Unchecked


def fetch(path: str) -> Document:
    """The verifier's way to the API, in this process. Raises Missing and Unchecked as over HTTP."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    response = client.get(f"/api/v1{path}")
    if response.status_code in {301, 302, 303, 307, 308}:
        response = client.get(urlsplit(response["Location"]).path)
    if response.status_code in {404, 410}:
        raise Missing(f"there is nothing at {path}")
    if response.status_code != 200:
        raise Unchecked(f"{path} answers {response.status_code}: {response.content.decode()}")
    document: Document = response.json()
    return document


def public_key() -> str:
    """The registry's, as it announces it."""
    key: str = fetch("/ledger/checkpoint")["verifier_keys"][0]
    return key


def verify(
    key: str, earlier: Checkpoint | None = None, *, proofs: bool = False, fetch: Fetch = fetch
) -> Checkpoint:
    """Check everything; the checkpoint reached. Raises Broken."""
    newest = verifier.newest_checkpoint(fetch, [key], earlier)
    verifier.verify_history(fetch, newest, earlier, proofs=proofs)
    return newest
