# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Give ansible-test an installer of pip on a machine that reaches the package index only.

Before it installs anything, ansible-test downloads a script that installs pip from a host of its own. This writes an
equivalent script, for each version of pip that the installed ansible-core asks for, to the place where ansible-test
looks first. It does nothing where the script is there, or the host can be reached.

Usage: python tests/pip_installer.py, with the Python that has ansible-core
"""

from __future__ import annotations

import importlib.util
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

CACHE = Path.home() / ".ansible" / "test" / "cache"
URL = "https://ci-files.testing.ansible.com/ansible-test/get-pip-{version}.py"
SCRIPT = '''"""Install pip {version} from the package index, by the pip that Python brings."""
import subprocess
import sys

subprocess.check_call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL)
subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", "pip=={version}"])
'''
_PATIENCE_S = 5


def missing_scripts(source: str, cache: Path, can_download: Callable[[str], bool]) -> Iterator[tuple[Path, str]]:
    """Yield the path and text of each script to write, given the code of ansible-test that names the versions.

    Raises:
        ValueError: the code names no version.
    """
    versions = sorted(set(re.findall(r"""\bpip=['"](\d+(?:\.\d+)+)['"]""", source)))
    if not versions:
        raise ValueError("ansible-test names no version of pip; has it changed?")
    for version in versions:
        path = cache / f"get_pip_{version.replace('.', '_')}.py"
        if not path.exists() and not can_download(URL.format(version=version)):
            yield path, SCRIPT.format(version=version)


def _can_download(url: str) -> bool:
    """Return whether a file can be downloaded."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=_PATIENCE_S):
            return True
    except (OSError, urllib.error.URLError):
        return False


def main() -> None:
    """Write the missing scripts."""
    package = importlib.util.find_spec("ansible_test")
    if package is None or package.origin is None:
        raise SystemExit("this Python has no ansible-core")
    source = Path(package.origin).with_name("_internal") / "python_requirements.py"
    for path, text in missing_scripts(source.read_text(encoding="utf-8"), CACHE, _can_download):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Environments may be made at the same time.
        written = path.with_suffix(f".{os.getpid()}")
        written.write_text(text, encoding="utf-8")
        written.replace(path)


if __name__ == "__main__":
    main()
