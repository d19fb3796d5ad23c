from __future__ import annotations

import asyncio
import contextvars
import errno
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import batches, extraction
from briefing import workers as processes
from briefing.batches import Summary, run_batch
from briefing.channels import Origin, Usage, in_turn, originating, own_turn
from briefing.errors import ModelDownError, ModelError, ModelUnavailableError, RenderError, SettingsError, SourceError
from briefing.jobs import Done, Job, failed_line, read_one
from briefing.llm import OpenAICompleter
from briefing.manifests import Entry, ManifestLine, ResultLine, folder_name, read_plan
from briefing.progress import batch_progress
from briefing.record import Money, Record
from briefing.settings import make_settings
from tests.conftest import ROOT, Run
from tests.many import Endpoint, Outage, report, reports, right_answer

KEY = "sk-live-0123456789abcdef"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BRIEFING_CACHE", "true")
    monkeypatch.setenv("BRIEFING_RETRY_WAIT", "0.01")


def job_for(endpoint: Endpoint, out: Path, **more: Any) -> Job:
    given_: dict[str, Any] = {"model": "scripted", "base_url": endpoint.url, "api_key": KEY, "concurrency": 4} | more
    return Job(make_settings(**given_), out, ("ar", "en"), ("md",))


def run(origin: Path, job: Job, **more: Any) -> Summary:
    return asyncio.run(run_batch(read_plan(origin, out=job.out), job, workers=0, **more))


def results(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def manifest(folder: Path, *lines: dict[str, Any] | str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "manifest.jsonl"
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)) + "\n" for x in lines), "utf-8")
    return path


# --- what goes in and what comes out --------------------------------------------------------------------------------


def test_each_report_of_a_folder_has_a_folder_and_a_line(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 5)
    (folder / "2017").mkdir()
    (folder / "2017" / "report-0000.md").write_text(report(77), encoding="utf-8")
    (folder / "notes.json").write_text("{}")
    (folder / ".hidden.txt").write_text("x")
    out = folder / "out"  # inside: what the run writes there is no report
    with Endpoint() as endpoint:
        assert run(folder, job_for(endpoint, out)).done == 6
        assert run(folder, job_for(endpoint, out)).done == 6
    lines = results(out)
    assert [line["id"] for line in lines] == ["2017/report-0000", *(f"report-{number:04}" for number in range(5))]
    assert {line["status"] for line in lines} == {"done"}
    for line in lines:
        assert Record.load(out / line["record"]).sources[0].sha256 == line["sha256"]
        assert [Path(file).name for file in line["files"]] == ["brief.ar.md", "brief.en.md", "record.json"]
        assert all((out / file).is_file() for file in line["files"])
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == [
        ".briefing",
        "2017-report-0000",
        *(f"report-{number:04}" for number in range(5)),
    ]


def test_a_manifest_tells_what_is_known_of_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(report(1), encoding="utf-8")
    path = manifest(
        tmp_path,
        {"source": "a.txt", "id": "first", "published": "2024-05-14", "title": "عنوان", "publisher": "وكالة", "url": "https://x.org/1", "desk": 7},
        "",
        {"text": report(2), "id": 12},
    )  # fmt: skip
    with Endpoint() as endpoint:
        run(path, job_for(endpoint, tmp_path / "out"))
    first, second = results(tmp_path / "out")
    assert (first["id"], first["desk"], second["id"], second["text"]) == ("first", 7, "12", report(2))
    source = Record.load(tmp_path / "out" / first["record"]).sources[0]
    assert (source.published, source.title, source.publisher, source.url) == ("2024-05-14", "عنوان", "وكالة", "https://x.org/1")


def test_a_results_file_is_a_manifest_and_fits_the_schema(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)))
    path = manifest(tmp_path, {"text": report(1)}, {"source": "bad.txt", "base": "."})
    schema = json.loads((ROOT / "schemas/manifest.v1.schema.json").read_text(encoding="utf-8"))
    with Endpoint() as endpoint:
        run(path, job_for(endpoint, tmp_path / "out"))
        for line in (*map(json.loads, path.read_text().splitlines()), *results(tmp_path / "out")):
            jsonschema.validate(line, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"id": "nothing to read"}, schema)
        run(tmp_path / "out" / "results.jsonl", job_for(endpoint, tmp_path / "again"))
    assert [line["status"] for line in results(tmp_path / "again")] == ["done", "failed"]


def test_the_order_is_the_manifests_whatever_the_timing(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 12)
    seen: list[list[str]] = []
    contents: list[Any] = []
    for seed, slow in enumerate(("1000", "1001")):  # the report with this figure is answered late

        def late(request: dict[str, Any], slow: str = slow) -> float:
            return 0.3 if slow in request["messages"][-1]["content"] else 0.0

        finished: list[str] = []
        with Endpoint(delay=late) as endpoint:
            job = job_for(endpoint, tmp_path / f"out{seed}", cache=False)
            run(folder, job, told=lambda _, line, finished=finished: finished.append(line.id) if line else None)
        seen.append(finished)
        contents.append(
            [{k: v for k, v in line.items() if k not in {"seconds", "settings"}} for line in results(tmp_path / f"out{seed}")]
        )
    assert seen[0] != seen[1]
    assert contents[0] == contents[1] and [line["id"] for line in contents[0]] == sorted(seen[0])


def test_no_more_calls_at_once_than_were_allowed_and_enough_to_be_busy(tmp_path: Path) -> None:
    with Endpoint(delay=0.02) as endpoint:
        run(reports(tmp_path / "in", 16), job_for(endpoint, tmp_path / "out", concurrency=3))
        assert endpoint.most == 3


