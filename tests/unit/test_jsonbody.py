from __future__ import annotations

import importlib.util
import json
import sys
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import jsonbody

pytest.importorskip("orjson")


def _second_copy_without_orjson():
    spec = importlib.util.find_spec("novaclient.jsonbody")
    module = importlib.util.module_from_spec(spec)
    with mock.patch.dict(sys.modules, orjson=None):
        spec.loader.exec_module(module)
    return module


FAST = jsonbody.loads
SLOW = _second_copy_without_orjson().loads

DECODERS = pytest.mark.parametrize("loads", [FAST, SLOW], ids=["with orjson", "without"])

# Integers have up to 64 bits. Larger ones have a test of their own.
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)

NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,16})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", fullmatch=True
)


def _outcome(loads, content):
    """Return a result for exact comparison: 1 differs from 1.0, and NaN equals NaN."""
    try:
        return repr(loads(content))
    except ValueError:
        return ValueError


@given(JSON, st.booleans())
def test_both_decoders_return_the_same_for_any_json_value(value, ascii_only):
    content = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert _outcome(FAST, content) == _outcome(SLOW, content) == repr(value)


@given(JSON, st.sampled_from(["utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-32-be"]))
def test_both_decoders_return_the_same_for_other_encodings(value, encoding):
    content = json.dumps(value).encode(encoding)
    assert _outcome(FAST, content) == _outcome(SLOW, content) == repr(value)


@given(st.binary() | st.text(alphabet='[]{},:"\\ue+-.0123ntf \n\x01é').map(str.encode))
def test_both_decoders_return_the_same_for_any_bytes(content):
    assert _outcome(FAST, content) == _outcome(SLOW, content)


@given(NUMBERS.map(str.encode))
def test_both_decoders_return_the_same_for_any_number(content):
    assert _outcome(FAST, content) == _outcome(SLOW, content)


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**30])
def test_integers_beyond_64_bits_become_floats_with_orjson_as_documented(number):
    content = str(number).encode()
    assert _outcome(FAST, content) == repr(float(number))
    assert _outcome(SLOW, content) == repr(number)
    assert "beyond 64 bits" in jsonbody.loads.__doc__


@DECODERS
@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"<html>", b"{", b"[1,]", b"{'a': 1}", b"\xff\xfe\xfa", b'"\x01"', b"01", b"1 2"],
)
def test_a_body_that_is_not_json_is_a_value_error(loads, content):
    with pytest.raises(ValueError, match=r"\w"):
        loads(content)


@DECODERS
def test_a_body_that_is_nested_too_deeply_is_a_value_error(loads):
    with pytest.raises(ValueError, match="nested too deeply"):
        loads(b"[" * 100_000 + b"]" * 100_000)


@DECODERS
def test_200_levels_are_decoded(loads):
    value = loads(b"[" * 200 + b"]" * 200)
    for _ in range(199):
        (value,) = value
    assert value == []


@DECODERS
def test_a_number_with_too_many_digits_is_a_value_error(loads):
    with pytest.raises(ValueError, match=r"\w"):
        loads(b"[" + b"1" * 5000 + b"x]")


LISTING = """
import sys
sys.modules["orjson"] = None
from novaclient import client

with client.Client("2.96", "demo", "x", "p1", sys.argv[1], user_domain_id="default") as nova:
    print([server.to_dict() for server in nova.servers.list()])
"""


def test_the_library_works_without_orjson(cloud, run_python, log_in):
    with log_in() as nova:
        expected = [server.to_dict() for server in nova.servers.list()]
    assert run_python(LISTING, cloud.auth_url).strip() == repr(expected)
