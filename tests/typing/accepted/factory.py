"""The factory knows its keyword arguments, and so can a function that passes them on."""

from typing import Unpack

from novaclient import client
from novaclient.options import ClientOptions, ConfigOptions
from novaclient.v2.client import Client


def connect(**options: Unpack[ClientOptions]) -> Client:
    return client.Client("2.96", **options)


def connect_by_name(cloud: str, **options: Unpack[ConfigOptions]) -> Client:
    return client.from_config(cloud=cloud, **options)


connect(timeout=30, connect_retries=3, retry_posts=True, retriable_status_codes={503})
client.Client("2.96", "user", "secret", auth_url="https://cloud.example/v3", timeout=30)
client.Client("2.96", application_credential_id="id", application_credential_secret="secret")
client.Client("2.latest", auth_token="token", app_name="mine", app_version="1", negotiate=True)

with client.from_config() as nova:
    nova.servers.list()
client.from_config("2.96", cloud="mycloud", region_name="RegionOne", negotiate=True)
client.from_config(cloud="mycloud", password="secret", project_name="other", connect_retries=3)
connect_by_name("mycloud", username="user", auth_url="https://cloud.example/v3", insecure=True)
