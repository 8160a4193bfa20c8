# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook awx_setup, without an AWX: a copy of awx.awx checks the options of its modules, and records them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.awx.jobs import EXAMPLE, credential_type, job_templates
from tests.awx.release import release
from tests.awx.release import run as run_of_release
from tests.simulator.process import ROOT

__all__ = ["release"]

SECRET = 'Canary"Awx4Gm9Tr\\'
KEY = {"sinch_key_id": "key", "sinch_key_secret": SECRET, "sinch_project_id": ""}
URL = "https://git.example.com/acme/sinch-sip.git"
RRULE = "DTSTART:20260101T021700Z RRULE:FREQ=DAILY;INTERVAL=1"
OFTEN = "DTSTART:20260101T000000Z RRULE:FREQ=MINUTELY;INTERVAL=15"
NOTIFICATION = {
    "sinch_awx_notification_type": "slack",
    "sinch_awx_notification_configuration": {"channels": ["#voice"], "token": SECRET},
}
_RECORDER = """

class ControllerAPIModule(AnsibleModule):
    def __init__(self, argument_spec, **keywords):
        super().__init__(argument_spec=dict(ControllerModule.AUTH_ARGSPEC, **argument_spec), **keywords)
        with open(getenv("AWX_RECORD"), "a") as record:
            given = {name: value for name, value in self.params.items() if value is not None}
            record.write(dumps([self._name, given]) + "\\n")
        self.exit_json(changed=False)
"""


@pytest.fixture
def collections(release: Path, tmp_path: Path) -> Path:
    """Return a folder with the collection and the copy of awx.awx."""
    folder = tmp_path / "collections"
    (source,) = release.glob("lib/python*/site-packages/ansible_collections/awx/awx")
    copy = folder / "ansible_collections" / "awx" / "awx"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("test*", "__pycache__"))
    with (copy / "plugins" / "module_utils" / "controller_api.py").open("a", encoding="utf-8") as code:
        code.write(_RECORDER)
    (folder / "ansible_collections" / "sinch").mkdir()
    (folder / "ansible_collections" / "sinch" / "sip").symlink_to(ROOT, target_is_directory=True)
    return folder


def _set_up(release: Path, collections: Path, **variables: Any) -> tuple[list[tuple[str, dict[str, Any]]], str]:
    """Run the playbook; return the modules in order with their options, and the output."""
    folder = collections.parent
    record = folder / "record"
    (folder / "variables.json").write_text(json.dumps({"sinch_awx_project_url": URL, **variables}), encoding="utf-8")
    arguments = ("sinch.sip.awx_setup", "-e", "@variables.json", "-vvv", "--diff")
    settings = {"ANSIBLE_COLLECTIONS_PATH": str(collections), "ANSIBLE_PIPELINING": "1", "AWX_RECORD": str(record)}
    printed = run_of_release(release, "ansible-playbook", *arguments, cwd=folder, **settings)
    calls = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    return [(name.rpartition(".")[2], options) for name, options in calls], printed


