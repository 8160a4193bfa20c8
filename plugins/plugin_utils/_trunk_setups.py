# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts the setups of the role ``trunk`` to options of sinch_sip_config."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sinch.sip.plugins.module_utils._emergency_config import EMERGENCY_OPTION
from ansible_collections.sinch.sip.plugins.module_utils._given_options import problems_of_options, stated
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import (
    ACL_OPTIONS,
    CREDENTIAL_LIST_OPTIONS,
    NUMBER_OPTIONS,
    SIP_TRUNK_OPTIONS,
    ObjectOptions,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Edit, Resource
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import OptionalCountry, Value

# The required keys of each setup: at least one key of every group.
_NEEDS: Mapping[str, Sequence[Sequence[str]]] = {
    "outbound_acl": [["allow_from", "acls"]],
    "outbound_digest": [["credentials", "credential_lists"]],
    "inbound_static": [["endpoints"]],
    "inbound_registered": [["credentials", "credential_lists"], ["endpoints"]],
    "bidirectional": [["allow_from", "acls", "credentials", "credential_lists"], ["endpoints"]],
}
# The key of an endpoint that a setup requires at least once.
_ENDPOINT_KEYS: Mapping[str, str] = {"inbound_static": "address", "inbound_registered": "credential_username"}
# The objects that belong to one trunk, with the key of an entry that describes their content.
_OWN: Mapping[str, str] = {"acls": "allow_from", "credential_lists": "credentials"}
# The options of sinch_sip_config to which an entry contributes.
_LISTS: Mapping[str, ObjectOptions] = {
    "trunks": SIP_TRUNK_OPTIONS,
    "acls": ACL_OPTIONS,
    "credential_lists": CREDENTIAL_LIST_OPTIONS,
}
# For each key of an entry, the option of sinch_sip_config and the key there.
_MEANING: Mapping[str, tuple[str, str]] = {
    **{one.name: ("trunks", one.name) for one in SIP_TRUNK.options},
    **{key: ("trunks", key) for key in (*SIP_TRUNK.links, "endpoints", "phone_numbers", "emergency_address")},
    "move_phone_numbers": ("trunks", "move"),
    "allow_from": ("acls", "ip_ranges"),
    "allow_wide": ("acls", "allow_wide"),
    "credentials": ("credential_lists", "credentials"),
    "purge_access": ("credential_lists", "purge_credentials"),
}
_ENDPOINT = {
    one.name: {**one.value.option, "required": one.name == SIP_ENDPOINT.identity} for one in SIP_ENDPOINT.options
}
ENTRY_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    **{key: _LISTS[option].spec.get(name, {}) for key, (option, name) in _MEANING.items()},
    "setup": {"type": "str", "choices": [*_NEEDS]},
    "endpoints": {"type": "list", "elements": "dict", "options": _ENDPOINT},
    "phone_numbers": {"type": "list", "elements": "raw"},
    "move_phone_numbers": NUMBER_OPTIONS["move"],
    "emergency_address": EMERGENCY_OPTION,
}
"""The argument spec of an entry of ``trunk_setups``."""
_VALIDATOR = ArgumentSpecValidator(dict(ENTRY_OPTIONS))


def items_of(given: Any) -> list[Any]:
    """Return the items of a list, of a single value, or of text that is separated by blanks, commas or new lines."""
    if isinstance(given, str):
        return re.findall(r"[^\s,]+", given)
    return [*given] if isinstance(given, (list, tuple)) else [] if given is None else [given]


def project_data(
    setups: Any, state: str, allowed_countries: Any, update_password: str
) -> tuple[dict[str, Any], list[str]]:
    """Return the options of sinch_sip_config for the variables of the role, and the problems of these variables.

    If there are problems, the options are empty. The state of the project is not checked here.
    """
    if not isinstance(setups, list):
        return {}, ["trunk_setups must be a list"]
    reader = _Reader(state)
    entries = [reader.entry(f"trunk_setups[{number}]", one) for number, one in enumerate(setups, 1)]
    codes = reader.codes(allowed_countries)
    if reader.problems:
        return {}, reader.problems
    data: dict[str, Any] = {option: [] for option in _LISTS}
    for entry in entries:
        for option, part in (_removed(entry) if state == "absent" else _built(entry, update_password)).items():
            data[option].append(part)
    if codes:
        data["country_permissions"] = {"enabled": codes, "exclusive": True}
    return data, []


def _built(entry: Mapping[str, Any], update_password: str) -> dict[str, dict[str, Any]]:
    """Return the parts of a trunk by the options of sinch_sip_config."""
    parts: dict[str, dict[str, Any]] = {option: {} for option in _LISTS}
    for key, (option, name) in _MEANING.items():
        if entry[key] is not None:
            parts[option][name] = entry[key]
    parts["credential_lists"]["update_password"] = update_password
    for option, key in _OWN.items():
        own = [entry["name"]] if entry[key] else []
        links = [*(entry[option] or []), *own]
        # The setup bidirectional admits calls by ACL or credential list: keep the one that the entry does not mention.
        if links or entry["setup"] != "bidirectional" or entry["purge_access"]:
            parts["trunks"][option] = links
        parts[option]["name"] = entry["name"]
        if not own:
            del parts[option]
    return parts


