"""Many reports into one folder: what a run is, how it goes on after it was stopped, and what it leaves behind.

    OUT/results.jsonl          one line a report, in the order of the manifest, written when the run ends
    OUT/NAME/                  one folder a report: briefs, then record.json
    OUT/.briefing/journal.jsonl    the lines as they came about; what stands there is not done again
    OUT/.briefing/run.json         of which settings the run is, and whether it has ended
    OUT/.briefing/responses/       answers of the model, where the response cache is switched off; gone when all is done;
                                   a file each, since other machines may write there, too
    OUT/.briefing/manifest.*       what is to be read, as it was when the run began; gone when it ends
    OUT/.briefing/lock             held while a process works here; the system frees it with the process

A line is in the journal when the report's files are in their place. A report that was under way when the run was killed
is begun again, and has its calls answered from the cache. So whatever moment a run ends at, none is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from briefing.channels import KeepingChannel
from briefing.costs import Budget
from briefing.errors import RenderError, SettingsError, SourceError
from briefing.files import allow_open, remove_left, replacing, write_atomically
from briefing.jobs import (
    LONGEST_OUTAGE,
    Done,
    Job,
    Spending,
    after,
    failed_line,
    open_report,
    renewed_line,
    settings_digest,
    write_files,
)
from briefing.llm import OpenAICompleter
from briefing.manifests import RESULTS, STATE, Entry, Plan, ResultLine
from briefing.models import open_completer
from briefing.settings import Settings
from briefing.tables import Layout, RecordTable, drop_stale
from briefing.workers import Executor, InProcess, WorkerPool

T = TypeVar("T")
_FEW = 8  # reports; for no more than these, processes of their own take longer to start than they save
_MOST_WORKERS = 8  # beyond them, the one process that talks to the model is the limit
_OTHER_FILES = 32  # open at once, beside a connection for each call
_COPY = "manifest"  # in the run's own folder
_REJECTIONS = 5  # so many reports refused by the endpoint, and none done: the others would fare no better


@dataclass
class Summary:
    """How a run stands. ``resumed`` of ``done`` were there before; ``incomplete`` of them have items refused or errors."""

    total: int
    done: int = 0
    failed: int = 0
    resumed: int = 0
    incomplete: int = 0
    pending: int = 0
    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    stopped: str | None = None
    budget: Budget | None = field(default=None, repr=False)  # in which the endpoint's answers are counted as they come
    by_file = False  # whether no endpoint is asked: answers come by file, and others may well have come for others
    _rejections = 0

    @property
    def skipped(self) -> int:
        """Reports that were not tried."""
        return self.total - self.done - self.failed - self.pending

    def as_dict(self) -> dict[str, Any]:
        """The figures by name."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "budget"}
        return {**told, "skipped": self.skipped}

    def sentence(self, *, anew: str = "the same command with --resume tries these again") -> str:
        """The figures in one or two sentences, with what to do if something is missing."""
        told = f"{self.done} of {self.total} reports done"
        told += f" ({self.resumed} of them before)" if self.resumed else ""
        told += f", {self.failed} failed" if self.failed else ""
        told += f", {self.pending} wait for answers" if self.pending else ""
        told += f", {self.skipped} not tried" if self.skipped else ""
        told += f"; {self.calls:,} calls" + (f", {self.cached:,} answers from the cache" if self.cached else "")
        told += f", {self.input_tokens + self.output_tokens:,} tokens{''.join(f', {a:.4g} {c}' for c, a in self.cost.items())}"
        told += f", {self.seconds:.1f} s."
        if self.stopped:
            told += f" Stopped: {self.stopped.rstrip('.')}."
        if self.failed or self.skipped:
            told += f" The reasons are in the results file; {anew}."
        return told

    @property
    def has_answers(self) -> bool:
        """Whether the endpoint has answered in this run."""
        return (self.budget is not None and self.budget.answers > 0) or self.done > self.resumed or self.output_tokens > 0

    def take(self, done: Done) -> None:
        """Count what became of a report, and note in ``stopped`` if there is no point in going on with others."""
        self.add(done.line)
        error = done.line.error
        self._rejections += error is not None and error.type == "ModelRejectedError"
        if done.stops or (error and self._rejections >= _REJECTIONS and not self.has_answers and not self.by_file):
            self.stopped = done.stops or (error.message if error else None)

    def add(self, line: ResultLine, *, resumed: bool = False) -> None:
        """Count a report."""
        if line.status == "pending":  # what its questions cost is counted when it is done
            self.pending += 1
            return
        self.done += line.status == "done"
        self.failed += line.status == "failed"
        self.incomplete += line.incomplete
        if resumed:  # what it cost was another run's
            self.resumed += 1
            return
        self.calls += line.calls
        self.cached += line.cached
        self.input_tokens += line.input_tokens
        self.output_tokens += line.output_tokens
        if line.cost is not None:
            self.cost[line.cost.currency] = round(self.cost.get(line.cost.currency, 0.0) + line.cost.value, 6)


