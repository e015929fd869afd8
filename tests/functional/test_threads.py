"""Threads that share a client, at several microversions, with a real Nova."""

from __future__ import annotations

import concurrent.futures
import re
import threading

import pytest
import requests
from keystoneauth1.identity import v3
from keystoneauth1.session import Session, TCPKeepAliveAdapter

from novaclient import client, exceptions

THREADS = 16
ROUNDS = 2

#: The first is that of the client itself.
MICROVERSIONS = ("2.104", "2", "2.26", "2.53", "2.79", "2.96")


@pytest.fixture(scope="module")
def nova(cloud):
    """A client of the administrator with a session of its own."""
    connections = requests.Session()
    connections.mount("http://", TCPKeepAliveAdapter(pool_maxsize=THREADS))
    auth = v3.Password(
        auth_url=cloud.auth_url,
        username=cloud.admin.username,
        password=cloud.admin.password,
        project_id=cloud.admin.project_id,
        user_domain_id=cloud.admin.user_domain_id,
    )
    yield client.Client("2.104", session=Session(auth=auth, session=connections))
    connections.close()


@pytest.fixture(scope="module")
def responses(nova, cloud):
    """The responses of all services to all threads."""
    collected = []
    hooks = nova.client.session.session.hooks["response"]
    hooks.append(lambda response, **kwargs: collected.append(response))
    _run(nova, cloud)
    hooks.clear()
    return collected


def _work(nova, name, cloud, image_name):
    """Send requests that contain a name, which identifies the thread and its microversion."""
    for number in range(ROUNDS):
        own = f"{name}.{number}"
        assert nova.servers.list(search_opts={"name": own}) == []
        assert nova.glance.find_image(cloud.image_id).id == cloud.image_id
        assert nova.glance.find_image(image_name).name == image_name
        with pytest.raises(exceptions.NotFound, match=own):
            nova.neutron.find_network(own)
        assert nova.neutron.find_network("private").id == cloud.network_id
        flavor = nova.flavors.create(own, 64, 1, 0, flavorid=own)
        assert (flavor.id, flavor.name) == (own, own)
        # Since microversion 2.55, a flavor has a description.
        assert ("description" in flavor.to_dict()) == nova.api_version.at_least("2.55")
        flavor.delete()


def _run(nova, cloud):
    """Do the work in threads that start together; half of them use the client itself."""
    names = [image.name for image in nova.glance.list()]
    image_name = next(name for name in names if names.count(name) == 1)
    barrier = threading.Barrier(THREADS)

    def run(number):
        version = MICROVERSIONS[number % 12] if number % 12 < len(MICROVERSIONS) else "2.104"
        view = nova if version == "2.104" else nova.at_microversion(version)
        barrier.wait()
        _work(view, f"as-{version}-{number}", cloud, image_name)

    with concurrent.futures.ThreadPoolExecutor(THREADS) as executor:
        for future in [executor.submit(run, number) for number in range(THREADS)]:
            future.result()


def _microversion(headers):
    return headers.get("X-OpenStack-Nova-API-Version")


def _expected(request):
    """Return the microversion in the name that a request to Nova contains."""
    return re.search(r"as-(2[.\d]*)-", f"{request.url} {request.body!r}")[1]


@pytest.fixture(scope="module")
def from_other_services(responses, cloud):
    """The responses of Glance and Neutron."""
    return [r for r in responses if r.url.startswith((cloud.image_url, cloud.network_url))]


@pytest.fixture(scope="module")
def from_nova(responses, from_other_services, cloud):
    """The responses of Nova."""
    return [
        response
        for response in responses
        if response not in from_other_services and not response.url.startswith(cloud.auth_url)
    ]


def test_requests_to_other_services_have_no_microversion(from_other_services, cloud):
    assert {_microversion(response.request.headers) for response in from_other_services} == {None}
    assert {response.url.partition("?")[0] for response in from_other_services} == {
        f"{cloud.image_url}/v2/images",
        f"{cloud.image_url}/v2/images/{cloud.image_id}",
        f"{cloud.network_url}/v2.0/networks",
    }


def test_requests_to_nova_have_the_microversion_of_their_thread(from_nova):
    # List servers, create a flavor, delete it.
    assert len(from_nova) == THREADS * ROUNDS * 3
    for response in from_nova:
        version = _expected(response.request)
        assert _microversion(response.request.headers) == (None if version == "2" else version)


def test_responses_of_nova_have_the_microversion_of_their_thread(from_nova):
    for response in from_nova:
        version = _expected(response.request)
        # Without a microversion, Nova uses the oldest.
        assert _microversion(response.headers) == ("2.1" if version == "2" else version)


def test_all_threads_share_one_login(responses):
    logins = [r for r in responses if r.request.method == "POST" and "/auth/tokens" in r.url]
    assert len(logins) == 1


def test_all_threads_delete_their_flavors(responses, nova):
    assert responses
    assert not [f for f in nova.flavors.list(is_public=None) if f.name.startswith("as-")]


@pytest.mark.parametrize("own", [True, False], ids=["own session", "session of the caller"])
def test_all_threads_continue_after_their_token_was_revoked(cloud, connect, own):
    flavors = connect().flavors.list()
    admin = cloud.admin
    auth = v3.Password(
        auth_url=cloud.auth_url,
        username=admin.username,
        password=admin.password,
        project_id=admin.project_id,
        user_domain_id=admin.user_domain_id,
    )
    credentials = {"auth": auth} if own else {"session": Session(auth=auth)}
    nova = client.Client("2.104", **credentials)
    # No request before: Nova caches the tokens that it has validated.
    token = nova.client.get_token()
    session = nova.client.session
    session.delete(f"{cloud.auth_url}/auth/tokens", headers={"X-Subject-Token": token})
    barrier = threading.Barrier(THREADS)

    def run(_):
        barrier.wait()
        return nova.flavors.list()

    with concurrent.futures.ThreadPoolExecutor(THREADS) as executor:
        assert list(executor.map(run, range(THREADS))) == [flavors] * THREADS
    assert nova.client.get_token() != token
    session.session.close()
