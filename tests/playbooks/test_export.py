# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``export``, which writes a project to a file, and ``converge``, which applies the file."""

from __future__ import annotations

import json

import pytest

from tests.playbooks.projects import PURGED
from tests.playbooks.running import PROJECT, Ansible, encrypted
from tests.playbooks.shipped import BRACES, play, seed
from tests.simulator.process import Control


@pytest.mark.compat
def test_export_converges_unchanged(control: Control, ansible: Ansible) -> None:
    """An export, predicted by check mode, is written once; converging it changes nothing, even with purge."""
    control.seed(PROJECT, **seed("a"))
    before = control.state(PROJECT)
    assert play(ansible, "export", "--check").succeeded()["Write the file of the project"].changed
    assert not list(ansible.home.glob("sinch-*"))
    for changed in (True, False):
        assert play(ansible, "export").succeeded()["Write the file of the project"].changed == changed

    variables = json.dumps({"sinch_purge": PURGED, "sinch_purge_all": True})
    run = play(ansible, "converge", "-e", variables).succeeded()
    assert run["Make the project what its file says"]["plan"] == []
    assert control.writes() == []
    assert control.state(PROJECT) == before


def test_file(control: Control, ansible: Ansible) -> None:
    """The file quotes what YAML would misread, lists users without a password, and is readable for all."""
    control.seed(PROJECT, **seed("a"))
    play(ansible, "export", "-e", "sinch_config_file=down.yml").succeeded()
    text = ansible.read("down.yml")
    for line in (
        "#   'phones': 'NO'\n",
        f'  - name: !unsafe "{BRACES}"\n',
        '      - username: "NO"\n',
        '      - name: "0044"\n',
        '    - "NO"\n',
        '      - "+12"\n',
        "  - name: 東京\n",
    ):
        assert line in text
    assert "Canary" not in text
    assert (ansible.home / "down.yml").stat().st_mode & 0o777 == 0o644


def test_a_file_for_each_host(control: Control, ansible: Ansible) -> None:
    """Each host has its own file; a file for several hosts is refused before it is written."""
    hosts = {name: {"sinch_project_id": f"project-{name}"} for name in ("one", "two")}
    for name in hosts:
        control.seed(f"project-{name}", **seed(name))
    refused = play(ansible, "export", "-e", "sinch_config_file=both.yml", **hosts).refused()
    assert "each must have a file of its own" in refused
    # A variable of the play is the same for all hosts.
    wrapper = [{"ansible.builtin.import_playbook": "sinch.sip.export", "vars": {"sinch_config_file": "both.yml"}}]
    ansible.write("book.yml", wrapper)
    ansible.run("ansible-playbook", "book.yml", "-e", "sinch_hosts=all").refused()
    assert not (ansible.home / "both.yml").exists()

    play(ansible, "export", **hosts).succeeded()
    for name in hosts:
        assert f"host_name: {name}-main\n" in ansible.read(f"sinch-{name}.yml")


def test_converge_builds_and_purges(control: Control, ansible: Ansible) -> None:
    """A file is applied with its passwords; unlisted objects are removed only with ``sinch_purge``."""
    control.seed(PROJECT, **seed("a"))
    lists = "credential_lists: [{name: new, credentials: [{username: alice, password: Canary-in-file-1}]}]\n"
    rules = "call_blocking_rules: [{name: new, direction: INBOUND, caller_match: '+1'}]\n"
    ansible.write("sinch-localhost.yml", lists + rules)
    run = play(ansible, "converge", "-vvvvv", "--diff").succeeded()
    assert "Canary-in-file-1" not in run.output
    state = control.state(PROJECT)
    assert [one["name"] for one in state["callBlockingRules"]] == ["null", "new"]
    assert state["credentialLists"][1]["credentials"][0]["password"] == "Canary-in-file-1"

    play(ansible, "converge", localhost={"sinch_purge": ["call_blocking_rules"]}).succeeded()
    state = control.state(PROJECT)
    assert [one["name"] for one in state["callBlockingRules"]] == ["new"]
    assert len(state["trunks"]) == 3


PASSWORDS = [f"Passw0rd{end}" for end in ("{# x #}Word123", "{{ x }}", "{% raw", "{{ '", BRACES, "-plain")]
"""Passwords that, except for the last one, look like templates."""


@pytest.mark.compat
@pytest.mark.parametrize("whole", [False, True], ids=["values", "file"])
def test_passwords_are_taken_as_written(whole: bool, control: Control, ansible: Ansible) -> None:
    """Passwords are neither rendered nor printed; a password or the file may be encrypted, a password be unsafe."""
    control.seed(PROJECT)
    values = [json.dumps(password) for password in PASSWORDS]
    values[2] = f"!unsafe {values[2]}"
    if not whole:
        values[3] = f"!vault {json.dumps(encrypted(PASSWORDS[3]))}"
    users = "".join(f"    - {{username: user-{at}, password: {value}}}\n" for at, value in enumerate(values))
    text = f"credential_lists:\n- name: new\n  credentials:\n{users}"
    ansible.write("sinch-localhost.yml", encrypted(text) if whole else text)
    run = play(ansible, "converge", "-vvvvv", "--diff", *ansible.vault()).succeeded()
    (made,) = control.state(PROJECT)["credentialLists"]
    assert [user["password"] for user in made["credentials"]] == PASSWORDS
    assert "Passw0rd" not in run.output + ansible.read("results.jsonl")
