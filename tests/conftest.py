from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the keys, settings and kept answers of whoever runs it, nor on another test's answers."""
    monkeypatch.setenv("BRIEFING_CACHE", "0")
    for name in ("OPENAI_API_KEY", "BRIEFING_MODEL", "BRIEFING_BASE_URL", "BRIEFING_PROFILE", "BRIEFING_GLOSSARY"):
        monkeypatch.delenv(name, raising=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the briefs under tests/golden anew")
