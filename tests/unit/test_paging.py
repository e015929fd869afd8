"""One listing on many pages, while it changes."""

from __future__ import annotations

import datetime
import itertools
import json
import warnings
import weakref

import pytest
import requests_mock as mock
from hypothesis import example, given
from hypothesis import strategies as st
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import client, exceptions, paging
from tests.unit.collection import Collection
from tests.unit.conftest import ENDPOINT


@pytest.fixture
def flavors(requests_mock):
    """Seven flavors, which are paged by marker."""
    return Collection("flavors", "abcdefg").serve(requests_mock, "flavors/detail")


@pytest.fixture
def groups(requests_mock):
    """Seven server groups, which are paged by offset."""
    return Collection("server_groups", "abcdefg", links_key=None).serve(
        requests_mock, "os-server-groups"
    )


def _ids(items):
    return "".join(item.id for item in items)


# By marker.


@pytest.mark.parametrize("page_size", [None, 1, 2, 3, 6, 7, 8, 100])
def test_all_come_in_the_order_of_the_server(nova, flavors, page_size):
    assert _ids(nova.flavors.iterate(page_size=page_size)) == "abcdefg"


def test_each_page_begins_after_the_last_item(nova, flavors):
    list(nova.flavors.iterate(page_size=3))
    assert flavors.queries == [
        {"limit": "3"},
        {"limit": "3", "marker": "c"},
        {"limit": "3", "marker": "f"},
    ]


def test_without_a_page_size_the_server_decides(nova, flavors):
    flavors.most = 5
    assert _ids(nova.flavors.iterate()) == "abcdefg"
    assert flavors.queries == [{}, {"marker": "e"}]


def test_a_server_may_send_less_than_a_page(nova, flavors):
    flavors.most = 2
    assert _ids(nova.flavors.iterate(page_size=5)) == "abcdefg"


def test_a_full_page_is_followed_though_no_link_says_so(nova, flavors):
    flavors.links_key = None
    assert _ids(nova.flavors.iterate(page_size=3)) == "abcdefg"


def test_nothing_is_asked_for_before_the_first_item_is_wanted(nova, flavors):
    pages = nova.flavors.iterate(page_size=2)
    assert flavors.queries == []
    next(pages)
    next(pages)
    assert len(flavors.queries) == 1
    next(pages)
    assert len(flavors.queries) == 2


def test_nothing_more_is_asked_for_when_no_more_is_wanted(nova, flavors):
    pages = nova.flavors.iterate(page_size=2)
    next(pages)
    pages.close()
    assert list(pages) == []
    assert len(flavors.queries) == 1


def test_an_empty_collection_is_one_request(nova, flavors):
    flavors.rows = []
    assert list(nova.flavors.iterate(page_size=2)) == []
    assert len(flavors.queries) == 1


@pytest.mark.parametrize("page_size", [0, -1, "x"])
def test_a_page_size_that_is_none_is_refused_at_once(nova, page_size):
    with pytest.raises(ValueError, match=r"page_size|invalid literal"):
        nova.flavors.iterate(page_size=page_size)


@pytest.mark.parametrize(
    "gone", ["c", "bc", "abc", "ac", "cd", "abcd"], ids=lambda gone: f"without {gone}"
)
def test_the_listing_goes_on_when_the_marker_is_gone(nova, flavors, gone):
    flavors.before = lambda number: flavors.delete(*gone) if number == 1 else None
    found = _ids(nova.flavors.iterate(page_size=3))
    assert found == "abc" + "".join(one for one in "defg" if one not in gone)


def test_an_earlier_item_stands_in_for_a_marker_that_is_gone(nova, flavors):
    flavors.before = lambda number: flavors.delete("d") if number == 2 else None
    assert _ids(nova.flavors.iterate(page_size=2)) == "abcdefg"
    assert [query.get("marker") for query in flavors.queries[:4]] == [None, "b", "d", "c"]


def test_a_listing_whose_every_page_is_gone_begins_anew(nova, flavors):
    flavors.before = lambda number: flavors.delete(*"abcd") if number == 2 else None
    assert _ids(nova.flavors.iterate(page_size=2)) == "abcdefg"
    assert "marker" not in flavors.queries[-2]


