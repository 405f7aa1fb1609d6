"""The whole way from an article to two verified webhooks, over the REST API as a third party would go it."""

from __future__ import annotations

import http.client
import json
import textwrap
import time
from collections.abc import Callable
from queue import Empty
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, User
from django.db import connections

from claims.roles import Role
from common.scopes import Scope
from common.services import api_key_create
from webhooks.receiver import Received, Receiver

Document = dict[str, Any]
Say = Callable[[str], None]

_ARTICLE_SECONDS = 120.0
_WEBHOOK_SECONDS = 60.0
_SHOWN = 150  # characters of an answer


class StepFailed(Exception):
    """A step did not hold; the message says which and what came instead."""


class Api:
    """The REST API as one holder of a key sees it; every call is said with what it answers."""

    def __init__(self, site: str, key: str, say: Say) -> None:
        self._host = urlsplit(site).netloc
        self._headers = {"Accept": "application/json", "X-Forwarded-Proto": "https"}
        self._key = {"Authorization": f"Bearer {key}"}
        self._say = say

    def post(self, path: str, body: Document, *, expect: int) -> Document:
        """The answer's document. Raises StepFailed for any other status."""
        return self._call("POST", path, body, expect, self._key)

    def get(self, path: str, *, anonymous: bool = False, quiet: bool = False) -> Document:
        """The answer's document; with `anonymous`, what a caller without a key sees. Raises StepFailed."""
        return self._call("GET", path, None, 200, {} if anonymous else self._key, quiet=quiet)

    def _call(
        self,
        method: str,
        path: str,
        body: Document | None,
        expect: int,
        key: dict[str, str],
        quiet: bool = False,
    ) -> Document:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        sent = None if body is None else json.dumps(body).encode()
        headers = {**self._headers, **key} | ({"Content-Type": "application/json"} if sent else {})
        try:
            connection.request(method, f"/api/v1/{path}", sent, headers)
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise StepFailed(f"{method} /api/v1/{path} got no answer: {error}") from error
        finally:
            connection.close()
        if status != expect:
            raise StepFailed(f"{method} /api/v1/{path} answered {status}, not {expect}: {text[:1000]}")
        if not quiet:
            self._say(f"    {method} /api/v1/{path} → {status}")
        document: Document = json.loads(text)
        return document