Told = Callable[[Summary, ResultLine | None], None]


@dataclass(frozen=True)
class Found:
    """What became of a report that was read elsewhere, and the file it came in, which is not needed once it is laid down."""

    folder: str
    done: Done
    part: Path | None = None


# Reads reports on other machines: the reports, what they share, and where this run keeps what is its own. What was read
# comes in groups, often empty ones: none is long in coming, and what is closed then ends.
Elsewhere = Callable[[Iterator[Entry], Job, Path], Generator[list[Found]]]


async def run_batch(
    plan: Plan,
    job: Job,
    *,
    workers: int | None = None,
    resume: bool = False,
    told: Told | None = None,
    channel: KeepingChannel | None = None,
    elsewhere: Elsewhere | None = None,
    layout: Layout = "folders",
) -> Summary:
    """Read the reports of a plan into ``job.out``, no more than ``settings.concurrency`` calls at once.

    ``workers`` is the number of processes beside this one (0: none; None: as many as pay). ``told`` is called after each
    report, with its line, and once before the first. The results file is written also if the run is cancelled.
    ``channel`` answers instead of the endpoint; ``elsewhere`` reads the reports instead of this process; ``layout`` is how
    what is read is laid down.

    Raises SettingsError if the folder is in use or holds another run's results, RenderError if it cannot be written to,
    and what opening the model raises; what goes wrong with a report stands in its line.
    """
    began = time.monotonic()
    if job.settings.embedded:  # it has one slot, and more waiting for it would only run out of time
        job = replace(job, settings=job.settings.model_copy(update={"concurrency": 1}))
    if channel is None and elsewhere is None:
        _check_open_files(job.settings.concurrency)
    apart = layout != "folders" or elsewhere is not None
    job = replace(job, digest=settings_digest(job, layout), apart=apart)
    with _folder(job.out), closing(_begun(plan, job, resume=resume)) as journal:
        plan = plan.copied(job.out / STATE / _COPY)
        summary = Summary(len(plan))
        try:
            run = _Run(plan, job, journal, _Shelf(job, journal, layout), summary, told)
            try:
                await (_run(run, workers, channel) if elsewhere is None else _run_elsewhere(run, elsewhere))
            finally:
                run.shelf.flush()
        finally:
            summary.seconds = round(time.monotonic() - began, 3)
            _end(plan, job, journal, summary, layout)
    return summary


def _check_open_files(concurrency: int) -> None:
    """Raises SettingsError where the system allows fewer open files than so many calls at once need."""
    needed = concurrency + _OTHER_FILES
    if (allowed := allow_open(needed)) < needed:
        raise SettingsError(
            f"{concurrency} calls at once need {needed} open files, and {allowed} are allowed:"
            " lower --concurrency, or raise the limit (ulimit -n)."
        )


