"""The tests of the imported modules that only the real cloud can run, and why."""

from __future__ import annotations

_NO_LOGIN = "the sessions of the fake cloud do not log in, and have no catalog"
_ABSENT = "the fake cloud does not implement the operation, and says so: NotInFake"

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
    "test_admin.py::test_agents_are_no_longer_supported": _ABSENT,
    "test_admin.py::test_snapshot_of_an_unknown_volume_is_rejected": _ABSENT,
    "test_newest.py::test_console_tokens_give_the_server_since_2_31": _ABSENT,
    "test_newest.py::test_spice_direct_consoles_exist_since_2_99": _ABSENT,
    "test_newest.py::test_shares_of_a_server_without_shares_since_2_97": _ABSENT,
    "test_newest.py::test_share_is_attached_to_a_stopped_server_and_detached": _ABSENT,
    "test_newest.py::test_attaching_a_share_to_a_running_server_fails": _ABSENT,
    "test_newest.py::test_network_information_is_injected": _ABSENT,
    "test_newest.py::test_extensions_are_listed_and_retrieved": _ABSENT,
}
