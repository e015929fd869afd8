"""How the tables represent values, exceptions and results for which JSON has no type."""

from __future__ import annotations

import base64
import datetime
import functools
import importlib
import io
import math
import re
import types
from collections.abc import Callable, Iterator
from typing import Any

import requests

from novaclient import base, exceptions
from tests.contract import tables

PLAIN = frozenset({type(None), bool, int, str})
ERROR_ATTRIBUTES = (
    "code",
    "details",
    "http_status",
    "message",
    "method",
    "request_id",
    "retry_after",
    "url",
)


def decode(value: Any, nova: Any) -> Any:
    """Return a new value from its representation in the tables."""
    if isinstance(value, list):
        return [decode(item, nova) for item in value]
    if not isinstance(value, dict):
        return value
    form = next(iter(value), "")
    if form.startswith("$"):
        return FORMS[form](value[form], nova)
    return {key: decode(item, nova) for key, item in value.items()}


def _resource(form: dict[str, Any], nova: Any) -> Any:
    info = decode(form["info"], nova)
    return resource(nova, form["manager"], info, form["loaded"], form.get("class"))


FORMS: dict[str, Callable[[Any, Any], Any]] = {
    "$bytes": lambda form, nova: base64.b64decode(form),
    "$bytesfile": lambda form, nova: io.BytesIO(base64.b64decode(form)),
    "$datetime": lambda form, nova: datetime.datetime.fromisoformat(form),
    "$file": lambda form, nova: io.StringIO(form),
    "$resource": _resource,
    "$tuple": lambda form, nova: tuple(decode(form, nova)),
}


def resource(
    nova: Any, manager: str, info: dict[str, Any], loaded: bool = True, cls: Any = None
) -> Any:
    """Return a resource of one of the client's managers."""
    owner = getattr(nova, manager)
    if isinstance(cls, str):
        module, _, name = cls.rpartition(".")
        cls = getattr(importlib.import_module(module), name)
    return (cls or owner.resource_class)(owner, info, loaded=loaded)


def returned(value: Any) -> dict[str, Any]:
    """Return the ``returns`` of an outcome."""
    described = {"type": type_name(type(value))}
    try:
        form = encode(value)
    except Exception as error:
        return {**described, "unreadable": repr(type(error))}
    if isinstance(value, (base.Resource, base.RequestIdMixin)):
        return dict(form)
    return {**described, "value": form}


def encode(value: Any) -> Any:
    """Return the representation of a value as JSON."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is list:
        return [encode(item) for item in value]
    if kind is dict:
        return _encode_dict(value)
    if kind is tuple:
        return {"$tuple": [encode(item) for item in value]}
    if isinstance(value, base.Resource):
        return _encode_resource(value)
    if isinstance(value, base.RequestIdMixin):
        return _encode_with_meta(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": repr(value)}
    if isinstance(value, dict):
        return _encode_dict(value)
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, requests.Response):
        return {"$response": value.status_code}
    if isinstance(value, types.GeneratorType):
        return {"$generator": [encode(item) for item in value]}
    if isinstance(value, Exception):
        return {"$exception": raised(value)}
    return _encode_instance(value)


def _encode_dict(value: dict[Any, Any]) -> dict[str, Any]:
    if all(isinstance(key, str) for key in value):
        return {key: encode(item) for key, item in value.items()}
    return {"$dict": [[encode(key), encode(item)] for key, item in value.items()]}


def _encode_resource(value: base.Resource) -> dict[str, Any]:
    """Describe a resource; its repr comes last, because it may load the resource."""
    form: dict[str, Any] = {"type": type_name(type(value)), "info": encode(value.to_dict())}
    if value.request_ids:
        form["request_ids"] = encode(value.request_ids)
    if not value.is_loaded():
        form["loaded"] = False
    unlike = dict(_attributes_unlike_info(value, form["info"]))
    if unlike:
        form["attributes_unlike_info"] = unlike
    try:
        form["repr"] = repr(value)
    except Exception as error:
        form["repr_raises"] = type_name(type(error))
    return form


def _attributes_unlike_info(
    value: base.Resource, info: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    for key, wanted in info.items():
        try:
            read = encode(getattr(value, key))
        except Exception as error:
            read = {"$raises": type_name(type(error))}
        if read != wanted:
            yield key, read


def _encode_with_meta(value: Any) -> dict[str, Any]:
    plain = next(kind for kind in (list, dict, tuple, str, bytes) if isinstance(value, kind))
    return {
        "type": type_name(type(value)),
        "value": encode(plain(value)),
        "request_ids": encode(value.request_ids),
    }


def _encode_instance(value: Any) -> dict[str, Any]:
    names = [name for name in getattr(value, "__dict__", ()) if not name.startswith("_")]
    return {
        "$instance": type_name(type(value)),
        "repr": repr(value),
        "attributes": {name: encode(getattr(value, name)) for name in names},
    }


def raised(error: Exception, mv: str | None = None) -> dict[str, Any]:
    """Return the ``raises`` of an outcome.

    :param mv: The microversion that a VersionNotFoundForAPIMethod must name; by default its
        ``version``.
    """
    return {
        "type": type_name(type(error)),
        "str": _error_message(error, mv),
        "attributes": {
            name: encode(getattr(error, name)) for name in ERROR_ATTRIBUTES if hasattr(error, name)
        },
    }


# A sentence that the tables lack: at which microversions the method exists.
_AVAILABLE = re.compile(
    r" It exists (since|up to|at) microversions? 2\.\d+( to 2\.\d+)?"
    r"( and (since|at) microversions? 2\.\d+( to 2\.\d+)?)*\.$"
)


def _error_message(error: Exception, mv: str | None) -> str:
    """Return the message of an exception, without what is not in the tables or varies."""
    message = str(error)
    if isinstance(error, exceptions.VersionNotFoundForAPIMethod):
        message = _AVAILABLE.sub("", message)
        owner = str(error.method).rpartition(".")[0]
        message = message.replace(f"'{mv or error.version}'", "'{mv}'").replace(
            f"'{owner}.", "'..."
        )
    return message


def type_name(kind: type) -> str:
    """Return the name of a class in the contract: with its module, unless it is a builtin."""
    known = _public_names().get(kind)
    if known is not None:
        return known
    if kind.__module__ == "builtins":
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


@functools.cache
def _public_names() -> dict[type, str]:
    """Return the public name of each class, whichever module defines it."""
    names = {}
    for module_name, described in tables.surface()["modules"].items():
        module = importlib.import_module(module_name)
        for name in described.get("classes", {}):
            if hasattr(module, name):
                names[getattr(module, name)] = f"{module_name}.{name}"
    return names
