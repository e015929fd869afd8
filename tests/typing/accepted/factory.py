"""The factory knows its keyword arguments, and so can a function that passes them on."""

from typing import Unpack

from novaclient import client
from novaclient.options import ClientOptions
from novaclient.v2.client import Client


def connect(**options: Unpack[ClientOptions]) -> Client:
    return client.Client("2.96", **options)


connect(timeout=30, connect_retries=3, retry_posts=True, retriable_status_codes={503})
client.Client("2.96", "user", "secret", auth_url="https://cloud.example/v3", timeout=30)
