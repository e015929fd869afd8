"""Functions that extensions import for their commands."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2 import shell
from tests.unit.conftest import ENDPOINT


@pytest.fixture
def servers(requests_mock):
    rows = [{"id": "1", "name": "a"}, {"id": "2", "name": "twin"}, {"id": "3", "name": "twin"}]
    for name, found in (("a", rows[:1]), ("twin", rows[1:]), ("nobody", [])):
        requests_mock.get(f"{ENDPOINT}/servers?name={name}", json={"servers": found})
    for row in rows:
        requests_mock.get(f"{ENDPOINT}/servers/{row['id']}", json={"server": row})


def test_a_server_is_found_by_its_name(nova, servers):
    assert shell._find_server(nova, "a").id == "1"


@pytest.mark.parametrize("raises", [True, False])
def test_several_servers_with_the_same_name_are_a_command_error(nova, servers, raises):
    with pytest.raises(exceptions.CommandError, match="Multiple server matches found"):
        shell._find_server(nova, "twin", raise_if_notfound=raises)


def test_a_server_that_does_not_exist_is_a_command_error(nova, servers):
    with pytest.raises(exceptions.CommandError, match="No server with a name or ID of 'nobody'"):
        shell._find_server(nova, "nobody")


def test_the_id_of_a_server_that_does_not_exist_can_be_returned(nova, servers):
    assert shell._find_server(nova, "nobody", raise_if_notfound=False) == "nobody"
    assert shell._find_server(nova, "a", raise_if_notfound=False).id == "1"


def test_a_flavor_that_is_not_public_is_found(nova, requests_mock):
    flavor = {"id": "1", "name": "tiny"}
    requests_mock.get(f"{ENDPOINT}/flavors/tiny", status_code=404)
    requests_mock.get(f"{ENDPOINT}/flavors?is_public=None", json={"flavors": [flavor]})
    requests_mock.get(f"{ENDPOINT}/flavors/1", json={"flavor": flavor})
    assert shell._find_flavor(nova, "tiny").id == "1"


def test_an_image_is_found_by_its_name(nova, requests_mock):
    images = {"images": [{"id": "1", "name": "cirros"}]}
    requests_mock.get(f"{ENDPOINT}/v2/images?name=cirros", json=images)
    assert shell._find_image(nova, "cirros").id == "1"


def test_an_image_that_does_not_exist_is_a_command_error(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/v2/images?name=x", json={"images": []})
    with pytest.raises(exceptions.CommandError, match="No Image matching x"):
        shell._find_image(nova, "x")


def test_the_error_of_a_former_command_says_that_the_program_is_gone(nova):
    with pytest.raises(AttributeError, match="no attribute 'do_boot': the program 'nova' and the"):
        shell.do_boot(nova, None)
