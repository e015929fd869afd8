"""Rate limits and absolute limits."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.limits import Limits, RateLimit
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    "rate",
    [None, 0, ["x"], [{}], [{"limit": None}], [{"limit": [{"verb": "GET"}], "uri": "*"}]],
)
def test_rate_limits_of_another_shape_are_an_unexpected_response(nova, requests_mock, rate):
    requests_mock.get(f"{ENDPOINT}/limits", json={"limits": {"rate": rate, "absolute": {}}})
    limits = nova.limits.get()
    with pytest.raises(exceptions.UnexpectedResponse, match="'rate' of a Limits"):
        list(limits.rate)


@pytest.mark.parametrize("limits", [{}, {"absolute": None}, {"absolute": [1]}])
def test_absolute_limits_of_another_shape_are_an_unexpected_response(nova, requests_mock, limits):
    requests_mock.get(
        f"{ENDPOINT}/limits", json={"limits": limits}, headers={"x-compute-request-id": "req-1"}
    )
    for read in (lambda limits: list(limits.absolute), lambda limits: limits.by_name):
        with pytest.raises(exceptions.UnexpectedResponse, match="'absolute'") as caught:
            read(nova.limits.get())
        assert caught.value.request_id == "req-1"


def test_absolute_limits_are_found_by_name(nova, requests_mock):
    absolute = {"maxTotalCores": -1, "totalCoresUsed": 3}
    requests_mock.get(f"{ENDPOINT}/limits", json={"limits": {"rate": [], "absolute": absolute}})
    limits = nova.limits.get()
    assert limits.by_name == absolute
    assert {limit.name: limit.value for limit in limits.absolute} == absolute


def test_a_change_of_the_dict_of_limits_does_not_change_the_limits(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/limits", json={"limits": {"absolute": {"maxTotalCores": 2}}})
    limits = nova.limits.get()
    limits.by_name["maxTotalCores"] = 1000
    assert limits.by_name["maxTotalCores"] == 2


def test_rate_limits_are_equal_if_all_their_values_are():
    values = ("GET", "*", ".*", 10, 5, "MINUTE", "t")
    assert RateLimit(*values) == RateLimit(*values)
    assert RateLimit(*values) != RateLimit("PUT", *values[1:])
    assert repr(RateLimit(*values)) == "<RateLimit: verb=GET uri=*>"


@pytest.mark.parametrize("parameters", [{}, {"reserved": True}, {"tenant_id": "p"}])
def test_limits_are_loaded_again_with_the_same_parameters(nova, requests_mock, parameters):
    requests = requests_mock.get(f"{ENDPOINT}/limits", json={"limits": {"absolute": {"a": 1}}})
    limits = nova.limits.get(**parameters)
    limits.get()
    first, again = requests.request_history
    assert first.url == again.url


def test_a_resource_created_by_hand_is_not_loaded(nova, requests_mock):
    limits = Limits(nova.limits, {"created": "by hand"})
    limits.get()
    assert not hasattr(limits, "nothing")
    assert requests_mock.request_history == []