def _removed(entry: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the parts to remove with a trunk: its own ACL and credential list, unless other trunks use them."""
    gone = {"name": entry["name"], "state": "absent"}
    return {"trunks": {**gone, "force": True}, **{option: {**gone, "keep_if_used": True} for option in _OWN}}


def _typed(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return an entry with all keys, and the problems of names and types; unreadable values become None."""
    wrong = {key: problems_of_options(ENTRY_OPTIONS, {key: one}) for key, one in given.items()}
    checked = _VALIDATOR.validate({key: one for key, one in given.items() if not wrong[key]})
    if checked.error_messages:
        return {}, [*chain(*wrong.values()), *checked.error_messages]
    entry = dict(checked.validated_parameters)
    entry["endpoints"] = [{key: one for key, one in end.items() if one is not None} for end in entry["endpoints"] or ()]
    # If some users cannot be read, others must not be removed as unlisted.
    entry["purge_access"] &= not wrong.get("credentials")
    return entry, [*chain(*wrong.values())]


class _Reader:
    """Reads the variables of the role and collects their problems, which never repeat a password."""

    def __init__(self, state: str) -> None:
        self.present = state == "present"
        self.problems: list[str] = []
        self._seen: set[tuple[str, Any]] = set()

    def entry(self, place: str, given: Any) -> dict[str, Any]:
        """Return an entry with all keys and the right types; keys that are not given are None."""
        if not isinstance(given, Mapping):
            self.problems.append(f"{place} must be a mapping")
            return {}
        name = given.get("name")
        where = f"{place} ({name}): " if isinstance(name, str) and name else f"{place}: "
        entry, wrong = _typed(given)
        self.problems.extend(where + text for text in wrong)
        for key in ("name", "host_name", "setup") if self.present else ("name",):
            if stated(given.get(key)) is None:
                self.problems.append(f"{where}lacks {key}")
        self._once(f"{where}the name", "name", name)
        if self.present:
            self._setup(where, given)
            if entry:
                self._values(where, entry)
        return entry

    def codes(self, given: Any) -> list[str]:
        """Return the country codes in a list or text; the code for every country is a problem."""
        codes, place = items_of(given) if self.present else [], "trunk_allowed_countries"
        read = [self._value(f"{place}[{number}]", OptionalCountry(), code) for number, code in enumerate(codes, 1)]
        return [code for code in read if code]

    def _setup(self, where: str, given: Mapping[str, Any]) -> None:
        """Collect the required keys that a setup lacks."""
        setup = given.get("setup")
        for keys in _NEEDS.get(str(setup), ()):
            if not any(given.get(key) for key in keys):
                self.problems.append(f"{where}setup {setup} lacks {' or '.join(keys)}")
            if "endpoints" in keys and given.get("phone_numbers") is None:
                self.problems.append(f"{where}setup {setup} lacks phone_numbers (write [] if there are none yet)")

    def _values(self, where: str, entry: Mapping[str, Any]) -> None:
        """Collect invalid and contradictory values."""
        read: dict[str, dict[str, Any]] = {option: {} for option in _LISTS}
        for key, (option, name) in _MEANING.items():
            field = next((one for one in _LISTS[option].resource.options if one.name == name), None)
            if field and entry[key] is not None:
                read[option][name] = self._value(f"{where}{key}", field.value, entry[key])
        self._once(f"{where}host_name", "host_name", read["trunks"].get("host_name"))
        self._rules(where, SIP_TRUNK_OPTIONS.resource, read["trunks"])
        for number, given in enumerate(entry["phone_numbers"] or (), 1):
            inner = f"{where}phone_numbers[{number}]"
            self._once(inner, "number", self._value(inner, PHONE_NUMBER.field("phone_number").value, given))
        self._endpoints(where, entry)

    def _endpoints(self, where: str, entry: Mapping[str, Any]) -> None:
        kind = _ENDPOINT_KEYS.get(entry["setup"], SIP_ENDPOINT.identity)
        if entry["endpoints"] and not any(one.get(kind) for one in entry["endpoints"]):
            self.problems.append(f"{where}setup {entry['setup']} lacks an endpoint with {kind}")
        known = {one["username"] for one in entry["credentials"] or ()}
        for number, given in enumerate(entry["endpoints"], 1):
            inner = f"{where}endpoints[{number}]"
            values = {key: self._value(f"{inner}: {key}", SIP_ENDPOINT.field(key).value, given[key]) for key in given}
            self._once(f"{inner}: the name", where, values["name"])
            self._rules(f"{inner}: ", SIP_ENDPOINT, values)
            username = values.get("credential_username")
            if username and username not in known and entry["purge_access"] and not entry["credential_lists"]:
                self.problems.append(f"{inner}: credential_username {username} is not in credentials")

    def _value(self, where: str, value: Value, given: Any) -> Any:
        """Return the canonical form of a value, or the given value if it is invalid; collect its problems."""
        try:
            read = value.parse(given)
        except ValueError as error:
            self.problems.append(f"{where}: {error}")
            return given
        self.problems.extend(f"{where}: {text}" for text in value.problems(value.load(None), read))
        return read

    def _rules(self, where: str, resource: Resource, values: Mapping[str, Any]) -> None:
        """Collect the rules that an object breaks by its own values."""
        after = {one.name: values.get(one.name, one.value.load(None)) for one in resource.fields}
        found = filter(None, (rule(Edit(None, after, values)) for rule in resource.rules))
        self.problems.extend(f"{where}{option}: {text}" for option, text in found)

    def _once(self, where: str, what: str, value: Any) -> None:
        if isinstance(value, str):
            if (what, value) in self._seen:
                self.problems.append(f"{where} {value} is listed twice")
            self._seen.add((what, value))
