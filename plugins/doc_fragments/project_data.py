# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that describe a whole project."""

    DOCUMENTATION = r"""
options:
  # generated from the declarations: make generate
  acls:
    description:
      - ACLs of the project.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) ensures that the ACL exists as described.
          - V(absent) ensures that there is no such ACL.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the ACL, instead of its name. With O(acls[].state=present), an ID that does not exist is an error.
        type: str
      name:
        description:
          - Name of the ACL. If several ACLs have it, the task fails and lists their IDs.
        type: str
      enabled:
        description:
          - Whether the ACL is in force.
          - Defaults to V(true) for a new ACL.
        type: bool
      ip_ranges:
        description:
          - IPv4 ranges that may place calls, each a string in CIDR notation or a mapping of C(cidr) and C(description).
            A bare address is a C(/32).
          - The order does not matter. A range that is given without a description keeps the description that it has.
          - An ACL cannot be left without ranges. IPv6, C(/0) and ranges with host bits set are refused.
          - Required to create an ACL.
        type: list
        elements: raw
      purge_ip_ranges:
        description:
          - Whether to remove ranges that are not listed. With V(false), ranges are only added.
        type: bool
        default: true
      allow_wide:
        description:
          - Allow adding a range shorter than C(/16). Such a range is refused otherwise, because one compromised address
            in it is enough for toll fraud.
          - A wide range that the ACL already has is never refused.
        type: bool
        default: false
      force:
        description:
          - With O(acls[].state=absent), also unlink the ACL from the trunks that use it. Without it, an ACL in use
            is not deleted, and the error names the trunks.
        type: bool
        default: false
      keep_if_used:
        description:
          - With O(acls[].state=absent), keep the object while something that stays uses it, instead of failing.
        type: bool
        default: false
  credential_lists:
    description:
      - Credential lists of the project.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) ensures that the credential list exists as described.
          - V(absent) ensures that there is no such credential list.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the credential list, instead of its name. With O(credential_lists[].state=present), an ID that does
            not exist is an error.
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
              - Password of the user, at least 12 characters with an upper-case letter, a lower-case letter and a
                digit.
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
          - With O(credential_lists[].state=absent), also unlink the credential list from the trunks that use it,
            and delete the SIP endpoints of any trunk that register with one of its users. Without it, a credential
            list in use is not deleted, and the error names what uses it.
          - With O(credential_lists[].state=present), also remove a user that a SIP endpoint registers as, with a
            warning. Without it, this is refused, and the error names the endpoint.
        type: bool
        default: false
      keep_if_used:
        description:
          - With O(credential_lists[].state=absent), keep the object while something that stays uses it, instead of
            failing.
        type: bool
        default: false
  trunks:
    description:
      - SIP trunks of the project, each with its endpoints and phone numbers.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) ensures that the SIP trunk exists as described.
          - V(absent) ensures that there is no such SIP trunk.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the SIP trunk, instead of its name. With O(trunks[].state=present), an ID that does not exist is
            an error.
        type: str
      name:
        description:
          - Name of the SIP trunk. If several SIP trunks have it, the task fails and lists their IDs.
        type: str
      host_name:
        description:
          - First label of the trunk's domain, C(HOST_NAME.pstn.sinch.com). Use letters, digits and hyphens.
          - The host name must be unique across all of Sinch. The host name of another trunk of the project is refused.
          - Required to create a SIP trunk.
        type: str
      enable_caller_name:
        description:
          - Whether the caller's name is looked up (US and Canada only).
          - Defaults to V(false) for a new SIP trunk.
        type: bool
      enable_call_forward:
        description:
          - Whether calls are forwarded to O(trunks[].call_forward_number) while the trunk cannot be reached.
          - Defaults to V(false) for a new SIP trunk.
        type: bool
      call_forward_number:
        description:
          - Number in E.164 format that calls are forwarded to. Quote it, like V("+12025550123").
          - Required with O(trunks[].enable_call_forward=true). An empty string removes the number.
        type: raw
      acls:
        description:
          - Names or IDs of the ACLs to link. All others are unlinked. An empty list unlinks all.
          - If left out, links are neither read nor changed.
          - A change takes about 60 seconds to reach the SIP edge.
        type: list
        elements: str
      credential_lists:
        description:
          - Names or IDs of the credential lists to link. All others are unlinked. An empty list unlinks all.
          - If left out, links are neither read nor changed.
          - A change takes about 60 seconds to reach the SIP edge.
        type: list
        elements: str
      force:
        description:
          - With O(trunks[].state=absent), also unassign the phone numbers of the trunk, delete its SIP endpoints,
            and unlink its ACLs and credential lists. Without it, a trunk in use is not deleted, and the error names
            what uses it.
          - With O(trunks[].state=present), also unlink a credential list whose users the SIP endpoints of the trunk
            register as, with a warning. Without it, this is refused, and the error names the endpoints.
          - In M(sinch.sip.sinch_sip_config), also take over the host name of a trunk that is purged first.
        type: bool
        default: false
      endpoints:
        description:
          - SIP endpoints of the trunk. If left out, the endpoints are left as they are.
        type: list
        elements: dict
        suboptions:
          state:
            description:
              - V(present) ensures that the SIP endpoint exists as described.
              - V(absent) ensures that there is no such SIP endpoint.
            type: str
            choices: [present, absent]
            default: present
          id:
            description:
              - ID of the SIP endpoint, instead of its name. With O(trunks[].endpoints[].state=present), an ID that
                does not exist is an error.
            type: str
          name:
            description:
              - Name of the SIP endpoint. If several SIP endpoints of the trunk have it, the task fails and lists
                their IDs.
            type: str
          address:
            description:
              - IP address or fully qualified domain name of a static endpoint.
            type: str
          port:
            description:
              - Port of a static endpoint. V(5061) is usual with TLS.
              - Defaults to V(5060) for a new SIP endpoint.
            type: int
          transport:
            description:
              - Transport of the SIP messages.
              - Defaults to V(UDP) for a new SIP endpoint.
            type: str
            choices: [UDP, TCP, TLS]
          priority:
            description:
              - Rank of the endpoint, from 1 up. A call goes to the endpoint with the lowest rank that can be reached.
                Endpoints of equal rank take turns.
              - Defaults to V(1) for a new SIP endpoint.
            type: int
          enabled:
            description:
              - Whether the endpoint gets calls.
              - Defaults to V(true) for a new SIP endpoint.
            type: bool
          credential_username:
            description:
              - User name that the endpoint registers with.
              - A credential list that is linked to the trunk must have this user. The API would accept any other
                name, and every call would fail. In check mode, a missing user is a warning.
            type: str
      phone_numbers:
        description:
          - Phone numbers in E.164 format to assign to the trunk. Quote them.
          - If left out, the numbers of the trunk are left as they are.
        type: raw
      move:
        description:
          - Take phone numbers from other trunks. Without it, a number of another trunk is refused, and the error
            names that trunk.
        type: bool
        default: false
      emergency_address:
        description:
          - Where help goes when a number of the trunk calls an emergency number, for the listed numbers of the US
            and Canada (C(+1)). Validated before anything is changed. If left out, addresses are left as they are.
        type: dict
        suboptions:
          display_name:
            description:
              - Name of the person or company at the address. Required to set an address.
              - The API does not return it, so that a different name alone is not a change.
            type: str
          address:
            description:
              - The address. Required to set an address.
            type: dict
            suboptions:
              street_number:
                description:
                  - Number of the house. Required.
                type: str
              street_info:
                description:
                  - Name of the street. Required.
                type: str
              location:
                description:
                  - Place in the house, such as C(APT 12).
                type: str
              city:
                description:
                  - City. Required.
                type: str
              state:
                description:
                  - Code of the state or province, such as C(DC). Required.
                type: str
              postal_code:
                description:
                  - Postal code. Quote it. Required.
                type: str
              postal_code_plus_four:
                description:
                  - Last four digits of a ZIP+4 code. Quote them.
                type: str
          accept_correction:
            description:
              - Set the address that the API proposes instead of one that is not quite right. Without it, such an
                address is an error that shows the proposal.
            type: bool
            default: false
  country_permissions:
    description:
      - Countries that can be dialled.
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
          - Allow enabling V("*"), which opens every destination, premium-rate numbers included.
        type: bool
        default: false
  call_blocking_rules:
    description:
      - Call blocking rules of the project.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(present) ensures that the call blocking rule exists as described.
          - V(absent) ensures that there is no such call blocking rule.
        type: str
        choices: [present, absent]
        default: present
      id:
        description:
          - ID of the call blocking rule, instead of its name. With O(call_blocking_rules[].state=present), an ID
            that does not exist is an error.
        type: str
      name:
        description:
          - Name of the call blocking rule. If several call blocking rules have it, the task fails and lists their
            IDs.
        type: str
      direction:
        description:
          - Direction of the calls that the rule blocks.
          - Required to create a call blocking rule.
        type: str
        choices: [INBOUND, OUTBOUND]
      caller_country:
        description:
          - ISO 3166-1 alpha-2 code of the country that calls come from. Quote it.
        type: raw
      caller_match:
        description:
          - First digits of the numbers that calls come from, for inbound calls. Quote them.
        type: raw
      callee_country:
        description:
          - ISO 3166-1 alpha-2 code of the country that calls go to. Quote it.
        type: raw
      callee_match:
        description:
          - First digits of the numbers that calls go to, for outbound calls. Quote them.
        type: raw
"""
