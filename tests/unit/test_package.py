"""What is installed."""

from __future__ import annotations

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
def test_the_tools_have_one_version_wherever_they_are_pinned(tool):
    files = ("tox.ini", "test-requirements.txt", ".pre-commit-config.yaml")
    text = "\n".join((ROOT / name).read_text() for name in files)
    pins = re.findall(rf"(?m)(?<![\w-]){tool}([=<>][^\s\"]*)", text)
    assert len(pins) >= 2
    assert len(set(pins)) == 1
    assert pins[0].startswith("==")


def test_the_version_satisfies_those_who_depend_on_it():
    assert SpecifierSet(">=18.2.0").contains(metadata.version(NAME), prereleases=True)


def test_the_library_knows_its_version():
    assert novaclient.__version__ == metadata.version(NAME)


def test_the_package_says_that_it_is_typed():
    assert resources.files("novaclient").joinpath("py.typed").is_file()
    assert "Typing :: Typed" in metadata.metadata(NAME).get_all("Classifier")


def test_orjson_is_an_extra():
    requirements = [Requirement(text) for text in metadata.requires(NAME)]
    (orjson,) = [r for r in requirements if r.name == "orjson"]
    assert not orjson.marker.evaluate({"extra": ""})
    assert orjson.marker.evaluate({"extra": "speed"})


def test_there_is_no_command_line_program():
    assert not [e for e in metadata.distribution(NAME).entry_points if "script" in e.group]


def test_the_library_speaks_from_2_1_up():
    assert api_versions.APIVersion("2.1") == novaclient.API_MIN_VERSION
    assert api_versions.APIVersion("2.96") <= novaclient.API_MAX_VERSION


def test_the_package_of_version_2_exports_its_client():
    assert v2.Client is client.Client


@pytest.mark.parametrize("package", [novaclient, v2])
def test_a_name_that_is_not_there_is_an_attribute_error(package):
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'x'"):
        package.x  # noqa: B018
