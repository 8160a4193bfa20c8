# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that playbooks would write over each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._separate_files import HostFiles, file_problem


def _audit(config: str, json: str, html: str) -> HostFiles:
    return {"read": {"config": config}, "written": {"json": json, "html": html}}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "a.yml").touch()
    (tmp_path / "to_a").symlink_to("a.yml")


@pytest.mark.parametrize(
    "hosts",
    [
        {"one": _audit("a.yml", "a.json", "a.html")},
        {"one": _audit("a.yml", "folder/a.yml", "folder/folder/a.yml")},
        {"one": _audit("a.yml", "1.json", "1.html"), "two": _audit("a.yml", "2.json", "2.html")},
        {"one": {"read": {"x": "a", "y": "a"}, "written": {}}},
        {},
    ],
)
def test_separate(hosts: Mapping[str, HostFiles]) -> None:
    """A file may be read more than once."""
    assert file_problem(hosts) == ""


@pytest.mark.parametrize(
    ("hosts", "uses", "path"),
    [
        *(
            ({"one": _audit("a.yml", path, "a.html")}, "config of one, json of one", "a.yml")
            for path in ("a.yml", "folder/../a.yml", "~/a.yml", "to_a")
        ),
        ({"one": _audit("a.yml", "folder/b", "link/b")}, "json of one, html of one", "folder/b"),
        ({"one": _audit("a.yml", "b.json", "B.JSON")}, "json of one, html of one", "b.json"),
        ({"one": _audit("1", "2", "3"), "two": _audit("4", "1", "5")}, "config of one, json of two", "1"),
        ({"one": _audit("1", "2", "3"), "two": _audit("1", "4", "2")}, "json of one, html of two", "2"),
        (
            {name: {"read": {}, "written": {"config": "both.yml"}} for name in ("one", "two", "three")},
            "config of one, config of two, config of three",
            "both.yml",
        ),
    ],
)
def test_the_same(hosts: Mapping[str, HostFiles], uses: str, path: str, tmp_path: Path) -> None:
    """The message has all uses of the file, however its path is spelled."""
    problem = file_problem(hosts)
    assert problem.startswith(f"Nothing was written. Of {uses}, ")
    assert f" {tmp_path / path}. " in problem
    assert "inventory_hostname" in problem
