# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that run in Ansible's worker and modules that run as processes of their own look the same to users.

A scene is a seeded simulator and a run of Ansible. It is played both ways from the same start, and the results, the
output at ``-vvv`` and the exit status are compared.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pytest
import yaml

from tests.playbooks.cases import CASES
from tests.playbooks.running import CONNECTIONS, LOCAL, MODULES, PROJECT, Ansible, PlaybookRun, Result, encrypted
from tests.playbooks.seeds import FIRST, PASSWORD, user
from tests.playbooks.test_infos import INFOS
from tests.playbooks.test_infos import SEED as SEED_OF_INFOS
from tests.playbooks.test_refusals import REFUSALS
from tests.playbooks.test_refusals import SEED as SEED_OF_REFUSALS
from tests.playbooks.truth import resolved
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

Task = Mapping[str, Any]
Scene = Callable[[], PlaybookRun]

_DELAY_S = 40.0
"""Seconds that the API takes to answer if something else must end the wait."""

# Values that differ between any two runs, and their placeholders.
_CHANCE = [
    (re.compile(pattern), f"<{name}>")
    for name, pattern in {
        # A secret of a few digits may be censored in an ID or a time by chance.
        "id": r"\b01[0-9A-HJKMNP-TV-Z*]{24,}",
        "time": r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.[\d*]{9,}Z",
        "milliseconds": r'(?<="milliseconds": )\d+',
        "job": r"\bj?\d{5,}\.\d+\b",
        # Before 2.19, the line that a timeout of the task hit.
        "frame": r'(?<="frame": )"[^"]*"',
    }.items()
]
# Lines of -vvv about the way in which a module runs.
_MECHANICS = re.compile(r"<[\w-]+> |Using module file |Pipelining is enabled|ASYNC POLL |META: ")
_TASK = re.compile(r"^(?:TASK|RUNNING HANDLER) \[(.*)\] \**$", re.MULTILINE)


def _without_chance(text: str) -> str:
    for pattern, name in _CHANCE:
        text = pattern.sub(name, text)
    return text


def _screen(run: PlaybookRun) -> list[str]:
    """Return the output without the lines about the way in which modules run."""
    return [line for line in _without_chance(run.output).splitlines() if not _MECHANICS.match(line)]


def _seen(result: Result) -> str:
    return _without_chance(json.dumps(asdict(result), indent=1, sort_keys=True))


def _as_modules(run: PlaybookRun) -> set[str]:
    """Return the tasks of a run at -vvv that started a process for their module."""
    _before, *parts = _TASK.split(run.output)
    return {name for name, text in zip(parts[::2], parts[1::2], strict=True) if "Using module file " in text}


@dataclass
class Stage:
    control: Control
    ansible: Ansible

    def play(self, scene: Scene) -> tuple[PlaybookRun, PlaybookRun]:
        """Play a scene in the worker and as ordinary modules, and return both runs."""
        runs = []
        for switch in ("1", "0"):
            self.control.reset()
            shutil.rmtree(self.ansible.home / "cache", ignore_errors=True)
            self.ansible.environ["SINCH_DIRECT"] = switch
            runs.append(scene())
        direct, ordinary = runs
        assert [one.task for one in direct.results] == [one.task for one in ordinary.results], direct.output
        assert direct.returncode == ordinary.returncode
        return direct, ordinary

    def both_ways(self, scene: Scene) -> tuple[PlaybookRun, PlaybookRun]:
        """Play a scene both ways, compare results and output, and return both runs."""
        direct, ordinary = self.play(scene)
        for one, other in zip(direct.results, ordinary.results, strict=True):
            assert _seen(one) == _seen(other)
        assert _screen(direct) == _screen(ordinary)
        return direct, ordinary