def test_reports_are_read_when_their_turn_comes(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 40)
    last = folder / "report-0039.ar.txt"
    with Endpoint() as endpoint:

        def told(summary: Summary, line: ResultLine | None) -> None:
            if summary.done == 1:
                last.write_text(report(4711), encoding="utf-8")

        run(folder, job_for(endpoint, tmp_path / "out", concurrency=2), told=told)
    record = Record.load(tmp_path / "out" / "report-0039" / "record.json")
    assert record.sources[0].text == report(4711)


# --- what goes wrong with a report ----------------------------------------------------------------------------------


def test_one_call_in_ten_failing_for_ever_costs_those_reports_alone(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 20)

    def sick(request: dict[str, Any]) -> Any:
        told = request["messages"][-1]["content"]
        return (500, "no") if re.search(r"\b10[01]7\b", told) else right_answer(request)

    with Endpoint(answer=sick) as endpoint:
        summary = run(folder, job_for(endpoint, tmp_path / "out"))
    lines = results(tmp_path / "out")
    failed = [line for line in lines if line["status"] == "failed"]
    assert [line["id"] for line in failed] == ["report-0007", "report-0017"]
    assert all(line["error"]["type"] == "ModelUnavailableError" and "500" in line["error"]["message"] for line in failed)
    assert all(line["calls"] >= 3 and "record" not in line for line in failed)
    assert (summary.done, summary.failed, summary.stopped) == (18, 2, None)
    with Endpoint(answer=right_answer) as endpoint:
        endpoint_job = job_for(endpoint, tmp_path / "out")
        assert run(folder, endpoint_job, resume=True).failed == 0


def test_empty_binary_missing_and_endless_reports_are_lines_with_reasons(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "long.txt").write_text(report(1) * 100, encoding="utf-8")
    sources = ["empty.txt", "binary.txt", "missing.txt", "pipe", "/dev/zero", ".", "long.txt", "nul\0name"]
    path = manifest(tmp_path, *({"source": source} for source in sources), {"text": ""}, {"text": report(1), "id": "good"})
    with Endpoint() as endpoint:
        summary = run(path, job_for(endpoint, tmp_path / "out", max_source_bytes=50_000))
    *bad, good = results(tmp_path / "out")
    assert good["status"] == "done" and summary.failed == len(bad) == 9
    assert {line["error"]["type"] for line in bad} == {"SourceError"}
    assert len(endpoint.kept) == 3


def test_a_bug_met_in_one_report_does_not_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = extraction.extract_record

    async def frail(report: Any, *rest: Any, **more: Any) -> Record:
        if report.name.startswith("report-0001"):
            raise ZeroDivisionError
        return await real(report, *rest, **more)

    monkeypatch.setattr(extraction, "extract_record", frail)
    with Endpoint() as endpoint:
        assert run(reports(tmp_path / "in", 3), job_for(endpoint, tmp_path / "out")).done == 2
    assert "ZeroDivisionError" in results(tmp_path / "out")[1]["error"]["message"]


def test_an_endpoint_that_refuses_everything_is_not_asked_two_hundred_times(tmp_path: Path) -> None:
    with Endpoint(answer=lambda _: (401, f"bad key {KEY}")) as endpoint:
        summary = run(reports(tmp_path / "in", 60), job_for(endpoint, tmp_path / "out"))
    assert summary.stopped and "key" in summary.stopped and len(endpoint.kept) <= 5 + 8
    assert summary.skipped >= 40 and {line["status"] for line in results(tmp_path / "out")} == {"failed", "skipped"}


def test_going_on_with_a_wrong_key_does_not_try_every_report(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, tmp_path / "out"))
        reports(folder, 60)
        endpoint.answer, before = lambda _: (401, "bad key"), len(endpoint.kept)
        summary = run(folder, job_for(endpoint, tmp_path / "out"), resume=True)
    assert (summary.resumed, summary.done) == (3, 3) and summary.stopped and len(endpoint.kept) - before <= 5 + 8


@pytest.mark.parametrize("concurrency", [1, 8])
def test_an_endpoint_that_never_answered_is_not_waited_for(tmp_path: Path, concurrency: int) -> None:
    with Endpoint() as endpoint:
        job = job_for(endpoint, tmp_path / "out", concurrency=concurrency, breaker_seconds=20.0)
    plan = read_plan(reports(tmp_path / "in", 60))  # nobody listens any more
    summary = asyncio.run(asyncio.wait_for(run_batch(plan, job, workers=0), 60))
    assert summary.stopped and summary.skipped > 0


def test_a_name_that_cannot_be_written_down_is_told(tmp_path: Path) -> None:
    (reports(tmp_path / "in", 1) / os.fsdecode(b"bad\xff.txt")).write_text("x")
    with pytest.raises(SourceError, match="bad.*rename it"):
        read_plan(tmp_path / "in")


@pytest.mark.load
def test_what_was_given_up_is_counted_with_workers_too(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 6)
    calls = {}
    for workers in (0, 2):
        with Endpoint(delay=10.0) as endpoint:
            job = job_for(endpoint, tmp_path / f"out{workers}", concurrency=12, report_timeout=2.0, cache=False)
            summary = asyncio.run(run_batch(read_plan(folder), job, workers=workers))
        calls[workers] = (summary.failed, summary.calls)
    assert calls[0] == calls[2] == (6, 6)


# Without a second attempt each request turned away is a report that failed; those under way together find it out, and after
# them one at a time, which tries whether the endpoint is back.
_SHORT = {"breaker_seconds": 0.1, "breaker_failures": 3, "attempts": 1}


