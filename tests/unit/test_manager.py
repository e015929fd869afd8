from __future__ import annotations

import datetime
import json

import pytest

from novaclient import base, exceptions
from tests.unit.conftest import ENDPOINT
from tests.unit.rows import Row

# Values with request ids.


@pytest.mark.parametrize(
    ("item", "cls"),
    [
        ("text", base.StrWithMeta),
        (b"bytes", base.BytesWithMeta),
        ([1, 2], base.ListWithMeta),
        ({"a": 1}, base.DictWithMeta),
        ((1, 2), base.TupleWithMeta),
    ],
)
def test_a_value_with_request_ids_equals_the_plain_value(item, cls):
    value = base.Manager(None).convert_into_with_meta(item, ["req-1"])
    assert type(value) is cls
    assert value == item
    assert value.request_ids == ["req-1"]


def test_none_becomes_an_empty_tuple():
    value = base.Manager(None).convert_into_with_meta(None, ["req-1"])
    assert (value, value.request_ids) == ((), ["req-1"])


def test_a_value_that_cannot_carry_request_ids_is_refused():
    with pytest.raises(TypeError, match="datetime can't carry request ids"):
        base.Manager(None).convert_into_with_meta(datetime.datetime.now(datetime.UTC), None)


# Hooks.


def test_hooks_run_for_their_class_and_its_subclasses_only():
    class Parent(base.HookableMixin):
        pass

    class Mine(Parent):
        pass

    class Child(Mine):
        pass

    class Sibling(Parent):
        pass

    ran = []
    Mine.add_hook("occasion", lambda: ran.append("mine"))
    Child.add_hook("occasion", lambda: ran.append("child"))
    for cls, expected in (
        (Parent, []),
        (Sibling, []),
        (Mine, ["mine"]),
        (Child, ["mine", "child"]),
        (base.HookableMixin, []),
    ):
        ran.clear()
        cls.run_hooks("occasion")
        assert ran == expected, cls


def test_hooks_get_their_arguments_and_run_in_the_order_in_which_they_were_added():
    class Hooked(base.HookableMixin):
        pass

    got = []
    Hooked.add_hook("occasion", lambda *args, **kwargs: got.append((1, args, kwargs)))
    Hooked.add_hook("occasion", lambda *args, **kwargs: got.append((2, args, kwargs)))
    Hooked.add_hook("another", lambda: got.append("never"))
    Hooked().run_hooks("occasion", "a", b="c")
    assert got == [(1, ("a",), {"b": "c"}), (2, ("a",), {"b": "c"})]


def test_a_hook_changes_the_requests_of_its_own_manager_only(nova, requests_mock):
    class Rows(base.Manager):
        resource_class = Row

    class Others(base.Manager):
        resource_class = Row

    Rows.add_hook("modify_body_for_create", lambda body, **kw: body.update(created=kw))
    Rows.add_hook("modify_body_for_update", lambda body, **kw: body.update(updated=True))
    requests_mock.post(f"{ENDPOINT}/rows", json={"row": {"id": "1"}})
    requests_mock.put(f"{ENDPOINT}/rows/1", json={"row": {"id": "1"}})
    Rows(nova)._create("/rows", {}, "row", extra=1)
    Rows(nova)._update("/rows/1", {}, "row")
    Others(nova)._create("/rows", {}, "row")
    assert [r.json() for r in requests_mock.request_history] == [
        {"created": {"extra": 1}},
        {"updated": True},
        {},
    ]


# Managers.


def test_a_manager_can_be_subscripted_with_its_resource_class():
    class Rows(base.Manager[Row]):
        pass

    assert Rows.__bases__ == (base.Manager,)


def test_a_resource_class_may_take_loaded_by_keyword_only(nova, requests_mock):
    class Row(base.Resource):
        def __init__(self, manager, info, **kwargs):
            super().__init__(manager, info, **kwargs)

    requests_mock.get(f"{ENDPOINT}/rows", json={"rows": [{"id": 1}]})
    (row,) = base.Manager(nova)._list("/rows", "rows", obj_class=Row)
    assert isinstance(row, Row)
    assert row.is_loaded()


