"""The rows of ``wire.jsonl`` whose requests Nova rejects, with the reasons.

A release of Nova is named by its newest microversion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.contract.tables import minor
from tests.contract.test_routes import GROUP, PORT
from tests.functional.all_arguments import NETWORK, NEWEST, within

#: Replacements of short values in the rows, by key and value: Nova requires longer ones.
REPLACEMENTS = {
    ("group", "g"): GROUP,
    ("group", "g1"): GROUP,
    ("hostname", "h"): "host",
    ("net_id", "net-1"): NETWORK,
    ("port", "p"): PORT,
    ("port", "p1"): PORT,
    ("port_id", "p"): PORT,
    ("uuid", "n"): NETWORK,
    ("uuid", "n1"): NETWORK,
    ("uuid", "net-1"): NETWORK,
}


class Excluded(NamedTuple):
    """Rows whose requests Nova rejects.

    :param reason: What is wrong with the requests, or has changed in Nova.
    :param message: A regular expression that Nova's message matches.
    :param rows: The ids of the rows.
    :param first: The first microversion at which Nova rejects them.
    :param last: The last microversion at which Nova rejects them.
    :param since: The first release that rejects them, of those that are tested.
    :param until: The last release that rejects them.
    """

    reason: str
    message: str
    rows: Iterable[str]
    first: str = "2.1"
    last: str = NEWEST
    since: str = "2.1"
    until: str = NEWEST

    def covers(self, row: str, microversion: str, release: str) -> bool:
        """Tell whether a release rejects the requests of a row at a microversion."""
        since, judging, until = map(minor, (self.since, release, self.until))
        return row in self.rows and within(self, microversion) and since <= judging <= until


EXCLUDED: tuple[Excluded, ...] = (
    Excluded(
        "Nova no longer supports the operation",
        "^410 ",
        (
            "Server.reset_network#plain",
            "agents.create#409",
            "agents.create#keywords",
            "agents.create#plain",
            "agents.delete#404",
            "agents.delete#int",
            "agents.find#many",
            "agents.find#none",
            "agents.find#os",
            "agents.findall#none",
            "agents.list#410",
            "agents.list#plain",
            "agents.update#404",
            "agents.update#keywords",
            "servers.reset_network#404",
            "servers.reset_network#object",
        ),
        since="2.88",
    ),
    Excluded(
        "Nova still supports the operation, and requires a URL",
        "'u' is not a 'uri'|None is not of type",
        (
            "agents.create#409",
            "agents.create#keywords",
            "agents.create#plain",
            "agents.update#404",
            "agents.update#keywords",
        ),
        until="2.79",
    ),
    Excluded(
        "Nova no longer supports the operation, and fails to handle a query",
        "KeyError",
        ("agents.list#hypervisor", "agents.list#hypervisor-positional"),
        since="2.100",
    ),
    Excluded(
        "Nova no longer supports the operation",
        "^410 ",
        ("agents.list#hypervisor", "agents.list#hypervisor-positional"),
        since="2.88",
        until="2.96",
    ),
    Excluded(
        "Nova no longer supports RDP consoles",
        "^400 The server could not comply",
        (
            "Server.get_console_url#rdp-html5",
            "Server.get_rdp_console#rdp-html5-keyword",
            "servers.get_console_url#rdp-html5",
            "servers.get_rdp_console#rdp-html5-object",
        ),
        last="2.5",
        since="2.96",
    ),
    Excluded(
        "Nova no longer supports RDP consoles",
        "'rdp' is not one of",
        (
            "Server.get_console_url#rdp-html5",
            "Server.get_rdp_console#rdp-html5-keyword",
            "servers.get_console_url#rdp-html5",
            "servers.get_rdp_console#rdp-html5-object",
        ),
        first="2.6",
        since="2.96",
        until="2.100",
    ),
    Excluded(
        "the URL of the row does not exist",
        "^404 ",
        (
            "client.SessionClient#headers-argument-is-filled",
            "client.SessionClient#method-patch",
            "client.SessionClient#raise",
            "client.SessionClient#request",
            "client.headers#after-version-change",
            "client.headers#with-body",
        ),
    ),
    Excluded(
        "an id contains a slash, which Nova treats as part of the path even if it is encoded",
        "^404 ",
        ("agents.delete#keyword", "instance_action.get#object"),
    ),
    Excluded(
        "None is sent where Nova requires a value",
        "None is not of type",
        (
            "Server.rebuild#hostname-none",
            "flavors.create#name-none",
            "keypairs.create#name-none",
            "server_groups.create#none",
            "servers.create#name-none",
            "servers.rebuild#image-none",
            "servers.set_tags#none",
            "services.disable_log_reason#uuid-reason-none",
        ),
    ),
    Excluded(
        "None is sent where Nova requires a value, which its schema has said since 2025.1",
        "None is not of type",
        ("servers.add_security_group#none",),
        since="2.100",
    ),
    Excluded(
        "Nova had tags of devices at 2.32, and has them again since 2.42",
        r"\('tag' was unexpected\)",
        ("servers.create#bdm2-tag",),
        first="2.33",
        last="2.41",
    ),
    Excluded(
        "Nova had tags of devices at 2.32, and has them again since 2.42",
        "'tag': 't1'.* is not valid under any of the given schemas",
        ("servers.create#nics-tag",),
        first="2.37",
        last="2.41",
    ),
    Excluded(
        "an empty value is sent where Nova requires one that is not empty",
        r"Value: (\. ''|\[\]\. \[\]) (should be non-empty|is too short|is not )",
        (
            "Server.evacuate#password-empty",
            "Server.rebuild#disk-config-empty",
            "Server.rebuild#name-empty",
            "aggregates.create#keywords",
            "server_external_events.create#empty",
            "servers.create#access-ips-empty",
            "servers.create#disk-config-empty",
            "servers.rebuild#disk-config-empty",
            "servers.rebuild#image-empty",
            "volumes.create_server_volume#tag-empty",
        ),
    ),
    Excluded(
        "an empty name is the only change, and is sent before there were descriptions",
        "'' (should be non-empty|is too short)",
        ("Server.update#name-empty", "servers.update#name-empty"),
        last="2.18",
    ),
    Excluded(
        "Nova does not accept an empty filter as a regular expression",
        "config_drive.*'' is not a 'regex'",
        ("servers.list#search-config-drive-empty",),
    ),
    Excluded(
        "Nova does not know the value",
        "is not one of |is not valid under any of the given schemas$",
        (
            "flavors.list#all",
            "servers.create#hints",
            "servers.create#nics-other-text",
            "servers.create#reservation-text",
            "servers.reboot#other",
        ),
    ),
    Excluded(
        "a string contains characters that Nova does not allow",
        "does not match ",
        ("aggregates.add_host#keyword", "servers.set_meta#object"),
    ),
    Excluded(
        "a string contains characters that Nova does not allow",
        "does not match ",
        ("hypervisors.search#keyword",),
        first="2.53",
    ),
    Excluded(
        "a string is not a date",
        "is not a 'date-time'",
        ("instance_action.list#positional", "migrations.list#eleven-positional"),
    ),
    Excluded(
        "a required value is missing",
        "'snapshot_id' is a required property",
        ("assisted_volume_snapshots.create#keywords",),
    ),
    Excluded(
        "a required value is missing",
        "'disk_over_commit' is a required property",
        ("servers.live_migrate#keyword-overcommit-none", "servers.live_migrate#overcommit-none"),
        last="2.24",
    ),
    Excluded(
        "a positional argument is of another type than the microversion's parameter",
        "True is not of type|False is not of type",
        ("Server.evacuate#second-false", "servers.evacuate#second"),
        first="2.14",
    ),
    Excluded(
        "a positional argument is of another type than the microversion's parameter",
        "'pw' is not one of",
        ("servers.evacuate#second-text",),
        last="2.13",
    ),
    Excluded(
        "a positional argument is of another type than the microversion's parameter",
        "True is not of type",
        ("services.force_down#two",),
        last="2.52",
    ),
    Excluded(
        "a positional argument is of another type than the microversion's parameter",
        "'b' is not one of",
        ("services.force_down#two-text",),
        first="2.53",
    ),
    Excluded(
        "a positional argument is of another type than the parameter",
        "True is not of type",
        ("servers.rebuild#third-positional",),
    ),
    Excluded(
        "a number is sent where Nova requires a string",
        # Since microversion 2.91, releases before Gazpacho don't say which of two forms it lacks.
        "5 is not of type 'string'|is not valid under any of the given schemas",
        ("Server.unshelve#az-number", "servers.unshelve#az-number"),
    ),
    Excluded(
        "Nova does not know the key",
        "was unexpected",
        (
            "QuotaClassSet.update#unknown",
            "QuotaSet.update#unknown",
            "quota_classes.update#unknown",
            "quotas.update#unknown",
            "server_groups.create#rules-other",
            "servers.create#hook-changes-body",
        ),
    ),
    Excluded(
        "Nova no longer knows the key, also at old microversions",
        "'networks' was unexpected",
        ("quota_classes.update#networks", "quotas.update#networks"),
        since="2.103",
    ),
    Excluded(
        "Nova no longer knows the key",
        "'networks' was unexpected",
        ("quotas.update#networks",),
        first="2.36",
    ),
    Excluded(
        "Nova no longer supports the quota",
        "was unexpected",
        (
            "quotas.update#fixed_ips",
            "quotas.update#floating_ips",
            "quotas.update#security_group_rules",
            "quotas.update#security_groups",
        ),
        first="2.36",
    ),
    Excluded(
        "Nova does not know the filter, which it ignored before",
        "does not match any of the regexes",
        ("servers.list#search-unknown", "servers.list#sort-with-search"),
        first="2.75",
    ),
    Excluded(
        "Nova no longer supports the argument, which it ignored before",
        "'reserved' was unexpected",
        ("limits.get#reserved", "limits.get#reserved-positional"),
        first="2.75",
    ),
)
