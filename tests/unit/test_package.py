"""The installed package."""

from __future__ import annotations

import pkgutil
import re
import subprocess
from importlib import metadata, resources
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import novaclient
from novaclient import api_versions, v2
from novaclient.v2 import client

NAME = "python-novaclient"
ROOT = Path(__file__).parents[2]


def test_the_version_is_19_0_0():
    assert metadata.version(NAME).split(".dev")[0] == "19.0.0"


def test_only_a_tagged_commit_calls_itself_a_release():
    git = ["git", "-c", f"safe.directory={ROOT}", "tag", "--points-at", "HEAD"]
    tags = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True)
    is_tagged = "19.0.0" in tags.stdout.split()
    assert is_tagged == (metadata.version(NAME) == "19.0.0")


@pytest.mark.parametrize("tool", ["mypy", "ruff", "types-requests"])
def test_tools_are_pinned_to_the_same_version_everywhere(tool):
    files = ("tox.ini", "test-requirements.txt", ".pre-commit-config.yaml")
    text = "\n".join((ROOT / name).read_text() for name in files)
    pins = re.findall(rf"(?m)(?<![\w-]){tool}([=<>][^\s\"]*)", text)
    assert len(pins) >= 2
    assert len(set(pins)) == 1
    assert pins[0].startswith("==")


def test_the_version_satisfies_the_requirements_of_dependent_projects():
    assert SpecifierSet(">=18.2.0").contains(metadata.version(NAME), prereleases=True)


def test_the_library_knows_its_version():
    assert novaclient.__version__ == metadata.version(NAME)


def test_the_package_is_marked_as_typed():
    assert resources.files("novaclient").joinpath("py.typed").is_file()
    assert "Typing :: Typed" in metadata.metadata(NAME).get_all("Classifier")


def test_orjson_is_an_extra():
    requirements = [Requirement(text) for text in metadata.requires(NAME)]
    (orjson,) = [r for r in requirements if r.name == "orjson"]
    assert not orjson.marker.evaluate({"extra": ""})
    assert orjson.marker.evaluate({"extra": "speed"})


def test_there_is_no_command_line_program():
    assert not [e for e in metadata.distribution(NAME).entry_points if "script" in e.group]


def test_the_library_supports_2_1_to_at_least_2_96():
    assert api_versions.APIVersion("2.1") == novaclient.API_MIN_VERSION
    assert api_versions.APIVersion("2.96") <= novaclient.API_MAX_VERSION


def test_the_package_of_version_2_exports_its_client():
    assert v2.Client is client.Client


@pytest.mark.parametrize("package", [novaclient, v2])
def test_a_missing_name_is_an_attribute_error(package):
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'x'"):
        package.x  # noqa: B018


INTERNAL = {"credentials", "jsonbody", "masking", "session"}


def _modules(package):
    names = {module.name for module in pkgutil.iter_modules(package.__path__)}
    return {name for name in names if not name.startswith("_")} - INTERNAL


@pytest.mark.parametrize("package", [novaclient, v2])
def test_every_public_module_is_an_attribute_of_its_package(package):
    for name in _modules(package):
        assert getattr(package, name).__name__ == f"{package.__name__}.{name}"


@pytest.mark.parametrize("package", [novaclient, v2])
def test_dir_shows_every_public_module(package):
    assert _modules(package) <= set(dir(package))


def test_dir_shows_what_is_created_on_first_use(run_python):
    program = "import novaclient; print(*dir(novaclient))"
    shown = set(run_python(program).split())
    assert {"API_MAX_VERSION", "API_MIN_VERSION", "__version__", "exceptions", "v2"} <= shown


def test_everything_that_dir_shows_exists():
    for package in (novaclient, v2):
        for name in dir(package):
            assert getattr(package, name, None) is not None or name == "__path__", name


@pytest.mark.parametrize(
    "expression",
    [
        "novaclient.exceptions.NotFound",
        "novaclient.api_versions.APIVersion",
        "novaclient.base.Resource",
        "novaclient.client.Client",
        "novaclient.utils.find_resource",
        "novaclient.v2.Client",
        "novaclient.v2.servers.Server",
        "novaclient.v2.client.Client",
    ],
)
def test_one_import_is_enough(run_python, expression):
    name = expression.rpartition(".")[2]
    assert run_python(f"import novaclient; print({expression}.__name__)").strip() == name
