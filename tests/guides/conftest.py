# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Show the blocks that were not run, and the reasons."""

from __future__ import annotations

import pytest

NOT_RUN = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOT_RUN] = []


@pytest.fixture
def not_run(pytestconfig: pytest.Config) -> list[str]:
    return pytestconfig.stash[NOT_RUN]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash[NOT_RUN]
    terminalreporter.write_sep("=", f"{len(lines)} blocks that are not run, by choice")
    for line in lines:
        terminalreporter.write_line(f"NOT RUN {line}")
