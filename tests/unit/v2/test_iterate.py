"""What each manager asks for page after page."""

from __future__ import annotations

import datetime
import inspect
import itertools
import json
import pickle
from types import GeneratorType

import pytest

from novaclient import exceptions, jsonbody
from novaclient.v2.usage import Usage
from tests.unit.collection import Collection

SPAN = datetime.datetime(2024, 1, 1), datetime.datetime(2024, 2, 1)

#: The manager, the key and the path of its collection, arguments that are needed, the first
#: microversion that pages, and the key that holds the marker.
MARKED = [
    ("servers", "servers", "servers/detail", (), "2.1", "id"),
    ("flavors", "flavors", "flavors/detail", (), "2.1", "id"),
    ("keypairs", "keypairs", "os-keypairs", (), "2.35", "name"),
    ("hypervisors", "hypervisors", "os-hypervisors/detail", (), "2.33", "id"),
    ("migrations", "migrations", "os-migrations", (), "2.59", "uuid"),
    (
        "instance_action",
        "instanceActions",
        "servers/s1/os-instance-actions",
        ("s1",),
        "2.58",
        "request_id",
    ),
]
PAGED = [pytest.param(*each, id=each[0]) for each in MARKED]
OLD = [
    pytest.param(*each, older, id=each[0])
    for each, older in zip(MARKED[2:], ["2.34", "2.32", "2.58", "2.57"], strict=True)
]


def _served(requests_mock, key, path, marker_key, names="abcde", **kwargs):
    links = "links" if key == "instanceActions" else ""
    collection = Collection(key, (), marker_key, links_key=links, **kwargs)
    for number, name in enumerate(names):
        # Ids that are no markers are numbers.
        row = {"id": number, "name": name, marker_key: name}
        if key == "keypairs":
            row["keypair"] = {"name": name}
        collection.rows.append(row)
    return collection.serve(requests_mock, path)


@pytest.mark.parametrize(("manager", "key", "path", "args", "first", "marker_key"), PAGED)
def test_pages_follow_the_marker_since_there_are_markers(
    make_client, requests_mock, manager, key, path, args, first, marker_key
):
    collection = _served(requests_mock, key, path, marker_key)
    streamed = getattr(make_client(first), manager).iterate(*args, page_size=2)
    assert isinstance(streamed, GeneratorType)
    assert [item.to_dict()["name"] for item in streamed] == list("abcde")
    assert [query.get("marker") for query in collection.queries[:3]] == [None, "b", "d"]
    assert {query.get("limit") for query in collection.queries[:3]} == {"2"}


@pytest.mark.parametrize(("manager", "key", "path", "args", "first", "marker_key", "older"), OLD)
def test_all_come_at_once_where_there_are_no_markers(
    make_client, requests_mock, manager, key, path, args, first, marker_key, older
):
    collection = _served(requests_mock, key, path, marker_key, most=3)
    streamed = list(getattr(make_client(older), manager).iterate(*args, page_size=2))
    assert len(streamed) == 3
    assert collection.queries == [{}]


@pytest.mark.parametrize(
    "manager",
    [*(each[0] for each in MARKED), "server_groups", "usage"],
)
def test_the_arguments_are_those_of_the_list(nova, manager):
    manager = getattr(nova, manager)
    listed = inspect.signature(manager.list).parameters
    streamed = inspect.signature(manager.iterate).parameters
    assert streamed.keys() == listed.keys() - {"marker", "limit", "offset"} | {"page_size"}
    assert streamed["page_size"].kind is inspect.Parameter.KEYWORD_ONLY
    for name in streamed.keys() - {"page_size"}:
        assert streamed[name].default == listed[name].default


def test_find_names_migrations_by_what_nova_takes_for_a_marker(nova, requests_mock):
    _served(requests_mock, "migrations", "os-migrations", "uuid", most=2)
    assert nova.migrations.find(uuid="e").id == 4


