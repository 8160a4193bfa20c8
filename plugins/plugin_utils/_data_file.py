# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads YAML and JSON files that may contain passwords, without templates and without quoting them in errors.

ansible-core would render the templates in a file, quote the lines around an error, and print unknown tags.
"""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any, Callable, ClassVar

import yaml

from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain

# A function that returns the content of a vault; raises UnreadableError.
Decrypt = Callable[[str], str]

_VAULT_HEADER = "$ANSIBLE_VAULT;"


class UnreadableError(ValueError):
    """A file cannot be read; the text has nothing of its content."""


def read_data(text: str, decrypt: Decrypt) -> dict[str, Any]:
    """Return the mapping in a YAML or JSON file as JSON types; raise UnreadableError.

    The file or single values in it may be encrypted with Ansible Vault.
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
    # YAML does not allow the tabs of JSON, and reads escaped surrogate pairs as two characters.
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
    """Return the root node of a YAML document, or None if it is empty; raise yaml.YAMLError."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        # The fast loader refuses escaped surrogates, which names may contain.
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.SafeLoader)
        raise error


class _Constructor(yaml.constructor.SafeConstructor):
    """Converts the nodes of a YAML document to data."""

    def __init__(self, decrypt: Decrypt) -> None:
        """Store the function that decrypts vaults."""
        super().__init__()
        self._decrypt = decrypt

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the data of a node; raise UnreadableError with its position."""
        try:
            return super().construct_object(node, deep)
        except (UnreadableError, yaml.MarkedYAMLError, RecursionError):
            raise
        except Exception:
            # PyYAML passes on any exception of a conversion, and its text quotes the value.
            raise _problem(node.start_mark, "this value is not what its tag says") from None

    def as_written(self, node: yaml.MappingNode | yaml.SequenceNode | yaml.ScalarNode) -> Any:
        """Return the data of a node with the tag ``!unsafe``."""
        if isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return self.construct_sequence(node, deep=True)
        return self.construct_scalar(node)

    def decrypted(self, node: yaml.ScalarNode) -> str:
        """Return the decrypted text of a vault."""
        try:
            return self._decrypt(str(self.construct_scalar(node)))
        except UnreadableError as error:
            raise _problem(node.start_mark, str(error)) from None

    def finite(self, node: yaml.ScalarNode) -> float:
        """Return a finite number; raise ValueError."""
        return _finite(self.construct_yaml_float(node))

    def unknown(self, node: yaml.Node) -> None:
        """Refuse an unknown tag, which may be a password that begins with an exclamation mark."""
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
    """Return a node without duplicate keys, whose first values would be lost; raise UnreadableError."""
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
    """Return the mapping of pairs; raise ValueError for a duplicate key."""
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError
    return mapping


def _finite(number: str | float) -> float:
    """Return a finite number, because JSON has no other; raise ValueError."""
    if not math.isfinite(float(number)):
        raise ValueError
    return float(number)


def _problem(mark: yaml.Mark | None, text: str) -> UnreadableError:
    """Return an error with its position in the file."""
    return UnreadableError(f"line {mark.line + 1}, column {mark.column + 1}: {text}" if mark else text)
