# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS, proxies, IPv6, clocks, and many hosts at once."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from tests.faults.wire import closed_port, tunnelling_to
from tests.playbooks.running import Ansible
from tests.playbooks.test_token_cache import token_file
from tests.simulator.process import KEY_SECRET, Control, SimulatorProcess

HOSTS = 40
_HOUR_S = 3600
_PROXY_PASSWORD = "Canary-proxy-1"
_NAME = "sinch.invalid"


@dataclass(frozen=True)
class Signed:
    """A simulator that speaks TLS, and the file with the certificate of who signed its own."""

    control: Control
    ca_file: Path

    @property
    def options(self) -> Mapping[str, Any]:
        """The options that lead to it."""
        return {"api_url": self.control.url, "auth_url": self.control.url}

    @property
    def through_proxy(self) -> Mapping[str, Any]:
        """The options that lead to it by the name that only a proxy finds."""
        url = self.control.url.replace("127.0.0.1", _NAME)
        return {"api_url": url, "auth_url": url, "ca_path": str(self.ca_file)}


def _signed(folder: Path, *names: str, **more: Any) -> Iterator[Signed]:
    authority = trustme.CA()
    chain, ca_file = folder / "server.pem", folder / "ca.pem"
    authority.issue_cert(*names, **more).private_key_and_cert_chain_pem.write_to_path(str(chain))
    authority.cert_pem.write_to_path(str(ca_file))
    with SimulatorProcess("--tls-cert", str(chain), ca_file=ca_file) as running:
        yield Signed(running.control, ca_file)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Return a simulator with a good certificate of an authority that nobody knows."""
    yield from _signed(tmp_path_factory.mktemp("signed"), "127.0.0.1")


@pytest.fixture(scope="module")
def misnamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Return a simulator with the certificate of another host."""
    yield from _signed(tmp_path_factory.mktemp("misnamed"), "elsewhere.example.com")


@pytest.fixture(scope="module")
def outdated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Return a simulator with a certificate that has expired."""
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    yield from _signed(
        tmp_path_factory.mktemp("outdated"), "127.0.0.1", not_before=past, not_after=past + datetime.timedelta(days=1)
    )


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Return a simulator with the certificate of a name that only a proxy finds."""
    yield from _signed(tmp_path_factory.mktemp("named"), _NAME, "127.0.0.1")


# TLS


def test_unknown_authority(signed: Signed, ansible: Ansible) -> None:
    """The error says that it is the certificate, why, and which option helps."""
    message = ansible.module("sinch_acl_info", signed.options).error()
    assert "certificate" in message
    assert "self-signed" in message or "self signed" in message or "unable to get local issuer" in message
    assert "ca_path" in message


def test_known_authority(signed: Signed, ansible: Ansible) -> None:
    """With ca_path it works, without a warning, whatever other programs are told to trust."""
    ansible.environ["REQUESTS_CA_BUNDLE"] = str(ansible.home / "no such file")
    result = ansible.module("sinch_acl_info", {**signed.options, "ca_path": str(signed.ca_file)}).succeeded()
    assert result.warnings == []


def test_bundle_of_the_environment_does_not_bring_certificates_back(signed: Signed, ansible: Ansible) -> None:
    """What REQUESTS_CA_BUNDLE says is no reason to check what was not to be checked."""
    ansible.environ["REQUESTS_CA_BUNDLE"] = str(signed.ca_file)
    ansible.module("sinch_acl_info", {**signed.options, "validate_certs": False}).succeeded()


@pytest.mark.usefixtures("both_ways")
def test_unchecked_certificate_warns(misnamed: Signed, ansible: Ansible) -> None:
    """Without a check it works too, and says what that means; once, and without urllib3's own warning."""
    run = ansible.playbook([{"sinch.sip.sinch_acl_info": {**misnamed.options, "validate_certs": False}}]).succeeded()
    (warning,) = run.results[0].warnings
    assert "validate_certs" in warning
    assert "key" in warning
    assert "InsecureRequestWarning" not in run.output


def test_certificate_of_another_host(misnamed: Signed, ansible: Ansible) -> None:
    """The error names what does not fit."""
    message = ansible.module("sinch_acl_info", {**misnamed.options, "ca_path": str(misnamed.ca_file)}).error()
    assert "certificate" in message
    assert "127.0.0.1" in message


def test_expired_certificate(outdated: Signed, ansible: Ansible) -> None:
    """The error says that it has expired."""
    message = ansible.module("sinch_acl_info", {**outdated.options, "ca_path": str(outdated.ca_file)}).error()
    assert "expired" in message


def test_server_without_tls(control: Control, ansible: Ansible) -> None:
    """The error does not speak of certificates where there are none, and names the options to look at."""
    url = control.url.replace("http:", "https:")
    message = ansible.module("sinch_acl_info", {"api_url": url, "auth_url": url, "max_retries": 0}).error()
    assert "certificate" not in message
    assert "auth_url" in message


def test_no_certificate_file(signed: Signed, ansible: Ansible) -> None:
    """A file that is not there, or is none of certificates, is told by the option's name."""
    assert "ca_path" in ansible.module("sinch_acl_info", {"ca_path": str(ansible.home / "none.pem")}).error()
    empty = ansible.home / "empty.pem"
    empty.write_text("not a certificate\n", encoding="utf-8")
    assert "ca_path" in ansible.module("sinch_acl_info", {**signed.options, "ca_path": str(empty)}).error()


