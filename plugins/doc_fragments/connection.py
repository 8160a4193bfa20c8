# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How the API is reached: what all modules that use it have, and the inventory plugin."""

    DOCUMENTATION = r"""
options:
  project_id:
    description:
      - ID of the Sinch project. The environment variable E(SINCH_PROJECT_ID) is used where the option is not set.
      - For this and every other option of the connection, an empty string counts as not set.
    type: str
  key_id:
    description:
      - ID of an access key of the project. The environment variable E(SINCH_KEY_ID) is used where the option is not
        set.
    type: str
  key_secret:
    description:
      - Secret of the access key. The environment variable E(SINCH_KEY_SECRET) is used where the option is not set.
    type: str
  access_token:
    description:
      - A ready OAuth2 access token, instead of O(key_id) and O(key_secret). The environment variable
        E(SINCH_ACCESS_TOKEN) is used where neither is
        given as an option.
      - What is given as an option wins over the environment. A token and a key both as options, or both in the
        environment, are refused.
    type: str
  auth_method:
    description:
      - How to authenticate with the key, V(oauth2) or V(basic). HTTP Basic is meant for tests, and heavily rate
        limited by Sinch.
      - The environment variable E(SINCH_AUTH_METHOD) is used where the option is not set; V(oauth2) where neither is.
    type: str
  api_url:
    description:
      - Base URL of the API. The environment variable E(SINCH_API_URL) is used where the option is not set;
        V(https://elastic-trunking.api.sinch.com) where neither is.
      - V(http://) is accepted for loopback addresses only, which are never reached through a proxy.
    type: str
  auth_url:
    description:
      - Base URL of the authentication server. The environment variable E(SINCH_AUTH_URL) is used where the option is
        not set;
        V(https://auth.sinch.com) where neither is.
      - V(http://) is accepted for loopback addresses only, which are never reached through a proxy.
    type: str
  timeout:
    description:
      - Seconds to wait for the connection, and for each part of an answer. A number; V(30) where not set.
      - The whole of an answer has to come within four times as long after the request was sent.
    type: raw
  max_retries:
    description:
      - How many times a request is tried again after a rate limit (429), a gateway error (502, 503, 504) or a broken
        connection. A whole number; V(5) where not set.
      - The waits between the tries are random and grow up to 30 seconds. A C(Retry-After) is honoured up to 60 seconds.
      - A request that creates something is repeated only where it is certain that it has not taken effect.
    type: raw
  validate_certs:
    description:
      - Whether the certificates of the servers are checked. A boolean; V(true) where not set.
    type: raw
  ca_path:
    description:
      - Path of a file or folder with the certificates of the authorities to trust, instead of the usual ones.
    type: path
  token_cache:
    description:
      - Whether access tokens are kept in the user's cache folder, so that tasks, forks and runs share one until it
        expires. A boolean; V(true) where not set.
      - They are in C($XDG_CACHE_HOME/ansible-sinch-sip) or C(~/.cache/ansible-sinch-sip), readable by the user alone.
    type: raw
requirements:
  - requests
"""

    POOL = r"""
options:
  max_connections:
    description:
      - How many requests are made at the same time, at most.
    type: int
    default: 8
"""