class Demonstration:
    """One run of it. `check` raises where a process of the registry has died."""

    def __init__(self, site: str, receiver: Receiver, *, say: Say, check: Callable[[], None]) -> None:
        self._receiver = receiver
        self._say = say
        self._check = check
        self._api = Api(site, _new_key(), say)

    def run(self, article: Document) -> None:
        """Every step. Raises StepFailed at the first that does not hold."""
        try:
            self._steps(article)
        except (LookupError, TypeError) as error:
            raise StepFailed(f"an answer is not of the shape that is documented: {error!r}") from error

    def _steps(self, article: Document) -> None:
        self._subscribe()
        stored = self._ingest(article)
        claim = self._accept(self._candidates(stored["id"]))
        publisher, ratings = self._scale()
        first = {"publisher": publisher["id"], "kind": "initial", "rating": ratings["Unproven"]["id"]}
        first["summary"] = "Nobody but the claimant has confirmed it so far."
        self._verdict("Record a verdict", claim, first, "verdict.published")
        change = {"publisher": publisher["id"], "kind": "update", "rating": ratings["Mostly true"]["id"]}
        change |= {"reason": "A second, independent source confirmed most of it.", "expected_seq": 1}
        self._verdict("Change it", claim, change, "verdict.updated")
        self._published(claim)

    def _subscribe(self) -> None:
        self._step("Subscribe a receiver on this machine to webhooks")
        endpoint = self._api.post("webhooks/endpoints", {"url": self._receiver.url}, expect=201)
        self._receiver.secret = endpoint["secret"]
        endpoint = self._once(
            f"webhooks/endpoints/{endpoint['id']}", "active", endpoint, seconds=_WEBHOOK_SECONDS
        )
        self._show(id=endpoint["id"], url=endpoint["url"], state=endpoint["state"], signed_with="whsec_…")
        deadline = time.monotonic() + _WEBHOOK_SECONDS
        while endpoint["state"] != "active":
            self._check()
            if time.monotonic() > deadline:
                raise StepFailed(f"the endpoint is still {endpoint['state']}: its challenge never came back")
            time.sleep(0.1)
            endpoint = self._api.get(f"webhooks/endpoints/{endpoint['id']}", quiet=True)
        self._say("    the receiver echoed the challenge, and the endpoint is active")

    def _ingest(self, article: Document) -> Document:
        self._step("Submit the article")
        submitted = self._api.post("articles", article, expect=202)
        self._show(id=submitted["id"], state=submitted["state"], url=submitted["url"])
        stored = self._once(f"articles/{submitted['id']}", "matched", submitted, seconds=_ARTICLE_SECONDS)
        version = stored["version"]
        self._step("The article as stored")
        self._show(
            **{
                name: stored[name] for name in ("title", "byline", "published_at", "language") if stored[name]
            },
            outlet=(stored["outlet"] or {}).get("name"),
            version=version["number"],
            characters=len(version["text"]),
            content_hash=version["content_hash"],
        )
        return stored

    def _once(self, path: str, state: str, document: Document, *, seconds: float) -> Document:
        """The document at the path once it is in that state, each state on the way being said."""
        deadline = time.monotonic() + seconds
        while document["state"] != state:
            self._check()
            if document["state"] == "failed":
                raise StepFailed(f"{path} failed: {document['failure']}")
            if time.monotonic() > deadline:
                raise StepFailed(f"{path} is still {document['state']} after {seconds:.0f} s, not {state}")
            time.sleep(0.1)
            before, document = document, self._api.get(path, quiet=True)
            if document["state"] != before["state"]:
                self._say(f"    {document['state']}")
        return document

    def _candidates(self, article_id: str) -> list[Document]:
        self._step("The candidates found in it")
        page = self._api.get(f"candidates?article={article_id}&page_size=200")
        found: list[Document] = sorted(page["results"], key=lambda c: (c["start"], c["end"]))
        if not found:
            raise StepFailed("no candidate was found in the article")
        self._say(f"    {len(found)} candidates")
        for candidate in found:
            self._candidate(candidate)
        return found

    def _accept(self, candidates: list[Document]) -> Document:
        named = [c for c in candidates if c["claimant"]] or candidates
        best = max(named, key=lambda c: (bool(c["via"]), c["score"]))
        self._step("Accept one")
        claim = self._api.post(f"candidates/{best['id']}/accept", {}, expect=201)
        self._show(id=claim["id"], state=claim["state"], text=claim["text"], claimant=claim["claimant"])
        if (claim["claimant"] or {}).get("name") != best["claimant"]:
            raise StepFailed(f"the claim is by {claim['claimant']}, the candidate by {best['claimant']}")
        return claim

    def _scale(self) -> tuple[Document, dict[str, Document]]:
        self._step("Whose verdict, in which words")
        publishers = self._api.get("sources?kind=fact_checker", anonymous=True)["results"]
        scales = self._api.get("rating-scales", anonymous=True)["results"]
        scale = next((s for s in scales if s["publisher"] is None), None)
        if not publishers or scale is None:
            raise StepFailed(
                "a fresh registry has a fact-checker and a scale for everybody; this one has not"
            )
        self._show(publisher=publishers[0]["name"], ratings=", ".join(r["label"] for r in scale["ratings"]))
        return publishers[0], {rating["label"]: rating for rating in scale["ratings"]}

    def _verdict(self, title: str, claim: Document, body: Document, event_type: str) -> None:
        self._step(title)
        verdict = self._api.post(f"claims/{claim['id']}/verdicts", body, expect=201)
        self._show(
            id=verdict["id"],
            seq=verdict["seq"],
            kind=verdict["kind"],
            rating=verdict["rating"]["label"],
            reason=verdict["reason"],
        )
        self._webhook(verdict, event_type)

    def _webhook(self, verdict: Document, event_type: str) -> None:
        received = self._next_event()
        if not received.verified:
            raise StepFailed(f"the webhook's signature does not verify: {received.problem}")
        payload = received.payload
        data = payload["data"]
        seen = (payload["type"], data["verdict"]["id"], data["claim"]["id"], data["sequence"])
        if seen != (event_type, verdict["id"], verdict["claim"], verdict["seq"]):
            raise StepFailed(f"the webhook does not tell of this verdict: {received.body.decode()}")
        self._say(f"    webhook {received.id} received, signature verified by the standardwebhooks package")
        previous = data["previous"] and data["previous"]["rating"]["label"]
        self._show(
            type=payload["type"],
            sequence=data["sequence"],
            before=previous,
            now=data["verdict"]["rating"]["label"],
        )

    def _next_event(self) -> Received:
        deadline = time.monotonic() + _WEBHOOK_SECONDS
        while time.monotonic() < deadline:
            self._check()
            try:
                return self._receiver.events.get(timeout=1)
            except Empty:
                continue
        raise StepFailed(f"no webhook arrived within {_WEBHOOK_SECONDS:.0f} s")

    def _published(self, claim: Document) -> None:
        self._step("What everybody may read now, without a key")
        public = self._api.get(f"claims/{claim['id']}", anonymous=True)
        history = self._api.get(f"claims/{claim['id']}/verdicts", anonymous=True)["results"]
        current = [verdict["rating"]["label"] for verdict in public["verdicts"]]
        self._show(state=public["state"], current=current, history=[v["rating"]["label"] for v in history])
        if (public["state"], current, len(history)) != ("published", ["Mostly true"], 2):
            raise StepFailed("the published claim does not show the changed verdict and its history")

    def _candidate(self, candidate: Document) -> None:
        words = f"{candidate['score']:.2f}  {candidate['text']}"
        for line in textwrap.wrap(words, 104, initial_indent="      ", subsequent_indent="            "):
            self._say(line)
        said_on = candidate["said_on"] or {}
        about = {
            "claimant": candidate["claimant"] or "the outlet itself",
            "via": ", ".join(candidate["via"]),
            "said to": candidate["addressee"],
            "said on": said_on.get("date" if said_on.get("precision") == "day" else "text"),
        }
        self._say("            " + "; ".join(f"{name}: {value}" for name, value in about.items() if value))

    def _step(self, title: str) -> None:
        self._say(f"\n{title}")

    def _show(self, **values: object) -> None:
        for name, value in values.items():
            if value is not None:
                shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                self._say(f"      {name:<13} {textwrap.shorten(shown, _SHOWN, placeholder=' …')}")


def _new_key() -> str:
    """A key of a new Editor for everything. The connection is closed: what follows goes over HTTP."""
    owner = User.objects.create_user(f"demonstration-{User.objects.count() + 1}")
    owner.groups.add(Group.objects.get(name=Role.EDITOR))
    _, key = api_key_create(owner=owner, name="demonstration", scopes=list(Scope))
    connections.close_all()
    return key