def test_a_marker_may_vanish_on_every_page(nova, flavors):
    def delete_the_last_one(number):
        if number and flavors.queries[-1].get("marker") in (*flavors.names, None):
            flavors.delete(last[0])

    last = [None]
    flavors.before = delete_the_last_one
    found = ""
    for flavor in nova.flavors.iterate(page_size=2):
        found += flavor.id
        last[0] = flavor.id
    assert found == "abcdefg"


def test_the_search_for_a_marker_takes_few_requests(nova, requests_mock):
    names = [f"{number:04}" for number in range(1200)]
    flavors = Collection("flavors", names).serve(requests_mock, "flavors/detail")
    flavors.before = lambda number: flavors.delete(*names[500:1000]) if number == 1 else None
    assert [flavor.id for flavor in nova.flavors.iterate(page_size=1000)] == names
    assert len(flavors.queries) < 15


def test_a_listing_that_lost_all_it_remembers_says_so(nova, requests_mock):
    names = [f"{number:04}" for number in range(2500)]
    flavors = Collection("flavors", names).serve(requests_mock, "flavors/detail")
    flavors.before = lambda number: flavors.delete(*names[:2000]) if number == 2 else None
    found = []
    with pytest.raises(exceptions.ListingChanged, match="1000 items") as caught:
        found.extend(flavor.id for flavor in nova.flavors.iterate(page_size=1000))
    assert isinstance(caught.value.__cause__, exceptions.BadRequest)


