"""Make what a cloud needs and keep it between runs.

That is a virtual environment with Nova and Keystone, and a Keystone database with its keys and
one administrator, which every run copies.  Both live in a folder of the cache that is named
after the Python and the pins they were made from, so a change of either makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .process import PROGRAMS, run

_HERE = Path(__file__).parent
_REPOSITORY = _HERE.parents[2]
_REQUIREMENTS = _HERE / "requirements.txt"
_CONSTRAINTS = _HERE / "constraints.txt"

#: Written last: a folder without it was left unfinished.
_MARKER = "complete"

KEYSTONE_CONF = """\
[database]
connection = sqlite:///{folder}/keystone.db

[fernet_tokens]
key_repository = {folder}/fernet-keys

[fernet_receipts]
key_repository = {folder}/fernet-keys

[credential]
key_repository = {folder}/credential-keys

[cache]
enabled = false

[identity]
# Passwords of a cloud that lives for minutes need no slow hash.
password_hash_rounds = 4
"""

REGION = "RegionOne"

Report = Callable[[str], None]


@dataclass(frozen=True)
class Environment:
    """What every run starts from.

    :param folder: where it lives in the cache
    """

    folder: Path

    @property
    def venv(self) -> Path:
        """Return the folder of the virtual environment."""
        return self.folder / "venv"

    @property
    def python(self) -> Path:
        """Return the Python that runs Nova and Keystone."""
        return self.venv / "bin" / "python"

    @property
    def keystone(self) -> Path:
        """Return the folder with the Keystone database to copy."""
        return self.folder / "keystone"

    @property
    def admin_password(self) -> str:
        """Return the password of the administrator in that database."""
        return (self.folder / "admin-password").read_text()

    @property
    def complete(self) -> bool:
        """Tell whether it was prepared to the end."""
        return (self.folder / _MARKER).exists()


def cache_folder() -> Path:
    """Return the folder for everything that outlives a run or belongs to one."""
    configured = os.environ.get("NOVACLIENT_CLOUD_DIR")
    return Path(configured).absolute() if configured else _REPOSITORY / ".cloud"


def prepare(report: Report) -> Environment:
    """Return an environment, made now unless an earlier run has done so.

    :param report: called with a line for a person when something takes long
    :raises CloudError: when a step fails, with the end of its log
    """
    cache = cache_folder()
    name = f"py{platform.python_version()}-{_fingerprint()}"
    environment = Environment(cache / name)
    if environment.complete:
        return environment
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / f"{name}.lock", report):
        if not environment.complete:
            report(
                f"preparing Nova and Keystone in {environment.folder}; "
                "this happens once and takes a minute or two"
            )
            _make(environment, report)
    return environment


def write_keystone_conf(folder: Path) -> Path:
    """Write Keystone's configuration for a folder that holds its database and keys."""
    path = folder / "keystone.conf"
    path.write_text(KEYSTONE_CONF.format(folder=folder))
    return path


def _fingerprint() -> str:
    """Return a short hash of all that decides what an environment holds."""
    digest = hashlib.sha256(sys.base_prefix.encode())
    for path in (_REQUIREMENTS, _CONSTRAINTS, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _locked(path: Path, report: Report) -> Iterator[None]:
    """Hold a lock between processes; it goes when this process does."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another process that prepares the same environment")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(environment: Environment, report: Report) -> None:
    if environment.folder.exists():
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    _make_venv(environment, report)
    _make_keystone(environment, report)
    (environment.folder / _MARKER).touch()


def _make_venv(environment: Environment, report: Report) -> None:
    log = environment.folder / "venv.log"
    lifeline = PROGRAMS / "lifeline.py"
    report("installing the packages")
    run("venv", [sys.executable, lifeline, "-m", "venv", environment.venv], log)
    run(
        "pip",
        [
            *(environment.python, lifeline, "-m", "pip", "install"),
            *("--disable-pip-version-check", "--no-input", "--progress-bar=off"),
            # What is used gets compiled at the first start, by both services at the same time.
            *("--only-binary=:all:", "--no-compile"),
            *("--requirement", _REQUIREMENTS, "--constraint", _CONSTRAINTS),
        ],
        log,
    )


def _make_keystone(environment: Environment, report: Report) -> None:
    report("making Keystone's database")
    environment.keystone.mkdir()
    configuration = write_keystone_conf(environment.keystone)
    password = secrets.token_urlsafe()
    with open(environment.folder / "admin-password", "w", opener=_private) as file:
        file.write(password)
    manage: list[str | Path] = [
        environment.python,
        PROGRAMS / "lifeline.py",
        environment.venv / "bin/keystone-manage",
        "--config-file",
        configuration,
    ]
    owner = ["--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid())]
    log = environment.folder / "keystone-manage.log"
    commands: dict[str, list[str]] = {
        "db_sync": [],
        "fernet_setup": owner,
        "credential_setup": owner,
        "bootstrap": ["--bootstrap-region-id", REGION],
    }
    for command, arguments in commands.items():
        run(
            f"keystone-manage {command}",
            [*manage, command, *arguments],
            log,
            # On the command line everybody could read it.
            environment={"OS_BOOTSTRAP_PASSWORD": password},
        )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
