from __future__ import annotations

import io
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the keys, settings and kept answers of whoever runs it, nor on another test's answers."""
    monkeypatch.setenv("BRIEFING_CACHE", "0")
    for name in ("OPENAI_API_KEY", "BRIEFING_MODEL", "BRIEFING_BASE_URL", "BRIEFING_PROFILE", "BRIEFING_GLOSSARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """The command line sends its logs to its own standard error; the next test has another one."""
    yield
    logger = logging.getLogger("briefing")
    logger.handlers.clear()
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


# The same examples each time, however busy the machine; --hypothesis-profile=explore looks for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("repeatable")

# Left out of the quick tests: all that they try is tried there in a few cases already, or takes processes and endpoints.
THOROUGH = frozenset([
    "test_batch_costs", "test_batch_files", "test_batches", "test_cache", "test_corrections", "test_costs", "test_drawings",
    "test_estimation", "test_evaluation_properties", "test_faults", "test_formats", "test_gates", "test_injection", "test_llm",
    "test_mutations", "test_review", "test_sandbox", "test_secrets", "test_streams", "test_surroundings", "test_tables", "test_telemetry",
    "test_templates", "test_terminal", "test_traces", "test_whole_reports", "test_word", "test_workflows",
])  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in THOROUGH:
            item.add_marker(pytest.mark.thorough)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the briefs under tests/golden anew")


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command as ``briefing`` runs it, but in this process: the libraries for models take a second or two to load."""
    from briefing.cli import main

    def run_here(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        command = ["briefing", *map(str, arguments)]
        with monkeypatch.context() as patched:
            for name in os.environ:
                if name.startswith(("BRIEFING_", "OPENAI_")):
                    patched.delenv(name)
            for name, value in {"BRIEFING_CACHE": "0", **environment}.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", command)
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            with pytest.raises(SystemExit) as left:
                main()
        shown = capsys.readouterr()
        code = left.value.code
        return subprocess.CompletedProcess(command, code if isinstance(code, int) else bool(code), shown.out, shown.err)

    return run_here


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, for as long as a module's tests: playwright holds the thread's event loop."""
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as player:
        started = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()
