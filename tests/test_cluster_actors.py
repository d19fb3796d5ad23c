"""What an actor of a cluster does, and what the command does with what actors have done, without a cluster."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing import __version__
from briefing.batches import Found, Summary, run_batch
from briefing.clusters import _ANSWERED, ReportReader, _Part, _Parts, _row, _variables, _Workbench
from briefing.jobs import Done, Job, failed_line, open_report
from briefing.manifests import Entry, ManifestLine, ResultLine, read_plan
from briefing.settings import make_settings
from briefing.telemetry import tell_again
from tests.many import Endpoint, Outage, reports, right_answer
from tests.scripted_server import ScriptedServer, answer, fails

pytestmark = pytest.mark.load

pyarrow = pytest.importorskip("pyarrow")
QUICK = {"breaker_seconds": 0.3, "breaker_failures": 3, "attempts": 1, "concurrency": 2}


def job_for(url: str, out: Path, **settings: Any) -> Job:
    made = make_settings(model="scripted", base_url=url, retry_wait=0.0, cache=False, **settings)
    return Job(made, out, ("en",), ("md",), digest="digest", apart=True)


class Actor:
    """An actor that is given the reports of a folder, four in a block."""

    def __init__(self, job: Job, folder: Path, *, variables: dict[str, Any] | None = None) -> None:
        state = job.out / ".briefing"
        self.parts = state / "parts"
        for place in (state / "work", self.parts):
            place.mkdir(parents=True, exist_ok=True)
        self._bench = _Workbench(state / "work", 4)
        for entry in read_plan(folder, out=job.out).entries():
            row = _row(entry, job)
            assert isinstance(row, dict)
            self._bench.add(row)
        self._bench.flush()
        self._reader = ReportReader(job, self.parts, variables or {}, __version__)

    async def work(self) -> None:
        try:
            async with asyncio.timeout(60):
                await asyncio.gather(*map(self._block, self._bench.files))
        finally:
            await self._reader._stack.aclose()

    async def _block(self, path: Path) -> None:
        assert [table.num_rows async for table in self._reader(pyarrow.table({"work": [str(path)]}))] == [0]


def parts_of(actor: Actor) -> list[_Part]:
    """What an actor leaves."""
    asyncio.run(actor.work())
    parts = [_Part.at(path) for path in sorted(actor.parts.glob("*.parquet"))]
    return [part for part in parts if part is not None]


def statuses(parts: list[_Part]) -> list[str]:
    return [part.found.done.line.status for part in parts]


def test_an_actor_writes_each_report_with_its_files_and_what_was_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Endpoint() as endpoint:
        job = job_for(endpoint.url, tmp_path / "out", log_format="json")
        parts = parts_of(Actor(job, reports(tmp_path / "in", 6)))
    assert statuses(parts) == ["done"] * 6 and sorted(part.number for part in parts) == [1, 2, 3, 4, 5, 6]
    assert all(set(part.found.done.files or ()) == {"brief.en.md", "record.json"} for part in parts)
    events = [json.loads(line)["event"] for part in parts for line in part.log]
    assert [events.count(name) for name in ("call", "question", "report")] == [18, 18, 6]
    capsys.readouterr()
    from briefing.telemetry import configure_logs

    configure_logs(job.settings)
    log = [line for part in parts for line in part.log]
    for line in log:
        tell_again(line)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {"time", "level", "event", "seconds"} <= told[0].keys() and len(told) == len(log)


def test_an_actor_waits_for_an_endpoint_that_is_down(tmp_path: Path) -> None:
    outage = Outage(8)

    def dying(request: dict[str, Any]) -> Any:
        if len(endpoint.answered) >= 12:
            outage.begun.set()
        return outage(request)

    with Endpoint(answer=dying) as endpoint:
        parts = parts_of(Actor(job_for(endpoint.url, tmp_path / "out", **QUICK), reports(tmp_path / "in", 24)))
    found = statuses(parts)
    # Those that found it out have failed.
    assert len(parts) == 24 and 1 <= found.count("failed") <= 8 and found.count("done") == 24 - found.count("failed")


def test_an_actor_that_comes_in_an_outage_waits_if_another_had_answers(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 24)
    with Endpoint(answer=lambda _: (503, "gone")) as endpoint:
        parts = parts_of(Actor(job_for(endpoint.url, tmp_path / "alone", **QUICK), folder))
        assert len(parts) < 24 and any(part.found.done.stops for part in parts)
        sign = tmp_path / "out" / ".briefing" / "parts" / _ANSWERED
        sign.parent.mkdir(parents=True)
        sign.touch()
        actor = Actor(job_for(endpoint.url, tmp_path / "out", **QUICK), folder)
        endpoint.answer = outage = Outage(8)
        outage.begun.set()
        parts = parts_of(actor)
    assert len(parts) == 24 and statuses(parts).count("done") >= 16


def test_an_actor_with_a_wrong_key_tries_few_reports(tmp_path: Path) -> None:
    with Endpoint(answer=lambda _: (401, "bad key")) as endpoint:
        parts = parts_of(Actor(job_for(endpoint.url, tmp_path / "out", **QUICK), reports(tmp_path / "in", 40)))
        assert 5 <= len(endpoint.kept) <= 9
    assert statuses(parts) == ["failed"] * len(parts) and len(parts) <= 9


def test_an_actor_sends_each_endpoint_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-first-000111")
    monkeypatch.setenv("SECOND_KEY", "sk-second-222333")
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    with ScriptedServer(lambda _: fails(503)) as first, ScriptedServer(lambda request: answer(right_answer(request))) as second:
        stands_in = {"fallback_model": "b", "fallback_base_url": second.url, "fallback_api_key_env": "SECOND_KEY"}
        job = job_for(first.url, tmp_path / "out", **QUICK, **stands_in)
        variables = _variables(job.settings)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-node")
        monkeypatch.delenv("SECOND_KEY")
        parts = parts_of(Actor(job, reports(tmp_path / "in", 2), variables=variables))
        assert statuses(parts) == ["done"] * 2
        assert {headers["authorization"] for headers in first.headers} == {"Bearer sk-first-000111"}
        assert {headers["authorization"] for headers in second.headers} == {"Bearer sk-second-222333"}


def test_no_answer_is_asked_for_again_after_an_actor_was_ended(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 8)

    async def ended(actor: Actor, endpoint: Endpoint) -> None:
        loop, half = asyncio.get_running_loop(), asyncio.Event()

        def counted(request: dict[str, Any]) -> Any:
            if len(endpoint.answered) == 8:
                loop.call_soon_threadsafe(half.set)
            return right_answer(request)

        endpoint.answer = counted
        work = asyncio.create_task(actor.work())
        await half.wait()
        work.cancel()
        await asyncio.wait([work])

    with Endpoint(delay=0.02) as endpoint:
        job = job_for(endpoint.url, tmp_path / "out", concurrency=4)
        asyncio.run(ended(Actor(job, folder), endpoint))
        endpoint.answer = right_answer
        before = len(endpoint.kept)
        kept = [path for path in (tmp_path / "out" / ".briefing" / "responses").rglob("*") if path.is_file()]
        assert all(path.parent.parent.stat().st_mode & 0o077 == 0 for path in kept) and len(kept) >= 8
        for path in (tmp_path / "out" / ".briefing" / "parts").iterdir():
            path.unlink()
        assert statuses(parts_of(Actor(job, folder))) == ["done"] * 8
        assert before < 24 and len(endpoint.kept) <= 24 + 4


# --- what the command does ------------------------------------------------------------------------------------------


def test_a_report_that_was_read_twice_counts_once_and_one_out_of_reach_is_looked_for_again(tmp_path: Path) -> None:
    entries = [Entry(number, f"r{number}", f"r{number}", None, ManifestLine(text="x")) for number in range(1, 4)]
    parts = _Parts(tmp_path)

    def write(entry: Entry) -> None:
        _Part.write(tmp_path, entry, Done(ResultLine(id=entry.id, text="x", status="done")), [])

    def taken() -> list[str | None]:
        return [found.done.line.id for found in parts.taken()]

    for entry in entries[:2]:
        write(entry)
    (tmp_path / "out-of-reach.parquet").mkdir()
    assert sorted(map(str, taken())) == ["r1", "r2"] and taken() == []
    for path in tmp_path.glob("*.parquet"):  # laid down
        if path.is_file():
            path.unlink()
    (tmp_path / "out-of-reach.parquet").rmdir()
    assert taken() == []
    for entry in entries:
        write(entry)
    assert taken() == ["r3"] and len(list(tmp_path.iterdir())) == 1


def run(plan_of: Path, job: Job, groups: Any, **more: Any) -> Summary:
    return asyncio.run(run_batch(read_plan(plan_of), job, elsewhere=groups, **more))


def done_of(entry: Entry, job: Job, part: Path | None = None) -> Found:
    line = failed_line(entry, job, "x", "x")
    sha256 = open_report(entry, job).sha256
    files = {"record": f"{entry.folder}/record.json", "files": [f"{entry.folder}/record.json"]}
    line = line.model_copy(update={"status": "done", "error": None, "sha256": sha256, "output_tokens": 1, **files})
    return Found(entry.folder, Done(line, files={"record.json": b"{}"}), part)


def failed_of(entry: Entry, job: Job, kind: str, stops: str | None = None) -> Found:
    return Found(entry.folder, Done(failed_line(entry, job, kind, f"{kind} happened."), stops))


def test_an_actor_whose_share_is_spent_ends_nothing_for_the_others(tmp_path: Path) -> None:
    def groups(entries: Iterator[Entry], job: Job, _: Path) -> Generator[list[Found]]:
        yield [done_of(next(entries), job)]
        yield [failed_of(next(entries), job, "BudgetError", "The budget ends here.")]
        yield []
        yield [done_of(next(entries), job), done_of(next(entries), job)]

    summary = run(reports(tmp_path / "in", 6), job_for("http://127.0.0.1:9/v1", tmp_path / "out"), groups)
    assert (summary.done, summary.failed, summary.skipped) == (3, 1, 2)
    assert summary.stopped == "on one of the actors: The budget ends here."


@pytest.mark.parametrize(("kind", "stops", "most"), [("ModelRejectedError", None, 5), ("RenderError", "The disk is full.", 1)])
def test_what_no_other_actor_fares_better_with_ends_the_run(tmp_path: Path, kind: str, stops: str | None, most: int) -> None:
    closed = threading.Event()

    def groups(entries: Iterator[Entry], job: Job, _: Path) -> Generator[list[Found]]:
        try:
            for entry in entries:
                yield [failed_of(entry, job, kind, stops)]
        finally:
            closed.set()

    summary = run(reports(tmp_path / "in", 20), job_for("http://127.0.0.1:9/v1", tmp_path / "out"), groups)
    assert (summary.failed, summary.skipped) == (most, 20 - most) and closed.is_set()
    assert summary.stopped == (stops or "ModelRejectedError happened.")


@pytest.mark.parametrize("layout", ["folders", "jsonl"])
def test_a_part_stays_until_its_report_is_laid_down(tmp_path: Path, layout: Any) -> None:
    left: list[int] = []

    def groups(entries: Iterator[Entry], job: Job, state: Path) -> Generator[list[Found]]:
        for number, entry in enumerate(entries):
            part = state / f"{number}.part"
            part.touch()
            yield [done_of(entry, job, part)]
            left.append(len(list(state.glob("*.part"))))

    summary = run(reports(tmp_path / "in", 3), job_for("http://127.0.0.1:9/v1", tmp_path / "out"), groups, layout=layout)
    assert summary.done == 3 and left == ([0, 0, 0] if layout == "folders" else [1, 2, 3])
    assert not list((tmp_path / "out" / ".briefing").glob("*.part"))


def test_a_run_elsewhere_can_be_cancelled_while_nothing_comes(tmp_path: Path) -> None:
    closed = threading.Event()

    def groups(entries: Iterator[Entry], job: Job, _: Path) -> Generator[list[Found]]:
        try:
            yield [done_of(next(entries), job)]
            while True:
                time.sleep(0.05)
                yield []
        finally:
            closed.set()

    async def cancelled() -> None:
        plan = read_plan(reports(tmp_path / "in", 3))
        job = job_for("http://127.0.0.1:9/v1", tmp_path / "out")
        first = asyncio.Event()
        told = lambda summary, _: first.set() if summary.done else None  # noqa: E731
        task = asyncio.create_task(run_batch(plan, job, elsewhere=groups, told=told))
        await first.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 10)

    asyncio.run(cancelled())
    lines = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    assert closed.is_set() and [line["status"] for line in lines] == ["done", "skipped", "skipped"]