def test_an_outage_is_waited_out(tmp_path: Path) -> None:
    outage = Outage(8)

    def told(summary: Summary, _: ResultLine | None) -> None:
        if summary.done == 5:
            outage.begun.set()

    with Endpoint(answer=outage) as endpoint:
        job = job_for(endpoint, tmp_path / "out", concurrency=2, **_SHORT)
        summary = run(reports(tmp_path / "in", 40), job, told=told)
    assert (summary.skipped, summary.stopped) == (0, None) and 1 <= summary.failed <= 8
    assert summary.done == 40 - summary.failed
    # What was answered to a report before it had to wait is told, too.
    assert summary.calls == len(endpoint.kept) and summary.input_tokens == 900 * sum(endpoint.answered.values())


def test_an_outage_before_the_first_report_is_done_is_waited_out(tmp_path: Path) -> None:
    outage = Outage(12)

    def dying(request: dict[str, Any]) -> Any:
        if len(endpoint.kept) >= 4:
            outage.begun.set()
        return outage(request)

    with Endpoint(answer=dying) as endpoint:
        summary = run(reports(tmp_path / "in", 30), job_for(endpoint, tmp_path / "out", concurrency=4, **_SHORT))
    assert (summary.skipped, summary.stopped) == (0, None) and 1 <= summary.failed <= 12
    assert summary.done == 30 - summary.failed


def test_an_endpoint_that_turns_everybody_away_ends_the_run_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.pacing._LONG_REFUSED", 0.2)
    monkeypatch.setattr("briefing.pacing._MANY_REFUSALS", 6)
    with Endpoint(answer=lambda _: (429, "no")) as endpoint:
        summary = run(reports(tmp_path / "in", 60), job_for(endpoint, tmp_path / "out"))
    assert summary.stopped and "turned away" in summary.stopped and summary.skipped > 30


def test_what_nobody_hears_stops_no_run(tmp_path: Path) -> None:
    def told(_: Summary, __: ResultLine | None) -> None:
        raise BrokenPipeError

    with Endpoint() as endpoint:
        assert run(reports(tmp_path / "in", 3), job_for(endpoint, tmp_path / "out"), told=told).done == 3


def test_a_run_that_cannot_keep_its_answers_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefing.cache.write_atomically", full)
    with Endpoint() as endpoint:
        summary = run(reports(tmp_path / "in", 40), job_for(endpoint, tmp_path / "out", cache=False))
    assert summary.stopped and "No space left" in summary.stopped and "--resume" in summary.stopped
    assert len(endpoint.kept) <= 4 + 4 and summary.skipped > 25


# --- going on -------------------------------------------------------------------------------------------------------


def test_resuming_does_nothing_again_but_what_changed(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 6)
    out = tmp_path / "out"
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, out, cache=False))
        before = results(out)
        calls = len(endpoint.kept)
        summary = run(folder, job_for(endpoint, out, cache=False), resume=True)
        assert (summary.resumed, summary.calls, len(endpoint.kept)) == (6, 0, calls) and results(out) == before
        (folder / "report-0002.ar.txt").write_text(report(99), encoding="utf-8")  # another text
        (out / "report-0004" / "brief.ar.md").unlink()  # a file that somebody removed
        (folder / "report-0006.ar.txt").write_text(report(6), encoding="utf-8")  # a new report
        summary = run(folder, job_for(endpoint, out, cache=False), resume=True)
        assert (summary.done, summary.resumed, len(endpoint.kept)) == (7, 4, calls + 9)
        assert (out / "report-0004" / "brief.ar.md").is_file()
        summary = run(folder, job_for(endpoint, out, cache=False, model="other"), resume=True)
        assert (summary.resumed, summary.calls) == (0, 21)
        (folder / "report-0006.ar.txt").unlink()
        assert run(folder, job_for(endpoint, out, cache=False, model="other"), resume=True).total == 6 == len(results(out))


def test_a_second_run_makes_no_call(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 6)
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, tmp_path / "out"))
        summary = run(folder, job_for(endpoint, tmp_path / "out"))
        assert (summary.calls, summary.cached, summary.resumed, len(endpoint.kept)) == (0, 18, 0, 18)


def test_results_of_other_settings_are_not_written_over_by_chance(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 2)
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, tmp_path / "out"))
        with pytest.raises(SettingsError, match="--resume"):
            run(folder, job_for(endpoint, tmp_path / "out", model="other"))
        assert len(endpoint.kept) == 6
        (tmp_path / "strange").mkdir()
        (tmp_path / "strange" / "results.jsonl").write_text("mine")
        with pytest.raises(SettingsError, match="--resume"):
            run(folder, job_for(endpoint, tmp_path / "strange"))
    assert (tmp_path / "strange" / "results.jsonl").read_text() == "mine"


def test_a_journal_that_was_cut_or_spoilt_costs_no_more_than_its_lines(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 4)
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, tmp_path / "out"))
        journal = tmp_path / "out" / ".briefing" / "journal.jsonl"
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(b"".join(lines[:2]) + lines[2][:-20])
        summary = run(folder, job_for(endpoint, tmp_path / "out"), resume=True)
        assert (summary.done, summary.resumed, summary.calls) == (4, 2, 0)
        journal.write_bytes(b"\xff\x00 nonsense\n" + b"".join(lines))
        assert run(folder, job_for(endpoint, tmp_path / "out"), resume=True).done == 4


def test_one_spoilt_line_of_the_journal_costs_that_line_alone(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 4)
    with Endpoint() as endpoint:
        run(folder, job_for(endpoint, tmp_path / "out"))
        journal = tmp_path / "out" / ".briefing" / "journal.jsonl"
        lines = journal.read_bytes().splitlines(keepends=True)
        lines[1] = b"\0" * 20 + b"\n"
        journal.write_bytes(b"".join(lines))
        assert run(folder, job_for(endpoint, tmp_path / "out"), resume=True).resumed == 3
        (tmp_path / "out" / "report-0002" / "brief.ar.md").write_bytes(b"")  # as a power cut leaves it
        assert run(folder, job_for(endpoint, tmp_path / "out"), resume=True).resumed == 3


