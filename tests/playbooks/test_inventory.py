# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin, run by Ansible's own programs."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.playbooks.running import LOCAL, PROJECT, Ansible, PlaybookRun, encrypted
from tests.playbooks.seeds import registered_endpoint, static_endpoint, trunk
from tests.playbooks.shipped import BRACES
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

PLUGIN = "sinch.sip.sip_trunks"
OFFICE, BRANCH, SPARE = "203.0.113.10", "pbx.example.com", "2001:db8::1"
CANARY = "Canary-secret-1"
NO_TEMPLATE = "key_secret: cannot be rendered: its template, or that of a variable in it, does not work; "
_PBXS = [
    static_endpoint("pbx-a", address=OFFICE),
    static_endpoint("pbx-b", priority=2, address="PBX.Example.com", transport="TLS", port=5061),
    registered_endpoint(priority=3),
    static_endpoint(BRACES, address=OFFICE, transport="TCP"),
    static_endpoint("spare", priority=2, address="2001:DB8:0::1", enabled=False),
]
TRUNKS: list[dict[str, Any]] = [
    {"name": "office", "hostName": "acme-office", "endpoints": _PBXS[:3]},
    {"name": BRACES, "hostName": "acme-odd", "endpoints": _PBXS[3:]},
    {"name": "lab", "hostName": "acme-lab"},
]


