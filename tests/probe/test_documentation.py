# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of the probe run unchanged, and the documented values are returned."""

from __future__ import annotations

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.playbooks.running import Ansible, module_source
from tests.probe.peers import LOOPBACK, answers, message, no_port, scripted
from tests.probe.probing import DOMAIN, probed

pytestmark = pytest.mark.compat

NAME = "sinch_sip_probe"


def test_examples(ansible: Ansible) -> None:
    """The examples run with a peer for UDP and TCP, and none for TLS."""
    examples = yaml.safe_load(module_source(NAME).EXAMPLES)
    answer = answers(message("Server: a peer").replace("{via}", "{via};received=203.0.113.7"))
    with scripted(answer, "UDP") as udp, scripted(answer, "TCP") as tcp:
        ports = {"UDP": udp, "TCP": tcp, "TLS": no_port("TCP")}
        plays = []
        for task in examples:
            transport = task.get(f"sinch.sip.{NAME}", {}).get("transport", "UDP")
            defaults = {f"sinch.sip.{NAME}": {"address": LOOPBACK, "port": ports[transport]}}
            plays.append({"tasks": [{**task, "ignore_errors": transport == "TLS"}], "module_defaults": defaults})
        variables = {"pbx_address": LOOPBACK, "export_folder": str(ansible.home)}
        run = ansible.plays([{**play, "vars": variables} for play in plays]).succeeded()
    assert [result.status for result in run.results] == ["ok", "failed", "ok", "ok", "ok", "ok"]
    assert run.results[1]["sip_probe"]["outcome"] == "refused"
    assert run.results[-1]["msg"] == "Sinch sees this host as 203.0.113.7"


def test_what_is_returned_is_documented() -> None:
    documented = yaml.safe_load(module_source(NAME).RETURN)["sip_probe"]["contains"]
    with scripted(answers(message()), "UDP") as port:
        answered = probed(port)
    assert [*answered] == [*probed(no_port("TCP"), "TCP")]
    assert answered.keys() == documented.keys()
    types = {"str": str, "int": int, "float": float, "list": list}
    for key, about in documented.items():
        assert answered[key] is None or isinstance(answered[key], types[about["type"]])


@pytest.mark.parametrize(("code", "success"), [(200, 1), (403, 0), (None, 0)])
def test_metrics(code: int | None, success: int, ansible: Ansible) -> None:
    """Prometheus learns of an unexpected answer and of none, too."""
    options = {"domain": DOMAIN, "address": LOOPBACK, "dest": "probe.prom", "format": "prometheus"}
    with scripted(answers(message(status=f"{code} Said")), "TCP") as port:
        where = {"transport": "TCP", "port": port if code else no_port("TCP")}
        result = ansible.task(NAME, {**options, **where})
    assert (result.status, result["dest"]) == ("ok" if success else "failed", "probe.prom")
    families = text_string_to_metric_families(ansible.read("probe.prom"))
    found = {sample.name: sample for family in families for sample in family.samples}
    labels = {"domain": DOMAIN, "transport": "TCP", "address": LOOPBACK}
    assert {name: sample.labels for name, sample in found.items()} == dict.fromkeys(found, labels)
    assert found["sinch_sip_probe_success"].value == success
    assert [sample.value for name, sample in found.items() if name.endswith("_code")] == ([code] if code else [])
