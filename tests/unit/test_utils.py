from __future__ import annotations

import datetime
import re
import uuid
from urllib import parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import base, exceptions, utils
from novaclient.v2 import flavors
from tests.unit.conftest import ENDPOINT

DAY = datetime.datetime(2026, 1, 1), datetime.datetime(2026, 1, 2)
# Without lone surrogates, which cannot be sent.
STRINGS = st.text(st.characters(exclude_categories=("Cs",)))


# Paths.


@given(STRINGS.filter(lambda string: string not in ("", ".", "..")))
def test_any_id_is_one_segment_of_a_path(string):
    path = utils.path("servers", string)
    assert re.fullmatch(r"/servers/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@ ]|%[0-9A-F]{2})+", path)
    assert parse.unquote(path.removeprefix("/servers/")) == string


@pytest.mark.parametrize("bad", ["", ".", ".."])
def test_an_id_that_would_address_another_resource_is_refused(bad):
    with pytest.raises(exceptions.InvalidIdentifier, match="no valid id or name"):
        utils.path("servers", bad, "action")


@pytest.mark.parametrize("good", ["...", "..a", ".a", " "])
def test_an_id_that_only_begins_with_dots_is_accepted(good):
    assert parse.unquote(utils.path("servers", good)) == f"/servers/{good}"


# Python decodes such strings from JSON, and from file names that are not UTF-8.
LONE = ["\ud800", "a\udfff", "\udcfcü", "\ude00\ud83d"]


@pytest.mark.parametrize("bad", LONE, ids=ascii)
def test_an_id_with_a_lone_surrogate_is_refused(bad):
    with pytest.raises(exceptions.InvalidIdentifier, match="lone surrogate") as caught:
        utils.path("servers", bad)
    assert str(caught.value).isprintable()


@pytest.mark.filterwarnings("ignore::novaclient.exceptions.UnknownNameWarning")
@pytest.mark.parametrize("bad", LONE, ids=ascii)
@pytest.mark.parametrize(
    "call",
    [
        lambda nova, bad: nova.servers.list(search_opts={"name": bad}),
        lambda nova, bad: nova.servers.list(search_opts={bad: "name"}),
        lambda nova, bad: nova.servers.list(marker=bad),
        lambda nova, bad: nova.servers.list(sort_keys=[bad]),
        lambda nova, bad: list(nova.servers.iterate(search_opts={"name": bad})),
        lambda nova, bad: nova.servers.find(name=bad),
        lambda nova, bad: nova.flavors.list(marker=bad),
        lambda nova, bad: nova.keypairs.get("k", user_id=bad),
        lambda nova, bad: nova.keypairs.delete("k", user_id=bad),
        lambda nova, bad: nova.limits.get(tenant_id=bad),
        lambda nova, bad: nova.quotas.get("p", user_id=bad),
        lambda nova, bad: nova.services.list(host=bad),
        lambda nova, bad: nova.usage.list(*DAY, marker=bad),
        lambda nova, bad: nova.usage.get(bad, *DAY),
        lambda nova, bad: nova.usage.get("p", *DAY, marker=bad),
        lambda nova, bad: nova.servers.delete_meta("s", [bad]),
        lambda nova, bad: nova.hypervisors.search(bad),
        lambda nova, bad: nova.glance.find_image(bad),
        lambda nova, bad: nova.glance.find_images([bad]),
        lambda nova, bad: nova.neutron.find_network(bad),
        lambda nova, bad: nova.servers.wait_for(bad),
        lambda nova, bad: nova.server_migrations.wait_for(bad),
    ],
)
def test_a_lone_surrogate_is_refused_before_a_request(nova, requests_mock, call, bad):
    with pytest.raises(exceptions.InvalidIdentifier, match="lone surrogate"):
        call(nova, bad)
    assert requests_mock.request_history == []


def test_an_id_from_the_server_with_a_lone_surrogate_is_refused(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "\ud800"}]})
    [server] = nova.servers.list()
    with pytest.raises(exceptions.InvalidIdentifier, match="lone surrogate"):
        server.stop()


