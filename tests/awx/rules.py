# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX does with credential types, surveys and inventories, as its source has it.

Written anew from awx/main/fields.py, awx/main/models/credential, awx/main/models/mixins.py,
awx/main/models/inventory.py, awx/main/utils/safe_yaml.py and awx/api/views of https://github.com/ansible/awx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

Data = Mapping[str, Any]

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_OF_STRINGS = {"choices", "multiline", "format", "secret"}
_FIELD_KEYS = {"id", "label", "type", "help_text", "ask_at_runtime", "default", *_OF_STRINGS}
_INJECTORS = {"file", "env", "extra_vars"}
_DEFAULT_TYPES: Mapping[str, type] = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": str,
    "integer": int,
    "float": float,
}


class RefusedByAwxError(ValueError):
    """AWX would not take this."""


def credential_type_problems(definition: Data) -> Iterator[str]:
    """Yield what is wrong with a credential type: names, types, and templates that use what is not an input."""
    fields = definition["inputs"]["fields"]
    names = [field["id"] for field in fields]
    yield from (f"{key} is no part of the inputs" for key in definition["inputs"].keys() - {"fields", "required"})
    yield from (
        f"{name} is required and no input" for name in definition["inputs"].get("required", []) if name not in names
    )
    if len(set(names)) < len(names):
        yield "two inputs have the same ID"
    for field in fields:
        yield from (f"{field['id']} has an unknown key {key}" for key in field.keys() - _FIELD_KEYS)
        if not _NAME.fullmatch(field["id"]) or field["id"] == "tower":
            yield f"{field['id']} is no name for an input"
        if field["type"] not in ("string", "boolean"):
            yield f"{field['id']} has no type that AWX knows"
        if field["type"] != "string" and field.keys() & _OF_STRINGS:
            yield f"{field['id']} has a key that is for strings"
    yield from (f"{key} is no kind of injector" for key in definition["injectors"].keys() - _INJECTORS)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for name, template in definition["injectors"].get("env", {}).items():
        if not _NAME.fullmatch(name) or name.startswith("ANSIBLE_"):
            yield f"{name} is no variable that a credential may set"
        if not template.isascii():
            yield f"{name} is not ASCII"
        try:
            environment.from_string(template).render(dict.fromkeys(names, "EXAMPLE"))
        except TemplateError as error:
            yield f"{name} does not render: {error}"


