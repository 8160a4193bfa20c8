# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the modules of the collection, as processes or in Ansible's worker.

A module is a declaration of options and a function that works on them. The function neither exits nor prints.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._connection import CONNECTION_OPTIONS, Connection, resolve_connection, with_environment
from ._errors import PlanError, SinchError
from ._given_options import censored, problems_of_options, secret_values
from ._secret_spellings import spellings
from ._transport.client import Client
from ._transport.session import REQUESTS_IMPORT_ERROR

# From -vvv on, a result lists its requests.
TRACE_VERBOSITY = 3

# Returns the client of a connection. Returning the same client again keeps its connections and token.
MakeClient = Callable[[Connection], Client]


class Task:
    """One run of a module: its options, its client, and the warnings it collects."""

    def __init__(self, params: Mapping[str, Any], check_mode: bool, client: Client) -> None:
        """Take the options that Ansible has validated."""
        self.params = params
        self.check_mode = check_mode
        self.client = client
        self.warnings: list[str] = []


@dataclass(frozen=True)
class Report:
    """The outcome of a run: the result for the user, the warnings, and the values to censor in both."""

    result: dict[str, Any]
    failed: bool
    warnings: list[str]
    secrets: frozenset[str]


def _without_descriptions(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return an argument spec without descriptions: Ansible does not accept them there."""
    spec: dict[str, Any] = {}
    for name, option in options.items():
        spec[name] = {key: value for key, value in option.items() if key != "description"}
        if "options" in option:
            spec[name]["options"] = _without_descriptions(option["options"])
    return spec


def _failure(error: SinchError) -> dict[str, Any]:
    return {"msg": str(error), "changed": False, **error.details(), **error.more}


@dataclass(frozen=True)
class SinchModule:
    """A module: its options without those of the connection, the rules between options, and its function.

    ``options`` is an argument spec whose options may have descriptions, for the documentation.
    """

    options: Mapping[str, Mapping[str, Any]]
    work: Callable[[Task], dict[str, Any]]
    rules: Mapping[str, Any] = field(default_factory=dict)

    @functools.cached_property
    def arguments(self) -> dict[str, Any]:
        """The arguments of AnsibleModule that describe the options."""
        spec = {**CONNECTION_OPTIONS, **_without_descriptions(self.options)}
        return {"argument_spec": spec, "supports_check_mode": True, **self.rules}

    def refused(self, given: Mapping[str, Any]) -> Report | None:
        """Return the report of options that ansible-core must not see, because it would quote their values, or None."""
        spec = self.arguments["argument_spec"]
        problems = problems_of_options(spec, given)
        if not problems:
            return None
        result = {**_failure(PlanError(problems)), "invocation": {"module_args": censored(spec, given)}}
        return Report(result, True, [], frozenset(secret_values(spec, given)))

    def run(
        self,
        params: Mapping[str, Any],
        check_mode: bool,
        environ: Mapping[str, str],
        verbosity: int = 0,
        make_client: MakeClient = Client,
    ) -> Report:
        """Run the function. Report an error that a user can act on instead of raising it."""
        try:
            client = make_client(resolve_connection(params, environ))
        except SinchError as error:
            # A refused URL may hold a password.
            urls = {str(params.get(name)) for name in ("api_url", "auth_url", "numbers_url")}
            return Report(_failure(error), True, [], frozenset(url for url in urls if "@" in url))
        task = Task(params, check_mode, client)
        if client.connection.verify is False:
            task.warnings.append(
                "validate_certs: false lets anybody between here and Sinch read and change everything, the key included"
            )
        seen = len(client.trace)
        failed = False
        try:
            result = self.work(task)
        except SinchError as error:
            result, failed = _failure(error), True
        task.warnings.extend(client.warnings)
        client.warnings.clear()
        if verbosity >= TRACE_VERBOSITY:
            result["http_exchanges"] = [exchange._asdict() for exchange in client.trace[seen:]]
        return Report(result, failed, task.warnings, client.secrets)

    def main(self) -> None:
        """Run as an ordinary Ansible module, in a process of its own."""
        module = _Process(self)
        if REQUESTS_IMPORT_ERROR is not None:
            module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
        report = module.refusal or self.run(module.params, module.check_mode, os.environ, module._verbosity)
        module.no_log_values.update(spellings({*map(str, module.no_log_values), *report.secrets}))
        for warning in report.warnings:
            module.warn(warning)
        if report.failed:
            module.fail_json(**report.result)
        module.exit_json(**report.result)


class _Process(AnsibleModule):
    """An AnsibleModule that keeps refused options from ansible-core, and returns what the module says alone."""

    def __init__(self, described: SinchModule) -> None:
        """Read and validate the options."""
        self._described = described
        self.refusal: Report | None = None
        base: Any = super()
        base.__init__(**described.arguments)

    def _load_params(self) -> None:
        """Read the options. Leave none to ansible-core if any is refused."""
        base: Any = super()
        base._load_params()
        internal = {name: value for name, value in self.params.items() if name.startswith("_ansible_")}
        options = {name: value for name, value in self.params.items() if name not in internal}
        given = with_environment(options, os.environ)
        self.params = {**internal, **given}
        self.refusal = self._described.refused(given)
        if self.refusal:
            self.params = internal
            self.argument_spec = {}
            for rule in self._described.rules:
                setattr(self, rule, None)

    def add_path_info(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the result without the owner and the mode of its ``dest``, as in the worker."""
        return kwargs

    def _log_invocation(self) -> None:
        """Log the options without secrets: ansible-core does not find them in Python's spelling."""
        params = self.params
        self.params = censored(self.argument_spec, params)
        base: Any = super()
        base._log_invocation()
        self.params = params
