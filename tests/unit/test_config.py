"""``client.from_config()``: the configuration as openstacksdk reads it."""

from __future__ import annotations

import time

import pytest
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import token_endpoint

from novaclient import client, exceptions
from tests import cloud_files

pytest.importorskip(
    "openstack.config", reason="openstacksdk is not installed; it needs a newer keystoneauth"
)

# openstacksdk 4.22 warns of it even if it is not configured.
pytestmark = pytest.mark.filterwarnings("ignore:Support for InfluxDB")

PASSWORD = {
    "username": "demo",
    "password": "secret",
    "project_name": "demo",
    "user_domain_name": "Default",
    "project_domain_name": "Default",
}
CREDENTIAL = {"application_credential_id": "c1", "application_credential_secret": "of the c1"}


@pytest.fixture(autouse=True)
def configure(tmp_path, monkeypatch):
    """A function that writes ``clouds.yaml`` and ``secure.yaml``, which are empty before."""
    return cloud_files.writer(tmp_path, monkeypatch)


@pytest.fixture
def here(configure, cloud):
    """A function that configures the only cloud ``here``, with further settings."""

    def write(auth=PASSWORD, **settings):
        configure({"here": {"auth": {"auth_url": cloud.auth_url, **auth}, **settings}})

    return write


@pytest.fixture
def set_variables(cloud, monkeypatch):
    """A function that sets the variables of an RC file, and others."""

    def write(auth=PASSWORD, **settings):
        for name, value in {"auth_url": cloud.auth_url, **auth, **settings}.items():
            monkeypatch.setenv(f"OS_{name.upper()}", value)

    return write


@pytest.fixture
def log_in(cloud):
    """A function that logs in, and returns what was sent to Keystone."""

    def login(**options):
        with client.from_config(**options) as nova:
            nova.servers.list()
        (request,) = cloud.sent("POST", "/auth/tokens")
        return request.json["auth"]

    return login


# Which cloud.


@pytest.mark.parametrize("options", [{}, {"cloud": "here"}])
def test_the_only_cloud_of_the_file_needs_no_name(here, log_in, options):
    here()
    user = log_in(**options)["identity"]["password"]["user"]
    assert (user["name"], user["password"]) == ("demo", "secret")


def test_the_environment_names_the_cloud(configure, cloud, log_in, monkeypatch):
    auth = {"auth_url": cloud.auth_url, **PASSWORD}
    configure({name: {"auth": {**auth, "username": name}} for name in ("one", "two")})
    monkeypatch.setenv("OS_CLOUD", "two")
    assert log_in()["identity"]["password"]["user"]["name"] == "two"


def test_the_environment_describes_the_cloud(set_variables, log_in):
    set_variables()
    assert log_in()["identity"]["password"]["user"]["name"] == "demo"


def test_a_cloud_that_is_named_takes_precedence_over_the_environment(here, set_variables, log_in):
    here()
    set_variables(username="other")
    assert log_in(cloud="here")["identity"]["password"]["user"]["name"] == "demo"


def test_secrets_may_be_in_a_separate_file(configure, cloud, log_in):
    public = {name: value for name, value in PASSWORD.items() if name != "password"}
    configure(
        {"here": {"auth": {"auth_url": cloud.auth_url, **public}}},
        {"here": {"auth": {"password": "more secret"}}},
    )
    assert log_in()["identity"]["password"]["user"]["password"] == "more secret"


def test_a_profile_of_a_vendor_has_its_settings(configure):
    configure({"here": {"profile": "elastx", "auth": PASSWORD}})
    nova = client.from_config()
    assert nova.client.region_name == "se-sto"
    assert nova.client.session.auth.auth_url == "https://ops.elastx.cloud:5000/v3"


# How it logs in.


def test_an_application_credential_of_the_file_logs_in(here, log_in):
    here(CREDENTIAL, auth_type="v3applicationcredential")
    sent = log_in()
    credential = {"id": "c1", "secret": "of the c1"}
    assert sent["identity"] == {
        "methods": ["application_credential"],
        "application_credential": credential,
    }
    assert "scope" not in sent


def test_a_token_of_the_file_logs_in(here, log_in):
    here({"token": "MINE", "project_id": "p1"}, auth_type="token")
    assert log_in()["identity"] == {"methods": ["token"], "token": {"id": "MINE"}}


def test_a_nova_without_keystone_needs_no_login(configure, cloud):
    configure({"here": {"auth_type": "none", "auth": {"endpoint": cloud.endpoint}}})
    with client.from_config() as nova:
        assert [server.name for server in nova.servers.list()] == ["web", "db"]
    assert len(cloud.requests) == 1


