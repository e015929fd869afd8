from __future__ import annotations

import functools
import inspect
import itertools
import types
import warnings

import pytest

from novaclient import api_versions, exceptions
from novaclient.api_versions import APIVersion

_unique = itertools.count()


class HasVersion:
    """An object with a microversion; versioned methods need nothing else."""

    def __init__(self, version=None):
        self.api_version = APIVersion(version)


# Methods.


class Versioned(HasVersion):
    @api_versions.wraps("2.1", "2.9")
    def greet(self, name):
        """Greet in the old way."""
        return f"old {name}"

    @api_versions.wraps("2.10", "2.20")
    def greet(self, name, loud=False):  # noqa: F811
        """Greet in the middle way."""
        return f"middle {name}"

    @api_versions.wraps("2.25")
    def greet(self, name, *, title=None):  # noqa: F811
        """Greet in the new way."""
        return f"new {name}"


@pytest.mark.parametrize(
    ("version", "word"),
    [
        ("2.1", "old"),
        ("2.9", "old"),
        ("2.10", "middle"),
        ("2.20", "middle"),
        ("2.25", "new"),
        ("2.9999", "new"),
        ("2.latest", "new"),
    ],
)
def test_the_implementation_of_the_microversion_is_called(version, word):
    assert Versioned(version).greet("Ann") == f"{word} Ann"


def test_the_null_version_calls_the_newest_implementation():
    assert Versioned().greet("Ann") == "new Ann"


@pytest.mark.parametrize("version", ["2.0", "2.21", "2.24"])
def test_the_error_at_a_microversion_without_the_method_names_both(version):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod) as caught:
        Versioned(version).greet("Ann")
    sentence = f"API version '{version}' is not supported on '{__name__}.Versioned.greet' method."
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("span", "version", "available"),
    [
        (("2.26", None), "2.25", "since microversion 2.26"),
        (("2.0", "2.43"), "2.44", "up to microversion 2.43"),
        (("2.30", "2.67"), "2.29", "at microversions 2.30 to 2.67"),
        (("2.32", "2.32"), "2.33", "at microversion 2.32"),
    ],
)
def test_the_error_names_the_microversions_with_the_method(span, version, available):
    class Ranged(HasVersion):
        @api_versions.wraps(*span)
        def method(self): ...

    with pytest.raises(exceptions.VersionNotFoundForAPIMethod) as caught:
        Ranged(version).method()
    assert caught.value.available == available
    assert str(caught.value).endswith(f"Ranged.method' method. It exists {available}.")


def test_adjacent_ranges_are_named_as_one():
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod) as caught:
        Versioned("2.22").greet("Ann")
    assert caught.value.available == ("at microversions 2.1 to 2.20 and since microversion 2.25")


def test_one_object_may_change_its_microversion():
    thing = Versioned("2.1")
    words = [thing.greet("Ann")]
    for version in ("2.30", "2.10", "2.1"):
        thing.api_version = APIVersion(version)
        words.append(thing.greet("Ann"))
    assert words == ["old Ann", "new Ann", "middle Ann", "old Ann"]


def test_a_microversion_without_the_method_is_refused_every_time():
    for _ in range(2):
        with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
            Versioned("2.22").greet("Ann")


def test_a_call_takes_the_arguments_of_the_implementation():
    assert Versioned("2.10").greet("Ann", loud=True) == "middle Ann"
    with pytest.raises(TypeError, match="loud"):
        Versioned("2.1").greet("Ann", loud=True)


class Reshaped(HasVersion):
    @api_versions.wraps("2.0", "2.13")
    def move(self, host, shared=True): ...

    @api_versions.wraps("2.14", "2.19")
    @api_versions.arguments(force=("2.16", "2.18"))
    def move(self, host, password=None, force=None): ...  # noqa: F811

    @api_versions.wraps("2.20")
    def move(self, host, password=None, *, host_type=None):  # noqa: F811
        return host + 1