@pytest.mark.parametrize(
    ("manager", "path", "arguments", "query"),
    [
        (
            "servers",
            "servers",
            {
                "detailed": False,
                "search_opts": {"status": "ACTIVE", "name": ""},
                "sort_keys": ["name"],
                "sort_dirs": ["asc"],
            },
            {"status": "ACTIVE", "sort_key": "name", "sort_dir": "asc"},
        ),
        (
            "flavors",
            "flavors",
            {
                "detailed": False,
                "is_public": None,
                "min_disk": 1,
                "min_ram": 2,
                "sort_key": "name",
            },
            {"is_public": "None", "minDisk": "1", "minRam": "2", "sort_key": "name"},
        ),
        ("keypairs", "os-keypairs", {"user_id": "u1"}, {"user_id": "u1"}),
        ("hypervisors", "os-hypervisors", {"detailed": False}, {}),
        (
            "migrations",
            "os-migrations",
            {"host": "h", "changes_since": "2024", "user_id": "u1"},
            {"host": "h", "changes-since": "2024", "user_id": "u1"},
        ),
    ],
)
def test_every_page_is_asked_for_with_the_arguments(
    nova, requests_mock, manager, path, arguments, query
):
    marker_key = {"migrations": "uuid", "keypairs": "name"}.get(manager, "id")
    collection = _served(requests_mock, manager, path, marker_key, names="abc")
    if marker_key == "id":
        for row in collection.rows:
            row["id"] = row["name"]
    assert len(list(getattr(nova, manager).iterate(**arguments, page_size=2))) == 3
    assert len(collection.queries) >= 2
    for asked in collection.queries:
        assert {k: v for k, v in asked.items() if k not in ("marker", "limit")} == query


def test_all_projects_are_asked_for_on_every_page(nova, requests_mock):
    groups = Collection("server_groups", "abc", links_key=None)
    groups.serve(requests_mock, "os-server-groups")
    assert len(list(nova.server_groups.iterate(all_projects=True, page_size=1))) == 3
    assert {query["all_projects"] for query in groups.queries} == {"True"}


@pytest.mark.parametrize(
    ("version", "manager", "arguments"),
    [
        ("2.9", "keypairs", {"user_id": "u"}),
        ("2.101", "flavors", {"name": "n"}),
        ("2.58", "migrations", {"changes_since": "2024"}),
        ("2.65", "migrations", {"changes_before": "2024"}),
        ("2.79", "migrations", {"project_id": "p"}),
        ("2.57", "instance_action", {"server": "s", "changes_since": "2024"}),
        ("2.65", "instance_action", {"server": "s", "changes_before": "2024"}),
    ],
)
def test_an_argument_of_a_later_microversion_is_refused_at_once(
    make_client, version, manager, arguments
):
    with pytest.raises(TypeError, match=r"exists since microversion 2\."):
        getattr(make_client(version), manager).iterate(**arguments)


def test_a_filter_of_a_later_microversion_is_refused_at_once(make_client):
    with pytest.raises(exceptions.UnsupportedAttribute, match=r"2\.73"):
        make_client("2.72").servers.iterate(search_opts={"locked": True})


def test_what_the_caller_changes_meanwhile_does_not_count(nova, requests_mock):
    servers = Collection("servers", "abc").serve(requests_mock, "servers/detail")
    options = {"status": "ACTIVE"}
    pages = nova.servers.iterate(search_opts=options, sort_keys=iter(["name"]), page_size=2)
    next(pages)
    options["status"] = "ERROR"
    list(pages)
    assert {query["status"] for query in servers.queries} == {"ACTIVE"}
    assert {query["sort_key"] for query in servers.queries} == {"name"}


def test_limit_minus_one_goes_on_when_the_marker_is_gone(nova, requests_mock):
    servers = Collection("servers", "abcde", most=2).serve(requests_mock, "servers/detail")
    servers.before = lambda number: servers.delete("b") if number == 1 else None
    assert [server.id for server in nova.servers.list(limit=-1)] == list("abcde")


def test_limit_minus_one_refuses_a_marker_that_is_not_there(nova, requests_mock):
    servers = Collection("servers", "abc").serve(requests_mock, "servers/detail")
    with pytest.raises(exceptions.BadRequest, match="not found"):
        nova.servers.list(limit=-1, marker="z")
    assert len(servers.queries) == 1


class Orphaned(Collection):
    """Leaves out, of pages that it has cut, hypervisors whose service was deleted."""

    orphans = ""

    def answer(self, page):
        return {self.key: [row for row in page if row["name"] not in self.orphans]}

    def _answer(self, request, context):
        # The page that is left has fewer items than the limit: no link.
        self.links_key = None
        return super()._answer(request, context)


@pytest.mark.parametrize("orphans", ["b", "bc", "a", "abc", "de", "abcde", "ace"])
@pytest.mark.parametrize("page_size", [1, 2, 3, None])
def test_hypervisors_without_a_service_hide_no_others(nova, requests_mock, orphans, page_size):
    hypervisors = Orphaned("hypervisors", "abcdefg")
    hypervisors.serve(requests_mock, "os-hypervisors/detail").orphans = orphans
    found = [one.id for one in nova.hypervisors.iterate(page_size=page_size)]
    assert found == [one for one in "abcdefg" if one not in orphans]