def test_a_bad_first_request_is_an_error(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors/detail", status_code=400, json={})
    with pytest.raises(exceptions.BadRequest):
        list(nova.flavors.iterate())
    assert requests_mock.call_count == 1


def test_a_server_that_takes_no_marker_is_an_error(nova, flavors):
    flavors.marker_key = "unknown"
    for row in flavors.rows:
        row["unknown"] = None
    pages = nova.flavors.iterate(page_size=3)
    assert _ids(itertools.islice(pages, 3)) == "abc"
    with pytest.raises(exceptions.BadRequest, match=r"\[c\] not found"):
        next(pages)


def test_another_error_on_a_later_page_is_raised_as_it_is(nova, flavors, requests_mock):
    pages = nova.flavors.iterate(page_size=2)
    assert [next(pages).id, next(pages).id] == ["a", "b"]
    requests_mock.get(f"{ENDPOINT}/flavors/detail", status_code=403, json={})
    with pytest.raises(exceptions.Forbidden):
        next(pages)


def _until_it_fails(items, error=exceptions.UnexpectedResponse, match=None):
    """Return the ids that come before the listing fails."""
    found = []
    with pytest.raises(error, match=match):
        found.extend(item._info.get("id") for item in items)
    return found


def test_a_server_that_ignores_the_marker_is_an_error_after_the_items(nova, flavors):
    flavors.ignores = {"marker"}
    found = _until_it_fails(nova.flavors.iterate(page_size=3), match="the same items again")
    assert found == list("abc")
    assert len(flavors.queries) == 2


def test_a_server_that_sends_all_whatever_the_marker_is_no_error(nova, requests_mock):
    servers = Collection("servers", "abc", links_key=None)
    servers.serve(requests_mock, "servers/detail").ignores = {"marker"}
    assert [server.id for server in nova.servers.list(limit=-1)] == list("abc")
    assert len(servers.queries) == 2


@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_a_server_that_goes_in_circles_is_an_error_after_the_items(nova, requests_mock, length):
    pages = itertools.cycle([f"{number}", f"{number}x"] for number in range(length))
    flavors = _answering(requests_mock, "flavors/detail", "flavors", pages)
    found = _until_it_fails(nova.flavors.iterate(), match="the same items again")
    assert found == [f"{number}{tail}" for number in range(length) for tail in ("", "x")]
    assert flavors.call_count <= 3 * length


@pytest.mark.parametrize("page_size", [None, 100])
@pytest.mark.parametrize("length", [2, 20, 25])
def test_a_circle_that_is_longer_than_what_is_remembered_ends(
    nova, requests_mock, length, page_size
):
    pages = itertools.cycle(
        [f"{number}-{each}" for each in range(100)] for number in range(length)
    )
    flavors = _answering(requests_mock, "flavors/detail", "flavors", pages)
    found = _until_it_fails(nova.flavors.iterate(page_size=page_size))
    assert len(set(found)) == 100 * length
    assert flavors.call_count <= 10 * length


def _answering(requests_mock, path, key, pages, **more):
    """Have a server send one page of ids after the other, and always say that there are more."""

    def answer(request, context):
        rows = [{"id": one} for one in next(pages)]
        return json.dumps({key: rows, f"{key}_links": [{"rel": "next"}], **more})

    return requests_mock.get(f"{ENDPOINT}/{path}", text=answer)


def test_an_empty_page_that_announces_more_is_an_error(nova, requests_mock):
    _answering(requests_mock, "flavors/detail", "flavors", itertools.repeat([]))
    with pytest.raises(exceptions.UnexpectedResponse, match="is empty"):
        list(nova.flavors.iterate())


@pytest.mark.parametrize("last", [None, ""])
def test_a_last_item_without_an_id_is_an_error_if_more_is_announced(nova, requests_mock, last):
    _answering(requests_mock, "servers/detail", "servers", iter([["a", "b"], ["c", last]]))
    found = _until_it_fails(nova.servers.iterate(), match="the last item it sent has no id")
    assert found == ["a", "b", "c", last]


def test_limit_minus_one_raises_what_iterate_raises(nova, requests_mock):
    _answering(requests_mock, "servers/detail", "servers", iter([["a", None]]))
    with pytest.raises(exceptions.UnexpectedResponse, match="not complete"):
        nova.servers.list(limit=-1)


def test_an_incomplete_listing_names_the_request(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/flavors/detail",
        json={"flavors": [{"id": None}], "flavors_links": [{"rel": "next"}]},
        headers={"x-compute-request-id": "req-7"},
    )
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        list(nova.flavors.iterate())
    assert caught.value.request_id == "req-7"


def test_a_last_item_without_an_id_ends_the_listing_if_nothing_is_announced(nova, requests_mock):
    rows = [{"id": "a"}, {"id": None}]
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": rows})
    assert len(list(nova.servers.iterate())) == 2


def test_an_item_without_an_id_does_not_hide_that_nothing_new_comes(nova, requests_mock):
    flavors = _answering(requests_mock, "flavors/detail", "flavors", itertools.repeat([None, "b"]))
    _until_it_fails(nova.flavors.iterate(), match="the same items again")
    assert flavors.call_count == 2


WRONG_IDS = pytest.mark.parametrize("wrong", [[], ["a"], {}, {"a": "b"}, [[]]], ids=str)


@WRONG_IDS
@pytest.mark.parametrize(
    ("manager", "path", "key"),
    [
        ("flavors", "flavors/detail", "flavors"),
        ("server_groups", "os-server-groups", "server_groups"),
        ("servers", "servers/detail", "servers"),
    ],
)
@pytest.mark.parametrize("how", ["iterate", "findall"])
def test_an_id_that_is_no_string_is_an_unexpected_response(
    nova, requests_mock, manager, path, key, how, wrong
):
    _answering(requests_mock, path, key, itertools.repeat(["a", wrong, "b"]))
    with pytest.raises(exceptions.UnexpectedResponse, match="neither a string nor a number"):
        list(getattr(getattr(nova, manager), how)())


@WRONG_IDS
def test_what_identifies_an_action_may_be_no_list(nova, requests_mock, wrong):
    rows = [{"request_id": "r", "action": wrong, "start_time": "now"}]
    requests_mock.get(
        f"{ENDPOINT}/servers/s/os-instance-actions",
        json={"instanceActions": rows, "links": [{"rel": "next"}]},
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="neither a string nor a number"):
        list(nova.instance_action.iterate("s"))


def test_an_item_that_moves_to_the_end_comes_once_and_hides_no_other(nova, flavors):
    def move(number):
        if number == 2:
            flavors.delete("a")
            flavors.insert(6, "a")

    flavors.before = move
    assert _ids(nova.flavors.iterate(page_size=1)) == "abcdefg"


def test_an_item_that_a_page_repeats_comes_once(nova, requests_mock):
    first = {"flavors": [{"id": name} for name in "aba"], "flavors_links": [{"rel": "next"}]}
    last = {"flavors": [{"id": "c"}]}
    requests_mock.get(f"{ENDPOINT}/flavors/detail", [{"json": first}, {"json": last}])
    assert _ids(nova.flavors.iterate()) == "abc"


def test_items_that_have_no_id_are_not_taken_for_each_other(nova, requests_mock):
    pages = [
        {
            "flavors": [{"name": "a"}, {"name": "b"}, {"id": "c", "name": "c"}],
            "flavors_links": [{"rel": "next"}],
        },
        {"flavors": [{"id": "d", "name": "d"}]},
    ]
    requests_mock.get(f"{ENDPOINT}/flavors/detail", [{"json": page} for page in pages])
    assert [flavor.name for flavor in nova.flavors.iterate()] == list("abcd")


# By offset.


@pytest.mark.parametrize("page_size", [None, 1, 2, 3, 6, 7, 8, 100])
def test_all_positions_come_in_order(nova, groups, page_size):
    assert _ids(nova.server_groups.iterate(page_size=page_size)) == "abcdefg"


def test_pages_overlap_by_an_item(nova, groups):
    list(nova.server_groups.iterate(page_size=3))
    assert groups.queries == [
        {"limit": "4"},
        {"limit": "4", "offset": "3"},
        {"limit": "4", "offset": "6"},
    ]


def test_a_server_may_cut_pages_of_positions_short(nova, groups):
    groups.most = 3
    assert _ids(nova.server_groups.iterate()) == "abcdefg"


@pytest.mark.parametrize("names", ["", "a"])
def test_at_most_one_item_is_one_request(nova, groups, names):
    groups.rows = [groups.row(name) for name in names]
    assert _ids(nova.server_groups.iterate()) == names
    assert len(groups.queries) == 1


@pytest.mark.parametrize("gone", ["a", "c", "abc", "bcd", "abcd", "abcde"])
def test_what_moves_up_is_not_missed(nova, groups, gone):
    groups.before = lambda number: groups.delete(*gone) if number == 2 else None
    found = _ids(nova.server_groups.iterate(page_size=2))
    assert set("abcdefg") - set(gone) <= set(found)
    assert list(found) == sorted(set(found))


def test_what_moves_down_comes_once(nova, groups):
    def insert(number):
        if number:
            groups.insert(0, str(number))
            assert number < 20

    groups.before = insert
    assert _ids(nova.server_groups.iterate(page_size=3)) == "abcdefg"


def test_a_server_that_ignores_the_offset_is_an_error_after_the_items(nova, groups):
    groups.ignores = {"offset"}
    found = _until_it_fails(nova.server_groups.iterate(page_size=3), match="same items again")
    assert found == list("abcd")
    assert len(groups.queries) == 3


def test_a_server_that_ignores_the_offset_and_sends_all_is_no_error(nova, groups):
    groups.ignores = {"offset"}
    assert _ids(nova.server_groups.iterate()) == "abcdefg"


NO_END = exceptions.ListingChanged, exceptions.UnexpectedResponse


@pytest.mark.parametrize("length", [2, 3, 10])
def test_a_server_that_sends_positions_in_circles_is_an_error(nova, requests_mock, length):
    pages = itertools.cycle([f"{number}", f"{number}x"] for number in range(length))
    groups = _answering(requests_mock, "os-server-groups", "server_groups", pages)
    _until_it_fails(nova.server_groups.iterate(), NO_END)
    assert groups.call_count < 200


@pytest.mark.parametrize("page_size", [None, 500])
@pytest.mark.parametrize("size", [3, 30, 2500])
def test_positions_that_begin_anew_for_ever_are_an_error(nova, requests_mock, size, page_size):
    queries = []

    def answer(request, context):
        query = {name: int(values[0]) for name, values in request.qs.items()}
        start, limit = query.get("offset", 0), query.get("limit", 1000)
        queries.append(start)
        # Only what is beyond all sense is empty.
        rows = [{"id": str(number % size)} for number in range(start, start + limit)]
        return json.dumps({"server_groups": rows if start < 10**9 else []})

    requests_mock.get(f"{ENDPOINT}/os-server-groups", text=answer)
    _until_it_fails(nova.server_groups.iterate(page_size=page_size), NO_END)
    assert len(queries) < 200


def test_a_position_without_an_id_is_an_error(nova, requests_mock):
    _answering(requests_mock, "os-server-groups", "server_groups", iter([["a", None, "b"]]))
    found = _until_it_fails(nova.server_groups.iterate(), match="an item it sent has no id")
    assert found == ["a", None, "b"]


def test_a_page_of_known_items_alone_is_not_the_end(nova, groups):
    def insert(number):
        if number == 1:
            for name in "123":
                groups.insert(0, name)

    groups.before = insert
    assert _ids(nova.server_groups.iterate(page_size=3)) == "abcdefg"


def test_positions_that_all_vanished_end_the_listing(nova, groups):
    groups.before = lambda number: groups.rows.clear() if number == 1 else None
    assert _ids(nova.server_groups.iterate(page_size=3)) == "abcd"


def test_positions_that_lost_all_that_is_remembered_say_so(nova, requests_mock):
    names = [f"{number:04}" for number in range(2500)]
    groups = Collection("server_groups", names, links_key=None)
    groups.serve(requests_mock, "os-server-groups")
    groups.before = lambda number: groups.delete(*names[:2001]) if number == 2 else None
    with pytest.raises(exceptions.ListingChanged):
        list(nova.server_groups.iterate(page_size=1000))


def test_find_of_a_short_list_is_one_request(nova, groups):
    assert nova.server_groups.find(name="g").id == "g"
    assert len(groups.queries) == 1


def test_find_looks_beyond_the_first_page_of_positions(nova, requests_mock):
    names = [f"{number:04}" for number in range(150)]
    groups = Collection("server_groups", names, most=100, links_key=None)
    groups.serve(requests_mock, "os-server-groups")
    assert nova.server_groups.find(name="0149").id == "0149"


# Whatever happens between the pages.

CHANGES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["insert", "first", "delete", "last"]), st.integers(0, 30)),
        max_size=6,
    ),
    max_size=12,
)


