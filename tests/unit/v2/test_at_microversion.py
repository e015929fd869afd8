"""A view on a client, at another microversion."""

from __future__ import annotations

import types

import pytest

from novaclient import api_versions, base, client, exceptions, extension
from novaclient.v2 import client as client_v2
from tests.unit.conftest import ENDPOINT

SERVER = {"id": "s-1", "name": "web"}


def _versions_asked_for(requests_mock):
    return [r.headers.get("OpenStack-API-Version") for r in requests_mock.request_history]


@pytest.fixture
def nova(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [SERVER]})
    requests_mock.get(f"{ENDPOINT}/servers/s-1", json={"server": {**SERVER, "status": "ACTIVE"}})
    return make_client("2.53")


def test_its_requests_ask_for_its_microversion(nova, requests_mock):
    nova.at_microversion("2.96").servers.list()
    assert _versions_asked_for(requests_mock) == ["compute 2.96"]


def test_the_client_goes_on_as_it_was(nova, requests_mock):
    with nova.at_microversion("2.96") as newer:
        nova.servers.list()
        newer.servers.list()
        nova.servers.list()
    assert _versions_asked_for(requests_mock) == ["compute 2.53", "compute 2.96", "compute 2.53"]
    assert nova.api_version == api_versions.APIVersion("2.53")


def test_nothing_is_sent_to_make_it(nova, requests_mock):
    nova.at_microversion("2.96")
    assert not requests_mock.called


def test_what_the_client_holds_does_not_change(nova):
    managers = nova.servers, nova.flavors
    before = dict(vars(nova)), dict(vars(nova.client))
    nova.at_microversion("2.96").servers.list()
    assert (dict(vars(nova)), dict(vars(nova.client))) == before
    assert (nova.servers, nova.flavors) == managers
    assert nova.servers.api is nova


def test_its_managers_are_its_own(nova):
    view = nova.at_microversion("2.96")
    assert view.servers is view.servers
    assert view.servers is not nova.servers
    assert view.servers.api_version == api_versions.APIVersion("2.96")


def test_its_managers_are_made_when_they_are_needed(nova):
    view = nova.at_microversion("2.96")
    assert vars(view)["servers"] is None
    assert view.servers.api is view


def test_managers_that_the_client_has_made_already_are_those_of_the_view_there(nova):
    made = nova.servers, nova.server_shares
    view = nova.at_microversion("2.97")
    assert (view.servers.api, view.server_shares.api) == (view, view)
    assert [manager.api for manager in made] == [nova, nova]


def test_resources_keep_the_microversion_that_they_were_made_at(nova, requests_mock):
    (server,) = nova.at_microversion("2.96").servers.list()
    server.get()
    assert server.api_version == api_versions.APIVersion("2.96")
    assert _versions_asked_for(requests_mock) == ["compute 2.96", "compute 2.96"]


def test_it_shares_session_and_logger(nova):
    view = nova.at_microversion("2.96")
    assert view.client.session is nova.client.session
    assert (view.logger, view.client.logger) == (nova.logger, nova.client.logger)


def test_it_is_a_client_of_the_same_class(session):
    class Mine(client_v2.Client):
        pass

    nova = Mine(api_versions.APIVersion("2.1"), session=session, direct_use=False)
    assert type(nova.at_microversion("2.96")) is Mine


def test_a_view_has_views(nova, requests_mock):
    nova.at_microversion("2.96").at_microversion("2.60").servers.list()
    assert _versions_asked_for(requests_mock) == ["compute 2.60"]


def test_setting_the_microversion_of_one_leaves_the_other(nova):
    view = nova.at_microversion("2.96")
    nova.api_version = api_versions.APIVersion("2.1")
    assert view.api_version == api_versions.APIVersion("2.96")
    view.api_version = api_versions.APIVersion("2.60")
    assert nova.api_version == api_versions.APIVersion("2.1")


def test_methods_are_those_of_its_microversion(nova):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.25"):
        nova.at_microversion("2.25").servers.tag_list("s-1")


# Versions


@pytest.mark.parametrize(
    ("version", "meant"),
    [
        ("2", "2.0"),
        ("2.0", "2.0"),
        (2, "2.0"),
        ("2.104", "2.104"),
        (api_versions.APIVersion("2.60"), "2.60"),
    ],
)
def test_it_takes_the_versions_that_the_factory_takes(nova, version, meant):
    assert nova.at_microversion(version).api_version == api_versions.APIVersion(meant)


def test_2_asks_for_no_microversion(nova, requests_mock):
    nova.at_microversion("2").servers.list()
    assert _versions_asked_for(requests_mock) == [None]


def test_1_1_means_2_and_warns_at_the_line_of_the_caller(nova):
    with pytest.warns(DeprecationWarning, match=r"Version 1\.1 is deprecated") as warned:
        view = nova.at_microversion("1.1")
    assert view.api_version == api_versions.APIVersion("2.0")
    assert [w.filename for w in warned] == [__file__]


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("2.latest", "should be explicit, not latest"),
        (api_versions.APIVersion("2.latest"), "should be explicit, not latest"),
        ("2.9999", r"does not support version 2\.9999 .* it supports 2\.1 to 2\.104"),
        ("3.1", "Major part should be '2'"),
        ("new", "Invalid format of client version 'new'"),
        (api_versions.APIVersion(), "does not support version 'null'"),
    ],
    ids=str,
)
def test_it_refuses_the_versions_that_the_factory_refuses(nova, version, text):
    with pytest.raises(exceptions.UnsupportedVersion, match=text):
        nova.at_microversion(version)


# The newest of several


