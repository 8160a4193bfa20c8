# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of single tasks: Ansible's own, and each module in the worker and as an ordinary module, in turns."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.project import setups
from tests.bench.runs import Bench, Run

ROUNDS = 7  # The runs of each task, in turns with all others
LOOP_ITEMS = 50
ROLE_TRUNKS = 20
ORDINARY = "SINCH_DIRECT"
"""The environment variable that, set to 0, makes modules run the ordinary way, as any ``environment`` does."""

_SETUP = setups(1)[0]
_ENDPOINT = _SETUP.endpoints[0]
_USER = {"username": "desk-1", "password": "Correct-horse-1"}
_RULE = {"name": "no-robocalls", "direction": "INBOUND"}
SEED: Mapping[str, Any] = {
    "accessControlLists": [
        {"name": _SETUP.name, "enabled": True, "ipRanges": [{"ipAddress": _ENDPOINT["address"], "range": 32}]}
    ],
    "credentialLists": [{"name": _SETUP.name, "credentials": [_USER]}],
    "trunks": [
        {
            "name": _SETUP.name,
            "hostName": _SETUP.host_name,
            "acls": [_SETUP.name],
            "endpoints": [_ENDPOINT],
            "phoneNumbers": [_SETUP.phone_number],
        }
    ],
    "callBlockingRules": [{**_RULE, "callerMatch": "+1202555"}],
    "addedProjects": ["added-project"],
}
"""A project that the tasks below do not change."""
_ACL = {"name": _SETUP.name, "ip_ranges": [_ENDPOINT["address"]]}
_TRUNK = {"name": _SETUP.name, "host_name": _SETUP.host_name, "acls": [_SETUP.name]}
MODULES: Mapping[str, Mapping[str, Any]] = {
    "sinch_acl": _ACL,
    "sinch_acl_info": {},
    "sinch_call_blocking_rule": {**_RULE, "caller_match": "+1202555"},
    "sinch_call_blocking_rule_info": {},
    "sinch_call_export": {"created": "2026-01", "dest": "calls.csv"},
    "sinch_call_info": {"created": "2026-01"},
    "sinch_country_permission": {"countries": ["US", "CA"]},
    "sinch_country_permission_info": {},
    "sinch_credential_list": {"name": _SETUP.name, "credentials": [_USER]},
    "sinch_credential_list_info": {},
    "sinch_phone_number": {"phone_numbers": [_SETUP.phone_number], "trunk": _SETUP.name},
    "sinch_phone_number_info": {},
    "sinch_project": {"project_ids": ["added-project"]},
    "sinch_sip_audit": {"acls": [_ACL], "trunks": [{**_TRUNK, "endpoints": [_ENDPOINT]}]},
    "sinch_sip_config": {"acls": [_ACL], "trunks": [{**_TRUNK, "endpoints": [_ENDPOINT]}]},
    "sinch_sip_config_info": {},
    "sinch_sip_endpoint": {"trunk": _SETUP.name, **_ENDPOINT},
    "sinch_sip_endpoint_info": {"trunk": _SETUP.name},
    "sinch_sip_trunk": _TRUNK,
    "sinch_sip_trunk_info": {},
}
"""Every module, with options that change nothing."""
OWN: Mapping[str, Mapping[str, Any]] = {
    "debug": {"ansible.builtin.debug": {"msg": "Done."}},
    "ping": {"ansible.builtin.ping": {}},
    "uri": {
        "ansible.builtin.uri": {
            "url": "{{ lookup('ansible.builtin.env', 'SINCH_API_URL') }}/v1/projects/"
            "{{ lookup('ansible.builtin.env', 'SINCH_PROJECT_ID') }}/trunks",
            "url_username": "{{ lookup('ansible.builtin.env', 'SINCH_KEY_ID') }}",
            "url_password": "{{ lookup('ansible.builtin.env', 'SINCH_KEY_SECRET') }}",
            "force_basic_auth": True,
        }
    },
}
"""Tasks of Ansible's own: one that does nothing, a module that does nothing, and one GET."""


def _both_ways(name: str, task: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"name": f"{name}, direct", **task}, {"name": f"{name}, ordinary", **task, "environment": {ORDINARY: "0"}}]


def task_seconds(bench: Bench, latency_ms: float) -> dict[str, float]:
    """Return the median seconds of each task by name; of a loop, those of each item."""
    single = [{"name": name, **task} for name, task in OWN.items()]
    for module, options in MODULES.items():
        single += _both_ways(module, {f"sinch.sip.{module}": options})
    loop = _both_ways("loop", {"sinch.sip.sinch_sip_trunk": _TRUNK, "loop": list(range(LOOP_ITEMS))})
    bench.fresh(latency_ms, **SEED)
    seconds: dict[str, list[float]] = {}
    for name, taken in bench.tasks([*single * ROUNDS, *loop]):
        seconds.setdefault(name, []).append(taken)
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    for task in loop:
        medians[task["name"]] /= LOOP_ITEMS
    return medians


def role_runs(bench: Bench, latency_ms: float) -> Mapping[str, Sequence[Run]]:
    """Return a build and a re-run of the role, in the worker and as ordinary modules."""
    wanted = setups(ROLE_TRUNKS)
    return {
        "direct": bench.pair("role", wanted, latency_ms),
        "ordinary": bench.pair("role", wanted, latency_ms, **{ORDINARY: "0"}),
    }