def _nova():
    session = ksession.Session(auth=token_endpoint.Token(ENDPOINT, "TOKEN"))
    return client.Client("2.96", session=session)


def _walked_through(key, path, manager, count, lasting, most, page_size, changes):
    """List a collection that changes; return what came, and what was there throughout."""
    names = [f"i{number}" for number in range(count)]
    collection = Collection(key, names, most=most)
    stays = {name for number, name in enumerate(names) if number in lasting}
    given = []
    others = (f"new{number}" for number in itertools.count())

    def change(number):
        # Nothing changes before the first page.
        for what, where in changes[number - 1] if 0 < number <= len(changes) else ():
            if what == "first":
                collection.insert(0, next(others))
            elif what == "insert":
                collection.insert(where % (len(collection.rows) + 1), next(others))
            elif what == "last":
                collection.delete(*({given[-1]} - stays if given else ()))
            elif collection.rows:
                collection.delete(*({collection.names[where % len(collection.rows)]} - stays))

    collection.before = change
    with mock.Mocker() as mocker:
        collection.serve(mocker, path)
        for item in getattr(_nova(), manager).iterate(page_size=page_size):
            given.append(item.id)
    return given, [name for name in names if name in stays]


@pytest.mark.parametrize(
    ("key", "path", "manager"),
    [
        ("flavors", "flavors/detail", "flavors"),
        ("servers", "servers/detail", "servers"),
        ("server_groups", "os-server-groups", "server_groups"),
        ("hypervisors", "os-hypervisors/detail", "hypervisors"),
    ],
)
@given(
    count=st.integers(0, 14),
    lasting=st.sets(st.integers(0, 13)),
    most=st.sampled_from([2, 3, 5, 1000]),
    page_size=st.sampled_from([None, 1, 2, 3, 4, 7]),
    changes=CHANGES,
)
@example(
    # Pages overlap, so an item may come again and again without there being a circle.
    count=5,
    lasting=set(),
    most=2,
    page_size=None,
    changes=[[], [("insert", 0), ("last", 0)], [("last", 0)]],
)
def test_what_is_there_throughout_comes_once_and_in_order(
    key, path, manager, count, lasting, most, page_size, changes
):
    given, stays = _walked_through(key, path, manager, count, lasting, most, page_size, changes)
    assert len(given) == len(set(given))
    assert [name for name in given if name in stays] == stays