def _without_awx(home: Path, *options: str) -> tuple[int, str]:
    """Run the playbook without awx.awx; return the status, and the output on one line."""
    environment = {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build" / "tree"),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }
    playbook: list[str | Path] = [Path(sys.executable).with_name("ansible-playbook"), "sinch.sip.awx_setup"]
    run = subprocess.run([*playbook, *options], env=environment, capture_output=True, text=True, check=False)
    return run.returncode, " ".join((run.stdout + run.stderr).split())


def _all_of(calls: list[tuple[str, dict[str, Any]]], module: str) -> list[Mapping[str, Any]]:
    return [options for name, options in calls if name == module]


def _notified(calls: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    """Return the notifications of the templates and the workflow that have one, by name."""
    keys = ("notification_templates_error", "notification_templates_approvals")
    made = [*_all_of(calls, "job_template"), *_all_of(calls, "workflow_job_template")]
    return {one["name"]: one[key] for one in made for key in keys if key in one}


def test_everything(release: Path, collections: Path) -> None:
    """With all variables set, everything is made from the files and the variables; no secret is printed."""
    calls, printed = _set_up(
        release,
        collections,
        **KEY,
        sinch_awx_image="registry.example.com/sinch-sip:1",
        sinch_awx_slices=4,
        sinch_awx_further_credentials=["Vault"],
        sinch_awx_audit_rrule=RRULE,
        sinch_awx_watch_rrule=OFTEN,
        **NOTIFICATION,
    )
    modules = ["organization", "execution_environment", "project", "inventory", "inventory_source"]
    modules += ["credential_type", "credential", "notification_template"]
    modules += [*["job_template"] * len(job_templates()), "workflow_job_template", "schedule", "schedule"]
    assert [name for name, _options in calls] == modules
    (project,) = _all_of(calls, "project")
    assert (project["scm_url"], project["scm_type"], "credential" in project) == (URL, "git", False)
    (source,) = _all_of(calls, "inventory_source")
    assert (EXAMPLE / source["source_path"]).is_file()
    # Ansible must not template the injectors.
    (kind,) = _all_of(calls, "credential_type")
    assert {name: kind[name] for name in ("name", "inputs", "injectors")} == {
        name: credential_type()[name] for name in ("name", "inputs", "injectors")
    }
    (credential,) = _all_of(calls, "credential")
    assert credential["inputs"] == {"key_id": "key", "key_secret": SECRET}
    # A second run would set the secret again, and report a change.
    assert credential["update_secrets"] is False
    definitions = {definition["name"]: definition for definition in job_templates().values()}
    for template in _all_of(calls, "job_template"):
        definition = definitions.pop(template["name"])
        assert template["survey_spec"] == definition["survey_spec"]
        assert template.get("extra_vars") == definition.get("extra_vars")
        assert template["job_type"] == definition["job_type"]
        assert template["job_slice_count"] == (4 if definition.get("sliced") else 1)
        assert template["ask_job_slice_count_on_launch"] is bool(definition.get("sliced"))
        assert template["allow_simultaneous"] is False
        assert template["credentials"] == ["Sinch SIP", "Vault"]
        assert template["execution_environment"] == "Sinch SIP"
    assert definitions == {}
    (workflow,) = _all_of(calls, "workflow_job_template")
    nodes = {node["identifier"]: node["related"] for node in workflow["workflow_nodes"]}
    assert nodes["audit"]["failure_nodes"] == [{"identifier": "approve"}]
    assert nodes["approve"]["success_nodes"] == [{"identifier": "converge"}]
    schedules = {one["unified_job_template"]: one["rrule"] for one in _all_of(calls, "schedule")}
    assert schedules == {workflow["name"]: RRULE, "Sinch SIP - watch": OFTEN}
    (notification,) = _all_of(calls, "notification_template")
    assert (notification["name"], notification["notification_type"]) == ("Sinch SIP", "slack")
    assert notification["notification_configuration"] == NOTIFICATION["sinch_awx_notification_configuration"]
    speaking = ("Sinch SIP - audit", "Sinch SIP - watch", workflow["name"])
    assert _notified(calls) == {name: ["Sinch SIP"] for name in speaking}
    assert "Awx4Gm9Tr" not in printed


class _VariablesLoader(yaml.SafeLoader):
    """Reads variables whose text Ansible does not render as the text."""


_VariablesLoader.add_constructor("!unsafe", lambda _loader, node: f"unsafe {node.value}")

# The variables of infra.aap_configuration, by the modules of the same objects.
AAP = {
    "organization": "aap_organizations",
    "execution_environment": "controller_execution_environments",
    "project": "controller_projects",
    "inventory": "controller_inventories",
    "inventory_source": "controller_inventory_sources",
    "credential_type": "controller_credential_types",
    "job_template": "controller_templates",
    "workflow_job_template": "controller_workflows",
    "schedule": "controller_schedules",
}


def test_variables_for_aap(release: Path, collections: Path) -> None:
    """The file for infra.aap_configuration defines what the modules would make, and has no secret."""
    rules = {"sinch_awx_audit_rrule": RRULE, "sinch_awx_watch_rrule": OFTEN}
    given = {**KEY, **NOTIFICATION, **rules, "sinch_awx_image": "registry.example.com/sinch-sip:1"}
    calls, _printed = _set_up(release, collections, **given)
    file = collections.parent / "aap.yml"
    (collections.parent / "record").write_text("", encoding="utf-8")
    none, printed = _set_up(release, collections, **given, sinch_awx_variables_file=str(file))
    assert none == []
    text = file.read_text(encoding="utf-8")
    assert "Awx4Gm9Tr" not in text + printed
    variables = yaml.load(text, _VariablesLoader)
    assert variables.pop("controller_credentials") == [
        {
            "name": "Sinch SIP",
            "organization": "Default",
            "credential_type": "Sinch Elastic SIP Trunking",
            "inputs": {"key_id": "{{ sinch_key_id }}", "key_secret": "{{ sinch_key_secret }}"},
        }
    ]
    assert variables.pop("controller_configuration_notifications_secure_logging") is True
    assert variables.pop("controller_notifications") == [
        {
            "name": "Sinch SIP",
            "organization": "Default",
            "notification_type": "slack",
            "notification_configuration": "{{ sinch_awx_notification_configuration }}",
        }
    ]
    assert variables.keys() == {*AAP.values()}
    for module, variable in AAP.items():
        made = _all_of(calls, module)
        assert len(made) == len(variables[variable])
        for options, definition in zip(made, variables[variable], strict=True):
            if module == "credential_type":
                given_env = options["injectors"]["env"]
                options["injectors"]["env"] = {name: f"unsafe {value}" for name, value in given_env.items()}
            defined = {name: value for name, value in definition.items() if value not in ("", None, [])}
            for mark in ("sliced", "notified"):
                defined.pop(mark, None)
            assert {name: options[name] for name in defined} == defined


def test_as_little_as_possible(release: Path, collections: Path) -> None:
    """Without an image, a key and a notification, none is made, and job templates keep what users have attached."""
    empty = dict.fromkeys(("sinch_key_id", "sinch_awx_image", "sinch_awx_watch_rrule", "sinch_awx_notification"), "")
    calls, _printed = _set_up(release, collections, **empty)
    left_out = {"execution_environment", "credential", "notification_template", "schedule"}
    assert {name for name, _options in calls}.isdisjoint(left_out)
    assert _notified(calls) == {}
    for template in _all_of(calls, "job_template"):
        assert template.keys().isdisjoint({"credentials", "execution_environment"})
        assert template["job_slice_count"] == 1


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "key-and-token": ({**KEY, "sinch_access_token": SECRET}, "or sinch_access_token"),
    "key-without-secret": ({"sinch_key_id": "key"}, "both sinch_key_id and sinch_key_secret"),
    # A later run, without the secret.
    "key-taken-away": ({"sinch_awx_further_credentials": ["Vault"]}, "set sinch_awx_credential"),
    "notification-without-type": (
        {**NOTIFICATION, "sinch_awx_notification_type": ""},
        "both sinch_awx_notification_type and",
    ),
}


@pytest.mark.parametrize(("variables", "says"), REFUSED.values(), ids=REFUSED)
def test_secrets_that_cannot_work(variables: dict[str, Any], says: str, tmp_path: Path) -> None:
    """Wrong credentials and notifications are refused before anything is made, and not shown."""
    given = json.dumps({"sinch_awx_project_url": URL, **variables})
    status, said = _without_awx(tmp_path, "-vvv", "-e", given)
    assert status == 2
    assert "Nothing was changed." in said
    assert says in said
    assert "Awx4Gm9Tr" not in said


def test_what_is_there_already(release: Path, collections: Path) -> None:
    """Without their secrets, the named credential and notification are attached, and not made."""
    named = {"sinch_awx_credential": "Sinch key", "sinch_awx_further_credentials": ["Vault"]}
    calls, _printed = _set_up(release, collections, **named, sinch_awx_notification="Voice team")
    assert _all_of(calls, "credential") == _all_of(calls, "notification_template") == []
    assert {*map(tuple, _notified(calls).values())} == {("Voice team",)}
    assert {tuple(one["credentials"]) for one in _all_of(calls, "job_template")} == {("Sinch key", "Vault")}


def test_token(release: Path, collections: Path) -> None:
    """A token can replace the key."""
    calls, printed = _set_up(release, collections, sinch_access_token=SECRET)
    (credential,) = _all_of(calls, "credential")
    assert credential["inputs"] == {"access_token": SECRET}
    assert "Awx4Gm9Tr" not in printed


def test_without_the_collection(tmp_path: Path) -> None:
    """Without awx.awx the playbook passes the syntax check, and a run says what is missing."""
    for options, succeeds, words in (
        (["--syntax-check"], True, "awx_setup.yml"),
        ([], False, "Set sinch_awx_project_url"),
        (["-e", f"sinch_awx_project_url={URL}"], False, "couldn't resolve module/action 'awx.awx.organization'"),
    ):
        status, said = _without_awx(tmp_path, *options)
        assert words in said
        assert (status == 0) is succeeds