class Listing(NamedTuple):
    """The data of ``ansible-inventory --list``, and all other output of the run."""

    data: Mapping[str, Any]
    output: str

    @property
    def hosts(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.data["_meta"]["hostvars"]
        return found

    @property
    def groups(self) -> Mapping[str, set[str]]:
        """The hosts of each group, without those of its children."""
        names = {*self.data, *(child for group in self.data.values() for child in group.get("children", ()))}
        return {name: {*self.data.get(name, {}).get("hosts", ())} for name in names - {"_meta", "all", "ungrouped"}}


def config(ansible: Ansible, file: str = "sip_trunks.yml", **options: Any) -> str:
    ansible.write(file, {"plugin": PLUGIN, **options})
    return file


def inventory(ansible: Ansible, *arguments: str) -> PlaybookRun:
    """Run ``ansible-inventory``, which fails if it cannot read an inventory."""
    ansible.environ["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "1"
    return ansible.run("ansible-inventory", "--list", "--output", "list.json", *arguments)


def listed(ansible: Ansible, *files: str, arguments: tuple[str, ...] = ()) -> Listing:
    run = inventory(ansible, *(part for file in files for part in ("-i", file)), *arguments).succeeded()
    return Listing(json.loads(ansible.read("list.json")), run.output)


def refused(ansible: Ansible, file: str, *arguments: str) -> str:
    """Return, on one line, the output for an inventory that the plugin refuses with an error of its own."""
    run = inventory(ansible, "-i", file, *arguments)
    assert run.returncode not in (0, 250), run.output
    assert "Traceback (most recent call last)" not in run.output
    assert "_meta" not in run.output
    return run.refused()


@pytest.fixture
def seeded(control: Control) -> Control:
    control.seed(PROJECT, trunks=TRUNKS)
    return control


@pytest.mark.compat
@pytest.mark.usefixtures("dialect")
def test_hosts_and_groups(seeded: Control, ansible: Ansible) -> None:
    """With the account in the environment, as in AWX, a file that only names the plugin is enough."""
    ids = {one["name"]: one["id"] for row in seeded.state(PROJECT)["trunks"] for one in row["endpoints"]}
    trunk_ids = {row["name"]: row["id"] for row in seeded.state(PROJECT)["trunks"]}
    found = listed(ansible, config(ansible))
    assert {host: [one["name"] for one in about["sinch_sip_endpoints"]] for host, about in found.hosts.items()} == {
        OFFICE: ["pbx-a", {"__ansible_unsafe": BRACES}],
        BRANCH: ["pbx-b"],
        SPARE: ["spare"],
    }
    trunk = {"trunk": "office", "sip_trunk_id": trunk_ids["office"], "domain": "acme-office.pstn.sinch.com"}
    values = {"port": 5061, "transport": "TLS", "priority": 2, "enabled": True, "project_id": PROJECT}
    pbx = {"id": ids["pbx-b"], "name": "pbx-b", "address": BRANCH, **trunk, **values}
    assert found.hosts[BRANCH] == {"sinch_sip_endpoints": [pbx]}
    odd = "sinch_trunk____lookup__ansible_builtin_env____HOME_____"
    assert found.groups == {
        "sinch_pbxs": set(),
        "sinch_trunk_office": {OFFICE, BRANCH},
        "sinch_domain_acme_office": {OFFICE, BRANCH},
        odd: {OFFICE, SPARE},
        "sinch_domain_acme_odd": {OFFICE, SPARE},
        "sinch_trunk_lab": set(),
        "sinch_domain_acme_lab": set(),
        "sinch_enabled": {OFFICE, BRANCH},
        "sinch_transport_udp": {OFFICE, SPARE},
        "sinch_transport_tcp": {OFFICE},
        "sinch_transport_tls": {BRANCH},
    }
    assert sorted(found.data["sinch_pbxs"]["children"]) == sorted([odd, "sinch_trunk_lab", "sinch_trunk_office"])
    assert found.output == ""
    # The list of trunks, and the endpoints of each trunk.
    assert seeded.counters()["requests"] == 1 + len(TRUNKS)
    assert seeded.writes() == []


@pytest.mark.compat
@pytest.mark.usefixtures("seeded")
def test_play(ansible: Ansible) -> None:
    """A play configures the PBXs of a trunk; names that look like templates are never rendered."""
    names = "{{ sinch_sip_endpoints | map(attribute='name') | join(' ') }}"
    template = "{% for one in sinch_sip_endpoints %}{{ one.port }}/{{ one.transport }} {{ one.trunk }}\n{% endfor %}"
    ansible.write("pbx.j2", template)
    ansible.write("group_vars/sinch_trunk_office.json", {"ansible_host": "mgmt"})
    each = {"name": "each", "ansible.builtin.debug": {"msg": "{{ item.trunk }}"}}
    loop = "{{ hostvars[pbx].sinch_sip_endpoints + hostvars['203.0.113.10'].sinch_sip_endpoints }}"
    dest = f"{ansible.home}/{{{{ inventory_hostname }}}}.conf"
    plays: list[Mapping[str, Any]] = [
        {
            "hosts": "sinch_trunk_office:&sinch_enabled",
            "vars": LOCAL,
            "tasks": [
                {"ansible.builtin.template": {"src": "pbx.j2", "dest": dest, "mode": "0644"}},
                {"name": "show", "ansible.builtin.debug": {"msg": [names, "{{ ansible_host }}"]}},
            ],
        },
        {"hosts": "localhost", "tasks": [{**each, "loop": loop, "vars": {"pbx": SPARE}}]},
    ]
    run = ansible.plays(plays, "-i", config(ansible)).succeeded()
    assert {one.host: one["msg"] for one in run.results if one.task == "show"} == {
        OFFICE: [f"pbx-a {BRACES}", "mgmt"],
        BRANCH: ["pbx-b", "mgmt"],
    }
    assert ansible.read(f"{OFFICE}.conf") == f"5060/UDP office\n5060/TCP {BRACES}\n"
    assert [item["msg"] for item in run["each"]["results"]] == [BRACES, "office", BRACES]


def _vaulted(name: str) -> str:
    return f"{name}: !vault {json.dumps(encrypted(KEY_SECRET))}\n"


@pytest.mark.compat
def test_options(seeded: Control, ansible: Ansible) -> None:
    """Options of the connection may be templates, vaulted, or empty; they win over the environment."""
    for name in ("SINCH_KEY_ID", "SINCH_API_URL", "SINCH_AUTH_URL"):
        ansible.environ[f"MY_{name}"] = ansible.environ.pop(name)
    ansible.environ.update(SINCH_KEY_SECRET="wrong", SINCH_PROJECT_ID="other")
    ansible.write("secrets.yml", _vaulted("sinch_secret"))
    looked_up = {"key_id": "MY_SINCH_KEY_ID", "api_url": "MY_SINCH_API_URL", "auth_url": "MY_SINCH_AUTH_URL"}
    common = {
        **{name: f"{{{{ lookup('ansible.builtin.env', '{one}') }}}}" for name, one in looked_up.items()},
        "project_id": PROJECT,
        "access_token": "{{ sinch_token | default('') }}",
        "timeout": "{{ 5 }}",
        "max_retries": "",
        "ca_path": "{{ lookup('ansible.builtin.env', 'NOTHING') }}",
        "token_cache": "{{ false }}",
    }
    by_variable = config(ansible, key_secret="{{ sinch_secret }}", **common)
    inline = "inline.sip_trunks.yml"
    rest = yaml.safe_dump({"plugin": PLUGIN, **common})
    ansible.write(inline, _vaulted("key_secret") + rest)
    password = ansible.vault()
    for file, arguments in ((by_variable, (*password, "-e", "@secrets.yml")), (inline, password)):
        found = listed(ansible, file, arguments=(*arguments, "-vvvv"))
        assert {*found.hosts} == {OFFICE, BRANCH, SPARE}
        assert KEY_SECRET not in found.output + str(found.data)
    assert seeded.counters()["tokens"] == 2
    assert not (ansible.home / "cache").exists()


@pytest.mark.compat
@pytest.mark.usefixtures("seeded")
def test_constructed(ansible: Ansible) -> None:
    """Variables and groups are composed of the endpoints; composed names are not rendered either."""
    host, trunk = "(sinch_sip_endpoints | first).address ~ '.mgmt'", "(sinch_sip_endpoints | last).trunk"
    compose, groups = {"ansible_host": host, "trunk": trunk}, {"twice": "sinch_sip_endpoints | length == 2"}
    keyed = [{"key": "sinch_sip_endpoints | map(attribute='port') | map('string') | list", "prefix": "port"}]
    file = config(ansible, strict=True, compose=compose, groups=groups, keyed_groups=keyed)
    found = listed(ansible, file)
    assert found.hosts[BRANCH]["ansible_host"] == f"{BRANCH}.mgmt"
    assert found.hosts[BRANCH]["trunk"] == "office"
    assert found.hosts[OFFICE]["trunk"] == {"__ansible_unsafe": BRACES}
    made = {name: hosts for name, hosts in found.groups.items() if not name.startswith("sinch_")}
    assert made == {"twice": {OFFICE}, "port_5060": {OFFICE, SPARE}, "port_5061": {BRANCH}}

    tasks = [{"name": "show", "ansible.builtin.debug": {"msg": "{{ trunk }}"}}]
    run = ansible.plays([{"hosts": OFFICE, "tasks": tasks}], "-i", file).succeeded()
    assert run["show"]["msg"] == BRACES


@pytest.mark.usefixtures("seeded")
def test_constructed_of_what_is_not_there(ansible: Ansible) -> None:
    """An expression that cannot be evaluated is skipped, or with ``strict`` an error."""
    unknown: Any = {"x": "nothing.at_all"}
    for kind, made in {"compose": unknown, "groups": unknown, "keyed_groups": [{"key": "nothing.at_all"}]}.items():
        assert {*listed(ansible, config(ansible, **{kind: made})).hosts} == {OFFICE, BRANCH, SPARE}
        assert "'nothing' is undefined" in refused(ansible, config(ansible, strict=True, **{kind: made}))


@pytest.fixture
def cached(seeded: Control, ansible: Ansible) -> str:
    """Return an inventory file with a cache, which has been read once."""
    file = config(ansible, cache=True, cache_plugin="ansible.builtin.jsonfile", cache_connection=str(_cache(ansible)))
    listed(ansible, file)
    seeded.clear_log()
    return file


def _cache(ansible: Ansible) -> Path:
    return ansible.home / "inventory-cache"


@pytest.mark.compat
def test_cache(cached: str, seeded: Control, ansible: Ansible) -> None:
    """What is in the cache takes no request and is the same, names that look like templates too; it has no secret."""
    fresh = listed(ansible, config(ansible, "plain.sip_trunks.yml"))
    seeded.clear_log()
    again = listed(ansible, cached)
    assert again == fresh
    assert (seeded.counters()["requests"], seeded.counters()["tokens"]) == (0, 0)
    (file,) = _cache(ansible).iterdir()
    assert KEY_SECRET not in file.read_text(encoding="utf-8")

    seeded.seed(PROJECT, trunks=[{"name": "new", "hostName": "new"}])
    assert "sinch_trunk_new" not in listed(ansible, cached).groups
    tasks = [{"name": "show", "ansible.builtin.debug": {"msg": "{{ groups.sinch_trunk_new is defined }}"}}]
    assert ansible.plays([{"hosts": "localhost", "tasks": tasks}], "-i", cached, "--flush-cache")["show"]["msg"] is True
    assert "sinch_trunk_new" in listed(ansible, cached).groups
    assert seeded.counters()["requests"] == 2 + len(TRUNKS)


def test_cache_of_another_project(cached: str, seeded: Control, ansible: Ansible) -> None:
    """The file may say nothing of project and API: what is cached is only for those that it was read from."""
    ansible.environ["SINCH_PROJECT_ID"] = "other"
    assert listed(ansible, cached).hosts == {}
    assert seeded.counters()["requests"] == 1
    ansible.environ["SINCH_PROJECT_ID"] = PROJECT
    ansible.environ["SINCH_API_URL"] += "/elsewhere"
    assert "GET /trunks answered 404" in refused(ansible, cached)


@pytest.mark.compat
@pytest.mark.parametrize(
    ("old", "new"),
    [(".*", "{"), (".*", "null"), (".*", "[]"), (".*", "{}"), (".*", "\x00"), ("trunks", "old"), ("endpoints", "old")],
)
def test_cache_that_is_of_no_use(old: str, new: str, cached: str, seeded: Control, ansible: Ansible) -> None:
    """What is broken, or of another version, is read anew and replaced."""
    (file,) = _cache(ansible).iterdir()
    good = file.read_text(encoding="utf-8")
    file.write_text(re.sub(f"^{old}$" if old == ".*" else old, new, good, flags=re.DOTALL), encoding="utf-8")
    assert {*listed(ansible, cached).hosts} == {OFFICE, BRANCH, SPARE}
    assert seeded.counters()["requests"] == 1 + len(TRUNKS)
    assert file.read_text(encoding="utf-8") == good


@pytest.mark.compat
def test_projects_that_share_a_pbx(seeded: Control, ansible: Ansible) -> None:
    """A host of two projects has the endpoints of both, also where the inventory is read again."""
    other = {"name": "office", "hostName": "other-office", "endpoints": [static_endpoint("pbx-o", address=OFFICE)]}
    seeded.seed("other", trunks=[other])
    files = (config(ansible), config(ansible, "other.sip_trunks.yml", project_id="other"))
    found = listed(ansible, *files)
    expected = [("pbx-a", PROJECT), ({"__ansible_unsafe": BRACES}, PROJECT), ("pbx-o", "other")]
    assert [(one["name"], one["project_id"]) for one in found.hosts[OFFICE]["sinch_sip_endpoints"]] == expected
    assert found.groups["sinch_trunk_office"] == {OFFICE, BRANCH}
    assert found.groups["sinch_domain_other_office"] == {OFFICE}

    names = "{{ sinch_sip_endpoints | map(attribute='name') | list }}"
    show: Mapping[str, Any] = {"name": "show", "ansible.builtin.debug": {"msg": names}}
    tasks = [{"ansible.builtin.meta": "refresh_inventory"}, show]
    run = ansible.plays([{"hosts": OFFICE, "tasks": tasks}], "-i", files[0], "-i", files[1]).succeeded()
    assert run["show"]["msg"] == ["pbx-a", BRACES, "pbx-o"]


def test_large_project(control: Control, ansible: Ansible) -> None:
    """All pages are read, and the endpoints of several trunks at a time."""
    trunks = [trunk(f"trunk-{n}", endpoints=[static_endpoint(address=f"198.51.100.{n}")]) for n in range(120)]
    control.seed(PROJECT, trunks=trunks)
    control.settings(page_cap=50, latency_ms=20)
    found = listed(ansible, config(ansible, max_connections=4))
    assert len(found.hosts) == 120
    counters = control.counters()
    assert counters["requests"] == 3 + 120
    assert 1 < counters["max_concurrent"] <= 4


@pytest.mark.compat
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"key_id": "demo-key", "key_secret": CANARY}, "POST /oauth2/token answered 401: the key was refused"),
        ({"access_token": CANARY}, "GET /trunks answered 401"),
        ({"api_url": "http://127.0.0.1:9", "max_retries": 0}, "GET /trunks: the connection failed"),
        ({"project_id": "no such"}, "project_id: 'no such' is not a project ID; copy it from the Sinch dashboard"),
        ({"timeout": "soon"}, "timeout: is a string that cannot be used as a number"),
        ({"auth_method": CANARY, "key_secret": CANARY}, "value of auth_method must be one of: oauth2, basic, got: "),
        ({"max_connections": 0}, "max_connections: 0 is out of range; give from 1 to 64"),
        ({"key_id": "x", "key_secret": CANARY, "access_token": "y"}, "access_token: the options give both a token and"),
        ({"timeout": CANARY, "key_secret": CANARY}, "timeout: "),
        ({"key_secret": [CANARY]}, "key_secret: is a list or a mapping; give a single value"),
        ({"key_secret": {"value": CANARY}}, "key_secret: is a list or a mapping; give a single value"),
        ({"key_secret": "{{ nothing }}"}, "key_secret: cannot be rendered: 'nothing' is undefined"),
        ({"key_secret": f"{CANARY}{{{{ x"}, NO_TEMPLATE),
        ({"key_secret": f"{CANARY}{{# x"}, NO_TEMPLATE),
        ({"key_secret": f"{CANARY}{{% x %}}"}, NO_TEMPLATE),
        ({"key_secret": f"{{{{ '{CANARY}' | no_such_filter }}}}"}, NO_TEMPLATE),
        ({"key_secret": f"{{{{ '{CANARY}' | from_json }}}}"}, NO_TEMPLATE),
        ({"key_secret": "x{{ Canary }}"}, NO_TEMPLATE),
        ({"api_url": "{{ x", "key_secret": CANARY}, "api_url: cannot be rendered: "),
        ({CANARY: "x"}, "(a name that is not shown): there is no such option"),
        ({"secret": CANARY}, "secret: there is no such option; there are access_token, api_url, auth_method,"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("seeded")
def test_refusal(options: Mapping[str, Any], message: str, ansible: Ansible) -> None:
    """The message is that of a module, and has no secret at the highest verbosity either."""
    output = refused(ansible, config(ansible, **options), "-vvvvv")
    assert message in output
    assert CANARY not in output
    assert KEY_SECRET not in output


@pytest.mark.compat
@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("key_secret: !!binary Q2FuYXJ5LXNlY3JldC0x", "key_secret: is binary data; give text"),
        (f"key_secret: !!set {{{CANARY}}}", "key_secret: is a list or a mapping; give a single value"),
        # Ansible's own error about a line of the file.
        (f"access_token: {CANARY}\nkey_secret: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132", "Attempting to decrypt"),
    ],
    ids=["binary", "set", "vault"],
)
def test_secret_that_is_no_text(written: str, message: str, ansible: Ansible) -> None:
    """A secret that is no text, or cannot be decrypted, is refused without being shown."""
    ansible.write("sip_trunks.yml", f"plugin: {PLUGIN}\nkey_id: x\n{written}\n")
    output = refused(ansible, "sip_trunks.yml", "-vvvvv")
    assert message in output
    assert CANARY not in output


