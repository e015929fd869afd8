"""Where the library deliberately differs from the contract, why, and what it does instead.

Rows in this list are not skipped: the tests require the new outcome, and fail if the library
agrees with the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import novaclient
from tests.contract import tables
from tests.contract.changes import (
    Change,
    Deviation,
    Replaced,
    changes,
    instead,
    raises,
    removes,
    replaces,
    response_error,
    returns,
    rewrites,
    since,
    titles,
    unexpected,
    until,
    warns,
)

SERVER = "11111111-aaaa-4aaa-8aaa-000000000001"
OTHER_SERVER = "11111111-aaaa-4aaa-8aaa-000000000002"
SERVICE = "75e9eabc-ed3b-4f11-8bba-add1e7e7e2de"
HTML = "<html><h1>500 oops</h1></html>"
UNREADABLE = replaces(
    *("returns", "unreadable"), by="<class 'novaclient.exceptions.UnexpectedResponse'>"
)
EMPTY_STRING = replaces("returns", "value", by="")


def _no_message(method: str, url: str, details: str | None = None) -> Change:
    message = "Internal Server Error"
    return response_error("ClientException", message, 500, method, url, details)


def _malformed(key: str, kind: str, value: str) -> Change:
    message = f"{key!r} of a {kind} is not what the Compute API promises: {value}"
    return raises(
        "novaclient.exceptions.UnexpectedResponse",
        f"{message} (HTTP 200)",
        code=200,
        details=None,
        message=message,
        method=None,
        request_id=None,
        url=None,
    )


def _console(name: str) -> Change:
    sentence = f'Unsupported console_type "{name}"'
    kind = "novaclient.exceptions.UnsupportedConsoleType"
    return raises(kind, sentence, message=sentence)


def _no_unique_match(message: str) -> Change:
    return raises("novaclient.exceptions.NoUniqueMatch", message)


def _sent(url: str) -> Change:
    return replaces("requests", 0, "url", by=url)


def _refused(value: str) -> Change:
    message = f"{value!r} is no valid id or name."
    return changes(
        raises(
            "novaclient.exceptions.InvalidIdentifier",
            message,
            code=400,
            details=None,
            http_status=400,
            message=message,
            method=None,
            request_id=None,
            url=None,
        ),
        removes("requests"),
    )


def _agent(*where: str | int, name: str) -> Change:
    return changes(
        replaces("returns", *where, "repr", by=f"<Agent: {name}>"),
        removes("returns", *where, "repr_raises"),
    )


def _no_attribute(kind: str, name: str, brief: bool = False) -> Change:
    why = ": a search by name lists without details" if brief else ""
    return warns(f"No {kind} in the list has an attribute {name!r}{why}.")


def _service_changed(action: str) -> Change:
    """Expect that a service stands for its host and binary, later for its id."""
    service = {
        "binary": "nova-compute",
        "disabled_reason": None,
        "forced_down": False,
        "host": "host1",
        "id": SERVICE,
        "state": "up",
        "status": "enabled",
        "zone": "nova",
    }
    named = {"binary": "nova-compute", "host": "host1"}
    url = f"{{compute}}/os-services/{action}"
    before = instead(
        requests=[{"json": named, "method": "PUT", "url": url}],
        returns={
            "type": "novaclient.v2.services.Service",
            "info": service,
            "loaded": False,
            "repr": f"<Service: {SERVICE}>",
            "request_ids": ["req-1"],
        },
    )
    return changes(until("2.52", before), since("2.53", _sent("{compute}/os-services/svc-1")))


def _usage(project: str) -> dict[str, Any]:
    return {
        "type": "novaclient.v2.usage.Usage",
        "info": {
            "server_usages": [],
            "start": "2012-01-20T18:06:06.479998",
            "stop": "2012-01-21T18:06:06.479998",
            "tenant_id": project,
            "total_hours": 49.7,
            "total_local_gb_usage": 0.0,
            "total_memory_mb_usage": 25451.76,
            "total_vcpus_usage": 49.7,
        },
        "repr": "<ComputeUsage>",
    }


# The newest version of the library, and both ranges in every message.
NEWER_RANGES = changes(
    rewrites("'2.1' to '2.96'", "'2.1' to '2.104'"),
    rewrites(
        r"The valid version range is ('\S+' to '\S+')",
        r"The client valid version range is '2.1' to '2.104'. "
        r"The server valid version range is \1.",
    ),
)

# The headers of a request to a service other than Nova.
PLAIN_HEADERS = {
    "Accept": "application/json",
    "User-Agent": "python-novaclient",
    "X-Auth-Token": "TOKEN",
}
NO_MICROVERSION = since("2.1", replaces("requests", 0, "headers", by=PLAIN_HEADERS))
NICS_REQUIRED = since(
    "2.37", rewrites(r"microversion 2\.36$", r'\g<0>: "auto", "none", or a list of dicts')
)
NO_NOPE = raises("AttributeError", "nope")
NO_ID = "An object of type 'list' can't be sent: it is neither an id nor a name."
NO_ZONE_NAME = "No AvailabilityZone in the list has an attribute 'name'. Did you mean 'zoneName'?"
ZONE_5 = replaces("requests", 0, "json", "unshelve", by={"availability_zone": 5})
AUDIT = {
    "hosts_not_run": ["h2"],
    "log": {},
    "num_hosts": 1,
    "period_beginning": "2015-11-01 00:00:00",
}
TWO_AGENTS = changes(
    _agent("value", 0, name="1"),
    _agent("value", 1, name="2"),
)


def _live_migrates(**info: object) -> Change:
    """Expect a live migration instead of the outcome in the table."""
    request = {
        "method": "POST",
        "url": f"{{compute}}/servers/{SERVER}/action",
        "json": {"os-migrateLive": info},
    }
    value = {"$tuple": []}
    returned = {"type": "novaclient.base.TupleWithMeta", "value": value, "request_ids": ["req-1"]}
    return lambda mv, outcome: {"requests": [request], "returns": returned}


def _no_filter(name: str) -> Change:
    message = (
        f"Nova has no filter {name!r} for servers: it may ignore it up to microversion 2.74, and "
        "refuses it since 2.75."
    )
    return replaces("warnings", by=[["UserWarning", message]])


BLOCK_MIGRATION = until(
    "2.24", _live_migrates(host="h1", block_migration=True, disk_over_commit=False)
)

# What the repr of these classes has in parentheses, and what separates it.
IN_PARENTHESES = {
    "Aggregate": (["name"], ""),
    "Hypervisor": (["hypervisor_hostname"], ""),
    "ServerGroup": (["name"], ""),
    "ServerMigration": ([], ""),
    "Service": (["binary", "host"], " on "),
    "Version": (["status"], ""),
}


def _title(cls: str, info: Mapping[str, Any]) -> str | None:
    if cls == "Usage":
        return f"<ComputeUsage: {info.get('tenant_id', 'unknown-id')}>"
    if cls not in IN_PARENTHESES:
        return None
    info = info.get("resource", info)
    names, separator = IN_PARENTHESES[cls]
    about = separator.join(info[name] for name in names if info.get(name))
    return f"<{cls}: {info.get('id', 'unknown-id')}{f' ({about})' if about else ''}>"


TITLES = titles(_title)

# Deviations from wire.jsonl.
DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "ServerManager and Server inherit from a class per topic; they are still a "
        "BootingManagerWithFind and a Resource",
        {
            "v2#bases": changes(
                replaces(
                    *("returns", "value", 20, 1),
                    by=[
                        *("Creating", "Life", "Moving", "Consoles"),
                        *("Metadata", "Networks", "Waiting", "ServerTopic"),
                        *("BootingManagerWithFind", "ManagerWithFind", "Manager"),
                        *("HookableMixin", "object"),
                    ],
                ),
                replaces(
                    *("returns", "value", 20, 2),
                    by=["Parts", "Attributes", "Resource", "RequestIdMixin", "object"],
                ),
            ),
        },
    ),
    Deviation(
        "a response that is not what the API promises raises UnexpectedResponse",
        {
            "Flavor.get_keys#no-key": unexpected(
                "there is no 'extra_specs' in it", 200, "GET", "/flavors/1/os-extra_specs"
            ),
            "servers.create#no-server-key": unexpected(
                "there is no 'server' in it", 200, "POST", "/servers"
            ),
            "servers.create_image#only-body": until(
                "2.44",
                unexpected(
                    "there is no 'Location' in it", 202, "POST", f"/servers/{SERVER}/action"
                ),
            ),
            "servers.create_image#only-location": since(
                "2.45",
                unexpected(
                    "there is no 'image_id' in it", 202, "POST", f"/servers/{SERVER}/action"
                ),
            ),
            "servers.get#body-empty": unexpected(
                "there is no 'server' in it", 204, "GET", f"/servers/{SERVER}"
            ),
            "servers.get#body-list": unexpected(
                "there is no 'server' in it", 200, "GET", f"/servers/{SERVER}"
            ),
            "servers.get#body-null-server": unexpected(
                "'server' is not an object", 200, "GET", f"/servers/{SERVER}"
            ),
            "servers.get_console_output#missing": unexpected(
                "there is no 'output' in it", 200, "POST", f"/servers/{SERVER}/action"
            ),
            "servers.ips#empty-204": unexpected(
                "there is no 'addresses' in it", 204, "GET", f"/servers/{SERVER}/ips"
            ),
            "servers.list#dict-without-values": unexpected(
                "'servers' is not a list of objects", 200, "GET", "/servers/detail"
            ),
            "servers.list#no-key": unexpected(
                "there is no 'servers' in it", 200, "GET", "/servers/detail"
            ),
            "servers.list_meta#empty-204": unexpected(
                "'body' is not an object", 204, "GET", f"/servers/{SERVER}/metadata"
            ),
            "versions.get_current#no-version-key": unexpected(
                "there is no 'version' in it", 200, "GET", "http://compute.example/v2.1"
            ),
        },
    ),
    Deviation(
        "an attribute whose value is not what the API promises raises UnexpectedResponse",
        {
            "Limits.absolute#absent": UNREADABLE,
            "Limits.rate#missing-field": UNREADABLE,
            "Server.networks#no-addr": _malformed(
                "addresses", "Server", "{'a': [{'version': 4}]}"
            ),
        },
    ),
    Deviation(
        "an invalid time in a response raises an exception that is also an UnexpectedResponse",
        {
            # It is also a ValueError, which programs may catch.
            "Usage.get#bad-date": raises(
                "novaclient.v2.usage._NoTime",
                "'start' of a Usage is not a time: '2012-01-20' (HTTP 200)",
                code=200,
                details=None,
                message="'start' of a Usage is not a time: '2012-01-20'",
                method=None,
                request_id=None,
                url=None,
            ),
        },
    ),
    Deviation(
        "values that are only displayed do not fail, whatever the response is",
        {
            "HypervisorStats.__repr__#text": returns("str", "<HypervisorStats: 2 Hypervisors>"),
            "base.Resource#human-id-not-text": returns("dict", {"returns": None}),
        },
    ),
    Deviation(
        "an error without a message has the reason phrase; a body that is not JSON is kept",
        {
            "servers.delete#500-html": _no_message("DELETE", f"/servers/{SERVER}", HTML),
            "servers.diagnostics#500-html": _no_message(
                "GET", f"/servers/{SERVER}/diagnostics", HTML
            ),
            "servers.get#status-415-empty": response_error(
                "ClientException", "Unsupported Media Type", 415, "GET", f"/servers/{SERVER}"
            ),
            "servers.get#status-500-empty": _no_message("GET", f"/servers/{SERVER}"),
            "servers.stop#500-html": _no_message("POST", f"/servers/{SERVER}/action", HTML),
            "servers.tag_list#500-html": since(
                "2.26", _no_message("GET", f"/servers/{SERVER}/tags", HTML)
            ),
        },
    ),
    Deviation(
        "an empty response is an empty string, not 'None'",
        {
            "Server.add_tag#plain": since("2.26", EMPTY_STRING),
            "volumes.update_server_volume#delete-false": since("2.85", EMPTY_STRING),
            "volumes.update_server_volume#delete-none": since("2.85", EMPTY_STRING),
            "volumes.update_server_volume#delete-positional": since("2.85", EMPTY_STRING),
            "volumes.update_server_volume#keywords": EMPTY_STRING,
            "servers.add_tag#object": since("2.26", EMPTY_STRING),
            "servers.set_tags#empty-answer": since("2.26", EMPTY_STRING),
            "servers.update#empty-answer": EMPTY_STRING,
        },
    ),
    Deviation(
        "the message of UnsupportedConsoleType is a sentence",
        {
            "Server.get_console_url#bogus": _console("bogus"),
            "Server.get_console_url#empty": _console(""),
            "Server.get_console_url#none": _console("None"),
            "Server.get_console_url#webmks": until("2.7", _console("webmks")),
            "servers.get_console_url#webmks": until("2.7", _console("webmks")),
            "servers.get_rdp_console#bogus": _console("bogus"),
            "servers.get_serial_console#bogus": _console("bogus"),
            "servers.get_spice_console#bogus": _console("bogus"),
            "servers.get_vnc_console#bogus": _console("bogus"),
        },
    ),
    Deviation(
        "the message of NoUniqueMatch lists the matching resources",
        {
            "base.ManagerWithFind#generic-find": changes(
                replaces(
                    *("returns", "value", 3, "raises", "str"),
                    by="2 resources match {'name': 'b'}: <R id=2, name=b>, <R id=3, name=b>",
                ),
                _no_attribute("R", "nope"),
            ),
            "agents.find#many": _no_unique_match(
                "2 resources match {'architecture': 'x86'}: <Agent: 1>, <Agent: 2>"
            ),
            "availability_zones.find#nothing": _no_unique_match(
                "2 resources match {}: <AvailabilityZone: zone-1>, <AvailabilityZone: internal>"
            ),
            "hypervisors.find#state": _no_unique_match(
                "2 resources match {'state': 'up'}: "
                "<Hypervisor: 1234 (hyper1)>, <Hypervisor: 5678 (hyper2)>"
            ),
            "keypairs.find#nothing": _no_unique_match(
                "2 resources match {}: <Keypair: test>, <Keypair: other>"
            ),
            "server_groups.find#nothing": _no_unique_match(
                "2 resources match {}: "
                "<ServerGroup: 2cbd51f4-fafe-4cdb-801b-cf913a6f288b (ig1)>, "
                "<ServerGroup: 4890bb03-7070-45fb-8453-d34556c87d94 (ig2)>"
            ),
            "flavors.find#nothing": _no_unique_match(
                "3 resources match {}: "
                "<Flavor: 256 MiB Server>, <Flavor: 512 MiB Server>, <Flavor: m1.tiny>"
            ),
            "flavors.find#ram": _no_unique_match(
                "2 resources match {'ram': 512}: <Flavor: 512 MiB Server>, <Flavor: m1.tiny>"
            ),
            "servers.find#nested": _no_unique_match(
                "4 resources match {'metadata': {'role': 'web'}}: <Server: web-1>, "
                "<Server: Data Base 2>, <Server: twin>, <Server: twin>"
            ),
        },
    ),
    Deviation(
        "ids and names are encoded in URLs, so that none leads to another resource",
        {
            "agents.delete#keyword": _sent("{compute}/os-agents/a%20b%2Fc%3Fd&e=%C3%A9%2541"),
            "agents.list#hypervisor-positional": changes(
                _sent("{compute}/os-agents?hypervisor=k+v%26m%3D%C3%A9"), TWO_AGENTS
            ),
            "assisted_volume_snapshots.delete#404": replaces(
                *("raises", "attributes", "url"),
                by="/os-assisted-volume-snapshots/s?delete_info=%7B%7D",
            ),
            "glance.find_image#name-quoting": changes(
                _sent("{image}/v2/images?name=img%20%26%201%2F%C3%A9"), NO_MICROVERSION
            ),
            "instance_action.get#object": _sent(
                f"{{compute}}/servers/{SERVER}/os-instance-actions/req%201%2F%C3%A9"
            ),
        },
    ),
    Deviation(
        "a server may stand for its id",
        {
            "volumes.get_server_volumes#object": _sent(
                f"{{compute}}/servers/{SERVER}/os-volume_attachments"
            ),
        },
    ),
    Deviation(
        "a service and a server group may stand for their ids",
        {
            "services.disable#object": changes(_service_changed("disable"), TITLES),
            "services.enable#object": changes(_service_changed("enable"), TITLES),
            "server_groups.get#object": changes(
                _sent("{compute}/os-server-groups/sg-1"),
                replaces("returns", "info", "id", by="sg-1"),
                replaces("returns", "repr", by="<ServerGroup: sg-1>"),
                TITLES,
            ),
        },
    ),
    Deviation(
        "an object that has no string of its own is refused before its repr is sent",
        {
            "flavors.list#sort-list": changes(
                raises(
                    "novaclient.exceptions.InvalidIdentifier",
                    NO_ID,
                    code=400,
                    details=None,
                    http_status=400,
                    message=NO_ID,
                    method=None,
                    request_id=None,
                    url=None,
                ),
                removes("requests"),
            ),
        },
    ),
    Deviation(
        "an availability zone that is a number is sent, not dropped: Nova refuses it",
        {
            "Server.unshelve#az-number": since("2.91", ZONE_5),
            "servers.unshelve#az-number": since("2.91", ZONE_5),
        },
    ),
    Deviation(
        "a time may be a datetime, a date or an ISO 8601 string wherever Nova takes a time",
        {
            "usage.list#texts": changes(
                instead(
                    requests=[
                        {
                            "method": "GET",
                            "url": "{compute}/os-simple-tenant-usage?start=2024-01-01T00:00:00"
                            "&end=2024-02-01T00:00:00&detailed=0",
                        }
                    ],
                    returns={
                        "type": "novaclient.base.ListWithMeta",
                        "value": [_usage("proj-1"), _usage("proj-2")],
                        "request_ids": ["req-1"],
                    },
                ),
                TITLES,
            ),
            "usage.get#none": raises("TypeError", None),
            "instance_usage_audit_log.get#datetime": instead(
                requests=[
                    {
                        "method": "GET",
                        "url": "{compute}/os-instance_usage_audit_log/2024-01-01%2000%3A00%3A00",
                    }
                ],
                returns={
                    "type": "novaclient.v2.instance_usage_audit_log.InstanceUsageAuditLog",
                    "info": AUDIT,
                    "repr": "<InstanceUsageAuditLog hosts_not_run=['h2'], log={}, num_hosts=1, "
                    "period_beginning=2015-11-01 00:00:00>",
                    "request_ids": ["req-1"],
                },
            ),
        },
    ),
    Deviation(
        "a server is searched for by its id with one GET; all pages of a list are many requests",
        {
            "servers.find#id": _sent(f"{{compute}}/servers/{OTHER_SERVER}"),
            "servers.findall#id": changes(
                _sent(f"{{compute}}/servers/{OTHER_SERVER}"),
                replaces("returns", "value", 0, "request_ids", by=["req-1"]),
            ),
        },
    ),
    Deviation(
        "a key that Nova does not know, and an attribute that no resource has, cause a warning",
        {
            "availability_zones.find#name": warns(NO_ZONE_NAME),
            "availability_zones.findall#name": warns(NO_ZONE_NAME),
            "hypervisors.find#name": _no_attribute("Hypervisor", "name"),
            "hypervisors.findall#name": _no_attribute("Hypervisor", "name"),
            "servers.create#nics-unknown-key": warns(
                "nics: a network has no key 'foo', so it is not sent."
            ),
            "servers.find#display-name": _no_attribute("Server", "display_name"),
            "servers.find#two": _no_attribute("Server", "status", brief=True),
            "servers.find#unknown-attribute": _no_attribute("Server", "colour"),
            "servers.findall#display-name": _no_attribute("Server", "display_name"),
            "servers.findall#two": _no_attribute("Server", "status", brief=True),
            "servers.findall#unknown-attribute": _no_attribute("Server", "colour"),
        },
    ),
    Deviation(
        "an empty id is refused before a request is sent",
        {
            "volumes.delete_server_volume#empty": _refused(""),
            "volumes.get_server_volume#empty": _refused(""),
        },
    ),
    Deviation(
        "microversion headers are sent to Nova only",
        {
            "client.headers#image-service-too": since(
                "2.1", changes(NO_MICROVERSION, replaces("returns", "value", by=[]))
            ),
            "glance.find_image#keyword": NO_MICROVERSION,
            "glance.find_image#name-many": NO_MICROVERSION,
            "glance.find_image#service-type-restored": NO_MICROVERSION,
            "glance.find_image#uuid": NO_MICROVERSION,
            "glance.list#403": NO_MICROVERSION,
            "glance.list#plain": NO_MICROVERSION,
            "neutron.find_network#404": NO_MICROVERSION,
            "neutron.find_network#keyword": NO_MICROVERSION,
            "neutron.find_network#many": NO_MICROVERSION,
            "neutron.find_network#service-type-restored": NO_MICROVERSION,
        },
    ),
    Deviation(
        "the repr of an agent does not fail",
        {
            "agents.create#keywords": _agent(name="1"),
            "agents.create#plain": _agent(name="1"),
            "agents.find#os": _agent(name="2"),
            "agents.list#hypervisor": TWO_AGENTS,
            "agents.list#plain": TWO_AGENTS,
            "agents.update#keywords": _agent(name="1"),
        },
    ),
    Deviation(
        "the library supports up to 2.104; if the server is too old, the message has both ranges",
        {
            "api_versions.discover_version#server-1.0-1.9": NEWER_RANGES,
            "api_versions.discover_version#server-2.0-2.0": NEWER_RANGES,
            "api_versions.discover_version#server-2.1-2.1": NEWER_RANGES,
        },
    ),
    Deviation(
        "the arguments of the caller are never changed",
        {
            "client.SessionClient#headers-argument-is-filled": replaces(
                *("returns", "value"), by=[]
            ),
        },
    ),
    Deviation(
        "incomplete credentials raise a specific exception, not a bare Exception",
        {
            "client.Client#auth-no-credentials": raises(
                "keystoneauth1.exceptions.auth_plugins.MissingRequiredOptions",
                "Auth plugin requires parameters which were not given: username, password",
            ),
        },
    ),
    Deviation(
        "a message about a version or networks says what to give instead",
        {
            "client.Client#version-object-2.latest": rewrites(
                r"not latest\.$",
                "not latest. Only client.Client() and client.from_config() take it, with "
                "negotiate=True.",
            ),
            "servers.create#no-nics": NICS_REQUIRED,
            "servers.create#nics-none-value": NICS_REQUIRED,
        },
    ),
    Deviation(
        "an attribute that cannot be loaded raises an AttributeError that names it",
        {
            "InstanceAction.nope#lazy": NO_NOPE,
            "InstanceUsageAuditLog.nope#lazy": NO_NOPE,
            "ServerMigration.nope#lazy": NO_NOPE,
        },
    ),
    Deviation(
        "servers.live_migrate() has the defaults of server.live_migrate()",
        {
            "servers.live_migrate#none": changes(
                until(
                    "2.24",
                    _live_migrates(host=None, block_migration=False, disk_over_commit=False),
                ),
                since("2.25", _live_migrates(host=None, block_migration="auto")),
            ),
            "servers.live_migrate#block-none": changes(
                until(
                    "2.24",
                    _live_migrates(host="h1", block_migration=False, disk_over_commit=False),
                ),
                since("2.25", _live_migrates(host="h1", block_migration="auto")),
            ),
            "servers.live_migrate#keywords": BLOCK_MIGRATION,
            "servers.live_migrate#object": BLOCK_MIGRATION,
        },
    ),
    Deviation(
        "a filter that Nova does not have, and may ignore in silence, is warned about",
        {
            "servers.list#search-unknown": _no_filter("zzz"),
            "servers.list#sort-with-search": _no_filter("zone"),
        },
    ),
    Deviation(
        "a resource is a view of the JSON that it was created from, not a copy",
        {
            "base.Resource#info-is-kept-not-copied": replaces(
                *("returns", "value", 1), by={"returns": 5}
            ),
        },
    ),
    Deviation(
        "the repr of a resource that has a number or a UUID as its id says what it is",
        {
            **{
                row.id: TITLES
                for row in tables.wire()
                if any(TITLES(mv, outcome) is not outcome for mv, outcome in row.outcomes())
            },
            "Aggregate.__repr__#plain": returns("str", "<Aggregate: 1 (test)>"),
            "Hypervisor.__repr__#plain": returns("str", "<Hypervisor: 1234 (hyper1)>"),
            "ServerGroup.__repr__#plain": returns("str", "<ServerGroup: sg-1 (ig1)>"),
            "ServerMigration.__repr__#plain": returns("str", "<ServerMigration: mig-1>"),
            "Service.__repr__#plain": returns("str", "<Service: svc-1 (nova-compute on host1)>"),
            "Usage.__repr__#plain": returns("str", "<ComputeUsage: proj-1>"),
            "Version.__repr__#plain": returns("str", "<Version: v2.1>"),
        },
    ),
)

SAME_DEFAULTS = "the manager has the defaults of the method of the server"
ONE_BODY = "one implementation for all microversions; before 2.91, None is the same as not given"

# Deviations from api_surface.json, by dotted name.
SIGNATURES: dict[str, tuple[Replaced, ...]] = {
    "novaclient.v2.servers.ServerManager.create": (
        Replaced(
            "a server that boots from a volume needs no image",
            "(self, name, image=None, flavor=None, meta=None, files=None, reservation_id=False, "
            "min_count=None, max_count=None, security_groups=None, userdata=None, key_name=None, "
            "availability_zone=None, block_device_mapping=None, block_device_mapping_v2=None, "
            "nics=None, scheduler_hints=None, config_drive=None, disk_config=None, "
            "admin_pass=None, access_ip_v4=None, access_ip_v6=None, description=None, tags=None, "
            "trusted_image_certificates=None, host=None, hypervisor_hostname=None, "
            "hostname=None)",
        ),
    ),
    "novaclient.v2.servers.ServerManager.live_migrate": (
        Replaced(
            SAME_DEFAULTS,
            "(self, server, host=None, block_migration=False, disk_over_commit=False)",
            versions=("2.0", "2.24"),
        ),
        Replaced(
            SAME_DEFAULTS,
            "(self, server, host=None, block_migration=None)",
            versions=("2.25", "2.104"),
        ),
    ),
    "novaclient.v2.servers.ServerManager.unshelve": (
        Replaced(
            ONE_BODY,
            "(self, server, availability_zone=<unset>, host=None)",
            versions=("2.77", "2.90"),
        ),
    ),
    "novaclient.v2.servers.Server.unshelve": (
        Replaced(
            ONE_BODY,
            "(self, availability_zone=<unset>, host=None)",
            versions=("2.77", "2.90"),
        ),
    ),
}

VALUES = {
    "novaclient.API_MAX_VERSION": Replaced(
        "the library supports the microversions of Nova 34", "<APIVersion 2.104>"
    ),
    "novaclient.client.SessionClient.client_version": Replaced(
        "the user agent has the installed version", novaclient.__version__
    ),
}

GONE = {
    "novaclient.base.Manager.cache_lock": "listing has no side effects",
    "novaclient.base.Manager.completion_cache": "listing has no side effects",
    "novaclient.base.Manager.write_to_completion_cache": "listing has no side effects",
}

COMMANDS = "extensions with commands can be imported, and their commands can be called"

# Names that are kept although only the command line used them.
KEPT = {
    "novaclient.utils.add_arg": COMMANDS,
    "novaclient.utils.arg": COMMANDS,
    "novaclient.utils.print_dict": COMMANDS,
    "novaclient.utils.print_list": COMMANDS,
    "novaclient.utils.service_type": COMMANDS,
    "novaclient.utils.unauthenticated": COMMANDS,
}
