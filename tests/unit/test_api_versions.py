from __future__ import annotations

import contextlib
import logging

import pytest
import requests

import novaclient
from novaclient import api_versions, exceptions
from novaclient.api_versions import APIVersion
from tests.unit.conftest import ENDPOINT

# The version that a program gives.


@pytest.mark.parametrize(
    ("given_version", "meant"),
    [
        ("2", "2.0"),
        (2, "2.0"),
        ("2.0", "2.0"),
        (2.1, "2.1"),
        ("2.10", "2.10"),
        # A float has no trailing zeros, which is why the guide uses strings.
        (float("2.10"), "2.1"),
        ("2.latest", "2.latest"),
        # Parsing does not check whether the library supports a version; check_version() does.
        ("2.9999", "2.9999"),
    ],
)
def test_a_version_may_be_a_string_or_a_number(given_version, meant):
    assert api_versions.get_api_version(given_version).get_string() == meant


@pytest.mark.parametrize("version", ["3", "3.1", "1.0", 1, "1.2", "10"])
def test_another_major_version_is_refused(version):
    with pytest.raises(exceptions.UnsupportedVersion, match="Major part should be '2'"):
        api_versions.get_api_version(version)


@pytest.mark.parametrize("version", ["1.1", 1.1])
def test_version_1_1_is_2_0_and_warns_at_the_line_of_the_caller(version):
    with pytest.warns(DeprecationWarning, match="use version 2 instead") as warned:
        assert api_versions.get_api_version(version) == APIVersion("2.0")
    assert [w.filename for w in warned] == [__file__]


@pytest.mark.parametrize("version", ["2.0", "2.9999", "3.0", "2.latest"])
def test_a_version_that_the_library_does_not_support_is_refused_with_the_range_that_it_does(
    version,
):
    with pytest.raises(exceptions.UnsupportedVersion) as caught:
        api_versions.check_version(APIVersion(version))
    newest = novaclient.API_MAX_VERSION.get_string()
    assert f"version {version} " in str(caught.value)
    assert f"2.1 to {newest}" in str(caught.value)
    assert "APIVersion" not in str(caught.value)


def test_the_null_version_is_not_supported():
    with pytest.raises(exceptions.UnsupportedVersion, match="null"):
        api_versions.check_version(APIVersion())


def test_the_first_and_the_last_version_are_supported():
    api_versions.check_version(novaclient.API_MIN_VERSION)
    api_versions.check_version(novaclient.API_MAX_VERSION)


# Negotiation.


@pytest.fixture
def support(requests_mock):
    """Let the server support a range of microversions."""

    def support_range(minimum, maximum):
        version = {"id": "v2.1", "min_version": minimum, "version": maximum}
        requests_mock.get(ENDPOINT, json={"version": version})

    return support_range


NEWEST = novaclient.API_MAX_VERSION.get_string()


@pytest.mark.parametrize(
    ("minimum", "maximum", "wanted", "result"),
    [
        ("2.1", "2.60", "2.latest", "2.60"),
        ("2.1", "2.9999", "2.latest", NEWEST),
        ("2.1", "2.60", "2.60", "2.60"),
        ("2.1", "2.60", "2.1", "2.1"),
        ("2.1", "2.60", "2.0", "2.0"),
        ("", "", "2.latest", "2.0"),
        ("", "", "2.0", "2.0"),
    ],
)
def test_the_newest_version_that_both_sides_support_is_chosen(
    nova, support, minimum, maximum, wanted, result
):
    support(minimum, maximum)
    chosen = api_versions.discover_version(nova, APIVersion(wanted))
    assert chosen.get_string() == result


