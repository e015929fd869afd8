"""Volume snapshots that Cinder creates with the help of Nova."""

from __future__ import annotations

from novaclient.v2.assisted_volume_snapshots import Snapshot
from tests.unit.conftest import ENDPOINT


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Snapshot(None, {})) == "<Snapshot: unknown-id>"


def test_a_snapshot_can_be_deleted_without_delete_info(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    Snapshot(nova.assisted_volume_snapshots, {"id": "s", "volumeId": "v"}).delete()
    assert requests_mock.last_request.qs == {"delete_info": ['{"volume_id": "v"}']}


def test_delete_info_cannot_add_parameters(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    nova.assisted_volume_snapshots.delete("s", {"volume_id": "v&force=1"})
    assert list(requests_mock.last_request.qs) == ["delete_info"]
