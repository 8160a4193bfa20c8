# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credential type and the job templates follow the rules of AWX and use the names of the collection."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.module_utils._connection import (
    _CREDENTIALS,
    _ENVIRONMENT,
    resolve_connection,
)
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import QUESTIONS
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import ENTRY_OPTIONS
from tests.awx.jobs import EXAMPLE, credential_type, job_templates
from tests.awx.rules import (
    RefusedByAwxError,
    credential_type_problems,
    injected,
    launch_variables,
    secret_inputs,
    survey_problems,
    typed_in,
)
from tests.simulator.process import ROOT

VARIABLES = {*_ENVIRONMENT.values(), *_CREDENTIALS.values()}
PROJECT_ID = "11111111-1111-4111-8111-111111111111"
TEMPLATES = job_templates()
CONVERGE, WATCH, UNDO = (TEMPLATES[name] for name in ("converge", "watch", "undo watch"))


def _trunk_variables() -> dict[str, Any]:
    """Return the options of trunks by variable: those of the role, and those of answers to surveys."""
    specs = yaml.safe_load((ROOT / "roles" / "trunk" / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    parts = {"credential": ENTRY_OPTIONS["credentials"]["options"], "endpoint": ENTRY_OPTIONS["endpoints"]["options"]}
    of_parts = {f"{part}_{key}": option for part, options in parts.items() for key, option in options.items()}
    answers = {f"trunk_{name}": {**ENTRY_OPTIONS, **of_parts}[name] for name in QUESTIONS}
    return {**specs["argument_specs"]["main"]["options"], **answers}


def test_credential_type() -> None:
    """AWX accepts the credential type, which has every variable that modules read, and hides the secret ones."""
    definition = credential_type()
    assert [*credential_type_problems(definition)] == []
    assert {f"SINCH_{field['id'].upper()}" for field in definition["inputs"]["fields"]} == VARIABLES
    assert definition["injectors"].keys() == {"env"}
    assert definition["injectors"]["env"].keys() == VARIABLES
    assert secret_inputs(definition) == {"key_secret", "access_token"}


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"key_id": "id", "key_secret": "secret"}, {"key_id": "id", "key_secret": "secret", "auth_method": "oauth2"}),
        ({"key_id": "id", "key_secret": "{{ 7 * 6 }}", "auth_method": "basic"}, {"key_secret": "{{ 7 * 6 }}"}),
        ({"access_token": "token", "key_id": ""}, {"access_token": "token", "key_id": ""}),
    ],
    ids=["key", "basic", "token"],
)
def test_credential_is_used(inputs: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Empty inputs count as not given: the modules use a key or a token, and the addresses of Sinch."""
    environment = injected(credential_type(), {"project_id": PROJECT_ID, **inputs})
    assert environment.keys() == VARIABLES
    connection = resolve_connection({}, environment)
    assert connection.project_id == PROJECT_ID
    assert connection.api_url.startswith("https://")
    assert {name: getattr(connection, name) for name in expected} == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_survey(name: str) -> None:
    """AWX stores each survey unchanged, so a second set-up changes nothing."""
    assert [*survey_problems(TEMPLATES[name]["survey_spec"])] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_variables_of_surveys(name: str) -> None:
    """Surveys are short, and every question is about a variable of trunks or playbooks, with its choices."""
    trunks = _trunk_variables()
    questions = TEMPLATES[name]["survey_spec"]["spec"]
    assert len(questions) <= 10
    for question in questions:
        variable = question["variable"]
        if variable in trunks:
            option = trunks[variable]
            assert question.get("default", "") in (option.get("default", ""), "", "false"), variable
            if option.get("choices"):
                assert question["choices"].splitlines() == [*option["choices"]], variable
        else:
            playbooks = (ROOT / "playbooks").rglob("*.yml")
            readers = [file for file in playbooks if "awx" not in str(file.relative_to(ROOT))]
            assert any(variable in file.read_text(encoding="utf-8") for file in readers), variable


def test_setups() -> None:
    """Each setup has a job template of its own, which ignores the trunks of an inventory."""
    unsaid: dict[str, Any] = {"trunk_setups": [], **{f"trunk_{name}": "" for name in QUESTIONS}}
    for setup in ENTRY_OPTIONS["setup"]["choices"]:
        assert TEMPLATES[setup]["extra_vars"] == {**unsaid, "trunk_setup": setup}
        asked = {question["variable"] for question in TEMPLATES[setup]["survey_spec"]["spec"]}
        assert asked.isdisjoint({"trunk_setup", "trunk_allowed_countries"})
    assert TEMPLATES["countries"]["extra_vars"] == unsaid


def test_passwords() -> None:
    """Passwords are asked for as such, without limits: AWX repeats an answer that it refuses."""
    for question in (question for template in TEMPLATES.values() for question in template["survey_spec"]["spec"]):
        assert (question["type"] == "password") is (question["variable"] == "trunk_credential_password")
        assert question["type"] != "password" or question.keys().isdisjoint({"min", "max"})


def test_playbooks_of_the_example() -> None:
    """Each job template names a playbook of the example project, which imports that of the collection."""
    for template in TEMPLATES.values():
        (play,) = yaml.safe_load((EXAMPLE / template["playbook"]).read_text(encoding="utf-8"))
        assert play["ansible.builtin.import_playbook"] == f"sinch.sip.{template['playbook'].removesuffix('.yml')}"


def test_files_in_the_guide() -> None:
    """The files in the guide are those of the example, without the licence."""
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_awx.rst").read_text(encoding="utf-8")
    shown = re.findall(r"    :caption: (\S+)\n\n((?:    .*\n|\n)+)", guide)
    files = {name: textwrap.dedent(block).strip() for name, block in shown if name != "awx.yml"}
    folders = {"execution-environment.yml": EXAMPLE.parent / "execution-environment"}
    for name, block in files.items():
        text = (folders.get(name, EXAMPLE) / name).read_text(encoding="utf-8")
        assert text.partition("---\n")[2].strip() == block, name
    assert {"provision.yml", "inventory.yml", "execution-environment.yml"} < files.keys()


def test_launches_with_defaults() -> None:
    """Teardown and undo only show their changes; neither they nor a setup run without the answers that they need."""
    assert TEMPLATES["teardown"]["job_type"] == UNDO["job_type"] == "check"
    for name in (*ENTRY_OPTIONS["setup"]["choices"], "teardown"):
        assert TEMPLATES[name]["extra_vars"]["trunk_setups"] == []
        with pytest.raises(RefusedByAwxError, match=r"sinch_hosts is missing; trunk_name is missing"):
            launch_variables(TEMPLATES[name], typed_in(TEMPLATES[name]["survey_spec"]))
    with pytest.raises(RefusedByAwxError, match=r"sinch_hosts is missing; sinch_watch_undo is missing"):
        launch_variables(UNDO, typed_in(UNDO["survey_spec"]))
    assert launch_variables(CONVERGE, {}) == {"sinch_hosts": "all", "sinch_purge_all": "false"}


def test_watch_leaves_the_inventory_in_force() -> None:
    """Neither a schedule nor an unanswered survey sets a threshold or a response; a response can be chosen."""
    survey = WATCH["survey_spec"]
    for answers in ({}, typed_in(survey)):
        assert launch_variables(WATCH, answers) == {"sinch_hosts": "all"}
    (choices,) = (one["choices"] for one in survey["spec"] if one["variable"] == "sinch_watch_response")
    tasks = (ROOT / "playbooks" / "common").glob("watch_*.yml")
    assert {*choices.splitlines()} - {"none"} <= {file.stem.removeprefix("watch_") for file in tasks}