@pytest.mark.parametrize(
    ("minimum", "maximum", "wanted", "message"),
    [
        ("2.1", "2.60", "2.61", "'2.1' to '2.60'"),
        ("2.10", "2.60", "2.9", "'2.10' to '2.60'"),
        ("2.9998", "2.9999", "2.latest", "too new.*'2.9998' to '2.9999'"),
        ("2.0", "2.0", "2.latest", "too old.*'2.0' to '2.0'"),
        ("2.5", "2.60", "2.0", "backward compatible"),
        ("", "", "2.1", "doesn't support microversions"),
    ],
)
def test_a_version_that_the_server_does_not_support_is_refused(
    nova, support, minimum, maximum, wanted, message
):
    support(minimum, maximum)
    with pytest.raises(exceptions.UnsupportedVersion, match=message):
        api_versions.discover_version(nova, APIVersion(wanted))


NOT_VERSIONS = [None, 2, 2.1, True, "two", "2", "2.1.1", "", [], ["2.1"], {}, {"2": "1"}, "\ud800"]


@pytest.mark.parametrize("wanted", ["2.0", "2.5", "2.latest"])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("min_version", value) for value in ("missing", *NOT_VERSIONS)),
        # Without "version", the server has no microversions.
        *(("version", value) for value in NOT_VERSIONS if value),
    ],
    ids=repr,
)
def test_a_version_document_without_microversions_is_an_unexpected_response(
    nova, requests_mock, wanted, key, value
):
    document = {"min_version": "2.1", "version": "2.96", key: value}
    if value == "missing":
        del document[key]
    requests_mock.get(
        ENDPOINT, json={"version": document}, headers={"x-compute-request-id": "req-1"}
    )
    with pytest.raises(
        exceptions.UnexpectedResponse, match=f"'{key}' of the version document"
    ) as caught:
        api_versions.discover_version(nova, APIVersion(wanted))
    assert caught.value.request_id == "req-1"


def test_negotiation_with_a_malformed_version_document_is_an_unexpected_response(
    make_client, requests_mock
):
    requests_mock.get(ENDPOINT, json={"version": {"version": "2.96"}})
    with pytest.raises(exceptions.UnexpectedResponse, match="'min_version'"):
        make_client("2.latest", negotiate=True)


# Headers.


@pytest.mark.parametrize(
    ("version", "names"),
    [
        (None, []),
        ("2.0", []),
        ("3.1", []),
        ("2.1", ["X-OpenStack-Nova-API-Version"]),
        ("2.26", ["X-OpenStack-Nova-API-Version"]),
        ("2.27", ["X-OpenStack-Nova-API-Version", "OpenStack-API-Version"]),
    ],
)
def test_a_microversion_is_requested_in_the_headers_that_it_knows(version, names):
    headers = {}
    api_versions.update_headers(headers, APIVersion(version))
    assert list(headers) == names


@pytest.mark.parametrize(
    ("version", "header", "warns"),
    [
        ("2.0", None, False),
        ("2.26", None, True),
        ("2.26", "X-OpenStack-Nova-API-Version", False),
        ("2.26", "OpenStack-API-Version", True),
        ("2.27", None, True),
        ("2.27", "X-OpenStack-Nova-API-Version", True),
        ("2.27", "openstack-api-version", False),
    ],
)
def test_a_response_without_the_microversion_is_logged(caplog, version, header, warns):
    response = requests.Response()
    if header:
        response.headers[header] = version
    with caplog.at_level(logging.WARNING, "novaclient.api_versions"):
        api_versions.check_headers(response, APIVersion(version))
    assert ["missing from response" in r.getMessage() for r in caplog.records] == [True] * warns


# Parts of arguments.


@pytest.mark.parametrize(
    ("version", "refused"),
    [("2.9", True), ("2.10", False), ("2.20", False), ("2.21", True), (None, True)],
)
def test_a_part_of_an_argument_exists_from_its_first_to_its_last_microversion(version, refused):
    expected = (
        pytest.raises(exceptions.UnsupportedAttribute, match="'colour'")
        if refused
        else contextlib.nullcontext()
    )
    with expected:
        api_versions.check_argument(APIVersion(version), "colour", "2.10", "2.20")
