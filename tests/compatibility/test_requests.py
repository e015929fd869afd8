"""Each release accepts what the library sends, by its own routes and JSON schemas.

No cloud is needed: the API of the release validates the requests and does nothing else.
"""

from __future__ import annotations

import re

import pytest

from tests.compatibility import novas
from tests.contract.tables import minor
from tests.functional import requests_to_nova
from tests.functional.requests_to_nova import assert_none, exclusions_of


@pytest.fixture(scope="session")
def python(release):
    """The Python of an environment with the Nova of the release."""
    return novas.python_of(release)


@pytest.fixture(scope="session")
def judged(release, python):
    """Each request of the contract, at every microversion, with the reason why it is rejected."""
    requests = requests_to_nova.wire_requests()
    newest = minor(release.newest)
    served = [request for request in requests if minor(request.microversion) <= newest]
    return requests_to_nova.rejections(served, python)


def test_the_release_accepts_the_requests_of_the_contract(release, judged, record_property):
    record_property("judged", len(judged))
    assert_none(
        f"{request}\n    {why}"
        for request, why in judged
        if why is not None and not exclusions_of(request, release.newest)
    )


def test_the_release_rejects_the_excluded_requests_with_the_message_that_is_listed(
    release, judged
):
    for request, why in judged:
        exclusions = exclusions_of(request, release.newest)
        if exclusions and not any(re.search(one.message, why or "") for one in exclusions):
            pytest.fail(f"{request}\n    {why}", pytrace=False)


def test_the_release_accepts_a_request_of_every_operation(release, python, record_property):
    with requests_to_nova.recording() as server:
        requests = list(requests_to_nova.operation_requests(server, release.newest))
    record_property("judged", len(requests))
    assert_none(requests_to_nova.problems(requests, python))


def test_the_release_accepts_requests_with_all_arguments(release, python, record_property):
    with requests_to_nova.recording() as server:
        requests = list(requests_to_nova.full_requests(server, release.newest))
    record_property("judged", len(requests))
    assert_none(requests_to_nova.problems(requests, python))
