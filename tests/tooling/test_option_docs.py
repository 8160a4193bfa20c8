# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation that is generated from the declarations."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.module_utils import _managed_object
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import ACL_OPTIONS, ObjectOptions
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL, RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._resources.credentials import Credentials
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Field, Resource
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import Choice
from tests.option_docs.blocks import MARKER, PLUGINS, current, outdated
from tests.option_docs.registration import unregistered
from tests.option_docs.rendering import object_documentation, options_documentation

LAMP = Resource(
    "lamp",
    "lamp",
    "lamps",
    ("lamps",),
    (
        Field("name", returned="Name of the lamp.", sample="desk"),
        Field("colour", Choice("RED", "BLUE"), default="RED", description="Colour of O(name).\nAny will do."),
        Field(
            "users",
            Credentials(),
            required=True,
            description="People.",
            parts=(Field("username", description="A name.", returned="A name.", sample="ann"), Field("password")),
        ),
    ),
)


def test_documentation_is_current() -> None:
    """Where this fails, run ``make generate``."""
    assert [file.name for file in {**outdated(), **unregistered()}] == []


@pytest.mark.parametrize("resource", [*RESOURCES.values(), CALL], ids=lambda one: one.kind)
def test_every_field_is_documented(resource: Resource) -> None:
    for one in resource.fields:
        assert one.returned or one.description, one.name
        assert (
            one.description or one not in resource.options or one.name == resource.identity or not _is_managed(resource)
        )


def _is_managed(resource: Resource) -> bool:
    return any(isinstance(one, ObjectOptions) and one.resource is resource for one in vars(_managed_object).values())


def test_options_of_a_field() -> None:
    """Types, choices and what follows from the declaration are added to the description; paths are absolute."""
    spec = ObjectOptions(LAMP).spec
    documented = options_documentation(spec, "lamps[].")
    assert documented["colour"] == {
        "description": ["Colour of O(lamps[].name).", "Any will do.", "Defaults to V(RED) for a new lamp."],
        "type": "str",
        "choices": ["RED", "BLUE"],
    }
    assert documented["state"]["default"] == "present"
    assert documented["users"]["description"] == ["People.", "Required to create a lamp."]
    assert documented["users"]["suboptions"]["username"] == {
        "description": ["A name."],
        "type": "str",
        "required": True,
    }


def test_result_of_a_field() -> None:
    """The type follows from the sample, which is the default where none is declared."""
    fields = object_documentation(ObjectOptions(LAMP))["lamp"]["contains"]
    assert fields["colour"] == {
        "description": "Colour of O(name).",
        "type": "str",
        "returned": "always",
        "sample": "RED",
    }
    assert fields["users"]["sample"] == [{"username": "ann"}]
    assert [*fields["users"]["contains"]] == ["username"]
    assert [*fields] == ["id", "name", "colour", "users", "project_id", "create_time", "update_time"]


def test_blocks() -> None:
    """A block is replaced up to the first line that is indented less; what surrounds it stays."""
    file = PLUGINS / "modules" / "sinch_acl.py"
    text = file.read_text(encoding="utf-8")
    before, marker, rest = text.partition(MARKER)
    assert current("sinch_acl", f"{before}{marker}\n  stale:\n\n    - x\n{rest[rest.index('extends_') :]}") == text
    documentation: Any = yaml.safe_load(text.split('DOCUMENTATION = r"""')[1].split('"""')[0])
    assert documentation["options"] == options_documentation(ACL_OPTIONS.spec)
    assert max(map(len, text.splitlines())) <= 120
