"""Quota classes."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.quota_classes import QuotaClassSet


def test_a_quota_class_without_an_id_is_not_updated(nova, requests_mock):
    with pytest.raises(exceptions.InvalidIdentifier, match="has no id"):
        QuotaClassSet(nova.quota_classes, {"cores": 1}, loaded=True).update(cores=2)
    assert requests_mock.request_history == []
