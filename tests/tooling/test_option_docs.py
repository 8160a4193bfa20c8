# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation that is generated from the declarations."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import OBJECT_OPTIONS
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL, RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource
from tests.option_docs.blocks import outdated
from tests.option_docs.registration import unregistered


def test_documentation_is_current() -> None:
    """Where this fails, run ``make generate``."""
    assert [file.name for file in {**outdated(), **unregistered()}] == []


@pytest.mark.parametrize("resource", [*RESOURCES.values(), CALL], ids=lambda one: one.kind)
def test_every_field_is_documented(resource: Resource) -> None:
    for one in resource.fields:
        is_option = resource.kind in OBJECT_OPTIONS and one in resource.options and one.name != resource.identity
        assert one.description or (one.returned and not is_option), one.name
