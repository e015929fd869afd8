"""One client in many threads, at several microversions, on a real Nova."""

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
ROUNDS = 3

#: The first is the client's own.
MICROVERSIONS = ("2.104", "2", "2.26", "2.53", "2.79", "2.96")


@pytest.fixture
def answers():
    """All answers that the session got, from whomever."""
    return []


@pytest.fixture
def nova(cloud, answers):
    """A client of the administrator, whose session keeps all answers."""
    connections = requests.Session()
    connections.mount("http://", TCPKeepAliveAdapter(pool_maxsize=THREADS))
    connections.hooks["response"].append(lambda answer, **kwargs: answers.append(answer))
    auth = v3.Password(
        auth_url=cloud.auth_url,
        username=cloud.admin.username,
        password=cloud.admin.password,
        project_id=cloud.admin.project_id,
        user_domain_id=cloud.admin.user_domain_id,
    )
    yield client.Client("2.104", session=Session(auth=auth, session=connections))
    connections.close()


def _work(nova, name, cloud, image_name):
    """Read and write, with a name in each request that tells whose it is."""
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
        # Since 2.55 a flavor has a description.
        assert hasattr(flavor, "description") == nova.api_version.at_least("2.55")
        flavor.delete()


def _run(nova, cloud):
    """Do the work in threads that start together; half of them have the client itself."""
    names = [image.name for image in nova.glance.list()]
    image_name = next(name for name in names if names.count(name) == 1)
    barrier = threading.Barrier(THREADS)

    def run(number):
        version = MICROVERSIONS[number % 12] if number % 12 < len(MICROVERSIONS) else "2.104"
        seen = nova if version == "2.104" else nova.at_microversion(version)
        barrier.wait()
        _work(seen, f"as-{version}-{number}", cloud, image_name)

    with concurrent.futures.ThreadPoolExecutor(THREADS) as executor:
        for future in [executor.submit(run, number) for number in range(THREADS)]:
            future.result()


def _microversion(headers):
    return headers.get("X-OpenStack-Nova-API-Version")


def _wanted(request):
    """Return the microversion in the name that a request to Nova carries."""
    return re.search(r"as-(2[.\d]*)-", f"{request.url} {request.body!r}")[1]


def test_every_request_reaches_its_service_at_its_microversion(nova, cloud, answers):
    _run(nova, cloud)
    asked = [answer for answer in answers if not answer.url.startswith(cloud.auth_url)]
    others = [a for a in asked if a.url.startswith((cloud.image_url, cloud.network_url))]
    of_nova = [answer for answer in asked if answer not in others]

    assert {_microversion(answer.request.headers) for answer in others} == {None}
    paths = {a.url.partition("?")[0] for a in others}
    assert paths == {
        f"{cloud.image_url}/v2/images",
        f"{cloud.image_url}/v2/images/{cloud.image_id}",
        f"{cloud.network_url}/v2.0/networks",
    }
    # A listing of servers, a flavor that is made and deleted.
    assert len(of_nova) == THREADS * ROUNDS * 3
    for answer in of_nova:
        version = _wanted(answer.request)
        expected = None if version == "2" else version
        assert _microversion(answer.request.headers) == expected
        # Nova says which one it spoke: without one, the oldest.
        assert _microversion(answer.headers) == (expected or "2.1")


def test_all_threads_use_one_login(nova, cloud, answers):
    _run(nova, cloud)
    logins = [a for a in answers if a.request.method == "POST" and "/auth/tokens" in a.url]
    assert len(logins) == 1


def test_nothing_is_left(nova, cloud):
    before = {flavor.id for flavor in nova.flavors.list(is_public=None)}
    _run(nova, cloud)
    assert {flavor.id for flavor in nova.flavors.list(is_public=None)} == before
