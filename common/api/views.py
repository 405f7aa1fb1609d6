"""What every operation of the API has in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from common.api import conditional, idempotency, quotas
from common.api.deprecation import Deprecation
from common.api.exceptions import Malformed
from common.api.fields import Input, Query
from common.api.negotiation import Negotiation
from common.api.paging import Ordering, Page, keyset_page, list_page, neighbour_path, rows_estimated
from common.api.permissions import Requirement
from common.api.queries import query_for, query_params
from common.api.rendering import written, written_page
from common.api.selection import Document, Include, arranged

_METHODS = ["get", "head", "post", "put", "patch", "delete"]
_READS = {"GET", "HEAD"}
_CHANGES = {"PUT", "PATCH", "DELETE"}


class ApiView(APIView):
    """A resource. Handlers read `self.params` and `self.body(…)`, call a service or selector, and answer.

    Everything else is the same for all of them, and done here: quotas, conditions, idempotency, the
    selection of what is shown.
    """

    http_method_names = _METHODS
    content_negotiation_class = Negotiation
    # What each method asks of its caller; a handler without an entry cannot be declared.
    access: ClassVar[Mapping[str, Requirement]] = {}
    # The query parameters of GET, beside those of the selection. Every other method takes none.
    query: ClassVar[type[Query]] = Query
    # What GET shows, or each result of a list; with it come `fields`, `include` and, on lists, `count`.
    document: ClassVar[type[serializers.Serializer[Any]] | None] = None
    # What may be included in the document, by name.
    includes: ClassVar[Mapping[str, Include]] = {}
    # The table whose row PUT, PATCH and DELETE change; the address names its key and nothing else.
    guards: ClassVar[type[Model] | None] = None
    # Refusals of a method beyond those that every operation may give, for the schema.
    problems: ClassVar[Mapping[str, tuple[int, ...]]] = {}
    # Methods on their way out.
    deprecations: ClassVar[Mapping[str, Deprecation]] = {}
    # Where what another method might be meant to do is done.
    instead: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    max_body_bytes: int = settings.API_MAX_BODY_BYTES
    params: Mapping[str, Any]
    standing: quotas.Standing | None = None
    # As DRF finds them anew each time.
    allowed_methods: ClassVar[list[str]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        methods = [m.upper() for m in _METHODS if m != "head" and hasattr(cls, m)]
        cls.allowed_methods = [m.upper() for m in _METHODS if hasattr(cls, "get" if m == "head" else m)]
        undeclared = [method for method in methods if method not in cls.access]
        if undeclared:
            raise TypeError(f"{cls.__name__}.access does not say who may {', '.join(undeclared)}")
        if cls.guards is None and _CHANGES.intersection(methods):
            raise TypeError(f"{cls.__name__}.guards does not say which row it changes")

    def version(self) -> str | None:
        """What changes whenever the answer of GET would, found more cheaply than by making that answer.

        None, as here: the hash of the answer itself is its version.
        """
        return None

    def payload(self) -> bytes:
        """What a POST asks for, as bytes that are equal where two ask for the same."""
        return idempotency.payload_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """DRF's, with what is the same for all operations between the checks and the handler."""
        self.args, self.kwargs = args, kwargs
        self.headers = {"Allow": ", ".join(self.allowed_methods)}
        self.request = self.initialize_request(request, *args, **kwargs)
        try:
            self._identify()
            self.initial(self.request, *args, **kwargs)
            answer = self._answer()
        except Exception as error:  # noqa: BLE001 - whatever it is, a problem document answers
            answer = self.handle_exception(error)
        self.response = self.finalize_response(self.request, answer, *args, **kwargs)
        return self.response

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """DRF's, with that at hand which is asked for often, and would be looked for in vain first."""
        wrapped = super().initialize_request(request, *args, **kwargs)
        wrapped.__dict__ |= {"META": request.META, "method": request.method, "path": request.path}
        return wrapped

    def _identify(self) -> None:
        """Find out who calls and count it; whoever guesses keys is counted by where they are."""
        refusal = None
        try:
            self.perform_authentication(self.request)
        except AuthenticationFailed as error:
            refusal = error  # DRF itself says it once only, and then takes the caller for nobody.
        self.standing = quotas.request_count(self.request)
        if self.standing is not None:
            self.standing.check()
        if refusal is not None:
            raise refusal

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What DRF does here, so far as anything here asks for it, and the query string."""
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        self.check_permissions(request)
        if request.method in self.allowed_methods:
            reads = request.method in _READS
            shape = query_for(self.query, self.document, tuple(self.includes)) if reads else Query
            self.params = dict(query_params(request.META.get("QUERY_STRING", ""), shape))

    def _answer(self) -> Any:
        method = str(self.request.method)
        handler = getattr(self, method.lower(), None) if method.lower() in _METHODS else None
        if handler is None:
            return self.http_method_not_allowed(self.request)
        if method in _READS:
            return self._read(handler)
        if method in _CHANGES:
            return self._change(handler)
        if idempotency.HEADER not in self.request.headers or self.request.auth is None:
            return handler(self.request, **self.kwargs)
        payload = self.payload()
        return idempotency.answer_once(self.request, payload, lambda: handler(self.request, **self.kwargs))

    def _read(self, handler: Any) -> HttpResponseBase:
        # What is included changes without the document that refers to it.
        version = None if "include" in self.params else self.version()
        if version is None:
            return handler(self.request, **self.kwargs)  # type: ignore[no-any-return]  # a handler of ours
        tag = conditional.entity_tag(version.encode())
        if conditional.is_known(self.request, tag):
            return conditional.not_modified(tag)
        answer: HttpResponseBase = handler(self.request, **self.kwargs)
        answer.headers.setdefault("ETag", tag)
        return answer

    def _change(self, handler: Any) -> Any:
        """The change, if the row is still what its changer read; nobody else changes it meanwhile."""
        conditional.require_if_match(self.request)
        with transaction.atomic():
            self.hold()
            conditional.check_if_match(self.request, self._current_tag())
            return handler(self.request, **self.kwargs)

    def hold(self) -> None:
        """Lock the row of `guards` until the transaction ends; overridden where others come before it."""
        assert self.guards is not None  # noqa: S101 - __init_subclass__ saw to it
        (key,) = self.kwargs.values()
        rows = self.guards._base_manager.select_for_update(no_key=True).filter(pk=key)  # noqa: SLF001 - Django's
        list(rows.values_list("pk"))

    def _current_tag(self) -> str:
        """The tag that GET of the address would give now. Raises as GET does."""
        version = self.version()
        if version is None:
            shown = self.get(self.request, **self.kwargs)  # type: ignore[attr-defined]  # has what it changes
            return conditional.entity_tag(conditional.rendered(shown, self.request))
        return conditional.entity_tag(version.encode())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say what the answer depends on and how many more there may be, and leave out what is known."""
        final: Any = super().finalize_response(request, response, *args, **kwargs)
        depends = ("Accept", "Authorization") if len(self.renderer_classes) > 1 else ("Authorization",)
        if "Vary" in final:
            patch_vary_headers(final, depends)
        else:
            final["Vary"] = ", ".join(depends)
        if request.method in _READS and final.status_code == 200:
            final = _conditional(request, final)
        for name, value in (self.standing.headers() if self.standing else {}).items():
            final[name] = value
        deprecation = self.deprecations.get(str(request.method))
        if deprecation is not None:
            for name, value in deprecation.headers().items():
                final[name] = f"{final[name]}, {value}" if name == "Link" and name in final else value
        return final

    def body(self, shape: type[Input]) -> dict[str, Any]:
        """The request's body in that shape. Raises ValidationError (422)."""
        if "Transfer-Encoding" in self.request.headers:
            # WSGI gives no such body to read, and an empty one would be mistaken for it.
            raise Malformed("send the body with a Content-Length, not in chunks")
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def filters(self) -> dict[str, Any]:
        """The parameters that say which rows of a list, as given."""
        filters = self.query.filters()
        return {name: value for name, value in self.params.items() if name in filters}

    def arrange(self, documents: Any) -> list[Document]:
        """The documents (a list of dictionaries) with what is to be included, and only the fields wanted."""
        wanted = {name: self.params.get(name, ()) for name in ("fields", "include")}
        return arranged(documents, request=self.request, includes=self.includes, **wanted)

    def show(self, row: Any) -> Response:
        """The row as a document, so far as it is wanted."""
        assert self.document is not None  # noqa: S101 - whoever shows one has declared it
        return Response(self.arrange([self.document(row).data])[0])

    def page(self, rows: QuerySet[Any], ordering: Ordering) -> Response:
        """The page asked for, with the addresses of its neighbours in the body and as Link."""
        assert self.document is not None  # noqa: S101 - as above
        found = keyset_page(
            rows, ordering=ordering, size=self.params["page_size"], cursor=self.params.get("cursor")
        )
        about, headers = self._about(found, len(found.rows), lambda: rows_estimated(rows))
        documents = self.arrange(self.document(found.rows, many=True).data)
        return Response({"results": documents, **about}, headers=headers)

    def show_written(self, body: str) -> HttpResponse:
        """The document, which is written already, so far as it is wanted."""
        if self._selects():
            return Response(self.arrange([json.loads(body)])[0])
        return written(body)

    def list_page(self, rows: Sequence[Any], ordering: Ordering) -> Page[Any]:
        """The page asked for of rows that are at hand, in their order."""
        return list_page(
            rows, ordering=ordering, size=self.params["page_size"], cursor=self.params.get("cursor")
        )

    def written_page(
        self, documents: Sequence[bytes], found: Page[Any], count: Callable[[], int], **beside: Any
    ) -> HttpResponse:
        """A page of documents that are JSON already.

        `count` tells about how many there are on all pages; `beside` are further members.
        """
        about, headers = self._about(found, len(documents), count)
        about |= beside
        if self._selects():
            arranged_documents = self.arrange([json.loads(each) for each in documents])
            return Response({"results": arranged_documents, **about}, headers=headers)
        return written(written_page(documents, about), headers)

    def _selects(self) -> bool:
        return "fields" in self.params or "include" in self.params

    def _about(
        self, found: Page[Any], shown: int, count: Callable[[], int]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """What a page that shows so many says beside them, and its Link header; all it shows is counted."""
        links = {"next": self._page_url(found.next), "prev": self._page_url(found.previous)}
        header = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
        is_all = not header and "cursor" not in self.params
        counted = {"count": shown if is_all else max(shown, count())} if "count" in self.params else {}
        return links | counted, {"Link": header} if header else {}

    def _page_url(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        asked = self.request.META.get("QUERY_STRING", "")
        return self.request.build_absolute_uri(neighbour_path(self.request.path, asked, cursor))

    def created(
        self, document: serializers.Serializer[Any], *, at: str, row: Model, code: int = 201
    ) -> Response:
        """An answer with the address of what now exists."""
        location = reverse(at, args=[row.pk], request=self.request)
        return Response(document.data, status=code, headers={"Location": location})


def _conditional(request: Request, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with its tag, or 304 where the caller has it. What is streamed has a tag only if given."""
    if isinstance(answer, Response):
        answer.render()
    if isinstance(answer, HttpResponse) and "ETag" not in answer:
        answer["ETag"] = conditional.entity_tag(answer.content)
    if "ETag" not in answer or not conditional.is_known(request, answer["ETag"]):
        return answer
    known = conditional.not_modified(answer["ETag"])
    for name in ("Vary", "Link"):
        if name in answer:
            known[name] = answer[name]
    return known
