# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Responses that are not what the API promises, as exceptions.

:mod:`novaclient.base` is where these functions are imported from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import exceptions, masking
from novaclient.exceptions import request_id_of

if TYPE_CHECKING:
    import requests

    from novaclient._resource import Resource


def unexpected(resp: requests.Response, url: str, problem: str) -> exceptions.UnexpectedResponse:
    """Return the exception for a successful response with an unexpected body.

    :param resp: The response.
    :param url: The URL of the request, as it was given to the client.
    :param problem: What is wrong with the body, as part of a sentence. A body that is not JSON
        is described as such instead.
    :return: The exception.
    """
    method = getattr(getattr(resp, "request", None), "method", None) or "a request"
    shown_url = masking.mask_url(url)
    not_json = _json_problem(resp)
    if not_json is not None:
        kind = resp.headers.get("Content-Type", "no content type")
        message = f"The response to {method} {shown_url} is not JSON ({kind}): {not_json}"
        details = _masked_text(resp, url)
    else:
        promised = "is not what the Compute API promises"
        message = f"The response to {method} {shown_url} {promised}: {problem}."
        details = None
    return exceptions.UnexpectedResponse(
        resp.status_code,
        message,
        details=details,
        request_id=request_id_of(resp),
        url=url,
        method=method,
    )


def is_not_json(resp: Any) -> bool:
    """Return whether a response has a body that is not JSON.

    :param resp: The response.
    """
    return _json_problem(resp) is not None


def _json_problem(resp: Any) -> str | None:
    """Return why the body of a response is not JSON; None if it is JSON, or empty."""
    content = getattr(resp, "content", None)
    if not isinstance(content, bytes) or not content.strip():
        return None
    # Imports orjson, which the resources themselves don't need.
    from novaclient import jsonbody

    try:
        jsonbody.loads(content)
    except ValueError as error:
        return str(error)
    return None


def _masked_text(resp: requests.Response, url: str) -> str | None:
    """Return the text of a response that is not JSON, with the secrets of both sides masked."""
    from novaclient import jsonbody

    text = exceptions.text_of(resp)
    if text is None:
        return None
    sent = getattr(getattr(resp, "request", None), "body", None)
    try:
        body = jsonbody.loads(sent.encode() if isinstance(sent, str) else sent or b"null")
    except ValueError:
        body = None
    return masking.mask_text(masking.RequestSecrets(url, body).hide(text))


def malformed(resource: Resource, key: str) -> exceptions.UnexpectedResponse:
    """Return the exception for an unexpected value in the JSON of a resource.

    :param resource: The resource.
    :param key: The key whose value is wrong or missing.
    :return: The exception.
    """
    return exceptions.UnexpectedResponse(
        200,
        f"{key!r} of a {type(resource).__name__} is not what the Compute API promises: "
        f"{masking.masked(resource._info.get(key))!r}",
        request_id=next(iter(resource.request_ids), None),
    )


def shown(value: Any) -> Any:
    """Return an id or a name as the ``repr`` of a resource can show it.

    :param value: What the server sent; normally a string or a number.
    :return: The value. If it is a list or an object, secrets are masked and deep levels left out.
    """
    return value if isinstance(value, str) else masking.masked(value)
