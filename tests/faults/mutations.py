# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Switch off each safety in a copy of the collection, one at a time, and check that a test fails.

``python -m tests.faults.mutations`` takes a few minutes and ends with 1 if no test notices the absence of a safety.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.simulator.process import ROOT

_UTILS = "plugins/module_utils"


@dataclass(frozen=True)
class Mutation:
    """A safety: its file, its code, the code without it, and the arguments that select the tests."""

    safety: str
    file: str
    code: str
    without: str
    tests: tuple[str, ...]


_MATRIX = "tests/faults/test_matrix.py"
_SECRETS = ("tests/faults/test_secrets_everywhere.py", "-k", "test_failure and writes")
MUTATIONS = [
    Mutation(
        "a POST is not simply repeated",
        f"{_UTILS}/_transport/client.py",
        'name, auth, method != "POST",',
        "name, auth, True,",
        # The matrix shows no difference, since duplicates are resolved afterwards.
        ("tests/playbooks/test_faults.py", "-k", "repeated_only"),
    ),
    Mutation(
        "what a POST made is adopted after a lost answer",
        f"{_UTILS}/_apply/writer.py",
        "found = look()\n                if",
        "found = None\n                if",
        (_MATRIX, "-k", "lost-once-create"),
    ),
    Mutation(
        "fields that are not known survive an update",
        f"{_UTILS}/_apply/writer.py",
        "if key not in resource.not_written",
        "if key not in resource.not_written and not key.startswith('extra')",
        (_MATRIX, "-k", "503-once-update"),
    ),
    Mutation(
        "one process asks for the token while the others wait",
        f"{_UTILS}/_transport/auth.py",
        "with self._cache.locked():",
        "with threading.Lock():",
        ("tests/playbooks/test_token_cache.py", "-k", "forty"),
    ),
    Mutation(
        "passwords within other options are not logged",
        f"{_UTILS}/_resources/credentials.py",
        '"password": {"type": "str", "no_log": True}',
        '"password": {"type": "str", "no_log": False}',
        _SECRETS,
    ),
    Mutation(
        "a text of the API that has a secret is not shown",
        f"{_UTILS}/_transport/problem.py",
        "        return NOT_SHOWN",
        "        pass",
        ("tests/unit/plugins/module_utils/_transport/test_problem.py",),
    ),
    Mutation(
        "duplicates of two runs are resolved",
        f"{_UTILS}/_apply/executor.py",
        "resolve_duplicates(verification, changes, workers)",
        "pass",
        ("tests/faults/test_two_runs.py", "-k", "create-acl-module"),
    ),
    Mutation(
        "a refused token is renewed",
        f"{_UTILS}/_transport/client.py",
        "other = self._authenticator.renew(auth)",
        "other = None",
        (_MATRIX, "-k", "expired-once-list"),
    ),
    Mutation(
        "the cache knows the secret that its token was had with",
        f"{_UTILS}/_transport/token_cache.py",
        'return token if hmac.compare_digest(mark, content["mark"]) else None',
        "return token",
        ("tests/playbooks/test_token_cache.py", "-k", "another_key or secret_that_was_changed"),
    ),
    Mutation(
        "links are read back",
        f"{_UTILS}/_apply/verification.py",
        "if change.action in _READ_BACK and",
        "if change.action in () and",
        ("tests/playbooks/test_config_failures.py", "tests/playbooks/test_refusals.py", "-k", "rent or read_back"),
    ),
]


def noticed(mutation: Mutation, folder: Path) -> bool:
    """Return whether a test fails without the safety; RuntimeError if no test runs, or one fails with the safety."""
    target = folder / mutation.file
    source = target.read_text(encoding="utf-8")
    if source.count(mutation.code) != 1:
        raise RuntimeError(f"{mutation.file} does not have {mutation.code!r} once")
    try:
        for code, expected in ((source, (0,)), (source.replace(mutation.code, mutation.without), (0, 1))):
            target.write_text(code, encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-x", *mutation.tests],
                cwd=folder,
                env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(folder / ".build" / "tree")},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode not in expected:
                raise RuntimeError(done.stdout)
    finally:
        target.write_text(source, encoding="utf-8")
    return done.returncode == 1


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        link = folder / ".build" / "tree" / "ansible_collections" / "sinch" / "sip"
        link.parent.mkdir(parents=True)
        link.symlink_to(folder, target_is_directory=True)
        unnoticed = 0
        for mutation in MUTATIONS:
            found = noticed(mutation, folder)
            unnoticed += not found
            print(f"{'noticed' if found else 'NOT NOTICED'}: without {mutation.safety!r}", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
