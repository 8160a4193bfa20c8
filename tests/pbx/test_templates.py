# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configurations that cannot be run here, as far as a parser goes, and what the role refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.playbooks.running import Ansible, PlaybookRun

DOMAIN = "acme-office.pstn.sinch.com"
PASSWORD = "Long;Enough-12<&\"'"
BASE: Mapping[str, Any] = {"pbx_dest": "pbx.conf", "pbx_trunk_domain": DOMAIN}
USER = {"pbx_username": "alice", "pbx_password": PASSWORD}
INSIDE = {"pbx_listen": "203.0.113.10:5060", "pbx_inside": "10.0.0.5:5060"}


def _write(ansible: Ansible, software: str, **more: Any) -> PlaybookRun:
    settings = {**BASE, "pbx_dest": str(ansible.home / "pbx.conf"), "pbx_software": software, **more}
    # No password is taken for a template.
    ansible.write("settings.json", {name: value for name, value in settings.items() if value is not None})
    return ansible.plays([{"roles": ["sinch.sip.pbx"]}], "-e", "@settings.json", "--diff", "-vvv")


@pytest.mark.parametrize("transport", ["UDP", "TLS"])
@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, {"endpoint", "aor", "identify"}),
        (USER, {"endpoint", "aor", "identify", "auth"}),
        ({**USER, "pbx_register": True}, {"endpoint", "aor", "identify", "auth", "registration"}),
    ],
    ids=["acl", "digest", "registered"],
)
def test_asterisk(more: Mapping[str, Any], kinds: set[str], transport: str, ansible: Ansible) -> None:
    """Each section has its type, and all that they refer to exists."""
    run = _write(ansible, "asterisk", pbx_transport=transport, pbx_edge_addresses=["192.0.2.0/24"], **more).succeeded()
    assert PASSWORD not in run.output
    text = ansible.read("pbx.conf")
    sections: list[dict[str, list[str]]] = []
    for line in filter(None, (re.sub(r"(?<!\\);.*", "", one).strip() for one in text.splitlines())):
        if line.startswith("["):
            sections.append({"name": [line[1:-1]]})
            continue
        key, value = line.split("=", 1)
        sections[-1].setdefault(key, []).append(value.replace("\\;", ";"))
    by_type = {one["type"][0]: one for one in sections}
    assert by_type.keys() == kinds
    assert len(sections) == len(kinds)
    names = {(kind, one["name"][0]) for kind, one in by_type.items()}
    for key, kind in (("aors", "aor"), ("outbound_auth", "auth"), ("endpoint", "endpoint")):
        assert {(kind, value) for one in sections for value in one.get(key, [])} <= names
    assert by_type["endpoint"]["from_domain"] == [DOMAIN]
    assert by_type["identify"]["match"] == [DOMAIN, "192.0.2.0/24"]
    assert by_type["aor"]["contact"] == [f"sip:{DOMAIN}" + (";transport=tls" if transport == "TLS" else "")]
    if more:
        assert by_type["auth"]["password"] == [PASSWORD]


@pytest.mark.parametrize("register", [False, True])
def test_freeswitch(register: bool, ansible: Ansible) -> None:
    """The gateway is XML with the right parameters, whatever the password has in it."""
    assert PASSWORD not in _write(ansible, "freeswitch", pbx_register=register, **USER).succeeded().output
    root = ElementTree.fromstring(ansible.read("pbx.conf"))
    parameters = {one.attrib["name"]: one.attrib["value"] for one in root.iter("param")}
    assert parameters["password"] == PASSWORD
    assert parameters["from-domain"] == parameters["realm"] == parameters["proxy"] == DOMAIN
    assert parameters["register"] == str(register).lower()


@pytest.mark.parametrize(
    ("software", "more"),
    [
        ("asterisk", {"pbx_username": "alice"}),
        ("asterisk", {"pbx_register": True}),
        ("kamailio", {}),
        ("kamailio", {**INSIDE, "pbx_edge_addresses": ["192.0.2.0/24"]}),
        ("kamailio", {**INSIDE, **USER, "pbx_register": True}),
    ],
    ids=["no-password", "no-user", "nothing", "no-numbers", "registers"],
)
def test_refused(software: str, more: Mapping[str, Any], ansible: Ansible) -> None:
    """What cannot work is refused before the file is written."""
    assert "Nothing was written." in _write(ansible, software, **more).refused()
    assert not (ansible.home / "pbx.conf").exists()
