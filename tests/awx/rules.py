# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of AWX for credential types, surveys and inventories.

They follow awx/main/fields.py, awx/main/models/credential, awx/main/models/mixins.py,
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
_TEXTS = ("text", "textarea", "password", "multiplechoice", "multiselect")
_DEFAULT_TYPES: Mapping[str, type] = {**dict.fromkeys(_TEXTS, str), "integer": int, "float": float}


class RefusedByAwxError(ValueError):
    """AWX would refuse this."""


def credential_type_problems(definition: Data) -> Iterator[str]:
    inputs, injectors = definition["inputs"], definition["injectors"]
    names = [field["id"] for field in inputs["fields"]]
    yield from (f"{key} is no part of the inputs" for key in inputs.keys() - {"fields", "required"})
    yield from (f"{name} is required and no input" for name in {*inputs.get("required", ())} - {*names})
    yield from (f"two inputs are named {name}" for name in {*names} if names.count(name) > 1)
    for field in inputs["fields"]:
        yield from (f"{field['id']} has an unknown key {key}" for key in field.keys() - _FIELD_KEYS)
        if not _NAME.fullmatch(field["id"]) or field["id"] == "tower":
            yield f"{field['id']} is no name for an input"
        if field["type"] not in ("string", "boolean") or (field["type"] == "boolean" and field.keys() & _OF_STRINGS):
            yield f"{field['id']} has no type that AWX knows, or a key that is for strings"
    yield from (f"{key} is no kind of injector" for key in injectors.keys() - {"file", "env", "extra_vars"})
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for name, template in injectors.get("env", {}).items():
        if not _NAME.fullmatch(name) or name.startswith("ANSIBLE_") or not template.isascii():
            yield f"{name} is no variable that a credential may set"
        try:
            environment.from_string(template).render(dict.fromkeys(names, "EXAMPLE"))
        except TemplateError as error:
            yield f"{name} does not render: {error}"


def injected(definition: Data, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of a credential; its empty inputs are undefined in the templates."""
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
    """Yield the problems of a survey: what AWX refuses, or would store in another form."""
    yield from (f"{key} is no text" for key in ("name", "description") if not isinstance(survey.get(key), str))
    variables = [question["variable"] for question in survey["spec"]]
    yield from (f"two questions are about {name}" for name in {*variables} if variables.count(name) > 1)
    for question in survey["spec"]:
        yield from (f"{question['variable']} {problem}" for problem in _question_problems(question))


def _question_problems(question: Data) -> Iterator[str]:
    kind, default = question["type"], question.get("default", "")
    if not isinstance(question["question_name"], str) or not isinstance(question["required"], bool):
        yield "lacks a question_name or required"
    if kind not in _DEFAULT_TYPES:
        yield "has no type that AWX knows"
    elif default != "" and not isinstance(default, _DEFAULT_TYPES[kind]):
        yield "has a default of another type"
    if not question["required"] and "default" not in question:
        yield "lacks a default, without which AWX's form fails"
    yield from (f"has a {key} that is no integer" for key in ("min", "max") if not _is_integer(question.get(key, 0)))
    if kind in ("multiselect", "multiplechoice"):
        if question["choices"] != "\n".join(_choices(question)):
            yield "has choices that AWX would write otherwise"
        if not {*str(default).splitlines()} <= {*_choices(question)}:
            yield "has a default that is no choice"
    if kind == "password" and default:
        yield "has a default, which AWX encrypts"


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _choices(question: Data) -> list[str]:
    return [choice for choice in question["choices"].splitlines() if choice.strip()]


def typed_in(survey: Data, **typed: Any) -> dict[str, Any]:
    """Return the answers that AWX's form sends: typed ones and defaults, without empty ones."""
    form = {question["variable"]: _preset(question) for question in survey["spec"]} | typed
    return {name: answer for name, answer in form.items() if answer not in ("", [])}


def _preset(question: Data) -> Any:
    default = question.get("default", "")
    return default.splitlines() if question["type"] == "multiselect" else default


def launch_variables(template: Data, answers: Data) -> dict[str, Any]:
    """Return the extra variables of a job: those of the template, defaults of the survey, and answers, which win.

    Raises RefusedByAwxError for unknown, missing and wrong answers.
    """
    questions = {question["variable"]: question for question in template["survey_spec"]["spec"]}
    problems = [f"{name} is no question" for name in answers.keys() - questions.keys()]
    for name, question in questions.items():
        if name in answers:
            problems += [] if _accepts(question, answers[name]) else [f"{name} cannot be {answers[name]!r}"]
        elif question["required"]:
            problems.append(f"{name} is missing")
    if problems:
        raise RefusedByAwxError("; ".join(problems))
    defaults = {
        name: question["default"]
        for name, question in questions.items()
        if "default" in question and _accepts(question, question["default"])
    }
    return {**template.get("extra_vars", {}), **defaults, **answers}


def _accepts(question: Data, answer: Any) -> bool:
    kind = question["type"]
    if kind in ("multiplechoice", "multiselect"):
        chosen = answer if kind == "multiselect" else [answer]
        return isinstance(chosen, list) and {*chosen} <= {*_choices(question)}
    if not isinstance(answer, int if kind == "integer" else str):
        return False
    size = answer if isinstance(answer, int) else len(answer)
    return bool(question.get("min", size) <= size <= question.get("max", size))


class _UnsafeDumper(yaml.SafeDumper):
    """Writes texts that Ansible does not template."""

    def represent_data(self, data: Any) -> yaml.Node:
        return self.represent_scalar("!unsafe", data) if isinstance(data, str) else super().represent_data(data)


def extra_vars_file(template: Data, variables: Data) -> str:
    """Return the file of extra variables, in which only those of the job template can be templates."""
    own = template.get("extra_vars", {})
    return "".join(
        yaml.dump({name: value}, Dumper=yaml.SafeDumper if own.get(name, ...) == value else _UnsafeDumper)
        for name, value in variables.items()
    )


def sliced(hosts: Sequence[str], number: int, count: int) -> list[str]:
    """Return the hosts of a slice, counted from 1: every ``count``-th by name."""
    return sorted(hosts)[number - 1 :: count]


def script_inventory(listed: Data, number: int = 1, count: int = 1) -> dict[str, Any]:
    """Return the output of a job's inventory script, from that of ``ansible-inventory --list --export``.

    It has all groups, also those without a host in the slice.
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
