"""A client that is shared by many threads."""

from __future__ import annotations

import concurrent.futures
import functools
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from keystoneauth1 import identity
from keystoneauth1 import session as ksession

from novaclient import api_versions, base, client, exceptions
from tests.unit.server import PATIENCE, Cloud

if TYPE_CHECKING:
    from tests.unit.server import Request

THREADS = 16
ROUNDS = 4

MICROVERSIONS = ("2", "2.26", "2.53", "2.79")


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run functions in threads that start together, and return their results."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        barrier.wait()
        return job()

    with concurrent.futures.ThreadPoolExecutor(len(jobs)) as executor:
        futures = [executor.submit(run, job) for job in jobs]
        return [future.result() for future in futures]


def _headers(version: str) -> tuple[str | None, str | None]:
    """Return the values of the microversion headers of a request at a microversion."""
    minor = int(version.partition(".")[2] or 0)
    return version if minor else None, f"compute {version}" if minor >= 27 else None


def _requested(request: Request) -> tuple[str | None, str | None]:
    headers = request.headers
    return headers.get("X-OpenStack-Nova-API-Version"), headers.get("OpenStack-API-Version")


class Worker:
    """What one thread does with the client. Each of its requests contains its name."""

    def __init__(self, nova: Any, name: str) -> None:
        self.nova = nova
        self.name = name
        self.expected: list[tuple[str, str]] = []

    def __call__(self) -> None:
        for number in range(ROUNDS):
            name = f"{self.name}.{number}"
            self.lists(name)
            self.finds_an_image(name)
            self.finds_a_network(name)
            self.writes(name)

    def lists(self, name: str) -> None:
        (server,) = self.nova.servers.list(search_opts={"name": name})
        assert server.name == name
        assert server.status == "ACTIVE"

    def finds_an_image(self, name: str) -> None:
        assert self.nova.glance.find_image(name).name == name

    def finds_a_network(self, name: str) -> None:
        assert self.nova.neutron.find_network(name).name == name

    def writes(self, name: str) -> None:
        group = self.nova.server_groups.create(name, *self.policies())
        assert group.name == name

    def policies(self) -> tuple[Any, ...]:
        return ("affinity" if self.nova.api_version.at_least("2.64") else ["affinity"],)


@pytest.fixture
def echoing(cloud: Cloud) -> Cloud:
    """A cloud whose responses contain the name in the request."""
    nova = "/compute/v2.1"

    def listed(request: Request) -> Any:
        name = request.query["name"]
        return {"servers": [{"id": "s-1", "name": name, "status": "ACTIVE"}]}

    cloud.respond("GET", f"{nova}/servers/detail", listed)
    cloud.respond(
        "POST",
        f"{nova}/os-server-groups",
        lambda request: {"server_group": {"id": "g-1", **request.json["server_group"]}},
    )
    return cloud


def _name(request: Request) -> str:
    """Return the name in a request."""
    if request.method == "POST":
        return str(request.json["server_group"]["name"])
    return request.query["name"]


@pytest.fixture
def workers(echoing: Cloud, log_in: Callable[..., Any]) -> Iterator[list[Worker]]:
    """Workers that share a client; half of them use it at another microversion."""
    with log_in() as nova:
        created = []
        for number in range(THREADS):
            version = (*MICROVERSIONS, *["2.96"] * 4)[number % 8]
            seen = nova if version == "2.96" else nova.at_microversion(version)
            created.append(Worker(seen, f"{version}/{number}"))
        yield created


def test_every_thread_gets_the_responses_to_its_own_requests(workers):
    at_once(workers)


def test_every_request_reaches_its_service(workers, echoing):
    at_once(workers)
    seen: dict[str, set[str]] = {}
    for request in echoing.requests:
        if "/v3" not in request.path:
            seen.setdefault(_name(request), set()).add(request.path.partition("?")[0])
    everything = {
        "/compute/v2.1/servers/detail",
        "/compute/v2.1/os-server-groups",
        "/image/v2/images",
        "/network/v2.0/networks",
    }
    names = {f"{worker.name}.{number}" for worker in workers for number in range(ROUNDS)}
    assert seen == dict.fromkeys(names, everything)