# Proxies


def test_proxy_of_the_environment(named: Signed, ansible: Ansible) -> None:
    """Requests go through the proxy that the environment names, with the password that its URL has."""
    port = urlsplit(named.control.url).port or 0
    with tunnelling_to(port) as (proxy, asked):
        ansible.environ.update(HTTPS_PROXY=f"http://me:{_PROXY_PASSWORD}@{proxy}", NO_PROXY="")
        ansible.module("sinch_acl_info", named.through_proxy).succeeded()
    assert named.control.counters()["requests"] == 1
    pair = base64.b64encode(f"me:{_PROXY_PASSWORD}".encode())
    assert [one.startswith(b"CONNECT %s:" % _NAME.encode()) and pair in one for one in asked] == [True]


def test_loopback_without_proxy(ansible: Ansible) -> None:
    """What is sent in the clear never leaves this machine, whatever the environment says of proxies."""
    with closed_port() as port:
        ansible.environ.update(HTTP_PROXY=f"http://127.0.0.1:{port}", ALL_PROXY=f"http://127.0.0.1:{port}", NO_PROXY="")
        ansible.module("sinch_acl_info").succeeded()


def test_host_without_proxy(named: Signed, ansible: Ansible) -> None:
    """A host that is to be reached without the proxy is, or would be if it were there."""
    with closed_port() as port:
        ansible.environ.update(HTTPS_PROXY=f"http://127.0.0.1:{port}", NO_PROXY=_NAME)
        message = ansible.module("sinch_acl_info", {**named.through_proxy, "max_retries": 0}).error()
    assert "refused" not in message


@pytest.mark.usefixtures("impatient")
def test_proxy_that_is_not_there(named: Signed, ansible: Ansible) -> None:
    """The error says what is wrong, without the proxy's password; a write is safe to repeat."""
    with closed_port() as port:
        ansible.environ.update(HTTPS_PROXY=f"http://me:{_PROXY_PASSWORD}@127.0.0.1:{port}", NO_PROXY="")
        result = ansible.module("sinch_acl_info", {**named.through_proxy, "max_retries": 1})
    assert "refused" in result.error()
    assert _PROXY_PASSWORD not in str(result.data)
    assert KEY_SECRET not in str(result.data)


@pytest.mark.usefixtures("both_ways")
def test_proxy_that_cannot_be_used(named: Signed, ansible: Ansible) -> None:
    """A special character of the password that cuts the URL short does not bring the password into the output."""
    ansible.environ.update(HTTPS_PROXY=f"http://me:x/{_PROXY_PASSWORD}@proxy.example.com:3128", NO_PROXY="")
    run = ansible.playbook([{"sinch.sip.sinch_acl_info": dict(named.through_proxy)}], "-vvvvv")
    assert "the proxy of the environment" in run.results[0].error()
    assert _PROXY_PASSWORD not in run.output


# Addresses and clocks


def test_ipv6(ansible: Ansible) -> None:
    """An address of the loopback may be one of IPv6."""
    with SimulatorProcess("--host", "::1") as running:
        options = {"api_url": running.url, "auth_url": running.url}
        assert ansible.module("sinch_acl", {"name": "new", "ip_ranges": ["203.0.113.9"], **options}).succeeded().changed
    assert "[::1]" in running.url


@pytest.mark.parametrize("seconds", [-_HOUR_S, _HOUR_S])
def test_clock_that_is_off(seconds: int, control: Control, ansible: Ansible) -> None:
    """Clocks that differ by an hour make no difference: how long a token is good is counted from when it came."""
    control.shift_clock(seconds)
    for name in ("first", "second"):
        assert ansible.module("sinch_acl", {"name": name, "ip_ranges": ["203.0.113.9"]}).succeeded().changed
    assert control.counters()["tokens"] == 1


@pytest.mark.parametrize("seconds", [-_HOUR_S, _HOUR_S])
def test_clock_that_is_set(seconds: int, control: Control, ansible: Ansible) -> None:
    """When this machine's clock is set, the token in the cache is given up, and nothing else happens."""
    ansible.module("sinch_acl_info").succeeded()
    file = token_file(ansible)
    content = json.loads(file.read_text(encoding="utf-8"))
    shifted = {name: content[name] - seconds for name in ("obtained", "expires")}
    file.write_text(json.dumps({**content, **shifted}), encoding="utf-8")
    ansible.module("sinch_acl_info").succeeded()
    assert control.counters()["tokens"] == 2


# Many at once


def test_forty_hosts(control: Control, ansible: Ansible) -> None:
    """Forty hosts at once, each with a key of its own, against a token endpoint that gives out thirty at once."""
    hosts = [f"project-{number}" for number in range(HOSTS)]
    control.settings(keys=dict.fromkeys(hosts, KEY_SECRET))
    task = {"project_id": "{{ inventory_hostname }}", "key_id": "{{ inventory_hostname }}", "name": "new"}
    tasks = [{"sinch.sip.sinch_acl": {**task, "ip_ranges": ["203.0.113.9"]}}]
    run = ansible.playbook(tasks, "-f", str(HOSTS), hosts=hosts).succeeded()
    assert [result.changed for result in run.results] == [True] * HOSTS
    refused = [entry for entry in control.requests() if entry["status"] == 429]
    counters = control.counters()
    assert counters["tokens"] == HOSTS + len(refused)
    assert [len(control.state(host)["accessControlLists"]) for host in hosts] == [1] * HOSTS
