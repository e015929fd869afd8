"""Hosts, services, hypervisors, aggregates and availability zones, as on the real cloud."""

from tests.functional.test_admin import *  # noqa: F403