def test_a_server_that_nova_takes_out_of_a_page_hides_no_others(nova, requests_mock):
    servers = Orphaned("servers", "abcdefg").serve(requests_mock, "servers/detail")
    servers.orphans = "b"
    assert [one.id for one in nova.servers.iterate(page_size=2)] == list("acdefg")


def test_one_request_may_have_done_two_things(nova, requests_mock):
    actions = Collection("instanceActions", (), "request_id", links_key="links")
    for request_id, action in [("r3", "stop"), ("r2", "b"), ("r2", "a"), ("r1", "create")]:
        row = {"request_id": request_id, "action": action, "start_time": "now"}
        actions.rows.append({**row, "name": action})
    actions.serve(requests_mock, "servers/s/os-instance-actions")
    found = nova.instance_action.iterate("s", page_size=2)
    assert [one.action for one in found] == ["stop", "b", "a", "create"]


# Usage.


class Used(Collection):
    """Sums up the servers of a page by project, as Nova does."""

    def answer(self, page):
        usages = []
        for project, servers in itertools.groupby(page, lambda row: row["tenant_id"]):
            servers = list(servers)
            usages.append(
                {
                    "tenant_id": project,
                    "start": "2024-01-01T00:00:00",
                    "stop": "2024-02-01T00:00:00",
                    "total_hours": sum(row["hours"] for row in servers),
                    "total_vcpus_usage": sum(row["hours"] * row["vcpus"] for row in servers),
                    "total_memory_mb_usage": 0.0,
                    "total_local_gb_usage": 0.0,
                    "server_usages": servers,
                }
            )
        return {self.key: usages}


@pytest.fixture
def used(requests_mock):
    """Servers of two projects; those of the first are in two cells."""
    collection = Used("tenant_usages", "abcde", "instance_id")
    for row, project, hours in zip(collection.rows, "ppqqp", [1.5, 2, 3, 4, 5], strict=True):
        row.update(tenant_id=project, hours=hours, vcpus=2, memory_mb=10, local_gb=1)
    return collection.serve(requests_mock, "os-simple-tenant-usage")


@pytest.mark.parametrize("page_size", [1, 2, 3, None])
def test_each_project_comes_once_with_the_sums_of_all_pages(nova, used, page_size):
    usages = list(nova.usage.iterate(*SPAN, page_size=page_size))
    assert [(one.tenant_id, one.total_hours) for one in usages] == [("p", 8.5), ("q", 7)]
    assert [one.total_vcpus_usage for one in usages] == [17, 14]
    assert [one.total_memory_mb_usage for one in usages] == [85, 70]
    assert [one.total_local_gb_usage for one in usages] == [8.5, 7]
    assert usages[0].stop == "2024-02-01T00:00:00"


def test_the_servers_are_told_only_when_they_were_asked_for(nova, used):
    assert "server_usages" not in next(nova.usage.iterate(*SPAN, page_size=2)).to_dict()
    detailed = next(nova.usage.iterate(*SPAN, True, page_size=2))
    assert [each["name"] for each in detailed.server_usages] == ["a", "b", "e"]


def test_the_usage_of_a_server_that_was_the_marker_and_is_gone_counts_once(nova, used):
    used.before = lambda number: used.delete("b") if number == 1 else None
    usages = nova.usage.iterate(*SPAN, page_size=2)
    assert [one.total_hours for one in usages] == [8.5, 7]


def test_a_usage_has_the_ids_of_the_requests_that_made_it(nova, used):
    usages = list(nova.usage.iterate(*SPAN, page_size=2))
    assert [one.request_ids for one in usages] == [["req-1", "req-3"], ["req-2"]]


def test_usages_come_at_once_where_there_are_no_markers(make_client, used):
    usages = list(make_client("2.39").usage.iterate(*SPAN, page_size=2))
    assert len(usages) == 3
    assert [query["detailed"] for query in used.queries] == ["0"]


def test_a_usage_without_its_servers_is_no_answer(nova, requests_mock, used):
    used.answer = lambda page: {"tenant_usages": [{"tenant_id": "p"}]}
    with pytest.raises(exceptions.UnexpectedResponse, match="project p"):
        list(nova.usage.iterate(*SPAN))


