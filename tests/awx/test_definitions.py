# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credential type and the job templates, against the rules of AWX and the names of the collection."""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.module_utils._connection import _ENVIRONMENT, resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import QUESTIONS
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import ENTRY_OPTIONS
from tests.awx.jobs import EXAMPLE, credential_type, job_templates
from tests.awx.rules import (
    RefusedByAwxError,
    credential_type_problems,
    extra_vars_file,
    injected,
    launch_variables,
    secret_inputs,
    sliced,
    survey_problems,
    typed_in,
)
from tests.simulator.process import ROOT

PROJECT_ID = "11111111-1111-4111-8111-111111111111"
TEMPLATES = job_templates()
CONVERGE = TEMPLATES["converge"]
STATIC = TEMPLATES["inbound_static"]
NEEDED = {"sinch_hosts": "acme", "trunk_name": "office", "trunk_host_name": "acme", "trunk_endpoint_address": "a.test"}


def _trunk_variables() -> dict[str, Any]:
    """Return what can be said of trunks, with its options: by the role's variables, and by answers."""
    specs = yaml.safe_load((ROOT / "roles" / "trunk" / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    parts = {"credential": ENTRY_OPTIONS["credentials"]["options"], "endpoint": ENTRY_OPTIONS["endpoints"]["options"]}
    of_parts = {f"{part}_{key}": option for part, options in parts.items() for key, option in options.items()}
    answers = {f"trunk_{name}": {**ENTRY_OPTIONS, **of_parts}[name] for name in QUESTIONS}
    return {**specs["argument_specs"]["main"]["options"], **answers}


def test_credential_type() -> None:
    """AWX takes the credential type, which has every variable that the modules read, and hides what is secret."""
    definition = credential_type()
    assert [*credential_type_problems(definition)] == []
    assert {f"SINCH_{field['id'].upper()}" for field in definition["inputs"]["fields"]} == {*_ENVIRONMENT.values()}
    assert definition["injectors"].keys() == {"env"}
    assert definition["injectors"]["env"].keys() == {*_ENVIRONMENT.values()}
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
    """What is left empty is as if it were not there: the modules take a key or a token, and Sinch's addresses."""
    environment = injected(credential_type(), {"project_id": PROJECT_ID, **inputs})
    assert environment.keys() == {*_ENVIRONMENT.values()}
    connection = resolve_connection({}, environment)
    assert connection.project_id == PROJECT_ID
    assert connection.api_url.startswith("https://")
    assert {name: getattr(connection, name) for name in expected} == expected


def test_credential_with_key_and_token() -> None:
    """A credential with a key and a token is refused: one of them would be ignored."""
    inputs = {"project_id": PROJECT_ID, "key_id": "id", "key_secret": "secret", "access_token": "token"}
    with pytest.raises(OptionError, match=r"give both a token and a key"):
        resolve_connection({}, injected(credential_type(), inputs))


def test_project_of_a_host_wins() -> None:
    """A host has its own project, and what the credential says is for where there is none."""
    environment = injected(credential_type(), {"project_id": PROJECT_ID, "key_id": "id", "key_secret": "secret"})
    assert resolve_connection({"project_id": "of-the-host"}, environment).project_id == "of-the-host"


@pytest.mark.parametrize("name", TEMPLATES)
def test_survey(name: str) -> None:
    """AWX takes each survey as it is, and would store nothing else, so that a second set-up changes nothing."""
    assert [*survey_problems(TEMPLATES[name]["survey_spec"])] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_variables_of_surveys(name: str) -> None:
    """Every question, of which there are few, is about a variable of trunks or a playbook, and offers what it takes."""
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
    """Each setup has a job template, which fixes it; what an inventory says of trunks does not get into any."""
    unsaid: dict[str, Any] = {"trunk_setups": [], **{f"trunk_{name}": "" for name in QUESTIONS}}
    for setup in ENTRY_OPTIONS["setup"]["choices"]:
        assert TEMPLATES[setup]["extra_vars"] == {**unsaid, "trunk_setup": setup}
        asked = {question["variable"] for question in TEMPLATES[setup]["survey_spec"]["spec"]}
        assert asked.isdisjoint({"trunk_setup", "trunk_allowed_countries"})
    assert TEMPLATES["countries"]["extra_vars"] == unsaid


def test_passwords() -> None:
    """What is a password is asked for as one, and nothing limits it: AWX repeats what it refuses."""
    for question in (question for template in TEMPLATES.values() for question in template["survey_spec"]["spec"]):
        assert (question["type"] == "password") is (question["variable"] == "trunk_credential_password")
        assert question["type"] != "password" or question.keys().isdisjoint({"min", "max"})


def test_playbooks_of_the_example() -> None:
    """Each job template names a playbook of the example project, which is that of the collection."""
    for template in TEMPLATES.values():
        (play,) = yaml.safe_load((EXAMPLE / template["playbook"]).read_text(encoding="utf-8"))
        assert play["ansible.builtin.import_playbook"] == f"sinch.sip.{template['playbook'].removesuffix('.yml')}"


def test_files_in_the_guide() -> None:
    """The files that the guide shows are those of the example, without the licence."""
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_awx.rst").read_text(encoding="utf-8")
    shown = re.findall(r"    :caption: (\S+)\n\n((?:    .*\n|\n)+)", guide)
    files = {name: textwrap.dedent(block).strip() for name, block in shown if name != "awx.yml"}
    folders = {"execution-environment.yml": EXAMPLE.parent / "execution-environment"}
    for name, block in files.items():
        text = (folders.get(name, EXAMPLE) / name).read_text(encoding="utf-8")
        assert text.partition("---\n")[2].strip() == block, name
    assert {"provision.yml", "inventory.yml", "execution-environment.yml"} < files.keys()


def test_launches_without_a_thought() -> None:
    """What takes things away shows what it would do, and goes for no project and no trunk that is not named."""
    assert TEMPLATES["teardown"]["job_type"] == "check"
    for name in (*ENTRY_OPTIONS["setup"]["choices"], "teardown"):
        assert TEMPLATES[name]["extra_vars"]["trunk_setups"] == []
        with pytest.raises(RefusedByAwxError, match=r"sinch_hosts is missing; trunk_name is missing"):
            launch_variables(TEMPLATES[name], typed_in(TEMPLATES[name]["survey_spec"]))
    assert launch_variables(CONVERGE, {}) == {"sinch_hosts": "all", "sinch_purge_all": "false"}


def test_answers() -> None:
    """AWX drops what is left empty, and adds defaults; what it hands on can be no template."""
    sent = typed_in(STATIC["survey_spec"], **NEEDED, trunk_endpoint_port="", trunk_endpoint_name="{{ x }}")
    switches = {"trunk_move_phone_numbers": "false", "trunk_wait_for_propagation": "false"}
    assert sent == {**NEEDED, **switches, "trunk_endpoint_name": "{{ x }}"}
    variables = launch_variables(STATIC, sent)
    assert variables == {**STATIC["extra_vars"], **sent}
    written = extra_vars_file(STATIC, variables)
    assert "!unsafe 'trunk_endpoint_name': !unsafe '{{ x }}'\n" in written
    assert "trunk_setups: []\n" in written


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"trunk_endpoint_transport": "SCTP"}, r"^trunk_endpoint_transport cannot be SCTP$"),
        ({"trunk_endpoint_port": "5060"}, r"^trunk_endpoint_port is no int$"),
        ({"trunk_endpoint_port": 65536}, r"^trunk_endpoint_port is too small or too large$"),
        ({"trunk_phone_numbers": ["one"]}, r"^trunk_phone_numbers is no str$"),
        ({"trunk_setup": "bidirectional"}, r"^trunk_setup is no question$"),
    ],
    ids=["choice", "text for a number", "range", "list for text", "unasked"],
)
def test_refused_answers(answers: Mapping[str, Any], problem: str) -> None:
    """AWX refuses what no survey offers."""
    with pytest.raises(RefusedByAwxError, match=problem):
        launch_variables(STATIC, {**NEEDED, **answers})


