"""Validates requests by Nova's routes, microversions and JSON schemas.

Reads a JSON list of requests from the standard input, each with ``method``, ``path`` (below the
endpoint, encoded), ``query``, ``body`` (null if there is none) and ``microversion``.  Writes a
JSON list of the same length: null for a request that Nova accepts, else its status and message.

Nova's own WSGI application finds the controller, the action and the schemas.  Only the methods of
the controllers are emptied: after their decorators have validated the request, they do nothing.
"""

import inspect
import json
import sys
from unittest import mock

import webob
from nova import rpc
from nova.api.openstack import urlmap
from nova.api.openstack.compute import routes, versions
from nova.conf import CONF

ENDPOINT = "/v2.1"


def application():
    """Return Nova's Compute API, which validates requests and does nothing else."""
    CONF([], project="nova", default_config_files=[])
    CONF.set_override("response_validation", "ignore", group="api")
    with mock.patch.multiple(rpc, get_client=mock.DEFAULT, get_notifier=mock.DEFAULT):
        router = routes.APIRouterV21()
    for method in _controller_methods(router):
        # Keep methods that always raise: those of operations that Nova no longer supports.
        if not getattr(method, "removed", False):
            _do_nothing(inspect.unwrap(method))
    mapping = urlmap.URLMap()
    mapping[ENDPOINT] = versions.VersionsV2()
    mapping[f"{ENDPOINT}/+"] = router
    return mapping


def _controller_methods(router):
    """Yield the methods of all routes, with their decorators."""
    for route in router.map.matchlist:
        if "controller" not in route.defaults:
            continue
        resource, action = route.defaults["controller"], route.defaults["action"]
        if action == "action":
            yield from resource.wsgi_actions.values()
        else:
            yield getattr(resource.controller, action)


def _do_nothing(function):
    """Replace the code of a function; its decorators refer to the function itself."""
    nothing = (lambda *args, **kwargs: None).__code__
    function.__code__ = nothing.replace(co_freevars=function.__code__.co_freevars)


def validate(api, sent):
    """Return None if Nova accepts a request, else its status and message."""
    request = webob.Request.blank(ENDPOINT + sent["path"], method=sent["method"])
    request.query_string = sent["query"]
    request.headers["OpenStack-API-Version"] = f"compute {sent['microversion']}"
    if sent["body"] is not None:
        request.content_type = "application/json"
        request.body = json.dumps(sent["body"]).encode()
    response = request.get_response(api)
    if response.status_int < 300:
        return None
    return f"{response.status_int} {_message(response)}"


def _message(response):
    """Return the message of an error, which is in an object with a single key."""
    try:
        (error,) = response.json_body.values()
        return error["message"]
    except ValueError:
        return response.status


def main():
    """Validate the requests of the standard input."""
    api = application()
    json.dump([validate(api, sent) for sent in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
