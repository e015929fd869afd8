"""Finding images in Glance, which does not affect the client's requests to Nova."""

from __future__ import annotations

import pytest
import requests_mock as mock
from keystoneauth1 import plugin, session

from novaclient import client, exceptions

IMAGE = "22222222-bbbb-4bbb-8bbb-000000000001"
GLANCE = "http://image.example"


class Catalog(plugin.BaseAuthPlugin):
    """An auth plugin whose catalog has one endpoint per service, under its own name."""

    def get_token(self, session):
        return "TOKEN"

    def get_endpoint(self, session, service_type=None, service_name=None, **kwargs):
        names = {"compute": "nova", "image": "glance", "network": "neutron"}
        if service_name not in (None, names[service_type]):
            return None
        return f"http://{service_type}.example"


@pytest.fixture
def nova():
    return client.Client("2.96", session=session.Session(auth=Catalog()))


def respond(requests_mock, url, *images, **more):
    rows = [{"id": each, "name": f"name of {each}"} for each in images]
    requests_mock.get(url, json={"images": rows, **more})


def test_an_image_is_found_by_its_id(nova, requests_mock):
    requests_mock.get(f"{GLANCE}/v2/images/{IMAGE}", json={"id": IMAGE, "name": "cirros"})
    assert nova.glance.find_image(IMAGE).name == "cirros"


def test_an_image_whose_name_looks_like_an_id_is_found(nova, requests_mock):
    requests_mock.get(f"{GLANCE}/v2/images/{IMAGE}", status_code=404)
    respond(requests_mock, f"{GLANCE}/v2/images?name={IMAGE}", "other")
    assert nova.glance.find_image(IMAGE).id == "other"


