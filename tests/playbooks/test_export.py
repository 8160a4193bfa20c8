# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``export`` and ``converge``: a project becomes a file, and the file the project."""

from __future__ import annotations

import json

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.shipped import BRACES, play, seed
from tests.simulator.process import Control


@pytest.mark.compat
def test_export_converges_unchanged(control: Control, ansible: Ansible) -> None:
    """A project that is written down and converged stays as it is, whatever its names look like."""
    control.seed(PROJECT, **seed("a"))
    before = control.state(PROJECT)
    assert play(ansible, "export").succeeded()["Write the file of the project"].changed
    assert not play(ansible, "export").succeeded()["Write the file of the project"].changed

    kinds = ["acls", "credential_lists", "trunks", "endpoints", "phone_numbers", "call_blocking_rules"]
    run = play(ansible, "converge", "-e", f'{{"sinch_purge": {kinds}, "sinch_purge_all": true}}').succeeded()
    assert run["Make the project what its file says"]["plan"] == []
    assert control.writes() == []
    assert control.state(PROJECT) == before


def test_file(control: Control, ansible: Ansible) -> None:
    """The file quotes what YAML would misread, names the users without a password, and is there for all to read."""
    control.seed(PROJECT, **seed("a"))
    play(ansible, "export", "-e", "sinch_config_file=down.yml").succeeded()
    file = ansible.home / "down.yml"
    text = file.read_text(encoding="utf-8")
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
    assert file.stat().st_mode & 0o777 == 0o644


def test_check_mode_writes_nothing(control: Control, ansible: Ansible) -> None:
    """In check mode the file is not written, and the run says that it would be."""
    control.seed(PROJECT, **seed("a"))
    assert play(ansible, "export", "--check").succeeded()["Write the file of the project"].changed
    assert not list(ansible.home.glob("sinch-*"))


def test_a_file_for_each_host(control: Control, ansible: Ansible) -> None:
    """Several hosts have a file each; that they would write the same one is refused before it is written."""
    hosts = {name: {"sinch_project_id": f"project-{name}"} for name in ("one", "two")}
    for name in hosts:
        control.seed(f"project-{name}", **seed(name))
    refused = play(ansible, "export", "-e", "sinch_config_file=both.yml", **hosts)
    assert refused.returncode != 0
    assert "each must have a file of its own" in refused.output
    assert not (ansible.home / "both.yml").exists()
    # Variables of a play are not those of a host.
    wrapper = [{"ansible.builtin.import_playbook": "sinch.sip.export", "vars": {"sinch_config_file": "both.yml"}}]
    (ansible.home / "book.yml").write_text(json.dumps(wrapper), encoding="utf-8")
    assert ansible.run("ansible-playbook", "book.yml", "-e", "sinch_hosts=all").returncode != 0
    assert not (ansible.home / "both.yml").exists()

    play(ansible, "export", **hosts).succeeded()
    for name in hosts:
        assert f"host_name: {name}-main\n" in (ansible.home / f"sinch-{name}.yml").read_text(encoding="utf-8")


def test_a_project_for_each_host(control: Control, ansible: Ansible) -> None:
    """Hosts that share a project are refused, by every playbook that works on files."""
    hosts = {name: {"sinch_project_id": "same"} for name in ("one", "two")}
    for name in ("export", "audit", "converge"):
        refused = play(ansible, name, **hosts)
        assert refused.returncode != 0
        assert "each must have a sinch_project_id of its own" in refused.output
    assert control.requests() == []


def test_converge_builds_and_purges(control: Control, ansible: Ansible) -> None:
    """A file is converged with its passwords; what it does not have goes only where that is asked for."""
    control.seed(PROJECT, **seed("a"))
    (ansible.home / "sinch-localhost.yml").write_text(
        "credential_lists: [{name: new, credentials: [{username: alice, password: Canary-in-file-1}]}]\n"
        "call_blocking_rules: [{name: new, direction: INBOUND, caller_match: '+1'}]\n",
        encoding="utf-8",
    )
    run = play(ansible, "converge", "-vvvvv", "--diff").succeeded()
    assert "Canary-in-file-1" not in run.output
    state = control.state(PROJECT)
    assert [one["name"] for one in state["callBlockingRules"]] == ["null", "new"]
    assert state["credentialLists"][1]["credentials"][0]["password"] == "Canary-in-file-1"

    play(ansible, "converge", localhost={"sinch_purge": ["call_blocking_rules"]}).succeeded()
    state = control.state(PROJECT)
    assert [one["name"] for one in state["callBlockingRules"]] == ["new"]
    assert len(state["trunks"]) == 3


PASSWORDS = [
    "Passw0rd{# x #}Word123",
    "Passw0rd{{ x }}",
    "Passw0rd{% raw",
    "Passw0rd{{ '",
    f"Passw0rd{BRACES}",
    "Passw0rd-plain",
]
"""Passwords most of which become others, or errors, where they are taken for templates."""


@pytest.mark.compat
@pytest.mark.parametrize("whole", [False, True], ids=["values", "file"])
def test_passwords_are_taken_as_written(whole: bool, control: Control, ansible: Ansible) -> None:
    """No password is rendered, quoted or printed; each, or the file, may be in a vault, or marked as unsafe."""
    control.seed(PROJECT)
    vault = ["--vault-password-file", "vault"]
    (ansible.home / "vault").write_text("open sesame", encoding="utf-8")

    def encrypted(text: str) -> str:
        (ansible.home / "plain").write_text(text, encoding="utf-8")
        assert ansible.run("ansible-vault", "encrypt", *vault, "--output", "encrypted", "plain").returncode == 0
        return (ansible.home / "encrypted").read_text(encoding="utf-8")

    values = [json.dumps(password) for password in PASSWORDS]
    values[2] = f"!unsafe {values[2]}"
    if not whole:
        values[3] = f"!vault {json.dumps(encrypted(PASSWORDS[3]))}"
    users = "".join(f"    - {{username: user-{at}, password: {value}}}\n" for at, value in enumerate(values))
    text = f"credential_lists:\n- name: new\n  credentials:\n{users}"
    (ansible.home / "sinch-localhost.yml").write_text(encrypted(text) if whole else text, encoding="utf-8")
    run = play(ansible, "converge", "-vvvvv", "--diff", *vault).succeeded()
    (made,) = control.state(PROJECT)["credentialLists"]
    assert [user["password"] for user in made["credentials"]] == PASSWORDS
    for output in (run.output, (ansible.home / "results.jsonl").read_text(encoding="utf-8")):
        assert not [password for password in PASSWORDS if password in output]
        assert "Passw0rd" not in output
