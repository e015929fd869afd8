"""A program that imports only the package."""

from typing import assert_type

import novaclient


def main() -> str | None:
    nova = novaclient.client.Client("2.1", "demo", "secret", "p1", "https://cloud.example/v3")
    try:
        assert_type(nova.servers.get("web"), novaclient.v2.servers.Server)
    except novaclient.exceptions.NotFound as error:
        return error.request_id
    return novaclient.API_MAX_VERSION.get_string()