def own_workers(reports: int, settings: Settings) -> int:
    """How many processes pay for so many reports: one a processor, none where there is one or the model needs them all."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if reports <= _FEW or processors < 2 or settings.embedded else min(processors, _MOST_WORKERS)


class _Shelf:
    """Where reports are put that are done: into the journal, their files first."""

    def __init__(self, job: Job, journal: _Journal, layout: Layout) -> None:
        self._job = job
        self._journal = journal
        self._table = None if layout == "folders" else RecordTable(job.out, layout)
        self.is_safe = True  # whether all that was put here is on the disk

    def put(self, folder: str, done: Done) -> Done:
        """Put a report there. Raises RenderError if the disk refuses the journal or a table."""
        if done.line.status == "pending":  # it will be read again, and is not to be taken for read
            return done
        if done.files and self._table is not None:
            written = self._table.add(done)
            self._note(written)
            self.is_safe = bool(written)  # a table is written with all that it holds
            return done
        if done.files:
            done = write_files(done, folder, self._job)
        self._note([done.line])
        return done

    def flush(self) -> None:
        """Write what is still held back for a table. Raises RenderError."""
        if self._table is not None:
            self._note(self._table.flush())
        self.is_safe = True

    def _note(self, lines: Iterable[ResultLine]) -> None:
        for line in lines:
            self._journal.add(line)


@dataclass
class _Run:
    """A run under way."""

    plan: Plan
    job: Job
    journal: _Journal
    shelf: _Shelf
    summary: Summary
    told: Told | None

    def tell(self, line: ResultLine | None) -> None:
        if self.told:
            with contextlib.suppress(OSError):  # a terminal that is gone is no reason to stop
                self.told(self.summary, line)

    def unfinished(self) -> Iterator[Entry]:
        """The reports that are to be read; those that an earlier run has read are counted and passed over."""
        for entry in self.plan.entries():
            line = self.journal.line(entry.id)
            if line is not None and _is_still_so(line, entry, self.job):
                self.summary.add(line, resumed=True)
                if (renewed := renewed_line(line, entry)).as_json() == line.as_json():
                    self.journal.keep(entry.id)
                else:
                    self.journal.add(renewed)
            else:
                yield entry


async def _run_elsewhere(run: _Run, read: Elsewhere) -> None:
    summary, shelf = run.summary, run.shelf
    spent: str | None = None
    parts: list[Path] = []
    run.tell(None)
    groups = read(run.unfinished(), run.job, run.job.out / STATE)
    try:
        while not summary.stopped and (group := await _finished(next, groups, None)) is not None:
            for found in group:
                done = await _finished(shelf.put, found.folder, found.done)
                if done.stops and done.line.error and done.line.error.type == "BudgetError":
                    summary.add(done.line)  # the others may have something left of what they may spend
                    spent = f"on one of the actors: {done.stops}"
                else:
                    summary.take(done)
                run.tell(done.line)
                parts += [found.part] if found.part else []
                if shelf.is_safe:
                    _drop(parts)
        shelf.flush()
        _drop(parts)
    finally:
        groups.close()
        summary.stopped = summary.stopped or spent


async def _finished(action: Callable[..., T], *arguments: Any) -> T:
    """What an action gives, in a thread; who is cancelled meanwhile waits for its end, as it cannot be broken off."""
    going = asyncio.ensure_future(asyncio.to_thread(action, *arguments))
    try:
        return await asyncio.shield(going)
    finally:
        await asyncio.wait([going])


def _drop(parts: list[Path]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)
    parts.clear()


async def _run(run: _Run, workers: int | None, channel: KeepingChannel | None) -> None:
    job, summary = run.job, run.summary
    waiting = run.unfinished()
    first = next(waiting, None)
    run.tell(None)
    if first is None:
        return
    count = own_workers(len(run.plan) - summary.done, job.settings) if workers is None else workers

    def lay_down(entry: Entry, done: Done) -> None:
        done = run.shelf.put(entry.folder, done)
        summary.take(done)
        run.tell(done.line)

    summary.by_file = channel is not None
    async with _executor(job, count, channel) as (executor, summary.budget):
        await read_all(itertools.chain([first], waiting), executor, summary, slots_for(job), lay_down)


def slots_for(job: Job) -> asyncio.Semaphore:
    """Twice as many reports under way as calls: while some are read or rendered, others keep the calls going."""
    return asyncio.Semaphore(2 * job.settings.concurrency)


async def read_all(
    entries: Iterable[Entry],
    executor: Executor,
    summary: Summary,
    slots: asyncio.Semaphore,
    lay_down: Callable[[Entry, Done], None],
) -> None:
    """Read reports, each in one of the ``slots``, until ``summary`` says that there is no point in going on.

    ``lay_down`` puts away what became of each, and has ``summary`` take it; if it raises RenderError, no more are begun.
    """

    async def work(entry: Entry) -> None:
        try:
            lay_down(entry, await _worked(executor, entry, summary))
        except RenderError as error:  # the journal's: the others finish, as far as the disk lets them
            summary.stopped = str(error)
        finally:
            slots.release()

    async with asyncio.TaskGroup() as group:
        for entry in entries:
            await slots.acquire()
            if summary.stopped:
                slots.release()
                break
            group.create_task(work(entry))


async def _worked(executor: Executor, entry: Entry, summary: Summary) -> Done:
    """What became of a report, after waiting for an endpoint that is down: no new ones are begun while this one waits."""
    until = time.monotonic() + LONGEST_OUTAGE
    spent = Spending()
    while True:
        done = after(await executor.do(entry), spent)
        spent = Spending.of(done.line)
        if done.wait is None or summary.stopped:
            return done
        if time.monotonic() > until or not summary.has_answers:  # one that never answered is not the right one
            return replace(done, stops=done.line.error.message if done.line.error else None)
        await asyncio.sleep(done.wait)


def _is_still_so(line: ResultLine, entry: Entry, job: Job) -> bool:
    if line.status != "done" or line.settings != job.digest or _inputs(line) != _inputs(entry.line):
        return False
    if not all(_is_written(job.out / file) for file in (*line.files, *([line.record] if line.record else []))):
        return False
    try:
        return open_report(entry, job).sha256 == line.sha256
    except SourceError:
        return False


def _is_written(path: Path) -> bool:
    """Whether a file is there; an empty one is what a power cut leaves of one that was on its way to the disk."""
    return path.is_file() and path.stat().st_size > 0


def _inputs(line: Any) -> tuple[str | None, ...]:
    return (line.published, line.title, line.url, line.publisher)


@asynccontextmanager
async def _executor(job: Job, workers: int, channel: KeepingChannel | None) -> AsyncIterator[tuple[Executor, Budget]]:
    """What reads reports, and what tells how often the endpoint has answered it."""
    settings = job.settings
    async with AsyncExitStack() as stack:
        if channel is not None:
            completer = OpenAICompleter(settings, channel=channel)
        else:
            completer = await open_completer(settings, stack, None, kept_in=own_answers(job))
        if workers == 0:
            yield InProcess(job, completer), completer.budget
            return
        # A worker neither talks to the endpoint nor keeps answers or counts what they cost.
        profile = settings.model_profile()
        told = {"api_key": None, "cache": False, "profile": profile.name, "mode": profile.mode, "prices": None, "max_cost": None}
        apart = replace(job, settings=settings.model_copy(update=told))
        yield await stack.enter_async_context(WorkerPool(apart, completer, workers)), completer.budget


def own_answers(job: Job) -> Path | None:
    """Where a run keeps answers of its own: where the response cache is switched off, for a run may be killed all the same."""
    return None if job.settings.caches else job.out / STATE


# ---------------------------------------------------------------------------------------------------------------------
# The folder and what stands in it


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Hold an output folder; nobody else works in it meanwhile."""
    state = out / STATE
    try:
        out.mkdir(parents=True, exist_ok=True)
        if state.is_symlink():
            raise SettingsError(f"{state} is a link: remove it, or choose another folder.")
        state.mkdir(mode=0o700, exist_ok=True)
        for path in (*state.iterdir(), *(state / "responses").glob("*")):  # what is written there goes nowhere else
            if path.is_symlink():
                raise SettingsError(f"{path} is a link: remove it, or choose another folder.")
        lock = FileLock(state / "lock", timeout=0, mode=0o600)
        lock.acquire()
    except Timeout:
        raise SettingsError(
            f"{out} is in use by another run{_holder(state)}: wait until it has ended, or choose another folder."
        ) from None
    except OSError as error:
        raise RenderError(f"{out} cannot be written to: {error.strerror or error}.") from error
    try:
        with contextlib.suppress(OSError):
            (state / "holder").unlink(missing_ok=True)
            with (state / "holder").open("x", encoding="utf-8") as file:  # not through a link
                file.write(f"process {os.getpid()} on {socket.gethostname()}")
        remove_left(out)
        remove_left(state)
        yield
    finally:
        (state / "holder").unlink(missing_ok=True)
        lock.release()


