from __future__ import annotations

import pytest

from novaclient.api_versions import APIVersion
from novaclient.testing import NotInFake
from novaclient.testing._bodies import (
    STRINGS,
    Anything,
    Choice,
    Either,
    Flag,
    Ip,
    Many,
    Nothing,
    Object,
    Real,
    Text,
    Uuid,
    Whole,
    is_true,
    may,
    need,
)
from novaclient.testing._errors import Fault

VERSION = APIVersion("2.50")
ID = "155d900f-4e14-4e4c-a73d-069cbf4541e6"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Anything(), object()),
        (Nothing(), None),
        (Text(min=1, max=3, pattern="^a"), "abc"),
        (Text(null=True), None),
        (Whole(min=-1), "-1"),
        (Whole(max=5), 5),
        (Whole(null=True), None),
        (Real(), "1.5"),
        (Flag(), "off"),
        (Choice(("ssh", "x509")), "ssh"),
        (Uuid(), ID),
        (Uuid(empty=True), ""),
        (Uuid(null=True), None),
        (Many(Text(), max=2), ["a", "b"]),
        (Either((Nothing(), Text())), None),
        (Either((Nothing(), Text())), "a"),
        (STRINGS, {"a": "b"}),
        (Object({"a": need(Text()), "b": may(Text())}), {"a": "x"}),
        (Object({}, null=True), None),
    ],
)
def test_a_value_that_nova_takes_is_taken(kind, value):
    kind.check(value, "key", VERSION)


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        (Nothing(), {}, "not of type 'null'"),
        (Text(), 1, "1 is not of type 'string'"),
        (Text(null=True), 1, "1 is not of type 'string', 'null'"),
        (Text(min=1), "", "'' is too short"),
        (Text(max=1), "ab", "'ab' is too long"),
        (Text(pattern="^a"), "b", "'b' does not match"),
        (Whole(), True, "not of type 'integer', 'string'"),
        (Whole(), "x", "'x' does not match"),
        (Whole(min=1), 0, "0 is less than the minimum of 1"),
        (Whole(max=1), 2, "2 is greater than the maximum of 1"),
        (Real(), "x", "not of type 'number', 'string'"),
        (Real(), 0, "0 is less than or equal to the minimum of 0"),
        (Ip(4), 3, "not of type 'string'"),
        (Ip(4), "x", "'x'"),
        (Ip(4), "::1", "'::1'"),
        (Object({"a": may(Text())}, any=1), {}, "not valid under any"),
        (Flag(), 3, "not of type 'boolean', 'string'"),
        (Flag(), "maybe", "'maybe' is not one of"),
        (Choice(("ssh",)), "rsa", "'rsa' is not one of"),
        (Uuid(), "x", "'x' is not a 'uuid'"),
        (Uuid(), 1, "not of type 'string'"),
        (Many(Text()), "a", "not of type 'array'"),
        (Many(Text(), min=1), [], "too short"),
        (Many(Text(), max=1), ["a", "b"], "too long"),
        (Many(Text()), [1], "field/attribute 0. Value: 1."),
        (Either((Nothing(), Text())), 1, "not of type 'string'"),
        (STRINGS, [], "not of type 'object'"),
        (STRINGS, {"ä": "b"}, "'ä' was unexpected"),
        (Object({}), [], "not of type 'object'"),
        (Object({}), {"a": 1}, "'a' was unexpected"),
        (Object({"a": need(Text())}), {}, "'a' is a required property"),
    ],
)
def test_a_value_that_nova_refuses_is_refused_with_a_reason(kind, value, problem):
    with pytest.raises(Fault) as caught:
        kind.check(value, "key", VERSION)
    assert caught.value.status == 400
    assert problem in caught.value.message


@pytest.mark.parametrize(
    "kind",
    [
        Object({"a": may(Text(), since="2.51")}),
        Object({"a": may(Text(), until="2.49")}),
        Object({}, absent={"a": "2.51"}),
    ],
)
def test_a_key_of_another_microversion_is_refused(kind):
    with pytest.raises(Fault, match="'a' was unexpected"):
        kind.check({"a": "x"}, "key", VERSION)


def test_a_key_that_only_nova_implements_is_not_in_the_fake():
    with pytest.raises(NotInFake, match="the key 'a' of server"):
        Object({}, absent={"a": "2.50"}).check({"a": 1}, "server", VERSION)


def test_strings_that_nova_takes_for_booleans():
    assert is_true("yes") is is_true(True) is True
    assert is_true("0") is is_true(False) is False