def test_the_characters_of_a_path_are_not_encoded():
    assert utils.path("x", "a:@!$&'()*+,;=~-_.") == "/x/a:@!$&'()*+,;=~-_."


@pytest.mark.parametrize(
    ("string", "quoted"),
    [("a/b", "a%2Fb"), ("a?b", "a%3Fb"), ("a#b", "a%23b"), ("a%2Fb", "a%252Fb"), ("ü", "%C3%BC")],
)
def test_other_characters_of_a_segment_are_encoded(string, quoted):
    assert utils.path("x", string) == f"/x/{quoted}"


@pytest.mark.parametrize("string", ["256 MB Server", " ", "  ", " a", "a ", " a  b "])
def test_a_space_is_not_encoded_before_the_session_does(string):
    assert utils.path("flavors", string, "os-extra_specs") == f"/flavors/{string}/os-extra_specs"


@pytest.mark.parametrize("string", ["\t", "\n", "\r\n", "\u00a0", "\u2003"])
def test_other_white_space_is_encoded(string):
    assert utils.path("x", string) == f"/x/{parse.quote(string)}"


@pytest.mark.parametrize("string", ["256 MB Server", " ", "  ", " a", "a ", ". ", " /%? ", "a ü"])
def test_a_space_is_encoded_on_the_wire(log_in, cloud, string):
    sent = f"/compute/v2.1/flavors/{parse.quote(string, safe='')}"
    for path in (sent, f"{sent}/os-extra_specs"):
        cloud.respond("GET", path, {"flavor": {"id": "1"}, "extra_specs": {}})
    nova = log_in()
    flavor = nova.flavors.get(string)
    flavors.Flavor(nova.flavors, {"id": string, "name": "x"}).get_keys()
    assert flavor.id == "1"
    requests = [r.path for r in cloud.requests if "/flavors/" in r.path]
    assert requests == [sent, f"{sent}/os-extra_specs"]