@pytest.mark.parametrize(
    ("configured", "given", "scope"),
    [
        (
            {"project_id": "p1"},
            {"project_name": "x"},
            {"name": "x", "domain": {"name": "Default"}},
        ),
        ({}, {"project_id": "x"}, {"id": "x"}),
        ({}, {"project_domain_id": "d"}, {"name": "demo", "domain": {"id": "d"}}),
    ],
)
@pytest.mark.parametrize("source", ["here", "set_variables"])
def test_a_project_that_is_given_replaces_the_configured_one(
    request, log_in, source, configured, given, scope
):
    request.getfixturevalue(source)({**PASSWORD, **configured})
    assert log_in(**given)["scope"] == {"project": scope}


@pytest.mark.parametrize("scope", [{"system_scope": "all"}, {"trust_id": "t1"}])
def test_a_project_that_is_given_replaces_another_scope(here, log_in, scope):
    user = {name: value for name, value in PASSWORD.items() if not name.startswith("project")}
    here({**user, **scope})
    assert log_in(project_id="x")["scope"] == {"project": {"id": "x"}}


@pytest.mark.parametrize(
    ("given", "user"),
    [
        ({"username": "x"}, {"name": "x", "domain": {"name": "Default"}}),
        ({"user_id": "x"}, {"id": "x"}),
        ({"username": "x", "user_domain_id": "d"}, {"name": "x", "domain": {"id": "d"}}),
    ],
)
@pytest.mark.parametrize("source", ["here", "set_variables"])
def test_a_user_who_is_given_replaces_the_configured_one(request, log_in, source, given, user):
    request.getfixturevalue(source)({**PASSWORD, "user_id": "u1"})
    sent = log_in(password="mine", **given)["identity"]["password"]["user"]
    assert sent == {**user, "password": "mine"}


@pytest.mark.parametrize("source", ["here", "set_variables"])
@pytest.mark.parametrize(
    ("given", "identity"),
    [
        ({"auth_token": "MINE"}, {"methods": ["token"], "token": {"id": "MINE"}}),
        (
            CREDENTIAL,
            {
                "methods": ["application_credential"],
                "application_credential": {"id": "c1", "secret": "of the c1"},
            },
        ),
        (
            {"application_credential_name": "n", "application_credential_secret": "s"},
            {
                "methods": ["application_credential"],
                "application_credential": {
                    "name": "n",
                    "secret": "s",
                    "user": {"name": "demo", "domain": {"name": "Default"}},
                },
            },
        ),
    ],
)
def test_other_credentials_replace_a_configured_password(request, log_in, source, given, identity):
    request.getfixturevalue(source)()
    sent = log_in(**given)
    assert sent["identity"] == identity
    assert ("scope" in sent) is ("auth_token" in given)


def test_a_password_replaces_a_configured_application_credential(here, log_in):
    here(CREDENTIAL, auth_type="v3applicationcredential")
    sent = log_in(**PASSWORD)
    assert sent["identity"]["methods"] == ["password"]
    assert sent["scope"]["project"]["name"] == "demo"


def test_a_user_who_is_given_beside_a_token_is_not_sent(here, log_in):
    here()
    assert log_in(auth_token="MINE", username="x")["identity"]["methods"] == ["token"]


def test_a_project_that_is_given_beside_an_application_credential_is_not_sent(here, log_in):
    here()
    assert "scope" not in log_in(project_name="x", **CREDENTIAL)


def test_a_password_that_is_given_keeps_the_configured_kind_of_login(here):
    here(auth_type="v3password")
    nova = client.from_config(password="mine")
    assert type(nova.client.session.auth).__module__ == "keystoneauth1.identity.v3.password"


def test_an_auth_plugin_that_is_given_replaces_the_configured_login(here, cloud):
    here({}, compute_default_microversion="2.53")
    auth = token_endpoint.Token(cloud.endpoint, "MINE")
    with client.from_config(auth=auth) as nova:
        nova.servers.list()
    (request,) = cloud.requests
    assert request.headers["X-Auth-Token"] == "MINE"
    assert nova.api_version.get_string() == "2.53"


def test_credentials_that_are_given_need_no_configuration(cloud, log_in):
    sent = log_in(auth_url=cloud.auth_url, **PASSWORD)
    assert sent["identity"]["password"]["user"]["name"] == "demo"


# The settings of the client.

#: The setting, the value of the client, a keyword argument that overrules it, and its value.
SETTINGS = [
    ({"interface": "internal"}, "interface", "internal", {"endpoint_type": "admin"}, "admin"),
    ({"compute_interface": "admin"}, "interface", "admin", {}, None),
    ({"endpoint_type": "internalURL"}, "interface", "internalURL", {}, None),
    ({"region_name": "R1"}, "region_name", "R1", {}, None),
    ({"regions": ["R1", "R2"]}, "region_name", "R1", {"region_name": "R2"}, "R2"),
    (
        {"compute_endpoint_override": "http://x/v2.1"},
        *("endpoint_override", "http://x/v2.1"),
        *({"endpoint_override": "http://y/v2.1"}, "http://y/v2.1"),
    ),
    ({"compute_service_name": "n"}, "service_name", "n", {"service_name": "m"}, "m"),
    ({"compute_service_type": "t"}, "service_type", "t", {"service_type": "u"}, "u"),
    ({"connect_retries": 3}, "connect_retries", 3, {"connect_retries": 0}, 0),
    ({"compute_connect_retries": "3"}, "connect_retries", 3, {}, None),
    (
        {"connect_retry_delay": "0.5"},
        *("connect_retry_delay", 0.5, {"connect_retry_delay": 2}, 2),
    ),
    (
        {"status_code_retries": 1, "compute_status_code_retries": 3},
        *("status_code_retries", 3, {"status_code_retries": 4}, 4),
    ),
    (
        {"status_code_retry_delay": 1},
        *("status_code_retry_delay", 1.0, {"status_code_retry_delay": 0.1}, 0.1),
    ),
    (
        {"retriable_status_codes": "500,503"},
        *("retriable_status_codes", [500, 503], {"retriable_status_codes": {502}}, {502}),
    ),
    ({"compute_retriable_status_codes": [409]}, "retriable_status_codes", [409], {}, None),
    ({"api_timeout": 12}, "session.timeout", 12.0, {"timeout": 0.5}, 0.5),
    ({"verify": False}, "session.verify", False, {"insecure": False}, True),
    ({"insecure": True}, "session.verify", False, {"cacert": "/ca"}, "/ca"),
    ({"cacert": "/ca"}, "session.verify", "/ca", {"cacert": "/mine"}, "/mine"),
    ({"verify": False}, "session.verify", False, {"insecure": True, "cacert": "/ca"}, "/ca"),
    ({"cert": "/c"}, "session.cert", "/c", {"cert": "/d"}, "/d"),
    ({"cert": "/c", "key": "/k"}, "session.cert", ("/c", "/k"), {"cert": "/d"}, "/d"),
]


def _value(nova, path):
    value = nova.client
    for name in path.split("."):
        value = getattr(value, name)
    return value


@pytest.mark.parametrize(("configured", "path", "value", "given", "overruled"), SETTINGS)
def test_a_setting_is_honoured_and_an_argument_takes_precedence(
    here, configured, path, value, given, overruled
):
    here(**configured)
    assert _value(client.from_config(), path) == value
    if given:
        assert _value(client.from_config(**given), path) == overruled


@pytest.mark.filterwarnings("ignore:You are specifying a cacert")
def test_insecure_takes_precedence_over_configured_certificates(here):
    here(cacert="/ca")
    assert client.from_config(insecure=True).client.session.verify is False


def test_settings_of_the_environment_are_honoured(set_variables):
    set_variables(api_timeout="12", connect_retries="3", insecure="true", interface="internal")
    nova = client.from_config()
    assert (nova.client.session.timeout, nova.client.session.verify) == (12.0, False)
    assert (nova.client.connect_retries, nova.client.interface) == (3, "internal")


def test_an_argument_that_is_none_leaves_the_setting(here):
    here(connect_retries=3, interface="internal")
    nova = client.from_config(connect_retries=None, endpoint_type=None, password=None)
    assert (nova.client.connect_retries, nova.client.interface) == (3, "internal")


@pytest.mark.parametrize("limit", [5, "5"])
def test_a_configured_rate_limit_delays_requests(here, limit):
    here(rate_limit={"compute": limit}, concurrency={"compute": "2"})
    with client.from_config() as nova:
        begin = time.monotonic()
        nova.servers.list()
        nova.servers.list()
    assert time.monotonic() - begin >= 1 / 5


def test_the_client_knows_its_project(here):
    here({**PASSWORD, "project_id": "p1"})
    nova = client.from_config()
    assert (nova.project_id, nova.project_name) == ("p1", "demo")


# The microversion.


@pytest.mark.parametrize(
    ("settings", "version"),
    [
        ({}, "2.1"),
        ({"compute_default_microversion": "2.53"}, "2.53"),
        ({"compute_api_version": "2.60"}, "2.60"),
        ({"compute_api_version": 2.6}, "2.6"),
        ({"compute_api_version": "2"}, "2.1"),
        ({"compute_api_version": 2}, "2.1"),
        ({"compute_api_version": "2.60", "compute_default_microversion": "2.53"}, "2.53"),
    ],
)
def test_the_microversion_is_that_of_the_configuration(here, settings, version):
    here(**settings)
    assert client.from_config().api_version.get_string() == version