@pytest.fixture
def offered(requests_mock):
    """The version document of a server that supports 2.1 to 2.60."""
    version = {"id": "v2.1", "min_version": "2.1", "version": "2.60"}
    return requests_mock.get(ENDPOINT, json={"version": version})


@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (("2.67", "2.60", "2.9"), "2.60"),
        (("2.9", "2.67", "2.60"), "2.60"),
        (("2.9", "2.60"), "2.60"),
        (("2.67", "2"), "2.0"),
        (("2.67", api_versions.APIVersion("2.9"), 2.1), "2.9"),
        (("2.9", "2.9"), "2.9"),
    ],
    ids=str,
)
def test_of_several_it_is_at_the_newest_that_the_server_supports(nova, offered, versions, newest):
    assert nova.at_microversion(*versions).api_version == api_versions.APIVersion(newest)


def test_the_range_of_the_server_is_requested_once(nova, offered):
    view = nova.at_microversion("2.67", "2.60")
    view.at_microversion("2.90", "2.9")
    nova.at_microversion("2.90", "2.1")
    assert nova.supports("2.60")
    assert offered.call_count == 1


def test_the_first_of_several_can_be_named(nova):
    assert nova.at_microversion(version="2.60").api_version == api_versions.APIVersion("2.60")


def test_if_the_server_supports_none_of_them_both_sides_are_named(nova, offered):
    with pytest.raises(exceptions.UnsupportedVersion) as caught:
        nova.at_microversion("2.67", "2.104", "2.90")
    assert str(caught.value) == (
        "The server supports none of the versions 2.104, 2.90, 2.67; it supports 2.1 to 2.60."
    )


def test_a_server_without_microversions_supports_none_of_them(nova, requests_mock):
    requests_mock.get(ENDPOINT, json={"version": {"version": "", "min_version": ""}})
    with pytest.raises(exceptions.UnsupportedVersion, match=r"2\.60, 2\.9; it has no microv"):
        nova.at_microversion("2.60", "2.9")
    assert nova.at_microversion("2.60", "2").api_version == api_versions.APIVersion("2.0")


@pytest.mark.parametrize("refused", ["2.latest", "2.9999", "3.1", "new"])
def test_if_one_of_several_is_refused_nothing_is_sent(nova, offered, refused):
    for versions in (("2.60", refused), (refused, "2.60")):
        with pytest.raises(exceptions.UnsupportedVersion):
            nova.at_microversion(*versions)
    assert not offered.called


# The session


def test_the_end_of_its_with_statement_closes_nothing(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
        with nova.at_microversion("2.60") as older:
            older.servers.list()
        assert cloud.open_connections == 1
        nova.servers.list()
        assert cloud.connections == 1
    assert cloud.all_closed()


def test_one_login_serves_both(cloud, log_in):
    with log_in() as nova:
        nova.at_microversion("2.60").servers.list()
        nova.servers.list()
    assert len(cloud.sent("POST", "/auth/tokens")) == 1


def test_it_lives_on_without_the_client(cloud, log_in):
    view = log_in().at_microversion("2.60")
    assert [server.id for server in view.servers.list()] == ["s-1", "s-2"]
    view.client.session.close()


# Timings


@pytest.fixture
def timed(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    return make_client("2.53", timings=True)


def test_timings_are_noted_together(timed):
    timed.servers.list()
    view = timed.at_microversion("2.96")
    view.servers.list()
    assert len(timed.get_timings()) == len(view.get_timings()) == 2


def test_timings_are_forgotten_together(timed):
    view = timed.at_microversion("2.96")
    view.servers.list()
    timed.reset_timings()
    assert view.get_timings() == []
    view.servers.list()
    assert len(timed.get_timings()) == 1


def test_timings_that_were_fetched_stay_when_they_are_forgotten(timed):
    timed.servers.list()
    fetched = timed.get_timings()
    timed.reset_timings()
    assert len(fetched) == 1


# What others added


class Manager(base.Manager):
    resource_class = base.Resource

    def probe(self):
        return self._get("/probe", "probe")


@pytest.fixture
def extended(session, requests_mock):
    requests_mock.get(f"{ENDPOINT}/probe", json={"probe": {}})
    module = types.ModuleType("probing")
    module.Manager = Manager
    added = extension.Extension("probing", module)
    return client.Client("2.53", session=session, extensions=[added])


def test_extensions_are_there(extended, requests_mock):
    extended.at_microversion("2.96").probing.probe()
    extended.probing.probe()
    assert _versions_asked_for(requests_mock) == ["compute 2.96", "compute 2.53"]


def test_a_manager_that_the_program_put_there_serves_the_view_too(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/probe", json={"probe": {}})
    nova.servers = nova.mine = Manager(nova)
    view = nova.at_microversion("2.96")
    view.servers.probe()
    view.mine.probe()
    nova.mine.probe()
    assert _versions_asked_for(requests_mock) == ["compute 2.96", "compute 2.96", "compute 2.53"]


def test_a_change_of_a_manager_serves_the_view_too(nova):
    class Mine(base.Resource):
        pass

    nova.servers.resource_class = Mine
    (server,) = nova.at_microversion("2.96").servers.list()
    assert type(server) is Mine


def test_a_resource_that_the_program_put_there_is_not_loaded(nova, requests_mock):
    nova.mine = nova.servers.resource_class(nova.servers, {"id": "s-1"})
    assert nova.at_microversion("2.96").mine is nova.mine
    assert not requests_mock.called


def test_images_are_looked_up_as_well(cloud, log_in):
    with log_in() as nova:
        image = nova.at_microversion("2.60").glance.find_image("cirros")
    assert image.name == "cirros"
