"""Serve Nova: API, conductor, scheduler, Placement, cells and two computes in one process.

Usage: serve_nova.py SETTINGS SOCKET

The settings are a JSON file with the folder for Nova's files (``folder``), the computes and the
cell of each (``computes``), the most items of a page (``max_limit``, or null for Nova's own limit)
and the options of the ``authtoken`` section (``authtoken``).
"""

import json
import logging
import socket
import sys
import unittest
import warnings
from pathlib import Path

import lifeline

lifeline.hold()
SETTINGS = json.loads(Path(sys.argv[1]).read_text())
DESCRIPTOR = int(sys.argv[2])
# Nova takes the command line for its own.
del sys.argv[1:]

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

#: Nova's options, by group; what is not named keeps the value that Nova's tests give it.
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
    """Nova's test bench, with real authentication and served over HTTP."""

    STUB_KEYSTONE = False
    CAST_AS_CALL = False
    NUMBER_OF_CELLS = len(set(SETTINGS["computes"].values()))

    _outage = None

    def _setup_services(self):
        # The fixtures have set the configuration by now, and nothing has started.
        _undo_what_only_suits_tests()
        _write_paste_configuration()
        for group, options in OPTIONS.items():
            self.flags(**options, group=None if group == "DEFAULT" else group)
        self.useFixture(nova_fixtures.ManilaFixture())
        # Every change on a host would ask Placement about each of its servers, for drivers that
        # rearrange resource providers; this one never does.
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
        """Serve until the starter goes away."""
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
        # Nova logs the requests; an idle connection shall outlive a client's pool.
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


def _undo_what_only_suits_tests():
    """Change what the fixtures did for short runs that shall fail early."""
    # Newer releases of SQLAlchemy deprecate more than Nova's tests, which fail then, know of.
    warnings.simplefilter("ignore")
    # The log would be kept in memory for a test's report.
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _write_paste_configuration():
    """Write Nova's own WSGI pipeline with the credentials for checking tokens."""
    original = (Path(sys.prefix) / "etc/nova/api-paste.ini").read_text()
    options = "".join(f"{name} = {value}\n" for name, value in SETTINGS["authtoken"].items())
    section = "[filter:authtoken]\n"
    path = Path(OPTIONS["wsgi"]["api_paste_config"])
    path.touch(mode=0o600)
    path.write_text(original.replace(section, section + options))


def _remove_second_flavor_of_512_mb():
    """Leave one flavor to find by its memory."""
    admin = context.get_admin_context()
    objects.Flavor.get_by_name(admin, "m1.tiny.specs").destroy()


def main():
    """Run the test bench, whose only test is to serve."""
    nova_fixtures.NeutronFixture = stand_ins.Neutron
    result = unittest.TextTestRunner().run(Nova("test_serve"))
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
