"""Images and networks of the fake cloud."""

from __future__ import annotations

import pytest

from novaclient import exceptions, testing


def test_an_image_is_found_by_its_name_and_its_id(cloud):
    nova, image = cloud.client(), cloud.add_image("debian, 12")
    assert nova.glance.find_image("debian, 12").id == image.id
    assert nova.glance.find_image(image.id).name == "debian, 12"
    with pytest.raises(exceptions.NotFound):
        nova.glance.find_image("no-such")


def test_several_images_are_found_at_once(cloud):
    nova = cloud.client()
    names = [cloud.add_image(f"image-{n}").name for n in range(2)]
    assert [image.name for image in nova.glance.find_images(names)] == names


def test_images_are_listed_page_by_page(cloud):
    for number in range(1001):
        cloud.add_image(f"image-{number}")
    assert len(cloud.client().glance.list()) == 1002
    assert len(cloud.requests) == 2


def test_a_network_is_found_by_its_name(cloud):
    network = cloud.add_network("public")
    assert cloud.client().neutron.find_network("public").id == network.id


@pytest.mark.parametrize(
    ("service", "path"), [("image", "/v2/images?status=active"), ("network", "/v2.0/ports")]
)
def test_what_is_not_known_of_other_services_raises_not_in_fake(cloud, service, path):
    with pytest.raises(testing.NotInFake):
        cloud.session().get(path, endpoint_filter={"service_type": service})
