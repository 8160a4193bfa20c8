# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS, proxies, IPv6, clocks, and many hosts at once."""

from __future__ import annotations

import base64
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
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


class Signed(NamedTuple):
    """A simulator that speaks TLS, and the file with the certificate of its authority."""

    control: Control
    ca_file: Path

    def options(self, *, trusted: bool = False, proxied: bool = False) -> Mapping[str, Any]:
        """Return the options that lead to it; ``proxied`` is by a name that only a proxy resolves."""
        url = self.control.url.replace("127.0.0.1", _NAME) if proxied else self.control.url
        urls = {"api_url": url, "auth_url": url, "numbers_url": url}
        return {**urls, **({"ca_path": str(self.ca_file)} if trusted else {})}


_PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
_CERTIFICATES: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
    "good": (("127.0.0.1", _NAME), {}),
    "misnamed": (("elsewhere.example.com",), {}),
    "outdated": (("127.0.0.1",), {"not_before": _PAST, "not_after": _PAST + datetime.timedelta(days=1)}),
}


@pytest.fixture(scope="module")
def signed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """Return a simulator with a certificate of an unknown authority: a good one unless the test names another."""
    names, validity = _CERTIFICATES[getattr(request, "param", "good")]
    folder = tmp_path_factory.mktemp("signed")
    authority = trustme.CA()
    chain, ca_file = folder / "server.pem", folder / "ca.pem"
    authority.issue_cert(*names, **validity).private_key_and_cert_chain_pem.write_to_path(str(chain))
    authority.cert_pem.write_to_path(str(ca_file))
    with SimulatorProcess("--tls-cert", str(chain), ca_file=ca_file) as running:
        yield Signed(running.control, ca_file)


_misnamed = pytest.mark.parametrize("signed", ["misnamed"], indirect=True)
_outdated = pytest.mark.parametrize("signed", ["outdated"], indirect=True)


# TLS


def test_unknown_authority(signed: Signed, ansible: Ansible) -> None:
    """The error names the certificate, the reason, and the option that helps."""
    message = ansible.module("sinch_acl_info", signed.options()).error()
    assert re.search(r"certificate.*(self.signed|unable to get local issuer)", message)
    assert "ca_path" in message


def test_known_authority(signed: Signed, ansible: Ansible) -> None:
    ansible.environ["REQUESTS_CA_BUNDLE"] = str(ansible.home / "no such file")
    assert ansible.module("sinch_acl_info", signed.options(trusted=True)).succeeded().warnings == []


def test_bundle_of_the_environment_does_not_bring_certificates_back(signed: Signed, ansible: Ansible) -> None:
    """REQUESTS_CA_BUNDLE does not turn the checks on again that ``validate_certs: false`` turns off."""
    ansible.environ["REQUESTS_CA_BUNDLE"] = str(signed.ca_file)
    ansible.module("sinch_acl_info", {**signed.options(), "validate_certs": False}).succeeded()


@_misnamed
@pytest.mark.usefixtures("both_ways")
def test_unchecked_certificate_warns(signed: Signed, ansible: Ansible) -> None:
    """``validate_certs: false`` works with one warning about the risk, and without urllib3's own."""
    run = ansible.playbook([{"sinch.sip.sinch_acl_info": {**signed.options(), "validate_certs": False}}]).succeeded()
    (warning,) = run.results[0].warnings
    assert "validate_certs" in warning
    assert "key" in warning
    assert "InsecureRequestWarning" not in run.output


@_misnamed
def test_certificate_of_another_host(signed: Signed, ansible: Ansible) -> None:
    assert re.search(
        r"certificate.*127\.0\.0\.1", ansible.module("sinch_acl_info", signed.options(trusted=True)).error()
    )


@_outdated
def test_expired_certificate(signed: Signed, ansible: Ansible) -> None:
    assert "expired" in ansible.module("sinch_acl_info", signed.options(trusted=True)).error()


def test_server_without_tls(control: Control, ansible: Ansible) -> None:
    """The error does not mention certificates, and names the option to look at."""
    url = control.url.replace("http:", "https:")
    message = ansible.module("sinch_acl_info", {"api_url": url, "auth_url": url, "max_retries": 0}).error()
    assert "certificate" not in message
    assert "auth_url" in message


def test_no_certificate_file(signed: Signed, ansible: Ansible) -> None:
    """A file that is missing, or has no certificates, is refused with the option's name."""
    assert "ca_path" in ansible.module("sinch_acl_info", {"ca_path": str(ansible.home / "none.pem")}).error()
    empty = str(ansible.write("empty.pem", "not a certificate\n"))
    assert "ca_path" in ansible.module("sinch_acl_info", {**signed.options(), "ca_path": empty}).error()


# Proxies


