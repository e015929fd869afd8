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

from novaclient import api_versions

__version__: str

#: The first microversion of Nova, and the newest one that this library knows.
API_MIN_VERSION = api_versions.APIVersion("2.1")
API_MAX_VERSION = api_versions.APIVersion(api_versions.MAX_VERSION)


def __getattr__(name: str) -> str:
    # Reading the package metadata takes milliseconds that most programs never need to spend.
    if name == "__version__":
        from importlib import metadata

        version = metadata.version("python-novaclient")
        globals()["__version__"] = version
        return version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
