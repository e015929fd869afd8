"""The limit in Python: the standard library's HTTP client, and orjson."""

import http.client
from urllib import parse

import orjson


def connect(sess):
    """Create a connection to Nova, with the token of a session."""
    nova = sess.get_endpoint(service_type="compute", interface="public")
    host, path = parse.urlsplit(nova)[1:3]
    headers = {
        "X-Auth-Token": sess.get_token(),
        "Accept": "application/json",
        "OpenStack-API-Version": "compute 2.96",
        "X-OpenStack-Nova-API-Version": "2.96",
    }
    return http.client.HTTPConnection(host), path, headers


def list_page(nova, size):
    """List a page of servers."""
    connection, path, headers = nova
    connection.request("GET", f"{path}/servers/detail?limit={size}", headers=headers)
    return orjson.loads(connection.getresponse().read())["servers"]


def read_attributes(server):
    """Read three attributes of a server."""
    return server["id"], server["name"], server["status"]
