"""A server on a real socket that speaks the chat protocol and answers each question as a test says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.llm.budget import Limits
from ingest.llm.chat import Server
from ingest.llm.proposer import LLMProposer

Answer = Response | str | Callable[[str], str]
"""A whole response, or the text of the model's message, which may depend on the question."""


def claim(sentence: str, **values: Any) -> dict[str, Any]:
    """A claim as the model is asked to give it."""
    return {
        "sentence": sentence,
        "text": sentence,
        "claimant": None,
        "role": None,
        "via": [],
        "addressee": None,
        "said_on": None,
        "quote": False,
        "score": 0.7,
        "reasons": ["numbers"],
    } | values


def claims(*found: Any) -> str:
    """The text of an answer."""
    return json.dumps({"claims": list(found)})


def completion(text: Any, **usage: Any) -> Response:
    """A response of the protocol around such a text."""
    document = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    if usage:
        document["usage"] = usage  # type: ignore[assignment]  # a member of another shape
    return Response(json.dumps(document), content_type="application/json")


class ModelServer:
    """Answers the questions in the order given, the last answer for ever; keeps what it was asked."""

    def __init__(self, http: HTTPServer) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._answers: list[Answer] = [claims()]
        self.delay = 0.0
        self._http = http
        http.clear()
        http.expect_request("/v1/chat/completions", method="POST").respond_with_handler(self._handle)

    def answers(self, *answers: Answer) -> None:
        """From now on."""
        self._answers = list(answers)

    def proposer(
        self, *, attempts: int = 2, deadline: float = 5.0, pause: float = 0.02, **limits: Any
    ) -> LLMProposer:
        """A proposer that asks this server."""
        port = self._http.port
        server = Server(
            url=f"http://127.0.0.1:{port}/v1",
            key="sk-secret",
            allow=[f"127.0.0.1/32:{port}"],
            attempts=attempts,
            deadline=deadline,
            pause=pause,
        )
        return LLMProposer(server, "tiny-model", Limits(**{"seconds": 20.0} | limits))

    def _handle(self, request: Request) -> Response:
        body = json.loads(request.get_data())
        self.asked.append(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        time.sleep(self.delay)
        if isinstance(answer, Response):
            return answer
        question = body["messages"][1]["content"]
        return completion(answer if isinstance(answer, str) else answer(question))


@pytest.fixture(scope="package")
def http() -> Iterator[HTTPServer]:
    """One for all tests, as it takes half a second to stop."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield server


@pytest.fixture
def model(http: HTTPServer) -> ModelServer:
    """A server that knows of no other test."""
    return ModelServer(http)
