# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer of pip that ansible-test is given where it cannot download its own."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.pip_installer import missing_scripts

SOURCE = """versions = dict(pip='24.2', setuptools="1")\nold = dict(\n    pip="20.3.4",\n)\nagain = f(pip='24.2')\n"""


def test_versions(tmp_path: Path) -> None:
    """Each version is asked for once; nothing is written where the script is there or can be downloaded."""
    asked: list[str] = []

    def can_download(url: str) -> bool:
        asked.append(url.rpartition("/")[2])
        return "24.2" in url

    found = dict(missing_scripts(SOURCE, tmp_path, can_download))
    assert [path.name for path in found] == ["get_pip_20_3_4.py"]
    assert "pip==20.3.4" in found[tmp_path / "get_pip_20_3_4.py"]
    assert asked == ["get-pip-20.3.4.py", "get-pip-24.2.py"]
    (tmp_path / "get_pip_20_3_4.py").touch()
    assert [*missing_scripts(SOURCE, tmp_path, can_download)] == []


def test_no_version() -> None:
    with pytest.raises(ValueError, match="has it changed"):
        next(missing_scripts("", Path(), lambda _url: False))


def test_script_installs_pip(tmp_path: Path) -> None:
    """The script makes pip of the version usable in an environment without any."""
    (script,) = dict(missing_scripts("pip='24.2'", tmp_path, lambda _url: False)).items()
    script[0].write_text(script[1], encoding="utf-8")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, script[0]], check=True)
    version = subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True, text=True).stdout
    assert version.startswith("pip 24.2 ")