def test_going_on_tells_what_the_manifest_says_now(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(report(1), encoding="utf-8")
    path = manifest(tmp_path, {"source": "a.txt", "id": "x", "desk": "old", "rank": 1})
    with Endpoint() as endpoint:
        run(path, job_for(endpoint, tmp_path / "out"))
        (first,) = results(tmp_path / "out")
        (tmp_path / "a.txt").rename(tmp_path / "b.txt")
        manifest(tmp_path, {"source": "b.txt", "id": "x", "desk": "new"})
        assert run(path, job_for(endpoint, tmp_path / "out"), resume=True).resumed == 1
    (second,) = results(tmp_path / "out")
    assert (second["source"], second["desk"]) == ("b.txt", "new") and "rank" not in second
    assert {**first, "source": "b.txt", "desk": "new"} == {**second, "rank": 1}


@pytest.mark.parametrize("becomes", [None, "no manifest\n"])
def test_what_becomes_of_the_manifest_meanwhile_costs_no_results(becomes: str | None, tmp_path: Path) -> None:
    path = manifest(tmp_path, *({"text": report(number)} for number in range(12)))

    def told(summary: Summary, _: ResultLine | None) -> None:
        if summary.done == 1:
            path.unlink(missing_ok=True) if becomes is None else path.write_text(becomes)

    with Endpoint() as endpoint:
        assert run(path, job_for(endpoint, tmp_path / "out", concurrency=1), told=told).done == 12
    assert [line["status"] for line in results(tmp_path / "out")] == ["done"] * 12
    assert sorted(one.name for one in (tmp_path / "out" / ".briefing").iterdir()) == ["journal.jsonl", "lock", "run.json"]


def test_what_others_keep_in_the_folder_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "report-0000" / ".briefing-x.tmp").mkdir(parents=True)
    (out / ".mine.tmp").write_text("precious")
    (out / ".briefing-0123.tmp").write_text("of a run that was killed")
    with Endpoint() as endpoint:
        assert run(reports(tmp_path / "in", 1), job_for(endpoint, out)).done == 1
    assert (out / ".mine.tmp").exists() and not (out / ".briefing-0123.tmp").exists()


@pytest.mark.parametrize("name", ["responses", "lock", "journal.jsonl", "responses/cache.db"])
def test_a_link_in_the_runs_own_folder_is_refused(name: str, tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "out" / ".briefing" / name
    victim.mkdir(mode=0o755)
    link.parent.mkdir(parents=True)
    link.symlink_to(victim)
    with Endpoint() as endpoint, pytest.raises(SettingsError, match="is a link"):
        run(reports(tmp_path / "in", 1), job_for(endpoint, tmp_path / "out", cache=False))
    assert victim.stat().st_mode & 0o777 == 0o755 and not list(victim.iterdir())


def test_cancelling_writes_what_is_done_and_closes_the_connections(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 30)

    async def cancelled(job: Job) -> None:
        task = asyncio.ensure_future(run_batch(read_plan(folder), job, workers=0, told=told))

        def cancel(summary: Summary, _: ResultLine | None) -> None:
            if summary.done == 3:
                task.cancel()

        tell.append(cancel)
        await task

    tell: list[Any] = []

    def told(summary: Summary, line: ResultLine | None) -> None:
        for one in tell:
            one(summary, line)

    with Endpoint(delay=0.05) as endpoint:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(cancelled(job_for(endpoint, tmp_path / "out")))
        assert endpoint.is_left()
        statuses = [line["status"] for line in results(tmp_path / "out")]
        done = statuses.count("done")  # another may be done in the same moment
        assert 3 <= done < 10 and statuses.count("skipped") == 30 - done
        assert run(folder, job_for(endpoint, tmp_path / "out"), resume=True).resumed == done


# --- the folder -----------------------------------------------------------------------------------------------------


@pytest.mark.load
def test_a_second_run_in_the_same_folder_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 2)
    refused: list[str] = []
    with Endpoint() as endpoint:
        job = job_for(endpoint, tmp_path / "out")

        def told(summary: Summary, _: ResultLine | None) -> None:
            if not refused:
                done = briefing_batch(folder, tmp_path / "out", endpoint)
                refused.append(done.stderr)
                assert done.returncode == 2

        run(folder, job, told=told)
        assert f"process {os.getpid()}" in refused[0] and refused[0].count("\n") == 1
        assert briefing_batch(folder, tmp_path / "out", endpoint, "--lang", "ar,en", "--format", "md").returncode == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root can mount a file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("cache", [True, False])
def test_a_full_disk_stops_the_run_in_a_sentence_and_costs_nothing(tiny_disk: Path, tmp_path: Path, cache: bool) -> None:
    folder = reports(tmp_path / "in", 30)
    out = tiny_disk / "out"
    with Endpoint() as endpoint:
        job = job_for(endpoint, out, cache=cache)
        try:
            told = run(folder, job).stopped or ""
        except RenderError as error:  # not even the results file could be written
            told = str(error)
        assert "No space left" in told
        assert len(endpoint.kept) < 80
        kept = {path: path.read_bytes() for path in out.rglob("record.json")}
        assert all(json.loads(data) for data in kept.values()) and not list(out.rglob("*.tmp"))
        subprocess.run(["mount", "-o", "remount,size=20m", str(tiny_disk)], check=True)
        summary = run(folder, job, resume=True)
        assert summary.done == 30 and summary.failed == 0
        if cache:
            assert max(endpoint.answered.values()) == 1
    assert [line["status"] for line in results(out)] == ["done"] * 30


