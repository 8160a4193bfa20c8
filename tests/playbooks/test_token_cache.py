# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache: one token for all tasks, forks and runs of a key, and no trust in what others may have written."""

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
    """Make one request to the API, as a task would."""
    ansible.module("sinch_acl_info").succeeded()


def token_file(ansible: Ansible) -> Path:
    """Return the one file that holds a token."""
    (file,) = (ansible.home / "cache").rglob("*.json")
    return file


def _one_of_many(start: Barrier) -> None:
    """Make one request to the API when all other processes are about to."""
    client = Client(resolve_connection({}, os.environ))
    start.wait()
    client.list(("accessControlLists",), ("accessControlLists",))


def test_forty_processes_ask_for_one_token(control: Control, ansible: Ansible) -> None:
    """However many start together, one asks and the others find what it got."""
    # The first process waits for its token, so that all others come upon the lock.
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
    """Only the user can read the token, whatever the umask and whatever the folder was before."""
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


def test_file_tells_neither_key_nor_secret(control: Control, ansible: Ansible) -> None:
    """The token is all that can be had from the file."""
    read_something(ansible)
    content = token_file(ansible).read_text(encoding="utf-8")
    assert control.requests()[-1]["authorization"] == f"Bearer {json.loads(content)['access_token']}"
    for name in ("SINCH_KEY_ID", "SINCH_KEY_SECRET"):
        assert ansible.environ[name] not in content


@pytest.mark.parametrize(("name", "value"), [("SINCH_KEY_ID", "other-key"), ("SINCH_KEY_SECRET", "other-secret")])
def test_another_key_never_gets_the_token(name: str, value: str, control: Control, ansible: Ansible) -> None:
    """Neither another key nor another secret of the same key is served from the cache."""
    read_something(ansible)
    ansible.environ[name] = value
    message = ansible.module("sinch_acl_info").error()
    assert "the key was refused" in message
    assert {"tokens": 2, "requests": 1}.items() <= control.counters().items()


def test_secret_that_was_changed(control: Control, ansible: Ansible) -> None:
    """After a key got a new secret the old token is not used, and the new one takes its place."""
    read_something(ansible)
    control.settings(keys={"demo-key": "new-secret"})
    ansible.environ["SINCH_KEY_SECRET"] = "new-secret"
    read_something(ansible)
    read_something(ansible)
    # The old token, had it been tried, would have been refused: a request more.
    assert {"tokens": 2, "requests": 3}.items() <= control.counters().items()


def test_another_auth_host_has_a_token_of_its_own(control: Control, ansible: Ansible) -> None:
    """A token of one host is never sent to another's API."""
    read_something(ansible)
    ansible.environ["SINCH_AUTH_URL"] = control.url.replace("127.0.0.1", "localhost")
    read_something(ansible)
    assert control.counters()["tokens"] == 2


def test_projects_of_one_key_share_the_token(control: Control, ansible: Ansible) -> None:
    """A key may have many projects; its token is good for all."""
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


def _fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def _huge(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(2**40)


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
        "a FIFO": _fifo,
        "a terabyte": _huge,
        "a number without end": _written(b'{"access_token": "t", "obtained": 0, "expires": ' + b"9" * 400 + b"}"),
    }.items(),
    ids=lambda item: item[0],
)
def test_file_that_cannot_be_trusted(
    spoil: tuple[str, Callable[[Path], None]], control: Control, ansible: Ansible
) -> None:
    """Whatever is wrong with the file, it is not used, and a good one takes its place."""
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
    """A file that another user owns may hold anything."""
    read_something(ansible)
    monkeypatch.setattr(os, "geteuid", lambda: token_file(ansible).stat().st_uid + 1)
    read_something(ansible)
    assert control.counters()["tokens"] == 2


def test_folder_that_is_a_link(control: Control, ansible: Ansible) -> None:
    """Where the folder leads elsewhere, nothing is kept there, and nothing of it is changed."""
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
    """A process that was stopped while it asked for a token is not waited for for ever; the user learns of the file."""
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
    """Without the cache nothing is written, and each task asks for a token."""
    for value in (False, "no"):
        ansible.module("sinch_acl_info", {"token_cache": value}).succeeded()
    assert control.counters()["tokens"] == 2
    assert [*ansible.home.iterdir()] == []


def test_home_that_cannot_be_written(control: Control, ansible: Ansible) -> None:
    """Nowhere to keep the token is no error, and leaves no warning."""
    wall = ansible.home / "file"
    wall.touch()
    # Below a file no folder can be made, not even by root.
    ansible.environ["XDG_CACHE_HOME"] = str(wall / "cache")
    assert ansible.module("sinch_acl", {"name": "office", "ip_ranges": ["203.0.113.10"]}).succeeded().warnings == []
    assert ansible.module("sinch_acl", {"name": "office", "state": "absent"}).succeeded().changed
    assert control.counters()["tokens"] == 2


@pytest.mark.parametrize("base", ["", "relative/cache"])
def test_cache_folder_in_the_home_folder(base: str, ansible: Ansible, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XDG_CACHE_HOME says nothing usable, the cache is in ~/.cache."""
    monkeypatch.chdir(ansible.home)
    ansible.environ["XDG_CACHE_HOME"] = base
    read_something(ansible)
    assert [path.name for path in ansible.home.iterdir()] == [".cache"]
    assert len([*(ansible.home / ".cache" / "ansible-sinch-sip").glob("*.json")]) == 1
