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

"""The Python SDK for the OpenStack Compute API.

Start with :func:`novaclient.client.Client`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion

__version__: str

#: The first microversion of Nova, and the newest one that this library knows.
API_MIN_VERSION: APIVersion
API_MAX_VERSION: APIVersion


def __getattr__(name: str) -> Any:
    # These take milliseconds that a program which only catches our exceptions need not spend.
    value: Any
    if name == "__version__":
        from importlib import metadata

        value = metadata.version("python-novaclient")
    elif name in ("API_MIN_VERSION", "API_MAX_VERSION", "api_versions"):
        import importlib

        # "from novaclient import …" would ask here again.
        api_versions = importlib.import_module("novaclient.api_versions")
        if name == "api_versions":
            return api_versions
        text = "2.1" if name == "API_MIN_VERSION" else api_versions.MAX_VERSION
        value = api_versions.APIVersion(text)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
