"""Collects from Nova's API samples which keys the resources have at which microversions.

``api_samples.json`` was made by it. For a newer Nova, unpack its source and make it again::

    pip download --no-deps --no-binary :all: nova==34.0.0
    tar xzf nova-34.0.0.tar.gz
    python -m tests.unit.api_samples nova-34.0.0/doc/api_samples
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

COLLECTED = Path(__file__).with_suffix(".json")

#: The resource classes by the key that their JSON has in the samples of a folder. The folder
#: ``*`` stands for all that are not listed.
CLASSES = {
    "*": {
        "agent": "Agent",
        "agents": "Agent",
        "aggregate": "Aggregate",
        "aggregates": "Aggregate",
        "availabilityZoneInfo": "AvailabilityZone",
        "events": "Event",
        "extension": "APIExtension",
        "extensions": "APIExtension",
        "flavor": "Flavor",
        "flavor_access": "FlavorAccess",
        "flavors": "Flavor",
        "hypervisor": "Hypervisor",
        "hypervisor_statistics": "HypervisorStats",
        "hypervisors": "Hypervisor",
        "instanceAction": "InstanceAction",
        "instanceActions": "InstanceAction",
        "instance_usage_audit_log": "InstanceUsageAuditLog",
        "instance_usage_audit_logs": "InstanceUsageAuditLog",
        "interfaceAttachment": "NetworkInterface",
        "interfaceAttachments": "NetworkInterface",
        "keypair": "Keypair",
        "keypairs": "Keypair",
        "limits": "Limits",
        "quota_class_set": "QuotaClassSet",
        "quota_set": "QuotaSet",
        "server": "Server",
        "server_group": "ServerGroup",
        "server_groups": "ServerGroup",
        "servers": "Server",
        "service": "Service",
        "services": "Service",
        "share": "ServerShare",
        "shares": "ServerShare",
        "tenant_usage": "Usage",
        "tenant_usages": "Usage",
        "version": "Version",
        "versions": "Version",
        "volumeAttachment": "Volume",
        "volumeAttachments": "Volume",
    },
    "os-assisted-volume-snapshots": {"snapshot": "Snapshot"},
    "os-console-auth-tokens": {"console": "ConsoleAuthToken"},
    "os-migrations": {"migrations": "Migration"},
    "os-security-groups": {"security_groups": "SecurityGroup"},
    "server-migrations": {"migration": "ServerMigration", "migrations": "ServerMigration"},
}

#: The only file of a folder that is about the class.
ONLY = {"os-security-groups": "server-security-groups-list-resp.json"}

#: Folders that are left out, and why.
LEFT_OUT = {
    "images": "the library asks Glance, not Nova",
    "os-fping": "Nova removed it, and its servers are no servers",
    "os-quota-sets-noop": "the quotas of a driver that knows no microversions",
}


class Sample(NamedTuple):
    """The keys of a class in a file, of which there is one for each of some microversions."""

    file: str
    minor: int
    cls: str
    keys: frozenset[str]


def main() -> None:
    """Collect the keys and write them into the file beside this one."""
    classes = [
        f"{json.dumps(cls)}: {{\n"
        + ",\n".join(f" {json.dumps(key)}: {json.dumps(keys[key])}" for key in sorted(keys))
        + "\n}"
        for cls, keys in sorted(collect(Path(sys.argv[1])).items())
    ]
    COLLECTED.write_text("{" + ",\n".join(classes) + "}\n")


def collect(folder: Path) -> dict[str, dict[str, list[str | None]]]:
    """Return, for each class and key, the first and the last microversion with it.

    The last one is None if there is none. A file for a microversion holds up to the next
    microversion for which there is such a file.
    """
    by_file = defaultdict(list)
    for sample in samples(folder):
        by_file[sample.file, sample.cls].append(sample)
    spans: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for (_file, cls), versions in by_file.items():
        versions.sort(key=lambda sample: sample.minor)
        for sample, following in zip(versions, [*versions[1:], None], strict=True):
            last = following.minor - 1 if following else float("inf")
            for key in sample.keys:
                first, until = spans[cls].get(key, (sample.minor, last))
                spans[cls][key] = min(first, sample.minor), max(until, last)
    return {
        cls: {
            key: [f"2.{first}", None if last == float("inf") else f"2.{last}"]
            for key, (first, last) in keys.items()
        }
        for cls, keys in spans.items()
    }


def samples(folder: Path) -> list[Sample]:
    """Return the samples of responses that are about resources."""
    found = []
    for path in sorted(folder.rglob("*.json")):
        top, *version, name = path.relative_to(folder).parts
        if "-req" in name or top in LEFT_OUT or ONLY.get(top, name) != name:
            continue
        minor = int(version[0].removeprefix("v2.")) if version else 1
        body = json.loads(re.sub(r"%\(\w+\)s", "1", path.read_text()))
        for key, cls in CLASSES.get(top, CLASSES["*"]).items():
            keys = {name for row in rows(body.get(key)) for name in row}
            if keys:
                found.append(Sample(f"{top}/{name}", minor, cls, frozenset(keys)))
    return found


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the resources under a key: one, a list, or objects that wrap each."""
    items = value if isinstance(value, list) else [value]
    rows = [item for item in items if isinstance(item, dict)]
    return [row["keypair"] if set(row) == {"keypair"} else row for row in rows]


if __name__ == "__main__":
    main()
