# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs of the environment for releases, which has ansible-builder and the collection awx.awx."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.machine import lacking
from tests.simulator.process import ROOT

_ENVIRONMENT = ROOT / ".nox" / "install-release"


@pytest.fixture
def release() -> Path:
    if not (_ENVIRONMENT / "bin" / "python").exists():
        lacking("the environment install-release is not made")
    return _ENVIRONMENT


def run(release: Path, program: str, *arguments: str | Path, cwd: Path, **variables: str) -> str:
    """Run a program of the environment in a folder, with further variables; return its output."""
    environment = {
        "HOME": str(cwd),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": os.pathsep.join((str(release / "bin"), os.environ["PATH"])),
        **variables,
    }
    command = [release / "bin" / program, *arguments]
    finished = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout
