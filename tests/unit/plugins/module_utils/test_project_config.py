# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The export of a project: whatever the API has of it, its data plans nothing."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._project_config import (
    CONFIG_OPTIONS,
    KINDS,
    config_of,
    desired_in_config,
    purges_in_config,
)

PURGE = {"purge": [*KINDS], "purge_all": True}
# Several things of one name, no name, blank ones, and names that are the IDs of others.
NAMES = st.sampled_from([None, "", " ", "\x85", "twin", " twin", "a\nb\u2028", "Zoë", "X0", "X1", "Y0"]) | st.text()
USERS = st.sampled_from(["alice", " alice ", "", "..", "a\nb", "\u2028"])
RANGE = st.fixed_dictionaries(
    {"ipAddress": st.sampled_from(["203.0.113.10", "10.0.0.0", "2001:DB8::", "pbx", None])},
    optional={
        "range": st.sampled_from([None, 0, 8, 24, 32, 64]),
        "description": st.sampled_from([None, "", " ", "office"]),
    },
)
STATIC = {
    "address": st.sampled_from(["pbx", "PBX.", "2001:DB8:0:0::1", "203.0.113.9", "no host", "::1"]),
    "port": st.sampled_from([None, 0, 5060, 70000]),
}
REGISTERED = {"isRegistered": st.just(True), "credentialUsername": USERS.filter(bool)}
PARTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "acl": {"enabled": st.sampled_from([None, True, False]), "ipRanges": st.none() | st.lists(RANGE, max_size=3)},
    "credential_list": {
        "credentials": st.none() | st.lists(st.fixed_dictionaries({"username": USERS}), max_size=3),
    },
    "sip_trunk": {"enableCallerName": st.sampled_from([None, True]), "callForwardNumber": NAMES},
    "sip_endpoint": {
        "transport": st.sampled_from([None, "udp", "TLS", "SCTP"]),
        "priority": st.sampled_from([None, -1, 1, 10**12]),
    },
    "call_blocking_rule": {
        "direction": st.sampled_from([None, "inbound", "OUTBOUND", "SIDEWAYS"]),
        "callerCountry": st.sampled_from([None, "", "USA", "no"]),
        "callerMatch": st.sampled_from([None, "", "anonymous", " 44", "+1 202"]),
    },
}


def _objects(draw: st.DrawFn, kind: str, prefix: str) -> list[dict[str, Any]]:
    """Draw objects of a kind as the API sends them."""
    fields = st.fixed_dictionaries({"name": NAMES, **PARTS[kind]})
    if kind == "sip_endpoint":
        ways = st.fixed_dictionaries(STATIC) | st.fixed_dictionaries(REGISTERED)
        fields = st.tuples(fields, ways).map(lambda both: {**both[0], **both[1]})
    return [{"id": f"{prefix}{n}", **one} for n, one in enumerate(draw(st.lists(fields, max_size=3)))]


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Draw all that there is in a project."""
    snapshot = Snapshot()
    for kind in ("acl", "credential_list", "sip_trunk", "call_blocking_rule"):
        snapshot.objects[kind, ""] = _objects(draw, kind, "X")
    trunks = snapshot.of("sip_trunk")
    for trunk in trunks:
        trunk["hostName"] = draw(st.sampled_from([None, "", "UP-" + trunk["id"], "a.b_" + trunk["id"]]))
        snapshot.objects["sip_endpoint", trunk["id"]] = _objects(draw, "sip_endpoint", "Y")
        for option, kind in (("acls", "acl"), ("credential_lists", "credential_list")):
            targets = [one["id"] for one in snapshot.of(kind)]
            snapshot.links[option, trunk["id"]] = [one for one in targets if draw(st.booleans())]
    numbers = draw(st.lists(st.sampled_from(["12025550101", "+12025550102", "0044", "sip:x", " +1 "]), unique=True))
    owners = st.sampled_from([None, "", *(one["id"] for one in trunks)])
    snapshot.objects["phone_number", ""] = [
        {"id": f"N{n}", "phoneNumber": one, "sipTrunkId": draw(owners)} for n, one in enumerate(numbers)
    ]
    codes = draw(st.lists(st.sampled_from(["us", "USA", "*", "NO", "1"]), unique=True))
    snapshot.objects["country_permission", ""] = [{"isoCode": one, "enabled": draw(st.booleans())} for one in codes]
    return snapshot


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(snapshots())
def test_export_plans_nothing(snapshot: Snapshot) -> None:
    """Even where all that is not listed is to go."""
    spec = {**CONFIG_OPTIONS, "purge": {"type": "list"}, "purge_all": {"type": "bool"}}
    validation = ArgumentSpecValidator(spec).validate({**config_of(snapshot), **PURGE})
    assert validation.error_messages == []
    params = validation.validated_parameters
    all_desired, problems = desired_in_config(params)
    plan = make_plan(snapshot, all_desired, purges_in_config(params))
    assert (problems, plan.problems, plan.missing) == ([], [], [])
    assert [(one.action, one.kind, one.id) for one in plan.changes] == []