def test_a_list_can_be_requested_by_post(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/rows?a=1", json={"rows": [{"id": "1"}]})
    manager = base.Manager(nova)
    rows = manager._list("/rows", "rows", obj_class=Row, body={"want": "all"}, filters={"a": 1})
    assert [row.id for row in rows] == ["1"]
    assert requests_mock.last_request.json() == {"want": "all"}


def test_the_raw_result_of_create_carries_request_ids(nova, requests_mock):
    headers = {"x-compute-request-id": "req-1"}
    requests_mock.post(f"{ENDPOINT}/rows", json={"row": {"id": "1"}}, headers=headers)
    raw = base.Manager(nova)._create("/rows", {}, "row", return_raw=True)
    assert (type(raw), raw, raw.request_ids) == (base.DictWithMeta, {"id": "1"}, ["req-1"])


@pytest.mark.parametrize(
    ("allowed", "inside"), [((), "image"), (("compute",), "compute"), (("volume",), "image")]
)
def test_an_alternate_service_type_applies_inside_a_with_statement(nova, allowed, inside):
    with nova.servers.alternate_service_type("image", allowed_types=allowed):
        assert nova.client.service_type == inside
    assert nova.client.service_type == "compute"


def test_an_alternate_service_type_ends_with_an_exception(nova):
    with pytest.raises(ZeroDivisionError), nova.servers.alternate_service_type("image"):
        raise ZeroDivisionError
    assert nova.client.service_type == "compute"


def test_has_more_says_whether_the_response_links_to_another_page(nova, requests_mock):
    link = [{"rel": "next"}]
    requests_mock.get(
        f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}], "servers_links": link}
    )
    requests_mock.get(f"{ENDPOINT}/servers/detail?marker=1", json={"servers": []})
    assert nova.servers.list(limit=1).has_more is True
    assert nova.servers.list(marker="1").has_more is False


UNREAD = {
    "action": ("POST", "/servers/1/action", lambda nova: nova.servers.start("1")),
    "action with a body": ("POST", "/servers/1/action", lambda nova: nova.servers.stop("1")[1:]),
    "delete": ("DELETE", "/servers/1", lambda nova: nova.servers.delete("1")),
    "delete keys": (
        *("DELETE", "/servers/1/metadata/a"),
        lambda nova: nova.servers.delete_meta("1", ["a"]),
    ),
    "has tag": ("GET", "/servers/1/tags/a", lambda nova: nova.servers.has_tag("1", "a")),
    "add tag": ("PUT", "/servers/1/tags/a", lambda nova: nova.servers.add_tag("1", "a")),
    "cache images": (
        *("POST", "/os-aggregates/1/images"),
        lambda nova: nova.aggregates.cache_images("1", ["i"]),
    ),
    "force complete": (
        *("POST", "/servers/1/migrations/2/action"),
        lambda nova: nova.server_migrations.live_migrate_force_complete("1", "2"),
    ),
    "volume": (
        *("PUT", "/servers/1/os-volume_attachments/a"),
        lambda nova: nova.volumes.update_server_volume("1", "a", "b"),
    ),
}


@pytest.mark.parametrize("body", ["ok", "true", "0"])
@pytest.mark.parametrize(("method", "path", "call"), UNREAD.values(), ids=UNREAD)
def test_a_call_that_needs_no_body_succeeds_with_any_body(
    nova, requests_mock, method, path, call, body
):
    kind = {"Content-Type": "text/plain"}
    url = f"{ENDPOINT}{path}"
    requests_mock.request(method, url, status_code=202, text=body, headers=kind)
    assert call(nova) in ((), "", True, (None,), (json.loads(body) if body != "ok" else None,))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "there is no 'server' in it"),
        (b"null", "there is no 'server' in it"),
        (b"[]", "there is no 'server' in it"),
        (b"3", "there is no 'server' in it"),
        (b'"server"', "there is no 'server' in it"),
        (b"{}", "there is no 'server' in it"),
        (b'{"server": null}', "'server' is not an object"),
        (b'{"server": []}', "'server' is not an object"),
        (b'{"server": "x"}', "'server' is not an object"),
    ],
)
def test_a_response_without_the_object_names_what_is_missing(
    nova, requests_mock, content, problem
):
    requests_mock.get(f"{ENDPOINT}/servers/1", content=content)
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        nova.servers.get("1")
    assert f"GET /servers/1 is not what the Compute API promises: {problem}" in str(caught.value)
    assert (caught.value.code, caught.value.url) == (200, "/servers/1")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "there is no 'servers' in it"),
        (b"[]", "there is no 'servers' in it"),
        (b'{"server": []}', "there is no 'servers' in it"),
        (b'{"servers": null}', "'servers' is not a list of objects"),
        (b'{"servers": {}}', "'servers' is not a list of objects"),
        (b'{"servers": {"values": 3}}', "'servers' is not a list of objects"),
        (b'{"servers": [{}, null]}', "'servers' is not a list of objects"),
        (b'{"servers": "x"}', "'servers' is not a list of objects"),
    ],
)
def test_a_response_without_the_list_names_what_is_missing(nova, requests_mock, content, problem):
    requests_mock.get(f"{ENDPOINT}/servers/detail", content=content)
    with pytest.raises(exceptions.UnexpectedResponse, match=problem):
        nova.servers.list()
