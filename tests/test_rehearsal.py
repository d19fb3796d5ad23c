"""The report that a worker reads before its first one."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from briefing.jobs import Job
from briefing.rehearsal import rehearse
from briefing.settings import make_settings


@pytest.mark.parametrize("mode", ["tools", "json_schema", "json", "md_json"])
def test_the_rehearsal_goes_all_the_way_and_nobody_hears_of_it(
    mode: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(model="m", base_url="http://127.0.0.1:9/v1", mode=mode, cache_dir=tmp_path / "cache")
    job = Job(settings, tmp_path / "out", ("ar", "en"), ("md", "html", "review"))
    monkeypatch.setattr(logging.getLogger("briefing"), "propagate", True)
    with caplog.at_level(logging.INFO, "briefing"):
        done = asyncio.run(rehearse(job, model="m", endpoint_kind="endpoint"))

    line = done.line
    assert (line.status, line.calls, line.rejected, line.warnings) == ("done", 3, 0, 0)
    assert {Path(name).name for name in line.files} >= {"brief.ar.md", "brief.en.html", "review.html", "record.json"}
    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []
