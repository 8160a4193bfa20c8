# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests and connections that a whole project takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.projects import PURGED
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import user
from tests.simulator.process import Control

TRUNKS, LISTS, PAGE = 12, 3, 5


def project(trunks: int, lists: int) -> dict[str, Any]:
    """Return data of trunks with an own ACL, endpoints and a number, and with shared credential lists."""
    return {
        "acls": [{"name": f"acl-{n}", "ip_ranges": [f"203.0.113.{n}", f"198.51.100.{n}"]} for n in range(trunks)],
        "credential_lists": [{"name": f"list-{n}", "credentials": [user(f"user-{n}")]} for n in range(lists)],
        "trunks": [
            {
                "name": f"trunk-{n}",
                "host_name": f"host-{n}",
                "acls": [f"acl-{n}"],
                "credential_lists": [f"list-{n % lists}"],
                "endpoints": [
                    {"name": "pbx", "address": f"203.0.113.{n}"},
                    {"name": "desk", "credential_username": f"user-{n % lists}"},
                ],
                "phone_numbers": [f"+120255501{n:02}"],
            }
            for n in range(trunks)
        ],
        "country_permissions": {"enabled": ["US", "CA"], "exclusive": True},
        "call_blocking_rules": [{"name": f"rule-{n}", "direction": "INBOUND"} for n in range(2)],
    }


def reads(control: Control, labels: Mapping[str, str]) -> Counter[str]:
    """Return how often each path was read, with labels in the place of IDs, and with the number of a later page."""

    def shown(path: str, query: Mapping[str, str]) -> str:
        parts = [labels.get(part, part) for part in path.split("/")[4:]]
        # The simulator's page tokens count items.
        page = query.get("page") or str(1 + int(query.get("pageToken") or 0) // PAGE)
        return "/".join(parts) + ("" if page == "1" else f" page {page}")

    gets = [entry for entry in control.requests() if entry["project"] and entry["method"] == "GET"]
    return Counter(shown(entry["path"], entry["query"]) for entry in gets)


def labels_of(control: Control) -> dict[str, str]:
    state = control.state(PROJECT)
    kinds = ("trunks", "accessControlLists", "credentialLists")
    return {row["id"]: row["name"] for kind in kinds for row in state[kind]}


def paged(path: str, items: int) -> Counter[str]:
    pages = max(1, -(-items // PAGE))
    return Counter([path, *(f"{path} page {page}" for page in range(2, pages + 1))])


@pytest.mark.parametrize("what", ["unchanged", "unchanged, all purged", "check mode", "export"])
def test_each_thing_is_read_once(what: str, dialect: str, control: Control, ansible: Ansible) -> None:
    """Nothing to do costs one list per collection, the endpoints of each trunk, and the trunks of each credential list.

    ACLs say themselves which trunks they are linked to, and there are fewer credential lists than trunks to ask.
    """
    data = project(TRUNKS, LISTS)
    ansible.module("sinch_sip_config", data).succeeded()
    control.settings(page_cap=PAGE)
    control.clear_log()
    purge = {"purge": [*PURGED]} if what == "unchanged, all purged" else {}
    options = {} if what == "export" else {**data, **purge}
    module = "sinch_sip_config_info" if what == "export" else "sinch_sip_config"
    result = ansible.module(module, options, check=what == "check mode").succeeded()
    assert not result.changed

    rules = paged("callBlockingRules", 2) if dialect == "sdk" else Counter(["callBlockingRules"])
    expected = paged("trunks", TRUNKS) + paged("accessControlLists", TRUNKS) + paged("credentialLists", LISTS)
    expected += paged("phoneNumbers", TRUNKS) + Counter(["countryPermissions"]) + rules
    # What the project rents tells whether its numbers are on their trunks.
    expected += paged("activeNumbers", TRUNKS) if what != "export" else Counter()
    expected += Counter(f"trunks/trunk-{n}/endpoints" for n in range(TRUNKS))
    for n in range(LISTS):
        expected += paged(f"credentialLists/list-{n}/trunks", TRUNKS // LISTS)
    assert reads(control, labels_of(control)) == expected
    assert control.counters()["requests"] == expected.total()


def test_only_what_the_data_is_about_is_read(control: Control, ansible: Ansible) -> None:
    """Kinds that the data leaves out are not read, and trunks without listed parts cost one request."""
    data = project(TRUNKS, LISTS)
    ansible.module("sinch_sip_config", data).succeeded()
    hosts = [{key: entry[key] for key in ("name", "host_name")} for entry in data["trunks"]]
    for options, expected in (
        ({"acls": data["acls"]}, ["accessControlLists"]),
        ({"credential_lists": data["credential_lists"]}, ["credentialLists"]),
        ({"country_permissions": data["country_permissions"]}, ["countryPermissions"]),
        ({"call_blocking_rules": data["call_blocking_rules"]}, ["callBlockingRules"]),
        ({"trunks": hosts, "purge": ["trunks"]}, ["trunks"]),
        ({}, []),
    ):
        control.clear_log()
        ansible.module("sinch_sip_config", options).succeeded()
        assert [*reads(control, {}).elements()] == expected


@pytest.mark.usefixtures("dialect")
def test_read_back_is_budgeted(control: Control, ansible: Ansible) -> None:
    """Each object takes one write. After the first write, only unreliable answers of the API are verified.

    That is links and numbers, which the API says it has made when it has not, and the lists that tell whether another
    run has made the same thing at the same time. The lists that links are about may be read for the one and the other.
    """
    data = project(6, 2)
    ansible.module("sinch_sip_config", data).succeeded()
    log = [entry for entry in control.requests() if entry["project"]]
    first_write = next(place for place, entry in enumerate(log) if entry["method"] != "GET")
    before, after = (
        Counter(entry["path"].split("/", 4)[-1] for entry in part if entry["method"] == "GET")
        for part in (log[:first_write], log[first_write:])
    )
    of_trunk = 1 + len(["ACL link", "credential list link"]) + len(["pbx", "desk"]) + len(["number"])
    assert len(log) - before.total() - after.total() == 6 + 2 + 6 * of_trunk + 2
    assert {*before.values()} == {1}
    twice = {("accessControlLists", 2), ("credentialLists", 2)}
    assert {path: times for path, times in after.items() if times > 1}.items() <= twice
    assert after.total() <= 6 * len(["links", "endpoints"]) + 2 * len(["ACLs", "lists"]) + len(["rules", "numbers"])


@pytest.mark.parametrize("most", [1, 4])
def test_connections(most: int, control: Control, ansible: Ansible) -> None:
    control.settings(latency_ms=15)
    ansible.module("sinch_sip_config", {**project(6, 2), "max_connections": most}).succeeded()
    counters = control.counters()
    assert counters["requests"] > 40
    assert counters["max_concurrent"] == most
    # The main thread has a connection of its own.
    assert counters["connections"] <= most + (most > 1)


@pytest.mark.parametrize("most", [0, 65])
@pytest.mark.parametrize("module", ["sinch_sip_config", "sinch_sip_config_info"])
def test_number_of_connections_out_of_range(module: str, most: int, control: Control, ansible: Ansible) -> None:
    message = ansible.module(module, {"max_connections": most}).error()
    assert "max_connections" in message
    assert str(most) in message
    assert control.requests() == []