@pytest.mark.parametrize(
    ("version", "given", "available"),
    [
        ("2.1", {"password": "x"}, "since microversion 2.14"),
        ("2.1", {"force": True}, "at microversions 2.16 to 2.18"),
        ("2.15", {"force": True}, "at microversions 2.16 to 2.18"),
        ("2.20", {"force": True}, "at microversions 2.16 to 2.18"),
        ("2.15", {"shared": True}, "up to microversion 2.13"),
        ("2.20", {"shared": None}, "up to microversion 2.13"),
        ("2.15", {"host_type": None}, "since microversion 2.20"),
    ],
)
def test_an_argument_of_another_implementation_is_refused_with_its_microversions(
    version, given, available
):
    (name,) = given
    with pytest.raises(TypeError) as caught:
        Reshaped(version).move("h", **given)
    assert str(caught.value) == (
        f"Reshaped.move() got an unexpected keyword argument {name!r}: "
        f"it exists {available}, not at {version}"
    )


@pytest.mark.parametrize("version", ["2.1", "2.15", "2.20", None])
def test_an_argument_of_no_implementation_raises_the_error_of_python(version):
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'") as caught:
        Reshaped(version).move("h", colour="red")
    assert "exists" not in str(caught.value)


def test_a_type_error_inside_an_implementation_is_not_replaced():
    with pytest.raises(TypeError, match="concatenate"):
        Reshaped("2.20").move("h", host_type="x")


def test_an_implementation_with_kwargs_checks_them_itself():
    class Open(HasVersion):
        @api_versions.wraps("2.1", "2.9")
        def method(self, **kwargs):
            raise TypeError("its own")

        @api_versions.wraps("2.10")
        def method(self, colour=None): ...  # noqa: F811

    with pytest.raises(TypeError, match="its own"):
        Open("2.1").method(colour="red")


def test_inspection_of_a_versioned_method_shows_its_newest_implementation():
    assert list(inspect.signature(Versioned.greet).parameters) == ["self", "name", "title"]
    assert inspect.getdoc(Versioned.greet) == "Greet in the new way."
    assert Versioned.greet.__name__ == "greet"
    assert Versioned.greet.__qualname__ == "Versioned.greet"
    assert inspect.isfunction(Versioned.greet)
    assert inspect.ismethod(Versioned("2.1").greet)


def test_the_implementations_are_found_by_method_and_by_name():
    name = f"{__name__}.Versioned.greet"
    for method in (Versioned.greet, name):
        found = api_versions.get_substitutions(method)
        assert [m.start_version.get_string() for m in found] == ["2.1", "2.10", "2.25"]
        one = api_versions.get_substitutions(method, APIVersion("2.15"))
        assert [m.func.__doc__ for m in one] == ["Greet in the middle way."]
    assert repr(found[0]) == f"<VersionedMethod {name}>"
    assert api_versions.get_substitutions(name, APIVersion()) == found


def test_a_function_that_is_not_versioned_has_no_implementations():
    assert api_versions.get_substitutions(len) == []
    assert api_versions.get_substitutions("no.such.method") == []


class Inheriting(Versioned):
    """Inherits versioned methods."""


def test_implementations_are_found_by_the_name_of_a_class_that_inherits_them():
    found = api_versions.get_substitutions(f"{__name__}.Inheriting.greet")
    assert found == api_versions.get_substitutions(Versioned.greet)


def test_the_list_of_implementations_is_a_copy():
    api_versions.get_substitutions(Versioned.greet).clear()
    assert Versioned("2.1").greet("Ann") == "old Ann"


def test_overlapping_ranges_are_refused_when_the_class_is_created():
    # Up to Python 3.11, an error in __set_name__ is the cause of a RuntimeError.
    with pytest.raises((TypeError, RuntimeError)) as caught:

        class Overlapping:
            @api_versions.wraps("2.1", "2.10")
            def method(self): ...

            @api_versions.wraps("2.10", "2.20")
            def method(self): ...  # noqa: F811

    error = caught.value if isinstance(caught.value, TypeError) else caught.value.__cause__
    assert "overlap" in str(error)


def test_an_open_range_before_another_is_refused():
    with pytest.raises((TypeError, RuntimeError)):

        class Endless:
            @api_versions.wraps("2.1")
            def method(self): ...

            @api_versions.wraps("2.20")
            def method(self): ...  # noqa: F811


def test_implementations_may_be_defined_in_any_order():
    class Reverse(HasVersion):
        @api_versions.wraps("2.10")
        def method(self):
            return "new"

        @api_versions.wraps("2.1", "2.9")
        def method(self):  # noqa: F811
            return "old"

    assert Reverse("2.1").method() == "old"
    assert Reverse("2.10").method() == "new"
    assert Reverse().method() == "new"


