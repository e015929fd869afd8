from __future__ import annotations

import types

import pytest

from novaclient import base, client, extension


class ThingManager(base.Manager):
    """What an extension brings."""


def _module(**members):
    module = types.ModuleType("things")
    vars(module).update(members)
    return module


def test_the_manager_of_an_extension_is_found_in_its_module():
    found = extension.Extension("things", _module(a=1, ThingManager=ThingManager, b=str))
    assert found.manager_class is ThingManager
    assert (found.name, repr(found)) == ("things", "<Extension 'things'>")


def test_base_classes_that_the_module_imports_are_not_its_manager():
    members = {"Manager": base.Manager, "ManagerWithFind": base.ManagerWithFind}
    for module in (_module(**members, Mine=ThingManager), _module(Mine=ThingManager, **members)):
        assert extension.Extension("things", module).manager_class is ThingManager
    assert extension.Extension("things", _module(**members)).manager_class is None


def test_an_extension_may_bring_no_manager():
    assert extension.Extension("things", _module()).manager_class is None


@pytest.mark.parametrize("name", ["__pre_parse_args__", "__post_parse_args__"])
def test_the_hooks_of_a_module_run(name):
    got = []
    # Hooks are kept by class, and a test must not leave any behind.
    cls = type("Mine", (extension.Extension,), {})
    cls("things", _module(**{name: lambda *args: got.append(args), "__other__": got.append}))
    cls.run_hooks(name, 1, 2)
    cls.run_hooks("__other__", 3)
    assert got == [(1, 2)]


# Discovery.

MODULE = """
from novaclient import base

class ThingManager(base.Manager):
    def list(self):
        return ["thing"]
"""

DISCOVER = """
from novaclient import client

found = client.discover_extensions()
print([(e.name, e.module.__name__, e.manager_class.__name__) for e in found])
nova = client.Client("2.1", extensions=found)
print([getattr(nova, e.name).list() for e in found])
"""


def test_modules_of_the_python_path_are_found_by_their_name(run_python, tmp_path):
    (tmp_path / "things_python_novaclient_ext.py").write_text(MODULE)
    package = tmp_path / "more_python_novaclient_ext"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE + "\nextension_name = 'others'\n")
    assert run_python(DISCOVER).splitlines() == [
        str(
            [
                ("others", "more_python_novaclient_ext", "ThingManager"),
                ("things", "things_python_novaclient_ext", "ThingManager"),
            ]
        ),
        "[['thing'], ['thing']]",
    ]


def test_entry_points_are_found(run_python, tmp_path):
    (tmp_path / "installed.py").write_text(MODULE)
    info = tmp_path / "installed-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: installed\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[novaclient.extension]\nthings = installed\n")
    # stevedore keeps what it found under the home directory.
    home = tmp_path / "home"
    home.mkdir()
    printed = run_python(DISCOVER, HOME=str(home), XDG_CACHE_HOME=str(home))
    assert printed.splitlines() == ["[('things', 'installed', 'ThingManager')]", "[['thing']]"]


def test_without_extensions_none_are_found():
    assert client.discover_extensions() == []


def test_the_version_that_used_to_be_an_argument_is_ignored():
    assert client.discover_extensions("2.1", only_contrib=True) == []
