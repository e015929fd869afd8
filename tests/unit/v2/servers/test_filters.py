"""The filters of the listing of servers."""

from __future__ import annotations

import types
import uuid
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from urllib import parse

import pytest

from novaclient import exceptions
from novaclient.v2 import servers
from novaclient.v2.availability_zones import AvailabilityZone
from novaclient.v2.flavors import Flavor
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.keypairs import Keypair
from novaclient.v2.servers import Server, ServerFilters
from novaclient.v2.services import Service
from tests.unit.conftest import ENDPOINT

URL = f"{ENDPOINT}/servers/detail"
MOMENT = datetime(2024, 1, 31, 12, 30, tzinfo=timezone(timedelta(hours=2)))


def _of(make, **info):
    return make(None, info, loaded=True)


@pytest.fixture
def sent(nova, requests_mock):
    """A function that lists servers and returns the parameters of the request."""
    requests_mock.get(URL, json={"servers": []})

    def listed(filters, client=nova):
        client.servers.list(search_opts=filters)
        return parse.parse_qsl(parse.urlsplit(requests_mock.last_request.url).query)

    return listed


PROJECT = types.SimpleNamespace(id="p1")
OF_SDK = types.SimpleNamespace(id="i1", name="ubuntu")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("flavor", _of(Flavor, id="7"), "7"),
        ("image", OF_SDK, "i1"),
        ("image", uuid.UUID(int=1), str(uuid.UUID(int=1))),
        ("project_id", PROJECT, "p1"),
        ("tenant_id", PROJECT, "p1"),
        ("user_id", PROJECT, "p1"),
        ("uuid", _of(Server, id="s1"), "s1"),
        ("availability_zone", _of(AvailabilityZone, zoneName="az1"), "az1"),
        ("key_name", _of(Keypair, keypair={"name": "k1"}), "k1"),
        ("host", _of(Service, id="u", host="h1"), "h1"),
        ("host", _of(Hypervisor, id="u", service={"host": "h1"}), "h1"),
        ("node", _of(Hypervisor, id="u", hypervisor_hostname="n1"), "n1"),
        ("tags", ["a", "b"], "a,b"),
        ("tags", "a,b", "a,b"),
        ("tags-any", ("a",), "a"),
        ("not-tags", iter(["a", "b"]), "a,b"),
        ("changes-since", MOMENT, "2024-01-31T10:30:00+00:00"),
        ("changes-before", MOMENT.replace(tzinfo=None), "2024-01-31T12:30:00+00:00"),
        ("changes-since", date(2024, 1, 31), "2024-01-31T00:00:00+00:00"),
        ("changes-since", "2024-01-31", "2024-01-31"),
        ("created_at", MOMENT, "2024-01-31 10:30:00"),
        ("launched_at", date(2024, 1, 31), "2024-01-31"),
        ("terminated_at", "2024-01", "2024-01"),
        ("all_tenants", True, "True"),
        ("progress", 50, "50"),
    ],
)
def test_a_filter_is_sent_as_nova_expects_it(sent, name, value, text):
    assert sent({name: value}) == [(name, text)]


def test_several_statuses_are_several_parameters(sent):
    assert sent({"status": ["ACTIVE", "ERROR"]}) == [("status", "ACTIVE"), ("status", "ERROR")]
    assert sent({"status": "ACTIVE"}) == [("status", "ACTIVE")]
    assert sent({"status": []}) == []


def test_filters_are_converted_once_for_all_pages(nova, requests_mock):
    requests_mock.get(URL, [{"json": {"servers": [{"id": "1"}]}}, {"json": {"servers": []}}])
    options = {"tags": iter(["a", "b"]), "status": iter(["ACTIVE", "ERROR"])}
    nova.servers.list(search_opts=options, limit=-1)
    first, second = (request.qs for request in requests_mock.request_history)
    assert first == {"tags": ["a,b"], "status": ["active", "error"]}
    assert second == {**first, "marker": ["1"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ["a", "b"]),
        ("flavor", ["1", "2"]),
        ("flavor", {"id": "1"}),
        ("ip", object()),
        ("name", _of(Server, id="s1", name="web")),
        ("host", _of(Service, id="u")),
        ("metadata", {"a": "b"}),
        ("tags", [1, 2]),
        ("tags", 7),
        ("changes-since", 7),
        ("created_at", object()),
    ],
)
@pytest.mark.filterwarnings("ignore::novaclient.exceptions.UnknownNameWarning")
def test_what_would_be_sent_as_a_repr_is_refused(nova, requests_mock, name, value):
    for call in (nova.servers.list, nova.servers.iterate):
        with pytest.raises((exceptions.InvalidIdentifier, TypeError)) as caught:
            call(search_opts={name: value})
        assert caught.value.__notes__ == [f"It is the value of the filter {name!r}."]
    assert requests_mock.call_count == 0


