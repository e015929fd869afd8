# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Guest agents. Nova has dropped them: current clouds answer 410 to every request."""

from __future__ import annotations

from novaclient import base, utils


class Agent(base.Resource):
    """A build of a guest agent.

    Made by :class:`AgentsManager`. Attributes: ``agent_id``, ``os``, ``architecture``,
    ``version``, ``url``, ``md5hash``, ``hypervisor``.
    """

    _wrapper = "resource"

    agent_id: int
    os: str
    architecture: str
    version: str
    url: str
    md5hash: str
    hypervisor: str

    def __repr__(self) -> str:
        name = self._info.get("agent", self._info.get("agent_id", "unknown-id"))
        return f"<Agent: {base.shown(name)}>"


class AgentsManager(base.ManagerWithFind[Agent]):
    """Guest agents; current clouds answer 410 to every request."""

    resource_class = Agent

    def list(self, hypervisor: str | None = None) -> base.ListWithMeta[Agent]:
        """List the builds of agents.

        ``GET /os-agents``

        :param hypervisor: Only those for this kind of hypervisor.
        :return: The builds.
        :raises novaclient.exceptions.ClientException: on clouds that have them no more.
        """
        filters = {"hypervisor": hypervisor} if hypervisor else None
        return self._list("/os-agents", "agents", filters=filters)

    def create(
        self, os: str, architecture: str, version: str, url: str, md5hash: str, hypervisor: str
    ) -> Agent:
        """Make known a build of an agent.

        ``POST /os-agents``

        :param os: The operating system.
        :param architecture: The architecture of the CPU.
        :param version: The version of the build.
        :param url: Where the build is.
        :param md5hash: Its MD5 hash.
        :param hypervisor: The kind of hypervisor.
        :return: The build.
        :raises novaclient.exceptions.ClientException: on clouds that have them no more.
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
        self, id: int | str, version: str, url: str, md5hash: str
    ) -> Agent | base.StrWithMeta:
        """Change a build of an agent.

        ``PUT /os-agents/{id}``

        :param id: The id of the build.
        :param version: The new version.
        :param url: Where the build is.
        :param md5hash: Its MD5 hash.
        :return: The build.
        :raises novaclient.exceptions.ClientException: on clouds that have them no more.
        """
        body = {"para": {"version": version, "url": url, "md5hash": md5hash}}
        return self._update(utils.path("os-agents", id), body, "agent")

    def delete(self, id: int | str) -> base.WithMeta:
        """Delete a build of an agent.

        ``DELETE /os-agents/{id}``

        :param id: The id of the build.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.ClientException: on clouds that have them no more.
        """
        return self._delete(utils.path("os-agents", id))