def injected(definition: Data, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of a credential; inputs that are empty are undefined in the templates."""
    unknown = inputs.keys() - {field["id"] for field in definition["inputs"]["fields"]}
    if unknown:
        raise RefusedByAwxError(f"the credential type has no {', '.join(sorted(unknown))}")
    namespace = {name: value for name, value in inputs.items() if value}
    environment = ImmutableSandboxedEnvironment()
    templates = definition["injectors"].get("env", {})
    return {name: environment.from_string(template).render(**namespace) for name, template in templates.items()}


def secret_inputs(definition: Data) -> set[str]:
    """Return the inputs that AWX encrypts and hides."""
    return {field["id"] for field in definition["inputs"]["fields"] if field.get("secret")}


def survey_problems(survey: Data) -> Iterator[str]:
    """Yield what AWX refuses in a survey, and what it would store otherwise, which makes every later run a change."""
    yield from (
        f"{key} is missing or no text" for key in ("name", "description") if not isinstance(survey.get(key), str)
    )
    variables = [question["variable"] for question in survey["spec"]]
    yield from (f"two questions are about {name}" for name in set(variables) if variables.count(name) > 1)
    for question in survey["spec"]:
        name, kind = question["variable"], question["type"]
        if not isinstance(question["question_name"], str) or not isinstance(question["required"], bool):
            yield f"{name} lacks a question_name or required"
        if kind not in _DEFAULT_TYPES:
            yield f"{name} has no type that AWX knows"
            continue
        if not question["required"] and "default" not in question:
            yield f"{name} lacks a default, without which AWX's form fails"
        default = question.get("default", "")
        if default != "" and not isinstance(default, _DEFAULT_TYPES[kind]):
            yield f"{name} has a default of another type"
        limits = {key: question.get(key, 0) for key in ("min", "max")}
        yield from (f"{name} has a {key} that is no integer" for key, one in limits.items() if not isinstance(one, int))
        if kind in ("multiselect", "multiplechoice"):
            if question["choices"] != "\n".join(_choices(question)):
                yield f"{name} has choices that AWX would write otherwise"
            if not set(str(default).splitlines()) <= set(_choices(question)):
                yield f"{name} has a default that is no choice"
        if kind == "password" and default:
            yield f"{name} has a default, which AWX encrypts"


def _choices(question: Data) -> list[str]:
    return [choice for choice in question["choices"].splitlines() if choice.strip()]


def typed_in(survey: Data, **typed: Any) -> dict[str, Any]:
    """Return what AWX's page sends: what was typed over the defaults, without whatever is empty."""
    form = {question["variable"]: _preset(question) for question in survey["spec"]} | typed
    return {name: answer for name, answer in form.items() if answer not in ("", [])}


def _preset(question: Data) -> Any:
    default = question.get("default", "")
    return default.splitlines() if question["type"] == "multiselect" else default


def launch_variables(template: Data, answers: Data) -> dict[str, Any]:
    """Return the extra variables of a job: the template's own, the survey's defaults, the answers, the later winning.

    Raises RefusedByAwxError for answers that the survey does not allow, lacks or does not know.
    """
    questions = {question["variable"]: question for question in template["survey_spec"]["spec"]}
    problems = [f"{name} is no question" for name in answers.keys() - questions.keys()]
    for name, question in questions.items():
        if name in answers:
            problems += _answer_problems(question, answers[name])
        elif question["required"]:
            problems.append(f"{name} is missing")
    if problems:
        raise RefusedByAwxError("; ".join(problems))
    defaults = {
        name: question["default"]
        for name, question in questions.items()
        if "default" in question and not [*_answer_problems(question, question["default"])]
    }
    return {**template.get("extra_vars", {}), **defaults, **answers}


def _answer_problems(question: Data, answer: Any) -> Iterator[str]:
    name, kind = question["variable"], question["type"]
    expected: Any = {"integer": int, "multiselect": list}.get(kind, str)
    if not isinstance(answer, expected) or isinstance(answer, bool):
        yield f"{name} is no {expected.__name__}"
        return
    if kind in ("multiplechoice", "multiselect"):
        chosen = answer if isinstance(answer, list) else [answer]
        yield from (f"{name} cannot be {one}" for one in chosen if one not in _choices(question))
        return
    size = answer if isinstance(answer, int) else len(answer)
    if not question.get("min", size) <= size <= question.get("max", size):
        yield f"{name} is too small or too large"


class _UnsafeDumper(yaml.SafeDumper):
    """Writes every text so that Ansible does not take it for a template."""

    def represent_data(self, data: Any) -> yaml.Node:
        """Return the node of a value."""
        return self.represent_scalar("!unsafe", data) if isinstance(data, str) else super().represent_data(data)


def extra_vars_file(template: Data, variables: Data) -> str:
    """Return the file of extra variables: nothing but what the job template itself says can be a template."""
    own = template.get("extra_vars", {})
    return "".join(
        yaml.dump({name: value}, Dumper=yaml.SafeDumper if own.get(name, ...) == value else _UnsafeDumper)
        for name, value in variables.items()
    )


def sliced(hosts: Sequence[str], number: int, count: int) -> list[str]:
    """Return the hosts of one slice, counted from 1: by name, each count-th."""
    return sorted(hosts)[number - 1 :: count]


def script_inventory(listed: Data, number: int = 1, count: int = 1) -> dict[str, Any]:
    """Return what the inventory script of a job prints, from what ``ansible-inventory --list --export`` told AWX.

    Every group is there, also one that has no host in the slice.
    """
    variables = listed["_meta"]["hostvars"]
    hosts = sliced([*{host for group in listed.values() for host in group.get("hosts", [])}], number, count)
    groups = {
        name: {**group, "hosts": [host for host in group.get("hosts", []) if host in hosts]}
        for name, group in listed.items()
        if name not in ("_meta", "all", "ungrouped")
    }
    grouped = {host for group in groups.values() for host in group["hosts"]}
    everything = {**listed.get("all", {}), "hosts": [host for host in hosts if host not in grouped]}
    inventory = {**groups, "all": {**everything, "children": [*groups]}}
    enabled = {"remote_tower_enabled": "true"}
    of_hosts = {host: {**variables.get(host, {}), **enabled, "remote_tower_id": at} for at, host in enumerate(hosts, 1)}
    return {**inventory, "_meta": {"hostvars": of_hosts}}
