# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module inside Ansible's worker process, where the result is the same and much faster.

An ordinary module needs a new Python process, which takes longer than everything else. A module of this collection is
a function: if it is to run on the controller, the worker calls it. Anything unusual (another machine, another user,
another environment, an option that ansible-core refuses) is left to the ordinary way.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from ansible import constants
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action.normal import ActionModule as NormalAction

from ansible_collections.sinch.sip.plugins.module_utils._connection import (
    CONNECTION_OPTIONS,
    Connection,
    with_environment,
)
from ansible_collections.sinch.sip.plugins.module_utils._given_options import secret_values, stated
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import Report, SinchModule
from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import REQUESTS_IMPORT_ERROR
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain

# A play may name the project of a host in this variable. If it is empty, it is ignored.
_PROJECT = "sinch_host_project"
# The host variables of the connection options, by option.
_VARIABLES = {name: f"sinch_{name}" for name in CONNECTION_OPTIONS}
_KEY = {"key_id", "key_secret"}
# The environment variable that makes every module run the ordinary way if it is 0.
SWITCH = "SINCH_DIRECT"

# Clients by process and connection. The items of a loop run in one worker and share its connections and tokens. No
# result is kept.
_clients: dict[tuple[int, Connection], Client] = {}


class UnusualError(Exception):
    """The module must run the ordinary way."""


