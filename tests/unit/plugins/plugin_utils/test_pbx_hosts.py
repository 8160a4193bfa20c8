# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts, groups and variables made of trunks and endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from ansible_collections.sinch.sip.plugins.plugin_utils._pbx_hosts import (
    host_of,
    is_readable,
    merged,
    pbxs_of,
    read_project,
)

ADDRESS = "203.0.113.10"


def _trunk(name: Any, host_name: Any, *endpoints: dict[str, Any]) -> dict[str, Any]:
    domain = f"{host_name}.pstn.sinch.com" if host_name else None
    trunk = {"id": f"ID-{name}-{host_name}", "name": name, "hostName": host_name, "domain": domain}
    return {"trunk": trunk, "endpoints": [*endpoints]}


def _endpoint(name: str = "pbx", address: Any = ADDRESS, **more: Any) -> dict[str, Any]:
    return {"id": f"ID-{name}", "name": name, "address": address, **more}


@pytest.mark.parametrize(
    ("address", "host"),
    [(" 203.0.113.10\n", ADDRESS), ("2001:DB8:0:0::1", "2001:db8::1"), ("PBX-1.Example.COM.", "pbx-1.example.com")],
)
def test_host_of(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        # Names of the machine that Ansible runs on, and text that Ansible would take for a pattern or render.
        *("localhost", "127.8.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "localhost.localdomain", "a.localhost"),
        *("all", "a.example.com,b.example.com", "a.example.com:!all", "*.example.com", "host[1:9].example.com"),
        *("{{ 6 * 7 }}", "{{ 6 * 7 }}.example.com", "fe80::1%{{ 6 * 7 }}", "fe80::1%eth0"),
        *("a b.example.com", "-x.example.com", ".", ""),
    ],
)
def test_no_host(address: str) -> None:
    assert host_of(address) is None


def test_one_host_for_an_address() -> None:
    """All endpoints with one address are one host in all groups, sorted by trunk and priority."""
    third = _endpoint("third", transport="tls", port=5061, enabled=False)
    office = _endpoint("second", priority=2), _endpoint("first", priority=1, transport="TCP", port=5080)
    found = pbxs_of("project", [_trunk("sales", "acme-sales", third), _trunk("office", "ACME-office", *office)])
    endpoints = found.hosts.pop(ADDRESS)
    assert (found.hosts, found.warnings) == ({}, [])
    trunk = {"trunk": "office", "sip_trunk_id": "ID-office-ACME-office", "domain": "ACME-office.pstn.sinch.com"}
    first = _endpoint("first", port=5080, transport="TCP", priority=1, enabled=True, project_id="project")
    assert endpoints[0] == {**first, **trunk}
    shown = [[one[key] for key in ("name", "trunk", "port", "transport", "enabled")] for one in endpoints[1:]]
    assert shown == [["second", "office", 5060, "UDP", True], ["third", "sales", 5061, "TLS", False]]
    by_trunk = "trunk_office", "trunk_sales", "domain_acme_office", "domain_acme_sales"
    by_endpoint = "enabled", "transport_tcp", "transport_tls", "transport_udp"
    assert found.groups == {f"sinch_{group}": {ADDRESS} for group in (*by_trunk, *by_endpoint)}
    assert found.trunk_groups == ["sinch_trunk_office", "sinch_trunk_sales"]


@pytest.mark.parametrize("more", [{"address": None}, {"address": ""}, {"isRegistered": True}])
def test_endpoint_without_address(more: dict[str, Any]) -> None:
    """The groups of the trunk exist without the endpoint."""
    found = pbxs_of("project", [_trunk("office", "acme", {**_endpoint(), **more})])
    assert (found.hosts, found.warnings) == ({}, [])
    assert found.groups == {"sinch_enabled": set(), "sinch_trunk_office": set(), "sinch_domain_acme": set()}


