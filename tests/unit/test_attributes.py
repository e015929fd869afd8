"""The attributes of the resource classes: what Nova's API samples show, and when they exist."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import itertools
import json
import pickle
import pkgutil
import re
import subprocess
import sys
import textwrap
import traceback

import pytest

from novaclient import _attributes, api_versions, base, v2
from novaclient.v2 import flavors, hypervisors, server_groups, server_shares, servers, volumes
from tests.unit import api_samples

SAMPLES = json.loads(api_samples.COLLECTED.read_text())

#: Classes that the samples do not show, and why.
NOT_IN_SAMPLES = {
    "Image": "Glance sends it",
    "Network": "Neutron sends it",
}

#: Annotated attributes that the samples do not show, and why.
EXTRA = {
    ("Server", "fault"): "no sample has a server in the status ERROR",
}

#: Keys that have a property instead of an annotated attribute.
PROPERTIES = {
    ("Flavor", "OS-FLV-EXT-DATA:ephemeral"): "ephemeral",
    ("Flavor", "os-flavor-access:is_public"): "is_public",
    ("Keypair", "id"): "id",
    ("Limits", "absolute"): "absolute",
    ("Limits", "rate"): "rate",
}

#: Keys whose range of microversions in the samples is not that of the table, and why.
OTHER_SPANS = {
    ("Hypervisor", "uptime"): "before 2.88, only another operation returns it",
    ("Server", "user_data"): "only rebuilding returns it; otherwise it has another key",
    ("Volume", "id"): "attaching a volume still returns it",
}


def _resource_classes():
    found = {}
    for info in pkgutil.walk_packages(v2.__path__, "novaclient.v2."):
        for cls in vars(importlib.import_module(info.name)).values():
            if inspect.isclass(cls) and issubclass(cls, base.Resource):
                found[cls.__name__] = cls
    for name in ("Attributes", "Parts"):
        del found[name]
    return found


CLASSES = _resource_classes()


def _comments_of_modules():
    """Return the ``#:`` comments of annotated attributes, by the name of the class and theirs."""
    found = {}
    for info in pkgutil.walk_packages(v2.__path__, "novaclient.v2."):
        source = inspect.getsource(importlib.import_module(info.name))
        lines = source.splitlines()
        for cls in ast.parse(source).body:
            for node in cls.body if isinstance(cls, ast.ClassDef) else ():
                if isinstance(node, ast.AnnAssign):
                    comment = itertools.takewhile(
                        lambda line: line.startswith("    #: "), reversed(lines[: node.lineno - 1])
                    )
                    text = " ".join(line.removeprefix("    #: ") for line in [*comment][::-1])
                    found.setdefault(cls.name, {})[node.target.id] = text
    return found


def _comments():
    """Return the comments of the annotated attributes of the resource classes."""
    of_modules = _comments_of_modules()
    found = {}
    for name, cls in CLASSES.items():
        found[name] = {}
        for each in cls.__mro__[: cls.__mro__.index(base.Resource)]:
            comments = of_modules.get(each.__name__, {})
            found[name].update((k, v) for k, v in comments.items() if k != "manager" and v)
    return found


COMMENTS = _comments()


def _key(cls, name):
    return CLASSES[cls]._aliases.get(name, name)


ANNOTATED = [(cls, name) for cls, comments in COMMENTS.items() for name in comments]
CLASSES_IN_SAMPLES = sorted(CLASSES.keys() - NOT_IN_SAMPLES.keys())


def test_the_samples_show_all_classes():
    assert SAMPLES.keys() == set(CLASSES_IN_SAMPLES)


@pytest.mark.parametrize("cls", CLASSES_IN_SAMPLES)
def test_the_attributes_of_a_class_are_the_keys_of_the_samples(cls):
    annotated = {_key(cls, name) for name in COMMENTS[cls]} | COMMENTS[cls].keys()
    annotated |= {key for of, key in PROPERTIES if of == cls}
    extra = {name for of, name in EXTRA if of == cls}
    aliases = CLASSES[cls]._aliases.keys()
    assert annotated - aliases - extra == SAMPLES[cls].keys() - aliases


