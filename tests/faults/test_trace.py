# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""At -vvv and above, a result lists its requests, with enough to find them in the API's logs and no secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.faults.scenarios import SEED
from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import KEY_SECRET, Control

_TASKS: list[Mapping[str, Any]] = [
    {"name": "change", "sinch.sip.sinch_sip_trunk": {"name": "main", "enable_caller_name": True}},
    {"name": "read", "sinch.sip.sinch_sip_trunk_info": {}},
    {
        "name": "fail",
        "sinch.sip.sinch_sip_trunk": {"name": "new", "host_name": "MAIN-of-others"},
        "ignore_errors": True,
    },
]


@pytest.mark.usefixtures("both_ways")
def test_trace(control: Control, ansible: Ansible) -> None:
    """The result lists every request once, with the number of tries, in success and in failure."""
    control.seed(PROJECT, **SEED)
    control.seed("others", trunks=[{"name": "theirs", "hostName": "main-of-others"}])
    control.fault("status", status=503, method="GET", path="/trunks$", times=1)
    run = ansible.playbook(_TASKS, "-vvv").succeeded()
    traced = [one for result in run.results for one in result["http_exchanges"]]
    sent = [entry for entry in control.requests() if entry["fault"] is None]
    told = [(entry["method"], entry["status"], entry["request_id"]) for entry in sent]
    assert [(one["method"], one["status"], one["request_id"]) for one in traced] == told
    assert [one["tries"] for one in traced] == [1, 2, *[1] * (len(traced) - 2)]
    for one, entry in zip(traced, sent, strict=True):
        assert entry["path"].endswith(one["path"])
        assert isinstance(one["milliseconds"], int)
    assert traced[-1]["status"] == 409
    assert KEY_SECRET not in str(traced)


@pytest.mark.usefixtures("both_ways")
def test_no_trace_without_being_asked(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **SEED)
    run = ansible.playbook(_TASKS[:2], "-vv").succeeded()
    assert ["http_exchanges" in result.data for result in run.results] == [False, False]
