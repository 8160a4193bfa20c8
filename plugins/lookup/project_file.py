# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: project_file
short_description: Read the file of a project of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Returns the options of M(sinch.sip.sinch_sip_config) that a file contains. The playbook C(sinch.sip.export) writes
    such a file.
  - The file is data. Nothing in it is rendered as a template. A password may contain C({{) or C({#).
  - The file, or single values in it, may be encrypted with Ansible Vault.
  - An error names the place in the file, and shows no part of its text.
options:
  _terms:
    description: Paths of files in YAML or JSON. Relative paths start at the folder of the playbook.
    type: list
    elements: str
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config
  - plugin: sinch.sip.project_file
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Build the trunks of a file
  sinch.sip.sinch_sip_config:
    trunks: "{{ lookup('sinch.sip.project_file', 'sinch-project.yml').trunks }}"
"""

RETURN = r"""
_raw:
  description: The options that each file contains.
  type: list
  elements: dict
"""

import json
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.sinch.sip.plugins.plugin_utils._data_file import UnreadableError
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain
from ansible_collections.sinch.sip.plugins.plugin_utils._project_file import read_project


class LookupModule(LookupBase):
    """Reads project files."""

    # ansible-core does not declare its type.
    _loader: Any

    def run(self, terms: list[str], variables: Any = None, **options: Any) -> list[dict[str, Any]]:
        """Return the options in each file; raise AnsibleLookupError."""
        return [self._read(self._loader.path_dwim(term)) for term in terms]

    def _read(self, path: str) -> dict[str, Any]:
        """Return the options in a file; raise AnsibleLookupError, without a cause that would show the file."""
        problem = ""
        try:
            with open(path, encoding="utf-8") as file:
                return read_project(file.read(), self._decrypt)
        except UnreadableError as error:
            problem = str(error)
        except UnicodeDecodeError:
            problem = "it is not text in UTF-8"
        except OSError as error:
            problem = f"{error.strerror}; the playbook sinch.sip.export writes such a file"
        raise AnsibleLookupError(f"{path} cannot be used: {problem}.")

    def _decrypt(self, text: str) -> str:
        """Return the content of a vault; raise UnreadableError."""
        try:
            return str(plain(str(self._loader.load(f"!vault {json.dumps(text)}"))))
        except Exception:
            raise UnreadableError("it cannot be decrypted with any of the vault passwords that were given") from None
