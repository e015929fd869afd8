"""JSON that is nested more deeply than Python's recursion limit."""

from __future__ import annotations

import copy
import logging

import pytest

from novaclient import base, exceptions, jsonbody, masking
from tests.unit.conftest import ENDPOINT

SECRET = "5ecret-of-somebody"
JSON = {"Content-Type": "application/json"}

#: Depths that at least one Python version can decode, and depths that none can.
DEPTHS = pytest.mark.parametrize("depth", [500, 950, 1000, 3000, 9000, 100_000])


def nested(depth, value=SECRET):
    for _ in range(depth // 2):
        value = {"a": [value]}
    return value


def json_of(depth):
    return '{"a": [' * (depth // 2) + "1" + "]}" * (depth // 2)


def level_of(value, depth):
    for _ in range(depth // 2):
        value = value["a"][0]
    return value


@pytest.fixture
def resource():
    return base.Resource(None, {"id": "1", "deep": nested(100_000)}, loaded=True)


def test_the_repr_of_a_resource_shows_the_first_levels(resource):
    assert repr(resource).startswith("<Resource deep={'a': [{'a': [{'a'")
    assert "..." in repr(resource)


def test_to_dict_copies_every_level(resource):
    info = resource.to_dict()
    assert level_of(info["deep"], 100_000) == SECRET
    assert level_of(info["deep"], 99_998) is not level_of(resource.deep, 99_998)


def test_a_deep_copy_of_a_resource_has_every_level(resource):
    copied = copy.deepcopy(resource)
    assert level_of(copied.deep, 100_000) == SECRET
    assert level_of(copied.deep, 99_998) is not level_of(resource.deep, 99_998)


def test_to_dict_keeps_shared_and_self_containing_values():
    shared = ["x", (["y"], 1.5)]
    info = {"one": shared, "other": shared}
    info["self"] = info
    copied = base.Resource(None, info, loaded=True).to_dict()
    assert copied["one"] == shared
    assert copied["one"] is copied["other"] is not shared
    assert copied["one"][1][0] is not shared[1][0]
    assert copied["self"] is copied


@pytest.mark.parametrize(
    "value",
    [
        base.DictWithMeta(nested(100_000), None),
        base.ListWithMeta([nested(100_000)], None),
        base.TupleWithMeta((nested(100_000),), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_repr_of_a_result_shows_the_first_levels(value):
    assert "{'a': [{'a': [" in repr(value)
    assert "..." in repr(value)


def _is_decoded(body):
    try:
        jsonbody.loads(body.encode())
    except ValueError:
        return False
    return True


@DEPTHS
def test_a_deep_response_is_logged_and_shown_or_is_not_json(nova, requests_mock, caplog, depth):
    body = f'{{"server": {{"id": "1", "name": {json_of(depth)}}}}}'
    requests_mock.get(f"{ENDPOINT}/servers/1", text=body, headers=JSON)
    with caplog.at_level(logging.DEBUG):
        if _is_decoded(body):
            server = nova.servers.get("1")
            assert repr(server).startswith("<Server: {'a': [{'a': [")
            assert level_of(server.to_dict()["name"], depth) == 1
        else:
            with pytest.raises(exceptions.UnexpectedResponse, match="nested too deeply"):
                nova.servers.get("1")
    assert "RESP BODY: " in caplog.text


@DEPTHS
@pytest.mark.parametrize("key", ["message", "details"])
def test_an_error_with_a_deep_body_is_raised(nova, requests_mock, caplog, depth, key):
    body = f'{{"badRequest": {{"code": 400, "{key}": {json_of(depth)}}}}}'
    requests_mock.post(f"{ENDPOINT}/servers/1/action", text=body, headers=JSON, status_code=400)
    with caplog.at_level(logging.DEBUG), pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.change_password("1", SECRET)
    assert f"{caught.value!r} {caught.value.details!r}"


def test_a_deep_reason_is_part_of_the_error():
    server = base.Resource(None, {"fault": {"message": nested(100_000)}}, loaded=True)
    assert "is in error state: {'a': [" in str(exceptions.ResourceInErrorState(server))


def test_the_error_of_a_deep_malformed_value_shows_no_secrets():
    row = base.Resource(None, {"hours": nested(100_000, {"password": SECRET})}, loaded=True)
    assert "'hours' of a Resource" in str(base.malformed(row, "hours"))
    row = base.Resource(None, {"hours": {"password": SECRET}}, loaded=True)
    assert "{'password': '***'}" in str(base.malformed(row, "hours"))


@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING])
def test_a_request_that_is_nested_too_deeply_is_refused(nova, requests_mock, caplog, level):
    refused = pytest.raises(exceptions.CommandError, match=r"POST /servers/1/\w+ is nested too")
    with caplog.at_level(level), refused as caught:
        nova.servers.set_meta("1", nested(100_000))
    assert requests_mock.call_count == 0
    assert SECRET not in f"{caught.value} {caplog.text}"


def test_a_recursion_error_that_is_not_caused_by_the_body_is_not_replaced(nova, requests_mock):
    def recur(request, context):
        raise RecursionError("too deep")

    requests_mock.post(f"{ENDPOINT}/x", json=recur)
    with pytest.raises(RecursionError, match="too deep"):
        nova.client.post("/x", body={"a": 1})


@pytest.mark.parametrize(
    ("value", "deep"),
    [(None, False), ([], False), (nested(100), False), (nested(300), True), (nested(10**5), True)],
    ids=["none", "empty", "100", "300", "100,000"],
)
def test_is_deep_says_whether_a_value_is_nested_deeply(value, deep):
    assert jsonbody.is_deep(value) is deep


def test_is_deep_visits_shared_values_once():
    value = [1]
    for _ in range(150):
        value = [value, (value, {"a": value})]
    assert jsonbody.is_deep(value)


def test_an_error_with_deep_details_shows_no_secrets():
    error = exceptions.BadRequest(400, "No", [nested(100_000), SECRET])
    masking.RequestSecrets("", {"password": SECRET}).hide_in_error(error)
    assert SECRET not in repr(error.details)
