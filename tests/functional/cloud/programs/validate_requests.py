"""Validates requests by Nova's routes, microversions and JSON schemas.

Reads a JSON list of requests from the standard input, each with ``method``, ``path`` (below the
endpoint, encoded), ``query``, ``body`` (null if there is none) and ``microversions``, from the
oldest to the newest.  Writes a JSON list of the same length, with a list for each request: for
each of its microversions null if Nova accepts it, else its status and message.

Nova's own WSGI application finds the controller, the action and the schemas.  Only the methods of
the controllers are emptied: after their decorators have validated the request, they do nothing.

It runs with the Nova, and on the Python, of earlier releases too, back to Train and 3.7.
"""

import inspect
import json
import sys
from unittest import mock

import webob
from nova import rpc
from nova.api.openstack import urlmap, wsgi
from nova.api.openstack.api_version_request import APIVersionRequest
from nova.api.openstack.compute import routes, versions
from nova.api.validation import validators
from nova.conf import CONF

ENDPOINT = "/v2.1"


def application():
    """Return Nova's Compute API, which validates requests and does nothing else."""
    CONF([], project="nova", default_config_files=[])
    if "response_validation" in CONF.api:
        CONF.set_override("response_validation", "ignore", group="api")
    _keep_validators()
    _note_turns()
    with mock.patch.multiple(rpc, get_client=mock.DEFAULT, get_notifier=mock.DEFAULT):
        router = routes.APIRouterV21()
    for method in _controller_methods(router):
        _do_nothing(inspect.unwrap(method))
    mapping = urlmap.URLMap()
    if hasattr(versions, "VersionsV2"):
        mapping[ENDPOINT] = versions.VersionsV2()
        mapping[f"{ENDPOINT}/+"] = router
    else:
        # Up to Ussuri, the router has the version document too.
        mapping[ENDPOINT] = router
    return mapping


def _keep_validators():
    """Make a validator once for each schema, which takes longer than using it."""
    make, made = validators._SchemaValidator, {}

    def kept(schema, *args, **kwargs):
        key = (id(schema), args, tuple(kwargs.items()))
        if key not in made:
            made[key] = make(schema, *args, **kwargs)
        return made[key]

    validators._SchemaValidator = kept


def _controller_methods(router):
    """Yield the methods of all routes, with their decorators."""
    for route in router.map.matchlist:
        if "controller" not in route.defaults:
            continue
        resource, action = route.defaults["controller"], route.defaults["action"]
        methods = [*resource.wsgi_actions.values(), getattr(resource.controller, action, None)]
        # Up to 2025.1, a function selects one of the versioned methods.
        yield from (each for each in methods if each and each.__name__ != "version_select")
    yield from _versioned_methods(wsgi.Controller)


def _versioned_methods(controller):
    for subclass in controller.__subclasses__():
        yield from _versioned_methods(subclass)
        for methods in vars(subclass).get("versioned_methods", {}).values():
            yield from (method.func for method in methods)


def _do_nothing(function):
    """Replace the code of a function; its decorators refer to the function itself."""
    code = function.__code__
    # Operations that Nova no longer supports do nothing but raise an exception.
    if not {"exc", "webob", "HTTPBadRequest", "HTTPGone"}.issuperset(code.co_names):
        nothing = (lambda *args, **kwargs: None).__code__
        # Python 3.7 can't replace the variables, and Train does not need that.
        free = code.co_freevars
        function.__code__ = nothing.replace(co_freevars=free) if free else nothing


#: The minor versions at which the outcome of a request may change: those that Nova has compared
#: its microversion with, and the next ones.
_turns = set()


def _note_turns():
    """Note the microversions that Nova compares."""
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        setattr(APIVersionRequest, name, _noting(getattr(APIVersionRequest, name)))


def _noting(compare):
    def noting(one, other):
        for version in (one, other):
            _turns.update((version.ver_minor, version.ver_minor + 1))
        return compare(one, other)

    return noting


def outcomes(api, sent):
    """Return the outcome of a request at each of its microversions."""
    found = []
    next_turn = 0
    for microversion in sent["microversions"]:
        minor = int(microversion.split(".")[1])
        if minor >= next_turn:
            _turns.clear()
            outcome = validate(api, sent, sent["path"], microversion)
            next_turn = min((turn for turn in _turns if turn > minor), default=minor + 1)
        found.append(outcome)
    return found


def validate(api, sent, path, microversion):
    """Return None if Nova accepts a request at a microversion, else its status and message."""
    request = webob.Request.blank(ENDPOINT + path, method=sent["method"])
    request.query_string = sent["query"]
    request.headers["OpenStack-API-Version"] = f"compute {microversion}"
    if sent["body"] is not None:
        request.content_type = "application/json"
        request.body = json.dumps(sent["body"]).encode()
    response = request.get_response(api)
    if response.status_int == 302 and not path:
        # Up to Ussuri, the version document ends with a slash. Clients follow.
        return validate(api, sent, "/", microversion)
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
    json.dump([outcomes(api, sent) for sent in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