@pytest.mark.parametrize("arguments", [("2.96",), (2.96,)])
def test_a_version_that_is_given_takes_precedence(here, arguments):
    here(compute_default_microversion="2.53")
    assert client.from_config(*arguments).api_version.get_string() == "2.96"


def test_the_newest_microversion_needs_negotiation(here, cloud):
    here(compute_api_version="2.latest")
    with pytest.raises(exceptions.UnsupportedVersion, match="negotiate=True"):
        client.from_config()
    version = {"id": "v2.1", "min_version": "2.1", "version": "2.60"}
    cloud.respond("GET", "/compute/v2.1", {"version": version})
    with client.from_config(negotiate=True) as nova:
        assert nova.api_version.get_string() == "2.60"


# What belongs to the client.


def test_no_request_is_sent_before_the_first_call(here, cloud):
    here()
    client.from_config()
    assert cloud.requests == []


def test_the_with_statement_closes_the_connections(here, cloud):
    here()
    with client.from_config() as nova:
        nova.servers.list()
        assert cloud.open_connections == 1
    assert cloud.all_closed()


def test_the_program_is_named_first_in_the_user_agent(here, cloud):
    here()
    with client.from_config(app_name="mine", app_version="1.2") as nova:
        nova.servers.list()
    for request in cloud.requests:
        assert request.user_agent[0] == "mine/1.2"
        assert request.user_agent[1].startswith("python-novaclient/")


def test_nothing_is_changed_for_other_clients(here):
    here()
    options = {"password": "mine", "cacert": "/ca"}
    client.from_config(**options)
    assert options == {"password": "mine", "cacert": "/ca"}
    assert client.from_config().client.session.verify is True


# Mistakes.


def test_an_unknown_cloud_is_refused_with_those_that_are_known(configure, monkeypatch):
    configure({"one": {"auth": PASSWORD}, "two": {"auth": PASSWORD}})
    message = r"No cloud 'tow' \(.*CONFIG\.yaml\); known clouds: one, two"
    with pytest.raises(exceptions.CommandError, match=message) as caught:
        client.from_config(cloud="tow")
    assert "secret" not in str(caught.value)
    monkeypatch.setenv("OS_CLOUD", "tow")
    with pytest.raises(exceptions.CommandError, match=message):
        client.from_config()


def test_one_of_several_clouds_must_be_named(configure):
    configure({"one": {"auth": PASSWORD}, "two": {"auth": PASSWORD}})
    with pytest.raises(exceptions.CommandError, match=r"several clouds.*OS_CLOUD: one, two"):
        client.from_config()


@pytest.mark.parametrize(
    ("options", "message"),
    [({}, "No cloud is configured"), ({"cloud": "here"}, "No cloud 'here'")],
)
def test_without_any_configuration_the_error_says_so(options, message):
    with pytest.raises(exceptions.CommandError, match=f"{message}: there is no valid clouds.yaml"):
        client.from_config(**options)


def test_an_unknown_region_is_refused_with_those_that_are_known(here):
    here(regions=["R1", "R2"])
    with pytest.raises(exceptions.CommandError, match=r"R3 is not a valid.*R1,R2"):
        client.from_config(region_name="R3")


def test_an_unknown_option_of_the_login_is_refused(here):
    here({**PASSWORD, "usernme": "x"})
    with pytest.raises(exceptions.CommandError, match=r"cloud 'here'.*'usernme'") as caught:
        client.from_config()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["api_timeout", "connect_retries", "compute_connect_retry_delay"])
def test_a_setting_that_is_not_a_number_is_refused(here, name):
    here(**{name: "three"})
    with pytest.raises(exceptions.CommandError, match=f"{name.removeprefix('compute_')}.*'three'"):
        client.from_config()


@pytest.mark.parametrize("missing", ["username", "password"])
@pytest.mark.parametrize("auth_type", ["password", "v3password"])
def test_a_missing_option_of_a_password_is_an_error_at_once(here, missing, auth_type):
    here({**PASSWORD, missing: ""}, auth_type=auth_type)
    with pytest.raises(kexceptions.MissingRequiredOptions, match=missing):
        client.from_config()


def test_a_missing_auth_url_is_an_error_at_once(configure):
    configure({"here": {"auth": PASSWORD}})
    with pytest.raises(kexceptions.MissingRequiredOptions, match="auth_url"):
        client.from_config()
