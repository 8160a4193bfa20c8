# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ``ansible-test integration`` in a copy of the collection, against a simulator started for it.

Usage: python -m tests.integration COPY, where COPY ends in ansible_collections/sinch/sip.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.simulator.process import SimulatorProcess


def main(copy: Path) -> int:
    """Run all integration targets and return ansible-test's exit code."""
    with SimulatorProcess() as simulator:
        variables = {
            "sinch_api_url": simulator.url,
            "sinch_auth_url": simulator.url,
            "sinch_numbers_url": simulator.url,
            "sinch_project_id": "integration",
            "sinch_key_id": "demo-key",
            "sinch_key_secret": "demo-secret-not-real",
            "simulator_control_url": f"{simulator.url}/_control",
        }
        # JSON is YAML.
        (copy / "tests" / "integration" / "integration_config.yml").write_text(json.dumps(variables), encoding="utf-8")
        return subprocess.run(["ansible-test", "integration", "--color", "no"], cwd=copy, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
