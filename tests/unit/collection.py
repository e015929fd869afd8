"""A collection of Nova that changes while it is listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib import parse

from tests.unit.conftest import ENDPOINT


class Collection:
    """Responds to requests for pages as Nova does.

    :param key: The key of the list in the responses.
    :param ids: The ids of the items, in the order of the server.
    :param marker_key: The key of an item whose value is its marker.
    :param most: The maximum number of items per page.
    :param links_key: The key of the link to the next page; None for a server that sends no links.
    :ivar before: Called with the number of each request, before the response.
    :ivar queries: The parameters of each request.
    :ivar ignores: The names of parameters that the server ignores.
    """

    def __init__(
        self,
        key: str = "flavors",
        ids: Any = (),
        marker_key: str = "id",
        most: int = 1000,
        links_key: str | None = "",
    ) -> None:
        self.key = key
        self.marker_key = marker_key
        self.rows = [self.row(one) for one in ids]
        self.most = most
        self.links_key = f"{key}_links" if links_key == "" else links_key
        self.before: Callable[[int], Any] = lambda number: None
        self.queries: list[dict[str, str]] = []
        self.ignores: set[str] = set()

    def row(self, name: Any) -> dict[str, Any]:
        return {"id": name, "name": name, self.marker_key: name}

    @property
    def names(self) -> list[Any]:
        return [row["name"] for row in self.rows]

    def insert(self, position: int, name: Any) -> None:
        self.rows.insert(position, self.row(name))

    def delete(self, *names: Any) -> None:
        self.rows = [row for row in self.rows if row["name"] not in names]

    def serve(self, mocker: Any, path: str) -> Collection:
        """Respond to the requests for a path."""
        mocker.get(f"{ENDPOINT}/{path}", text=self._answer)
        return self

    def _answer(self, request: Any, context: Any) -> str:
        self.before(len(self.queries))
        query = dict(parse.parse_qsl(parse.urlsplit(request.url).query))
        self.queries.append(query)
        context.headers["Content-Type"] = "application/json"
        context.headers["OpenStack-API-Version"] = "compute 2.96"
        context.headers["x-compute-request-id"] = f"req-{len(self.queries)}"
        query = {name: value for name, value in query.items() if name not in self.ignores}
        start = int(query.get("offset", 0))
        if "marker" in query:
            markers = [str(row[self.marker_key]) for row in self.rows]
            if query["marker"] not in markers:
                context.status_code = 400
                text = f"marker [{query['marker']}] not found"
                return json.dumps({"badRequest": {"code": 400, "message": text}})
            start = markers.index(query["marker"]) + 1
        limit = min(int(query.get("limit", self.most)), self.most)
        page = self.rows[start : start + limit]
        answer = self.answer(page)
        if len(page) == limit and self.links_key:
            answer[self.links_key] = [{"rel": "next", "href": "http://elsewhere"}]
        return json.dumps(answer)

    def answer(self, page: list[dict[str, Any]]) -> dict[str, Any]:
        return {self.key: page}