def _holder(state: Path) -> str:
    try:
        told = (state / "holder").read_text(encoding="utf-8")[:200]
    except (OSError, UnicodeDecodeError):
        return ""
    return f" ({told})" if told.isprintable() and told else ""


def _begun(plan: Plan, job: Job, *, resume: bool) -> _Journal:
    """The journal of the run, after what an earlier one has left was looked at."""
    state = job.out / STATE
    earlier = _earlier(state)
    if not resume and (earlier is not None or (job.out / RESULTS).exists()):
        if earlier is None or earlier.get("settings") != job.digest:
            raise SettingsError(
                f"{job.out} holds results of other settings: choose another folder, or --resume to make anew what differs."
            )
        if not earlier.get("ended") and not job.settings.caches:
            raise SettingsError(f"{job.out} holds a run that did not end: go on with --resume, or choose another folder.")
    if not resume:
        shutil.rmtree(state / "responses", ignore_errors=True)
    try:
        journal = _Journal(state / "journal.jsonl", fresh=not resume)
        _note(state, job, plan, ended=False)
    except OSError as error:
        raise RenderError(f"{job.out} cannot be written to: {error.strerror or error}.") from error
    return journal


def _earlier(state: Path) -> dict[str, Any] | None:
    try:
        told = json.loads((state / "run.json").read_bytes())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _note(state: Path, job: Job, plan: Plan, *, ended: bool) -> None:
    told = {"settings": job.digest, "manifest": str(plan.origin), "reports": len(plan), "ended": ended}
    write_atomically(state / "run.json", json.dumps(told, ensure_ascii=False) + "\n")