@pytest.fixture
def stage(control: Control, ansible: Ansible) -> Stage:
    ansible.environ["ANSIBLE_CONNECTION_PLUGINS"] = str(CONNECTIONS)
    # Makes the order of Python's sets the same in all runs.
    ansible.environ["PYTHONHASHSEED"] = "0"
    return Stage(control, ansible)


def _named(name: str, module: str, options: Mapping[str, Any], **keywords: Any) -> Task:
    return {"name": name, f"sinch.sip.{module}": dict(options), "ignore_errors": True, **keywords}


# Every module's cases


def _cases(modules: Sequence[str], control: Control) -> Iterable[Task]:
    """Seed a project for each case of some modules, and yield its task; the first of a module in check mode too."""
    checked = set()
    for case in CASES:
        if case.module in modules:
            control.seed(case.project, **case.seed)
            module, options = case.task(control)
            if module not in checked:
                checked.add(module)
                yield _named(f"{case.name}, checked", module, options, check_mode=True)
            yield _named(case.name, module, options)


# One refusal for each place that refuses: the core, options, values, the plan, the connection.
_REFUSED = ["NO, unquoted", "a password without a digit", "an ACL name that two have", "a trunk in use by everything"]
_REFUSED += ["a number of another trunk", "a timeout that is no number", "key and token as options"]


def _refusals(control: Control) -> Iterable[Task]:
    control.seed("refusals", **SEED_OF_REFUSALS)
    state = control.state("refusals")
    for name in _REFUSED:
        refusal = REFUSALS[name]
        yield _named(name, refusal.module, {**resolved(refusal.options, state), "project_id": "refusals"})


YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
CALL = {"callId": "call-1", "createTime": YESTERDAY.strftime("%Y-%m-%dT%H:%M:%S.000000006Z"), "pcapId": "capture-1"}
_PARTS = {"endpoints": [{"name": "desk", "credential_username": "alice"}], "phone_numbers": [FIRST]}
_LINKS = {"acls": ["office"], "credential_lists": ["phones"]}
CONFIG = {
    "acls": [{"name": "office", "ip_ranges": ["203.0.113.10"]}],
    "credential_lists": [{"name": "phones", "credentials": [user()]}],
    "trunks": [{"name": "main", "host_name": "parity-config", **_LINKS, **_PARTS}],
    "country_permissions": {"enabled": ["US", "GB"], "exclusive": True},
}
AUDIT = {**CONFIG, "project_id": "config", "acls": [], "max_connections": 1}
AUDIT_FILES = {"json_dest": "audit.json", "html_dest": "audit.html"}


_REST = (*INFOS, "sinch_call_export", "sinch_project", "sinch_sip_audit", "sinch_sip_config", "sinch_sip_config_info")
"""The modules without cases in the truth test."""


def _rest(control: Control) -> Iterable[Task]:
    control.seed(PROJECT, **SEED_OF_INFOS)
    for name in INFOS:
        yield _named(name, name, {})
    control.seed("export", calls=[CALL])
    table = {"dest": "calls.csv", "created_after": "2020", "project_id": "export"}
    captures = [{"dest": ".", "pcap_ids": [one], "project_id": "export"} for one in ("capture-1", "capture-2")]
    yield _named("a CSV file, checked", "sinch_call_export", table, check_mode=True)
    yield _named("a CSV file", "sinch_call_export", table)
    yield _named("a capture", "sinch_call_export", captures[0])
    yield _named("no such capture", "sinch_call_export", captures[1])
    control.seed("config", accessControlLists=SEED_OF_INFOS["accessControlLists"], phoneNumbers=[FIRST])
    # With several connections, the order of the changes would vary.
    purge = ["acls", "call_blocking_rules"]
    config = {**CONFIG, "project_id": "config", "max_connections": 1, "purge": purge}
    yield _named("a configuration, checked", "sinch_sip_config", config, check_mode=True)
    yield _named("a configuration", "sinch_sip_config", config)
    yield _named("an unusable configuration", "sinch_sip_config", {**config, "trunks": [{"name": "none"}]})
    yield _named("an export", "sinch_sip_config_info", {"project_id": "config", "max_connections": 1})
    yield _named("an audit, checked", "sinch_sip_audit", {**AUDIT, **AUDIT_FILES}, check_mode=True)
    yield _named("an audit", "sinch_sip_audit", {**AUDIT, **AUDIT_FILES})
    yield _named("an audit that fails", "sinch_sip_audit", {**AUDIT, **AUDIT_FILES, "fail_on_drift": True})
    yield _named("an unusable audit", "sinch_sip_audit", {**AUDIT, "trunks": [{"id": "none"}]})
    for name in ("a project, checked", "a project", "a project again"):
        yield _named(name, "sinch_project", {"project_ids": ["added"]}, check_mode=name.endswith("checked"))


