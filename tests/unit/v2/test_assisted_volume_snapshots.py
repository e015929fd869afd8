"""Snapshots of volumes, which Cinder creates with the help of Nova."""

from __future__ import annotations

from novaclient.v2.assisted_volume_snapshots import Snapshot
from tests.unit.conftest import ENDPOINT


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(Snapshot(None, {})) == "<Snapshot: unknown-id>"


def test_a_snapshot_deletes_itself(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    Snapshot(nova.assisted_volume_snapshots, {"id": "s", "volumeId": "v"}).delete()
    assert requests_mock.last_request.qs == {"delete_info": ['{"volume_id": "v"}']}


def test_delete_info_can_not_add_to_the_query(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    nova.assisted_volume_snapshots.delete("s", {"volume_id": "v&force=1"})
    assert list(requests_mock.last_request.qs) == ["delete_info"]
