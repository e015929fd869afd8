# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Builds of guest agents, which Nova served up to release 21 (Ussuri)."""

from __future__ import annotations

from novaclient import base, utils


class Agent(base.Resource):
    """A build of a guest agent. Made by :class:`AgentsManager`."""

    _wrapper = "resource"

    #: The id of the build.
    agent_id: int
    #: The operating system of the guest.
    os: str
    #: The CPU architecture of the guest.
    architecture: str
    #: The version of the agent.
    version: str
    #: The URL of the build.
    url: str
    #: The MD5 hash of the build.
    md5hash: str
    #: The type of hypervisor, such as ``xen``.
    hypervisor: str

    def __repr__(self) -> str:
        name = self._info.get("agent", self._info.get("agent_id", "unknown-id"))
        return f"<Agent: {base.shown(name)}>"


class AgentsManager(base.ManagerWithFind[Agent]):
    """Builds of guest agents.

    Nova 22 (Victoria) dropped them with the XenAPI driver, and responds to every request with 410.
    """

    resource_class = Agent

    def list(self, hypervisor: str | None = None) -> base.ListWithMeta[Agent]:
        """List the agent builds.

        ``GET /os-agents``

        :param hypervisor: Only those for this type of hypervisor.
        :return: The agent builds.
        :raises novaclient.exceptions.ClientException: 410, from Nova 22 and later.
        """
        filters = utils.without_empty({"hypervisor": hypervisor})
        return self._list("/os-agents", "agents", filters=filters)

    def create(
        self, os: str, architecture: str, version: str, url: str, md5hash: str, hypervisor: str
    ) -> Agent:
        """Create an agent build.

        ``POST /os-agents``

        :param os: The operating system of the guest.
        :param architecture: The CPU architecture of the guest.
        :param version: The version of the agent.
        :param url: The URL of the build.
        :param md5hash: The MD5 hash of the build.
        :param hypervisor: The type of hypervisor, such as ``xen``.
        :return: The agent build.
        :raises novaclient.exceptions.ClientException: 410, from Nova 22 and later.
        """
        agent = {
            "hypervisor": hypervisor,
            "os": os,
            "architecture": architecture,
            "version": version,
            "url": url,
            "md5hash": md5hash,
        }
        created: Agent = self._create("/os-agents", {"agent": agent}, "agent")
        return created

    def update(
        self, id: Agent | int | str, version: str, url: str, md5hash: str
    ) -> Agent | base.StrWithMeta:
        """Update an agent build.

        ``PUT /os-agents/{id}``

        :param id: The build, or its id.
        :param version: The new version of the agent.
        :param url: The new URL of the build.
        :param md5hash: The new MD5 hash of the build.
        :return: The agent build.
        :raises novaclient.exceptions.ClientException: 410, from Nova 22 and later.
        """
        body = {"para": {"version": version, "url": url, "md5hash": md5hash}}
        return self._update(_path(id), body, "agent")

    def delete(self, id: Agent | int | str) -> base.WithMeta:
        """Delete an agent build.

        ``DELETE /os-agents/{id}``

        :param id: The build, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.ClientException: 410, from Nova 22 and later.
        """
        return self._delete(_path(id))


def _path(agent: Agent | int | str) -> str:
    agent_id = agent._info.get("agent_id", agent) if isinstance(agent, Agent) else agent
    return base.path("os-agents", agent_id)
