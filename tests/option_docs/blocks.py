# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring the generated blocks in the files of the plugins, the role and the playbooks up to date.

A block begins with the comment MARKER and ends before the first line with less indentation. In DOCUMENTATION it holds
the options. In RETURN it holds the whole result or, if it is indented, the fields of the resource that the result is
named after. In a playbook it holds the options of a whole project, or the kinds that can be purged.
"""

from __future__ import annotations

import importlib
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import OBJECT_OPTIONS
from ansible_collections.sinch.sip.plugins.module_utils._project_config import CONFIG_OPTIONS, KINDS, PURGE_OPTIONS
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import BESIDE_PLANS, CALL, RESOURCES
from tests.option_docs.rendering import (
    fields_documentation,
    list_documentation,
    object_documentation,
    options_documentation,
)

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"
ROLE_SPECS = ROOT / "roles" / "trunk" / "meta" / "argument_specs.yml"
PLAYBOOKS = ROOT / "playbooks"
MARKER = "# generated from the declarations: make generate"

_LINE_LENGTH = 120
_BLOCK = re.compile(rf'^(?P<indent> *){MARKER}\n(?:\n|(?P=indent)(?!""").*\n)*', re.MULTILINE)
_RESOURCES = {**RESOURCES, **BESIDE_PLANS, CALL.kind: CALL}


def outdated() -> dict[Path, str]:
    """Return the new texts of the files that are not current."""
    texts = {file: current(file.stem, file.read_text(encoding="utf-8")) for file in marked_files()}
    return {file: text for file, text in texts.items() if text != file.read_text(encoding="utf-8")}


def marked_files() -> Iterator[Path]:
    """Yield the files that have a generated block."""
    plugins = (*PLUGINS.glob("modules/*.py"), *PLUGINS.glob("doc_fragments/*.py"))
    for file in sorted((*plugins, *PLAYBOOKS.rglob("*.yml"), ROLE_SPECS)):
        if MARKER in file.read_text(encoding="utf-8"):
            yield file


def current(name: str, text: str) -> str:
    """Return the text of the file of a module or documentation fragment with current blocks."""

    def block(match: re.Match[str]) -> str:
        indent = match["indent"]
        data = _data(name, text[: match.start()], indent)
        return textwrap.indent(f"{MARKER}\n{_dumped(data, _LINE_LENGTH - len(indent))}", indent)

    return _BLOCK.sub(block, text)


def _data(name: str, before: str, indent: str) -> dict[str, Any]:
    """Return the data of a block, given the text of the file before it and its indentation."""
    if name == ROLE_SPECS.stem:
        return _role_options(before, indent)
    if name in _IN_PLAYBOOKS:
        return _IN_PLAYBOOKS[name]
    if name == "sinch_sip_config":
        return options_documentation(PURGE_OPTIONS)
    if 'RETURN = r"""' not in before:
        if name == "project_data":
            return options_documentation(CONFIG_OPTIONS)
        module = importlib.import_module(f"ansible_collections.sinch.sip.plugins.modules.{name}").MODULE
        return options_documentation(module.options)
    if indent:
        key = re.findall(r"^(\w+):$", before, re.MULTILINE)[-1]
        return fields_documentation(_RESOURCES[key.removesuffix("s")])
    kind = name.removeprefix("sinch_")
    if kind.endswith("_info"):
        return list_documentation(_RESOURCES[kind.removesuffix("_info")])
    return object_documentation(OBJECT_OPTIONS[kind])


def _role_options(before: str, indent: str) -> dict[str, Any]:
    """Return the options of a variable of the role that are those of a resource and not documented before the block."""
    parent = re.compile(rf"^{indent[:-4]}(\w+):$", re.MULTILINE)
    *_others, found = parent.finditer(before)
    kind, path = _ROLE_ENTRIES[found[1]]
    there = set(re.findall(rf"^{indent}(\w+):$", before[found.end() :], re.MULTILINE))
    described = OBJECT_OPTIONS[kind]
    fields = {one.name for one in described.resource.options} - there
    return options_documentation({name: option for name, option in described.spec.items() if name in fields}, path)


_FROM_FILE = {name: f"{{{{ sinch_file.{name} | default(omit) }}}}" for name in CONFIG_OPTIONS}
# The data of the blocks in the playbooks.
_IN_PLAYBOOKS = {
    "audit": _FROM_FILE,
    "converge": _FROM_FILE,
    "job_templates": {"choices": "\n".join(KINDS)},
}

# The resource that the entries of a variable of the role describe, and the path to their keys.
_ROLE_ENTRIES = {
    "trunk_setups": ("sip_trunk", "trunk_setups[]."),
    "endpoints": ("sip_endpoint", "trunk_setups[].endpoints[]."),
}


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the plugins and playbooks have it: lists of words in one line, others indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        base: Any = super()
        base.increase_indent(flow, False)

    def represent_list(self, data: Any) -> yaml.SequenceNode:
        words = all(isinstance(item, (str, int)) and " " not in str(item) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=words)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Write templates in double quotes, and lines as lines."""
        style = '"' if data.startswith("{{") else "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style)


_Dumper.add_representer(list, _Dumper.represent_list)
_Dumper.add_representer(str, _Dumper.represent_str)


def _dumped(data: Any, room: int) -> str:
    """Return data as YAML with lines that fit; PyYAML folds a line after the word that goes beyond the width."""
    for width in range(room, 0, -1):
        text = str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width))
        if max(map(len, text.splitlines())) <= room:
            return text
    raise ValueError(f"a word does not fit in {room} columns")