class OlderShapes(HasVersion):
    def _greet_until_2_9(self, name):
        """Greet without volume."""
        return f"old {name}"

    def _greet_until_2_20(self, name, loud=False):
        """Greet loudly or not."""
        return f"middle {name}"

    @api_versions.wraps(
        "2.25", older={("2.1", "2.9"): _greet_until_2_9, ("2.10", "2.20"): _greet_until_2_20}
    )
    def greet(self, name, *, title=None):
        """Greet with a title."""
        return f"new {name}"


@pytest.mark.parametrize(
    ("version", "word"), [("2.1", "old"), ("2.9", "old"), ("2.20", "middle"), ("2.25", "new")]
)
def test_an_older_shape_is_called_at_its_microversions(version, word):
    assert OlderShapes(version).greet("Ann") == f"{word} Ann"


def test_in_a_gap_between_older_shapes_the_method_does_not_exist():
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="greet"):
        OlderShapes("2.21").greet("Ann")


def test_older_shapes_are_among_the_substitutions_of_a_method():
    found = api_versions.get_substitutions(OlderShapes.greet)
    assert [method.start_version.get_string() for method in found] == ["2.1", "2.10", "2.25"]
    name = f"{__name__}.OlderShapes.greet"
    assert {method.name for method in found} == {name}
    assert api_versions.get_substitutions(name, APIVersion("2.9")) == found[:1]


def test_an_error_about_the_arguments_of_an_older_shape_names_the_method():
    with pytest.raises(TypeError, match=r"OlderShapes\.greet\(\) missing 1 required"):
        OlderShapes("2.1").greet()


def test_overlapping_older_ranges_are_refused_when_the_class_is_created():
    with pytest.raises((TypeError, RuntimeError)):

        class Overlapping:
            def _old(self): ...

            @api_versions.wraps("2.10", older={("2.1", "2.10"): _old})
            def method(self): ...


def test_a_class_may_be_created_again_with_the_same_name():
    def create(word, first):
        class Again(HasVersion):
            @api_versions.wraps(first, "2.50")
            def method(self):
                return word

        return Again

    one, other = create("one", "2.1"), create("other", "2.3")
    assert one("2.5").method() == "one"
    assert other("2.5").method() == "other"
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        other("2.1").method()


def test_a_class_may_be_created_again_after_its_body_failed():
    def create(first, error):
        class Corrected(HasVersion):
            @api_versions.wraps(first, "2.50")
            def method(self):
                return first

            if error:
                raise error

        return Corrected

    with pytest.raises(ZeroDivisionError):
        create("2.1", ZeroDivisionError)
    assert create("2.3", None)("2.5").method() == "2.3"


def test_a_class_may_be_created_again_after_its_ranges_were_refused():
    def create(end):
        class Refused(HasVersion):
            @api_versions.wraps("2.1", end)
            def method(self):
                return "old"

            @api_versions.wraps("2.10")
            def method(self):  # noqa: F811
                return "new"

        return Refused

    with pytest.raises((TypeError, RuntimeError)):
        create("2.10")
    assert create("2.9")("2.5").method() == "old"


def test_two_classes_may_have_methods_of_the_same_name():
    class One(HasVersion):
        @api_versions.wraps("2.1")
        def method(self):
            return "one"

    class Other(HasVersion):
        @api_versions.wraps("2.5")
        def method(self):
            return "other"

    assert One("2.5").method() == "one"
    assert Other("2.5").method() == "other"


def test_a_subclass_inherits_versioned_methods():
    class Below(Versioned):
        pass

    assert Below("2.1").greet("Ann") == "old Ann"


def test_a_plain_method_of_a_subclass_may_call_the_versioned_one():
    class Plain(Versioned):
        def greet(self, name):
            return super().greet(name) + "!"

    assert Plain("2.1").greet("Ann") == "old Ann!"
    assert Plain("2.30").greet("Ann") == "new Ann!"


