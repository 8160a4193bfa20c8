# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cache of access tokens on disk: tasks, forks and runs share one token per hour (ref).

Each key and auth host has one file in a private folder of the user. A file is trusted only if it is accessible to this
user alone and was written with the same secret. An untrusted file costs one more token request.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import math
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

# A token is renewed this many seconds before it expires (sdk).
EARLY = 60.0
# The longest wait for another process that requests the same token, in seconds.
LOCK_WAIT = 60.0
_LOCK_POLL = 0.02
# The largest file that is read, in bytes.
LARGEST_FILE = 64 * 1024


@dataclass(frozen=True)
class Token:
    """An access token with the start and end of its lifetime in seconds since the epoch."""

    value: str
    obtained: float
    expires: float

    def good(self, now: float) -> bool:
        """Return whether the token is usable; a token from the future or without an end is not."""
        early = min(EARLY, (self.expires - self.obtained) / 2)
        return math.isfinite(self.expires) and self.obtained <= now < self.expires - early


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the cache folder of this collection, or None if the user has no home folder."""
    base = environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, ".cache")
    return Path(base) / "ansible-sinch-sip"


class TokenCache:
    """The file with the token of one key at one auth host."""

    def __init__(
        self,
        folder: Path,
        auth_url: str,
        key_id: str,
        key_secret: str,
        now: Callable[[], float] = time.time,
        warn: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """Derive the file name from auth host and key, without any access; ``warn`` receives warnings for the user."""
        name = hashlib.sha256(f"{auth_url}\n{key_id}".encode()).hexdigest()[:32]
        self._folder = folder
        self._file = f"token-{name}.json"
        self._lock = f"token-{name}.lock"
        self._identity = f"{auth_url}\n{key_id}"
        self._secret = key_secret.encode()
        self._now = now
        self._warn = warn

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock: one process requests a token, and the others wait for it.

        Continue without the lock if the folder is not writable or another process hangs: an extra token is better than
        a play that stops.
        """
        descriptor = self._open_lock()
        try:
            if descriptor is not None:
                self._wait(descriptor)
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def _open_lock(self) -> int | None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._opened_folder() as folder:
                return _open(folder, self._lock, os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    @contextlib.contextmanager
    def _opened_folder(self) -> Iterator[int]:
        """Open the folder and make it private; raise OSError if it is a link or belongs to another user."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            found = os.fstat(folder)
            if found.st_uid != os.geteuid():
                raise PermissionError(f"{self._folder} belongs to another user")
            if stat.S_IMODE(found.st_mode) != 0o700:
                os.fchmod(folder, 0o700)
            yield folder
        finally:
            os.close(folder)

    def _wait(self, descriptor: int) -> None:
        deadline = time.monotonic() + LOCK_WAIT
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(_LOCK_POLL)
            except OSError:
                return
        self._warn(
            f"token_cache: another process has held the lock {self._folder / self._lock} for {LOCK_WAIT:g} s, and is "
            "not waited for any longer; if it is stopped, end it"
        )

    def read(self) -> Token | None:
        """Return the token in the file, or None if it is unusable or was not obtained with this secret."""
        try:
            content = json.loads(self._read_file())
            token = Token(content["access_token"], float(content["obtained"]), float(content["expires"]))
            if not isinstance(token.value, str) or not token.value or not token.good(self._now()):
                return None
            mark = self._mark(bytes.fromhex(content["salt"]))
            return token if hmac.compare_digest(mark, content["mark"]) else None
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def _read_file(self) -> bytes:
        """Return the content of the file; raise OSError if it is too large or accessible to other users."""
        with self._opened_folder() as folder, open(_open(folder, self._file, os.O_RDONLY), "rb") as file:
            found = os.fstat(file.fileno())
            private = found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            content = file.read(LARGEST_FILE + 1)
            if not private or len(content) > LARGEST_FILE:
                raise PermissionError(f"{self._file} is not a token of this user alone")
            return content

    def write(self, token: Token) -> None:
        """Replace the file atomically; ignore a folder that is not writable."""
        salt = os.urandom(16)
        content: Mapping[str, Any] = {
            "access_token": token.value,
            "obtained": token.obtained,
            "expires": token.expires,
            "salt": salt.hex(),
            "mark": self._mark(salt),
        }
        with contextlib.suppress(OSError), self._opened_folder() as folder:
            name = f"token-{os.urandom(8).hex()}"
            descriptor = _open(folder, name, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            try:
                with open(descriptor, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                os.replace(name, self._file, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(name, dir_fd=folder)
                raise

    def drop(self, value: str) -> None:
        """Remove a token that the API refused, unless another process has replaced it."""
        token = self.read()
        if token is not None and token.value == value:
            with contextlib.suppress(OSError), self._opened_folder() as folder:
                os.unlink(self._file, dir_fd=folder)

    def _mark(self, salt: bytes) -> str:
        """Return a salted hash that identifies key and secret without revealing the secret."""
        return hmac.new(salt + self._secret, self._identity.encode(), hashlib.sha256).hexdigest()


def _open(folder: int, name: str, flags: int) -> int:
    """Open a regular file in a folder without blocking; raise OSError if it is not a regular file."""
    descriptor = os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{name} is not a file")
    return descriptor
