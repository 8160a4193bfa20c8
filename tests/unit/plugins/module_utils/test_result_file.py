# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A result as a file: what is in it, who can read it, and when it is not written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._result_file import Gauge, ResultFile, exposition

GAUGES = [
    Gauge("calls", "Calls \\ and\nmore.", [({"trunk": 'a "b" \\n'}, 3), ({"trunk": "two\nlines"}, 0.5), ({}, None)]),
    Gauge("nothing", "Never seen.", [({"trunk": "x"}, None)]),
]
TEXT = """\
# HELP calls Calls \\\\ and\\nmore.
# TYPE calls gauge
calls{trunk="a \\"b\\" \\\\n"} 3
calls{trunk="two\\nlines"} 0.5
"""


def _params(dest: Any, chosen: str | None = None) -> dict[str, Any]:
    return {"dest": dest, "format": chosen}


def test_exposition() -> None:
    assert exposition(GAUGES) == TEXT
    assert exposition([]) == ""


@pytest.mark.parametrize(("chosen", "mode"), [(None, 0o600), ("json", 0o600), ("prometheus", 0o644)])
def test_write(chosen: str | None, mode: int, tmp_path: Path) -> None:
    path = tmp_path / "result"
    file = ResultFile(_params(str(path), chosen), check_mode=False)
    assert file.write({"a": [1]}, lambda: GAUGES) == {"dest": str(path)}
    text = path.read_text(encoding="utf-8")
    assert text == TEXT if chosen == "prometheus" else json.loads(text) == {"a": [1]}
    assert path.stat().st_mode & 0o777 == mode


def test_same_content_is_written_again(tmp_path: Path) -> None:
    """The time of the file tells Prometheus when the task last ran."""
    path = tmp_path / "result"
    for _again in range(2):
        ResultFile(_params(str(path), "prometheus"), check_mode=False).write({}, lambda: GAUGES)
        assert path.stat().st_mtime > 1
        os.utime(path, (1, 1))


def test_text_that_utf_8_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "result"
    gauges = [Gauge("calls", "Calls.", [({"trunk": "a\ud800b"}, 1)])]
    ResultFile(_params(str(path), "prometheus"), check_mode=False).write({}, lambda: gauges)
    assert 'trunk="a?b"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("dest", "check_mode"), [(None, False), ("", False), (" ", False), ("result", True)])
def test_nothing_to_write(dest: str | None, check_mode: bool, tmp_path: Path) -> None:
    def gauges() -> Iterator[Gauge]:
        raise AssertionError

    path = str(tmp_path / dest) if check_mode and dest else dest
    assert ResultFile(_params(path, "prometheus"), check_mode).write({}, gauges) == {}
    assert [*tmp_path.iterdir()] == []


def test_no_folder(tmp_path: Path) -> None:
    """A folder that does not exist is refused before anything else is done, in check mode too."""
    with pytest.raises(OptionError, match=r"dest: the folder of .* does not exist; make it first"):
        ResultFile(_params(str(tmp_path / "none" / "result")), check_mode=True)