@pytest.mark.compat
def test_secret_that_looks_like_a_template(seeded: Control, ansible: Ansible) -> None:
    """A secret tagged as unsafe is not rendered."""
    secret = f"{CANARY}{{{{ x }}}}{{# y #}}"
    seeded.settings(keys={"odd": secret})
    ansible.write("sip_trunks.yml", f'plugin: {PLUGIN}\nkey_id: odd\nkey_secret: !unsafe "{secret}"\n')
    assert len(listed(ansible, "sip_trunks.yml").hosts) == 3


@pytest.mark.compat
def test_api_that_repeats_secrets(seeded: Control, ansible: Ansible) -> None:
    """An error of a server that repeats the request is shown without the key and the token."""
    seeded.settings(echo_secrets=True)
    seeded.fault("status", method="GET", path="/trunks", status=400)
    ansible.environ["ANSIBLE_LOG_PATH"] = str(ansible.home / "ansible.log")
    for auth_method in ("oauth2", "basic"):
        output = refused(ansible, config(ansible, auth_method=auth_method), "-vvvvv")
        assert "repeats the request" in output
        sent = {(entry["authorization"] or "x x").split()[1] for entry in seeded.requests()}
        assert len(sent) > 1
        printed = output + ansible.read("ansible.log")
        assert [secret for secret in {KEY_SECRET, *sent} - {"x"} if secret in printed] == []