class DirectAction(NormalAction):
    """Runs the module of the same name in the worker if possible, else the ordinary way."""

    module: SinchModule

    def __init_subclass__(cls) -> None:
        """Load the module in the parent process, from which workers are forked."""
        super().__init_subclass__()
        name = cls.__module__.rpartition(".")[2]
        cls.module = importlib.import_module(f"ansible_collections.sinch.sip.plugins.modules.{name}").MODULE

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the task."""
        self._task.args = self._with_variables(self._task.args, task_vars or {})
        usual = self._usual_or_none(task_vars or {})
        if usual is None:
            normal: Any = super()
            return dict(normal.run(tmp, task_vars))
        params, report = usual
        internal = dict(params)
        self._update_module_args(self._task.action, internal, task_vars or {})
        if report is None:
            with _folder(self._loader.get_basedir()):
                check_mode, verbosity = internal["_ansible_check_mode"], internal["_ansible_verbosity"]
                try:
                    report = self.module.run(params, check_mode, os.environ, verbosity, _client_for)
                except Exception as error:
                    return self._crashed(error)
        spec = self.module.arguments["argument_spec"]
        secrets = spellings({*secret_values(spec, params), *report.secrets})
        # From 2.21 on, ansible-core asks for the invocation. Earlier versions always want it.
        invoked = internal.get("_ansible_inject_invocation", "_ansible_inject_invocation" not in internal)
        result = _as_returned(report, {"module_args": params} if invoked else None, secrets)
        return self._received(json.dumps(result))

    def _with_variables(self, args: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options of the task, completed with the connection options of the host's variables."""
        said = {name for name, value in args.items() if stated(value) is not None}
        # A token replaces a key: do not mix them.
        instead = {"access_token"} if said & _KEY else _KEY if "access_token" in said else set()
        found: dict[str, Any] = {}
        if "project_id" not in said and _PROJECT in variables:
            project = self._templar.template(variables[_PROJECT])
            found = {"project_id": project} if project else {}
        for name, variable in _VARIABLES.items():
            if variable in variables and name not in said | instead | found.keys():
                found[name] = self._rendered(variable, variables)
        return {**args, **{name: value for name, value in found.items() if value != variables.get("omit")}}

    def _rendered(self, name: str, variables: Mapping[str, Any]) -> Any:
        """Return a variable of the host. Raise AnsibleError without the value, which may be a secret."""
        try:
            return self._templar.template(variables[name])
        except AnsibleError:
            pass
        raise AnsibleError(f"{name}: this variable of the host cannot be rendered; look at the variables in it")

    def _usual_or_none(self, task_vars: Mapping[str, Any]) -> tuple[dict[str, Any], Report | None] | None:
        """Return the options, with a report if they are refused. Return None for the ordinary way."""
        try:
            args = self._usual_args(task_vars)
            refusal = self.module.refused(args)
            return (args, refusal) if refusal else (self._usual_params(args), None)
        except UnusualError:
            return None

    def _usual_args(self, task_vars: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options before validation. Raise UnusualError if the module must run the ordinary way."""
        if not (
            os.environ.get(SWITCH) != "0"
            and sys.platform != "darwin"
            and REQUESTS_IMPORT_ERROR is None
            and self._connection.transport == "local"
            and self._connection.become is None
            and not self._task.async_val
            and not any(self._task.environment or ())
            and self._is_our_python(task_vars)
        ):
            raise UnusualError
        try:
            return with_environment(plain(self._task.args, strict=True), os.environ)
        except TypeError:
            raise UnusualError from None

    def _usual_params(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Return the validated options. Raise UnusualError if ansible-core refuses them or warns."""
        spec = self.module.arguments["argument_spec"]
        try:
            validation = ArgumentSpecValidator(spec, **self.module.rules).validate(args)
        except (TypeError, OverflowError):
            raise UnusualError from None
        # The ordinary way warns about an option that is given under two names.
        for name, option in spec.items():
            if sum(one in args for one in (name, *option.get("aliases", ()))) > 1:
                raise UnusualError
        if validation.error_messages:
            raise UnusualError
        return dict(validation.validated_parameters)

    def _is_our_python(self, task_vars: Mapping[str, Any]) -> bool:
        """Return whether the module would run on the Python of Ansible, or on any that is found."""
        delegated = task_vars.get("ansible_delegated_vars") or {}
        variables = delegated.get(self._task.delegate_to, {}) if self._task.delegate_to else task_vars
        chosen = self._templar.template(constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables))
        return str(chosen).startswith("auto") or os.path.abspath(str(chosen)) == os.path.abspath(sys.executable)

    def _crashed(self, error: Exception) -> dict[str, Any]:
        """Return the result of an unexpected error, as if a process had failed with it."""
        if self._knows_profiles():
            raise AnsibleError("Module failed.") from error
        return self._received("", "".join(traceback.format_exception(error)), 1)

    def _knows_profiles(self) -> bool:
        """Return whether this is ansible-core 2.19 or later, which has profiles of serialization."""
        return "profile" in inspect.signature(self._parse_returned_data).parameters

    def _received(self, stdout: str, stderr: str = "", rc: int = 0) -> dict[str, Any]:
        """Return a result parsed as the output of a process, from which ansible-core makes error messages."""
        answer = {"stdout": stdout, "stderr": stderr, "rc": rc}
        received: Any = self._parse_returned_data(answer, *(["legacy"] if self._knows_profiles() else []))
        # From 2.21 on, the parsed result is an object.
        data = received if isinstance(received, dict) else received.as_result_dict(for_round_trip=True)
        return dict(data)


def _as_returned(report: Report, invocation: Mapping[str, Any] | None, secrets: frozenset[str]) -> dict[str, Any]:
    """Return the result as the module would print it: censored, with the invocation unless that is None."""
    result = {"invocation": invocation, **report.result}
    if invocation is None:
        del result["invocation"]
    if report.failed:
        result["failed"] = True
    if report.warnings:
        result["warnings"] = report.warnings
    kept = {key: item for key, item in result.items() if item is None or isinstance(item, bool)}
    censored: dict[str, Any] = remove_values(result, secrets)
    return {**censored, **kept}


@contextlib.contextmanager
def _folder(path: str) -> Iterator[None]:
    """Change to the folder in which the module would run, for relative paths."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


def _client_for(connection: Connection) -> Client:
    key = (os.getpid(), connection)
    if key not in _clients:
        _clients[key] = Client(connection)
    return _clients[key]
