"""What importing the library imports."""

from __future__ import annotations

import pytest

PROGRAM = """
import sys
before = set(sys.modules)
{statement}
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))
"""

HEAVY = {"requests", "urllib3", "keystoneauth1", "oslo_utils", "stevedore", "pbr", "orjson"}


@pytest.fixture
def imported(run_python):
    """Return the top-level modules that a statement imports."""

    def run(statement):
        return set(run_python(PROGRAM.format(statement=statement)).split())

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "import novaclient",
        "from novaclient import exceptions",
        "from novaclient import api_versions",
        "from novaclient import base, bulk, crypto, extension, i18n, utils, waiting",
        "import novaclient.v2",
        "from novaclient.v2 import servers, flavors, flavor_access, versions",
        "import novaclient; novaclient.API_MAX_VERSION; novaclient.API_MIN_VERSION",
        "import novaclient; novaclient.exceptions.NotFound; novaclient.v2.servers.Server",
        "import novaclient; dir(novaclient); dir(novaclient.v2)",
    ],
)
def test_nothing_heavy_is_imported(imported, statement):
    modules = imported(statement)
    assert "novaclient" in modules
    assert not modules & HEAVY


def test_the_client_does_not_import_what_is_rarely_needed(imported):
    modules = imported("from novaclient import client")
    assert "keystoneauth1" in modules
    assert not modules & {"oslo_utils", "openstack", "osprofiler", "oslo_i18n", "stevedore"}


def test_the_client_imports_bulk_only_for_those_who_use_it(run_python):
    program = (
        "import sys, novaclient; from novaclient import client; novaclient.v2.servers.Server;"
        "print('novaclient.bulk' in sys.modules); novaclient.bulk.for_each;"
        "print('novaclient.bulk' in sys.modules)"
    )
    assert run_python(program).split() == ["False", "True"]


def test_a_client_imports_what_negotiates_when_it_does(run_python):
    program = (
        "import sys, novaclient.client; from keystoneauth1 import session;"
        "nova = novaclient.client.Client('2.96', session=session.Session()); nova.servers;"
        "print(not sys.modules.keys() & {'novaclient._negotiation', 'novaclient.options'});"
        "novaclient.api_versions.discover_version;"
        "print('novaclient._negotiation' in sys.modules)"
    )
    assert run_python(program).split() == ["True", "True"]


def test_a_client_does_not_import_the_fake_cloud(run_python):
    program = (
        "import sys; from novaclient import client; from keystoneauth1 import session;"
        "nova = client.Client('2.96', session=session.Session()); nova.servers; nova.flavors;"
        "print([name for name in sys.modules if name.startswith('novaclient.testing')])"
    )
    assert run_python(program).strip() == "[]"


def test_the_version_is_read_on_first_use(imported):
    assert "email" not in imported("import novaclient")
    assert not imported("import novaclient; novaclient.__version__") & HEAVY


@pytest.mark.parametrize(
    "module",
    [
        "api_versions",
        "base",
        "bulk",
        "client",
        "crypto",
        "exceptions",
        "extension",
        "i18n",
        "jsonbody",
        "session",
        "testing",
        "utils",
        "waiting",
        "v2",
        "v2.client",
        "v2.servers",
        "v2.flavors",
        "v2.flavor_access",
        "v2.versions",
    ],
)
def test_each_module_can_be_imported_first(run_python, module):
    run_python(f"import novaclient.{module}")