def test_an_error_shows_the_id_with_its_space(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors/256%20MB", status_code=404)
    with pytest.raises(exceptions.NotFound) as caught:
        nova.flavors.get("256 MB")
    assert caught.value.url == "/flavors/256 MB"


def test_numbers_are_ids():
    assert utils.path("x", 0, 12) == "/x/0/12"


@pytest.mark.parametrize("bad", ["", ".", ".."])
@pytest.mark.parametrize(
    "call",
    [
        lambda nova, bad: nova.servers.get(bad),
        lambda nova, bad: nova.servers.delete(bad),
        lambda nova, bad: nova.servers.update(bad, name="x"),
        lambda nova, bad: nova.servers.start(bad),
        lambda nova, bad: nova.servers.stop(bad),
        lambda nova, bad: nova.servers.delete_meta("1", [bad]),
        lambda nova, bad: nova.servers.add_tag("1", bad),
        lambda nova, bad: nova.servers.delete_tag("1", bad),
        lambda nova, bad: nova.servers.interface_detach("1", bad),
        lambda nova, bad: nova.servers.get_meta("1", bad),
        lambda nova, bad: nova.servers.set_meta_item("1", bad, "x"),
        lambda nova, bad: nova.flavors.get(bad),
        lambda nova, bad: nova.flavors.delete(bad),
        lambda nova, bad: nova.flavor_access.add_tenant_access(bad, "t"),
        lambda nova, bad: flavors.Flavor(nova.flavors, {"id": "1"}).unset_keys([bad]),
    ],
)
def test_a_call_with_a_bad_id_is_refused_before_a_request(nova, requests_mock, call, bad):
    with pytest.raises(exceptions.InvalidIdentifier):
        call(nova, bad)
    assert requests_mock.call_count == 0


def test_an_id_with_slashes_addresses_no_other_resource(nova, requests_mock):
    requests_mock.get(re.compile(".*"), json={"server": {"id": "1"}})
    nova.servers.get("1/../../flavors?x=1#y")
    expected = f"{ENDPOINT}/servers/1%2F..%2F..%2Fflavors%3Fx=1%23y"
    assert requests_mock.last_request.url == expected


# Query strings.

VALUES = st.integers() | st.booleans() | STRINGS


@given(st.dictionaries(STRINGS, VALUES))
def test_a_query_string_can_be_parsed(params):
    query = utils.prepare_query_string(params)
    read = dict(parse.parse_qsl(query.removeprefix("?"), keep_blank_values=True))
    assert read == {name: str(value) for name, value in params.items()}
    assert re.fullmatch(r"(\?[A-Za-z0-9\-._~+%&=]+)?", query)


@given(st.dictionaries(STRINGS, VALUES))
def test_the_order_of_the_parameters_does_not_matter(params):
    backwards = dict(reversed(params.items()))
    assert utils.prepare_query_string(params) == utils.prepare_query_string(backwards)


def test_parameters_with_the_same_name_keep_their_order():
    pairs = [("sort_key", "b"), ("a", 1), ("sort_key", "a")]
    assert utils.prepare_query_string(pairs) == "?a=1&sort_key=b&sort_key=a"


@pytest.mark.parametrize("value", [object(), ["a"], {"a": 1}])
@pytest.mark.parametrize("build", [utils.prepare_query_string, utils.encoded])
def test_what_has_no_string_of_its_own_is_refused_in_a_query(build, value):
    with pytest.raises(exceptions.InvalidIdentifier, match="it is neither an id nor a name"):
        build({"a": value})


@pytest.mark.parametrize("value", [object(), ["a"], b"a"])
def test_what_has_no_string_of_its_own_is_refused_in_a_path(value):
    with pytest.raises(exceptions.InvalidIdentifier, match="it is neither an id nor a name"):
        utils.path("servers", value)


def test_an_object_that_is_a_name_as_a_string_is_accepted():
    assert utils.path(uuid.UUID(int=1)) == "/00000000-0000-0000-0000-000000000001"
    assert utils.prepare_query_string({"a": uuid.UUID(int=1), "b": 1.5}).endswith("01&b=1.5")


@pytest.mark.parametrize("params", [None, {}, [], ()])
def test_without_parameters_there_is_no_query_string(params):
    assert utils.prepare_query_string(params) == ""


@pytest.mark.parametrize("filters", [None, {}, [], ()])
def test_without_filters_the_url_is_not_changed(filters):
    assert utils.get_url_with_filter("/servers", filters) == "/servers"


def test_filters_are_added_to_the_url():
    assert utils.get_url_with_filter("/servers", {"b": 0, "a": "x y"}) == "/servers?a=x+y&b=0"


# find_resource.

UUID = "11111111-aaaa-4aaa-8aaa-000000000001"


class Thing(base.Resource):
    HUMAN_ID = True


class Things(base.ManagerWithFind):
    resource_class = Thing

    def __init__(self, *names, **ids):
        super().__init__(None)
        self.things = [{"id": str(i), "name": name} for i, name in enumerate(names, 1)]
        self.things += [{"id": thing_id, "name": name} for thing_id, name in ids.items()]

    def get(self, thing_id):
        for thing in self.things:
            if thing["id"] == str(thing_id):
                return Thing(self, thing, True)
        raise exceptions.NotFound(404)

    def list(self):
        return base.ListWithMeta([Thing(self, thing, True) for thing in self.things], None)


class NamedThings(Things):
    is_alphanum_id_allowed = True


@pytest.mark.parametrize("what", ["My Thing", "my-thing", "2", 2])
def test_a_resource_is_found_by_name_human_id_or_number(what):
    assert utils.find_resource(Things("another", "My Thing"), what).id == "2"


def test_a_uuid_is_tried_as_an_id_before_it_is_tried_as_a_name():
    manager = Things(UUID, **{UUID: "x"})
    assert utils.find_resource(manager, UUID).name == "x"


def test_a_name_that_looks_like_a_uuid_is_found():
    assert utils.find_resource(Things(UUID), UUID).id == "1"


def test_a_word_is_tried_as_an_id_first_if_ids_may_be_words():
    assert utils.find_resource(NamedThings(m1="x", x="y"), "x").name == "y"
    assert utils.find_resource(NamedThings(m1="x"), "x").id == "m1"


def test_a_name_that_is_a_number_takes_precedence_over_the_id():
    assert utils.find_resource(Things("a", "1"), "1").id == "2"


def test_a_name_that_cannot_be_an_id_is_found(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors", json={"flavors": [{"id": "1", "name": ".."}]})
    requests_mock.get(f"{ENDPOINT}/flavors/1", json={"flavor": {"id": "1", "name": ".."}})
    assert utils.find_resource(nova.flavors, "..").id == "1"


@pytest.mark.parametrize("what", ["nobody", "77", UUID, None])
def test_a_missing_resource_is_a_command_error(what):
    with pytest.raises(exceptions.CommandError) as caught:
        utils.find_resource(Things("a"), what)
    assert str(caught.value) == f"No thing with a name or ID of '{what}' exists."


def test_a_missing_resource_is_not_found_without_wrapping():
    with pytest.raises(exceptions.NotFound, match="No thing with a name or ID of 'x' exists"):
        utils.find_resource(Things(), "x", wrap_exception=False)


@pytest.mark.parametrize(
    ("wrap", "cls"), [(True, exceptions.CommandError), (False, exceptions.NoUniqueMatch)]
)
def test_the_error_of_two_resources_with_the_same_name_asks_for_an_id(wrap, cls):
    with pytest.raises(cls, match="Multiple thing matches found for 'twin', use an ID"):
        utils.find_resource(Things("twin", "twin"), "twin", wrap_exception=wrap)


def test_further_attributes_are_passed_to_find(nova, requests_mock):
    rows = [{"id": "1", "name": "a"}]
    requests_mock.get(f"{ENDPOINT}/servers?all_tenants=True&name=a", json={"servers": rows})
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": rows[0]})
    assert utils.find_resource(nova.servers, "a", all_tenants=True).id == "1"


# Numbers, environment variables, classes, timings and keys.


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, True), ("1", True), ("-1", True), ("x", False), ("", False), (None, False), ([], False)],
)
def test_which_values_are_like_an_integer(value, expected):
    assert utils.is_integer_like(value) is expected


