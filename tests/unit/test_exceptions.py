from __future__ import annotations

import copy
import datetime
import inspect
import pickle
import types
from email import utils

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from keystoneauth1 import exceptions as keystone

from novaclient import exceptions
from novaclient.base import Resource

STATUSES = {
    400: exceptions.BadRequest,
    401: exceptions.Unauthorized,
    403: exceptions.Forbidden,
    404: exceptions.NotFound,
    405: exceptions.MethodNotAllowed,
    406: exceptions.NotAcceptable,
    409: exceptions.Conflict,
    413: exceptions.OverLimit,
    429: exceptions.RateLimit,
    501: exceptions.HTTPNotImplemented,
    503: exceptions.ServiceUnavailable,
    402: exceptions.ClientException,
    500: exceptions.ClientException,
    502: exceptions.ClientException,
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)

FAULTS = st.dictionaries(
    st.sampled_from(["message", "details", "code", "itemNotFound"]) | st.text(), JSON
)


def _response(status=500, text="", reason=None, **headers):
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response._content = text.encode()
    response.encoding = "utf-8"
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def _made(response, body=None):
    return exceptions.from_response(response, body, "/servers/1", "GET")


# from_response.


@pytest.mark.parametrize(("status", "cls"), STATUSES.items())
def test_each_status_has_its_class(status, cls):
    error = _made(_response(status), {"fault": {"message": "It broke"}})
    assert type(error) is cls
    assert (error.code, error.message) == (status, "It broke")


@given(st.sampled_from(sorted(STATUSES)), JSON | FAULTS)
def test_any_json_body_makes_an_exception_with_a_text(status, body):
    error = _made(_response(status, "text"), body)
    assert type(error) is STATUSES[status]
    assert f"(HTTP {status})" in str(error)
    assert error.url == "/servers/1"
    assert error.message


@given(st.text())
def test_any_text_is_kept_in_the_details_where_it_is_not_empty(text):
    error = _made(_response(500, text))
    assert error.details == (text if text.strip() else None)


def test_any_response_like_object_will_do():
    class Response:
        status_code = 409
        headers = None

    error = exceptions.from_response(Response(), None, None)
    assert type(error) is exceptions.Conflict
    assert (error.details, error.request_id, error.url, error.method) == (None, None, None, None)


def test_the_text_of_a_body_that_is_json_is_not_repeated():
    body = {"fault": {"message": "It broke"}}
    assert _made(_response(500, '{"fault": …}'), body).details is None


def test_details_of_the_fault_are_kept():
    body = {"fault": {"message": "It broke", "details": "Here"}}
    assert _made(_response(500), body).details == "Here"


@pytest.mark.parametrize(
    "body", [{"message": "It broke"}, {"message": "It broke", "other": {"message": "?"}}]
)
def test_a_fault_may_stand_at_the_top_of_the_body(body):
    assert _made(_response(500), body).message == "It broke"


@pytest.mark.parametrize("body", [None, {}, [], {"fault": {"message": "n/a"}}, {"fault": {}}])
def test_the_reason_phrase_is_said_where_there_is_no_message(body):
    assert str(_made(_response(502, reason="Bad Gateway"), body)) == "Bad Gateway (HTTP 502)"


def test_a_class_with_a_message_of_its_own_says_that_where_there_is_none():
    assert str(_made(_response(404, reason="What"))) == "Not found (HTTP 404)"


def test_the_last_resort_is_unknown_error():
    assert str(_made(_response(500))) == "Unknown Error (HTTP 500)"


@pytest.mark.parametrize(
    ("headers", "request_id"),
    [
        ({"x_compute_request_id": "req-c"}, "req-c"),
        ({"x_openstack_request_id": "req-o"}, "req-o"),
        ({"x_compute_request_id": "req-c", "x_openstack_request_id": "req-o"}, "req-c"),
        ({}, None),
    ],
)
def test_the_request_id_comes_from_either_header(headers, request_id):
    error = _made(_response(500, **headers))
    assert error.request_id == request_id
    assert ("Request-ID" in str(error)) is bool(request_id)


# Retry-After.


def _in(seconds):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return utils.format_datetime(moment, usegmt=True)


