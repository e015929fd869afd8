"""Rebuilding servers, and creating images of them."""

from __future__ import annotations

import io

import pytest

from novaclient import exceptions
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import in_base64


def test_rebuild_takes_the_same_files_as_create(make_client, action):
    files = {"/a": b"\xff\x00", "/b": "text", "/c": io.BytesIO(b"file")}
    make_client("2.56").servers.rebuild("s1", "i1", files=files)
    assert action()["rebuild"]["personality"] == [
        {"path": "/a", "contents": in_base64(b"\xff\x00")},
        {"path": "/b", "contents": in_base64(b"text")},
        {"path": "/c", "contents": in_base64(b"file")},
    ]


@pytest.mark.parametrize("value", [None, "", "x"])
@pytest.mark.parametrize(
    ("argument", "key"),
    [("description",) * 2, ("key_name",) * 2, ("hostname",) * 2, ("userdata", "user_data")],
)
def test_rebuild_sends_none_but_not_what_was_not_given(nova, action, argument, key, value):
    nova.servers.rebuild("s1", "i1", **{argument: value})
    expected = in_base64(value.encode()) if value and argument == "userdata" else value
    assert action() == {"rebuild": {"imageRef": "i1", key: expected}}


@pytest.mark.parametrize(
    ("argument", "version"),
    [
        ("description", "2.18"),
        ("key_name", "2.53"),
        ("userdata", "2.56"),
        ("trusted_image_certificates", "2.62"),
        ("hostname", "2.89"),
        ("files", "2.57"),
    ],
)
def test_rebuild_refuses_arguments_of_other_microversions(
    make_client, requests_mock, argument, version
):
    value = {"/a": "x"} if argument == "files" else None
    with pytest.raises(exceptions.UnsupportedAttribute, match=argument):
        make_client(version).servers.rebuild("s1", "i1", **{argument: value})
    assert requests_mock.call_count == 0


@pytest.mark.parametrize("header", ["Location", "location"])
def test_the_id_of_an_image_is_the_end_of_its_location(make_client, requests_mock, header):
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        status_code=202,
        headers={header: "http://image.example/images/i1", "x-compute-request-id": "req-1"},
    )
    image_id = make_client("2.44").servers.create_image("s1", "x")
    assert (image_id, image_id.request_ids) == ("i1", ["req-1"])


def test_an_image_without_a_location_is_an_unexpected_response(make_client, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", status_code=202)
    with pytest.raises(exceptions.UnexpectedResponse, match="no 'Location'"):
        make_client("2.44").servers.create_image("s1", "x")


def test_an_image_id_of_null_is_an_unexpected_response(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={"image_id": None})
    with pytest.raises(exceptions.UnexpectedResponse):
        nova.servers.create_image("s1", "x")