def test_a_versioned_method_of_a_subclass_may_call_the_versioned_one():
    class Below(Versioned):
        @api_versions.wraps("2.5")
        def greet(self, name):
            return f"below {name}, above {super().greet(name)}"

    assert Below("2.5").greet("Ann") == "below Ann, above old Ann"
    assert Versioned("2.5").greet("Ann") == "old Ann"


def _shouting(function):
    @functools.wraps(function)
    def shout(*args, **kwargs):
        return function(*args, **kwargs).upper()

    return shout


def test_another_decorator_may_be_applied_to_a_versioned_method():
    class Decorated(HasVersion):
        @_shouting
        @api_versions.wraps("2.1", "2.9")
        def method(self):
            return "old"

        @_shouting
        @api_versions.wraps("2.10")
        def method(self, more=None):  # noqa: F811
            return "new"

    assert Decorated("2.1").method() == "OLD"
    assert Decorated("2.10").method() == "NEW"
    assert Decorated().method() == "NEW"
    assert list(inspect.signature(Decorated.method).parameters) == ["self", "more"]
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        Decorated("2.0").method()


def test_a_decorated_method_may_be_versioned():
    class Decorated(HasVersion):
        @api_versions.wraps("2.1")
        @_shouting
        def method(self):
            return "word"

    assert Decorated("2.1").method() == "WORD"


def test_a_function_may_be_versioned():
    module = types.ModuleType(f"functions_{next(_unique)}")
    source = """
from novaclient import api_versions

@api_versions.wraps("2.1", "2.9")
def do_it(client, what):
    "Do it the old way."
    return "old", what

@api_versions.wraps("2.10")
def do_it(client, what):
    "Do it the new way."
    return "new", what
"""
    exec(compile(source, module.__name__, "exec"), vars(module))
    assert module.do_it(HasVersion("2.1"), 1) == ("old", 1)
    assert module.do_it(HasVersion("2.10"), 2) == ("new", 2)
    assert module.do_it.__doc__ == "Do it the new way."
    names = [m.start_version.get_string() for m in api_versions.get_substitutions(module.do_it)]
    assert names == ["2.1", "2.10"]
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="do_it"):
        module.do_it(HasVersion("2.0"), 3)


def test_a_versioned_method_may_have_an_alias():
    class Alias(HasVersion):
        @api_versions.wraps("2.5")
        def method(self):
            return "word"

        other = method

    assert Alias("2.5").method() == Alias("2.5").other() == "word"


def test_a_versioned_method_can_be_called_in_its_class_body():
    class Early(HasVersion):
        @api_versions.wraps("2.1")
        def method(self):
            return "word"

        early = (
            method(HasVersion("2.1")),
            method.__get__(HasVersion("2.1"))(),
            method.__get__(None),
        )

    assert Early.early[:2] == ("word", "word")
    assert Early("2.1").method() == "word"


@pytest.mark.parametrize("versions", [("two",), ("2.1", "two"), ("2",)])
def test_a_malformed_version_of_a_method_is_refused_at_once(versions):
    with pytest.raises(exceptions.UnsupportedVersion):
        api_versions.wraps(*versions)


# Arguments.


class Gated(HasVersion):
    @api_versions.arguments(colour="2.10", shape=("2.20", "2.30"))
    def paint(self, what, colour=None, shape=None, *, gloss=None):
        """Paint it."""
        return what, colour, shape

    @api_versions.arguments(only="2.10")
    def named(self, *, only=None):
        return only


@pytest.mark.parametrize(
    ("version", "args", "kwargs"),
    [
        ("2.9", ("a",), {}),
        ("2.10", ("a", "red"), {}),
        ("2.10", ("a",), {"colour": "red"}),
        ("2.20", ("a", "red", "round"), {}),
        ("2.30", ("a", "red"), {"shape": "round"}),
        ("2.31", ("a", "red"), {}),
        (None, ("a", "red", "round"), {}),
        ("2.1", (), {"what": "a"}),
        ("2.1", ("a",), {"gloss": True}),
    ],
)
def test_an_argument_is_accepted_from_its_first_to_its_last_microversion(version, args, kwargs):
    colour = (*args[1:2], kwargs.get("colour"))[0]
    shape = (*args[2:3], kwargs.get("shape"))[0]
    assert Gated(version).paint(*args, **kwargs) == ("a", colour, shape)


