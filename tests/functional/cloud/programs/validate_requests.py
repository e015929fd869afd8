"""Tell what Nova's routes, microversions and JSON schemas say of requests.

Reads from the standard input a JSON list of requests, each with ``method``, ``path`` (below the
endpoint, as it is sent), ``query``, ``body`` (None for none) and ``microversion``.  Writes a JSON
list of the same length: None for a request that Nova takes, else its status and message.

Nova's own WSGI application does it all: it finds the controller, the action and the schemas.
But each method of a controller has nothing left to do once its decorators are content.
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
        # What Nova refuses whatever the request, it shall refuse here too.
        if not getattr(method, "removed", False):
            _do_nothing(inspect.unwrap(method))
    mapping = urlmap.URLMap()
    mapping[ENDPOINT] = versions.VersionsV2()
    mapping[f"{ENDPOINT}/+"] = router
    return mapping


def _controller_methods(router):
    """Yield what is called for some route, with its decorators."""
    for route in router.map.matchlist:
        if "controller" not in route.defaults:
            continue
        resource, action = route.defaults["controller"], route.defaults["action"]
        if action == "action":
            yield from resource.wsgi_actions.values()
        else:
            yield getattr(resource.controller, action)


def _do_nothing(function):
    """Empty a function in its place, since its decorators hold the function itself."""
    nothing = (lambda *args, **kwargs: None).__code__
    function.__code__ = nothing.replace(co_freevars=function.__code__.co_freevars)


def verdict(api, asked):
    """Return None if Nova takes a request, else its status and message."""
    request = webob.Request.blank(ENDPOINT + asked["path"], method=asked["method"])
    request.query_string = asked["query"]
    request.headers["OpenStack-API-Version"] = f"compute {asked['microversion']}"
    if asked["body"] is not None:
        request.content_type = "application/json"
        request.body = json.dumps(asked["body"]).encode()
    response = request.get_response(api)
    if response.status_int < 300:
        return None
    return f"{response.status_int} {_message(response)}"


def _message(response):
    """Return the text of an error, which Nova wraps in an object with one key."""
    try:
        (error,) = response.json_body.values()
        return error["message"]
    except ValueError:
        return response.status


def main():
    """Validate the requests of the standard input."""
    api = application()
    json.dump([verdict(api, asked) for asked in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
