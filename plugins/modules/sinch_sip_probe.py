#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_probe
short_description: Check from the host of a PBX that a SIP trunk answers
version_added: 1.0.0
description:
  - Sends a SIP OPTIONS request to the domain of a trunk from the host that the task runs on. Returns the answer, its
    round-trip time, and the most likely cause of an unexpected answer.
  - Run it on the host of the PBX. The answer of Sinch depends on the address from which a request comes.
  - This module makes no call. It does not use the API either, which means that it needs no project and no key, and is
    not in the action group.
options:
  domain:
    description:
      - Domain of the trunk, as RV(sinch.sip.sinch_sip_trunk#module:sip_trunk.domain) has it.
      - Only A and AAAA records are looked up, no SRV records. IPv4 addresses are preferred, because ACLs have no
        others.
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
      - Defaults to V(5061) with O(transport=TLS), and to V(5060) with other transports.
    type: int
  address:
    description:
      - IP address to send the request to, instead of an address of the domain. The request, and the name that a
        certificate must have, stay the same.
      - An empty string counts as not set.
    type: str
  source_address:
    description:
      - IP address of the host to send the request from, if the host has several. ACLs check this address.
      - Only addresses of the domain with the same IP version are used.
      - An empty string counts as not set.
    type: str
  timeout:
    description:
      - Seconds to wait for the connection and the answer, up to 300. The lookup of the domain does not count.
      - Over UDP, the request is repeated after 0.5, 1, 2, 4, 4, … seconds until an answer comes.
    type: float
    default: 10.0
  expected_codes:
    description:
      - The task fails if the code of the answer is none of these codes, or if no answer comes.
      - A working trunk that requires credentials may answer 401 or 407, because no credentials are sent.
    type: list
    elements: int
    default: [200]
  validate_certs:
    description:
      - Whether to check the certificate of the server, with O(transport=TLS).
    type: bool
    default: true
  ca_path:
    description:
      - Path, on the host, of a file or folder with the certificates of the authorities to trust, instead of the usual
        ones. In a folder, OpenSSL needs the names that C(openssl rehash) creates.
    type: path
extends_documentation_fragment:
  - sinch.sip.result_file
attributes:
  check_mode:
    description: Can run in check mode, and then returns the result of a real run.
    support: full
    details:
      - This module changes nothing but its O(dest). It sends its request in check mode as well.
  diff_mode:
    description: Returns the changes or, in check mode, the changes that a real run would make.
    support: N/A
    details:
      - This module changes nothing but its O(dest).
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
- name: Check that the trunk answers
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com

- name: Check it over TLS, from the address of the PBX
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    transport: TLS
    source_address: "{{ pbx_address }}"

- name: Check that a trunk with credentials answers
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    transport: TCP
    expected_codes: [200, 401, 407]

- name: Write metrics for Prometheus, even if the trunk does not answer
  sinch.sip.sinch_sip_probe:
    domain: acme-office.pstn.sinch.com
    dest: "{{ export_folder }}/sinch_probe.prom"
    format: prometheus

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
    - The request and its answer, even if the task fails. Unknown values are V(null).
  returned: when the options are valid
  type: dict
  contains:
    domain:
      description: Domain of the trunk.
      type: str
      returned: always
      sample: acme-office.pstn.sinch.com
    transport:
      description: Transport of the request, V(UDP), V(TCP) or V(TLS).
      type: str
      returned: always
      sample: UDP
    addresses:
      description: IP addresses of the domain, or O(address).
      type: list
      elements: str
      returned: always
      sample: [198.51.100.7]
    address:
      description: IP address that was tried, the first of RV(sip_probe.addresses).
      type: str
      returned: always
      sample: 198.51.100.7
    port:
      description: Port that was tried.
      type: int
      returned: always
      sample: 5060
    local_address:
      description: Address of the host from which the request was sent.
      type: str
      returned: always
      sample: 10.0.0.5
    local_port:
      description: Port of the host from which the request was sent.
      type: int
      returned: always
      sample: 40213
    seen_as:
      description:
        - Source address of the request, as the answer of the server reports it. Behind NAT, it is the public address,
          which the ACL must have.
      type: str
      returned: always
      sample: 203.0.113.10
    seen_port:
      description: Source port of the request, as the answer of the server reports it.
      type: int
      returned: always
      sample: 40213
    call_id:
      description: Call-ID of the request, to find it in a packet capture.
      type: str
      returned: always
      sample: 6f1d0f0a4c3e4f0b9d3a5b7c8e9f0a1b
    outcome:
      description:
        - V(answered) - a final answer came, with any code.
        - V(no_answer) - no answer came in time.
        - V(refused) - nothing listens on the port, or a firewall refuses the request.
        - V(unreachable) - the address cannot be reached, or not in time.
        - V(unresolved) - the domain has no address.
        - V(tls_failed) - TLS could not be set up.
        - V(closed) - the server closed the connection without an answer.
      type: str
      returned: always
      sample: answered
    error:
      description: Message of the system or the TLS library, if it knows why there is no answer.
      type: str
      returned: always
      sample: Connection refused
    code:
      description: Code of the final answer.
      type: int
      returned: always
      sample: 200
    reason:
      description: Reason that the server gives with the code.
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
        - Milliseconds from the first transmission of the request to the final answer, without the time to connect. If
          RV(sip_probe.transmissions) is more than 1, the waits between transmissions are included.
      type: float
      returned: always
      sample: 21.385
    transmissions:
      description: Number of times that the request was sent.
      type: int
      returned: always
      sample: 1
    provisional:
      description: Codes of the provisional answers, each once. The server is working on the request.
      type: list
      elements: int
      returned: always
      sample: [100]
    ignored:
      description: Number of received messages that do not answer the request.
      type: int
      returned: always
      sample: 0
    ignored_because:
      description: Why these messages were ignored, each reason once.
      type: list
      elements: str
      returned: always
      sample: []
    cause:
      description: Most likely cause of the problem, and what to check next. V(null) if the code is below 300.
      type: str
      returned: always
      sample: "No trunk has the domain acme-ofice.pstn.sinch.com. Compare it with …"
dest:
  description: Path of the file, even if the task fails.
  returned: when the file was written
  type: str
  sample: /var/lib/node_exporter/sinch_probe.prom
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._result_file import RESULT_FILE_RULES, ResultFile
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import (
    PROBE_OPTIONS,
    checked_target,
    gauges_of,
    judged,
    probe,
)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(argument_spec=PROBE_OPTIONS, supports_check_mode=True, **RESULT_FILE_RULES)
    try:
        file = ResultFile(module.params, module.check_mode)
        target = checked_target(module.params)
        found = probe(target)
        problem = judged(found, module.params["expected_codes"])
        written = file.write(found, lambda: gauges_of(target, found, not problem))
    except OptionError as error:
        module.fail_json(msg=str(error))
    if problem:
        module.fail_json(msg=problem, sip_probe=found, **written)
    module.exit_json(changed=False, sip_probe=found, **written)


if __name__ == "__main__":
    main()
