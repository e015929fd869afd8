"""A loopback Keystone and Nova with prepared responses.

It is a cloud with as many servers as the first segment of the path says: ``/6000/v3`` is the
Keystone of a cloud with 6,000. Run as a program, it prints its URL and serves until its standard
input ends. It does as little as possible for each request, because it shares the machine with what
is measured.
"""

from __future__ import annotations

import json
import re
import socketserver
import sys
import threading
from typing import Any
from urllib import parse

#: The number of servers of a page.
PAGE = 1_000

_REQUEST_LINE = re.compile(rb"([A-Z]+) /(\d+)(/\S*) HTTP/1\.1")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def server_id(number: int) -> str:
    """Return the id of a server, from its number."""
    return f"00000000-0000-4000-8000-{number:012d}"


def server(number: int) -> dict[str, Any]:
    """Return a server as Nova 34 sends it at 2.96, with one network and two addresses."""
    name = f"web-{number:05d}"
    mac = f"fa:16:3e:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"
    addresses = [
        {"version": 4, "addr": f"10.{number >> 8 & 255}.{number & 255}.7"},
        {"version": 6, "addr": f"fd00::{number:x}"},
    ]
    host = f"compute-{number % 100:02d}"
    return {
        "id": server_id(number),
        "name": name,
        "status": "ACTIVE",
        "tenant_id": "6f70656e737461636b20342065766572",
        "user_id": "fake-user-of-this-benchmark-0000",
        "metadata": {"role": "web", "number": str(number)},
        "hostId": f"{number % 100:056x}",
        "image": {
            "id": "70a599e0-31e7-49b7-b260-868f441e862b",
            "links": [
                {
                    "rel": "bookmark",
                    "href": "http://nova.example/images/70a599e0-31e7-49b7-b260-868f441e862b",
                }
            ],
        },
        "flavor": {
            "vcpus": 1,
            "ram": 2048,
            "disk": 20,
            "ephemeral": 0,
            "swap": 0,
            "original_name": "m1.small",
            "extra_specs": {"hw:numa_nodes": "1", "hw:cpu_policy": "shared"},
        },
        "created": "2026-01-01T12:00:00Z",
        "updated": "2026-01-01T12:00:30Z",
        "addresses": {
            "private": [
                {**address, "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": mac}
                for address in addresses
            ]
        },
        "accessIPv4": "",
        "accessIPv6": "",
        "links": [
            {"rel": "self", "href": f"http://nova.example/v2.1/servers/{server_id(number)}"},
            {"rel": "bookmark", "href": f"http://nova.example/servers/{server_id(number)}"},
        ],
        "OS-DCF:diskConfig": "AUTO",
        "progress": 0,
        "OS-EXT-AZ:availability_zone": "nova",
        "pinned_availability_zone": None,
        "config_drive": "",
        "key_name": "deploy",
        "OS-SRV-USG:launched_at": "2026-01-01T12:00:29.000000",
        "OS-SRV-USG:terminated_at": None,
        "OS-EXT-SRV-ATTR:host": host,
        "OS-EXT-SRV-ATTR:instance_name": f"instance-{number:08x}",
        "OS-EXT-SRV-ATTR:hypervisor_hostname": f"{host}.example",
        "OS-EXT-SRV-ATTR:reservation_id": f"r-{number:08d}",
        "OS-EXT-SRV-ATTR:launch_index": 0,
        "OS-EXT-SRV-ATTR:hostname": name,
        "OS-EXT-SRV-ATTR:kernel_id": "",
        "OS-EXT-SRV-ATTR:ramdisk_id": "",
        "OS-EXT-SRV-ATTR:root_device_name": "/dev/vda",
        "OS-EXT-SRV-ATTR:user_data": None,
        "OS-EXT-STS:task_state": None,
        "OS-EXT-STS:vm_state": "active",
        "OS-EXT-STS:power_state": 1,
        "os-extended-volumes:volumes_attached": [],
        "locked": False,
        "locked_reason": None,
        "description": None,
        "tags": [],
        "trusted_image_certificates": None,
        "host_status": "UP",
        "security_groups": [{"name": "default"}],
    }


