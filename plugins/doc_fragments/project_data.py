# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that say what a whole project is like."""

    DOCUMENTATION = r"""
options:
  acls:
    description:
      - The ACLs.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) makes sure that the ACL exists as described.
          - V(absent) makes sure that there is no such ACL.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the ACL, instead of its name. With O(acls[].state=present), an ID that the project does not have is
            an error.
        type: str
      name:
        description:
          - Name of the ACL. Where several ACLs have it, the task fails and lists their IDs.
        type: str
      enabled:
        description:
          - Whether the ACL is in force. V(true) for a new ACL where nothing is said.
        type: bool
      ip_ranges:
        description:
          - The IPv4 ranges that may place calls, each as a string in CIDR notation or as a mapping of C(cidr) and
            C(description).
            A bare address is a C(/32).
          - Order does not matter. A range for which no description is given keeps the one that it has.
          - Required to create an ACL; an ACL cannot be left without ranges.
          - IPv6, C(/0) and ranges with host bits set are refused.
        type: list
        elements: raw
      purge_ip_ranges:
        description:
          - Whether ranges that are not listed are removed. With V(false), ranges are only added.
        type: bool
        default: true
      allow_wide:
        description:
          - Allow to add a range shorter than C(/16). One compromised address in a range is enough for toll fraud, so
            that
            a wide one is
            refused unless it is said to be meant. A wide range that is there already is never refused.
        type: bool
        default: false
      force:
        description:
          - With O(acls[].state=absent), also unlink the ACL from the trunks that use it. Without it, an ACL in use is
            not
            deleted, and the
            error names the trunks.
        type: bool
        default: false
      keep_if_used:
        description:
          - With O(acls[].state=absent), leave the ACL where something that stays uses it. Without it, that is an
            error.
        type: bool
        default: false
  credential_lists:
    description:
      - The credential lists.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) makes sure that the credential list exists as described.
          - V(absent) makes sure that there is no such credential list.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the credential list, instead of its name. With O(credential_lists[].state=present), an ID that does
            not exist is an
            error.
        type: str
      name:
        description:
          - Name of the credential list. Where several lists have it, the task fails and lists their IDs.
        type: str
      credentials:
        description:
          - The users. Required to create a credential list.
        type: list
        elements: dict
        suboptions:
          username:
            description:
              - Name of the user, exactly as it is. A new one has no blanks around it, and no control characters.
            type: str
            required: true
          password:
            description:
              - Password of the user, with at least 12 characters, among them an upper-case letter, a lower-case letter
                and
                a digit.
              - Required for a user that is not in the list yet.
            type: str
      purge_credentials:
        description:
          - Whether users that are not listed are removed. With V(false), users are only added.
        type: bool
        default: true
      update_password:
        description:
          - V(on_create) sets the password of new users only.
          - V(always) sets every password that is given, every time; the task is then always changed.
        type: str
        choices: [on_create, always]
        default: on_create
      force:
        description:
          - With O(credential_lists[].state=absent), also unlink the list from the trunks that use it and delete the
            endpoints, of any
            trunk,
            that register with one
            of its users. Without it, a list in use is not deleted, and the error names what uses it.
          - With O(credential_lists[].state=present), also remove a user that an endpoint registers as, with a warning.
            Without it, that is refused, and the error names the endpoint.
        type: bool
        default: false
      keep_if_used:
        description:
          - With O(credential_lists[].state=absent), leave the list where something that stays uses it. Without it, that
            is an error.
        type: bool
        default: false
  trunks:
    description:
      - The trunks, each with what belongs to it.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) makes sure that the trunk exists as described.
          - V(absent) makes sure that there is no such trunk.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the trunk, instead of its name. With O(trunks[].state=present), an ID that the project does not have
            is an
            error.
        type: str
      name:
        description:
          - Name of the trunk. Where several trunks have it, the task fails and lists their IDs.
        type: str
      host_name:
        description:
          - First label of the trunk's domain, which is then C(HOST_NAME.pstn.sinch.com). Letters, digits and hyphens;
            unique across all of Sinch.
          - Required to create a trunk. One that belongs to another trunk of the project is refused.
        type: str
      enable_caller_name:
        description:
          - Whether the caller's name is looked up (US and Canada only). V(false) for a new trunk where nothing is said.
        type: bool
      enable_call_forward:
        description:
          - Whether calls are forwarded to O(trunks[].call_forward_number) when the trunk cannot be reached. V(false)
            for a new
            trunk where nothing is said.
        type: bool
      call_forward_number:
        description:
          - Number in E.164 that calls are forwarded to, quoted, like V("+12025550123"). Required with
            O(trunks[].enable_call_forward=true).
          - An empty string removes it.
        type: raw
      acls:
        description:
          - Names or IDs of the ACLs to have linked, and no others. An empty list unlinks all.
          - Left out, links are neither read nor changed.
          - A change takes about 60 seconds to reach the SIP edge.
        type: list
        elements: str
      credential_lists:
        description:
          - Names or IDs of the credential lists to have linked, and no others. An empty list unlinks all.
          - Left out, links are neither read nor changed.
          - A change takes about 60 seconds to reach the SIP edge.
        type: list
        elements: str
      force:
        description:
          - With O(trunks[].state=absent), also unassign the trunk's phone numbers, delete its endpoints, and unlink
            its ACLs and
            credential
            lists. Without it, a trunk in use is not deleted, and the error names what uses it.
          - With O(trunks[].state=present), also unlink a credential list whose users endpoints of the trunk register
            as, with a warning, and take over a host name from a trunk that O(sinch.sip.sinch_sip_config#module:purge)
            first. Without it, either is refused, and the error says why.
        type: bool
        default: false
      endpoints:
        description:
          - The endpoints of the trunk. Left out, they are left as they are.
        type: list
        elements: dict
        suboptions:
          state:
            description:
              - V(present) makes sure that the endpoint exists as described.
              - V(absent) makes sure that there is no such endpoint.
            type: str
            choices: [present, absent]
            default: present
          id:
            description:
              - ID of the endpoint, instead of its name. With O(trunks[].endpoints[].state=present), an ID that does
                not exist is an error.
            type: str
          name:
            description:
              - Name of the endpoint. Where several endpoints of the trunk have it, the task fails and lists their IDs.
            type: str
          address:
            description:
              - IP address or fully qualified domain name of a static endpoint.
            type: str
          port:
            description:
              - Port of a static endpoint. V(5060) for a new one where nothing is said; V(5061) is usual with TLS.
            type: int
          transport:
            description:
              - How SIP is carried. V(UDP) for a new endpoint where nothing is said.
            type: str
            choices: [UDP, TCP, TLS]
          priority:
            description:
              - Its turn, from 1 up. The lowest that can be reached gets the call; equal ones take turns.
              - V(1) for a new endpoint where nothing is said.
            type: int
          enabled:
            description:
              - Whether the endpoint gets calls. V(true) for a new one where nothing is said.
            type: bool
          credential_username:
            description:
              - User name that the endpoint registers with. A credential list that is linked to the trunk must have it.
                The API would accept any other, and every call would fail. In check mode a list that is not there yet
                is a warning.
            type: str
      phone_numbers:
        description:
          - Numbers in E.164 that are assigned to the trunk. Quote them. Left out, numbers are left as they are.
        type: raw
      move:
        description:
          - Take numbers that another trunk has from it. Without it, that is refused.
        type: bool
        default: false
  country_permissions:
    description:
      - Which countries can be dialled.
    type: dict
    suboptions:
      enabled:
        description:
          - ISO 3166-1 alpha-2 codes of the countries that can be dialled, or V("*"). Quote the codes.
        type: raw
        required: true
      exclusive:
        description:
          - Forbid every country that is not in O(country_permissions.enabled).
        type: bool
        default: false
      allow_wide:
        description:
          - Allow to enable V("*"), which opens every destination, premium-rate ones too.
        type: bool
        default: false
  call_blocking_rules:
    description:
      - The call blocking rules.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) makes sure that the rule exists as described.
          - V(absent) makes sure that there is no such rule.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the rule, instead of its name. With O(call_blocking_rules[].state=present), an ID that does not exist
            is an error.
        type: str
      name:
        description:
          - Name of the rule. Where several rules have it, the task fails and lists their IDs.
        type: str
      direction:
        description:
          - Direction of the calls that the rule blocks. Required to create a rule.
        type: str
        choices: [INBOUND, OUTBOUND]
      caller_country:
        description:
          - ISO 3166-1 alpha-2 code of the country that calls come from.
        type: raw
      caller_match:
        description:
          - First digits of the numbers that calls come from. Meant for inbound calls.
        type: raw
      callee_country:
        description:
          - ISO 3166-1 alpha-2 code of the country that calls go to.
        type: raw
      callee_match:
        description:
          - First digits of the numbers that calls go to. Meant for outbound calls.
        type: raw
"""
