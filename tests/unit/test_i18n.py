from __future__ import annotations

import gettext
import struct

import pytest

from novaclient import exceptions
from novaclient.i18n import _


def test_without_a_catalogue_messages_stay_english():
    assert _("Unknown list options.") == "Unknown list options."


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A catalogue for the language of the user."""

    def install(**messages):
        directory = tmp_path / "xx" / "LC_MESSAGES"
        directory.mkdir(parents=True)
        directory.joinpath("novaclient.mo").write_bytes(_compiled(messages))
        monkeypatch.setenv("LANGUAGE", "xx")
        gettext.bindtextdomain("novaclient", str(tmp_path))

    before = gettext.bindtextdomain("novaclient")
    yield install
    gettext.bindtextdomain("novaclient", before)


def _compiled(messages):
    """Compile messages as msgfmt does."""
    pairs = [(b"", b"Content-Type: text/plain; charset=utf-8\n")]
    pairs += sorted((key.encode(), text.encode()) for key, text in messages.items())
    tables = [[], []]
    data = b""
    offset = 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), offset + len(data)]
            data += pair[column] + b"\0"
    header = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<7I{4 * len(pairs)}I", *header, *tables[0], *tables[1]) + data


def test_a_message_is_translated_where_there_is_a_catalogue(catalogue):
    catalogue(**{'Unsupported console_type "%s"': 'Kein console_type "%s"'})
    assert str(exceptions.UnsupportedConsoleType("x")) == 'Kein console_type "x"'
    assert _("Something else") == "Something else"