def test_proxy_of_the_environment(signed: Signed, ansible: Ansible) -> None:
    """Requests go through the proxy of the environment, with the password of its URL."""
    signed.control.clear_log()
    port = urlsplit(signed.control.url).port or 0
    with tunnelling_to(port) as (proxy, asked):
        ansible.environ.update(HTTPS_PROXY=f"http://me:{_PROXY_PASSWORD}@{proxy}", NO_PROXY="")
        ansible.module("sinch_acl_info", signed.options(trusted=True, proxied=True)).succeeded()
    assert signed.control.counters()["requests"] == 1
    pair = base64.b64encode(f"me:{_PROXY_PASSWORD}".encode())
    assert [one.startswith(b"CONNECT %s:" % _NAME.encode()) and pair in one for one in asked] == [True]


def test_loopback_without_proxy(ansible: Ansible) -> None:
    """Unencrypted requests to the loopback never go through a proxy of the environment."""
    with closed_port() as port:
        ansible.environ.update(HTTP_PROXY=f"http://127.0.0.1:{port}", ALL_PROXY=f"http://127.0.0.1:{port}", NO_PROXY="")
        ansible.module("sinch_acl_info").succeeded()


def test_host_without_proxy(signed: Signed, ansible: Ansible) -> None:
    with closed_port() as port:
        ansible.environ.update(HTTPS_PROXY=f"http://127.0.0.1:{port}", NO_PROXY=_NAME)
        options = {**signed.options(trusted=True, proxied=True), "max_retries": 0}
        assert "refused" not in ansible.module("sinch_acl_info", options).error()


@pytest.mark.usefixtures("impatient")
def test_proxy_that_is_not_there(signed: Signed, ansible: Ansible) -> None:
    """The error says that the proxy refused the connection, without the proxy's password."""
    with closed_port() as port:
        ansible.environ.update(HTTPS_PROXY=f"http://me:{_PROXY_PASSWORD}@127.0.0.1:{port}", NO_PROXY="")
        result = ansible.module("sinch_acl_info", {**signed.options(trusted=True, proxied=True), "max_retries": 1})
    assert "refused" in result.error()
    assert _PROXY_PASSWORD not in str(result.data)
    assert KEY_SECRET not in str(result.data)


@pytest.mark.usefixtures("both_ways")
def test_proxy_that_cannot_be_used(signed: Signed, ansible: Ansible) -> None:
    """A password with a character that breaks the proxy's URL is not shown."""
    ansible.environ.update(HTTPS_PROXY=f"http://me:x/{_PROXY_PASSWORD}@proxy.example.com:3128", NO_PROXY="")
    run = ansible.playbook([{"sinch.sip.sinch_acl_info": dict(signed.options(trusted=True, proxied=True))}], "-vvvvv")
    assert "the proxy of the environment" in run.results[0].error()
    assert _PROXY_PASSWORD not in run.output


# Addresses and clocks


def test_ipv6(ansible: Ansible) -> None:
    with SimulatorProcess("--host", "::1") as running:
        options = {"api_url": running.url, "auth_url": running.url, "numbers_url": running.url}
        assert ansible.module("sinch_acl", {"name": "new", "ip_ranges": ["203.0.113.9"], **options}).succeeded().changed
    assert "[::1]" in running.url


@pytest.mark.parametrize("seconds", [-_HOUR_S, _HOUR_S])
def test_clock_that_is_off(seconds: int, control: Control, ansible: Ansible) -> None:
    """A server's clock that differs by an hour does no harm, since a token's lifetime counts from its arrival."""
    control.shift_clock(seconds)
    for name in ("first", "second"):
        assert ansible.module("sinch_acl", {"name": name, "ip_ranges": ["203.0.113.9"]}).succeeded().changed
    assert control.counters()["tokens"] == 1


@pytest.mark.parametrize("seconds", [-_HOUR_S, _HOUR_S])
def test_clock_that_is_set(seconds: int, control: Control, ansible: Ansible) -> None:
    """If this machine's clock is set, the cached token is replaced."""
    ansible.module("sinch_acl_info").succeeded()
    file = token_file(ansible)
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, **{name: content[name] - seconds for name in ("obtained", "expires")}}))
    ansible.module("sinch_acl_info").succeeded()
    assert control.counters()["tokens"] == 2


# Many at once


def test_forty_hosts(control: Control, ansible: Ansible) -> None:
    """Forty hosts at once, each with its own key, get by with a token endpoint that issues thirty at once."""
    hosts = [f"project-{number}" for number in range(HOSTS)]
    control.settings(keys=dict.fromkeys(hosts, KEY_SECRET))
    task = {"project_id": "{{ inventory_hostname }}", "key_id": "{{ inventory_hostname }}", "name": "new"}
    tasks = [{"sinch.sip.sinch_acl": {**task, "ip_ranges": ["203.0.113.9"]}}]
    run = ansible.playbook(tasks, "-f", str(HOSTS), hosts=hosts).succeeded()
    assert [result.changed for result in run.results] == [True] * HOSTS
    refused = [entry for entry in control.requests() if entry["status"] == 429]
    assert control.counters()["tokens"] == HOSTS + len(refused)
    assert [len(control.state(host)["accessControlLists"]) for host in hosts] == [1] * HOSTS
