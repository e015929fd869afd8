from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import exceptions
from novaclient.api_versions import APIVersion

MINORS = st.integers(0, 300)


@given(MINORS)
def test_a_parsed_version_has_the_same_string(minor):
    assert APIVersion(f"2.{minor}").get_string() == f"2.{minor}"


@given(MINORS, MINORS)
def test_versions_are_compared_as_numbers(one, other):
    assert (APIVersion(f"2.{one}") < APIVersion(f"2.{other}")) == (one < other)
    assert (APIVersion(f"2.{one}") == APIVersion(f"2.{other}")) == (one == other)


@given(MINORS)
def test_latest_is_newer_than_every_version(minor):
    assert APIVersion("2.latest") > APIVersion(f"2.{minor}")


@given(st.text())
def test_any_string_is_a_version_or_is_refused(string):
    try:
        version = APIVersion(string)
    except exceptions.UnsupportedVersion:
        return
    assert version.get_string() == string


@pytest.mark.parametrize(
    "string",
    [
        "two",
        "2",
        "2.",
        ".1",
        "2.01",
        "02.1",
        "2.1.1",
        "",
        " 2.1",
        "2.1\n",
        "+2.1",
        "2.-1",
        "v2.1",
        "\u0662.\u0661",
        "2.LATEST",
        "latest",
        "0.0",
        "2,1",
        "-2.1",
        "2_0.1",
        "9" * 5000 + ".1",
    ],
)
def test_a_malformed_version_is_refused(string):
    with pytest.raises(exceptions.UnsupportedVersion, match="Expected format"):
        APIVersion(string)


def test_equal_versions_have_the_same_hash():
    assert len({APIVersion("2.53"), APIVersion("2.53"), APIVersion("2.54")}) == 2


def test_a_version_cannot_be_compared_with_a_string():
    with pytest.raises(TypeError, match=r"'2\.1' should be an instance"):
        assert APIVersion("2.1") == "2.1"


@pytest.mark.parametrize(
    ("version", "string"),
    [(None, "null"), ("2.10", "2.10"), ("2.latest", "2.latest")],
)
def test_the_repr_names_the_version(version, string):
    assert repr(APIVersion(version)) == f"<APIVersion: {string}>"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2.5", "2.10", True),
        ("2.10", "2.10", True),
        ("2.11", "2.20", False),
        ("2.1", "2.9", False),
        (None, "2.10", True),
        (None, "2.9", False),
        ("2.10", None, True),
        ("2.11", None, False),
        (None, None, True),
    ],
)
def test_a_version_matches_a_range_that_includes_both_ends_and_may_be_open(first, last, expected):
    assert APIVersion("2.10").matches(APIVersion(first), APIVersion(last)) is expected


def test_the_null_version_matches_no_range_and_has_no_string():
    with pytest.raises(ValueError, match="matches"):
        APIVersion().matches(APIVersion("2.1"), APIVersion("2.2"))
    with pytest.raises(ValueError, match="string"):
        APIVersion().get_string()


@pytest.mark.parametrize(
    ("version", "expected"), [("2.52", False), ("2.53", True), ("2.54", True), (None, False)]
)
def test_at_least_includes_its_end_and_not_the_null_version(version, expected):
    assert APIVersion(version).at_least("2.53") is expected


def test_the_null_version_counts_as_2_0():
    assert APIVersion().at_least("2.0")
    assert not APIVersion().at_least("2.1")
