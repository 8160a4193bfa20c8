# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module as the process that ansible-core makes of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task

SECRET = "Canary'pass\"word\\1"
CONNECTION = {"project_id": "p1", "key_id": "k", "key_secret": "Canary-key-1", "token_cache": False}
USERS = {
    "type": "list",
    "elements": "dict",
    "options": {"username": {"type": "str", "required": True}, "password": {"type": "str", "no_log": True}},
}


def _work(task: Task) -> dict[str, Any]:
    return {"changed": False, "users": len(task.params["users"])}


MODULE = SinchModule({"name": {"type": "str"}, "users": USERS}, _work, {"required_one_of": [("name", "users")]})


class Process:
    """Runs the module as a process would, and keeps what it logs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        """Take what captures, and a folder for the file of options."""
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._file = folder / "options.json"
        self.logged: list[str] = []

        def log(_module: object, text: str, log_args: object = None) -> None:
            self.logged.append(f"{text} {log_args}")

        monkeypatch.setattr(basic.AnsibleModule, "log", log)

    def run(self, **options: Any) -> dict[str, Any]:
        # Newer versions leave the invocation out unless they are asked for it.
        wanted = {"verbosity": 3, "module_name": "sinch_test", "inject_invocation": True}
        internal = {f"_ansible_{name}": value for name, value in wanted.items() if name in PASS_VARS}
        self._file.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": {**internal, **CONNECTION, **options}}))
        self._monkeypatch.setattr(sys, "argv", ["sinch_test", str(self._file)])
        for name, value in {"_ANSIBLE_ARGS": None, "_ANSIBLE_PROFILE": "legacy"}.items():
            self._monkeypatch.setattr(basic, name, value, raising=False)
        with pytest.raises(SystemExit):
            MODULE.main()
        result: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return result


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Process:
    return Process(monkeypatch, capsys, tmp_path)


def _user(**options: Any) -> list[dict[str, Any]]:
    return [{"username": "alice", **options}]


def test_log_of_a_run(process: Process) -> None:
    """The log has what was given without the secrets, however Python or JSON write them."""
    assert process.run(name="office", users=_user(password=SECRET))["users"] == 1
    (logged,) = process.logged
    assert "office" in logged
    assert "alice" in logged
    assert "Canary" not in logged


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"users": _user(pasword=SECRET)}, "users[1]: pasword: there is no such option; there are password, username"),
        ({"users": [["alice", SECRET]]}, "users[1]: is not a mapping; give one that has password, username"),
        ({"users": _user(password=[SECRET])}, "users[1]: password: is a list, not text"),
        ({"key_secrets": SECRET}, "key_secrets: there is no such option"),
    ],
)
def test_refused_options(options: dict[str, Any], message: str, process: Process) -> None:
    """Neither the result nor the log has a value, even where a rule between options is broken as well."""
    result = process.run(**options)
    assert result["failed"]
    assert message in result["msg"]
    assert result["problems"] == [result["msg"]]
    assert result["invocation"]["module_args"].keys() == {*CONNECTION, *options}
    assert "Canary" not in json.dumps(result) + "".join(process.logged)


def test_password_in_a_url_of_the_environment(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """The invocation does not show a URL that is refused because of its password."""
    monkeypatch.setenv("SINCH_API_URL", "https://me:Canary@api.example.com")
    result = process.run(name="office")
    assert "api_url: has an '@'" in result["msg"]
    assert "Canary" not in json.dumps(result)


def test_blank_connection_options(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank options of the connection fall back to the environment, then to the default."""
    monkeypatch.setenv("SINCH_AUTH_METHOD", "basic")
    blank = dict.fromkeys(("auth_method", "timeout", "max_retries", "validate_certs", "token_cache", "api_url"), " ")
    arguments = process.run(name="office", users=[], **blank)["invocation"]["module_args"]
    assert arguments["auth_method"] == "basic"
    assert (arguments["timeout"], arguments["max_retries"], arguments["token_cache"]) == (30, 5, True)
    assert arguments["api_url"] == "https://elastic-trunking.api.sinch.com"


def test_what_ansible_refuses(process: Process) -> None:
    """What is of the right names and shapes is left to ansible-core, whose message has no secret then."""
    result = process.run(name="office", users=[{"password": SECRET}])
    assert "username" in result["msg"]
    assert "Canary" not in json.dumps(result) + "".join(process.logged)
