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
    with pytest.raises(exceptions.UnexpectedResponse, match="'absolute'") as caught:
        list(nova.limits.get().absolute)
    assert caught.value.request_id == "req-1"


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
