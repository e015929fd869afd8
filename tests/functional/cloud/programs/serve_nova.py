"""Serve Nova: API, conductor, scheduler, Placement, cells and two computes in one process.

Usage: serve_nova.py SETTINGS SOCKET

The settings are a JSON file with the folder for Nova's files (``folder``), the computes and the
cell of each (``computes``), the most items of a page (``max_limit``, or null for Nova's own limit)
and the options of the ``authtoken`` section (``authtoken``).
"""

import logging
import socket
import sys
import types
import unittest
import warnings
from pathlib import Path

from launch import DESCRIPTOR, SETTINGS

# isort: off
from nova.tests import functional  # noqa: F401  (patches the standard library for eventlet)

# isort: on
import eventlet.wsgi
import fake_hypervisor  # noqa: F401  (registers the driver)
import side_apis
import stand_ins
from nova import context, objects
from nova.tests import fixtures as nova_fixtures
from nova.tests.functional import integrated_helpers

FOLDER = Path(SETTINGS["folder"])

#: Nova's options, by group. Others keep the values of Nova's functional tests.
OPTIONS = {
    "DEFAULT": {
        "compute_driver": "fake.CloudDriver",
        "state_path": str(FOLDER),
        "instances_path": str(FOLDER / "instances"),
    },
    "api": {"response_validation": "warn"},
    "quota": {
        "instances": 2000,
        "cores": 10_000,
        "ram": 10_000_000,
        "key_pairs": 2000,
        "server_groups": 1000,
        "server_group_members": 1000,
        "injected_files": 20,
    },
    "vnc": {"enabled": True},
    "spice": {"enabled": True},
    "serial_console": {"enabled": True},
    "mks": {"enabled": True},
    "wsgi": {"api_paste_config": str(FOLDER / "api-paste.ini")},
}
if SETTINGS["max_limit"] is not None:
    OPTIONS["api"]["max_limit"] = SETTINGS["max_limit"]


class Nova(integrated_helpers._IntegratedTestBase):
    """Nova's integrated test, with real authentication and served over HTTP."""

    STUB_KEYSTONE = False
    CAST_AS_CALL = False
    NUMBER_OF_CELLS = len(set(SETTINGS["computes"].values()))

    _outage = None

    def _setup_services(self):
        # The fixtures have set the configuration, and no service has started.
        _undo_settings_for_short_tests()
        _write_paste_configuration()
        for group, options in OPTIONS.items():
            self.flags(**options, group=None if group == "DEFAULT" else group)
        self.useFixture(nova_fixtures.ManilaFixture())
        # Every change on a host would request the allocations of all its servers from Placement,
        # for drivers that reshape resource providers. This driver never does.
        self.stub_out(
            "nova.scheduler.client.report.SchedulerReportClient.get_allocations_for_provider_tree",
            lambda *args: {},
        )
        super()._setup_services()
        _remove_second_flavor_of_512_mb()

    def _setup_compute_service(self):
        first, *_ = [
            self._start_compute(host, cell) for host, cell in SETTINGS["computes"].items()
        ]
        return first

    def test_serve(self):
        """Serve until the parent process ends."""
        application = side_apis.beside(
            self.api_fixture.app(),
            glance=self.glance,
            neutron=self.neutron,
            restart_compute=self._restart_compute,
            take_down=self._take_down,
            bring_up=self._bring_up,
            authtoken=SETTINGS["authtoken"],
        )
        port = socket.socket(fileno=DESCRIPTOR)
        port.listen(128)
        # Nova logs the requests. Idle connections must stay open as long as the pool of a client.
        eventlet.wsgi.server(port, application, log_output=False, socket_timeout=300)

    def _restart_compute(self, host):
        self.computes[host] = self.restart_compute_service(self.computes[host])

    def _take_down(self, cells):
        self._bring_up()
        down = objects.CellMappingList(objects=[self.cell_mappings[name] for name in cells])
        self._outage = nova_fixtures.DownCellFixture(down)
        self._outage.setUp()

    def _bring_up(self):
        outage, self._outage = self._outage, None
        if outage is not None:
            outage.cleanUp()


def _undo_settings_for_short_tests():
    """Undo what the fixtures set for short tests that must fail early."""
    # Nova's tests make warnings errors, and newer releases of SQLAlchemy have more of them.
    warnings.simplefilter("ignore")
    # The fixtures keep the log in memory, for the report of a test.
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _write_paste_configuration():
    """Write Nova's own WSGI pipeline, with the credentials for validating tokens."""
    original = (Path(sys.prefix) / "etc/nova/api-paste.ini").read_text()
    options = "".join(f"{name} = {value}\n" for name, value in SETTINGS["authtoken"].items())
    section = "[filter:authtoken]\n"
    path = Path(OPTIONS["wsgi"]["api_paste_config"])
    path.touch(mode=0o600)
    path.write_text(original.replace(section, section + options))


def _remove_second_flavor_of_512_mb():
    """Make 512 MB of memory identify a single flavor."""
    admin = context.get_admin_context()
    objects.Flavor.get_by_name(admin, "m1.tiny.specs").destroy()


def _replace_fixtures():
    """Make the integrated test use our stand-ins for Neutron and Glance.

    Only there: the fixtures of some releases refer to their own module by name.
    """
    ours = types.ModuleType("fixtures")
    ours.__dict__.update(vars(nova_fixtures))
    ours.NeutronFixture = stand_ins.Neutron
    ours.GlanceFixture = stand_ins.Glance
    integrated_helpers.nova_fixtures = ours


def main(test_class=Nova):
    """Run the integrated test, whose only test method serves.

    :param test_class: its class
    """
    _replace_fixtures()
    result = unittest.TextTestRunner().run(test_class("test_serve"))
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
