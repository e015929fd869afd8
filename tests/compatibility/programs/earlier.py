"""What the test suites of earlier releases of Nova lack, or do otherwise.

The attributes tell, not the versions. Importing this module completes what the modules of the
cloud refer to when they are imported.
"""

import fixtures
from nova import conf
from nova.compute import power_state
from nova.tests import fixtures as nova_fixtures
from nova.tests.functional import integrated_helpers
from nova.virt import fake

CONF = conf.CONF

# Train has drivers without caching only.
if not hasattr(fake, "FakeDriverWithCaching"):
    fake.FakeDriverWithCaching = type("FakeDriverWithCaching", (fake.FakeDriver,), {})

# Shares came with 2.97.
if not hasattr(nova_fixtures, "ManilaFixture"):
    nova_fixtures.ManilaFixture = fixtures.Fixture

# Train has a stub for images instead.
if not hasattr(nova_fixtures, "GlanceFixture"):
    nova_fixtures.GlanceFixture = fixtures.Fixture

IS_TRAIN = not hasattr(integrated_helpers._IntegratedTestBase, "STUB_KEYSTONE")


def _add_security_groups():
    """Add the security group that the stand-in for Neutron of later releases has."""
    neutron = nova_fixtures.NeutronFixture
    neutron.security_group = {
        "id": "aec9df91-db1f-4e04-8ac6-e761d8461c53",
        "name": "default",
        "description": "Default security group",
        "tenant_id": neutron.tenant_id,
        "project_id": neutron.tenant_id,
    }
    for rule in ("ip4_ingress", "ip4_egress", "ip6_ingress", "ip6_egress"):
        setattr(neutron, f"security_group_rule_{rule}", {"id": rule})
    neutron.list_security_groups = lambda self, retrieve_all=True, **params: {
        "security_groups": [
            group
            for group in self._security_groups.values()
            if all(group.get(key) in (value, *value) for key, value in params.items())
        ]
    }


if not hasattr(nova_fixtures.NeutronFixture, "security_group"):
    _add_security_groups()


class NoCastAsCall(fixtures.Fixture):
    """Does nothing: else, creating a server would last until it is built."""

    def __init__(self, test):
        super().__init__()


def adapt(serve_nova):
    """Adapt the test and the options to the release.

    :param serve_nova: the module
    """
    options = serve_nova.OPTIONS
    if "response_validation" not in CONF.api:
        del options["api"]["response_validation"]
    # Up to Antelope there is no switch, and the fixture is in one of two modules.
    if not hasattr(integrated_helpers._IntegratedTestBase, "CAST_AS_CALL"):
        if hasattr(nova_fixtures, "CastAsCallFixture"):
            nova_fixtures.CastAsCallFixture = NoCastAsCall
        else:
            integrated_helpers.cast_as_call.CastAsCall = NoCastAsCall
    if IS_TRAIN:
        options["api"]["auth_strategy"] = "keystone"
        # Its stand-in for Neutron sends no events.
        options["compute"] = {"live_migration_wait_for_vif_plug": False}
        fake.CloudDriver.post_live_migration_at_destination = _take_over


def _take_over(self, context, instance, *args, **kwargs):
    """Know a server after its live migration."""
    self.instances[instance.uuid] = fake.FakeInstance(
        instance.name, power_state.RUNNING, instance.uuid
    )


def test_class(nova):
    """Return the class of the test that serves.

    :param nova: the class for later releases
    """
    return type("Nova", (_Train, nova), {}) if IS_TRAIN else nova


class _Train:
    """What later releases do themselves."""

    USE_NEUTRON = True
    api_major_version = "v2.1"

    def setUp(self):
        self.computes = {}
        super().setUp()

    def _setup_services(self):
        self.useFixture(integrated_helpers.policy_fixture.RealPolicyFixture())
        self.useFixture(nova_fixtures.CinderFixture(self))
        self.glance = self.fake_image_service
        super()._setup_services()

    def _start_compute(self, host, cell):
        self.computes[host] = self.start_service("compute", host=host, cell=cell)
        return self.computes[host]
