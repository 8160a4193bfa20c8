# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters of the role ``trunk`` and of its playbooks. They return literal data without templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils._literal import literal
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import trunk_entry
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import project_data


def trunk_config(setups: Any, state: str, allowed_countries: Any, update_password: str) -> dict[str, Any]:
    """Return the options of sinch_sip_config for the variables of the role, or their problems."""
    options, problems = project_data(plain(setups), state, plain(allowed_countries), plain(update_password))
    return {"options": literal(options), "problems": literal(problems)}


def trunk_answers(given: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Return the entry of ``trunk_setups`` for the answers of a survey, or their problems."""
    entry, problems = trunk_entry(plain(given), state)
    return {"entries": literal([entry] if entry else []), "problems": literal(problems)}


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by their names."""
        return {"trunk_config": trunk_config, "trunk_answers": trunk_answers}