def test_the_filters_of_the_caller_are_not_changed(nova, requests_mock):
    requests_mock.get(URL, json={"servers": []})
    tags, statuses = ["a", "b"], ["ACTIVE"]
    options = {"tags": tags, "status": statuses, "changes-since": MOMENT, "name": ""}
    before = dict(options)
    nova.servers.list(search_opts=options)
    assert options == before
    assert options["tags"] is tags
    assert (tags, statuses) == (["a", "b"], ["ACTIVE"])


@pytest.mark.parametrize(
    ("name", "since", "before"),
    [
        ("tags", "2.26", "2.25"),
        ("tags-any", "2.26", "2.25"),
        ("not-tags", "2.26", "2.25"),
        ("not-tags-any", "2.26", "2.25"),
        ("changes-before", "2.66", "2.65"),
        ("locked", "2.73", "2.72"),
    ],
)
def test_a_filter_of_a_later_microversion_is_refused(
    make_client, requests_mock, sent, name, since, before
):
    with pytest.raises(exceptions.UnsupportedAttribute, match=f"'{name}'.*{since}"):
        make_client(before).servers.list(search_opts={name: "x"})
    assert requests_mock.call_count == 0
    assert sent({name: ""}, make_client(before)) == []
    assert sent({name: "x"}, make_client(since)) == [(name, "x")]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("stauts", " Did you mean 'status'?"),
        ("not_tags", " Did you mean 'not-tags'?"),
        ("changes_since", " Did you mean 'changes-since'?"),
        ("description", " Did you mean 'display_description'?"),
        ("zzz", ""),
    ],
)
@pytest.mark.parametrize("version", ["2.1", "2.104"])
def test_an_unknown_filter_is_sent_with_a_warning(make_client, sent, version, name, hint):
    with pytest.warns(exceptions.UnknownNameWarning) as caught:
        assert sent({name: "x"}, make_client(version)) == [(name, "x")]
    [warning] = caught
    assert str(warning.message) == (
        f"Nova has no filter {name!r} for servers: it may ignore it up to microversion 2.74, and "
        f"refuses it since 2.75.{hint}"
    )
    assert warning.filename == __file__


def test_an_unknown_filter_warns_once_for_each_line_that_lists(nova, requests_mock):
    requests_mock.get(URL, json={"servers": []})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            list(nova.servers.iterate(search_opts={"zzz": 1}))
        nova.servers.list(search_opts={"zzz": 1}, limit=-1)
    assert len({warning.lineno for warning in caught}) == len(caught) == 2


def test_arguments_of_the_listing_may_be_among_the_filters(sent):
    options = {"limit": 5, "marker": "m", "sort_key": "uuid", "sort_dir": "asc"}
    assert dict(sent(options)) == {**options, "limit": "5"}


def test_an_unknown_filter_that_says_nothing_does_not_warn(sent):
    assert sent({"zzz": None}) == []


def test_every_filter_is_described_by_its_type():
    assert {"name", "changes-since", "not-tags-any"} <= ServerFilters.__optional_keys__
    assert not ServerFilters.__required_keys__
    assert servers.ServerFilters is ServerFilters


def test_a_dict_of_filters_is_a_plain_dict(sent):
    filters: ServerFilters = {"name": "web", "changes-since": datetime(2024, 1, 31, tzinfo=UTC)}
    assert sent(filters) == [("changes-since", "2024-01-31T00:00:00+00:00"), ("name", "web")]
