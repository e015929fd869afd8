# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Limits: the quotas of a project and how much of them is used."""

from __future__ import annotations

from novaclient.testing import _quotas
from novaclient.testing._bodies import is_within
from novaclient.testing._errors import forbidden
from novaclient.testing._operations import Call, Json, Query, names, operation

#: For each limit, the quota and the last microversion that has it, if it went.
_MAXIMA: dict[str, tuple[str, str | None]] = {
    "maxTotalInstances": ("instances", None),
    "maxTotalCores": ("cores", None),
    "maxTotalRAMSize": ("ram", None),
    "maxTotalKeypairs": ("key_pairs", None),
    "maxTotalFloatingIps": ("floating_ips", "2.35"),
    "maxServerMeta": ("metadata_items", None),
    "maxImageMeta": ("metadata_items", "2.38"),
    "maxPersonality": ("injected_files", "2.56"),
    "maxPersonalitySize": ("injected_file_content_bytes", "2.56"),
    "maxSecurityGroups": ("security_groups", "2.35"),
    "maxSecurityGroupRules": ("security_group_rules", "2.35"),
    "maxServerGroups": ("server_groups", None),
    "maxServerGroupMembers": ("server_group_members", None),
}
_USED: dict[str, tuple[str, str | None]] = {
    "totalInstancesUsed": ("instances", None),
    "totalCoresUsed": ("cores", None),
    "totalRAMUsed": ("ram", None),
    "totalFloatingIpsUsed": ("floating_ips", "2.35"),
    "totalSecurityGroupsUsed": ("security_groups", "2.35"),
    "totalServerGroupsUsed": ("server_groups", None),
}


@operation("GET", "/limits", query=Query(names("tenant_id"), {}))
def index(call: Call) -> Json:
    """Return the limits of a project."""
    project = call.value("tenant_id")
    if project is not None and not call.user.admin:
        forbidden("Policy doesn't allow os_compute_api:limits:other_project to be performed.")
    project = project or call.user.project
    limits = _quotas.limits_of(call.state, project)
    used = _quotas.usage_of(call.state, project)
    absolute = {
        key: amounts[quota]
        for rows, amounts in ((_MAXIMA, limits), (_USED, used))
        for key, (quota, until) in rows.items()
        if is_within(call.version, "2.1", until)
    }
    return {"limits": {"rate": [], "absolute": absolute}}
