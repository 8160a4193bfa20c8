# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache: one token for all tasks, forks and runs of a key, and no trust in files of others."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import os
import stat
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._transport import token_cache
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from tests.playbooks.running import Ansible
from tests.simulator.process import Control

PROCESSES = 40


def read_something(ansible: Ansible) -> None:
    """Run a task that sends one request to the API."""
    ansible.module("sinch_acl_info").succeeded()


def token_file(ansible: Ansible) -> Path:
    """Return the only file with a token."""
    (file,) = (ansible.home / "cache").rglob("*.json")
    return file


def _one_of_many(start: Barrier) -> None:
    """Send one request to the API at the same time as all other processes."""
    client = Client(resolve_connection({}, os.environ))
    start.wait()
    client.list(("accessControlLists",), ("accessControlLists",))


def test_forty_processes_ask_for_one_token(control: Control, ansible: Ansible) -> None:
    """Of many processes that start together, one requests a token and the others use it."""
    # The first process waits for its token while the others meet the lock.
    control.settings(latency_ms=100)
    context = multiprocessing.get_context("fork")
    start = context.Barrier(PROCESSES)
    processes = [context.Process(target=_one_of_many, args=(start,)) for _number in range(PROCESSES)]
    with ansible.environment():
        for process in processes:
            process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert {"tokens": 1, "requests": PROCESSES}.items() <= control.counters().items()


def test_file_is_private(control: Control, ansible: Ansible) -> None:
    """Only the user can read the file, whatever the umask and the mode of the folder; it has no key."""
    folder = ansible.home / "cache" / "ansible-sinch-sip"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    umask = os.umask(0)
    try:
        read_something(ansible)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600, 0o600]
    assert control.counters()["tokens"] == 1
    content = token_file(ansible).read_text(encoding="utf-8")
    assert json.loads(content)["access_token"]
    assert not [name for name in ("SINCH_KEY_ID", "SINCH_KEY_SECRET") if ansible.environ[name] in content]


@pytest.mark.parametrize(("name", "value"), [("SINCH_KEY_ID", "other-key"), ("SINCH_KEY_SECRET", "other-secret")])
def test_another_key_never_gets_the_token(name: str, value: str, control: Control, ansible: Ansible) -> None:
    """The cache returns no token for another key, nor for another secret of the same key."""
    read_something(ansible)
    ansible.environ[name] = value
    message = ansible.module("sinch_acl_info").error()
    assert "the key was refused" in message
    assert {"tokens": 2, "requests": 1}.items() <= control.counters().items()


def test_secret_that_was_changed(control: Control, ansible: Ansible) -> None:
    """The token of a key's new secret replaces the token of the old one, which is not used."""
    read_something(ansible)
    control.settings(keys={"demo-key": "new-secret"})
    ansible.environ["SINCH_KEY_SECRET"] = "new-secret"
    read_something(ansible)
    read_something(ansible)
    # Using the old token would have cost another request.
    assert {"tokens": 2, "requests": 3}.items() <= control.counters().items()


def test_another_auth_host_has_a_token_of_its_own(control: Control, ansible: Ansible) -> None:
    """A token of one authentication host is not used for another."""
    read_something(ansible)
    ansible.environ["SINCH_AUTH_URL"] = control.url.replace("127.0.0.1", "localhost")
    read_something(ansible)
    assert control.counters()["tokens"] == 2


def test_projects_of_one_key_share_the_token(control: Control, ansible: Ansible) -> None:
    """All projects of a key share its token."""
    for project in ("one", "two"):
        ansible.environ["SINCH_PROJECT_ID"] = project
        read_something(ansible)
    assert {"tokens": 1, "requests": 2}.items() <= control.counters().items()


def _changed(**changes: Any) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")

    return spoil


def _written(content: bytes) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        file.write_bytes(content)

    return spoil


def _behind_a_link(file: Path) -> None:
    target = file.with_name("elsewhere")
    file.rename(target)
    file.symlink_to(target)