# Several runs, each of them short.
_MOST = {
    "trunks": ("sinch_sip_trunk",),
    "lists": ("sinch_acl", "sinch_credential_list"),
}
_MOST["others"] = tuple(dict.fromkeys(case.module for case in CASES if case.module not in sum(_MOST.values(), ())))
_SCENES: dict[str, Callable[[Control], Iterable[Task]]] = {
    **{name: functools.partial(_cases, modules) for name, modules in _MOST.items()},
    "refusals": _refusals,
    "the rest": _rest,
}


@pytest.mark.parametrize("tasks", _SCENES.values(), ids=_SCENES)
def test_modules(tasks: Callable[[Control], Iterable[Task]], stage: Stage) -> None:
    """Each module returns, shows and writes the same both ways, and runs in the worker by default."""

    written: list[list[str]] = []

    def scene() -> PlaybookRun:
        for name in ("calls.csv", "capture-1.pcap", *AUDIT_FILES.values()):
            (stage.ansible.home / name).unlink(missing_ok=True)
        run = stage.ansible.playbook([*tasks(stage.control)], "-vvv", "--diff")
        files = [stage.ansible.home / name for name in AUDIT_FILES.values()]
        written.append([_without_chance(file.read_text(encoding="utf-8")) for file in files if file.exists()])
        return run

    direct, ordinary = stage.both_ways(scene)
    assert direct.results
    assert written[0] == written[1]
    assert bool(written[0]) == (tasks is _rest)
    assert _as_modules(direct) == set()
    assert _as_modules(ordinary) == {result.task for result in ordinary.results}


def test_every_module_is_compared() -> None:
    assert {*sum(_MOST.values(), ()), *_REST} == set(MODULES)


# Keywords of tasks


def _acl(name: str, **more: Any) -> Task:
    return {"sinch.sip.sinch_acl": {"name": name, "ip_ranges": ["203.0.113.10"], **more}}