def test_without_the_account(seeded: Control, ansible: Ansible) -> None:
    for name in ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"):
        del ansible.environ[name]
    assert "project_id: is not set; give the option, or set SINCH_PROJECT_ID" in refused(ansible, config(ansible))
    assert "key_id: is not set; give key_id and key_secret" in refused(ansible, config(ansible, project_id=PROJECT))
    assert seeded.counters()["requests"] == 0


def test_without_requests(seeded: Control, ansible: Ansible) -> None:
    ansible.environ["PYTHONPATH"] = str(ansible.write("python/requests.py", "raise ImportError('not here')\n").parent)
    assert "Failed to import the required Python library (requests)" in refused(ansible, config(ansible))
    assert seeded.counters()["requests"] == 0


def test_without_checks_of_certificates(seeded: Control, ansible: Ansible) -> None:
    """``validate_certs: false`` causes the same warning as in modules."""
    found = listed(ansible, config(ansible, validate_certs=False))
    assert "validate_certs: false lets anybody between here and Sinch" in " ".join(found.output.split())
    assert seeded.counters()["requests"] == 1 + len(TRUNKS)


@pytest.mark.usefixtures("seeded")
def test_file_name(ansible: Ansible) -> None:
    for name in ("sip_trunks.yaml", "acme.sip_trunks.yml", "acme_sip_trunks.yml"):
        assert len(listed(ansible, config(ansible, name)).hosts) == 3
    assert f"could not be verified by inventory plugin '{PLUGIN}'" in refused(ansible, config(ansible, "trunks.yml"))