@pytest.mark.parametrize(("cls", "key"), PROPERTIES)
def test_a_key_without_an_annotated_attribute_has_a_property(cls, key):
    assert isinstance(getattr(CLASSES[cls], PROPERTIES[cls, key]), property)


@pytest.mark.parametrize("cls", CLASSES)
def test_every_annotated_attribute_has_a_comment(cls):
    for each in CLASSES[cls].__mro__[: CLASSES[cls].__mro__.index(base.Resource)]:
        names = {name for name in inspect.get_annotations(each) if not name.startswith("_")}
        assert names - {"manager"} <= COMMENTS[cls].keys()


@pytest.mark.parametrize(("cls", "name"), ANNOTATED)
def test_the_comment_tells_the_microversions_of_the_table(cls, name):
    first, last = _attributes.SPANS.get(cls, {}).get(_key(cls, name), ("2.1", None))
    since = re.search(r"(?:^|\. )Since microversion (2\.\d+)\.(?: |$)", COMMENTS[cls][name])
    until = re.search(r"(?:^|\. )Up to microversion (2\.\d+)\.(?: |$)", COMMENTS[cls][name])
    assert (since[1] if since else "2.1", until[1] if until else None) == (first, last)


@pytest.mark.parametrize(("cls", "name"), ANNOTATED)
def test_the_comment_tells_who_gets_the_attribute(cls, name):
    who = re.search(
        r"\. For administrators(?: up to microversion (2\.\d+))?\.(?: |$)", COMMENTS[cls][name]
    )
    keys = _attributes.ADMINISTRATORS.get(cls, {})
    assert bool(who) is (_key(cls, name) in keys)
    if who:
        assert who[1] == keys[_key(cls, name)]


@pytest.mark.parametrize(("cls", "name"), [(c, n) for c in CLASSES for n in CLASSES[c]._aliases])
def test_the_comment_of_an_alias_tells_the_key(cls, name):
    assert f"Nova's ``{CLASSES[cls]._aliases[name]}``" in COMMENTS[cls][name]


@pytest.mark.parametrize("cls", CLASSES_IN_SAMPLES)
def test_the_table_has_the_microversions_of_the_samples(cls):
    since_the_first = min((first for first, _last in SAMPLES[cls].values()), key=_minor)
    expected = {
        key: (first, last)
        for key, (first, last) in SAMPLES[cls].items()
        if (first != since_the_first or last) and (cls, key) not in OTHER_SPANS
    }
    table = _attributes.SPANS.get(cls, {})
    assert {k: span for k, span in table.items() if (cls, k) not in OTHER_SPANS} == expected


def _minor(version):
    return int(version.removeprefix("2."))


def test_the_tables_only_have_keys_that_nova_sends():
    for table in (_attributes.SPANS, _attributes.ADMINISTRATORS, _attributes.INSTEAD):
        for cls, keys in table.items():
            assert keys.keys() <= SAMPLES[cls].keys()


def test_only_what_went_has_something_instead():
    for cls, keys in _attributes.INSTEAD.items():
        for key in keys:
            assert _attributes.SPANS[cls][key][1] is not None


def test_every_exception_is_needed():
    assert NOT_IN_SAMPLES.keys() <= CLASSES.keys()
    assert set(EXTRA) <= set(ANNOTATED)
    for cls, key in OTHER_SPANS:
        first, last = SAMPLES[cls][key]
        assert _attributes.SPANS[cls].get(key) != (first, last)


# An absent attribute says why.


class _Manager:
    def __init__(self, version):
        self.api_version = api_versions.APIVersion(version)


def _error(cls, name, version):
    resource = cls(_Manager(version), {"links": []}, loaded=True)
    with pytest.raises(AttributeError) as raised:
        getattr(resource, name)
    assert (raised.value.name, raised.value.obj) == (name, resource)
    return raised.value


