"""The fake cloud refuses the bodies of requests that Nova's JSON schemas refuse, and no others.

The bodies are those of the contract and of calls with all arguments, and mutations of them.
No cloud is needed: Nova's API validates the requests and does nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from novaclient._api_version import APIVersion
from novaclient.testing import NotInFake, _cloud, _operations  # noqa: F401  (the operations)
from novaclient.testing._errors import Fault
from tests.functional import requests_to_nova
from tests.functional.cloud.environment import prepare
from tests.functional.cloud.services import report_to_stderr
from tests.functional.requests_to_nova import Request, assert_none

#: The microversions at which bodies are compared.
VERSIONS = ("2.1", "2.26", "2.53", "2.79", "2.104")


def bodies() -> Iterator[Request]:
    """Yield requests with a body, each once."""
    with requests_to_nova.recording() as server:
        full = list(requests_to_nova.full_requests(server))
        every = list(requests_to_nova.operation_requests(server))
    seen = set()
    for request in (*requests_to_nova.wire_requests(), *full, *every):
        if request.body is None or (request.content, request.microversion) in seen:
            continue
        if request.microversion not in VERSIONS and request not in every:
            continue
        seen.add((request.content, request.microversion))
        yield request


def mutations(value: Any) -> Iterator[Any]:
    """Yield changed copies of a body: a missing key, an additional one, a wrong type."""
    for path in _places(value):
        owner, key = _owner(value, path)
        if isinstance(owner, dict):
            yield _changed(value, path, _REMOVED)
        for wrong in (None, 7, "", " ", True, [], {}, "x" * 300):
            if type(wrong) is not type(owner[key]) or isinstance(wrong, str):
                yield _changed(value, path, wrong)
        if isinstance(owner[key], dict):
            yield _changed(value, [*path, "no_such_key"], "x")
    if isinstance(value, dict):
        yield {**value, "no_such_key": "x"}


_REMOVED = object()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    """Yield the path of each value inside a body."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        yield [*path, key]
        if isinstance(each, dict | list):
            yield from _places(each, (*path, key))


def _owner(value: Any, path: list[Any]) -> tuple[Any, Any]:
    for key in path[:-1]:
        value = value[key]
    return value, path[-1]


def _changed(value: Any, path: list[Any], new: Any) -> Any:
    changed = copy.deepcopy(value)
    owner, key = _owner(changed, path)
    if new is _REMOVED:
        del owner[key]
    else:
        owner[key] = new
    return changed


def refusal(request: Request) -> tuple[str | None, bool]:
    """Return why the fake cloud refuses a body, and whether it can tell."""
    version = APIVersion(request.microversion)
    try:
        found = _operations.matching("compute", request.method, request.path, request.body)
        operation = next((each for each in found if each.exists(version)), None)
        if operation is None or operation.body is None:
            return None, False
        operation.body.check(request.body, "", version)
    except NotInFake:
        return None, False
    except Fault as fault:
        return fault.message, True
    return None, True


def judged() -> tuple[int, list[str]]:
    """Return how many bodies the fake cloud can judge, and where it disagrees with Nova."""
    requests = [
        request._replace(body=body)
        for request in bodies()
        if refusal(request)[1]
        for body in (request.body, *mutations(request.body))
    ]
    told = [(request, *refusal(request)) for request in requests]
    known = [(request, why) for request, why, decided in told if decided]
    python = prepare(report_to_stderr).python
    verdicts = requests_to_nova.rejections([request for request, _why in known], python)
    return len(known), [
        f"{request}\n    Nova: {real}\n    fake: {fake}"
        for (request, fake), (_request, real) in zip(known, verdicts, strict=True)
        # Operations that Nova no longer supports accept no body.
        if (real is None) is not (fake is None) and not (real or "").startswith("410")
    ]


def test_the_fake_cloud_judges_bodies_as_nova_does() -> None:
    count, problems = judged()
    assert count > 1000
    assert_none(problems)
