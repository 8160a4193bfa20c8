# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``audit`` finds and reports drift, and only reads from the API."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._project_config import config_of
from ansible_collections.sinch.sip.plugins.plugin_utils._audit_page import page
from tests.machine import CHROMIUM, lacking
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.shipped import MARKUP, play, seed
from tests.simulator.process import Control

CANARIES = "Canary-in-API-1", "Canary-in-file-1", "Canary-in-file-2"


def _disturb(ansible: Ansible, project: str = PROJECT) -> None:
    """Create, change and delete objects of a project by hand."""
    for name, options in (
        ("sinch_call_blocking_rule", {"name": "null", "state": "absent"}),
        ("sinch_acl", {"name": MARKUP, "ip_ranges": ["192.0.2.1"]}),
        ("sinch_sip_endpoint", {"trunk": "main", "name": "pbx", "port": 5090}),
        ("sinch_credential_list", {"name": "phones", "state": "absent", "force": True}),
    ):
        ansible.module(name, {"project_id": project, **options}).succeeded()


@pytest.mark.compat
def test_drift(control: Control, ansible: Ansible) -> None:
    """A run without drift succeeds; with drift it fails after all reports are written. The API is only read."""
    hosts = {name: {"sinch_project_id": f"project-{name}"} for name in ("one", "two")}
    for name in hosts:
        control.seed(f"project-{name}", **seed(name))
    play(ansible, "export", **hosts).succeeded()
    play(ansible, "audit", **hosts).succeeded()

    _disturb(ansible, "project-one")
    before = control.state("project-one")
    control.clear_log()
    run = play(ansible, "audit", **hosts)
    assert run.returncode != 0
    assert control.writes() == []
    assert control.state("project-one") == before
    reports = {name: json.loads((ansible.home / f"sinch-{name}-audit.json").read_bytes()) for name in hosts}
    assert reports["two"] == {"in_sync": True, "drift": []}
    assert reports["one"]["in_sync"] is False
    texts = [one["text"] for one in reports["one"]["drift"]]
    assert texts == [
        f"only in the project: ACL {MARKUP}",
        "only in the file: credential list phones",
        f"differs: SIP trunk {MARKUP} (credential_lists: phones only in the file)",
        f"only in the file: SIP endpoint 0044 of {MARKUP}",
        "differs: SIP endpoint pbx of main (port: 5090 in the project, 5060 in the file)",
        "only in the file: call blocking rule null",
    ]
    (shown,) = (one.data["msg"] for one in run.results if one.task == "Show what differs" and one.status == "ok")
    assert shown == texts
    ends = {one.host: one.status for one in run.results if one.task == "Check that the project is as its file says"}
    assert ends == {"one": "failed", "two": "ok"}
    assert "Drift: 6 differences" in (ansible.home / "sinch-one-audit.html").read_text(encoding="utf-8")
    assert "No drift" in (ansible.home / "sinch-two-audit.html").read_text(encoding="utf-8")
    compared = [one for one in run.results if one.task == "Compare the project with its file"]
    assert [one.changed for one in compared] == [False, False]
    assert {one["html_dest"] for one in compared} == {str(ansible.home / f"sinch-{name}-audit.html") for name in hosts}
    assert all("page" not in one.data for one in compared)


def test_same_again(control: Control, ansible: Ansible) -> None:
    """The same drift gives the same files; check mode writes none, and fails on drift too."""
    control.seed(PROJECT, **seed("a"))
    play(ansible, "export").succeeded()
    _disturb(ansible)
    assert play(ansible, "audit", "--check").returncode != 0
    assert not list(ansible.home.glob("*audit*"))
    written = []
    for _run in range(2):
        run = play(ansible, "audit", "-e", "sinch_audit_json=drift.json", "-e", "sinch_audit_html=drift.html")
        assert run.returncode != 0
        written.append({path.name: path.read_bytes() for path in ansible.home.glob("drift*")})
    assert written[0] == written[1]
    assert written[0].keys() == {"drift.json", "drift.html"}


