# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The unit tests mirror the files that they test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from .imports import PLUGINS, ROOT

UNIT = ROOT / "tests" / "unit" / "plugins"
# Files without a unit test of their own, with the tests that run them.
ELSEWHERE = {
    "module_utils/_calls.py": "tests/playbooks/test_calls.py",
    "module_utils/_info_module.py": "tests/playbooks/test_infos.py",
    "module_utils/_resources/relations.py": "tests/unit/plugins/module_utils/_plan/test_relations.py",
    "module_utils/_sip_probe/channel.py": "tests/unit/plugins/module_utils/_sip_probe/test_transaction.py",
    "plugin_utils/_direct.py": "tests/playbooks/test_parity.py",
}


def mirrored(file: str) -> str:
    """Return the path of the unit test of a file, both from plugins/ on."""
    path = PurePath(file)
    return str(path.with_name(f"test_{path.stem.lstrip('_')}.py"))


def untested(files: Iterable[str], tests: Iterable[str]) -> list[str]:
    """Return the helpers that have no unit test and are not tested elsewhere."""
    helpers = {file for file in files if file.startswith(("module_utils/", "plugin_utils/"))}
    there = set(tests)
    return sorted(file for file in helpers - ELSEWHERE.keys() if mirrored(file) not in there)


def orphans(files: Iterable[str], tests: Iterable[str]) -> list[str]:
    """Return the unit tests of files that do not exist."""
    return sorted(set(tests) - {mirrored(file) for file in files})


def plugin_files() -> Iterator[str]:
    """Yield the files below plugins/ that hold code."""
    yield from (str(file.relative_to(PLUGINS)) for file in PLUGINS.rglob("*.py") if file.name != "__init__.py")


def unit_tests() -> Iterator[str]:
    """Yield the unit tests, from tests/unit/plugins/ on."""
    yield from (str(file.relative_to(UNIT)) for file in UNIT.rglob("test_*.py"))


def test_every_file_is_tested() -> None:
    """Each helper has a unit test of its name, or is said to be tested elsewhere."""
    missing = untested(plugin_files(), unit_tests())
    assert not missing, "\n".join(missing)


def test_no_orphan() -> None:
    """Each unit test has the name of a file."""
    assert orphans(plugin_files(), unit_tests()) == []


def test_elsewhere() -> None:
    """What is said to be tested elsewhere exists, its test does too, and it has no unit test of its own."""
    tests = set(unit_tests())
    for file, test in ELSEWHERE.items():
        assert (PLUGINS / file).exists()
        assert (ROOT / test).exists()
        assert mirrored(file) not in tests


def test_what_is_noticed() -> None:
    """A file without its test and a test without its file are noticed."""
    files, tests = ["module_utils/_plan/a.py", "module_utils/_b.py", "filter/c.py"], ["module_utils/test_b.py"]
    assert untested(files, tests) == ["module_utils/_plan/a.py"]
    assert orphans(files[:1], tests) == tests
