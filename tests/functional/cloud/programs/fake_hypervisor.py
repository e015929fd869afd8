"""The hypervisor of the computes: Nova's fake driver, with some additions."""

import functools
import time

from nova import exception, objects
from nova.virt import fake

#: A server with this metadata key stays in live migration until it is completed or aborted.
LINGER = "linger"

#: The longest that such a migration lasts, in seconds.
LINGER_AT_MOST = 60

#: A server with this metadata key fails in the methods of the driver that the value names.
FAIL = "fail"


class CloudDriver(fake.FakeDriverWithCaching, fake.FakeLiveMigrateDriver):
    """A fake driver with room for hundreds of servers, whose live migrations can linger."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._lingering = {}

    def live_migration(
        self,
        context,
        instance,
        dest,
        post_method,
        recover_method,
        block_migration=False,
        migrate_data=None,
    ):
        """Migrate at once, or if the server lingers, when the migration is completed."""
        outcome = "complete"
        if LINGER in instance.metadata:
            outcome = self._linger(instance)
        if outcome == "complete":
            post_method(context, instance, dest, block_migration, migrate_data)
        else:
            recover_method(context, instance, dest, migrate_data, migration_status="cancelled")

    def _linger(self, instance):
        self._lingering[instance.uuid] = None
        deadline = time.monotonic() + LINGER_AT_MOST
        while time.monotonic() < deadline and self._lingering[instance.uuid] is None:
            time.sleep(0.1)
        return self._lingering.pop(instance.uuid) or "complete"

    def live_migration_force_complete(self, instance):
        """Complete a lingering migration."""
        self._lingering[instance.uuid] = "complete"

    def live_migration_abort(self, instance):
        """Abort a lingering migration; the server stays on its host."""
        self._lingering[instance.uuid] = "abort"

    def get_host_uptime(self):
        """Return the output of the program ``uptime``."""
        return " 12:00:00 up 7 days,  3:21,  0 users,  load average: 0.00, 0.01, 0.05"


def _fallible(name):
    """Return a method of the driver that fails for the servers that want it."""
    method = getattr(CloudDriver, name)

    @functools.wraps(method)
    def perform(*args, **kwargs):
        instance = next(
            arg for arg in (*args, *kwargs.values()) if isinstance(arg, objects.Instance)
        )
        if name in instance.metadata.get(FAIL, "").split():
            raise exception.NovaException(f"The hypervisor failed in {name}.")
        return method(*args, **kwargs)

    return perform


for _name in (
    *("attach_volume", "destroy", "detach_interface", "finish_migration", "pause", "power_off"),
    *("pre_live_migration", "rescue", "snapshot", "spawn", "suspend"),
):
    setattr(CloudDriver, _name, _fallible(_name))

# Nova loads drivers by their names from this module.
fake.CloudDriver = CloudDriver