# Memory and request ids.


@pytest.mark.parametrize(
    ("key", "path", "manager"),
    [
        ("servers", "servers/detail", "servers"),
        ("server_groups", "os-server-groups", "server_groups"),
    ],
)
def test_no_page_is_kept_while_the_next_one_comes(nova, requests_mock, key, path, manager):
    names = [str(number) for number in range(100)]
    collection = Collection(key, names).serve(requests_mock, path)
    alive = weakref.WeakSet()
    counts = []
    collection.before = lambda number: counts.append(len(alive))
    found = 0
    for item in getattr(nova, manager).iterate(page_size=10):
        alive.add(_Hashable(item))
        found += 1
    assert found == 100
    # The last item is still in the variable of the loop.
    assert max(counts) <= 1


class _Hashable:
    """Lives as long as a resource, which has no hash."""

    def __init__(self, item):
        item.companion = self


def test_only_so_many_ids_are_kept():
    trail = paging._Trail()
    for number in range(5000):
        trail.add(number, number)
        trail.shorten(1)
    assert [number for number in range(5000) if number in trail] == list(range(4000, 5000))


def test_an_item_has_the_id_of_the_request_that_brought_it(nova, flavors):
    items = list(nova.flavors.iterate(page_size=3))
    assert [item.request_ids for item in items] == [
        *[["req-1"]] * 3, *[["req-2"]] * 3, ["req-3"]
    ]  # fmt: skip


