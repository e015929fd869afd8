from __future__ import annotations

import base64
import contextlib
import subprocess
import traceback

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from novaclient import base, crypto
from tests.unit.conftest import ENDPOINT


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two private keys with their public keys."""
    directory = tmp_path_factory.mktemp("keys")
    for name in ("mine", "other"):
        key = directory / name
        _openssl("genrsa", "-out", key, "2048")
        _openssl("rsa", "-in", key, "-pubout", "-out", key.with_suffix(".pub"))
    return directory


def _openssl(*arguments, **kwargs):
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, **kwargs).stdout


@pytest.fixture(scope="module")
def encrypt(keys):
    """Encrypt a password as a server does."""

    def encrypt(password):
        public = keys / "mine.pub"
        secret = _openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", public, input=password)
        return base64.b64encode(secret).decode()

    return encrypt


@pytest.mark.parametrize(
    "password", ["secret", "pässwörd ✓", "\x00\n", " trailing \r\n", "x" * 200, ""]
)
def test_a_decrypted_password_is_the_original(keys, encrypt, password):
    encrypted = encrypt(password.encode())
    assert crypto.decrypt_password(str(keys / "mine"), encrypted) == password


def test_a_password_that_is_not_utf_8_is_a_failure_that_does_not_show_it(keys, encrypt):
    encrypted = encrypt(b"hunter2\xff")
    with pytest.raises(crypto.DecryptionFailure, match="not UTF-8") as caught:
        crypto.decrypt_password(str(keys / "mine"), encrypted)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in shown.stack if frame.filename == crypto.__file__]
    assert ours
    assert not any("hunter2" in str(frame.locals) for frame in ours)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_the_wrong_key_never_decrypts_the_password(keys, encrypt):
    # For a wrong PKCS #1 v1.5 padding, OpenSSL 3 returns random bytes by design; some are UTF-8.
    try:
        password = crypto.decrypt_password(str(keys / "other"), encrypt(b"secret"))
    except crypto.DecryptionFailure:
        return
    assert password != "secret"
    assert "error" not in password


@pytest.mark.parametrize("password", ["AAAA", base64.b64encode(b"x" * 256 * 2).decode()])
def test_a_password_that_was_encrypted_for_a_key_of_another_size_is_a_failure(keys, password):
    with pytest.raises(crypto.DecryptionFailure):
        crypto.decrypt_password(str(keys / "mine"), password)


@pytest.mark.parametrize("password", ["no base64!", "AAA", "ü", "AA==AA"])
def test_a_password_that_is_not_base64_is_a_failure(keys, password):
    with pytest.raises(crypto.DecryptionFailure, match="not base64"):
        crypto.decrypt_password(str(keys / "mine"), password)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_string_is_decrypted_or_is_a_failure(keys, string):
    with contextlib.suppress(crypto.DecryptionFailure):
        assert isinstance(crypto.decrypt_password(str(keys / "mine"), string), str)


def test_a_missing_key_file_is_a_failure_that_names_it(keys, encrypt):
    with pytest.raises(crypto.DecryptionFailure, match="nowhere"):
        crypto.decrypt_password(str(keys / "nowhere"), encrypt(b"secret"))


def test_a_file_that_is_not_a_key_is_a_failure(tmp_path, encrypt):
    garbage = tmp_path / "garbage"
    garbage.write_text("no key")
    with pytest.raises(crypto.DecryptionFailure):
        crypto.decrypt_password(str(garbage), encrypt(b"secret"))


def test_without_openssl_it_is_a_failure_that_names_openssl(keys, encrypt, monkeypatch, tmp_path):
    encrypted = encrypt(b"secret")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(crypto.DecryptionFailure, match="openssl can't be run"):
        crypto.decrypt_password(str(keys / "mine"), encrypted)


def test_the_password_of_a_server_is_decrypted(nova, requests_mock, keys, encrypt):
    url = f"{ENDPOINT}/servers/1/os-server-password"
    headers = {"x-compute-request-id": "req-1"}
    requests_mock.get(url, json={"password": encrypt("pässword".encode())}, headers=headers)
    password = nova.servers.get_password("1", str(keys / "mine"))
    assert isinstance(password, base.StrWithMeta)
    assert (password, password.request_ids) == ("pässword", ["req-1"])


def test_a_password_of_a_server_that_cannot_be_decrypted_is_a_failure(
    nova, requests_mock, keys, encrypt
):
    url = f"{ENDPOINT}/servers/1/os-server-password"
    requests_mock.get(url, json={"password": encrypt(b"secret")})
    with pytest.raises(crypto.DecryptionFailure):
        nova.servers.get_password("1", str(keys / "nowhere"))


def test_for_a_server_without_a_password_no_key_is_read(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1/os-server-password", json={"password": ""})
    assert nova.servers.get_password("1", "nowhere") == ""
