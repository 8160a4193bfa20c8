# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a module writes on its target host."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from typing import Any

from ._errors import OptionError

# Accessible to the user alone, because calls are personal data.
_PRIVATE = 0o600


def put_file(path: str, content: bytes, check_mode: bool, option: str = "dest", mode: int = _PRIVATE) -> dict[str, Any]:
    """Write a file if its content differs, and return a description of the file; raise OptionError.

    The file is replaced atomically. ``option`` is the name of the option with the path; ``mode`` applies to new files.
    """
    changed = read_file(path, option) != content
    if changed and not check_mode:
        write_file(path, content, option, mode)
    return {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "changed": changed}


def write_file(path: str, content: bytes, option: str, mode: int) -> None:
    """Write a file whatever it has, as ``put_file`` does; raise OptionError."""
    try:
        _replace(path, content, mode)
    except OSError as error:
        raise OptionError(option, f"{path!r} cannot be written ({error.strerror})") from None


def read_file(path: str, option: str) -> bytes | None:
    """Return the content of a file, or None if it does not exist; raise OptionError.

    ``option`` is the name of the option with the path.
    """
    if not path:
        raise OptionError(option, f"{path!r} names no file; name one")
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        if not os.path.isdir(os.path.dirname(path) or "."):
            raise OptionError(option, f"the folder of {path!r} does not exist; make it first") from None
        return None
    except OSError as error:
        raise OptionError(option, f"{path!r} cannot be read ({error.strerror}); name a file") from None
    except ValueError:
        # A NUL or a lone surrogate.
        raise OptionError(option, f"{path!r} has characters that no name of a file can have; name a file") from None


def _replace(path: str, content: bytes, mode: int) -> None:
    descriptor, name = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=".sinch-")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        with contextlib.suppress(FileNotFoundError):
            mode = os.stat(path).st_mode & 0o777
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
