# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode tells the truth, a second run changes nothing: for every module, and by every way of running it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.playbooks.cases import CASES
from tests.playbooks.running import Ansible, Result
from tests.playbooks.truth import Case, Task, gather
from tests.simulator.process import Control

# A process for each task and run is slow: one case for each kind of change.
IN_PLAYBOOKS = {
    "trunk-create-whole",
    "trunk-rename",
    "trunk-link-exchanged",
    "trunk-delete-forced",
    "acl-create-whole",
    "acl-range-removed",
    "acl-unchanged",
    "country-exclusive",
}


@pytest.mark.usefixtures("dialect")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_check_mode_tells_the_truth(case: Case, control: Control, ansible: Ansible) -> None:
    """What check mode predicts is what happens, in both dialects."""

    def play(tasks: Sequence[Task], check: bool) -> list[Result]:
        return [ansible.module(name, options, check=check) for name, options in tasks]

    for proof in gather([case], play, control):
        proof.judge()


@pytest.mark.usefixtures("both_ways")
def test_check_mode_tells_the_truth_in_playbooks(control: Control, ansible: Ansible) -> None:
    """The same holds for ``ansible-playbook``, with and without ``--check``."""

    def play(tasks: Sequence[Task], check: bool) -> Sequence[Result]:
        run = ansible.playbook(
            [{"name": options["project_id"], f"sinch.sip.{name}": dict(options)} for name, options in tasks],
            "--diff",
            *(["--check"] if check else []),
        )
        return run.succeeded().results

    proofs = gather([case for case in CASES if case.name in IN_PLAYBOOKS], play, control)
    assert len(proofs) == len(IN_PLAYBOOKS)
    for proof in proofs:
        proof.judge()