# FIFOs, huge files and huge numbers are in the unit tests.
@pytest.mark.parametrize(
    "spoil",
    {
        "empty": _written(b""),
        "not JSON": _written(b"{"),
        "not text": _written(b"\xff\xfe\x00"),
        "null": _written(b"null"),
        "a list": _written(b"[]"),
        "nested without end": _written(b"[" * 100_000),
        "no keys": _written(b"{}"),
        "a token that is a number": _changed(access_token=17),
        "an empty token": _changed(access_token=""),
        "times that are words": _changed(expires="soon"),
        "times that are no numbers": _changed(expires=float("nan")),
        "expired": _changed(expires=0),
        "from the future": _changed(obtained=99_999_999_999, expires=99_999_999_999_999),
        "a foreign mark": _changed(mark="0" * 64),
        "a mark that is a number": _changed(mark=17),
        "a mark that is not ASCII": _changed(mark="é" * 64),
        "a salt that is no hexadecimal": _changed(salt="salt"),
        "readable by others": lambda file: file.chmod(0o644),
        "writable by the group": lambda file: file.chmod(0o620),
        "a symbolic link": _behind_a_link,
    }.items(),
    ids=lambda item: item[0],
)
def test_file_that_cannot_be_trusted(
    spoil: tuple[str, Callable[[Path], None]], control: Control, ansible: Ansible
) -> None:
    """A file with any defect is not used, and is replaced by a good one."""
    read_something(ansible)
    spoil[1](token_file(ansible))
    read_something(ansible)
    assert control.counters()["tokens"] == 2
    read_something(ansible)
    assert control.counters()["tokens"] == 2
    file = token_file(ansible)
    assert not file.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_file_of_another_user(control: Control, ansible: Ansible, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another user is not used."""
    read_something(ansible)
    monkeypatch.setattr(os, "geteuid", lambda: token_file(ansible).stat().st_uid + 1)
    read_something(ansible)
    assert control.counters()["tokens"] == 2


def test_folder_that_is_a_link(control: Control, ansible: Ansible) -> None:
    """A folder that is a link is neither used nor changed."""
    target = ansible.home / "target"
    target.mkdir()
    target.chmod(0o755)
    (ansible.home / "cache").mkdir()
    (ansible.home / "cache" / "ansible-sinch-sip").symlink_to(target)
    read_something(ansible)
    read_something(ansible)
    assert control.counters()["tokens"] == 2
    assert stat.S_IMODE(target.stat().st_mode) == 0o755
    assert [*target.iterdir()] == []


def test_lock_that_is_never_let_go(control: Control, ansible: Ansible, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait for a lock of a stopped process ends, with a warning that names the file."""
    monkeypatch.setattr(token_cache, "LOCK_WAIT", 0.1)
    read_something(ansible)
    token_file(ansible).unlink()
    (lock,) = (ansible.home / "cache").rglob("*.lock")
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        (warning,) = ansible.module("sinch_acl_info").succeeded().warnings
        assert str(lock) in warning
        assert ansible.module("sinch_acl_info").succeeded().warnings == []
    assert control.counters()["tokens"] == 2


def test_cache_turned_off(control: Control, ansible: Ansible) -> None:
    """Without the cache nothing is written, and each task requests a token."""
    for value in (False, "no"):
        ansible.module("sinch_acl_info", {"token_cache": value}).succeeded()
    assert control.counters()["tokens"] == 2
    assert [*ansible.home.iterdir()] == []


def test_home_that_cannot_be_written(control: Control, ansible: Ansible) -> None:
    """A home folder that cannot be written causes no error and no warning."""
    wall = ansible.home / "file"
    wall.touch()
    # Not even root can create a folder below a file.
    ansible.environ["XDG_CACHE_HOME"] = str(wall / "cache")
    assert ansible.module("sinch_acl", {"name": "office", "ip_ranges": ["203.0.113.10"]}).succeeded().warnings == []
    assert ansible.module("sinch_acl", {"name": "office", "state": "absent"}).succeeded().changed
    assert control.counters()["tokens"] == 2


@pytest.mark.parametrize("base", ["", "relative/cache"])
def test_cache_folder_in_the_home_folder(base: str, ansible: Ansible, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a usable XDG_CACHE_HOME, the cache is in ``~/.cache``."""
    monkeypatch.chdir(ansible.home)
    ansible.environ["XDG_CACHE_HOME"] = base
    read_something(ansible)
    assert [path.name for path in ansible.home.iterdir()] == [".cache"]
    assert len([*(ansible.home / ".cache" / "ansible-sinch-sip").glob("*.json")]) == 1
