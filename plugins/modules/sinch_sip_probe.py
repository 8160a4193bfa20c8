#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_probe
short_description: Ask a SIP trunk for a sign of life, from the host of a PBX
version_added: 1.0.0
description:
  - Sends a SIP OPTIONS request to the domain of a trunk from the host that the task runs on, and returns what the
    trunk's server answers, how long that took, and what most likely is wrong where the answer is not the expected one.
  - Run it on the host of the PBX. What Sinch answers depends on the address that a request comes from.
  - It makes no call. Unlike the other modules of the collection it does not use the API, so that it needs no project
    and no key, and is not in the action group.
options:
  domain:
    description:
      - Domain of the trunk, as RV(sinch.sip.sinch_sip_trunk#module:sip_trunk.domain) has it.
      - Its A and AAAA records are looked up; SRV records are not. An IPv4 address
        is preferred, since ACLs have no others.
    type: str
    required: true
  transport:
    description:
      - Transport to send the request over.
    type: str
    choices: [UDP, TCP, TLS]
    default: UDP
  port:
    description:
      - Port to send the request to, from 1 to 65535.
      - Without it, 5061 for O(transport=TLS) and 5060 for the others.
    type: int
  address:
    description:
      - An IP address to send the request to, instead of one that the domain resolves to. The request stays the same,
        and so does the name that a certificate must have.
      - An empty string counts as not set.
    type: str
  source_address:
    description:
      - An IP address of the host to send the request from, where it has several. It is what ACLs are about.
      - Of the addresses that the domain resolves to, only those of the same IP version are used.
      - An empty string counts as not set.
    type: str
  timeout:
    description:
      - Seconds to wait for the answer, those to connect included, up to 300. Looking up the domain is not.
      - Over UDP, the request is sent again after 0.5, 1, 2, 4, 4, … seconds while no answer comes.
    type: float
    default: 10.0
  expected_codes:
    description:
      - The task fails where the code of the answer is none of these, or no answer comes.
      - A trunk that wants credentials may answer 401 or 407 and be in order, as no credentials are sent.
    type: list
    elements: int
    default: [200]
  validate_certs:
    description:
      - Whether the certificate of the server is checked, with O(transport=TLS).
    type: bool
    default: true
  ca_path:
    description:
      - Path, on the host, of a file or folder with the certificates of the authorities to trust, instead of the usual
        ones. In a folder, OpenSSL finds them by the names that C(openssl rehash) gives.
    type: path
attributes:
  check_mode:
    description: Can run in check mode, and then returns what a real run would return.
    support: full
    details:
      - This module changes nothing. It sends its request in check mode as well.
  diff_mode:
    description: Returns what changed, or in check mode what would change.
    support: N/A
    details:
      - This module changes nothing.
  platform:
    description: The platforms that the module runs on.
    platforms: posix
    support: full
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_acl
  - module: sinch.sip.sinch_sip_trunk
"""

EXAMPLES = r"""
- name: Ask the trunk for a sign of life
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com

- name: Do so over TLS, from the address that the PBX calls from
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    transport: TLS
    source_address: "{{ pbx_address }}"

- name: See whether a trunk with credentials is there
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    transport: TCP
    expected_codes: [200, 401, 407]

- name: Find out which address the ACL must have
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    expected_codes: [200, 403]
  register: probe

- name: Show it
  ansible.builtin.debug:
    msg: "Sinch sees this host as {{ probe.sip_probe.seen_as }}"
"""

RETURN = r"""
sip_probe:
  description:
    - What was sent and what came back, whether the task fails or not. What is not known is V(null).
  returned: when the options are in order
  type: dict
  contains:
    domain:
      description: The domain that was asked.
      type: str
      returned: always
      sample: acme-office.pstn.sinch.com
    transport:
      description: V(UDP), V(TCP) or V(TLS).
      type: str
      returned: always
      sample: UDP
    addresses:
      description: What the domain resolves to, or O(address).
      type: list
      elements: str
      returned: always
      sample: [198.51.100.7]
    address:
      description: The IP address that was tried, the first of RV(sip_probe.addresses).
      type: str
      returned: always
      sample: 198.51.100.7
    port:
      description: The port that was tried.
      type: int
      returned: always
      sample: 5060
    local_address:
      description: The address of the host from which the request went.
      type: str
      returned: always
      sample: 10.0.0.5
    local_port:
      description: The port of the host from which the request went.
      type: int
      returned: always
      sample: 40213
    seen_as:
      description:
        - The address that the request came from, as the server saw it and says in its answer. Behind NAT it is the
          public one, which the ACL must have.
      type: str
      returned: always
      sample: 203.0.113.10
    seen_port:
      description: The port that the request came from, as the server saw it.
      type: int
      returned: always
      sample: 40213
    call_id:
      description: The Call-ID of the request, to find it by in a packet capture.
      type: str
      returned: always
      sample: 6f1d0f0a4c3e4f0b9d3a5b7c8e9f0a1b
    outcome:
      description:
        - V(answered) - a final answer came, with whatever code.
        - V(no_answer) - none came in time.
        - V(refused) - nothing listens there, or a firewall refuses.
        - V(unreachable) - there is no way there, or no connection in time.
        - V(unresolved) - the domain has no address.
        - V(tls_failed) - TLS could not be agreed on.
        - V(closed) - the server closed the connection without an answer.
      type: str
      returned: always
      sample: answered
    error:
      description: What the system or the TLS library says, where there is no answer for a reason that it knows.
      type: str
      returned: always
      sample: Connection refused
    code:
      description: The code of the final answer.
      type: int
      returned: always
      sample: 200
    reason:
      description: The reason that the server gives with the code.
      type: str
      returned: always
      sample: OK
    warning:
      description: The C(Warning) header of the answer.
      type: str
      returned: always
      sample: 399 edge "limited"
    server:
      description: The C(Server) or C(User-Agent) header of the answer.
      type: str
      returned: always
      sample: edge
    round_trip_ms:
      description:
        - Milliseconds from the first transmission of the request to the final answer. The time to connect is not in it;
          where RV(sip_probe.transmissions) is more than 1, the waits for what was lost are.
      type: float
      returned: always
      sample: 21.385
    transmissions:
      description: How often the request was sent.
      type: int
      returned: always
      sample: 1
    provisional:
      description: The codes of the provisional answers, each once. They only say that the request is being worked on.
      type: list
      elements: int
      returned: always
      sample: [100]
    ignored:
      description: How many messages came that were no answer to the request.
      type: int
      returned: always
      sample: 0
    ignored_because:
      description: Why they were none, each reason once.
      type: list
      elements: str
      returned: always
      sample: []
    cause:
      description: What most likely is wrong and what to look at next; V(null) where the code is below 300.
      type: str
      returned: always
      sample: "No trunk has the domain acme-ofice.pstn.sinch.com. Compare it with …"
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import (
    PROBE_OPTIONS,
    checked_target,
    judged,
    probe,
)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(argument_spec=PROBE_OPTIONS, supports_check_mode=True)
    try:
        found = probe(checked_target(module.params))
    except OptionError as error:
        module.fail_json(msg=str(error))
    problem = judged(found, module.params["expected_codes"])
    if problem:
        module.fail_json(msg=problem, sip_probe=found)
    module.exit_json(changed=False, sip_probe=found)


if __name__ == "__main__":
    main()
