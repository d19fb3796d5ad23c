"""Budgets, costs, traces and logs of a whole batch, worked on in this process and in others."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from briefing.batches import Summary, run_batch
from briefing.jobs import Job
from briefing.manifests import read_plan
from briefing.record import Record
from briefing.settings import make_settings, replayed
from tests.conftest import Run
from tests.many import Endpoint, reports
from tests.test_cli import briefing
from tests.test_costs import prices

KEY = "sk-live-0123456789abcdef"


def job_for(endpoint: Endpoint, tmp_path: Path, **more: Any) -> Job:
    given: dict[str, Any] = {"model": "priced-1", "base_url": endpoint.url, "api_key": KEY, "prices": prices(tmp_path)}
    return Job(make_settings(**given | {"concurrency": 8} | more), tmp_path / "out", ("ar",), ("md",))


def run_all(tmp_path: Path, job: Job, *, workers: int = 0, **more: Any) -> Summary:
    return asyncio.run(run_batch(read_plan(tmp_path / "in", out=job.out), job, workers=workers, **more))


def lines(job: Job) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (job.out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("workers", [0, 2])
def test_the_cost_of_a_batch_is_that_of_its_reports(workers: int, tmp_path: Path) -> None:
    reports(tmp_path / "in", 6)
    with Endpoint() as endpoint:
        job = job_for(endpoint, tmp_path)
        summary = run_all(tmp_path, job, workers=workers)
    each = 2100 / 1e6  # 900 tokens in at 1 and 120 out at 10
    assert summary.done == 6 and summary.cost == {"EUR": pytest.approx(summary.calls * each)}
    for line in lines(job):
        assert line["cost"] == {"value": pytest.approx(line["calls"] * each), "currency": "EUR"}
        record = Record.load(job.out / line["record"])
        assert record.provenance.cost is not None and record.provenance.cost.model_dump() == line["cost"]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_budget_ends_a_batch_and_the_rest_is_not_begun(workers: int, tmp_path: Path) -> None:
    reports(tmp_path / "in", 60)
    with Endpoint(delay=0.01) as endpoint:
        job = job_for(endpoint, tmp_path, max_tokens=16_000, concurrency=2)
        summary = run_all(tmp_path, job, workers=workers)
        calls = len(endpoint.kept)
        assert 1_020 * calls <= 16_000
        assert summary.done > 0 and summary.skipped > 0
        assert summary.stopped is not None and "--max-tokens" in summary.stopped
        failures = [line["error"] for line in lines(job) if line["status"] == "failed"]
        assert failures and {failure["type"] for failure in failures} == {"BudgetError"}
        assert sum(line["status"] == "skipped" for line in lines(job)) == summary.skipped
        # With a larger budget it goes on: what was answered is not asked again.
        larger = job_for(endpoint, tmp_path, max_tokens=10**9)
        whole = run_all(tmp_path, larger, workers=workers, resume=True)
        assert (whole.done, whole.resumed) == (60, summary.done)
        assert set(endpoint.answered.values()) == {1}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BRIEFING_CACHE", "true")


@pytest.mark.parametrize("workers", [0, 2])
def test_a_batch_is_replayed_from_its_trace(workers: int, tmp_path: Path) -> None:
    reports(tmp_path / "in", 6)
    with Endpoint() as endpoint:
        job = job_for(endpoint, tmp_path, trace_dir=tmp_path / "trace")
        first = run_all(tmp_path, job, workers=workers)
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "trace").glob("0*.json"))]
    assert len(entries) == first.calls
    assert len({entry["sha256"] for entry in entries}) == 6 and all(entry["stage"] for entry in entries)
    assert KEY not in json.dumps(entries)
    settings = replayed(make_settings(replay=tmp_path / "trace"))
    again = Job(settings, tmp_path / "again", ("ar",), ("md",))
    second = run_all(tmp_path, again, workers=workers)
    assert (second.done, second.calls) == (6, 0)
    for one, other in zip(lines(job), lines(again), strict=True):
        left, right = (Record.load(where.out / line["record"]) for where, line in ((job, one), (again, other)))
        assert left.model_dump(exclude={"provenance"}) == right.model_dump(exclude={"provenance"})
        assert right.provenance.endpoint_kind == "replay"


@pytest.mark.parametrize("workers", ["0", "2"])
def test_events_of_a_batch_are_whole_lines_from_all_processes(workers: str, tmp_path: Path) -> None:
    reports(tmp_path / "in", 5)
    with Endpoint() as endpoint:
        done = briefing(
            *("batch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--model", "x", "--base-url", endpoint.url),
            *("--workers", workers, "--log-format", "json"),
            OPENAI_API_KEY=KEY,
        )
        made = len(endpoint.kept)
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stderr.splitlines()]
    (summary,) = (event["message"] for event in found if event["event"] == "message")
    assert summary.startswith("5 of 5 reports done; 15 calls")
    count = {name: sum(event["event"] == name for event in found) for name in ("run", "report", "question", "call")}
    assert count == {"run": 1, "report": 5, "question": made, "call": made}
    assert len({event["report"] for event in found if event["event"] == "call"}) == 5
    assert KEY not in done.stderr


def test_a_batch_is_estimated_without_a_call_and_without_an_output_folder(tmp_path: Path, run: Run) -> None:
    reports(tmp_path / "in", 7)
    with Endpoint() as endpoint:
        common = ("--out", str(tmp_path / "out"), "--base-url", endpoint.url)
        done = run("batch", str(tmp_path / "in"), *common, "--model", "gpt-5-mini", "--estimate", "--json")
        assert endpoint.kept == []
    found = json.loads(done.stdout)
    assert found["reports"] == 7 and found["calls"] >= 21 and found["cost"] > 0
    assert not (tmp_path / "out").exists()


def test_an_estimate_leaves_out_what_cannot_be_read(tmp_path: Path, run: Run) -> None:
    reports(tmp_path / "in", 2)
    (tmp_path / "in" / "empty.txt").write_text("")
    common = ("batch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--model", "gpt-5-mini", "--estimate")
    done, told = run(*common), json.loads(run(*common, "--json").stdout)
    assert (done.returncode, told["reports"], told["left_out"]) == (0, 2, 1)
    assert done.stdout.startswith("2 reports with") and "Left out are 1" in done.stderr and "empty.txt" in done.stderr
