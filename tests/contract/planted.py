"""Recognizable secrets in calls, requests and responses."""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import requests

from tests.contract import server, sessions, tables

#: Every planted secret is this string, or contains it.
SECRET = "5ecret-of-Somebody"
ENCODED = base64.b64encode(SECRET.encode()).decode()

#: Strings that must not be shown anywhere.
FORBIDDEN = (SECRET, ENCODED)

#: Keys with secret values; listed independently of the library, which is what is tested.
KEYS = frozenset(
    {
        "adminPass",
        "contents",
        "internal_access_path",
        "OS-EXT-SRV-ATTR:user_data",
        "password",
        "private_key",
        "token",
        "user_data",
    }
)

#: The keys whose values are base64 in requests and responses.
ENCODED_KEYS = frozenset({"contents", "OS-EXT-SRV-ATTR:user_data", "user_data"})

URLS = (
    f"https://console.example/?token={SECRET}",
    f"https://console.example/vnc_auto.html?path=%3Ftoken%3D{SECRET}",
)

#: The behaviours of the server.
BEHAVIOURS = ("succeeds", "rejects the request", "sends HTML", "is unreachable")


class StaticAuth(sessions.StaticAuth):
    """An auth plugin whose token is a secret."""

    def get_token(self, session: Any, **kwargs: Any) -> str:
        """Return the token."""
        return f"token-{SECRET}"


def in_row(row: tables.Row, mv: str) -> tables.Row:
    """Return a row whose call has planted secrets in place of passwords and the like."""
    line = {name: value for name, value in row.line.items() if name != "outcomes"}
    found = {
        (key, value)
        for sent in dict(row.outcomes())[mv].get("requests", ())
        for key, value in secrets(sent.get("json"))
    }
    for key, value in sorted(found):
        if key in ENCODED_KEYS:
            line = _replaced(line, value, ENCODED)
            plain = base64.b64decode(value).decode("utf-8", "ignore")
            line = _replaced(line, plain, SECRET)
        else:
            line = _replaced(line, value, SECRET)
    return tables.Row({**line, "outcomes": row.line["outcomes"]})


def _replaced(value: Any, secret: str, by: str) -> Any:
    """Replace a string that is a whole value, or a whole literal in the code of a row."""
    if isinstance(value, dict):
        return {
            name: re.sub(rf"'{re.escape(secret)}'", repr(by), item)
            if name == "code"
            else item
            if name in ("call", "id", "group")
            else _replaced(item, secret, by)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_replaced(item, secret, by) for item in value]
    return by if value == secret else value


def secrets(body: Any) -> Iterator[tuple[str, str]]:
    """Yield the secrets of a body, each with its key."""
    if isinstance(body, list):
        for item in body:
            yield from secrets(item)
    elif isinstance(body, dict):
        for key, item in body.items():
            if key in KEYS and isinstance(item, str) and item:
                yield key, item
            elif key == "token" and "id" in item:
                # The body of a login with a token.
                yield key, item["id"]
            else:
                yield from secrets(item)


def in_response(body: Any) -> Any:
    """Return a body with secrets in place of the values of all secret keys and console URLs."""
    if isinstance(body, list):
        return [in_response(item) for item in body]
    if not isinstance(body, dict):
        return body
    planted = {key: in_response(item) for key, item in body.items()}
    if "id" in planted:
        # Add all secret keys to each resource.
        planted = {**dict.fromkeys(KEYS, None), **planted}
    for key, item in planted.items():
        if key in KEYS and (item is None or isinstance(item, str)):
            planted[key] = ENCODED if key in ENCODED_KEYS else SECRET
        elif key in ("console", "remote_console") and "url" in item:
            planted[key] = {**item, "url": URLS[len(item) % 2]}
    return planted


class Server(server.Server):
    """A server that sends secrets, and may repeat those of the request."""

    behaviour = BEHAVIOURS[0]

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Respond to a request, according to ``behaviour``."""
        resp = super().send(request, **kwargs)
        url, body = request.url or "", request.body or b""
        identity = url.startswith("http://auth.example")
        if identity:
            if "X-Subject-Token" in resp.headers:
                resp.headers["X-Subject-Token"] = SECRET
            return resp
        if self.behaviour == "succeeds":
            return _with(resp, json.dumps(in_response(_decoded(resp))).encode())
        if self.behaviour == "rejects the request":
            resp.status_code = 400
            message = _refusal(json.loads(body) if body else None, url)
            content = json.dumps({"badRequest": {"code": 400, "message": message}})
            return _with(resp, content.encode())
        if self.behaviour == "sends HTML":
            resp.status_code = 200
            resp.headers["Content-Type"] = "text/html"
            sent = body.decode() if isinstance(body, bytes) else body
            return _with(resp, f"<html>{url} {sent}</html>".encode())
        path = url.partition("example")[2]
        raise requests.ConnectionError(f"Max retries exceeded with url: {path} (Refused)")


def _decoded(resp: requests.Response) -> Any:
    try:
        return copy.deepcopy(resp.json())
    except ValueError:
        return None


def _with(resp: requests.Response, content: bytes) -> requests.Response:
    if content != b"null":
        resp._content = content
    return resp


def _refusal(body: Any, url: str) -> str:
    """Return Nova's message for a body that does not match its schema."""
    value = repr(body)
    return f"Invalid input for field/attribute server. Value: {value}. {value} at {url} is wrong"