def test_secrets(control: Control, ansible: Ansible) -> None:
    """Passwords of the API and of the file are not shown, and do not count as drift."""
    control.seed(PROJECT, **seed("a"))
    users = "{username: 'NO', password: Canary-in-file-1}, {username: new, password: '{{ Canary-in-file-2'}"
    file = f"credential_lists: [{{name: phones, update_password: always, credentials: [{users}]}}]\n"
    ansible.write("sinch-localhost.yml", file)
    run = play(ansible, "audit", "-vvvvv", "--diff")
    assert run.returncode != 0
    report = ansible.read("sinch-localhost-audit.json")
    texts = [one["text"] for one in json.loads(report)["drift"]]
    assert "differs: credential list phones (credentials: new only in the file)" in texts
    shown = run.output + report + ansible.read("sinch-localhost-audit.html") + ansible.read("results.jsonl")
    assert [canary for canary in CANARIES if canary in shown] == []


@pytest.mark.compat
@pytest.mark.parametrize("book", ["audit", "converge"])
def test_files_that_cannot_be_used(book: str, ansible: Ansible, control: Control) -> None:
    """The problem of a file is reported without the file's content, and no request is sent."""
    password = "credential_lists: [{name: phones, credentials: [{username: a, password: Canary-in-file-1}]}]\n"
    vault = "$ANSIBLE_VAULT;1.1;AES256"
    files = {
        "absent": (None, "No such file"),
        "broken": ("credential_lists: [\n  password: Canary-in-file-1", "line 3, column 1: it is not YAML"),
        "tag": ("a: b\npassword: !Canary-in-file-1", "line 2, column 11: this tag is not known"),
        "alias": (password + "b: *Canary-in-file-1", "line 2, column 4: it is not YAML"),
        "braces": (password + "b: {{ Canary-in-file-1 }}", "it is not YAML"),
        "twice": (password + password, "line 2, column 1: this key is there already"),
        "list": ("- Canary-in-file-1", "it is not a mapping"),
        "misspelt": ("trunk: []\nacls: []\n" + password, "it has unknown keys: trunk;"),
        "vaulted": (f"{vault}\n3061\n", "it cannot be decrypted"),
        "inline": (f"{password}acls: !vault |\n  {vault}\n  3061", "line 2, column 7: it cannot be decrypted"),
    }
    for name, (text, _problem) in files.items():
        if text is not None:
            ansible.write(f"sinch-{name}.yml", text)
    run = play(ansible, book, "-vvvvv", **{name: {"sinch_project_id": name} for name in files})
    errors = run.errors
    assert {*errors} == {*files}
    for name, (_text, problem) in files.items():
        assert f"sinch-{name}.yml cannot be used: " in errors[name]
        assert problem in errors[name]
    assert "Canary-in-file-1" not in run.output + ansible.read("results.jsonl")
    assert control.requests() == []


@pytest.mark.compat
def test_files_stay_apart(control: Control, ansible: Ansible) -> None:
    """No report overwrites the file of a project or another report, of another host for example."""
    hosts = {name: {"sinch_project_id": name} for name in ("one", "two")}
    ansible.write("sinch-one.yml", "acls: []")
    ansible.write("vars.json", {"sinch_audit_json": "sinch-one.yml", "sinch_audit_html": "report.html"})
    refused = play(ansible, "audit", "-e", "@vars.json", **hosts).refused()
    json_files = "sinch_config_file of one, sinch_audit_json of one, sinch_audit_json of two"
    for shared in (json_files, "sinch_audit_html of one, sinch_audit_html of two"):
        assert f"Of {shared}, each must have a file of its own" in refused
    assert "Nothing was written." in refused
    assert not (ansible.home / "report.html").exists()
    assert ansible.read("sinch-one.yml") == "acls: []"
    assert control.requests() == []


def _browse(file: Path, query: str = "") -> tuple[str, str]:
    """Load a page in Chromium, and return its elements and the messages of the browser."""
    if CHROMIUM is None:
        lacking("the page cannot be looked at: Chromium is not installed")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    options += ["--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"]
    command = [CHROMIUM, *options, f"--user-data-dir={file.parent / 'chromium'}", "--dump-dom", file.as_uri() + query]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    messages = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, "\n".join(messages)