_SOURCE = importlib.import_module("ansible_collections.sinch.sip.plugins.inventory.sip_trunks")
EXAMPLES = [*yaml.safe_load_all(_SOURCE.EXAMPLES)]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples(number: int, control: Control, ansible: Ansible) -> None:
    options = dict(EXAMPLES[number])
    project = options.get("project_id", PROJECT)
    endpoints = [static_endpoint(f"pbx-{n}", address=f"203.0.113.{n}", port=5060 + n, priority=n) for n in (1, 2)]
    control.seed(project, trunks=[{"name": "office", "hostName": "office", "endpoints": endpoints}])
    variables = json.dumps({"sinch_key_id": KEY_ID, "sinch_key_secret": KEY_SECRET})
    if "key_secret" in options:
        del ansible.environ["SINCH_KEY_SECRET"]
    file = config(ansible, "acme.sip_trunks.yml", **options)
    found = listed(ansible, file, arguments=("-e", variables))
    assert {*found.hosts} == {"203.0.113.1", "203.0.113.2"}
    requests = control.counters()["requests"]
    again = listed(ansible, file, arguments=("-e", variables))
    assert again.data == found.data
    assert control.counters()["requests"] == requests * (1 if options.get("cache") else 2)
    if "compose" in options:
        assert found.hosts["203.0.113.2"]["ansible_host"] == "pbx-2.mgmt.example.com"
        assert found.groups["first_choice"] == {"203.0.113.1"}
        assert found.groups["sip_port_5062"] == {"203.0.113.2"}
