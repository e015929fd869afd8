"""What the server says of its versions."""

from __future__ import annotations

import pytest

from novaclient import API_MAX_VERSION, api_versions, exceptions


def test_current_version_reaches_what_the_library_speaks(nova):
    current = nova.versions.get_current()
    assert current.id == "v2.1"
    assert api_versions.APIVersion(current.version) >= API_MAX_VERSION


def test_all_versions_are_listed(nova):
    assert {version.id for version in nova.versions.list()} == {"v2.0", "v2.1"}


def test_latest_is_negotiated_to_the_newest_that_both_speak(nova):
    latest = api_versions.APIVersion("2.latest")
    assert api_versions.discover_version(nova, latest) == API_MAX_VERSION


def test_negotiated_version_is_used_after_it_is_set(connect):
    nova = connect("2.1")
    nova.api_version = api_versions.discover_version(nova, api_versions.APIVersion("2.55"))
    assert hasattr(nova.flavors.list()[0], "description")


def test_a_version_beyond_the_server_is_not_acceptable(nova):
    # The factory refuses what the library does not speak, so this needs the protected road.
    nova.api_version = api_versions.APIVersion("2.9999")
    with pytest.raises(exceptions.NotAcceptable) as caught:
        nova.servers.list()
    assert caught.value.request_id
