# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module sinch_sip_config as a process of nothing else, for its memory; its arguments come in a file.

Usage: python -m tests.bench.alone ARGUMENTS.json
"""

from __future__ import annotations

from ansible_collections.sinch.sip.plugins.modules import sinch_sip_config

if __name__ == "__main__":
    sinch_sip_config.main()
