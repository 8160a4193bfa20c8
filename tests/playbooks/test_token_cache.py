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
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._transport import token_cache
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from tests.playbooks.running import Ansible
from tests.simulator.process import Control

PROCESSES = 40


def read_something(ansible: Ansible) -> None:
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


def test_projects_of_one_key_share_the_token(control: Control, ansible: Ansible) -> None:
    for project in ("one", "two"):
        ansible.environ["SINCH_PROJECT_ID"] = project
        read_something(ansible)
    assert {"tokens": 1, "requests": 2}.items() <= control.counters().items()


# The unit tests have FIFOs, huge files and numbers, other modes, users and hosts.
@pytest.mark.parametrize(
    "spoilt",
    [
        *(b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b"[" * 100_000, b"{}"),
        *({"access_token": token} for token in (17, "")),
        *({"expires": expires} for expires in ("soon", float("nan"), 0)),
        {"obtained": 99_999_999_999, "expires": 99_999_999_999_999},
        *({"mark": mark} for mark in ("0" * 64, 17, "é" * 64)),
        *({"salt": "salt"}, 0o644, "a link"),
    ],
    ids=range(19),
)
def test_file_that_cannot_be_trusted(spoilt: object, control: Control, ansible: Ansible) -> None:
    """A file with other bytes or keys, for others, or behind a link is not used, and is replaced by a good one."""
    read_something(ansible)
    file = token_file(ansible)
    if isinstance(spoilt, bytes):
        file.write_bytes(spoilt)
    elif isinstance(spoilt, dict):
        file.write_text(json.dumps({**json.loads(file.read_bytes()), **spoilt}), encoding="utf-8")
    elif isinstance(spoilt, int):
        file.chmod(spoilt)
    else:
        file.symlink_to(file.rename(file.with_name("elsewhere")))
    for _number in range(2):
        read_something(ansible)
        assert control.counters()["tokens"] == 2
    assert stat.S_IMODE(token_file(ansible).lstat().st_mode) == 0o600


def test_folder_that_is_a_link(control: Control, ansible: Ansible) -> None:
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
    for value in (False, "no"):
        ansible.module("sinch_acl_info", {"token_cache": value}).succeeded()
    assert control.counters()["tokens"] == 2
    assert [*ansible.home.iterdir()] == []