_LINKING = {"sinch.sip.sinch_sip_trunk": {"name": "main", "acls": ["{{ item }}"]}}
_IN_VAIN = {"until": "listed.sip_trunks | length > 5", "retries": 1, "delay": 0}
# Of these, those whose names are in _FALLS_BACK cannot run in the worker.
_KEYWORDS: dict[str, Task] = {
    "an empty environment": {**_acl("office"), "environment": {}},
    "an environment": {**_acl("office"), "environment": {"LANG": "C"}},
    "become": {**_acl("office"), "become": True, "vars": {"ansible_become_exe": "/none/sudo"}},
    "become by a variable": {**_acl("office"), "vars": {"ansible_become": True, "ansible_become_exe": "/none/sudo"}},
    "async": {**_acl("background"), "async": 60, "poll": 1},
    "another connection": {**_acl("office"), "vars": {"ansible_connection": "elsewhere"}},
    "another interpreter": {**_acl("office"), "vars": {"ansible_python_interpreter": "/none/python"}},
    "a loop": {**_acl("{{ item }}"), "loop": ["one", "two"], "register": "looped"},
    "a loop that fails": {**_LINKING, "loop": ["one", "none"], "loop_control": {"label": "item"}},
    "what was registered": {"ansible.builtin.debug": {"var": "looped"}},
    "until it works": {**_acl("again"), "register": "tried", "until": "not tried.changed", "retries": 3, "delay": 0},
    "until it has failed often enough": {"sinch.sip.sinch_sip_trunk_info": {}, "register": "listed", **_IN_VAIN},
    "failed on a condition": {**_acl("office"), "register": "found", "failed_when": "'pbx' not in found.acl.trunks"},
    "censored": {**_acl("office", key_secret=KEY_SECRET), "no_log": True},
    "only checked": {**_acl("later"), "check_mode": True, "diff": True},
    "an alias": {"sinch.sip.sinch_country_permission": {"iso_code": "US"}},
    "an alias beside its option": {"sinch.sip.sinch_country_permission": {"iso_code": "US", "countries": ["CA"]}},
    "an unknown option": {**_acl("office", note="x", key_secrets=KEY_SECRET)},
    "an option that is no choice": {**_acl("office", state="gone")},
    "options left out": {**_acl("office", enabled="{{ omit }}", key_id="{{ omit }}")},
    "options in one line": {"action": "sinch.sip.sinch_acl name=office ip_ranges=203.0.113.10,198.51.100.0/24"},
    "no certificates": {**_acl("office", validate_certs=False)},
    "once": {**_acl("once"), "run_once": True},
    "handled": {**_acl("handled"), "notify": "a handler"},
}
_DELEGATED: dict[str, Task] = {
    "to elsewhere": {**_acl("office"), "delegate_to": "away"},
    "to a host without a name": {**_acl("office"), "delegate_to": "{{ 'localhost' }}"},
}
_FALLS_BACK = {"an environment", "become", "become by a variable", "async", "another connection", "another interpreter"}
_FALLS_BACK |= {"an alias beside its option", "an option that is no choice", "to elsewhere"}


def _list_of(tasks: Mapping[str, Task]) -> list[Task]:
    return [{"name": name, "ignore_errors": True, **task} for name, task in tasks.items()]


def test_keywords(stage: Stage) -> None:
    """Keywords have their effect; those that determine how a task runs cause ordinary execution."""
    account = {"project_id": PROJECT, "key_id": KEY_ID, "key_secret": KEY_SECRET}
    for name in ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"):
        del stage.ansible.environ[name]
    away = {**LOCAL, "name": "away", "ansible_connection": "elsewhere"}
    defaults = {"group/sinch.sip.sinch": account}
    own = {**defaults, "sinch.sip.sinch_acl": {**account, "ip_ranges": ["192.0.2.0/24"]}}
    handlers = [{"name": "a handler", "sinch.sip.sinch_acl_info": {}}]
    from_elsewhere = {"name": "from elsewhere", **_acl("office"), "delegate_to": "localhost"}
    short = {
        "hosts": "localhost",
        "collections": ["sinch.sip"],
        "tasks": [{"name": "a short name", "sinch_acl_info": {}}],
    }
    plays: list[dict[str, Any]] = [
        {"tasks": _list_of(_KEYWORDS), "handlers": handlers, "module_defaults": own},
        {"tasks": [{"ansible.builtin.add_host": away}, *_list_of(_DELEGATED)], "module_defaults": defaults},
        {"hosts": "away", "tasks": [from_elsewhere], "module_defaults": defaults},
        {**short, "module_defaults": {"sinch.sip.sinch_acl_info": {**account, "name": "office"}}},
    ]

    def scene() -> PlaybookRun:
        stage.control.seed(PROJECT, **SEED_OF_INFOS)
        return stage.ansible.plays(plays, "-vvv", "--diff").succeeded()

    direct, ordinary = stage.both_ways(scene)
    assert _as_modules(direct) == _FALLS_BACK
    modules = {name for name, task in {**_KEYWORDS, **_DELEGATED}.items() if "ansible.builtin.debug" not in task}
    assert _as_modules(ordinary) == modules | {"a handler", "from elsewhere", "a short name"}