@pytest.mark.parametrize("status", [413, 429, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("1.5", 0),
        ("Wed, 32 Foo 2015 99:99:99 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0),
    ],
)
def test_retry_after_is_read_as_seconds(status, header, seconds):
    assert _made(_response(status, retry_after=header)).retry_after == seconds


@pytest.mark.parametrize("status", [413, 429, 503])
def test_retry_after_is_read_as_a_date(status):
    assert 3500 < _made(_response(status, retry_after=_in(3600))).retry_after <= 3600


@given(st.text())
def test_any_retry_after_is_a_number_of_seconds(text):
    seconds = exceptions.RateLimit(429, retry_after=text).retry_after
    assert isinstance(seconds, int)
    assert seconds >= 0


def test_without_retry_after_it_is_0():
    assert _made(_response(503)).retry_after == 0
    assert exceptions.ServiceUnavailable(503, "m").retry_after == 0


def test_other_statuses_have_no_retry_after():
    assert not hasattr(_made(_response(500, retry_after="3")), "retry_after")


# Each class.

EXAMPLES = [
    exceptions.UnsupportedVersion("no such version"),
    exceptions.VersionNotFoundForAPIMethod("2.1", "novaclient.v2.servers.ServerManager.tag_list"),
    exceptions.UnsupportedAttribute("tags", "2.52"),
    exceptions.UnsupportedAttribute("files", "2.0", "2.56"),
    exceptions.UnsupportedConsoleType("teletype"),
    exceptions.CommandError("no such command"),
    exceptions.InvalidUsage("not so"),
    exceptions.NoUniqueMatch("two of them"),
    exceptions.ResourceInErrorState(Resource(None, {"id": "1", "fault": {"message": "No host"}})),
    exceptions.InstanceInDeletedState("it is gone"),
    exceptions.ResourceNotFound("no such thing"),
    exceptions.WaitTimeout(Resource(None, {"id": "1"}), "BUILD", 7.5),
    exceptions.WaitTimeout("s1", "BUILD", 7.5, "spawning", ["s1", "s2"]),
    exceptions.WaitTimeout("s1", "BUILD", 7.5, awaited="ACTIVE", initial="BUILD (scheduling)"),
    exceptions.OperationFailed(
        "s1", "No host", action="resize", request_id="r", details="No host"
    ),
    exceptions.InvalidIdentifier("'..' is no valid id or name."),
    exceptions.ListingChanged("too much vanished"),
    exceptions.ExtensionWarning("it was not loaded"),
    exceptions.IncompleteListWarning("there are more"),
    exceptions.PartialListWarning("some are partial"),
    exceptions.UnknownNameWarning("there is no such key"),
    *(
        cls(status, "It broke", "Here", "req-1", "/servers", "GET")
        for status, cls in STATUSES.items()
    ),
    exceptions.RetryAfterException(413, "m", retry_after="7"),
    exceptions.UnexpectedResponse(200, "HTML", details="<html>", url="/servers"),
    exceptions.RateLimit(429, "m", retry_after="7", request_id="req-1"),
]


def test_there_is_an_example_of_every_class():
    classes = {
        value
        for value in vars(exceptions).values()
        if inspect.isclass(value)
        and issubclass(value, Exception)
        and value.__module__ == exceptions.__name__
    }
    # The exceptions in a group are not equal to their copies.
    assert classes - {exceptions.WaitFailures} == {type(example) for example in EXAMPLES}


def test_a_method_whose_microversions_are_not_known_is_refused_without_them():
    error = exceptions.VersionNotFoundForAPIMethod("2.1", "module.Class.method")
    assert str(error) == "API version '2.1' is not supported on 'module.Class.method' method."
    assert error.args == ("2.1", "module.Class.method")


def test_the_microversions_of_a_method_survive_pickling():
    error = exceptions.VersionNotFoundForAPIMethod("2.1", "module.Class.method")
    error.available = "since microversion 2.26"
    assert str(pickle.loads(pickle.dumps(error))) == (
        "API version '2.1' is not supported on 'module.Class.method' method. "
        "It exists since microversion 2.26."
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_exception_survives_pickling(example, protocol):
    back = pickle.loads(pickle.dumps(example, protocol))
    assert type(back) is type(example)
    assert str(back) == str(example)
    assert back.args == example.args
    assert vars(back) == vars(example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_exception_survives_copying(example):
    for twin in (copy.copy(example), copy.deepcopy(example)):
        assert str(twin) == str(example)
        assert vars(twin) == vars(example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_exception_has_a_text_and_args(example):
    assert str(example)
    assert example.args


def test_a_bad_identifier_is_a_bad_request_and_a_value_error():
    error = exceptions.InvalidIdentifier("'' is no valid id or name.")
    assert isinstance(error, exceptions.BadRequest)
    assert isinstance(error, ValueError)
    assert (str(error), error.code) == ("'' is no valid id or name.", 400)


def test_an_unsupported_attribute_is_an_attribute_error():
    error = exceptions.UnsupportedAttribute("files", "2.0", "2.56")
    assert isinstance(error, AttributeError)
    assert str(error) == "'files' argument is only allowed for microversions 2.0 - 2.56."


def test_an_unsupported_console_type_has_its_sentence_as_text():
    error = exceptions.UnsupportedConsoleType("teletype")
    assert str(error) == error.message == 'Unsupported console_type "teletype"'


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        ({"fault": {"message": "No valid host"}}, "No valid host"),
        ({"fault": {}}, "no reason was given"),
        ({"fault": "text"}, "no reason was given"),
        ({}, "no reason was given"),
    ],
)
def test_a_resource_in_error_state_says_why(info, reason):
    resource = Resource(None, {"id": "1", **info}, loaded=True)
    error = exceptions.ResourceInErrorState(resource)
    assert str(error) == f"{resource!r} is in error state: {reason}"
    assert error.obj is resource


def test_a_wait_that_took_too_long_says_how_it_stood():
    resource = Resource(None, {"id": "1"})
    error = exceptions.WaitTimeout(resource, "BUILD", 7.5)
    assert str(error) == "<Resource id=1> is still BUILD after 7.5 seconds"
    assert (error.obj, error.state, error.task_state) == (resource, "BUILD", None)
    assert (error.seconds, error.pending) == (7.5, [resource])


def test_a_wait_for_several_that_took_too_long_says_how_the_first_stood():
    error = exceptions.WaitTimeout("s1", "BUILD", 60, "spawning", ["s1", "s2", "s3"])
    assert str(error) == ("s1 is still BUILD (spawning) after 60 seconds; 2 more pending")
    assert (error.task_state, error.pending) == ("spawning", ["s1", "s2", "s3"])


def test_a_timeout_says_from_what_to_what_the_status_went():
    error = exceptions.WaitTimeout(
        "s1", "RESIZE", 600, "resize_migrating", awaited="VERIFY_RESIZE", initial="ACTIVE"
    )
    assert str(error) == (
        "s1 is still RESIZE (resize_migrating) after 600 seconds; it was ACTIVE at first; "
        "VERIFY_RESIZE was awaited"
    )
    assert (error.awaited, error.initial) == ("VERIFY_RESIZE", "ACTIVE")


def test_a_timeout_does_not_repeat_a_status_that_never_changed():
    error = exceptions.WaitTimeout(
        "s1", "BUILD", 1, "spawning", awaited="ACTIVE", initial="BUILD (spawning)"
    )
    assert str(error) == "s1 is still BUILD (spawning) after 1 seconds; ACTIVE was awaited"


def test_a_failed_operation_says_which_and_why():
    server = Resource(None, {"id": "1", "status": "ACTIVE"}, loaded=True)
    error = exceptions.OperationFailed(
        server, "No valid host", action="resize", request_id="req-1", traceback="in schedule"
    )
    assert str(error) == f"resize of {server!r} failed: No valid host (Request-ID: req-1)"
    assert isinstance(error, exceptions.ResourceInErrorState)
    assert (error.obj, error.reason, error.action) == (server, "No valid host", "resize")
    assert (error.request_id, error.details, error.traceback) == ("req-1", None, "in schedule")


@pytest.fixture
def group():
    timeout = exceptions.WaitTimeout("s3", "BUILD", 1)
    failed = exceptions.ResourceInErrorState("s2", "No host")
    group = exceptions.WaitFailures("1 of 3 failed", [failed, timeout])
    group.ready, group.pending, group.failed = ["s1"], ["s3"], {"s2": failed}
    return group


def test_failures_of_a_wait_can_be_caught_by_their_type(group):
    caught = []
    try:
        raise group
    except* exceptions.WaitTimeout as timeouts:
        caught.append(timeouts)
    except* exceptions.ResourceInErrorState as failures:
        caught.append(failures)
    assert [type(part) for part in caught] == [exceptions.WaitFailures] * 2
    assert [str(part.exceptions[0])[:2] for part in caught] == ["s3", "s2"]


def test_a_part_of_the_failures_of_a_wait_says_the_same_of_the_wait(group):
    part = group.subgroup(exceptions.WaitTimeout)
    assert (part.ready, part.pending, part.failed) == (["s1"], ["s3"], group.failed)


def test_failures_of_a_wait_survive_pickling(group):
    back = pickle.loads(pickle.dumps(group))
    assert type(back) is exceptions.WaitFailures
    assert [str(error) for error in back.exceptions] == [str(e) for e in group.exceptions]
    assert (back.ready, back.pending) == (["s1"], ["s3"])
    assert back.failed["s2"] is back.exceptions[0]


def test_an_exception_that_is_among_its_own_failures_survives_pickling():
    error = exceptions.NotFound(404, "no such server")
    error.failed = {"s1": error}
    for back in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert back.failed["s1"] is back


def test_a_resource_in_error_state_may_have_a_reason_of_its_own():
    resource = Resource(None, {"id": "1", "fault": {"message": "No host"}}, loaded=True)
    error = exceptions.ResourceInErrorState(resource, reason="failed")
    assert str(error) == "<Resource fault={'message': 'No host'}, id=1> is in error state: failed"


def test_a_message_of_the_server_can_be_printed():
    response = types.SimpleNamespace(status_code=404, headers={})
    error = exceptions.from_response(response, {"f": {"message": "no \ud800"}}, "/x")
    assert str(error) == "no \\ud800 (HTTP 404)"


@pytest.mark.parametrize(
    "error",
    [
        exceptions.WaitTimeout("a", "BUILD\ud800", 1),
        exceptions.ResourceInErrorState("a", "no \ud800"),
        exceptions.ResourceInErrorState(types.SimpleNamespace(fault={"message": "no \ud800"})),
    ],
)
def test_the_text_of_a_failed_wait_can_be_printed(error):
    assert str(error).encode()


def test_the_name_of_horizon_is_kept():
    assert exceptions.HttpNotImplemented is exceptions.HTTPNotImplemented


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        (b"", "utf-8", None),
        (b" \n", "utf-8", None),
        ("ü".encode(), "utf-8", "ü"),
        ("ü".encode("latin-1"), "latin-1", "ü"),
        ("ü".encode(), None, "ü"),
        ("ü".encode("latin-1"), None, "\N{REPLACEMENT CHARACTER}"),
        (b"a", "no-such-encoding", "a"),
        (b"a", "undefined", "a"),
        (b"a", "hex", "a"),
        (b"a", "a\0b", "a"),
    ],
)
def test_any_body_has_a_text(content, encoding, text):
    response = requests.Response()
    response._content = content
    response.encoding = encoding
    assert exceptions.text_of(response) == text


