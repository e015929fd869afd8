from __future__ import annotations

from novaclient.i18n import _


def test_a_message_stays_as_it_is():
    assert _("Unknown list options.") == "Unknown list options."