def test_a_folder_that_cannot_be_written_to_is_told_before_any_call(tiny_disk: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with Endpoint() as endpoint, pytest.raises(RenderError, match="Read-only"):
        run(reports(tmp_path / "in", 2), job_for(endpoint, tiny_disk / "out"))
    assert endpoint.kept == []


HOSTILE = [
    "../../escape",
    "/etc/passwd",
    "..",
    ".",
    "...",
    "a/../../b",
    "C:\\Windows\\x",
    "..\\..\\up",
    "nul\u0000byte",
    "x" * 5000,
    "وفد" * 400,
    "CON",
    "aux.txt",
    "results.jsonl",
    ".briefing",
    "Report",
    "report",
    "REPORT",
    "re\u0301sume\u0301",
    "r\u00e9sum\u00e9",
    "\u202egnp.exe",
    "a\u200bb",
    "ﬁle",
    "file",
    "-rf",
    "~root",
    "$HOME",
    "a\nb",
    " ",
    "trailing. ",
    "https://example.org/a?b=c&d=../..",
]


def test_no_id_leads_out_of_the_folder_or_into_anothers(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "er" / "out"
    before = {path for path in tmp_path.rglob("*") if path != out}
    path = manifest(tmp_path, *({"text": report(number), "id": name} for number, name in enumerate(HOSTILE)))
    with Endpoint() as endpoint:
        assert run(path, job_for(endpoint, out)).done == len(HOSTILE)
    lines = results(out)
    assert [line["id"] for line in lines] == HOSTILE
    folders = [line["record"].split("/")[0] for line in lines]
    assert len({folder.casefold() for folder in folders}) == len(HOSTILE)
    for line, folder in zip(lines, folders, strict=True):
        assert line["record"] == f"{folder}/record.json" and (out / folder).resolve().parent == out.resolve()
        assert Record.load(out / line["record"]).sources[0].text == line["text"]
    written = {path for path in tmp_path.rglob("*") if out not in path.parents and "cache" not in path.parts} - before
    assert written <= {path, out, out.parent, out.parent.parent}


@given(st.text(min_size=1))
def test_a_folders_name_is_one_harmless_component(name: str) -> None:
    folder = folder_name(name)
    assert folder and "/" not in folder and "\\" not in folder and folder not in {".", ".."}
    assert folder[0] not in ".-" and len(folder.encode()) <= 120 and folder.isprintable()
    assert (Path("/out") / folder).parent == Path("/out")


@pytest.mark.parametrize("name", ["nul", "CON.txt", "com1", "COM¹", "lpt³.a.b", "conin$", "ConOut$.md", "aux."])
def test_a_folder_is_not_called_like_a_device(name: str) -> None:
    assert folder_name(name).startswith("report-")
    assert folder_name(f"{name[:3]}-{name}").startswith(name[:3])


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (ModelDownError("X is down.", transient=True, retry_after=7), 7),
        (ModelUnavailableError("X limits.", limited=True, transient=True, retry_after=120), 120),
        (ModelUnavailableError("X limits.", limited=True, transient=True, retry_after=1e9), None),  # nobody waits for that
        (ModelUnavailableError("X limits.", limited=True, transient=True, retry_after=2), None),  # its tries are used up
        (ModelUnavailableError("X failed.", transient=True, retry_after=120), None),
    ],
)
def test_a_report_waits_for_an_endpoint_that_says_when_it_is_back(error: ModelError, wait: float | None, tmp_path: Path) -> None:
    class Failing:
        model = "scripted"
        endpoint_kind: Any = "endpoint"

        async def complete(self, *_: Any, **__: Any) -> Any:
            raise error

    job = Job(make_settings(model="scripted", base_url="http://127.0.0.1:9/v1"), tmp_path, ("ar",), ("md",))
    entry = Entry(1, "a", "a", None, ManifestLine(text=report(1), id="a"))
    done = asyncio.run(read_one(entry, job, Failing()))
    assert (done.wait, done.stops, done.line.status) == (wait, None, "failed")


def limited_to(files: str, arguments: Sequence[object]) -> subprocess.CompletedProcess[str]:
    """A batch in a process that may have so many files open; ``ulimit`` as the shell writes it."""
    command = shlex.join([sys.executable, "-m", "briefing", "batch", *map(str, arguments), "--no-cache", "--workers", "0"])
    return subprocess.run(["/bin/sh", "-c", f"ulimit {files}; exec {command}"], capture_output=True, text=True, timeout=120)


