# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: sip_trunks
short_description: Make hosts from the PBXs that Sinch Elastic SIP Trunking calls
version_added: 1.0.0
description:
  - Reads the trunks of a project and their static endpoints. A play can then configure the machines to which Sinch
    sends calls.
  - Every address of a static endpoint is one host, even if several endpoints of several trunks have this address. An
    endpoint that registers has no address, so it is not a host.
  - The name of the inventory file must end in C(sip_trunks.yml) or C(sip_trunks.yaml).
options:
  plugin:
    description:
      - The name of this plugin. It marks the file as an inventory of this plugin.
    type: str
    required: true
    choices: [sinch.sip.sip_trunks]
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.connection.pool
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
notes:
  - Options of the connection may be templates, which can use lookups and extra variables. They may also be encrypted
    with Ansible Vault. Tag a secret as C(!unsafe) if it contains C({{), C({%) or C({#) and is not a template.
  - If the file is not valid YAML, Ansible itself quotes its lines, whatever they contain. Keep secrets in variables or
    in the environment instead.
  - The name of a host is its address, in lower case. Ansible connects to it, unless O(compose) or a group's variables
    set C(ansible_host).
  - A host has the variable C(sinch_sip_endpoints), a list of its endpoints. Each entry has C(name), C(id), C(trunk),
    C(sip_trunk_id), C(domain) (of the trunk), C(address), C(port), C(transport), C(priority), C(enabled) and
    C(project_id). An inventory of another project that has the same host adds its entries to the list.
  - All hosts are in the group C(sinch_pbxs). Hosts with at least one enabled endpoint are in C(sinch_enabled).
  - There are groups by trunk, such as C(sinch_trunk_office), below C(sinch_pbxs); by the host name of the trunk, such
    as C(sinch_domain_acme_office); and by transport, such as C(sinch_transport_udp). A character that a group name
    cannot have becomes an underscore. A trunk without static endpoints is a group without hosts.
  - Trunks of the same name share a group, across projects too. A group by host name belongs to one trunk only.
  - Values from Sinch are never rendered as templates.
  - If an inventory cannot be read, Ansible continues without its hosts. Set
    E(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED) to have it stop.
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_endpoint
  - module: sinch.sip.sinch_sip_endpoint_info
"""

EXAMPLES = r"""# fmt: yaml+jinja

# With the project and its key in the environment, in a file called sip_trunks.yml:
# ansible-inventory -i sip_trunks.yml --graph
plugin: sinch.sip.sip_trunks

---
# The key is in variables that come from a vault:
# ansible-playbook -i acme.sip_trunks.yml -e @secrets.yml pbxs.yml
plugin: sinch.sip.sip_trunks
project_id: 11111111-1111-4111-8111-111111111111
key_id: "{{ sinch_key_id }}"
key_secret: "{{ sinch_key_secret }}"

---
# The PBXs have another address for management than for SIP traffic. They are also grouped by port.
plugin: sinch.sip.sip_trunks
strict: true
compose:
  ansible_host: (sinch_sip_endpoints | first).name ~ '.mgmt.example.com'
groups:
  first_choice: sinch_sip_endpoints | selectattr('priority', 'equalto', 1) | length > 0
keyed_groups:
  - key: sinch_sip_endpoints | map(attribute='port') | map('string') | unique | list
    prefix: sip_port

---
# The answers are cached for ten minutes. --flush-cache reads them again.
plugin: sinch.sip.sip_trunks
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible-inventory
cache_timeout: 600
"""

import hashlib
import os
import re
from collections.abc import Mapping, Set
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.basic import missing_required_lib
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.template import Templar

from ansible_collections.sinch.sip.plugins.module_utils._connection import (
    CONNECTION_OPTIONS,
    Connection,
    with_environment,
)
from ansible_collections.sinch.sip.plugins.module_utils._given_options import (
    problems_of_options,
    secret_values,
    unknown_option,
)
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._project_config import CONNECTIONS, workers_for
from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import REQUESTS_IMPORT_ERROR
from ansible_collections.sinch.sip.plugins.plugin_utils._literal import literal
from ansible_collections.sinch.sip.plugins.plugin_utils._pbx_hosts import (
    ALL,
    VARIABLE,
    Pbxs,
    Read,
    is_readable,
    merged,
    pbxs_of,
    read_project,
)
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain

# A template that is a single variable.
_VARIABLE = re.compile(r"\s*\{\{\s*([A-Za-z_]\w*)\s*\}\}\s*")


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Converts trunks and their endpoints to hosts and groups."""

    NAME = "sinch.sip.sip_trunks"

    # ansible-core does not declare the types of these in every version.
    inventory: Any
    get_option: Any
    _read_config_data: Any
    _vars: Any
    _set_composite_vars: Any
    _add_host_to_composed_groups: Any
    _add_host_to_keyed_groups: Any

    def verify_file(self, path: str) -> bool:
        """Return whether the name of a file is one for this plugin."""
        base: Any = super()
        return path.endswith(("sip_trunks.yml", "sip_trunks.yaml")) and bool(base.verify_file(path))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the hosts and groups of a project; raise AnsibleParserError."""
        super().parse(inventory, loader, path, cache)
        if REQUESTS_IMPORT_ERROR is not None:
            raise AnsibleParserError(missing_required_lib("requests"))
        try:
            params = self._params(self._read_config_data(path))
            self._add(self._read(params, cache))
        except AnsibleParserError:
            raise
        except AnsibleError as error:
            # For an error with a position, Ansible would show lines of the file and thus secrets.
            raise AnsibleParserError(str(error)) from None

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Refuse unknown options, which Ansible would ignore, and values of a wrong type, which it would show."""
        for name, value in (direct or {}).items():
            if name not in self.option_definitions:
                raise AnsibleParserError(unknown_option(name, self.option_definitions))
            if name in CONNECTION_OPTIONS and isinstance(value, (Mapping, list, Set)):
                raise AnsibleParserError(f"{name}: is a list or a mapping; give a single value")
            if name in CONNECTION_OPTIONS and isinstance(value, bytes):
                raise AnsibleParserError(f"{name}: is binary data; give text")
        # Connection options may be templates, which have no type before they are rendered.
        others = {name: value for name, value in (direct or {}).items() if name not in CONNECTION_OPTIONS}
        base: Any = super()
        base.set_options(task_keys, var_options, others)

    def _compose(self, *args: Any, **options: Any) -> Any:
        """Return the value of an expression, which no version of ansible-core renders again."""
        base: Any = super()
        return literal(plain(base._compose(*args, **options)))

    def _params(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options as a module has them. Those of the connection are rendered; the core has not done so."""
        rendered = {name: self._rendered(name, config[name]) for name in CONNECTION_OPTIONS if name in config}
        given = with_environment(rendered, os.environ)
        validation = ArgumentSpecValidator(CONNECTION_OPTIONS).validate(given)
        problems = problems_of_options(CONNECTION_OPTIONS, given) or validation.error_messages
        if problems:
            secrets = spellings(secret_values(CONNECTION_OPTIONS, given))
            raise AnsibleParserError(remove_values("; ".join(problems), secrets))
        return {**validation.validated_parameters, **{name: self.get_option(name) for name in CONNECTIONS}}

    def _rendered(self, name: str, value: Any) -> Any:
        """Return the rendered value of an option; raise AnsibleParserError, without the text of a secret option."""
        try:
            return plain(Templar(loader=self.loader, variables=self._vars).template(value))
        except Exception as error:  # Before 2.19, those of filters come as they are.
            reason = self._why_secret_is_no_template(value) if CONNECTION_OPTIONS[name].get("no_log") else str(error)
        raise AnsibleParserError(f"{name}: cannot be rendered: {reason}")

    def _why_secret_is_no_template(self, value: Any) -> str:
        """Return the problem with the template of a secret; the error of ansible-core may show parts of it."""
        variable = _VARIABLE.fullmatch(str(value))
        if variable and variable[1] not in self._vars:
            return f"{variable[1]!r} is undefined"
        return "its template, or that of a variable in it, does not work; what is no template has to be tagged !unsafe"

    def _read(self, params: Mapping[str, Any], use_cache: bool) -> Pbxs:
        """Return the hosts and groups of the project, from the cache if possible."""

        def work(task: Task) -> dict[str, Any]:
            with workers_for(params) as workers:
                key = self._key(task.client.connection)
                read = self._cached(key) if use_cache else None
                if read is None:
                    read = read_project(task.client, workers)
                    if self.get_option("cache"):
                        self._cache[key] = {"trunks": read}
            return {"pbxs": pbxs_of(task.client.connection.project_id, read)}

        report = SinchModule({}, work).run(params, True, os.environ)
        for warning in report.warnings:
            self.display.warning(warning)
        if report.failed:
            secrets = spellings({*secret_values(CONNECTION_OPTIONS, params), *report.secrets})
            raise AnsibleParserError(remove_values(report.result["msg"], secrets))
        found: Pbxs = report.result["pbxs"]
        return found

    def _key(self, connection: Connection) -> str:
        """Return the cache key of the project, which the environment may set, and not of the file."""
        identity = f"{connection.api_url}\n{connection.project_id}"
        return f"{self.NAME}_{hashlib.sha256(identity.encode()).hexdigest()[:32]}"

    def _cached(self, key: str) -> Read | None:
        """Return the trunks in the cache, or None if they are missing or unusable."""
        if not self.get_option("cache"):
            return None
        try:
            read = plain(self._cache[key]["trunks"])
        except (AnsibleError, LookupError, TypeError, ValueError):
            # Cache plugins raise these errors for a broken entry.
            return None
        return read if is_readable(read) else None

    def _add(self, found: Pbxs) -> None:
        """Fill the inventory."""
        for warning in found.warnings:
            self.display.warning(warning)
        self.inventory.add_group(ALL)
        for group in sorted(found.groups):
            self.inventory.add_group(group)
        for group in found.trunk_groups:
            self.inventory.add_child(ALL, group)
        for host, endpoints in sorted(found.hosts.items()):
            self.inventory.add_host(host)
            known = self.inventory.get_host(host).get_vars()
            self.inventory.set_variable(host, VARIABLE, literal(merged(plain(known.get(VARIABLE)), endpoints)))
            for group, members in sorted(found.groups.items()):
                if host in members:
                    self.inventory.add_child(group, host)
        strict = self.get_option("strict")
        for host in found.hosts:
            variables = self.inventory.get_host(host).get_vars()
            self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
            variables = self.inventory.get_host(host).get_vars()
            self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
            self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)
