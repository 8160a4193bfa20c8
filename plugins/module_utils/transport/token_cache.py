# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens kept on disk, so that tasks, forks and runs share one token an hour (ref: reuse it until it expires).

One file for each key and auth host. A file is trusted only when this user alone can read and write it and it was
made with the same secret; whatever is wrong with it, the worst that happens is one more token request.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

# A token is given up this many seconds before it expires (sdk).
EARLY = 60.0
# How long one process waits for another that is asking for the same token, in seconds.
LOCK_WAIT = 60.0
_LOCK_POLL = 0.02


@dataclass(frozen=True)
class Token:
    """An access token and the times between which it is good, in seconds since the epoch by this machine's clock."""

    value: str
    obtained: float
    expires: float

    def good(self, now: float) -> bool:
        """Return whether the token can still be used; a clock that was set back makes it useless."""
        return self.obtained <= now < self.expires - min(EARLY, (self.expires - self.obtained) / 2)


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the user's cache folder for this collection, or None where there is no home."""
    base = environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, ".cache")
    return Path(base) / "ansible-sinch-sip"


class TokenCache:
    """The token of one key at one auth host, in a file."""

    def __init__(
        self, folder: Path, auth_url: str, key_id: str, key_secret: str, now: Callable[[], float] = time.time
    ) -> None:
        """Name the file by auth host and key; nothing is read or written yet."""
        name = hashlib.sha256(f"{auth_url}\n{key_id}".encode()).hexdigest()[:32]
        self._folder = folder
        self._file = folder / f"token-{name}.json"
        self._lock = folder / f"token-{name}.lock"
        self._identity = f"{auth_url}\n{key_id}"
        self._secret = key_secret.encode()
        self._now = now

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, so that of many processes one asks for a token and the others find it.

        Where it cannot be had (no writable folder, another process hangs), go on without: a token too many is better
        than a play that stops.
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
            self._prepare_folder()
            return os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return None

    def _prepare_folder(self) -> None:
        """Make the folder private; raise OSError where it cannot be, as when it belongs to another user."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(self._folder, 0o700)

    @staticmethod
    def _wait(descriptor: int) -> None:
        deadline = time.monotonic() + LOCK_WAIT
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(_LOCK_POLL)
            except OSError:
                return

    def read(self) -> Token | None:
        """Return the token in the file where it is good and was got with this very secret, else None."""
        try:
            with open(os.open(self._file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), encoding="utf-8") as file:
                found = os.fstat(file.fileno())
                if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                    return None
                content = json.load(file)
            token = Token(content["access_token"], float(content["obtained"]), float(content["expires"]))
            if not isinstance(token.value, str) or not token.value or not token.good(self._now()):
                return None
            mark = self._mark(bytes.fromhex(content["salt"]))
            return token if hmac.compare_digest(mark, content["mark"]) else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def write(self, token: Token) -> None:
        """Replace the file whole, or leave it as it was; a folder that cannot be written is no error."""
        salt = os.urandom(16)
        content: Mapping[str, Any] = {
            "access_token": token.value,
            "obtained": token.obtained,
            "expires": token.expires,
            "salt": salt.hex(),
            "mark": self._mark(salt),
        }
        with contextlib.suppress(OSError):
            self._prepare_folder()
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix="token-")
            try:
                with open(descriptor, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                os.replace(name, self._file)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(name)
                raise

    def drop(self, value: str) -> None:
        """Forget a token that the API refused, unless another process has put a newer one in its place."""
        token = self.read()
        if token is not None and token.value == value:
            with contextlib.suppress(OSError):
                self._file.unlink()

    def _mark(self, salt: bytes) -> str:
        """Return what tells key and secret apart without telling the secret."""
        return hmac.new(salt + self._secret, self._identity.encode(), hashlib.sha256).hexdigest()