@pytest.mark.parametrize("name", ["InstanceInDeletedState", "ResourceNotFound"])
def test_old_names_can_still_be_raised_and_caught(name):
    cls = getattr(exceptions, name)
    with pytest.raises(cls, match="it is gone"):
        raise cls("it is gone")


@pytest.mark.parametrize(
    ("error", "result"),
    [
        *((exceptions.ClientException(status), True) for status in (500, 502, 504)),
        (exceptions.OverLimit(413), True),
        (exceptions.RateLimit(429), True),
        (exceptions.ServiceUnavailable(503), True),
        (exceptions.HTTPNotImplemented(501), False),
        (exceptions.ClientException("unknown"), False),
        (exceptions.BadRequest(400), False),
        (exceptions.Unauthorized(401), False),
        (exceptions.NotFound(404), False),
        (exceptions.Conflict(409), False),
        (exceptions.UnexpectedResponse(200), False),
        (keystone.ConnectFailure(), True),
        (keystone.ConnectTimeout(), True),
        (keystone.UnknownConnectionError("cut", None), True),
        (keystone.SSLError(), False),
        (keystone.HttpError(http_status=429), True),
        (keystone.InternalServerError(), True),
        (keystone.HttpNotImplemented(), False),
        (keystone.Unauthorized(), False),
        (keystone.EndpointNotFound(), False),
        (RuntimeError("a mistake"), False),
    ],
    ids=repr,
)
def test_a_failure_is_transient_if_another_attempt_may_succeed(error, result):
    assert exceptions.is_transient(error) is result