class Responses:
    """The responses of one cloud, as the bytes that the endpoint sends.

    :param url: The URL of the cloud.
    :param servers: The number of its servers.
    """

    def __init__(self, url: str, servers: int) -> None:
        self._compute = f"{url}/compute/v2.1"
        link = {"rel": "self", "href": f"{url}/v3"}
        version = {"id": "v3.14", "status": "stable", "links": [link]}
        token = _http(
            201, {"token": _token(self._compute)}, _KEYSTONE + "X-Subject-Token: T0K3N\r\n"
        )
        self._fixed = {
            ("GET", "/v3"): _http(200, {"version": version}, _KEYSTONE),
            ("POST", "/v3/auth/tokens"): token,
            # Only openstacksdk requests the versions.
            ("GET", "/compute/v2.1/"): _http(200, _nova_version(f"{self._compute}/"), _NOVA),
        }
        self._pages = {
            start: _http(200, self._page(start, servers), _NOVA)
            for start in range(0, servers, PAGE)
        }
        self._empty = _http(200, {"servers": []}, _NOVA)
        self._one = _http(200, {"server": server(0)}, _NOVA)
        missing = {"itemNotFound": {"code": 404, "message": "no such thing"}}
        self._missing = _http(404, missing, _NOVA)

    def _page(self, start: int, servers: int) -> dict[str, Any]:
        rows = [server(number) for number in range(start, start + PAGE)]
        if start + PAGE >= servers:
            return {"servers": rows}
        following = f"{self._compute}/servers/detail?marker={rows[-1]['id']}"
        return {"servers": rows, "servers_links": [{"rel": "next", "href": following}]}

    def to(self, method: str, target: str) -> bytes:
        """Return the response to a request.

        :param method: The HTTP method.
        :param target: The path below the URL of the cloud, and the query string.
        """
        path, _, query = target.partition("?")
        fixed = self._fixed.get((method, path))
        if fixed is not None:
            return fixed
        if path == "/compute/v2.1/servers/detail":
            marker = parse.parse_qs(query).get("marker")
            start = int(marker[0].rpartition("-")[2]) + 1 if marker else 0
            return self._pages.get(start, self._empty)
        if path.startswith("/compute/v2.1/servers/"):
            return self._one
        return self._missing


def _token(endpoint: str) -> dict[str, Any]:
    domain = {"id": "default", "name": "Default"}
    location = {"interface": "public", "region": "here", "region_id": "here"}
    return {
        "methods": ["password"],
        "issued_at": "2026-01-01T00:00:00.000000Z",
        "expires_at": "2999-01-01T00:00:00.000000Z",
        "user": {"id": "u1", "name": "demo", "domain": domain},
        "project": {"id": "p1", "name": "demo", "domain": domain},
        "roles": [{"id": "r1", "name": "member"}],
        "catalog": [
            {
                "id": "c1",
                "type": "compute",
                "name": "nova",
                "endpoints": [{"id": "e1", "url": endpoint, **location}],
            }
        ],
    }


def _nova_version(url: str) -> dict[str, Any]:
    return {
        "version": {
            "id": "v2.1",
            "status": "CURRENT",
            "min_version": "2.1",
            "version": "2.96",
            "links": [{"rel": "self", "href": url}],
        }
    }


_KEYSTONE = (
    "Vary: X-Auth-Token\r\nx-openstack-request-id: req-00000000-0000-4000-8000-000000000000\r\n"
)
#: The headers of Nova's WSGI application, in its order, and the date of a web server.
_NOVA = (
    "OpenStack-API-Version: compute 2.96\r\n"
    "X-OpenStack-Nova-API-Version: 2.96\r\n"
    "Vary: OpenStack-API-Version\r\n"
    "Vary: X-OpenStack-Nova-API-Version\r\n"
    "x-openstack-request-id: req-00000000-0000-4000-8000-000000000000\r\n"
    "x-compute-request-id: req-00000000-0000-4000-8000-000000000000\r\n"
    "Date: Thu, 01 Jan 2026 12:00:00 GMT\r\n"
)


def _http(status: int, body: Any, headers: str) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 {status} Status\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n"
        f"{headers}\r\n"
    )
    return head.encode() + content


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while True:
            head = b""
            for line in iter(self.rfile.readline, b"\r\n"):
                if not line:
                    return
                head += line
            length = _LENGTH.search(head)
            if length is not None:
                self.rfile.read(int(length[1]))
            request = _REQUEST_LINE.match(head)
            if request is None:
                return
            responses = self.server.responses(int(request[2]))
            self.wfile.write(responses.to(request[1].decode(), request[3].decode()))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._clouds: dict[int, Responses] = {}

    def responses(self, servers: int) -> Responses:
        """Return the cloud with that many servers, prepared at its first request."""
        if servers not in self._clouds:
            self._clouds[servers] = Responses(f"{self.url}/{servers}", servers)
        return self._clouds[servers]


def main() -> None:
    """Serve until the standard input ends."""
    with _Server() as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        print(endpoint.url, flush=True)
        sys.stdin.read()
        endpoint.shutdown()


if __name__ == "__main__":
    main()
