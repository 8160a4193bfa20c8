# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Render options and fields as the data of Ansible's documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import ObjectOptions, Option
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Field, Resource

_TYPES = {bool: "bool", int: "int", str: "str", list: "list", dict: "dict"}
_ID = "01JD3XA2M4R6T8V0W2Y4Z6B8CD"
_TIME = "2026-01-31T09:30:00.123456789Z"


def options_documentation(options: Mapping[str, Option], path: str = "") -> dict[str, Any]:
    """Return the documentation of options; ``path`` leads to them from the options of the module."""

    def absolute(match: re.Match[str]) -> str:
        return f"O({path}{match[1]}" if match[1] in options else match[0]

    documented = {}
    for name, option in options.items():
        paragraphs = re.sub(r"O\((\w+)", absolute, option["description"]).split("\n")
        inner = option.get("options")
        below = f"{path}{name}{'[]' if option['type'] == 'list' else ''}."
        keys = ("type", "elements", "choices", "default", "required", "aliases")
        documented[name] = {
            "description": paragraphs,
            **{key: option[key] for key in keys if key in option},
            **({"suboptions": options_documentation(inner, below)} if inner else {}),
        }
    return documented


def object_documentation(described: ObjectOptions) -> dict[str, Any]:
    """Return the documentation of the result of a module that manages one object."""
    resource = described.resource
    fields = fields_documentation(resource)
    for option, link in resource.links.items():
        target = RESOURCES[link.target]
        fields[option] = {
            "description": f"Names of the linked {target.label}s, sorted. An ID stands for a name that several have.",
            "type": "list",
            "elements": "str",
            "returned": f"when O({option}) is given, or the {resource.label} is deleted",
            "sample": [target.field(target.identity).sample],
        }
    description = [
        f"The {resource.label} as it is after the task. With O(state=absent), the {resource.label} as it was, or null "
        "if there was none.",
        f"In check mode, values that only the server knows, such as C(id), are null for a new {resource.label}.",
        "Fields that this collection does not know are returned under their names in snake case.",
    ]
    return {resource.kind: {"description": description, "returned": "success", "type": "dict", "contains": fields}}


def list_documentation(resource: Resource) -> dict[str, Any]:
    """Return the documentation of the result of an info module."""
    return {
        f"{resource.kind}s": {
            "description": f"The {resource.label}s, as the API lists them. An empty list if none matches.",
            "returned": "success",
            "type": "list",
            "elements": "dict",
            "contains": fields_documentation(resource),
        }
    }


def fields_documentation(resource: Resource) -> dict[str, Any]:
    """Return the documentation of the fields of a resource, as results have them."""
    label = resource.label
    first = [Field("id", returned=f"ID of the {label}.", sample=_ID)]
    last = [
        Field("project_id", returned="ID of the project.", sample="00000000-0000-4000-8000-000000000000"),
        Field("create_time", returned=f"When the {label} was created, in RFC 3339 format.", sample=_TIME),
        Field(
            "update_time",
            returned=f"When the {label} was last changed, in RFC 3339 format, or null if never.",
            sample=_TIME,
        ),
    ]
    fields = [*_with_target(resource)]
    if resource.key == "id":
        fields = [*first, *fields, *last]
    return {one.name: _field_documentation(one) for one in fields}


def _with_target(resource: Resource) -> Iterator[Field]:
    """Yield the fields of a resource. Before the ID of a parent or assignee comes its name, which results have too."""
    relation = resource.parent or resource.assignment
    for one in resource.fields:
        if relation and one.name == relation.field:
            target = RESOURCES[relation.target]
            missing = ", or null" if resource.assignment else ""
            sample = target.field(target.identity).sample
            yield Field(relation.option, returned=f"Name of the {target.label}{missing}.", sample=sample)
        yield one


def _field_documentation(one: Field) -> dict[str, Any]:
    parts = {part.name: part for part in one.parts if part.returned}
    sample = one.sample if one.sample is not None else one.default
    if parts:
        sample = [{name: part.sample for name, part in parts.items()}]
    entry: dict[str, Any] = {
        "description": one.returned or one.description.split("\n", maxsplit=1)[0],
        "type": _TYPES[type(sample)],
    }
    if isinstance(sample, list):
        entry["elements"] = _TYPES[type(sample[0])]
    entry.update(returned="always", sample=sample)
    if parts:
        entry["contains"] = {name: _field_documentation(part) for name, part in parts.items()}
    return entry