def test_find_keeps_the_ids_of_all_requests(nova, flavors):
    flavors.most = 3
    assert nova.flavors.findall().request_ids == ["req-1", "req-2", "req-3"]


# Incomplete lists.

LISTS = {
    "servers": ("servers", "servers/detail", ()),
    "flavors": ("flavors", "flavors/detail", ()),
    "keypairs": ("keypairs", "os-keypairs", ()),
    "hypervisors": ("hypervisors", "os-hypervisors/detail", ()),
    "migrations": ("migrations", "os-migrations", ()),
    "instance_action": ("instanceActions", "servers/s/os-instance-actions", ("s",)),
}


@pytest.mark.parametrize("version", ["2.59", "2.96"])
@pytest.mark.parametrize("manager", LISTS)
def test_a_list_that_was_cut_warns_at_the_line_of_the_caller(
    make_client, requests_mock, manager, version
):
    key, path, args = LISTS[manager]
    links = "links" if manager == "instance_action" else ""
    Collection(key, "abc", most=2, links_key=links).serve(requests_mock, path)
    with pytest.warns(exceptions.IncompleteListWarning, match="sent 2 items") as caught:
        listed = getattr(make_client(version), manager).list(*args)
    assert listed.has_more
    assert [warning.filename for warning in caught] == [__file__]


USAGE = {
    "tenant_usage": {"tenant_id": "p", "server_usages": [{"instance_id": "a"}]},
    "tenant_usage_links": [{"rel": "next", "href": "?marker=a"}],
}
DAY = datetime.datetime(2026, 1, 1), datetime.datetime(2026, 1, 2)


def test_a_usage_that_was_cut_warns_at_the_line_of_the_caller(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage/p", json=USAGE)
    with pytest.warns(exceptions.IncompleteListWarning, match="more servers to sum up") as caught:
        assert nova.usage.get("p", *DAY).tenant_id == "p"
    assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize("arguments", [{"limit": 1}, {"marker": "a"}])
def test_a_part_of_a_usage_that_was_asked_for_does_not_warn(nova, requests_mock, arguments):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage/p", json=USAGE)
    assert nova.usage.get("p", *DAY, **arguments).tenant_id == "p"


def test_a_list_that_is_complete_does_not_warn(nova, flavors):
    assert len(nova.flavors.list()) == 7


@pytest.mark.parametrize("arguments", [{"limit": 2}, {"marker": "a"}])
def test_a_part_that_was_asked_for_does_not_warn(nova, flavors, arguments):
    flavors.most = 3
    assert nova.flavors.list(**arguments).has_more


def test_what_follows_the_pages_does_not_warn(nova, requests_mock):
    Collection("servers", "abc", most=2).serve(requests_mock, "servers/detail")
    assert len(nova.servers.list(limit=-1)) == 3
    assert len(list(nova.servers.iterate())) == 3
    assert len(nova.servers.findall()) == 3


def test_the_warning_can_be_silenced(nova, flavors):
    flavors.most = 3
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exceptions.IncompleteListWarning)
        assert len(nova.flavors.list()) == 3
