from __future__ import annotations

import types

import pytest

from novaclient import base, client, extension


class ThingManager(base.Manager):
    """The manager of an extension."""


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


def test_an_extension_may_have_no_manager():
    assert extension.Extension("things", _module()).manager_class is None


@pytest.mark.parametrize("name", ["__pre_parse_args__", "__post_parse_args__"])
def test_the_hooks_of_a_module_run(name):
    got = []
    # Hooks are stored in the class, and a test must not leave any behind.
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

BROKEN = """
import warnings
from novaclient import client, exceptions

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    found = client.discover_extensions()
for warning in caught:
    assert warning.category is exceptions.ExtensionWarning
    print(warning.filename == __file__, warning.lineno, warning.message)
print([e.name for e in found])
"""

#: Statements of broken or outdated packages, and the errors that they cause.
FAILURES = {
    "import nowhere": "ModuleNotFoundError: No module named 'nowhere'",
    "from novaclient import nowhere": "ImportError: cannot import name 'nowhere'",
    "print 'old'": "SyntaxError: Missing parentheses",
    "assert False, 'no'": "AssertionError: no",
    "raise KeyError('x')": "KeyError: 'x'",
}


def _install(folder, name, **entry_points):
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{key} = {value}\n" for key, value in entry_points.items()]
    (info / "entry_points.txt").write_text("[novaclient.extension]\n" + "".join(lines))


@pytest.fixture
def discover(run_python, tmp_path):
    """Run a program with a home directory of its own, where stevedore has its cache."""
    home = tmp_path / "home"
    home.mkdir()
    return lambda program: run_python(program, HOME=str(home), XDG_CACHE_HOME=str(home))


def test_modules_on_the_python_path_are_found_by_their_name(run_python, tmp_path):
    (tmp_path / "things_python_novaclient_ext.py").write_text(MODULE)
    package = tmp_path / "more_python_novaclient_ext"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE + "\nextension_name = 'others'\n")
    assert run_python(DISCOVER).splitlines() == [
        str(
            [
                ("others", "more_python_novaclient_ext", "ThingManager"),
                (
                    "things_python_novaclient_ext",
                    "things_python_novaclient_ext",
                    "ThingManager",
                ),
            ]
        ),
        "[['thing'], ['thing']]",
    ]


def test_entry_points_are_found(discover, tmp_path):
    (tmp_path / "installed.py").write_text(MODULE)
    _install(tmp_path, "installed", things="installed")
    printed = discover(DISCOVER)
    assert printed.splitlines() == ["[('things', 'installed', 'ThingManager')]", "[['thing']]"]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_module_that_cannot_be_imported_is_a_warning_and_the_others_load(
    discover, tmp_path, failure
):
    (tmp_path / "broken_python_novaclient_ext.py").write_text(failure)
    (tmp_path / "works_python_novaclient_ext.py").write_text(MODULE)
    warning, names = discover(BROKEN).splitlines()
    message = "The extension in module 'broken_python_novaclient_ext' was not loaded: "
    assert warning.startswith(f"True 7 {message}{FAILURES[failure]}")
    assert names == "['works_python_novaclient_ext']"


@pytest.mark.parametrize("failure", FAILURES)
def test_an_entry_point_that_cannot_be_imported_is_a_warning_and_the_others_load(
    discover, tmp_path, failure
):
    (tmp_path / "broken.py").write_text(failure)
    (tmp_path / "installed.py").write_text(MODULE)
    _install(tmp_path, "installed", a="broken", b="installed", c="nowhere", d="installed:nothing")
    first, third, fourth, names = discover(BROKEN).splitlines()
    message = "The extension of entry point"
    assert first.startswith(f"True 7 {message} 'a = broken' was not loaded: {FAILURES[failure]}")
    assert third.startswith(f"True 7 {message} 'c = nowhere' was not loaded: ModuleNotFoundError")
    assert fourth.startswith(
        f"True 7 {message} 'd = installed:nothing' was not loaded: AttributeError"
    )
    assert names == "['b']"


PACKAGE = """
from novaclient import base, utils
from novaclient.v2 import shell


class ThingManager(base.Manager):
    def list(self):
        return []


@utils.arg("thing", metavar="<thing>", help="The id of a thing.")
@utils.service_type("things")
def do_thing_show(cs, args):
    utils.print_dict({"id": args})


def __pre_parse_args__():
    utils.add_arg(do_thing_show, "--more")
"""


def test_a_package_with_commands_loads_and_its_commands_run(discover, tmp_path):
    (tmp_path / "things_python_novaclient_ext.py").write_text(PACKAGE)
    program = """
from novaclient import client
(found,) = client.discover_extensions()
nova = client.Client("2.1", extensions=[found])
print(nova.things_python_novaclient_ext.list())
found.run_hooks("__pre_parse_args__")
found.module.do_thing_show(nova, "t1")
"""
    assert discover(program) == "[]\nProperty  Value\nid        t1\n"


def test_without_extensions_the_list_is_empty():
    assert client.discover_extensions() == []


def test_the_former_argument_version_is_ignored():
    assert client.discover_extensions("2.1", only_contrib=True) == []
