# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects with lists of several pages."""

from __future__ import annotations

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import Control

pytestmark = pytest.mark.usefixtures("dialect")

TRUNKS = [{"name": f"trunk-{number:03}", "hostName": f"host-{number:03}"} for number in range(250)]


@pytest.fixture
def large(control: Control) -> Control:
    control.seed(PROJECT, trunks=TRUNKS)
    control.settings(page_cap=100)
    return control


def test_all_pages_are_read(large: Control, ansible: Ansible) -> None:
    """A list is read to its end, and an object on its last page is found and not created again."""
    listed = ansible.module("sinch_sip_trunk_info").succeeded()["sip_trunks"]
    assert [trunk["name"] for trunk in listed] == [trunk["name"] for trunk in TRUNKS]
    assert large.counters()["requests"] == 3
    ansible.module("sinch_sip_trunk", {"name": "trunk-249", "enable_caller_name": True}).succeeded()
    trunks = large.state(PROJECT)["trunks"]
    assert [trunk["name"] for trunk in trunks if trunk["enableCallerName"]] == ["trunk-249"]
    assert len(trunks) == 250


@pytest.mark.parametrize("check", [True, False])
def test_two_of_one_name_are_refused(check: bool, large: Control, ansible: Ansible) -> None:
    """A name of two trunks, on the first and the last page, is ambiguous and refused with both IDs."""
    (second,) = large.seed(PROJECT, trunks=[{"name": "trunk-000", "hostName": "another"}])["trunks"]
    first = large.state(PROJECT)["trunks"][0]["id"]
    for options in ({"enable_caller_name": True}, {"state": "absent"}):
        message = ansible.module("sinch_sip_trunk", {"name": "trunk-000", **options}, check=check).error()
        assert all(part in message for part in ("trunk-000", first, second))
    assert large.writes() == []
    by_id = ansible.module("sinch_sip_trunk", {"id": second, "enable_caller_name": True}, check=check).succeeded()
    assert by_id["sip_trunk"]["host_name"] == "another"
