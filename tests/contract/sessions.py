"""The keystoneauth session of every call, with a fixed token and fixed endpoints."""

from __future__ import annotations

from typing import Any

from keystoneauth1 import plugin
from keystoneauth1 import session as keystone_session

ENDPOINTS = {
    "compute": "http://compute.example/v2.1",
    "image": "http://image.example",
    "network": "http://network.example",
}


class StaticAuth(plugin.BaseAuthPlugin):
    """An auth plugin that sends no requests."""

    def get_token(self, session: keystone_session.Session, **kwargs: Any) -> str:
        """Return the token."""
        return "TOKEN"

    def get_endpoint(
        self, session: keystone_session.Session, service_type: str | None = None, **kwargs: Any
    ) -> str | None:
        """Return the endpoint of a service type, for any interface and region."""
        return ENDPOINTS.get(service_type or "")


def new_session(**kwargs: Any) -> keystone_session.Session:
    """Return a session with :class:`StaticAuth`, unless ``kwargs`` has another plugin."""
    kwargs.setdefault("auth", StaticAuth())
    return keystone_session.Session(**kwargs)


def with_placeholder(url: str) -> str:
    """Return the URL with the endpoint replaced by its placeholder."""
    for service_type, endpoint in ENDPOINTS.items():
        if url.startswith(endpoint) and url[len(endpoint) : len(endpoint) + 1] in ("", "/", "?"):
            return f"{{{service_type}}}{url[len(endpoint) :]}"
    return url
