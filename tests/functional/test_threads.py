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
ROUNDS = 2

#: The first is the client's own.
MICROVERSIONS = ("2.104", "2", "2.26", "2.53", "2.79", "2.96")


@pytest.fixture(scope="module")
def nova(cloud):
    """A client of the administrator, whose session keeps all answers."""
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
def answers(nova, cloud):
    """All answers that the threads got, from whomever."""
    collected = []
    hooks = nova.client.session.session.hooks["response"]
    hooks.append(lambda answer, **kwargs: collected.append(answer))
    _run(nova, cloud)
    hooks.clear()
    return collected


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
        assert ("description" in flavor.to_dict()) == nova.api_version.at_least("2.55")
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


@pytest.fixture(scope="module")
def to_others(answers, cloud):
    """The answers of Glance and Neutron."""
    return [a for a in answers if a.url.startswith((cloud.image_url, cloud.network_url))]


@pytest.fixture(scope="module")
def to_nova(answers, to_others, cloud):
    """The answers of Nova."""
    return [a for a in answers if a not in to_others and not a.url.startswith(cloud.auth_url)]


def test_requests_to_other_services_reach_them_without_a_microversion(to_others, cloud):
    assert {_microversion(answer.request.headers) for answer in to_others} == {None}
    assert {answer.url.partition("?")[0] for answer in to_others} == {
        f"{cloud.image_url}/v2/images",
        f"{cloud.image_url}/v2/images/{cloud.image_id}",
        f"{cloud.network_url}/v2.0/networks",
    }


def test_every_request_to_nova_asks_for_the_microversion_of_its_thread(to_nova):
    # A listing of servers, a flavor that is made and deleted.
    assert len(to_nova) == THREADS * ROUNDS * 3
    for answer in to_nova:
        version = _wanted(answer.request)
        assert _microversion(answer.request.headers) == (None if version == "2" else version)


def test_nova_answers_at_the_microversion_of_each_thread(to_nova):
    for answer in to_nova:
        version = _wanted(answer.request)
        # Without one, it speaks the oldest.
        assert _microversion(answer.headers) == ("2.1" if version == "2" else version)


def test_all_threads_use_one_login(answers):
    logins = [a for a in answers if a.request.method == "POST" and "/auth/tokens" in a.url]
    assert len(logins) == 1


def test_every_thread_deletes_what_it_made(answers, nova):
    assert answers
    assert not [f for f in nova.flavors.list(is_public=None) if f.name.startswith("as-")]


@pytest.mark.parametrize("own", [True, False], ids=["own session", "session of the caller"])
def test_all_threads_go_on_when_keystone_has_revoked_their_token(cloud, connect, own):
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
    # This Nova remembers tokens that it has seen.
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