@pytest.mark.parametrize(
    ("version", "kwargs", "available"),
    [
        ("2.9", {"colour": None}, "since microversion 2.10"),
        ("2.19", {"shape": 1}, "at microversions 2.20 to 2.30"),
        ("2.31", {"shape": 1}, "at microversions 2.20 to 2.30"),
    ],
)
def test_an_argument_of_another_microversion_is_an_unexpected_keyword_argument(
    version, kwargs, available
):
    (name,) = kwargs
    with pytest.raises(TypeError) as caught:
        Gated(version).paint("a", **kwargs)
    assert str(caught.value) == (
        f"Gated.paint() got an unexpected keyword argument {name!r}: "
        f"it exists {available}, not at {version}"
    )


@pytest.mark.parametrize(
    ("version", "args", "expected"),
    [
        (
            "2.9",
            ("a", "red"),
            "2 positional arguments but 3 were given: 'colour' exists since microversion 2.10",
        ),
        (
            "2.19",
            ("a", "red", "round"),
            (
                "from 2 to 3 positional arguments but 4 were given: "
                "'shape' exists at microversions 2.20 to 2.30"
            ),
        ),
    ],
)
def test_a_positional_argument_of_another_microversion_is_one_argument_too_many(
    version, args, expected
):
    with pytest.raises(TypeError) as caught:
        Gated(version).paint(*args)
    assert str(caught.value) == f"Gated.paint() takes {expected}, not at {version}"


def test_a_keyword_only_argument_is_accepted_since_its_microversion():
    assert Gated("2.10").named(only=1) == 1
    with pytest.raises(TypeError, match=r"'only': it exists since microversion 2\.10"):
        Gated("2.9").named(only=1)


def test_a_method_with_limited_arguments_keeps_its_signature_and_docstring():
    names = list(inspect.signature(Gated.paint).parameters)
    assert names == ["self", "what", "colour", "shape", "gloss"]
    assert Gated.paint.__doc__ == "Paint it."


def test_an_argument_that_the_method_does_not_have_cannot_be_limited():
    with pytest.raises(ValueError, match="not in tuple"):

        @api_versions.arguments(colour="2.10")
        def paint(self): ...


def test_a_limited_argument_is_shown_by_getfullargspec():
    class Manager:
        @api_versions.arguments(name="2.10")
        def list(self, detailed=True, name=None):
            """List."""

    assert inspect.getfullargspec(Manager.list).args == ["self", "detailed", "name"]


class Lenient(HasVersion):
    @api_versions.arguments(
        colour="2.10", shape=("2.1", "2.5"), raises=exceptions.UnsupportedAttribute
    )
    def paint(self, colour=None, *, shape="round"):
        return colour, shape


@pytest.mark.parametrize(
    ("version", "given", "message"),
    [
        ("2.9", {"colour": "red"}, r"'colour'.*since microversion 2\.10"),
        ("2.6", {"shape": "square"}, r"'shape'.*microversions 2\.1 - 2\.5"),
        ("2.6", {"shape": None}, r"'shape'.*microversions 2\.1 - 2\.5"),
    ],
)
def test_an_argument_may_be_refused_with_an_unsupported_attribute(version, given, message):
    with pytest.raises(exceptions.UnsupportedAttribute, match=message):
        Lenient(version).paint(**given)


def test_a_positional_argument_may_be_refused_with_an_unsupported_attribute():
    with pytest.raises(exceptions.UnsupportedAttribute, match="'colour'"):
        Lenient("2.9").paint("red")


@pytest.mark.parametrize("given", [{"colour": None}, {"colour": ""}, {"shape": "round"}])
def test_an_argument_without_effect_is_not_refused_with_an_unsupported_attribute(given):
    assert Lenient("2.9").paint(**given)


# deprecated_after.


@api_versions.deprecated_after("2.43")
def _old_call(client):
    return "done"


def test_a_deprecated_function_warns_at_the_line_of_the_caller():
    with pytest.warns(DeprecationWarning, match=f"The {__name__} module is deprecated") as warned:
        assert _old_call(HasVersion("2.43")) == "done"
    assert [w.filename for w in warned] == [__file__]


def test_after_its_last_microversion_a_deprecated_function_does_not_exist_and_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
            _old_call(HasVersion("2.44"))