ADMINISTRATORS_ONLY = ": by default, Nova sends it to administrators only"
IN_PLACEMENT = "Placement has the inventories and the usage of hosts"


@pytest.mark.parametrize(
    ("cls", "name", "version", "reason"),
    [
        (servers.Server, "tags", "2.1", " before microversion 2.26: the client uses 2.1"),
        (servers.Server, "hostname", "2.1", " before microversion 2.3: the client uses 2.1"),
        (servers.Server, "hostname", "2.3", f"{ADMINISTRATORS_ONLY} before microversion 2.90"),
        (servers.Server, "host", "2.1", ADMINISTRATORS_ONLY),
        (servers.Server, "OS-EXT-SRV-ATTR:host", "2.1", ADMINISTRATORS_ONLY),
        (server_shares.ServerShare, "export_location", "2.97", ADMINISTRATORS_ONLY),
        (
            *(hypervisors.Hypervisor, "vcpus", "2.96"),
            f" since microversion 2.88; {IN_PLACEMENT}. The client uses 2.96",
        ),
        (
            *(flavors.Flavor, "rxtx_factor", "2.104"),
            " since microversion 2.102; the last one with it is 2.101. The client uses 2.104",
        ),
        (
            *(volumes.Volume, "id", "2.89"),
            " since microversion 2.89; use 'volumeId'. The client uses 2.89",
        ),
        (
            *(server_groups.ServerGroup, "policies", "2.64"),
            " since microversion 2.64; use 'policy'. The client uses 2.64",
        ),
    ],
)
def test_the_error_of_an_absent_attribute_says_why(cls, name, version, reason):
    assert str(_error(cls, name, version)) == f"{cls.__name__} has no {name!r}{reason}"


@pytest.mark.parametrize(
    ("cls", "name", "version"),
    [
        (servers.Server, "statsu", "2.1"),
        (servers.Server, "tags", "2.26"),
        (servers.Server, "hostname", "2.90"),
        (servers.Server, "progress", "2.1"),
        (hypervisors.Hypervisor, "vcpus", "2.87"),
        (hypervisors.Hypervisor, "vcpus", "2.0"),
        (flavors.Flavor, "tags", "2.1"),
    ],
)
def test_without_a_known_reason_it_is_the_name(cls, name, version):
    assert str(_error(cls, name, version)) == name


def test_a_subclass_has_the_reasons_of_its_class():
    class Mine(servers.Server):
        pass

    assert str(_error(Mine, "tags", "2.1")).startswith("Mine has no 'tags' before")


def test_a_class_of_a_program_has_no_reasons_by_its_name():
    class Server(base.Resource):
        pass

    assert str(_error(Server, "tags", "2.1")) == "tags"


@pytest.mark.parametrize("manager", [None, object()])
def test_a_resource_without_a_microversion_has_no_reasons(manager):
    server = servers.Server(manager, {"id": "1"}, loaded=True)
    with pytest.raises(AttributeError) as raised:
        _ = server.tags
    assert str(raised.value) == "tags"


def test_the_error_can_be_copied_and_pickled():
    error = _error(servers.Server, "tags", "2.1")
    error.obj = None
    assert str(copy.copy(error)) == str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_traceback_suggests_the_name_that_was_meant_once():
    program = """
        from novaclient.v2 import servers
        info = {"id": "1", "status": "ACTIVE", "OS-EXT-STS:task_state": None}
        # Without a manager, a request would be another error.
        server = servers.Server(None, info, loaded=True)
        server.%s
    """
    for typo, meant in (("statsu", "status"), ("stopp", "stop"), ("taskstate", "task_state")):
        code = textwrap.dedent(program) % typo
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.stderr.count(f"Did you mean: '{meant}'?") == 1


def test_making_the_suggestion_sends_no_request(nova, requests_mock):
    server = servers.Server(nova.servers, {"id": "1"}, loaded=False)
    error = AttributeError("statsu", name="statsu", obj=server)
    traceback.format_exception(error)
    assert requests_mock.request_history == []