# Values of options


class _Tagged(str):
    """A scalar with a tag of Ansible."""

    tag: str

    def __new__(cls, tag: str, text: str) -> _Tagged:
        tagged = super().__new__(cls, text)
        tagged.tag = tag
        return tagged


class _Dumper(yaml.SafeDumper):
    """A dumper that writes tags."""


_Dumper.add_representer(_Tagged, lambda dumper, one: dumper.represent_scalar(one.tag, str(one)))


def _values() -> dict[str, Task]:
    """Return tasks with values of YAML, Jinja and Ansible that JSON does not have."""

    def vaulted(text: str) -> _Tagged:
        return _Tagged("!vault", encrypted(text))

    def call(**options: Any) -> Task:
        return {"sinch.sip.sinch_call_info": options}

    users = [{"username": "alice", "password": vaulted(PASSWORD)}]
    day = datetime.date(2026, 1, 31)
    return {
        "a date": call(created=day),
        "a time": call(created_after=datetime.datetime(2026, 1, 31, 12, 30)),
        "a date in a variable": {**call(created="{{ day }}"), "vars": {"day": day}},
        "a key that is a number": _acl("numbers", ip_ranges=[{"cidr": "203.0.113.10", 1: "one"}]),
        "a tuple": _acl("tuple", ip_ranges="{{ ('203.0.113.10', '198.51.100.0/24') }}"),
        "a generator": _acl("generated", ip_ranges="{{ ['203.0.113.10'] | map('trim') }}"),
        "vaulted": _acl("vaulted", key_secret=vaulted(KEY_SECRET), key_id=KEY_ID),
        "vaulted, deep down": {"sinch.sip.sinch_credential_list": {"name": "deep", "credentials": users}},
        "vaulted, in a variable": {
            "sinch.sip.sinch_credential_list": {"name": "deeper", "credentials": "{{ users }}"},
            "vars": {"users": users},
        },
        "unsafe": _acl(_Tagged("!unsafe", "{{ not a template }}")),
        "a number with a fraction": _acl("fraction", timeout=2.5),
        "a string for a number": _acl("string", timeout="2.5", max_retries="1"),
        "a string for a boolean": _acl("string", enabled="no"),
        "a number for a string": _acl(_Tagged("tag:yaml.org,2002:int", "17")),
        "a boolean for a string": {"sinch.sip.sinch_country_permission": {"countries": [False]}},
        "a list in a string": {"sinch.sip.sinch_country_permission": {"countries": "US, CA"}},
        "nothing": _acl("nothing", enabled=None, key_id="", timeout=""),
        "not ASCII": _acl("Zürich, 東京 🎉"),
    }


def test_values(stage: Stage) -> None:
    """Values reach a module as they would through JSON; relative paths start from the folder of the playbook."""
    tasks = _values()
    # Not the folder that Ansible runs in.
    folder = stage.ansible.home / "plays"
    folder.mkdir()
    (folder / "ca.pem").touch()
    tasks["a relative path"] = _acl("relative", ca_path="ca.pem", validate_certs=False)
    tasks["a relative path to nothing"] = _acl("relative", ca_path="plays/ca.pem")
    tasks["a relative destination"] = {"sinch.sip.sinch_call_export": {"dest": "calls.csv", "created": "2026-01"}}
    files = {"metrics": "calls.prom", "metrics at home": "~/home.prom"}
    for name, dest in files.items():
        tasks[name] = {"sinch.sip.sinch_call_stats_info": {"dest": dest, "format": "prometheus", "created": "2026-01"}}
    play = {"hosts": "all", "gather_facts": False, "tasks": _list_of(tasks)}
    (folder / "values.yml").write_text(yaml.dump([play], Dumper=_Dumper, allow_unicode=True), encoding="utf-8")
    stage.ansible.inventory({"localhost": {}}, **LOCAL)
    written = [folder / "calls.csv", folder / "calls.prom", stage.ansible.home / "home.prom"]

    def scene() -> PlaybookRun:
        stage.control.seed(PROJECT, calls=[CALL])
        for path in written:
            path.unlink(missing_ok=True)
        arguments = ("plays/values.yml", *stage.ansible.vault(), "-vvv", "--diff")
        run = stage.ansible.run("ansible-playbook", *arguments).succeeded()
        assert [path.exists() for path in written] == [True] * len(written)
        return run

    direct, ordinary = stage.both_ways(scene)
    assert direct["a relative destination"].succeeded().changed
    assert _as_modules(ordinary) == tasks.keys()
    # Whether Ansible has decrypted a vaulted value by then depends on its version.
    assert _as_modules(direct) - {"vaulted", "vaulted, deep down"} == {"a key that is a number"}


