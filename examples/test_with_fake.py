"""Test a program with the fake cloud of the library, without a network.

``resize`` is the function that is tested; in a project, it is in a module of its own::

    pip install python-novaclient pytest
    pytest examples/test_with_fake.py
"""

import datetime

import pytest

from novaclient import exceptions, testing


def resize(nova, name, flavor):
    """Resize a server, and confirm it; the arguments are names."""
    server = nova.servers.find(name=name)
    server.resize(nova.flavors.find(name=flavor))
    server.wait_for("VERIFY_RESIZE", timeout=3600)
    server.confirm_resize()
    server.wait_for("ACTIVE", timeout=600)


@pytest.fixture
def cloud():
    """A new cloud for each test, in which operations take some polls."""
    with testing.FakeNova(microversion="2.96") as cloud:
        cloud.polls = 3
        yield cloud


@pytest.fixture
def nova(cloud):
    """A client of the cloud, as the program creates it."""
    return cloud.client("2.96", status_code_retries=3)


def test_a_server_is_resized(cloud, nova):
    web = cloud.add_server("web")

    resize(nova, "web", "m1.small")

    server = nova.servers.get(web.id)
    assert (server.status, server.flavor["original_name"]) == ("ACTIVE", "m1.small")
    assert [request.operation for request in cloud.requests if request.method == "POST"] == [
        "POST /servers/{server}/action resize",
        "POST /servers/{server}/action confirmResize",
    ]


def test_a_server_stays_as_it_is_if_no_host_has_room(cloud, nova):
    web = cloud.add_server("web")
    cloud.fail_operation(web, "resize", "No valid host was found.")

    with pytest.raises(exceptions.OperationFailed, match="No valid host was found"):
        resize(nova, "web", "m1.xlarge")

    server = nova.servers.get(web.id)
    assert (server.status, server.flavor["original_name"]) == ("ACTIVE", "m1.tiny")


def test_the_program_is_patient_with_a_busy_cloud(cloud, nova):
    cloud.add_server("web")
    cloud.fail_next("POST /servers/{server}/action resize", 503, retry_after=60, times=2)
    begin = cloud.clock.now()

    resize(nova, "web", "m1.small")

    # The minutes passed in the cloud only; the test took milliseconds.
    assert cloud.clock.now() - begin >= datetime.timedelta(minutes=2)


def test_a_name_that_does_not_exist_is_reported(cloud, nova):
    cloud.add_server("web")

    with pytest.raises(exceptions.NotFound):
        resize(nova, "wbe", "m1.small")

    assert all(request.method == "GET" for request in cloud.requests)
