# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The output files of an audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._project_config import config_of
from ansible_collections.sinch.sip.plugins.plugin_utils._audit_files import AuditFiles

RESULT = {"in_sync": True, "drift": [], "changed": False}
ABOUT = {"project_id": "p-1", "config": config_of(Snapshot()), "plan": []}


def _files(folder: Path, **options: Any) -> AuditFiles:
    return AuditFiles(options, lambda path: str(folder / path))


def test_writes(tmp_path: Path) -> None:
    """An existing file keeps its mode."""
    (tmp_path / "a.html").touch(mode=0o600)
    paths = _files(tmp_path, json_dest="a.json", html_dest="a.html").write(RESULT, ABOUT, "acme")
    assert paths == {"json_dest": str(tmp_path / "a.json"), "html_dest": str(tmp_path / "a.html")}
    assert json.loads((tmp_path / "a.json").read_bytes()) == {"in_sync": True, "drift": []}
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h1>SIP trunks of acme</h1>" in html
    assert "project p-1" in html
    assert [path.stat().st_mode & 0o777 for path in sorted(tmp_path.iterdir())] == [0o600, 0o644]


@pytest.mark.parametrize("path", [None, "", "  ", ["a.json"]])
def test_no_files(path: Any, tmp_path: Path) -> None:
    """Blank paths count as not given, and the module refuses those of another type."""
    files = _files(tmp_path, json_dest=path)
    files.refuse("never")
    assert files.write(RESULT, None, "acme") == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"json_dest": "a", "html_dest": "./a"}, r"html_dest: './a' .* json_dest"),
        ({"json_dest": "none/a"}, r"json_dest: .*none/a' does not exist"),
        ({"html_dest": "."}, r"html_dest: .*Is a directory"),
    ],
)
def test_refused(options: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=message):
        _files(tmp_path, **options)


def test_refused_for_a_reason(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="html_dest: not today"):
        _files(tmp_path, html_dest="a").refuse("not today")