def test_an_image_that_does_not_exist_is_not_found(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images")
    with pytest.raises(exceptions.NotFound, match="No Image matching cirros"):
        nova.glance.find_image("cirros")


def test_the_name_of_two_images_is_not_unique(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "a", "b")
    with pytest.raises(exceptions.NoUniqueMatch, match="cirros"):
        nova.glance.find_image("cirros")


def test_list_requests_all_pages(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "a", "b", next="/v2/images?marker=b")
    respond(requests_mock, f"{GLANCE}/v2/images?marker=b", "c")
    listed = nova.glance.list()
    assert [image.id for image in listed] == ["a", "b", "c"]


def test_a_next_page_that_is_the_same_page_is_unexpected(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "a", next="/v2/images")
    with pytest.raises(exceptions.UnexpectedResponse, match="nothing new"):
        nova.glance.list()
    assert requests_mock.call_count == 2


@pytest.mark.parametrize("images", [[], ["a"]])
def test_a_next_page_without_new_images_is_unexpected(nova, requests_mock, images):
    def page(request, context):
        following = f"/v2/images?marker={requests_mock.call_count}"
        return {"images": [{"id": each} for each in images], "next": following}

    requests_mock.get(f"{GLANCE}/v2/images", json=page)
    with pytest.raises(exceptions.UnexpectedResponse, match="nothing new"):
        nova.glance.list()
    assert requests_mock.call_count <= 2


ELSEWHERE = [
    "http://evil.example/v2/images?marker=a",
    f"{GLANCE}/v2/images?marker=a",
    "//evil.example/v2/images",
    "///evil.example/v2/images",
    "/\\evil.example/v2/images",
    "\\\\evil.example/v2/images",
    "@evil.example/v2/images",
    "/@evil.example/v2/images",
    ":@evil.example",
    "v2/images?marker=a",
    "?marker=a",
    "",
    "/v2/images/../../v3/auth",
    "/v2/%2e%2e/v3",
    "/v2/images/a?marker=a",
    "/v3/users",
    "/v2/images#//evil.example",
    "/v2/images?marker=a\nHost: evil.example",
    "/v2/images?marker=\ud800",
    "http://[",
    " /v2/images",
]


@pytest.mark.parametrize("url", [*ELSEWHERE, 0, 1, True, False, [], ["/v2/images"], {}, 1.5])
@pytest.mark.parametrize("how", ["list", "find_image", "find_images"])
def test_a_next_page_elsewhere_is_refused_and_gets_no_token(nova, requests_mock, url, how):
    requests_mock.get(mock.ANY, json={"images": [{"id": "z"}]})
    respond(requests_mock, f"{GLANCE}/v2/images", "a", next=url)
    call = getattr(nova.glance, how)
    with pytest.raises(exceptions.UnexpectedResponse, match="'next' is not a page"):
        call(*{"list": [], "find_image": ["n"], "find_images": [["n"]]}[how])
    assert requests_mock.call_count == 1


def test_several_images_are_found_with_the_in_filter_of_glance(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", IMAGE)
    rows = [{"id": "c", "name": "cir,ros"}]
    requests_mock.get(f'{GLANCE}/v2/images?name=in:"{IMAGE}","cir,ros"', json={"images": rows})
    found = nova.glance.find_images([IMAGE, "cir,ros"])
    assert [image.id for image in found] == [IMAGE, "c"]
    assert [request.qs for request in requests_mock.request_history] == [
        {"id": [f'in:"{IMAGE}"']},
        {"name": [f'in:"{IMAGE}","cir,ros"']},
    ]


def test_an_image_that_is_found_by_its_id_and_its_name_is_returned_once(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", IMAGE)
    found = nova.glance.find_images([IMAGE, f"name of {IMAGE}"])
    assert [image.id for image in found] == [IMAGE]


def test_the_error_names_the_images_that_do_not_exist(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", IMAGE)
    wanted = ["b", IMAGE, "a", f"name of {IMAGE}", "b"]
    with pytest.raises(exceptions.NotFound) as caught:
        nova.glance.find_images(wanted)
    assert str(caught.value) == "Unable to find image(s): b, a (HTTP 404)"


def test_images_are_found_if_the_cloud_ignores_the_case_of_names(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "x")
    assert [image.id for image in nova.glance.find_images(["Name of X"])] == ["x"]


def test_an_image_without_a_name_is_found_by_its_id(nova, requests_mock):
    requests_mock.get(f"{GLANCE}/v2/images", json={"images": [{"id": IMAGE, "name": None}]})
    assert [image.id for image in nova.glance.find_images([IMAGE])] == [IMAGE]


def test_a_name_with_a_quote_is_requested_separately(nova, requests_mock):
    rows = [{"id": "1", "name": 'a"b'}]
    requests_mock.get(f"{GLANCE}/v2/images?name=a%22b", json={"images": rows})
    respond(requests_mock, f"{GLANCE}/v2/images?name=in%3A%22name of c%22", "c")
    found = nova.glance.find_images(['a"b', "name of c"])
    assert sorted(image.id for image in found) == ["1", "c"]


def test_finding_no_images_sends_no_request(nova, requests_mock):
    assert nova.glance.find_images([]) == []
    assert requests_mock.request_history == []


def test_the_name_in_the_query_is_encoded(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "a")
    nova.glance.find_image("a&b=c#d")
    assert requests_mock.last_request.url == f"{GLANCE}/v2/images?name=a%26b%3Dc%23d"


def test_requests_to_glance_have_no_microversion(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images")
    nova.glance.list()
    headers = requests_mock.last_request.headers
    assert not [name for name in headers if name.endswith("API-Version")]


def test_a_request_to_glance_does_not_change_the_shared_adapter(nova, requests_mock):
    before = vars(nova.client).copy()
    seen = []
    requests_mock.get(
        f"{GLANCE}/v2/images",
        json=lambda request, context: seen.append(nova.client.service_type) or {"images": []},
    )
    nova.glance.list()
    assert seen == ["compute"]
    assert vars(nova.client) == before


def test_the_service_name_and_endpoint_of_nova_are_not_used_for_glance(requests_mock):
    nova = client.Client(
        "2.96",
        session=session.Session(auth=Catalog()),
        service_name="nova",
        endpoint_override="http://override.example",
    )
    respond(requests_mock, f"{GLANCE}/v2/images", "a")
    assert [image.id for image in nova.glance.list()] == ["a"]


def test_the_error_of_a_response_without_images_names_the_url(nova, requests_mock):
    requests_mock.get(f"{GLANCE}/v2/images", json={})
    with pytest.raises(exceptions.UnexpectedResponse, match=r"/v2/images.*'images'"):
        nova.glance.list()


def test_the_repr_of_an_image_shows_its_name(nova, requests_mock):
    respond(requests_mock, f"{GLANCE}/v2/images", "a")
    image = nova.glance.list()[0]
    assert repr(image) == "<Image: name of a>"
    assert image.human_id == "name-of-a"
