# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The connection options of all modules and of the inventory plugin."""

    DOCUMENTATION = r"""
options:
  project_id:
    description:
      - ID of the Sinch project. If the option is not set, the environment variable E(SINCH_PROJECT_ID) is used.
      - An empty string counts as not set, for this option and every other option of the connection.
    type: str
  key_id:
    description:
      - ID of an access key of the project. If the option is not set, the environment variable E(SINCH_KEY_ID) is used.
    type: str
  key_secret:
    description:
      - Secret of the access key. If the option is not set, the environment variable E(SINCH_KEY_SECRET) is used.
    type: str
  access_token:
    description:
      - An OAuth2 access token, instead of O(key_id) and O(key_secret). If none of the three options is set, the
        environment variable E(SINCH_ACCESS_TOKEN) is used.
      - Options win over the environment. A token and a key are refused if both are options, or if both are in the
        environment.
    type: str
  auth_method:
    description:
      - How to authenticate with the key. V(basic), HTTP Basic authentication, is for tests only, because Sinch limits
        its rate heavily.
      - If the option is not set, the environment variable E(SINCH_AUTH_METHOD) is used.
    type: str
    choices: [oauth2, basic]
    default: oauth2
  api_url:
    description:
      - Base URL of the API. If the option is not set, the environment variable E(SINCH_API_URL) is used.
      - V(http://) is accepted for loopback addresses only. These are never reached through a proxy.
    type: str
    default: https://elastic-trunking.api.sinch.com
  auth_url:
    description:
      - Base URL of the authentication server. If the option is not set, the environment variable E(SINCH_AUTH_URL) is
        used.
      - V(http://) is accepted for loopback addresses only. These are never reached through a proxy.
    type: str
    default: https://auth.sinch.com
  numbers_url:
    description:
      - Base URL of the Numbers API, which knows the phone numbers that the project rents. If the option is not set, the
        environment variable E(SINCH_NUMBERS_URL) is used.
    type: str
    default: https://numbers.api.sinch.com
  timeout:
    description:
      - Seconds to wait for the connection, and for each part of an answer. At most V(3600).
      - The whole answer must arrive within four times this time after the request was sent.
    type: float
    default: 30
  max_retries:
    description:
      - How many times a request is repeated after a rate limit (429), a gateway error (502, 503, 504) or a broken
        connection. At most V(50).
      - The waits between the tries are random and grow up to 30 seconds. A C(Retry-After) of up to 60 seconds is
        honoured.
      - A request that creates something is repeated only if it certainly had no effect.
    type: int
    default: 5
  validate_certs:
    description:
      - Whether to check the certificates of the servers.
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file or folder with the certificates of the authorities to trust, instead of the usual ones.
    type: path
  token_cache:
    description:
      - Whether to keep access tokens in the user's cache folder, where tasks, forks and runs share a token until it
        expires.
      - The folder is C($XDG_CACHE_HOME/ansible-sinch-sip) or C(~/.cache/ansible-sinch-sip). Only the user can read it.
    type: bool
    default: true
requirements:
  - requests
"""

    POOL = r"""
options:
  max_connections:
    description:
      - Maximum number of parallel requests, from 1 to 64.
    type: int
    default: 8
"""
