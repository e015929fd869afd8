"""The tests of the imported modules that only the real cloud can run, and why."""

from __future__ import annotations

_NO_LOGIN = "the sessions of the fake cloud do not log in, and have no catalog"

#: The reason, by ``module::test``.
REASONS: dict[str, str] = {
    "test_down_cells.py::test_services_are_not_listed_while_cell0_does_not_respond": (
        "the fake cloud has no cell0"
    ),
    "test_errors.py::test_a_wrong_password_is_unauthorized": _NO_LOGIN,
    "test_errors.py::test_unknown_region_has_no_endpoint": _NO_LOGIN,
    "test_errors.py::test_a_token_that_nova_rejects_is_renewed": _NO_LOGIN,
    "test_errors.py::test_a_post_works_with_retries_and_a_timeout": _NO_LOGIN,
    "test_many_servers.py::test_a_volume_type_of_a_boot_volume_is_taken_by_nova": (
        "the fake cloud has no volume types"
    ),
}