def test_secret_that_is_also_a_name(stage: Stage) -> None:
    """A secret is censored everywhere in a result: whole or in part, in strings and in numbers."""
    both = user("alice", f"{PASSWORD} office")
    tasks: dict[str, tuple[str, str, dict[str, Any]]] = {
        "a name": ("main", "sinch_sip_trunk_info", {}),
        "a number": ("5060", "sinch_sip_endpoint_info", {}),
        "a word": ("True", "sinch_sip_trunk", {"name": "main"}),
        "a letter": ("a", "sinch_acl_info", {}),
        "a failure": ("main", "sinch_acl", {"name": "main"}),
        "a password": ("office", "sinch_credential_list", {"name": both["password"], "credentials": [both]}),
        "a bad password": ("a", "sinch_credential_list", {"name": "main", "credentials": [user("alice", "main")]}),
        "a wrong one": ("office", "sinch_acl_info", {"key_id": "main"}),
    }

    def scene() -> PlaybookRun:
        stage.control.settings(keys={secret: secret for secret, _module, _options in tasks.values()})
        stage.control.seed(PROJECT, **SEED_OF_INFOS)
        named = [
            _named(name, module, {"key_id": secret, "key_secret": secret, **options})
            for name, (secret, module, options) in tasks.items()
        ]
        return stage.ansible.playbook(named, "-vvv", "--diff")

    direct, _ordinary = stage.both_ways(scene)
    assert _as_modules(direct) == set()


# Tasks that are ended, and unexpected errors


@pytest.mark.parametrize("module", ["sinch_sip_trunk_info", "sinch_sip_config_info"])
def test_timeout_of_a_task(module: str, stage: Stage) -> None:
    """A timeout ends a task at once, even while its threads wait for the API."""
    tasks = [_named("slow", module, {}, timeout=1), _named("quick", "sinch_acl_info", {})]

    def scene() -> PlaybookRun:
        stage.control.fault("slow", path="/trunks$", delay_s=_DELAY_S)
        started = time.monotonic()
        run = stage.ansible.playbook(tasks).succeeded()
        assert time.monotonic() - started < _DELAY_S
        return run

    direct, _ordinary = stage.both_ways(scene)
    assert re.search(r"Timed out after 1 second|in the expected time frame \(1\)", direct["slow"].error())
    assert direct["quick"].status == "ok"