def _end(plan: Plan, job: Job, journal: _Journal, summary: Summary, layout: Layout) -> None:
    """Write the results in the manifest's order; what is not in the journal is said to be skipped."""
    ended = summary.skipped == 0
    _write_results(plan, job, journal)
    if ended and layout != "folders":
        drop_stale(job.out, layout, journal.record_of)
    _note(job.out / STATE, job, plan, ended=ended)
    for copy in (job.out / STATE).glob(f"{_COPY}*"):
        copy.unlink(missing_ok=True)
    if ended and not summary.failed:
        shutil.rmtree(job.out / STATE / "responses", ignore_errors=True)


def _write_results(plan: Plan, job: Job, journal: _Journal) -> None:
    with replacing(job.out / RESULTS) as file:
        for entry in plan.entries():
            line = journal.current(entry.id)
            file.write(line if line is not None else _skipped(entry, job).as_json().encode())


def _skipped(entry: Entry, job: Job) -> ResultLine:
    line = failed_line(entry, job, "skipped", "skipped")
    return line.model_copy(update={"status": "skipped", "error": None, "settings": None})


class _Journal:
    """The lines of the results as they come about. In memory it has the place of each line, and not the lines."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (os.O_TRUNC if fresh else 0)
        self._path = path
        self._file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
        self._places: dict[str, tuple[int, int]] = {}
        self._current: set[str] = set()
        self._end = 0
        self._index()

    def line(self, name: str) -> ResultLine | None:
        """The last line about a report, of this run or an earlier one."""
        place = self._places.get(name)
        return ResultLine.model_validate_json(self._read(place)) if place else None

    def current(self, name: str) -> bytes | None:
        """The line about a report, if it is one of this run's results."""
        return self._read(self._places[name]) if name in self._current else None

    def record_of(self, name: str) -> str | None:
        """Where the record of a report is by this run's results; None if they have none."""
        data = self.current(name)
        return ResultLine.model_validate_json(data).record if data else None

    def keep(self, name: str) -> None:
        """Make a line of an earlier run one of this run's results."""
        self._current.add(name)

    def add(self, line: ResultLine) -> None:
        """Write a line. Raises RenderError if the disk refuses: without a journal nothing may be done."""
        data = line.as_json().encode()
        try:
            self._file.seek(self._end)
            if (written := self._file.write(data)) != len(data):
                self._file.truncate(self._end)
                raise OSError(28, f"only {written} of {len(data)} bytes were taken")
        except OSError as error:
            raise RenderError(f"{self._path} cannot be written: {error.strerror or error}.") from error
        assert line.id is not None
        self._places[line.id] = (self._end, len(data))
        self._current.add(line.id)
        self._end += len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self, place: tuple[int, int]) -> bytes:
        self._file.seek(place[0])
        return self._file.read(place[1])

    def _index(self) -> None:
        """Find the lines. The last one, if it is cut as by a kill, is written over; any other that is spoilt is passed over."""
        with self._path.open("rb") as file:
            for data in file:
                if not data.endswith(b"\n"):
                    break
                with contextlib.suppress(ValidationError):
                    name = ResultLine.model_validate_json(data).id
                    if name is not None:
                        self._places[name] = (self._end, len(data))
                self._end += len(data)
        self._file.truncate(self._end)