def test_a_page_size_that_is_none_is_refused_for_usages_too(nova):
    with pytest.raises(ValueError, match="page_size"):
        nova.usage.iterate(*SPAN, page_size=0)


WRONG = [None, "1", "x", [], [1], {}, {"a": 1}]


@pytest.mark.parametrize("name", ["hours", "vcpus", "memory_mb", "local_gb"])
@pytest.mark.parametrize("value", ["missing", *WRONG], ids=repr)
def test_a_usage_of_a_server_that_is_no_number_is_unexpected(nova, used, name, value):
    used.answer = lambda page: {"tenant_usages": [{"tenant_id": "p", "server_usages": page}]}
    used.rows[1][name] = value
    if value == "missing":
        del used.rows[1][name]
    with pytest.raises(exceptions.UnexpectedResponse, match=f"'{name}' of a server") as caught:
        list(nova.usage.iterate(*SPAN))
    assert caught.value.request_id == "req-1"


@pytest.mark.parametrize("value", [None, 1, [], ["p"], {}], ids=repr)
def test_a_usage_of_no_project_is_unexpected(nova, used, value):
    used.answer = lambda page: {"tenant_usages": [{"tenant_id": value, "server_usages": page}]}
    with pytest.raises(exceptions.UnexpectedResponse, match="'tenant_id' of a Usage"):
        list(nova.usage.iterate(*SPAN))


@pytest.mark.parametrize("servers", ["missing", None, {}, [None], [1], ["a"], [[]]], ids=repr)
def test_a_usage_whose_servers_are_no_objects_is_unexpected(nova, used, servers):
    usage = {"server_usages": servers} if servers != "missing" else {}
    used.answer = lambda page: {"tenant_usages": [usage]}
    with pytest.raises(exceptions.UnexpectedResponse, match="lacks that of its servers"):
        list(nova.usage.iterate(*SPAN))


def test_a_usage_beyond_all_numbers_is_unexpected(nova, used, monkeypatch):
    # As the standard library decodes: orjson makes a float of it.
    monkeypatch.setattr(jsonbody, "loads", json.loads)
    used.answer = lambda page: {"tenant_usages": [{"tenant_id": "p", "server_usages": page}]}
    used.rows[0].update(hours=1.5, vcpus=10**400)
    with pytest.raises(exceptions.UnexpectedResponse, match="'server_usages' of a Usage"):
        list(nova.usage.iterate(*SPAN))


def test_a_usage_whose_end_is_left_out_is_summed_up(nova, used):
    used.answer = lambda page: {"tenant_usages": [{"tenant_id": "p", "server_usages": page}]}
    [usage] = nova.usage.iterate(*SPAN)
    assert usage.total_hours == 15.5


def test_a_last_server_without_an_id_is_an_error_if_more_is_announced(nova, used):
    used.rows[1]["instance_id"] = None
    with pytest.raises(exceptions.UnexpectedResponse, match="no id"):
        list(nova.usage.iterate(*SPAN, page_size=2))


TIMES = {"tenant_id": "p", "start": "2024-01-01T00:00:00", "stop": "2024-02-01T00:00:00"}


@pytest.mark.parametrize("key", ["tenant_id", "start", "stop"])
@pytest.mark.parametrize("value", ["missing", None, ""], ids=repr)
def test_a_usage_that_nobody_can_ask_for_stays_as_it_is(nova, requests_mock, key, value):
    info = {name: text for name, text in {**TIMES, key: value}.items() if text != "missing"}
    usage = Usage(nova.usage, info)
    assert usage.get() is None
    with pytest.raises(AttributeError):
        _ = Usage(nova.usage, info).total_hours
    assert usage.to_dict() == info
    assert requests_mock.request_history == []


@pytest.mark.parametrize("key", ["start", "stop"])
@pytest.mark.parametrize("value", [1, 1.5, True, ["2024"], {"a": 1}, "now", "\ud800"], ids=repr)
def test_a_time_that_nobody_can_read_is_unexpected_and_a_value_error(
    nova, requests_mock, key, value
):
    usage = Usage(nova.usage, {**TIMES, key: value})
    with pytest.raises(exceptions.UnexpectedResponse, match=f"'{key}' of a Usage") as caught:
        _ = usage.total_hours
    assert isinstance(caught.value, ValueError)
    assert isinstance(pickle.loads(pickle.dumps(caught.value)), ValueError)
    assert requests_mock.request_history == []
