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

"""Version 2 of the Compute API, with its microversions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novaclient.v2.client import Client

__all__ = ["Client"]


def __getattr__(name: str) -> Any:
    # The client brings keystoneauth, which not everybody who imports a resource module needs.
    if name == "Client":
        from novaclient.v2 import client

        return client.Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
