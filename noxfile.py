# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check of the collection, as a nox session; ``make help`` lists the usual ways in.

An ``install-*`` session makes an environment that other sessions work in. Sessions write to ``.nox`` and ``.build``.
antsibull-nox defines the sessions that ``antsibull-nox.toml`` configures.

Environment variables:
    CI, STRICT: where either is set, what is missing on this machine is a failure and not a skip.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).resolve().parent))  # nox leaves it out

import antsibull_nox

from tests import session_tools as tools
from tests.session_tools import BUILD, ROOT, Check, last_line, run

# ansible-core versions with the Pythons from 3.11 on that can run their controller side. "devel" is what comes next.
CORES = {
    "2.16": ("3.11", "3.12"),
    "2.17": ("3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
    "devel": ("3.13", "3.14"),
}
# Of these, the ones that everything is checked on: a usual one, the newest and the oldest.
USUAL_CORES = ("2.19", "2.21", "2.16")
# What runs on each of them, in sessions of their own.
PER_CORE = ("compat", "parity", "sanity")
# Pythons on which the modules must work.
MODULE_PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13")
# Each file of pinned requirements, with the lowest Python that it must fit.
PINNED = {
    **{f"requirements/{name}": "3.11" for name in ("nox", "static", "release", "eda")},
    **{f"requirements/core-{core}": pythons[0] for core, pythons in CORES.items() if core != "devel"},
    "tests/unit/requirements": "3.9",
}


def controller_python(core: str) -> str:
    """Return the Python that can run this ansible-core: that of nox, else the first here, else the oldest of all."""
    own = "{}.{}".format(*sys.version_info)
    pythons = sorted(CORES[core], key=lambda python: python != own)
    return next((python for python in pythons if tools.interpreter(python)), CORES[core][0])


# The ansible-core that most sessions use.
MAIN = next((core for core in USUAL_CORES if tools.interpreter(controller_python(core))), USUAL_CORES[0])
_OTHERS = [core for core in USUAL_CORES if core != MAIN]
_RARE = [core for core in CORES if core not in (*USUAL_CORES, "devel")]

# The sessions of each make target, roughly the longest first: those that run at the same time then end together.
STAGES = {
    "test": [
        *(f"compat-{MAIN}", f"sanity-{MAIN}", "static", "integration", "docs", "ansible_lint"),
        *("units", "docs-check", "extra-checks", "license-check"),
    ],
    "test-more": [
        *(f"{check}-{core}" for core in _OTHERS for check in PER_CORE),
        *(f"parity-{MAIN}", "playbooks", "awx", "faults"),
        *(f"python-{python}" for python in MODULE_PYTHONS),
        *("guides", "rulebooks", "live", "probe", "release_check"),
    ],
    "test-exhaustive": [
        *("faults_all", "mutation"),
        *(f"{check}-{core}" for core in _RARE for check in PER_CORE),
    ],
}

nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.allow_parallel = True
nox.options.error_on_missing_interpreters = tools.STRICT
nox.options.sessions = STAGES["test"]
tools.use_indexes_of_pip()


def sanity(session: nox.Session, environment: str) -> None:
    """Run ansible-test sanity, all tests, no ignore file."""
    tools.sanity_tests(session, environment, tools.working_copy(session), "--target-python", "default")


def integration(session: nox.Session, environment: str) -> None:
    """Run ansible-test integration against the simulator."""
    output = run(session, "python", "-m", "tests.integration", tools.working_copy(session), environment=environment)
    targets = [line for line in output.splitlines() if line.startswith("Running ") and "integration test" in line]
    if not targets:
        session.error("ansible-test found no integration target")
    session.log(f"{len(targets)} integration targets passed")


def guides(session: nox.Session, environment: str) -> None:
    """Run every code block of the guides, and tell which ones say that they are not to be run, and why."""
    output = tools.pytest(session, environment, "tests/guides")
    for line in output.splitlines():
        if line.startswith("NOT RUN "):
            session.log(line)


def faults_all(session: nox.Session, environment: str) -> None:
    """Run all tests of what happens when things go wrong, with thousands of random answers."""
    session.env["HYPOTHESIS_PROFILE"] = "thorough"
    tools.pytest(session, environment, "tests/faults")


def module_python(python: str) -> Check:
    """Return the check of the code that runs on managed hosts, with one Python."""

    def check(session: nox.Session, environment: str) -> None:
        """Run the unit tests, and the sanity tests that load the code, on one Python."""
        path = tools.interpreter(python)
        if path is None:
            tools.skip(session, f"no Python {python} on this machine")
        copy, target = tools.working_copy(session), f"{python}@{path}"
        output = tools.ansible_test(session, environment, copy, "units", "--target-python", f"venv/{target}")
        tools.tell_skipped(session, output)
        loading = ("--test", "compile", "--test", "import", "--target-python", target)
        tools.sanity_tests(session, environment, copy, *loading)
        session.log("; ".join(line.strip("= ") for line in output.splitlines() if " passed" in line))

    return check


def ansible_lint(session: nox.Session, environment: str) -> None:
    """Run ansible-lint, configured to be as strict as it can."""
    session.log(last_line(run(session, "ansible-lint", cwd=tools.working_copy(session), environment=environment)))


def docs(session: nox.Session, environment: str) -> None:
    """Build the documentation as a site; every warning is an error."""
    session.log(last_line(run(session, "python", "-m", "tests.docsite", BUILD / "docs", environment=environment)))


def release_check(session: nox.Session, environment: str) -> None:
    """Build the release as it would be published, check it as Galaxy would, install it, and use it from there.

    What follows -- is for ``python -m tests.release check``.
    """
    copy, output = tools.working_copy(session), BUILD / "release"
    build = functools.partial(run, session, environment=environment)
    build("antsibull-changelog", "lint")
    session.log(build("python", "-m", "tests.release", "check", *session.posargs, copy, output).rstrip())
    (tarball,) = output.glob("*.tar.gz")
    installed = output / "installed"
    use = functools.partial(run, session, environment=f"core-{MAIN}", collections=installed)
    use("ansible-galaxy", "collection", "install", tarball, "--collections-path", installed)
    for command in (("tests.demo", "--collections", installed), ("tests.release.first_use", installed)):
        session.log(last_line(use("python", "-m", *command)))


_CORE = f"core-{MAIN}"
_ANYWHERE = ("tests/playbooks", "tests/awx", "tests/probe", "-m", "compat")
# make test runs compat on the same ansible-core.
_REST = ("-m", "not compat")
for _name in ("release", "eda"):
    tools.define_install(_name, controller_python("2.19"))
for _core in CORES:
    tools.define_install(f"core-{_core}", controller_python(_core))
    for _check in (
        sanity,
        tools.tests_of("compat", "Run the tests that must pass on every ansible-core.", *_ANYWHERE),
        # A session of its own: tasks that are cut off leave processes behind, which ask the simulator of later tests.
        tools.tests_of("parity", "Compare modules in Ansible's worker with modules as processes.", "tests/parity"),
    ):
        tools.define(_check, f"core-{_core}", name=f"{_check.__name__}-{_core}")
for _python in MODULE_PYTHONS:
    tools.define(module_python(_python), _CORE, name=f"python-{_python}")
for _check in (
    *(integration, guides, faults_all),
    tools.tests_of("playbooks", "Run what compat leaves out.", "tests/playbooks", "tests/simulator_tests", *_REST),
    tools.tests_of("units", "Run the unit tests on the Python of the usual ansible-core.", "tests/unit"),
    tools.tests_of("faults", "Run the short tests of faults.", "tests/faults", "-m", "not exhaustive"),
    tools.tests_of("probe", "Run a PBX, and the probes that compat leaves out.", "tests/probe", "tests/pbx", *_REST),
    tools.tests_of("live", "Run the tests of the live check, against the simulator.", "tests/live_check_tests"),
    tools.program("tests", "Run the tests that what follows -- chooses, by pytest's options.", "pytest"),
    tools.program("demo", "Build a trunk on a local Sinch API, twice.", "tests.demo"),
    tools.program("simulator", "Run a local Sinch API until Ctrl-C; -- takes its options.", "tests.simulator"),
    tools.program("generate", "Write the documentation of options and results anew.", "tests.option_docs"),
    tools.program("screenshots", "Take the pictures of the documentation anew.", "tests.guides.screenshots"),
    tools.program("live_check", "Compare the real API with its facts; -- takes options.", "tests.live_check"),
    tools.program("bench", "Measure ways to build many trunks, and single tasks; -- takes options.", "tests.bench"),
):
    tools.define(_check, _CORE)
for _check in (
    *(ansible_lint, docs),
    tools.program("docs_links", "Check links to other sites.", "tests.docsite", str(BUILD / "docs_links"), "--links"),
    tools.program("release", "Make the changelog of the version that galaxy.yml names.", "tests.release", "make"),
):
    tools.define(_check, "release")
tools.define(release_check, "release", _CORE)
tools.define(tools.tests_of("rulebooks", "Run the rulebook, and its event source by itself.", "tests/eda"), "eda")
# Some of its tests call programs that only the other environment has.
tools.define(
    tools.tests_of("awx", "Run the jobs of AWX that compat leaves out.", "tests/awx", *_REST), _CORE, "release"
)


@nox.session
def static(session: nox.Session) -> None:
    """Check style, types, structure, generated documentation, the GitHub workflows, and the tools of this file."""
    tools.install(session, "requirements/static.txt")
    for command in (("check", "--output-format", "concise"), ("format", "--check")):
        run(session, "ruff", *command, "--no-cache", ".")
    code, ours = ("-p", "tests", "-m", "noxfile"), "ansible_collections.sinch.sip"
    session.log(last_line(run(session, "mypy", "-p", f"{ours}.plugins", "-p", f"{ours}.extensions", *code)))
    for schema, *patterns in (
        ("github-workflows", ".github/workflows/*.yml", "docs/examples/pipelines/github.yml"),
        ("gitlab-ci", "docs/examples/pipelines/gitlab-ci.yml"),
        ("github-actions", ".github/actions/*/action.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/*_*.yml"),
    ):
        files = (file for pattern in patterns for file in ROOT.glob(pattern))
        run(session, "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    run(session, "zizmor", "--offline", "--quiet", "--strict-collection", ROOT / ".github")
    tools.pytest(session, None, "tests/tooling", "tests/structure")


@nox.session
def mutation(session: nox.Session) -> None:
    """See which random changes of the core its unit tests notice; -- --seed N makes others, --count N more or fewer."""
    tools.install(session, "requirements/static.txt")
    session.log(run(session, "python", "-m", "tests.structure.mutation", *session.posargs).rstrip())


@nox.session(venv_backend="none", default=False)
def pins(session: nox.Session) -> None:
    """Pin the newest versions of all requirements anew."""
    uv = Path(sys.executable).with_name("uv")
    command = (uv, "pip", "compile", "--quiet", "--universal", "--upgrade", "--custom-compile-command", "make pins")
    for name, python in PINNED.items():
        run(session, *command, "--python-version", python, f"{name}.in", "--output-file", f"{name}.txt")


antsibull_nox.load_antsibull_nox_toml()
