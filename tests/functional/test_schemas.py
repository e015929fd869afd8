"""Nova accepts every request of the library, by its routes, microversions and JSON schemas.

No cloud is needed: Nova's API validates the requests and does nothing else. The tests against
other releases do the same at every microversion.
"""

from __future__ import annotations

import inspect
import operator
import re
import subprocess
from collections.abc import Iterable, Iterator

from novaclient import base, client
from novaclient.v2.servers import ServerFilters
from tests.contract import sessions, tables
from tests.functional import requests_to_nova
from tests.functional.all_arguments import FILTERS_OF_2_73, FULL, NEWEST, within
from tests.functional.cloud.environment import prepare
from tests.functional.cloud.services import report_to_stderr
from tests.functional.excluded_rows import EXCLUDED, REPLACEMENTS
from tests.functional.requests_to_nova import Request, assert_none, exclusions_of


def problems(requests: Iterable[Request]) -> list[str]:
    return requests_to_nova.problems(requests, prepare(report_to_stderr).python)


def wire_requests() -> Iterator[Request]:
    """Yield the requests of ``wire.jsonl`` at the ends of the range of all outcomes."""
    ends = {
        (row.id, mv)
        for row in tables.wire()
        for entry in row.line["outcomes"]
        for mv in entry["versions"]
    }
    ends |= {(row, mv) for one in EXCLUDED for row in one.rows for mv in (one.first, one.last)}
    for request in requests_to_nova.wire_requests():
        if (request.call, request.microversion) in ends:
            yield request


def test_nova_accepts_the_requests_of_the_contract() -> None:
    assert_none(problems(request for request in wire_requests() if not exclusions_of(request)))


def test_nova_rejects_the_excluded_requests() -> None:
    """Otherwise the exclusion is obsolete."""
    excluded = [request for request in wire_requests() if exclusions_of(request)]
    python = prepare(report_to_stderr).python
    assert_none(
        f"{request}\n    {why}"
        for request, why in requests_to_nova.rejections(excluded, python)
        if not any(re.search(one.message, why or "") for one in exclusions_of(request))
    )


def test_every_exclusion_applies_to_a_request_of_the_contract() -> None:
    sent = {
        (request.call, one)
        for request in requests_to_nova.wire_requests()
        for one in EXCLUDED
        if request.call in one.rows and within(one, request.microversion)
    }
    assert_none(
        f"{row}: {one.reason}" for one in EXCLUDED for row in one.rows if (row, one) not in sent
    )


def test_every_replaced_value_is_in_the_contract() -> None:
    rows = (tables.DATA / "wire.jsonl").read_text("utf-8")
    assert_none(pair for pair in (f'"{k}": "{v}"' for k, v in REPLACEMENTS) if pair not in rows)


def test_nova_accepts_a_request_of_every_operation() -> None:
    with requests_to_nova.recording() as server:
        assert_none(problems(requests_to_nova.operation_requests(server)))


def test_nova_accepts_requests_with_all_arguments() -> None:
    with requests_to_nova.recording() as server:
        assert_none(problems(requests_to_nova.full_requests(server)))


#: Parameters of the listing that are no filters, that Nova refuses, or that it ignores at all
#: microversions.
NO_FILTERS = (
    {"limit", "marker", "sort_key", "sort_dir"}
    | {"block_device_mapping", "info_cache", "metadata", "pci_devices", "security_groups"}
    | {"services", "system_metadata"}
    | {"description"}
)


def test_the_filters_of_servers_are_those_of_nova() -> None:
    program = (
        "from nova.api.openstack.compute.schemas import servers; "
        "print(*servers.index_query_v275['properties'])"
    )
    environment = prepare(report_to_stderr)
    command = [environment.python, "-I", "-c", program]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert set(names) - NO_FILTERS == ServerFilters.__optional_keys__ == FILTERS_OF_2_73.keys()


#: Managers that use other services, or operations that Nova no longer supports.
OTHERS = frozenset({"agents", "glance", "neutron", "versions"})


def test_every_argument_is_used() -> None:
    nova = client.Client(NEWEST, session=sessions.new_session())
    used: dict[str, set[str]] = {
        f"{name}.{method}": set()
        for name in {*dir(nova)} - OTHERS
        if isinstance(manager := getattr(nova, name), base.Manager)
        for method in ("create", "list", "update")
        if hasattr(manager, method)
    }
    for full in FULL:
        used.setdefault(full.method, set()).update(full.arguments)
    assert len(used) > 50
    assert_none(
        f"{call} is never called with {parameter.name}"
        for call, arguments in used.items()
        for parameter in inspect.signature(operator.attrgetter(call)(nova)).parameters.values()
        if parameter.kind != parameter.VAR_KEYWORD and parameter.name not in arguments
    )