def test_more_calls_than_the_system_allows_files_are_told_before_anything_is_done(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    with Endpoint() as endpoint:
        told = (folder, "--model", "scripted", "--base-url", endpoint.url, "--concurrency", 40)
        refused = limited_to("-n 60", [*told, "--out", tmp_path / "refused"])
        raised = limited_to("-S -n 60", [*told, "--out", tmp_path / "raised"])  # of which the process itself may have more
    assert refused.returncode == 2 and "60 are allowed: lower --concurrency" in refused.stderr
    assert not (tmp_path / "refused").exists()
    assert raised.returncode == 0, raised.stderr
    assert len(results(tmp_path / "raised")) == 3


def test_a_day_that_does_not_exist_is_told_before_anything_is_done(tmp_path: Path, run: Run) -> None:
    with Endpoint() as endpoint:
        arguments = ["batch", str(reports(tmp_path / "in", 2)), "--out", str(tmp_path / "out"), "--model", "scripted"]
        result = run(*arguments, "--base-url", endpoint.url, "--published", "2017-02-30")
    assert result.returncode == 2 and "'2017-02-30' is not a date" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("apart", [False, True])
def test_what_the_system_refuses_is_no_bug(apart: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("tempfile.mkdtemp" if apart else "briefing.jobs.render_files", refuse)
    with Endpoint() as endpoint:
        summary = run(reports(tmp_path / "in", 2), job_for(endpoint, tmp_path / "out"), layout="jsonl" if apart else "folders")
    assert summary.done == 0
    told = [line["error"] for line in results(tmp_path / "out") if line["error"]]
    assert told and all(one["message"].endswith("reports: Too many open files.") for one in told)


def test_links_planted_in_the_folder_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").write_text("mine")
    out = tmp_path / "out"
    (out / "report-0002").mkdir(parents=True)
    (out / "report-0001").symlink_to(elsewhere)
    (out / "report-0002" / "record.json").symlink_to(elsewhere / "file")
    (out / "results.jsonl").symlink_to(elsewhere / "file")
    (out / "report-0002" / ".briefing-0.tmp").symlink_to(elsewhere / "file")
    folder = reports(tmp_path / "in", 3)
    with Endpoint() as endpoint:
        summary = run(folder, job_for(endpoint, out), resume=True)
    assert (summary.done, summary.failed) == (2, 1)
    assert "link" in results(out)[1]["error"]["message"]
    assert [path.name for path in elsewhere.iterdir()] == ["file"] and (elsewhere / "file").read_text() == "mine"


def test_a_link_in_the_place_of_the_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".briefing").symlink_to(tmp_path)
    with Endpoint() as endpoint, pytest.raises(SettingsError, match="link"):
        run(reports(tmp_path / "in", 1), job_for(endpoint, tmp_path / "out"))


WRONG_MANIFESTS: dict[str, tuple[list[dict[str, Any] | str], str]] = {
    "an id twice": ([{"text": "a", "id": "x"}, {"text": "b"}, {"text": "c", "id": "x"}], r"lines 1 and 3.*'x'"),
    "a source twice": ([{"source": "a.txt"}, "", {"source": "a.txt"}], r"lines 1 and 3.*'a'"),
    "no JSON": ([{"text": "a"}, "text: b"], "line 2"),
    "a list": (["[1]"], "line 1"),
    "neither source nor text": ([{"text": "a"}, {"id": "x"}], "line 2.*either source or text"),
    "both": ([{"text": "a", "source": "b"}], "line 1.*either source or text"),
    "a date that is none": ([{"text": "a", "published": "yesterday"}], "line 1, published"),
    "a date that does not exist": ([{"text": "a", "published": "2024-02-31"}], "line 1, published"),
    "several": (["{", {"text": "a"}, "[]", {"text": "b", "url": ""}], r"line 1: .*\. 2 more at fault: 3, 4\.$"),
    "many": (["{"] * 30, r"line 1: .*\. 29 more at fault: 2, 3, 4, 5, 6, 7, 8, 9, 10, …\.$"),
    "nothing": ([""], "no reports"),
}


@pytest.mark.parametrize("name", WRONG_MANIFESTS)
def test_a_manifest_that_cannot_be_used_is_told_by_its_lines(name: str, tmp_path: Path) -> None:
    lines, told = WRONG_MANIFESTS[name]
    with pytest.raises(SourceError, match=told) as caught:
        read_plan(manifest(tmp_path, *lines))
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=re.escape(".txt")):
        read_plan(tmp_path)