def test_every_request_has_the_microversion_of_its_thread(workers, echoing):
    at_once(workers)
    to_nova = [request for request in echoing.requests if request.path.startswith("/compute")]
    assert len(to_nova) == THREADS * ROUNDS * 2
    for request in to_nova:
        assert _requested(request) == _headers(_name(request).partition("/")[0])


def test_requests_to_other_services_have_no_microversion(workers, echoing):
    at_once(workers)
    to_others = [r for r in echoing.requests if r.path.startswith(("/image", "/network"))]
    assert len(to_others) == THREADS * ROUNDS * 2
    assert {_requested(request) for request in to_others} == {(None, None)}


def test_all_threads_use_one_login(workers, echoing):
    at_once(workers)
    assert len(echoing.sent("POST", "/auth/tokens")) == 1


@pytest.mark.parametrize("kwargs", [{}, {"connection_pool": True}], ids=str)
def test_no_more_connections_are_opened_than_there_are_threads(echoing, log_in, kwargs, caplog):
    with log_in(**kwargs) as nova:
        at_once([Worker(nova, f"2.96/{number}") for number in range(THREADS)])
        # At most one connection per thread, and the pool discards none of them.
        assert echoing.connections <= THREADS
        assert not [record for record in caplog.records if record.name.startswith("urllib3")]


# Managers.


def test_all_threads_get_the_same_managers(make_client):
    for _ in range(ROUNDS):
        nova = make_client()
        created = at_once([lambda nova=nova: (nova.servers, nova.server_shares)] * THREADS)
        assert {(id(servers), id(shares)) for servers, shares in created} == {
            (id(nova.servers), id(nova.server_shares))
        }


def test_views_and_managers_can_be_created_at_the_same_time(make_client):
    nova = make_client()
    names = ["servers", "server_shares", "extensions", "console_auth_tokens"]

    def view() -> None:
        for _ in range(50):
            assert nova.at_microversion("2.60").flavors.api is not nova

    def manager(name: str) -> None:
        assert getattr(nova, name).api is nova

    at_once([view] * 4 + [lambda name=name: manager(name) for name in names])


# Timings.


def test_no_timing_is_lost_by_a_reset(log_in, cloud):
    with log_in(timings=True) as nova:
        fetched = []

        def fetch() -> None:
            while not done.is_set():
                fetched.append(nova.get_timings())
                nova.reset_timings()

        done = threading.Event()
        collector = threading.Thread(target=fetch)
        collector.start()
        try:
            at_once([lambda: [nova.servers.list() for _ in range(ROUNDS)]] * THREADS)
        finally:
            done.set()
            collector.join()
        assert sum(map(len, [*fetched, nova.get_timings()])) == THREADS * ROUNDS


# Alternate services, as extensions use them.


def test_an_alternate_service_applies_to_its_thread_only(nova):
    inside, seen = threading.Event(), threading.Event()

    def other() -> str | None:
        assert inside.wait(20)
        try:
            return nova.client.service_type
        finally:
            seen.set()

    def own() -> str | None:
        with nova.servers.alternate_service_type("image"):
            inside.set()
            assert seen.wait(20)
            return nova.client.service_type

    assert at_once([own, other]) == ["image", "compute"]


def test_an_alternate_service_applies_to_its_client_only(nova, make_client):
    other = make_client()
    with nova.servers.alternate_service_type("image"):
        assert (nova.client.service_type, other.client.service_type) == ("image", "compute")


def test_alternate_services_can_be_nested(nova):
    with nova.servers.alternate_service_type("image"):
        with nova.servers.alternate_service_type("network"):
            assert nova.client.service_type == "network"
        assert nova.client.service_type == "image"
    assert nova.client.service_type == "compute"


