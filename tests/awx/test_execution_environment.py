# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment, up to its build context: tests have no container engine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import yaml

from tests.awx.jobs import EXAMPLE
from tests.awx.release import release, run
from tests.simulator.process import ROOT

__all__ = ["release"]

DEFINITION = EXAMPLE.parent / "execution-environment" / "execution-environment.yml"


def test_build_context(release: Path, tmp_path: Path) -> None:
    """ansible-builder accepts the example; its context has the collection, and the steps that find its requirements."""
    context = tmp_path / "context"
    options = ("--file", DEFINITION, "--context", context, "--output-filename", "Containerfile")
    run(release, "ansible-builder", "create", *options, cwd=tmp_path)
    definition = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    requirements = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements == definition["dependencies"]["galaxy"]
    assert [one["name"] for one in requirements["collections"]] == ["sinch.sip"]
    assert (context / "_build" / "scripts" / "introspect.py").is_file()
    containerfile = (context / "Containerfile").read_text(encoding="utf-8")
    steps = (
        f'ARG EE_BASE_IMAGE="{definition["images"]["base_image"]["name"]}"',
        'ARG PYCMD="/usr/bin/python3.12"',
        "ansible-galaxy collection install",
        "introspect.py introspect",
        "RUN /output/scripts/install-from-bindep",
    )
    found = [containerfile.find(step) for step in steps]
    assert -1 not in found
    assert found == sorted(found)


def test_requirements_are_found(release: Path, tmp_path: Path) -> None:
    """ansible-builder finds that an installed collection needs requests, and no system packages."""
    source = tmp_path / "source"
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    run(release, "ansible-galaxy", "collection", "build", "--output-path", tmp_path, source, cwd=tmp_path)
    (tarball,) = tmp_path.glob("sinch-sip-*.tar.gz")
    installed = tmp_path / "installed"
    run(release, "ansible-galaxy", "collection", "install", "--offline", "-p", installed, tarball, cwd=tmp_path)
    run(release, "ansible-builder", "introspect", "--write-pip", "pip.txt", installed, cwd=tmp_path)
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (requirement,) = (line for line in lines if not line.startswith("#"))
    found = (tmp_path / "pip.txt").read_text(encoding="utf-8")
    assert found.split("  # ") == [requirement, "from collection sinch.sip\n"]