def test_env_returns_the_first_variable_that_is_not_empty(monkeypatch):
    monkeypatch.setenv("UNIT_EMPTY", "")
    monkeypatch.setenv("UNIT_FULL", "x")
    assert utils.env("UNIT_ABSENT", "UNIT_EMPTY", "UNIT_FULL") == "x"
    assert utils.env("UNIT_ABSENT", "UNIT_EMPTY") == ""
    assert utils.env("UNIT_ABSENT", default="d") == "d"


@pytest.mark.parametrize(("value", "expected"), [(bool, True), (str, False), (3, False)])
def test_safe_issubclass_accepts_what_is_not_a_class(value, expected):
    assert utils.safe_issubclass(value, int) is expected


def test_record_time_records_the_label_the_start_and_the_end():
    times = []
    with utils.record_time(times, True, "GET", "/servers"):
        assert times == []
    ((label, start, end),) = times
    assert label == "GET /servers"
    assert start <= end


def test_record_time_records_nothing_if_it_is_disabled():
    times = []
    with utils.record_time(times, False, "GET", "/servers"):
        pass
    assert times == []


@pytest.mark.parametrize("key", ["a", "hw:cpu_policy", "a b", "a.b-c_d:e", "ü", "0"])
def test_a_valid_key_of_extra_specs_is_accepted(key):
    utils.validate_flavor_metadata_keys([key])


@pytest.mark.parametrize("key", ["", "a/b", "a?b", "a%b", "a=b", "a#"])
def test_an_invalid_key_of_extra_specs_is_refused_by_name(key):
    with pytest.raises(exceptions.CommandError, match=re.escape(f'Invalid key: "{key}"')):
        utils.validate_flavor_metadata_keys(["good", key])


# Command-line extensions.


class Shown:
    """An object with attributes."""

    def __init__(self, **attributes):
        vars(self).update(attributes)


def command(cs, args):
    """A command of an extension."""


@pytest.mark.parametrize(
    "decorate",
    [
        utils.arg("--x", metavar="<x>", help="Help."),
        utils.service_type("volume"),
        utils.unauthenticated,
        lambda function: utils.add_arg(function, "--y", type=int) or function,
    ],
)
def test_decorators_of_commands_do_not_change_them(decorate):
    before = dict(vars(command))
    assert decorate(command) is command
    assert vars(command) == before


def test_a_list_is_printed_as_a_table(capsys):
    things = [
        Shown(id=2, mac_address="m2", serverId="s", name=None),
        Shown(id=10, mac_address="m1", name="two\nlines"),
    ]
    utils.print_list(things, ["ID", "MAC Address", "serverId", "Name"])
    assert capsys.readouterr().out == (
        "ID  MAC Address  serverId  Name\n"
        "2   m2           s         -\n"
        "10  m1                     two lines\n"
    )


def test_a_list_is_sorted_by_a_column(capsys):
    utils.print_list([Shown(id=1, name="b"), Shown(id=2, name="a")], ["ID", "Name"], {}, 1)
    assert capsys.readouterr().out.splitlines() == ["ID  Name", "2   a", "1   b"]


def test_columns_of_a_list_may_have_formatters(capsys):
    thing = Shown(id=1, addresses=["a", "b"])
    utils.print_list([thing], ["ID", "IPs"], formatters={"IPs": lambda x: ",".join(x.addresses)})
    assert capsys.readouterr().out.splitlines() == ["ID  IPs", "1   a,b"]


def test_an_empty_list_is_printed_as_its_headings(capsys):
    utils.print_list([], ["ID", "Name"])
    assert capsys.readouterr().out == "ID  Name\n"


def test_a_dict_is_printed_in_the_order_of_its_keys(capsys):
    things = {"name": "ü", "id": 1, "tags": ["é", 2], "meta": {"a": "b"}, "host": None}
    utils.print_dict(things)
    assert capsys.readouterr().out.splitlines() == [
        "Property  Value",
        "host      -",
        "id        1",
        'meta      {"a": "b"}',
        "name      ü",
        'tags      ["é", 2]',
    ]


def test_a_dict_may_have_headings(capsys):
    utils.print_dict({"a": 1}, "Name", dict_value="Number", wrap=10)
    assert capsys.readouterr().out == "Name  Number\na     1\n"


@pytest.mark.parametrize("name", ["do_action_on_many", "pretty_choice_list", "isunauthenticated"])
def test_the_error_of_a_function_of_the_former_program_says_that_it_is_gone(name):
    with pytest.raises(AttributeError, match=f"no attribute '{name}': .* 'nova', which is gone"):
        getattr(utils, name)


def test_the_error_of_any_other_missing_name_is_the_usual_one():
    with pytest.raises(AttributeError, match=r"^module 'novaclient\.utils' has no attribute 'x'$"):
        utils.x  # noqa: B018


def test_without_none_leaves_out_none_only():
    given = {"a": None, "b": 0, "c": False, "d": "", "e": [], "f": "x"}
    assert utils.without_none(given) == {"b": 0, "c": False, "d": "", "e": [], "f": "x"}


def test_without_empty_leaves_out_all_empty_values():
    given = {"a": None, "b": 0, "c": False, "d": "", "e": [], "f": "x"}
    assert utils.without_empty(given) == {"f": "x"}


def test_renamed_gives_parameters_the_names_of_the_api():
    assert utils.renamed({"min_ram": 1, "limit": 2}, {"min_ram": "minRam"}) == {
        "minRam": 1,
        "limit": 2,
    }


def test_converted_converts_only_the_parameters_that_have_a_converter():
    given = {"host": "a", "limit": 2}
    assert utils.converted(given, {"host": str.upper, "marker": str.upper}) == {
        "host": "A",
        "limit": 2,
    }
    assert given == {"host": "a", "limit": 2}


def test_with_integers_converts_only_the_named_parameters():
    assert utils.with_integers({"limit": "2", "marker": "3"}, "limit", "offset") == {
        "limit": 2,
        "marker": "3",
    }


def test_with_integers_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="many"):
        utils.with_integers({"limit": "many"}, "limit")
