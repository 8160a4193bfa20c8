# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of a project: the options of sinch_sip_config as YAML that diffs well in git."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ansible_collections.sinch.sip.plugins.module_utils._project_config import CONFIG_OPTIONS
from ansible_collections.sinch.sip.plugins.plugin_utils._data_file import Decrypt, UnreadableError, read_data

# Numbers, addresses and country codes, such as "+12025550123", "0044" and "NO", whose type some YAML parsers change
# without quotes.
_LOSABLE = re.compile(r"[A-Z]{2}|[\W\d_]*")
# Ansible would render templates, and names come from the API.
_TEMPLATE = re.compile(r"\{[{%#]")

_HEADER = """\
# A project of Sinch Elastic SIP Trunking, as the module sinch.sip.sinch_sip_config takes it.
# Written by the playbook sinch.sip.export. Below, FILE is the path of this file.
#
# See what differs:    ansible-playbook sinch.sip.audit -e sinch_config_file=FILE
# Make it so:          ansible-playbook sinch.sip.converge -e sinch_config_file=FILE --diff
# Take the state over: ansible-playbook sinch.sip.export -e sinch_config_file=FILE
"""
_LEFT_OUT = """\
#
# The API never returns passwords, so that they are left out. Users that exist need none. To have users made anew, give
# a password (in a vault) to each of these:
"""


class _Dumper(yaml.SafeDumper):
    """Writes YAML with indented lists and with strings that every parser reads back unchanged."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists within mappings."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write repeated values in full."""
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Quote strings that parsers might change, and mark those that look like a template as unsafe."""
        quoted = _LOSABLE.fullmatch(text) or _TEMPLATE.search(text) or not text.isprintable()
        style = '"' if quoted else None
        tag = "!unsafe" if _TEMPLATE.search(text) else "tag:yaml.org,2002:str"
        return self.represent_scalar(tag, text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


def project_text(config: Mapping[str, Any], passwords_left_out: Mapping[str, Sequence[str]]) -> str:
    """Return the text of the file of a project; equal projects give the same bytes.

    ``config`` and ``passwords_left_out`` come from sinch_sip_config_info.
    """
    # repr() keeps names with line breaks within the comment.
    users = [f"#   {name!r}: {', '.join(map(repr, some))}\n" for name, some in sorted(passwords_left_out.items())]
    text = yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return "".join([_HEADER, *([_LEFT_OUT] if users else []), *users, "---\n", text])


def read_project(text: str, decrypt: Decrypt) -> dict[str, Any]:
    """Return the options of sinch_sip_config in the text of a project file; raise UnreadableError."""
    data = read_data(text, decrypt)
    unknown = [key for key in data if key not in CONFIG_OPTIONS]
    if unknown:
        known = ", ".join(CONFIG_OPTIONS)
        raise UnreadableError(f"it has unknown keys: {', '.join(unknown)}; there are {known}")
    return data
