# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode predicts real runs and a second run changes nothing, for every module and way of running it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.playbooks.cases import CASES, SETUPS
from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.seeds import FIRST, SECOND, THIRD
from tests.playbooks.truth import Case, Task, gather
from tests.simulator.process import Control

# One case for each kind of change, since a process for each task is slow.
IN_PLAYBOOKS = {"trunk-create-whole", "trunk-rename", "trunk-link-exchanged", "trunk-delete-forced"}
IN_PLAYBOOKS |= {"acl-create-whole", "acl-range-removed", "acl-unchanged", "country-exclusive"}


@pytest.mark.usefixtures("dialect")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_check_mode_tells_the_truth(case: Case, control: Control, ansible: Ansible) -> None:
    def play(tasks: Sequence[Task], check: bool) -> list[Result]:
        return [ansible.module(name, options, check=check) for name, options in tasks]

    for proof in gather([case], play, control):
        proof.judge()


@pytest.mark.usefixtures("both_ways")
def test_check_mode_tells_the_truth_in_playbooks(control: Control, ansible: Ansible) -> None:
    """The same holds for ``ansible-playbook``, with and without ``--check``."""

    def play(tasks: Sequence[Task], check: bool) -> Sequence[Result]:
        named = [{"name": options["project_id"], f"sinch.sip.{name}": dict(options)} for name, options in tasks]
        return ansible.playbook(named, "--diff", *(["--check"] if check else [])).succeeded().results

    proofs = gather([case for case in CASES if case.name in IN_PLAYBOOKS], play, control)
    assert len(proofs) == len(IN_PLAYBOOKS)
    for proof in proofs:
        proof.judge()


# The expected numbers of ACLs, credential lists and endpoints of each setup, and the phone numbers.
BUILT = {
    "acl": (1, 0, 0, []),
    "digest": (0, 1, 0, []),
    "static": (0, 0, 1, [FIRST]),
    "registered": (0, 1, 1, [SECOND]),
    "both": (1, 1, 2, [THIRD]),
}


def test_check_mode_tells_the_truth_of_the_role(control: Control, ansible: Ansible) -> None:
    """The same holds for the role, in every setup: from an empty project to all trunks, and back."""
    control.seed(PROJECT, phoneNumbers=[FIRST, SECOND, THIRD])
    empty = control.state(PROJECT)

    def run(state: str, *arguments: str) -> dict[str, Any]:
        """Run the role; return its report without the values that only the server can know."""
        entries = [{**entry, "host_name": entry["name"]} for entry in SETUPS]
        variables = {"trunk_setups": entries, "trunk_state": state, "trunk_allowed_countries": ["US", "GB"]}
        show = {"name": "facts", "ansible.builtin.debug": {"msg": ["{{ trunk_changes }}", "{{ trunk_domains }}"]}}
        play = {"roles": ["sinch.sip.trunk"], "vars": variables, "post_tasks": [show]}
        control.clear_log()
        control.settings(read_only="--check" in arguments)
        ran = ansible.plays([play], "--diff", *arguments).succeeded()
        (done,) = (one for one in ran.results if one.task.endswith("Bring the trunks to the wanted state"))
        plan = [{key: one[key] for key in one if key not in ("id", "status")} for one in done["plan"]]
        assert done["changed"] is bool(plan)
        # Check mode cannot know whether a number is rented.
        assert [text for text in done.warnings if "rents it" not in text] == []
        return {"plan": plan, "diff": done["diff"], "facts": ran["facts"]["msg"]}

    for state in ("present", "absent"):
        before = control.state(PROJECT)
        predicted = run(state, "--check")
        assert (control.writes(), control.state(PROJECT)) == ([], before)
        assert predicted["plan"]
        assert run(state) == predicted
        if state == "present":
            assert _built(control) == BUILT
            allowed = control.state(PROJECT)["countryPermissions"]
            assert sorted(code for code, enabled in allowed.items() if enabled) == ["GB", "US"]
        domains = {name: f"{name}.pstn.sinch.com" for name in BUILT} if state == "present" else {}
        assert predicted["facts"][1] == domains
        assert run(state) == {"plan": [], "diff": {"before": "", "after": ""}, "facts": [[], domains]}
        assert control.writes() == []
    left = control.state(PROJECT)
    kinds = ("trunks", "accessControlLists", "credentialLists")
    assert [left[kind] for kind in kinds] == [empty[kind] for kind in kinds] == [[], [], []]
    assert {number["sipTrunkId"] for number in left["phoneNumbers"]} == {None}


def _built(control: Control) -> dict[str, tuple[Any, ...]]:
    parts = ("accessControlListIds", "credentialListIds", "endpoints")
    trunks = control.state(PROJECT)["trunks"]
    return {trunk["name"]: (*(len(trunk[part]) for part in parts), trunk["phoneNumbers"]) for trunk in trunks}