def _without_secret(definition: Any) -> None:
    definition["inputs"]["fields"][2]["type"] = "boolean"


def _undefined(definition: Any) -> None:
    definition["injectors"]["env"]["SINCH_KEY_ID"] = "{{ key }}"


def _reserved(definition: Any) -> None:
    definition["injectors"]["env"]["ANSIBLE_CONFIG"] = "x"


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_without_secret, "key_secret has a key that is for strings"),
        (_undefined, "SINCH_KEY_ID does not render: 'key' is undefined"),
        (_reserved, "ANSIBLE_CONFIG is no variable that a credential may set"),
    ],
)
def test_rules_of_credential_types(spoil: Callable[[Any], None], problem: str) -> None:
    """The rules find what AWX refuses."""
    definition = copy.deepcopy(credential_type())
    spoil(definition)
    assert [*credential_type_problems(definition)] == [problem]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"choices": "one\ntwo\n"}, "setup has choices that AWX would write otherwise"),
        ({"default": "three"}, "setup has a default that is no choice"),
        ({"type": "choice"}, "setup has no type that AWX knows"),
        ({"required": "yes"}, "setup lacks a question_name or required"),
        ({"min": "1"}, "setup has a min that is no integer"),
        ({"type": "password", "default": "one"}, "setup has a default, which AWX encrypts"),
        ({"required": False}, "setup lacks a default, without which AWX's form fails"),
    ],
    ids=["choices", "default", "type", "required", "min", "password", "no default"],
)
def test_rules_of_surveys(change: Mapping[str, Any], problem: str) -> None:
    """The rules find what AWX refuses, or would change."""
    question = {"question_name": "Setup", "variable": "setup", "type": "multiplechoice", "required": True}
    spec = [{**question, "choices": "one\ntwo", **change}]
    assert [*survey_problems({"name": "", "description": "", "spec": spec})] == [problem]


def test_slices() -> None:
    """Slices have every host once, and as many as any other, give or take one."""
    hosts = [f"host-{number}" for number in range(10)]
    assert sliced(hosts, 1, 4) == ["host-0", "host-4", "host-8"]
    assert sliced(hosts, 4, 4) == ["host-3", "host-7"]
    assert sorted(host for number in range(1, 5) for host in sliced(hosts, number, 4)) == hosts
