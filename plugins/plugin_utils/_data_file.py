# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of data that may hold passwords: nothing in them is a template, and no error shows anything of them.

ansible-core would render what it reads, quote the lines around an error, and print a tag that it does not know.
"""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any, Callable, ClassVar

import yaml

from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain

# Returns what is in a vault; raises UnreadableError.
Decrypt = Callable[[str], str]

_VAULT_HEADER = "$ANSIBLE_VAULT;"


class UnreadableError(ValueError):
    """Why a file cannot be read, in words that have nothing of what is in it."""


def read_data(text: str, decrypt: Decrypt) -> dict[str, Any]:
    """Return the mapping that a YAML or JSON file holds, made of the types that JSON has; raise UnreadableError.

    The file, or single values in it, may be encrypted with Ansible Vault.
    """
    if text.startswith(_VAULT_HEADER):
        text = decrypt(text)
    try:
        data = _data(_parsed(text, decrypt))
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    if not isinstance(data, dict):
        raise UnreadableError("it is not a mapping of options to their values")
    return data


def _data(parsed: Any) -> Any:
    try:
        return plain(parsed, strict=True)
    except TypeError as error:
        raise UnreadableError(f"it is not data: {error}") from None


def _parsed(text: str, decrypt: Decrypt) -> Any:
    # Not all of JSON is YAML: tabs are not, and characters that are written as two are others.
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_finite)
    except ValueError:
        pass
    try:
        root = _composed(text)
        return None if root is None else _Constructor(decrypt).construct_document(_checked(root))
    except yaml.MarkedYAMLError as error:
        hint = "text that YAML takes for something else, as it may a password, must be in quotes"
        raise _problem(error.problem_mark, f"it is not YAML; {hint}") from None
    except yaml.YAMLError:
        raise UnreadableError("it has a character that YAML does not allow") from None


def _composed(text: str) -> yaml.Node | None:
    """Return the node of a YAML document, None for an empty one; raise yaml.YAMLError."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        # The fast one does not know the escapes of characters that are none by themselves, which names may have.
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.SafeLoader)
        raise error


class _Constructor(yaml.constructor.SafeConstructor):
    """Makes data of the nodes of a YAML document."""

    def __init__(self, decrypt: Decrypt) -> None:
        """Take what opens vaults."""
        super().__init__()
        self._decrypt = decrypt

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the data of a node; raise UnreadableError that says where the node is."""
        try:
            return super().construct_object(node, deep)
        except (UnreadableError, yaml.MarkedYAMLError, RecursionError):
            raise
        except Exception:
            # PyYAML lets all sorts of exceptions through, and they quote the value.
            raise _problem(node.start_mark, "this value is not what its tag says") from None

    def as_written(self, node: yaml.MappingNode | yaml.SequenceNode | yaml.ScalarNode) -> Any:
        """Return data that Ansible would not render either."""
        if isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return self.construct_sequence(node, deep=True)
        return self.construct_scalar(node)

    def decrypted(self, node: yaml.ScalarNode) -> str:
        """Return the text in a vault."""
        try:
            return self._decrypt(str(self.construct_scalar(node)))
        except UnreadableError as error:
            raise _problem(node.start_mark, str(error)) from None

    def finite(self, node: yaml.ScalarNode) -> float:
        """Return a number that JSON has; raise ValueError."""
        return _finite(self.construct_yaml_float(node))

    def unknown(self, node: yaml.Node) -> None:
        """Refuse a tag, which may be a password that begins with an exclamation mark."""
        hint = "text that begins with an exclamation mark must be in quotes"
        raise _problem(node.start_mark, f"this tag is not known; {hint}")

    yaml_constructors: ClassVar[Any] = {
        **yaml.constructor.SafeConstructor.yaml_constructors,
        "!unsafe": as_written,
        "!vault": decrypted,
        "!vault-encrypted": decrypted,
        "tag:yaml.org,2002:float": finite,
        None: unknown,
    }


def _checked(node: yaml.Node) -> yaml.Node:
    """Return a node in which no key is there twice: of the values, all but one would be lost."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise _problem(key.start_mark, "this key is there already")
            seen.add(str(key.value))
            _checked(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _checked(item)
    return node


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the mapping of pairs; raise ValueError where a key is there twice."""
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError
    return mapping


def _finite(number: str | float) -> float:
    """Return a number that JSON has; raise ValueError."""
    if not math.isfinite(float(number)):
        raise ValueError
    return float(number)


def _problem(mark: yaml.Mark | None, text: str) -> UnreadableError:
    """Return an error that says where it is."""
    return UnreadableError(f"line {mark.line + 1}, column {mark.column + 1}: {text}" if mark else text)