def test_requests_to_an_alternate_service_have_no_microversion(cloud, log_in):
    with log_in() as nova, nova.servers.alternate_service_type("image"):
        nova.client.get("/v2/images")
    (request,) = cloud.sent("GET", "/v2/images")
    assert (request.path, _requested(request)) == ("/image/v2/images", (None, None))


def test_the_service_type_of_a_client_can_be_set(make_client):
    nova = make_client()
    nova.client.service_type = "other"
    assert nova.client.service_type == "other"


# Resources.


class Overtaken(dict[str, Any]):
    """The JSON of a resource that another thread loads while an attribute is looked up."""

    def __missing__(self, key: str) -> Any:
        resource, self.resource = self.resource, None
        if resource is not None:
            thread = threading.Thread(target=resource.get)
            thread.start()
            thread.join()
        raise KeyError(key)


def test_an_attribute_that_another_thread_has_just_loaded_is_found(log_in, cloud):
    with log_in() as nova:
        info = Overtaken(id="s-1")
        info.resource = server = nova.servers.resource_class(nova.servers, info)
        assert server.status == "ACTIVE"
    assert len(cloud.sent("GET", "/servers/s-1")) == 1


def test_all_threads_read_the_attributes_that_one_of_them_loads(log_in, cloud):
    with log_in() as nova:
        for _ in range(ROUNDS):
            server = nova.servers.resource_class(nova.servers, {"id": "s-1"})
            read = at_once([lambda server=server: (server.name, server.status)] * THREADS)
            assert set(read) == {("web", "ACTIVE")}


def test_no_attribute_that_a_thread_sets_is_lost(nova):
    resource = base.Resource(nova.servers, {"id": "1"}, loaded=True)

    def set_attributes(number: int) -> None:
        for key in range(50):
            resource.set_info(f"key_{number}_{key}", key)

    at_once([lambda number=number: set_attributes(number) for number in range(THREADS)])
    assert len(resource.to_dict()) == 1 + THREADS * 50


def test_no_request_id_is_lost():
    for _ in range(50):
        resource = base.Resource(None, {})
        ids = [f"req-{number}" for number in range(THREADS)]
        at_once([lambda i=i, resource=resource: resource.append_request_ids(i) for i in ids])
        assert sorted(resource.request_ids) == sorted(ids)


def test_no_hook_is_lost():
    for _ in range(50):

        class Hooked(base.HookableMixin):
            pass

        called: list[int] = []
        hooks = [functools.partial(called.append, number) for number in range(THREADS)]
        at_once([lambda hook=hook, cls=Hooked: cls.add_hook("begin", hook) for hook in hooks])
        Hooked.run_hooks("begin")
        assert sorted(called) == list(range(THREADS))


# Microversions.


def test_a_method_is_chosen_by_the_microversion_of_its_own_object():
    class Manager:
        def __init__(self, version: str) -> None:
            self.api_version = api_versions.APIVersion(version)

        @api_versions.wraps("2.0", "2.9")
        def method(self) -> str:
            return "old"

        @api_versions.wraps("2.10")  # type: ignore[no-redef]
        def method(self) -> str:  # noqa: F811
            return "new"

    managers = [Manager(f"2.{number}") for number in range(THREADS)]
    results = at_once([lambda m=m: [m.method() for _ in range(50)] for m in managers])
    assert results == [["old" if number < 10 else "new"] * 50 for number in range(THREADS)]


def test_clients_can_be_created_and_used_in_all_threads(session, echoing, log_in):
    def use(number: int) -> None:
        with log_in() as nova:
            Worker(nova, f"2.96/{number}")()

    at_once([lambda number=number: use(number) for number in range(THREADS)])
    assert len(echoing.sent("POST", "/auth/tokens")) == THREADS
    assert echoing.all_closed()
    assert client.Client("2.1", session=session).api_version == api_versions.APIVersion("2.1")


# A token that is revoked while threads use it.


class RevokingCloud(Cloud):
    """A cloud that issues a new token at each login, and can revoke tokens.

    :ivar before_refusal: Called before the response to a request with a revoked token.
    """

    def __init__(self) -> None:
        super().__init__()
        self.logins = 0
        self.revoked: set[str] = set()
        self.before_refusal: Callable[[Request], object] = lambda request: None

    def response_to(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        status, headers, content = super().response_to(request)
        if request.path == "/v3/auth/tokens":
            # keystoneauth logs in from one thread at a time.
            self.logins += 1
            headers = {**headers, "X-Subject-Token": f"TOKEN-{self.logins}"}
        elif request.headers.get("X-Auth-Token") in self.revoked:
            self.before_refusal(request)
            return 401, {}, b""
        return status, headers, content


@pytest.fixture
def revoking() -> Iterator[RevokingCloud]:
    with RevokingCloud() as cloud:
        yield cloud


@pytest.fixture(params=["own session", "session of the caller"])
def revoked(request: pytest.FixtureRequest, revoking: RevokingCloud) -> Iterator[Any]:
    """A client whose token has been revoked."""
    kwargs = {"username": "demo", "password": "x", "project_id": "p1"}
    if request.param == "own session":
        nova = client.Client("2.1", auth_url=revoking.auth_url, user_domain_id="default", **kwargs)
        session = nova.client.session.session
    else:
        auth = identity.V3Password(revoking.auth_url, user_domain_id="default", **kwargs)
        given = ksession.Session(auth=auth)
        nova = client.Client("2.1", session=given)
        session = given.session
    nova.servers.list()
    revoking.revoked.add("TOKEN-1")
    yield nova
    session.close()


def test_a_revoked_token_is_replaced_for_all_threads(revoked, revoking):
    all_have_asked = threading.Barrier(THREADS, timeout=PATIENCE)
    revoking.before_refusal = lambda request: all_have_asked.wait()
    names = at_once([lambda: revoked.servers.get("s-1").name] * THREADS)
    assert names == ["web"] * THREADS
    assert len(revoking.sent("GET", "/servers/s-1")) == 2 * THREADS


def test_a_post_with_a_revoked_token_is_repeated(revoked, revoking):
    ids = at_once([lambda: revoked.servers.create("x", flavor="1").id] * THREADS)
    assert ids == ["s-3"] * THREADS
    sent = revoking.sent("POST", "/compute/v2.1/servers")
    carried_out = [r for r in sent if r.headers["X-Auth-Token"] not in revoking.revoked]
    assert len(carried_out) == THREADS
    assert len({request.body for request in sent}) == 1


def test_a_late_401_does_not_discard_the_new_token(revoked, revoking):
    def another_is_ready(request: Request) -> None:
        if request.path.endswith("/s-1"):
            assert renewed.wait(PATIENCE)

    renewed = threading.Event()
    revoking.before_refusal = another_is_ready

    def late() -> str:
        return str(revoked.servers.get("s-1").name)

    def early() -> int:
        try:
            return len(revoked.flavors.list())
        finally:
            renewed.set()

    assert at_once([late, early]) == ["web", 2]
    assert revoking.logins == 2


def test_requests_to_other_services_use_the_new_token_too(revoked, revoking):
    def find() -> list[str]:
        return [revoked.glance.find_image("a").name, revoked.neutron.find_network("b").name]

    assert at_once([find] * THREADS) == [["a", "b"]] * THREADS


def test_a_request_is_repeated_only_once(revoked, revoking):
    revoking.revoked.update(f"TOKEN-{number}" for number in range(9))
    with pytest.raises(exceptions.Unauthorized):
        revoked.servers.get("s-1")
    assert len(revoking.sent("GET", "/servers/s-1")) == 2


def test_without_reauthentication_a_request_is_not_repeated(revoked, revoking):
    with pytest.raises(exceptions.Unauthorized):
        revoked.client.get("/servers/s-1", allow_reauth=False)
    assert (len(revoking.sent("GET", "/servers/s-1")), revoking.logins) == (1, 1)


def test_a_repeated_request_is_timed_once(revoked, revoking):
    revoked.client.timings = True
    revoked.servers.get("s-1")
    assert [label for label, _, _ in revoked.get_timings()] == ["GET /servers/s-1"]
