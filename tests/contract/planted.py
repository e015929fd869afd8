"""Secrets in calls, in requests and in answers, all of which can be recognised."""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import requests

from tests.contract import server, sessions, tables

#: What every planted secret is, or holds.
SECRET = "5ecret-of-Somebody"
ENCODED = base64.b64encode(SECRET.encode()).decode()

#: What nobody may see.
FORBIDDEN = (SECRET, ENCODED)

#: Keys of bodies that hold secrets; told here on its own, not read from what is tested.
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

#: Those of them that Nova wants, and sends, in base64.
ENCODED_KEYS = frozenset({"contents", "OS-EXT-SRV-ATTR:user_data", "user_data"})

URLS = (
    f"https://console.example/?token={SECRET}",
    f"https://console.example/vnc_auto.html?path=%3Ftoken%3D{SECRET}",
)

#: How a server may answer: as it should, that it refuses the body, with no JSON, not at all.
MANNERS = ("answers", "refuses", "babbles", "is away")


class StaticAuth(sessions.StaticAuth):
    """An auth plugin whose token is a secret."""

    def get_token(self, session: Any, **kwargs: Any) -> str:
        """Return the token."""
        return f"token-{SECRET}"


def in_row(row: tables.Row, mv: str) -> tables.Row:
    """Return a row whose call holds secrets wherever it sends passwords and the like."""
    line = {name: value for name, value in row.line.items() if name != "outcomes"}
    found = {
        (key, text)
        for sent in dict(row.outcomes())[mv].get("requests", ())
        for key, text in secrets(sent.get("json"))
    }
    for key, text in sorted(found):
        if key in ENCODED_KEYS:
            line = _replaced(line, text, ENCODED)
            plain = base64.b64decode(text).decode("utf-8", "ignore")
            line = _replaced(line, plain, SECRET)
        else:
            line = _replaced(line, text, SECRET)
    return tables.Row({**line, "outcomes": row.line["outcomes"]})


def _replaced(value: Any, text: str, by: str) -> Any:
    """Replace a text where it stands alone, or between the quotes of a code line."""
    if isinstance(value, dict):
        return {
            name: re.sub(rf"'{re.escape(text)}'", repr(by), item)
            if name == "code"
            else item
            if name in ("call", "id", "group")
            else _replaced(item, text, by)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_replaced(item, text, by) for item in value]
    return by if value == text else value


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
                # So it is when somebody logs in with a token.
                yield key, item["id"]
            else:
                yield from secrets(item)


def in_answer(body: Any) -> Any:
    """Return an answer with a secret under every key that holds one, and in all consoles."""
    if isinstance(body, list):
        return [in_answer(item) for item in body]
    if not isinstance(body, dict):
        return body
    planted = {key: in_answer(item) for key, item in body.items()}
    if "id" in planted:
        # So does a resource that has all of them.
        planted = {**dict.fromkeys(KEYS, None), **planted}
    for key, item in planted.items():
        if key in KEYS and (item is None or isinstance(item, str)):
            planted[key] = ENCODED if key in ENCODED_KEYS else SECRET
        elif key in ("console", "remote_console") and "url" in item:
            planted[key] = {**item, "url": URLS[len(item) % 2]}
    return planted


class Server(server.Server):
    """A server that sends secrets, and may repeat what it is sent."""

    manner = MANNERS[0]

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Answer a request in the manner of the server."""
        answer = super().send(request, **kwargs)
        url, body = request.url or "", request.body or b""
        identity = url.startswith("http://auth.example")
        if identity:
            if "X-Subject-Token" in answer.headers:
                answer.headers["X-Subject-Token"] = SECRET
            return answer
        if self.manner == "answers":
            return _with(answer, json.dumps(in_answer(_decoded(answer))).encode())
        if self.manner == "refuses":
            answer.status_code = 400
            message = _refusal(json.loads(body) if body else None, url)
            content = json.dumps({"badRequest": {"code": 400, "message": message}})
            return _with(answer, content.encode())
        if self.manner == "babbles":
            answer.status_code = 200
            answer.headers["Content-Type"] = "text/html"
            text = body.decode() if isinstance(body, bytes) else body
            return _with(answer, f"<html>{url} {text}</html>".encode())
        path = url.partition("example")[2]
        raise requests.ConnectionError(f"Max retries exceeded with url: {path} (Refused)")


def _decoded(answer: requests.Response) -> Any:
    try:
        return copy.deepcopy(answer.json())
    except ValueError:
        return None


def _with(answer: requests.Response, content: bytes) -> requests.Response:
    if content != b"null":
        answer._content = content
    return answer


def _refusal(body: Any, url: str) -> str:
    """Return what Nova says of a body that is not as its schema wants it."""
    value = repr(body)
    return f"Invalid input for field/attribute server. Value: {value}. {value} at {url} is wrong"