def test_disabled() -> None:
    """A host is enabled if any of its endpoints is."""
    off = _endpoint("off", enabled=False), _endpoint("off-too", "203.0.113.20", enabled=False)
    found = pbxs_of("project", [_trunk("a", "a", *off), _trunk("b", "b", _endpoint("on", enabled=None))])
    assert found.groups["sinch_trunk_a"] == {ADDRESS, "203.0.113.20"}
    assert found.groups["sinch_enabled"] == {ADDRESS}


def test_invalid_address() -> None:
    found = pbxs_of("project", [_trunk("office", "acme", _endpoint("odd", "{{ 6 * 7 }}"))])
    assert found.hosts == {}
    (warning,) = found.warnings
    assert warning.startswith("endpoint 'odd' of trunk 'office' is left out: its address '{{ 6 * 7 }}'")


def test_names_that_collide() -> None:
    """Trunks whose names give the same group share it, with a warning; groups by host name are unique."""
    names = [("a-b", "a-b"), ("a b", "a--b"), ("a-b", "ab"), ("{{ 東京 }}", None)]
    trunks = [_trunk(*name, _endpoint(f"pbx-{at}", f"203.0.113.{at}")) for at, name in enumerate(names, 1)]
    found = pbxs_of("project", [*trunks, _trunk("", "no-name")])
    by_trunk = {"trunk_a_b": "123", "trunk____東京___": "4", "trunk_ID__no_name": ""}
    by_domain = {"domain_a_b": "1", "domain_a__b": "2", "domain_ab": "3", "domain_no_name": ""}
    groups = {**by_trunk, **by_domain, "enabled": "1234", "transport_udp": "1234"}
    assert found.groups == {f"sinch_{one}": {f"203.0.113.{at}" for at in hosts} for one, hosts in groups.items()}
    (warning,) = found.warnings
    assert warning.startswith("the trunks 'a b', 'a-b', 'a-b' share the group sinch_trunk_a_b; ")
    assert warning.endswith(" sinch_domain_a__b, sinch_domain_a_b, sinch_domain_ab")


def test_read_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only known fields are kept, and a cache may return them."""
    lists: dict[Any, list[dict[str, Any]]] = {
        ("trunks",): [{"id": "T1", "name": "a", "secret": "canary"}, {"id": "T2", "name": "b"}],
        ("trunks", "T1", "endpoints"): [],
        ("trunks", "T2", "endpoints"): [_endpoint(secret="canary")],
    }
    monkeypatch.setattr(Client, "list", lambda _client, path, *_more, **_options: lists[tuple(path)])
    with Workers(2) as workers:
        read = read_project(Client(Connection("project", access_token="token")), workers)
    assert "canary" not in str(read)
    assert is_readable(json.loads(json.dumps(read)))
    assert pbxs_of("project", read).groups["sinch_trunk_b"] == {ADDRESS}


@pytest.mark.parametrize(
    "data",
    [
        *(None, {}, "text", [None], [{}], [{"trunk": {"id": "x"}}], [{"trunk": {"id": "x"}, "endpoints": None}]),
        [{"trunk": {"id": "x"}, "endpoints": [], "more": 1}],
        [{"trunk": {"name": "no ID"}, "endpoints": []}],
        [{"trunk": {"id": "x", "hostName": 1}, "endpoints": []}],
        [{"trunk": {"id": "x"}, "endpoints": [{"id": "y", "port": "5060"}]}],
    ],
    ids=str,
)
def test_unreadable(data: Any) -> None:
    assert is_readable([{"trunk": {"id": "x"}, "endpoints": [{"id": "y"}]}])
    assert not is_readable(data)


def test_merged() -> None:
    """The endpoints of another project stay, and those with the same ID are replaced."""
    ours = [{"id": "1", "name": "new"}]
    assert merged([{"id": "1", "name": "old"}, {"id": "2"}], ours) == [{"id": "2"}, *ours]
    assert merged(None, ours) == merged("text", ours) == merged([None, "text"], ours) == ours