@pytest.mark.parametrize("trunks", [3, 100])
def test_page_in_a_browser(trunks: int, tmp_path: Path) -> None:
    """A browser shows every trunk without a message, and runs no script from a name."""
    names = [f"trunk {number} {MARKUP}" for number in range(trunks)]
    empty = {"acls": [], "credential_lists": [], "endpoints": [], "phone_numbers": ["+12"]}
    config = {
        **config_of(Snapshot()),
        "acls": [{"name": MARKUP, "ip_ranges": [{"cidr": "203.0.113.10/32", "description": MARKUP}]}],
        "credential_lists": [{"name": MARKUP, "credentials": [{"username": MARKUP}]}],
        "trunks": [{"name": name, "host_name": f"host-{number}", **empty} for number, name in enumerate(names)],
        "country_permissions": {"enabled": ["US"], "exclusive": True},
        "call_blocking_rules": [{"name": MARKUP, "direction": "INBOUND"}],
    }
    plan = [{"action": "delete", "kind": "acl", "name": MARKUP, "id": "A1", "before": {"name": MARKUP}, "after": {}}]
    file = tmp_path / "page.html"
    file.write_text(page(MARKUP, config, plan), encoding="utf-8")
    elements, messages = _browse(file)
    assert messages == ""
    titles = re.findall(r"<h3>(trunk \d+) &lt;script&gt;", elements)
    assert f">{trunks} of {trunks} trunks</output>" in elements
    found, messages = _browse(file, "?find=%20HOST-2.pstn")
    assert messages == ""
    shown = re.findall(r'<section class="trunk " id="(trunk-\d+)">', found)
    assert len(shown) == 1
    assert f">1 of {trunks} trunks</output>" in found
    assert sorted(titles) == sorted(f"trunk {number}" for number in range(trunks))
    assert len(re.findall("<svg", elements)) == trunks + (3 if trunks == 100 else 2)
    assert [mark for mark in ("<img", "<title>ran</title>") if mark in elements] == []
    assert elements.count("<script") == 1


def test_browser_complains_of_scripts(tmp_path: Path) -> None:
    """The policy of the page stops a script, and the browser reports it."""
    html = page("acme", config_of(Snapshot()), [])
    file = tmp_path / "page.html"
    file.write_text(html.replace("<body>", "<body><script>document.title='ran'</script>"), encoding="utf-8")
    elements, messages = _browse(file)
    assert "Content Security Policy" in messages
    assert "<title>ran</title>" not in elements


@pytest.mark.usefixtures("both_ways")
def test_module_fails_on_drift(control: Control, ansible: Ansible) -> None:
    """With ``fail_on_drift`` the module fails with the differences, after it wrote the files outside of check mode."""
    control.seed(PROJECT, **seed("a"))
    options = {"json_dest": "a.json", "html_dest": "a.html", "fail_on_drift": True, "call_blocking_rules": []}
    task: dict[str, Any] = {"sinch.sip.sinch_sip_audit": options, "ignore_errors": True, "name": "audit"}
    checked = ansible.playbook([{**task, "check_mode": True}]).succeeded()["audit"]
    assert not list(ansible.home.glob("a.*"))
    failed = ansible.playbook([task]).succeeded()["audit"]
    for result in (checked, failed):
        assert "the project is not what the data says:\n- only in the project: ACL " in result.error()
        assert result["in_sync"] is False
        assert "only in the project: call blocking rule null" in [one["text"] for one in result["drift"]]
    written = json.loads((ansible.home / "a.json").read_bytes())
    assert written["drift"] == failed["drift"] == checked["drift"]
    assert failed["html_dest"] == str(ansible.home / "a.html")
    assert "html_dest" not in checked.data
    assert control.writes() == []


@pytest.mark.usefixtures("both_ways")
def test_files_that_cannot_be_written(control: Control, ansible: Ansible) -> None:
    nowhere: dict[str, Any] = {"sinch.sip.sinch_sip_audit": {"html_dest": "none/a.html"}, "ignore_errors": True}
    later = {"sinch.sip.sinch_sip_audit": {"json_dest": "a.json"}, "async": 60, "poll": 1, "ignore_errors": True}
    refused = [result.error() for result in ansible.playbook([nowhere, later]).succeeded().results]
    assert ["html_dest: the folder" in refused[0], "async" in refused[1]] == [True, True]
    assert control.requests() == []
    assert not (ansible.home / "a.json").exists()