def test_files_that_differ_in_their_endings_alone_are_kept_apart(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "a.ar.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    assert [entry.id for entry in read_plan(tmp_path).entries()] == ["a.ar.txt", "a.md", "a.txt", "b"]


def test_state_and_answers_are_their_owners_alone(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        seen: list[int] = []

        def told(*_: object) -> None:
            seen.extend(path.stat().st_mode & 0o777 for path in (tmp_path / "out" / ".briefing").iterdir() if path.is_dir())

        run(reports(tmp_path / "in", 2), job_for(endpoint, tmp_path / "out", cache=False), told=told)
    assert seen and set(seen) == {0o700}
    assert (tmp_path / "out" / ".briefing").stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "out" / ".briefing" / "responses").exists()


# --- the command line, and processes of its own ---------------------------------------------------------------------


def briefing_batch(origin: Path, out: Path, endpoint: Endpoint, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(origin, out, endpoint, *more), capture_output=True, text=True, check=False, timeout=100, env=env()
    )


def command(origin: Path, out: Path, endpoint: Endpoint, *more: str) -> list[str]:
    asked = [str(origin), "--out", str(out), "--model", "scripted", "--base-url", endpoint.url, *more]
    return [sys.executable, "-m", "briefing", "batch", *asked]


def env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": KEY}


def workers_of_this_process() -> list[int]:
    """The numbers of the processes that work for this one: first that which the others are forked from, then these."""

    def children(parent: int) -> list[int]:
        found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
        return [int(line.split()[0]) for line in found.stdout.splitlines() if "briefing.workers" in line]

    return [number for first in children(os.getpid()) for number in (first, *children(first))]


@pytest.mark.load
@pytest.mark.parametrize("dies", ["the one that forked", "the one that was forked"])
def test_workers_give_the_same_records_and_one_that_dies_loses_nothing(tmp_path: Path, dies: str) -> None:
    folder = reports(tmp_path / "in", 24)
    (folder / "report-0003.ar.txt").write_bytes(bytes(range(256)))
    with Endpoint(delay=0.05) as endpoint:
        run(folder, job_for(endpoint, tmp_path / "alone"))
        calls = len(endpoint.kept)
        killed: list[int] = []

        def told(summary: Summary, _: ResultLine | None) -> None:
            if summary.done == 4 and not killed:
                first, second = workers_of_this_process()
                killed.append(first if dies == "the one that forked" else second)
                assert endpoint.most <= 4
                os.kill(killed[0], signal.SIGKILL)

        job = job_for(endpoint, tmp_path / "together", cache=False)
        summary = asyncio.run(run_batch(read_plan(folder), job, workers=2, told=told))
        assert killed and (summary.done, summary.failed) == (23, 1)
        assert summary.calls >= calls and summary.input_tokens >= 900 * calls  # also those of the worker that died
        # The endpoint may still be busy with four calls of the dead worker when four others have taken their places.
        assert endpoint.most <= 4 + 4 and calls * 2 <= len(endpoint.kept) <= calls * 2 + 8
    for one, other in zip(results(tmp_path / "alone"), results(tmp_path / "together"), strict=True):
        assert (one["id"], one["status"], one.get("error")) == (other["id"], other["status"], other.get("error"))
        if one["status"] == "done":
            first, second = (Record.load(tmp_path / name / one["record"]).model_dump() for name in ("alone", "together"))
            for record in (first, second):
                for name in ("seconds", "generated_at", "calls", "cached", "input_tokens", "output_tokens"):
                    del record["provenance"][name]
            assert first == second


@pytest.mark.parametrize("deaths", [2, 3])
def test_a_report_whose_workers_died_twice_is_read_alone(deaths: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hired: list[Any] = []

    class Worker:
        failure = None

        def __init__(self) -> None:
            self.reports: dict[int, Any] = {}
            self.done: list[str] = []
            self.is_closed = False
            hired.append(self)

        async def do(self, entry: Entry) -> Done:
            self.done.append(entry.id)
            if entry.id == "ill" and sum("ill" in one.done for one in hired) <= deaths:
                cost = {"cost": 0.5, "currency": "USD"}
                raise processes.WorkerDiedError(Usage(calls=1, input_tokens=5, **cost))  # type: ignore[arg-type]
            return Done(failed_line(entry, job, "SourceError", "It is empty."))

        async def aclose(self) -> bool:
            self.is_closed = True
            return True

    async def hire(_: Any, count: int) -> list[Worker]:
        return [Worker() for _ in range(count)]

    async def read() -> list[Done]:
        pool = processes.WorkerPool(job, OpenAICompleter(job.settings), 1)
        pool._workers += await pool._hired(1)
        entries = [Entry(number, name, name, None, ManifestLine(text="x")) for number, name in enumerate(("ill", "well"), 1)]
        return [await pool.do(entry) for entry in entries]

    monkeypatch.setattr(processes.WorkerPool, "_hired", hire)
    job = Job(make_settings(model="m", base_url="http://127.0.0.1:9/v1", cache=False), tmp_path, ("ar",), ("md",))
    ill, well = asyncio.run(read())
    assert [one.done for one in hired] == [["ill"], ["ill"], ["well"], ["ill"]]
    assert [one.is_closed for one in hired] == [True, True, False, True]  # the last had nothing else to do
    assert ill.line.error and ill.line.error.type == ("SourceError" if deaths == 2 else "WorkerDiedError")
    assert (ill.line.calls, ill.line.input_tokens) == (deaths, 5 * deaths) and well.line.calls == 0
    assert ill.line.cost == Money(value=0.5 * deaths, currency="USD")


@pytest.mark.load
def test_a_worker_that_cannot_begin_says_why(tmp_path: Path) -> None:
    async def begun(settings: Any) -> None:
        job = Job(settings.model_copy(update={"prices": tmp_path / "gone.tsv"}), tmp_path, ("ar",), ("md",))
        async with processes.WorkerPool(job, OpenAICompleter(settings), 2):
            pass

    with pytest.raises(SettingsError, match=r"gone\.tsv"):
        asyncio.run(begun(make_settings(model="m", base_url="http://127.0.0.1:9/v1", cache=False)))


@pytest.mark.load
def test_a_worker_that_does_not_hear_is_ended_with_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.workers._FAREWELL", 0.5)
    folder = reports(tmp_path / "in", 12)
    stopped: list[int] = []

    def told(summary: Summary, _: ResultLine | None) -> None:
        if summary.done == 12:
            stopped.extend(workers_of_this_process())
            os.kill(stopped[-1], signal.SIGSTOP)

    with Endpoint() as endpoint:
        summary = asyncio.run(run_batch(read_plan(folder), job_for(endpoint, tmp_path / "out"), workers=3, told=told))
    assert summary.done == 12 and len(stopped) == 3
    assert workers_of_this_process() == []
    for number in stopped:  # nor has one been left to another parent
        shown = subprocess.run(["ps", "-o", "state=", "-p", str(number)], capture_output=True, text=True, check=False)
        assert shown.stdout.strip() in {"", "Z"}


def test_one_reason_of_many_failures_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Endpoint(answer=lambda _: (401, "no")) as endpoint, batch_progress(quiet=True) as told:
        run(reports(tmp_path / "in", 4), job_for(endpoint, tmp_path / "out"), told=told)
    first, rest = capsys.readouterr().err.splitlines()
    assert "does not accept" in first and rest == f"3 more: {first.split(': ', 1)[1]}"


@pytest.mark.load
@pytest.mark.parametrize("where", ["/dev/full", "a closed pipe"])
def test_a_standard_error_that_nobody_takes_stops_no_run(where: str, tmp_path: Path) -> None:
    lines = [{"source": "missing-1.txt"}, {"source": "missing-2.txt"}, {"text": report(1)}]
    with Endpoint() as endpoint:
        asked = command(manifest(tmp_path, *lines), tmp_path / "out", endpoint)
        read, write = os.pipe()
        os.close(read)
        with open("/dev/full", "wb") as full, os.fdopen(write, "wb", 0) as closed:
            taken = full if where == "/dev/full" else closed
            done = subprocess.run(asked, stdout=subprocess.PIPE, stderr=taken, env=env(), check=False, timeout=100)
    assert (done.returncode, done.stdout.decode()) == (1, f"{tmp_path}/out/results.jsonl\n")
    assert [line["status"] for line in results(tmp_path / "out")] == ["failed", "failed", "done"]


def test_a_full_disk_at_the_end_does_not_hide_what_was_spent(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise RenderError("results.jsonl cannot be written: No space left on device.")

    monkeypatch.setattr(batches, "_write_results", full)
    with Endpoint() as endpoint:
        common = ("--out", tmp_path / "out", "--model", "m", "--base-url", endpoint.url)
        done = run("batch", reports(tmp_path / "in", 1), *common)
    assert done.returncode == 1 and done.stderr.startswith("1 of 1 reports done; 3 calls, 3,060 tokens")
    assert done.stderr.splitlines()[-1].startswith("briefing: results.jsonl cannot be written")


def test_the_command_prints_the_results_file_and_a_summary(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    with Endpoint() as endpoint:
        done = briefing_batch(folder, tmp_path / "out", endpoint)
        assert (done.returncode, done.stdout) == (0, f"{tmp_path}/out/results.jsonl\n")
        assert done.stderr.startswith("3 of 3 reports done; 9 calls") and done.stderr.count("\n") == 1
        (folder / "report-0001.ar.txt").write_text("")
        done = briefing_batch(folder, tmp_path / "out", endpoint, "--json", "--resume", "--quiet")
        told = json.loads(done.stdout)
        assert done.returncode == 1 and (told["done"], told["failed"], told["resumed"]) == (2, 1, 2)
        assert done.stderr.startswith("report-0001: ") and done.stderr.count("\n") == 1
        help_ = subprocess.run([sys.executable, "-m", "briefing", "batch", "--help"], capture_output=True, text=True, check=True)
        assert "--resume" in help_.stdout
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


@pytest.mark.load
def test_strict_tells_that_items_were_refused(tmp_path: Path) -> None:
    def wrong(request: dict[str, Any]) -> Any:
        answer = right_answer(request)
        for item in answer.get("items", []):
            item["quote"] = "كلام لم يقله أحد"
        return answer

    folder = reports(tmp_path / "in", 1)
    with Endpoint(answer=wrong) as endpoint:
        assert briefing_batch(folder, tmp_path / "out", endpoint).returncode == 0
        assert briefing_batch(folder, tmp_path / "out", endpoint, "--strict").returncode == 3


def hears_ctrl_c() -> None:
    """A background shell starts programs deaf to it, and nohup to the end of the terminal."""
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)


@pytest.mark.load
def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 40)
    with Endpoint(delay=0.2) as endpoint:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asked = command(folder, tmp_path / sign.name, endpoint, "--concurrency", "4", "--workers", "1")
            process = subprocess.Popen(
                asked, env=env(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c
            )
            before = len(endpoint.kept)
            while len(endpoint.kept) < before + 8:
                time.sleep(0.02)
            process.send_signal(sign)
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out) == (130, "") and "--resume" in err and err.count("\n") == 1
            assert len(results(tmp_path / sign.name)) == 40
            assert endpoint.is_left()


def test_what_is_told_of_ctrl_c_goes_with_the_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: Any) -> None:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.progress.interruptible", interrupted)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    folder = reports(tmp_path / "in", 1)
    done = run("batch", "export", folder, "--out", tmp_path / "export", "--model", "gpt-5-mini")
    assert done.returncode == 130 and done.stderr.endswith("The same command goes on.\n")
    done = run("batch", folder, "--out", tmp_path / "out", "--model", "gpt-5-mini")
    assert done.returncode == 130 and done.stderr.endswith("The same command with --resume goes on.\n")


def test_who_throws_a_question_away_is_not_told_of_contexts() -> None:
    for inside in (originating(Origin("report")), in_turn(own_turn)):
        contextvars.copy_context().run(inside.__enter__)
        inside.__exit__(None, None, None)


@pytest.mark.load
@pytest.mark.parametrize("pause", [0.01, 0.1])
def test_ctrl_c_again_and_again_ends_at_once_and_quietly(tmp_path: Path, pause: float) -> None:
    folder, out = reports(tmp_path / "in", 12), tmp_path / "out"
    with Endpoint(delay=0.2) as endpoint:
        asked = command(folder, out, endpoint, "--concurrency", "4", "--workers", "1")
        process = subprocess.Popen(
            asked, env=env(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c
        )
        while len(endpoint.kept) < 8:
            time.sleep(0.02)
        for _ in range(4):
            process.send_signal(signal.SIGINT)
            time.sleep(pause)
        stdout, stderr = process.communicate(timeout=60)
        assert (process.returncode, stdout) == (130, "") and "Traceback" not in stderr
        assert briefing_batch(folder, out, endpoint, "--resume").returncode == 0
    assert len(results(out)) == 12
    asked_twice = len(endpoint.kept) - len({one.digest for one in endpoint.kept})
    assert asked_twice <= 3 * 4  # what was on its way, and answers that had just come and were not kept yet


@pytest.mark.load
def test_bars_are_for_terminals(tmp_path: Path) -> None:
    with Endpoint(delay=0.05) as endpoint:
        ours, theirs = pty.openpty()
        asked = command(reports(tmp_path / "in", 3), tmp_path / "out", endpoint)
        with subprocess.Popen(
            asked, env={**env(), "TERM": "xterm", "COLUMNS": "120"}, stderr=theirs, stdout=subprocess.PIPE
        ) as process:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    shown += os.read(ours, 65536)
                except OSError:
                    break
        assert process.returncode == 0
    assert "3/3" in shown.decode() and "tokens" in shown.decode() and "━" in shown.decode()


def test_few_reports_are_not_worth_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)))
    hosted, local = make_settings(model="x", base_url="http://127.0.0.1:9/v1"), make_settings(model="local")
    assert [batches.own_workers(count, hosted) for count in (1, 8, 9, 10_000)] == [0, 0, 4, 4]
    assert batches.own_workers(10_000, local) == 0
