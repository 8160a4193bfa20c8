# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cached tokens: validity, privacy and locks."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._transport import token_cache
from ansible_collections.sinch.sip.plugins.module_utils._transport.token_cache import Token, TokenCache, cache_folder

NOW = 1_000_000.0
AUTH = "https://auth.example.com"
TOKEN = Token("t", NOW, NOW + 3600)


def cache(folder: Path, now: float = NOW, identity: tuple[str, str, str] = (AUTH, "k", "s")) -> TokenCache:
    """Return the cache for an auth host, key and secret at a time."""
    return TokenCache(folder, *identity, now=lambda: now)


@pytest.mark.parametrize(
    ("lifetime", "age", "good"),
    [(3600, 0, True), (3600, 3539, True), (3600, 3540, False), (3600, -1, False), (100, 49, True), (100, 50, False)],
)
def test_validity(lifetime: float, age: float, good: bool, tmp_path: Path) -> None:
    """A token is used until a minute before its end, or for half of a lifetime below two minutes."""
    token = Token("t", NOW, NOW + lifetime)
    assert token.good(NOW + age) is good
    cache(tmp_path).write(token)
    assert (cache(tmp_path, NOW + age).read() == token) is good


@pytest.mark.parametrize("other", [("https://other.example.com", "k", "s"), (AUTH, "x", "s"), (AUTH, "k", "x")])
def test_other_key(other: tuple[str, str, str], tmp_path: Path) -> None:
    cache(tmp_path).write(TOKEN)
    assert cache(tmp_path, identity=other).read() is None
    assert cache(tmp_path).read() == TOKEN


def test_drop(tmp_path: Path) -> None:
    """A newer token of another process stays."""
    cache(tmp_path).write(TOKEN)
    cache(tmp_path).drop("old")
    assert cache(tmp_path).read() == TOKEN
    cache(tmp_path).drop("t")
    assert cache(tmp_path).read() is None


def files(folder: Path) -> list[Path]:
    """Write a token under the lock, and return the files: that of the token and that of the lock."""
    with cache(folder).locked():
        cache(folder).write(TOKEN)
    found = sorted(folder.iterdir())
    assert [path.suffix for path in found] == [".json", ".lock"]
    return found


def test_fifo_in_place_of_a_file(tmp_path: Path) -> None:
    for path in files(tmp_path):
        path.unlink()
        os.mkfifo(path, 0o600)
    assert cache(tmp_path).read() is None
    with cache(tmp_path).locked():
        cache(tmp_path).write(TOKEN)
    assert cache(tmp_path).read() == TOKEN


@pytest.mark.parametrize("name", ["obtained", "expires"])
@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "1e999", "Infinity"])
def test_number_without_end(number: str, name: str, tmp_path: Path) -> None:
    path, _lock = files(tmp_path)
    content = path.read_text(encoding="utf-8")
    path.write_text(re.sub(f'"{name}": [0-9.]+', f'"{name}": {number}', content), encoding="utf-8")
    assert cache(tmp_path).read() is None


def test_file_that_is_too_large(tmp_path: Path) -> None:
    path, _lock = files(tmp_path)
    with path.open("r+b") as file:
        file.truncate(2**40)
    assert cache(tmp_path).read() is None
    cache(tmp_path).write(TOKEN)
    assert cache(tmp_path).read() == TOKEN


def test_lock_of_a_process_that_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _token, lock = files(tmp_path)
    monkeypatch.setattr(token_cache, "LOCK_WAIT", 0.05)
    warnings: list[str] = []
    with cache(tmp_path).locked(), TokenCache(tmp_path, AUTH, "k", "s", warn=warnings.append).locked():
        pass
    with TokenCache(tmp_path, AUTH, "k", "s", warn=warnings.append).locked():
        pass
    (warning,) = warnings
    assert str(lock) in warning


def state(folder: Path) -> list[Any]:
    """Return the files in a folder with their times and modes."""
    return sorted((path, path.lstat().st_mtime_ns, path.lstat().st_mode) for path in folder.rglob("*"))


@pytest.mark.parametrize("mode", [0o640, 0o602, 0o644])
def test_file_for_others(mode: int, tmp_path: Path) -> None:
    files(tmp_path)[0].chmod(mode)
    assert cache(tmp_path).read() is None


@pytest.mark.parametrize("kind", ["link", "file", "another user"])
def test_folder_of_others(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, target = tmp_path / "cache", tmp_path / "target"
    target.mkdir(mode=0o755)
    files(folder if kind == "another user" else target)
    target.chmod(0o755)
    if kind == "link":
        folder.symlink_to(target)
    elif kind == "file":
        folder.touch(mode=0o644)
    else:
        folder.chmod(0o755)
        monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    before = state(tmp_path)
    with cache(folder).locked():
        assert cache(folder).read() is None
        cache(folder).write(Token("new", NOW, NOW + 3600))
        cache(folder).drop("t")
    assert state(tmp_path) == before


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_CACHE_HOME": "/cache"}, "/cache"),
        *((environ, "/home/user/.cache") for environ in ({"XDG_CACHE_HOME": "relative"}, {})),
    ],
)
def test_folder(environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/user")
    assert cache_folder(environ) == Path(expected) / "ansible-sinch-sip"
