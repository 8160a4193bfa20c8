# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure ways to build many trunks, and single tasks; print Markdown. ``--help`` lists the options.

The figures depend on the machine and its load. Compare ratios of runs that were made in turns.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence

from ansible.release import __version__ as ansible_version

from tests.bench.calls import stats_run
from tests.bench.project import MOST_TRUNKS, WAYS, setups
from tests.bench.runs import Bench, Run, repeated
from tests.bench.tasks import ROLE_TRUNKS, role_runs, task_seconds
from tests.simulator.process import ROOT, SimulatorProcess

CONNECTIONS = 8  # The connections of sinch_sip_config by default
ROUNDS_IN_ORDER = 4
"""The writes of a trunk that depend on one another: its ACL, the trunk, the link, an endpoint or number."""
ONE_PAGE = 500  # The trunks that the uri playbook can list, which reads one page

OUTPUT = ROOT / ".build" / "bench.md"
REPEATS = 3  # The runs of which the median is taken, if they are quick

Cell = str | int | float | None
Runs = tuple[Run, Run, Run]


def main() -> None:
    """Measure, print the tables, and write them to a file."""
    options = _options()
    with OUTPUT.open("w", encoding="utf-8") as file, SimulatorProcess() as simulator:
        for line in _report(Bench(simulator), options):
            print(line, flush=True)
            print(line, file=file, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the ways to build many trunks, and single tasks."
    )
    parser.add_argument("--trunks", type=_count, default=100, help="trunks to build (default: %(default)s)")
    parser.add_argument("--latencies", type=_counts, default=[0, 20, 80], help="milliseconds (default: 0,20,80)")
    parser.add_argument("--what", type=_ways, default=list(WAYS), help=f"ways to measure (default: {','.join(WAYS)})")
    parser.add_argument("--growth", type=_counts, default=[10, 100, 1000], help="trunks to build by config alone")
    parser.add_argument("--tasks", type=_counts, default=[0, 50], help="milliseconds for single tasks (default: 0,50)")
    parser.add_argument("--calls", type=_counts, default=[1000, 10_000, 100_000], help="calls to count")
    options = parser.parse_args()
    if "uri" in options.what and options.trunks > ONE_PAGE:
        parser.error(f"the uri playbook builds up to {ONE_PAGE} trunks")
    return options


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number <= MOST_TRUNKS:
        raise ValueError
    return number


def _counts(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _ways(text: str) -> list[str]:
    wanted = text.split(",") if text else []
    if not set(wanted) <= set(WAYS):
        raise argparse.ArgumentTypeError(f"choose from {','.join(WAYS)}")
    return [way for way in WAYS if way in wanted]


def _report(bench: Bench, options: argparse.Namespace) -> Iterator[str]:
    yield f"ansible-core {ansible_version}, Python {platform.python_version()}, {os.cpu_count()} processors,"
    yield f"load {os.getloadavg()[0]:.1f} at the start; medians of up to {REPEATS} runs."
    for latency in options.latencies if options.what else ():
        yield from ("", f"## {options.trunks} trunks, latency {latency} ms", "")
        measured = {way: _runs(bench, way, options.trunks, latency) for way in options.what}
        yield from _side_by_side(measured)
        if "config" in measured:
            yield from ("", _against_the_bound(measured["config"], latency))
    if options.growth:
        yield from ("", "## Growth of config, without latency", "")
        yield from _growth(bench, options.growth)
    if options.calls:
        yield from ("", "## Statistics of calls, by one module without Ansible", "")
        yield from _calls(bench, options.calls)
    for latency in options.tasks:
        yield from ("", f"## One task, latency {latency} ms", "")
        yield from _tasks(bench, latency)


def _runs(bench: Bench, way: str, trunks: int, latency: int) -> Runs:
    """Return a build, a re-run, and a playbook that does nothing, measured in turns."""
    print(f"measuring {way} with {trunks} trunks at {latency} ms", file=sys.stderr)
    wanted = setups(trunks)
    build, again, nothing = repeated(lambda: [*bench.pair(way, wanted, latency), bench.debug()], REPEATS)
    return build, again, nothing


def _side_by_side(measured: dict[str, Runs]) -> Iterator[str]:
    """Yield a table of all ways at one latency."""
    rows: list[Sequence[Cell]] = []
    for number, run_name in enumerate(("build", "re-run")):
        for way, runs in measured.items():
            run = runs[number]
            ratio = measured["uri"][number].seconds / run.seconds if "uri" in measured else None
            rows.append((run_name, way, run.requests, run.tokens, run.seconds, run.memory_mib, ratio))
    heads = ("run", "way", "API requests", "token requests", "seconds", "MiB", "times faster than uri")
    yield from _table(heads, rows)


def _against_the_bound(runs: Runs, latency: int) -> str:
    """Return a sentence that compares a build with the shortest possible time."""
    build, _again, nothing = runs
    rounds = max(math.ceil(build.writes / CONNECTIONS), ROUNDS_IN_ORDER)
    bound = rounds * latency / 1000 + nothing.seconds
    return (
        f"The bound of building by config: {build.writes} writes over {CONNECTIONS} connections at {latency} ms each, "
        f"and {_shown(nothing.seconds)} s of a playbook with one debug task: {_shown(bound)} s. "
        f"Measured / bound: {_shown(build.seconds / bound)}."
    )


def _growth(bench: Bench, counts: Iterable[int]) -> Iterator[str]:
    """Yield a table of how time, requests and memory grow with the project."""
    rows: list[Sequence[Cell]] = []
    for trunks in counts:
        for run_name, run in zip(("build", "re-run"), _runs(bench, "config", trunks, 0)[:2], strict=True):
            rows.append((trunks, run_name, run.requests, run.seconds, run.memory_mib, 1000 * run.seconds / trunks))
    yield from _table(("trunks", "run", "API requests", "seconds", "MiB", "ms a trunk"), rows)


def _calls(bench: Bench, counts: Iterable[int]) -> Iterator[str]:
    """Yield a table of how the time and the memory of statistics grow with the number of calls."""
    rows: list[Sequence[Cell]] = []
    for count in counts:
        print(f"measuring the statistics of {count} calls", file=sys.stderr)
        run = stats_run(bench, count)
        rows.append((count, run.requests, run.seconds, run.memory_mib, 1000 * run.seconds / count))
    yield from _table(("calls", "API requests", "seconds", "MiB", "ms a call"), rows)


def _tasks(bench: Bench, latency: int) -> Iterator[str]:
    """Yield tables of the cost of single tasks, items of a loop, and the role, both ways."""
    print(f"measuring single tasks at {latency} ms", file=sys.stderr)
    seconds = task_seconds(bench, latency)
    rows: list[Sequence[Cell]] = [
        (name, 1000 * taken, taken / seconds["debug"], seconds["uri"] / taken) for name, taken in seconds.items()
    ]
    yield from _table(("task, or item of the loop", "ms", "times debug", "times cheaper than uri"), rows)
    yield ""
    runs = role_runs(bench, latency)
    rows = [
        (f"{name}, {way}", run.requests, run.seconds)
        for number, name in enumerate(("build", "re-run"))
        for way, run in ((way, pair[number]) for way, pair in runs.items())
    ]
    yield from _table((f"the role over {ROLE_TRUNKS} trunks", "API requests", "seconds"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a Markdown table, with numbers aligned to the right."""
    rows = list(rows)
    aligned = ("---" if isinstance(cell, str) else "---:" for cell in rows[0])
    for cells in (heads, aligned, *rows):
        yield f"| {' | '.join(_shown(cell) for cell in cells)} |"


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell >= 100 else f"{cell:.3g}"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()