def test_signal(stage: Stage) -> None:
    """SIGTERM ends a run while it waits for the API."""
    task = _named("slow", "sinch_sip_trunk_info", {"max_retries": 0})

    def scene() -> PlaybookRun:
        stage.control.fault("slow", path="/trunks$", delay_s=_DELAY_S)
        with stage.ansible.start("ansible-playbook", "signal.yml") as process:
            while not any(entry["path"].endswith("/trunks") for entry in stage.control.requests()):
                assert process.poll() is None
                time.sleep(0.05)
            started = time.monotonic()
            process.terminate()
            # Before 2.19, remaining workers of Ansible may keep the output open.
            returncode = process.wait()
            assert time.monotonic() - started < _DELAY_S
        return PlaybookRun(returncode, "", [])

    stage.ansible.inventory({"localhost": {}}, **LOCAL)
    stage.ansible.write("signal.yml", [{"hosts": "all", "gather_facts": False, "tasks": [task]}])
    direct, _ordinary = stage.play(scene)
    assert direct.returncode != 0


BREAK = """
import requests

def broken(*arguments, **keywords):
    raise RuntimeError("nobody has thought of this")

requests.Session.send = broken
"""


def test_what_nobody_has_thought_of(stage: Stage) -> None:
    """An unexpected error is reported as that of any module, and the next task runs."""
    stage.ansible.write("sitecustomize.py", BREAK)
    stage.ansible.environ["PYTHONPATH"] = str(stage.ansible.home)
    task = _named("broken", "sinch_acl_info", {})

    def scene() -> PlaybookRun:
        return stage.ansible.playbook([task], "-vvv").succeeded()

    direct, ordinary = stage.play(scene)
    assert _as_modules(direct) == set()
    assert _as_modules(ordinary) == {"broken"}
    # The tracebacks differ.
    assert direct["broken"].status == ordinary["broken"].status == "failed"
    assert direct["broken"].data.keys() == ordinary["broken"].data.keys()
    assert direct["broken"]["msg"] == ordinary["broken"]["msg"]
    assert "nobody has thought of this" in direct.output


@pytest.mark.parametrize("home", [None, "/proc/none"], ids=["none", "unwritable"])
def test_home(home: str | None, stage: Stage) -> None:
    """A module works without a home folder, and with one that cannot be written."""
    environ = stage.ansible.environ
    del environ["HOME"], environ["XDG_CACHE_HOME"]
    environ["ANSIBLE_HOME"] = str(stage.ansible.home / "ansible")
    if home:
        environ["HOME"] = home
    # The user's own home, which is found without the variable, must not be written.
    cached = home is not None
    tasks = [{"name": name, **_acl(name, token_cache=cached)} for name in ("one", "two")]
    direct, _ordinary = stage.both_ways(lambda: stage.ansible.playbook(tasks, "-vvv").succeeded())
    assert _as_modules(direct) == set()


# Ways to run a module


def test_ad_hoc(stage: Stage) -> None:
    stage.ansible.inventory({"localhost": {}}, **LOCAL)
    arguments = ("localhost", "-m", "sinch.sip.sinch_sip_trunk", "-a", "name=main host_name=parity", "-vvv", "--diff")
    direct, ordinary = stage.both_ways(lambda: stage.ansible.run("ansible", *arguments).succeeded())
    assert "Using module file" not in direct.output
    assert "Using module file" in ordinary.output


def test_interpreter_is_not_looked_for(stage: Stage) -> None:
    task = {"sinch.sip.sinch_acl_info": {}, "name": "listed", "vars": {"ansible_python_interpreter": "auto_silent"}}
    run = stage.ansible.playbook([task], "-vvv").succeeded()
    assert "ansible_facts" not in run["listed"].data
    assert _as_modules(run) == set()


def test_items_of_a_loop_share_a_connection(stage: Stage) -> None:
    """Thirty items use one connection to the API, at most one more for the token, and one token."""
    stage.ansible.environ["SINCH_DIRECT"] = "1"
    task = {**_acl("acl-{{ item }}", token_cache=False), "loop": list(range(30))}
    run = stage.ansible.playbook([task]).succeeded()
    assert run.results[-1]["changed"]
    assert len(stage.control.state(PROJECT)["accessControlLists"]) == 30
    counters = stage.control.counters()
    assert counters["tokens"] == 1
    assert 1 <= counters["connections"] <= 2
