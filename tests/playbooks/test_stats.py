# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The statistics that playbooks publish for workflows, and playbooks that wait for no input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from tests.playbooks.running import Ansible, PlaybookRun
from tests.playbooks.seeds import PASSWORD
from tests.playbooks.shipped import BRACES, play, seed
from tests.simulator.process import ROOT, Control

PUBLISHED = {"sinch_trunk_domains", "sinch_changes", "sinch_drift", "sinch_exports", "sinch_alarms", "sinch_responses"}
_FOUND = [path for folder in ("playbooks", "roles") for path in (ROOT / folder).rglob("*")]
FILES = sorted(path for path in _FOUND if path.suffix in (".yml", ".yaml", ".j2"))


@pytest.fixture
def hosts(control: Control, ansible: Ansible) -> Mapping[str, Mapping[str, Any]]:
    """Return two hosts with seeded projects and trunks to build; runs show the published statistics."""
    ansible.environ["ANSIBLE_SHOW_CUSTOM_STATS"] = "1"
    found = {}
    for name in ("one", "two"):
        control.seed(f"project-{name}", **seed(name))
        user = {"username": "alice", "password": PASSWORD}
        entry = {"name": "office", "host_name": f"{name}-office", "setup": "outbound_digest", "credentials": [user]}
        found[name] = {"sinch_project_id": f"project-{name}", "trunk_setups": [entry]}
    return found


def _published(run: PlaybookRun) -> dict[str, Any]:
    """Return the statistics that a run published, as Ansible merges them."""
    (line,) = re.findall(r"CUSTOM STATS: \**\s+RUN: (\{.*\})", run.output)
    data: dict[str, Any] = json.loads(line)
    return data


@pytest.mark.compat
def test_trunks(ansible: Ansible, hosts: Mapping[str, Mapping[str, Any]]) -> None:
    """Provision publishes domains and changes of every host, also in check mode; teardown publishes changes."""
    domains = {name: {"office": f"{name}-office.pstn.sinch.com"} for name in hosts}
    users, trunk = "credential list 'office'", "SIP trunk 'office'"
    made = [f"create {users}", f"create {trunk}", f"link {users} to {trunk}"]
    gone = [f"unlink {users} from {trunk}", f"delete {trunk}", f"delete {users}"]
    for arguments, changes in ((["--check"], made), ([], made), ([], [])):
        run = play(ansible, "provision", *arguments, **hosts).succeeded()
        assert _published(run) == {"sinch_changes": dict.fromkeys(hosts, changes), "sinch_trunk_domains": domains}
        assert PASSWORD not in run.output
    for arguments, changes in ((["--check"], gone), ([], gone), ([], [])):
        run = play(ansible, "teardown", *arguments, **hosts).succeeded()
        assert _published(run) == {"sinch_changes": dict.fromkeys(hosts, changes)}


@pytest.mark.compat
def test_files(ansible: Ansible, hosts: Mapping[str, Mapping[str, Any]]) -> None:
    """Export, audit and converge publish for every host, without rendering names and without passwords."""
    run = play(ansible, "export", **hosts).succeeded()
    exports = _published(run)["sinch_exports"]
    for name in hosts:
        config = ansible.module("sinch_sip_config_info", {"project_id": f"project-{name}"}).succeeded()["config"]
        assert exports[name] == config
        assert config["acls"][1]["name"] == BRACES
    assert "Canary" not in run.output

    gone = {"project_id": "project-one", "name": "null", "state": "absent"}
    ansible.module("sinch_call_blocking_rule", gone).succeeded()
    ansible.module("sinch_acl", {"project_id": "project-one", "name": BRACES, "ip_ranges": ["192.0.2.1"]}).succeeded()
    run = play(ansible, "audit", "--check", **hosts)
    assert run.returncode != 0
    drift = _published(run)["sinch_drift"]
    assert drift["two"] == []
    assert drift["one"][1:] == ["only in the file: call blocking rule null"]
    assert drift["one"][0].startswith(f"differs: ACL {BRACES} (ip_ranges: ")

    changes = {"one": [f"update ACL {BRACES!r}", "create call blocking rule 'null'"], "two": []}
    for arguments in (["--check"], []):
        run = play(ansible, "converge", *arguments, **hosts).succeeded()
        published = _published(run)["sinch_changes"]
        assert [sorted(published[name]) for name in hosts] == [sorted(changes[name]) for name in hosts]
    assert _published(play(ansible, "audit", **hosts).succeeded()) == {"sinch_drift": {"one": [], "two": []}}


def test_failed_converge(control: Control, ansible: Ansible, hosts: Mapping[str, Mapping[str, Any]]) -> None:
    play(ansible, "export", **hosts).succeeded()
    for name in ("main", "東京"):
        gone = {"project_id": "project-one", "name": name, "state": "absent", "force": True}
        ansible.module("sinch_sip_trunk", gone).succeeded()
    control.fault("status", method="POST", path="/endpoints", status=400)
    control.fault("status", path="project-two", status=403)
    run = play(ansible, "converge", **hosts)
    assert run.returncode != 0
    changes = _published(run)["sinch_changes"]
    assert {"create SIP trunk 'main'", "create SIP trunk '東京'"} <= {*changes["one"]}
    assert not [one for one in changes["one"] if "endpoint" in one]
    assert changes["two"] == []


def _documents() -> Iterator[Any]:
    for path in FILES:
        if path.suffix != ".j2":
            yield yaml.load(path.read_text(encoding="utf-8"), Loader=_Tolerant)


class _Tolerant(yaml.SafeLoader):
    """A loader that reads values with Ansible's tags as None."""


_Tolerant.add_multi_constructor("!", lambda *_arguments: None)


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(one)


def test_what_is_published_is_read_by_nobody() -> None:
    """No published name is a variable of playbooks or roles, since AWX passes it on as an extra variable."""
    published = set()
    for mapping in (one for document in _documents() for one in _mappings(document)):
        stats = mapping.get("ansible.builtin.set_stats")
        if stats is not None:
            assert stats["per_host"] is False
            published |= {*stats["data"]}
    assert published == PUBLISHED
    stripped = (line.strip() for path in FILES for line in path.read_text(encoding="utf-8").splitlines())
    # A question of a survey may ask for a result.
    lines = [line for line in stripped if not line.startswith("question_description:")]
    mentions = [line for line in lines if any(re.search(rf"\b{name}\b", line) for name in PUBLISHED)]
    # Names occur only as keys, in the tasks that publish them.
    assert [line for line in mentions if line.partition(":")[0] not in PUBLISHED] == []
    assert len(mentions) == len(PUBLISHED) + 1
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_playbooks.rst").read_text(encoding="utf-8")
    assert {name for name in PUBLISHED if f"``{name}``" in guide} == PUBLISHED


def test_nobody_is_asked() -> None:
    """No playbook waits for input at a terminal, which AWX does not have."""
    tasks = 0
    for mapping in (one for document in _documents() for one in _mappings(document)):
        assert {"vars_prompt", "pause", "ansible.builtin.pause"} & {*mapping} == set()
        tasks += "ansible.builtin.assert" in mapping
    assert tasks > 0
