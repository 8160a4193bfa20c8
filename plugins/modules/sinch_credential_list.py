#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_credential_list
short_description: Manage a credential list of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Creates, changes, renames and deletes a credential list, whose users may register and place calls with a password
    (digest authentication) on the trunks that the list is linked to.
  - O(name), matched exactly, or O(id) identifies the credential list. With O(id), O(name) renames it.
  - Link the credential list to trunks with the option O(sinch.sip.sinch_sip_trunk#module:credential_lists).
  - The API never returns passwords. They are written, and never compared or shown.
options:
  # generated from the declarations: make generate
  state:
    description:
      - V(present) ensures that the credential list exists as described.
      - V(absent) ensures that there is no such credential list.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the credential list, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the credential list. If several credential lists have it, the task fails and lists their IDs.
    type: str
  credentials:
    description:
      - Users of the credential list.
      - Required to create a credential list.
    type: list
    elements: dict
    suboptions:
      username:
        description:
          - Name of the user, taken exactly as given. The name of a new user has no blanks around it and no control
            characters.
        type: str
        required: true
      password:
        description:
          - Password of the user, at least 12 characters with an upper-case letter, a lower-case letter and a digit.
          - Required for a user that the credential list does not have yet.
        type: str
  purge_credentials:
    description:
      - Whether to remove users that are not listed. With V(false), users are only added.
    type: bool
    default: true
  update_password:
    description:
      - V(on_create) sets the passwords of new users only.
      - V(always) sets every password that is given. The task then reports a change every time.
    type: str
    choices: [on_create, always]
    default: on_create
  force:
    description:
      - With O(state=absent), also unlink the credential list from the trunks that use it, and delete the SIP endpoints
        of any trunk that register with one of its users. Without it, a credential list in use is not deleted, and the
        error names what uses it.
      - With O(state=present), also remove a user that a SIP endpoint registers as, with a warning. Without it, this
        is refused, and the error names the endpoint.
    type: bool
    default: false
  keep_if_used:
    description:
      - With O(state=absent), keep the object while something that stays uses it, instead of failing.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_credential_list_info
  - module: sinch.sip.sinch_sip_trunk
"""

EXAMPLES = r"""
- name: Let two phones register
  sinch.sip.sinch_credential_list:
    name: office-phones
    credentials:
      - username: desk-1001
        password: "{{ desk_1001_password }}"
      - username: desk-1002
        password: "{{ desk_1002_password }}"

- name: Add a third, and keep the others
  sinch.sip.sinch_credential_list:
    name: office-phones
    credentials:
      - username: desk-1003
        password: "{{ desk_1003_password }}"
    purge_credentials: false

- name: Set a new password for one of them
  sinch.sip.sinch_credential_list:
    name: office-phones
    credentials:
      - username: desk-1001
        password: "{{ desk_1001_new_password }}"
    purge_credentials: false
    update_password: always

- name: Remove the list
  sinch.sip.sinch_credential_list:
    name: office-phones
    state: absent
"""

RETURN = r"""
# generated from the declarations: make generate
credential_list:
  description:
    - The credential list as it is after the task. With O(state=absent), the credential list as it was, or null if there
      was none.
    - In check mode, values that only the server knows, such as C(id), are null for a new credential list.
    - Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the credential list.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the credential list.
      type: str
      returned: always
      sample: office-phones
    credentials:
      description: Users, sorted by name. Passwords are never returned.
      type: list
      elements: dict
      returned: always
      sample:
        - username: desk-1001
      contains:
        username:
          description: Name of the user.
          type: str
          returned: always
          sample: desk-1001
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the credential list was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the credential list was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import object_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CREDENTIAL_LIST

MODULE = object_module(CREDENTIAL_LIST)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
