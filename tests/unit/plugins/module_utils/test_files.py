# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a module writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._files import put_file


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("name", ["", "a\x00b", "a\ud800b", "a" * 300, "nowhere/a", "."])
def test_invalid_path(name: str, check_mode: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check mode finds it too, and no file is left behind."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OptionError, match=r"^dest: .*'"):
        put_file(name, b"content", check_mode)
    assert list(tmp_path.iterdir()) == []


def test_file_is_replaced_only_where_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    for check_mode, content, changed in ((True, None, True), (False, b"x", True), (False, b"x", False)):
        assert put_file(str(path), b"x", check_mode)["changed"] == changed
        assert (path.read_bytes() if path.exists() else None) == content
    assert path.stat().st_mode & 0o777 == 0o600
