# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the playbooks of the collection that work on projects and their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.playbooks.running import Ansible, PlaybookRun

BOOKS = ("provision", "teardown", "converge", "export", "audit")
"""The playbooks that work on the projects of an inventory."""
BRACES = "{{ lookup('ansible.builtin.env', 'HOME') }}"
"""A name that looks like a template."""
MARKUP = "<script>document.title='ran'</script>\"'><img src=x onerror=\"document.title='ran'\">"
"""A name that looks like HTML, and would change the title of a page."""


def play(ansible: Ansible, name: str, *arguments: str, **hosts: Mapping[str, Any]) -> PlaybookRun:
    """Run ``ansible-playbook sinch.sip.NAME`` for hosts with their variables, or for localhost."""
    ansible.inventory(hosts or {"localhost": {}})
    return ansible.run("ansible-playbook", f"sinch.sip.{name}", "-e", "sinch_hosts=all", *arguments)


def seed(prefix: str) -> dict[str, Any]:
    """Return a project with objects of every kind and names that are easily misread; host names have a prefix."""
    office = {"ipAddress": "203.0.113.10", "range": 32, "description": "yes: # no"}
    pbx = {"name": "pbx", "address": "203.0.113.20", "port": 5060, "transport": "UDP", "priority": 1, "enabled": True}
    parts = {"acls": [BRACES], "endpoints": [pbx], "phoneNumbers": ["+12"]}
    desk = {"name": "0044", "isRegistered": True, "credentialUsername": "NO", "priority": 2}
    return {
        "accessControlLists": [
            {"name": BRACES, "enabled": True, "ipRanges": [office]},
            {"name": "on\nand\x85off", "enabled": False, "ipRanges": [office]},
        ],
        "credentialLists": [{"name": "phones", "credentials": [{"username": "NO", "password": "Canary-in-API-1"}]}],
        "trunks": [
            {"name": "main", "hostName": f"{prefix}-main", **parts},
            {"name": MARKUP, "hostName": f"{prefix}-two", "credentialLists": ["phones"], "endpoints": [desk]},
            {"name": "東京", "hostName": f"{prefix}-three"},
        ],
        "phoneNumbers": ["+13"],
        "callBlockingRules": [{"name": "null", "direction": "INBOUND", "callerCountry": "NO", "callerMatch": "0044"}],
        "countryPermissions": {"NO": True},
    }
