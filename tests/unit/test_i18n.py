from __future__ import annotations

from novaclient.i18n import _


def test_a_message_is_not_translated():
    assert _("Unknown list options.") == "Unknown list options."
