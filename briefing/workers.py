"""Processes that do our own work on reports, so that it takes more than one processor and never holds up a call.

Reading, checking and rendering a report costs tens of milliseconds of processor time; at hundreds of calls a second that
is more than one processor has. So reports are worked on in processes beside the one that talks to the model: a worker
puts its requests, which are plain JSON values, on a socket, and the one completer of the run, with its cache, its pacing
and its connections, answers them there. ``python -m briefing.workers`` is such a process; it ends with its socket. To load
what it needs takes a second or two, so one process does that for all workers, and the others are forked from it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pickle
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, Protocol, cast

from briefing.channels import Answer, EndpointKind, Question, Request, Usage, originating
from briefing.endpoint import load_client
from briefing.errors import BriefingError
from briefing.jobs import Done, Job, Spending, after, failed_line, read_one
from briefing.llm import OpenAICompleter
from briefing.manifests import Entry
from briefing.rehearsal import rehearse
from briefing.rendering import REVIEW, TEXT_FORMATS
from briefing.telemetry import configure_logs

_LENGTH = struct.Struct(">I")
_PACKAGE = str(Path(__file__).resolve().parent.parent)
_READ_AHEAD = 1 << 20  # bytes; a request has twenty thousand, and a reader with less room stops and starts all the time
_FAREWELL = 10.0  # seconds that a worker has to end by itself
_GIVING_UP = 5.0  # seconds for hearing what a request has cost that was given up
_THREADLESS = {*TEXT_FORMATS, REVIEW}  # what makes the other documents may start threads, which a fork would lose


class WorkerDiedError(Exception):
    """A worker process ended in the middle of its work, of which ``spent`` was paid for."""

    def __init__(self, spent: Usage) -> None:
        super().__init__()
        self.spent = spent


_REPORT: ContextVar[int] = ContextVar("report", default=0)  # the number of that which is worked on


class Executor(Protocol):
    """Works on one report after the other, or on many at once."""

    async def do(self, entry: Entry) -> Done:
        """What became of a report. Raises CancelledError alone."""
        ...


@dataclass(frozen=True)
class InProcess:
    """Works on reports in this process."""

    job: Job
    completer: OpenAICompleter

    async def do(self, entry: Entry) -> Done:
        """See Executor."""
        return await read_one(entry, self.job, self.completer)


class WorkerPool:
    """Works on reports in ``count`` processes, whose requests ``completer`` answers. Use it in ``async with``."""

    def __init__(self, job: Job, completer: OpenAICompleter, count: int) -> None:
        self._job = job
        self._completer = completer
        self._count = count
        self._workers: list[_Worker] = []
        self._families: list[asyncio.subprocess.Process] = []  # of each the process from which the others are forked
        self._replacing = asyncio.Lock()
        self._alone = asyncio.Lock()

    async def __aenter__(self) -> WorkerPool:
        try:
            self._workers += await self._hired(self._count)
            # The first ready would be given all that there is, and the others would come to an empty table.
            await asyncio.gather(asyncio.to_thread(_settle_in), *(worker.ready() for worker in self._workers))
            for worker in self._workers:
                if worker.failure is not None:
                    raise worker.failure
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the processes; what they are writing they finish."""
        gc.unfreeze()
        workers, self._workers = self._workers, []
        families, self._families = self._families, []
        ended = await asyncio.gather(*(worker.aclose() for worker in workers))
        for process in families:
            if not all(ended):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def do(self, entry: Entry) -> Done:
        """See Executor. A report whose worker dies twice, perhaps by another report's fault, is read alone, then given up."""
        lost = Spending()
        for _ in range(2):
            worker = min(self._workers, key=lambda one: len(one.reports))
            try:
                return after(await worker.do(entry), lost)
            except WorkerDiedError as error:
                lost += Spending.counted(error.spent)
                await self._replace(worker)
        async with self._alone:
            (worker,) = await self._hired(1)
            try:
                return after(await worker.do(entry), lost)
            except WorkerDiedError as error:
                lost += Spending.counted(error.spent)
            finally:
                await worker.aclose()
        message = (
            "The process that read this report died three times, the last time with nothing else to do: is there memory enough?"
        )
        failure = worker.failure
        kind, told = ("WorkerDiedError", message) if failure is None else (type(failure).__name__, str(failure))
        return after(Done(failed_line(entry, self._job, kind, told), None if failure is None else told), lost)

    async def _replace(self, dead: _Worker) -> None:
        async with self._replacing:
            if dead in self._workers:
                self._workers += await self._hired(1)
                self._workers.remove(dead)
                await dead.aclose()

    async def _hired(self, count: int) -> list[_Worker]:
        paths = os.pathsep.join(path for path in (_PACKAGE, os.environ.get("PYTHONPATH")) if path)
        ours, theirs = zip(*(socket.socketpair() for _ in range(count)), strict=True)
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "briefing.workers", *(str(end.fileno()) for end in theirs)),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[end.fileno() for end in theirs],
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,  # Ctrl-C goes to all processes of a terminal; what becomes of a worker is decided here
            )
            self._families.append(process)
        finally:
            for end in theirs:
                end.close()
        hired: list[_Worker] = []
        for end in ours:
            reader, writer = await asyncio.open_connection(sock=end, limit=_READ_AHEAD)
            hired.append(_Worker(reader, writer, self._completer))
        hired[-1].tell(self._job, self._completer.model, self._completer.endpoint_kind, self._completer.currency)
        return hired


def _settle_in() -> None:
    load_client()
    _keep_what_is_there()


def _keep_what_is_there() -> None:
    """Have what is loaded by now never looked through for rubbish again: it holds none, and that takes a tenth of a second."""
    gc.collect()
    gc.freeze()


class _Worker:
    """One process, as seen from the one that owns it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, completer: OpenAICompleter) -> None:
        self.reports: dict[int, asyncio.Future[Done]] = {}
        self.failure: BaseException | None = None  # why it could not begin
        self._spent: dict[int, Usage] = {}  # by the number of the report
        self._from, self._to = reader, writer
        self._completer = completer
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._ready = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def ready(self) -> None:
        """Wait until it can begin, or has died."""
        await self._ready.wait()

    async def do(self, entry: Entry) -> Done:
        done: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self.reports[entry.number] = done
        try:
            if self._reader.done():
                raise WorkerDiedError(Usage())
            self.tell("report", entry)
            return await done
        except asyncio.CancelledError:
            self.tell("cancel", entry.number)
            raise
        finally:
            self.reports.pop(entry.number, None)
            self._spent.pop(entry.number, None)

    def tell(self, *message: Any) -> None:
        # Unbounded, but what goes there is small: lines of a manifest, and an answer for each request.
        if not self._to.is_closing():  # or asyncio tells of each message that nobody takes
            with contextlib.suppress(OSError, RuntimeError):
                self._to.write(_framed(message))

    async def aclose(self) -> bool:
        """Have the process end; whether it has."""
        self.tell("stop")
        # Before it is ready it has nothing in hand, and would take seconds to hear of it.
        if self._ready.is_set():
            await asyncio.wait([self._reader], timeout=_FAREWELL)
        ended = self._reader.done()
        self._reader.cancel()
        self._to.close()
        return ended

    async def _read(self) -> None:
        try:
            while True:
                (size,) = _LENGTH.unpack(await self._from.readexactly(_LENGTH.size))
                kind, number, *more = pickle.loads(await self._from.readexactly(size))  # noqa: S301 (our own process)
                self._ready.set()
                if kind == "done" and (report := self.reports.get(number)) and not report.done():
                    report.set_result(more[0])
                elif kind in {"send", "forget"}:
                    request, question, report_number = more
                    call = self._calls[number] = asyncio.create_task(self._answer(kind, number, request, question))
                    call.add_done_callback(partial(self._over, number, question, report_number, replace(question.usage)))
                elif kind == "drop" and (given_up := self._calls.get(number)):
                    given_up.cancel()
                elif kind == "failed":
                    self.failure = _raised(*more)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._ready.set()
            calls = list(self._calls.values())
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)  # what they have cost is known then
            for number, report in self.reports.items():
                if not report.done():
                    report.set_exception(WorkerDiedError(self._spent.get(number, Usage())))

    async def _answer(self, kind: str, number: int, request: Request | None, question: Question) -> None:
        try:
            answer: Answer | None = None
            if kind == "send":
                with originating(question.origin):
                    answer = await self._completer.channel.send(cast(Request, request), question)
            else:
                await self._completer.forget(question)
            self.tell("answer", number, question, answer, None)
        except Exception as error:
            self.tell("answer", number, question, None, (type(error), error.args, error.__dict__))

    def _over(self, number: int, question: Question, report: int, before: Usage, call: asyncio.Task[None]) -> None:
        del self._calls[number]
        if report in self.reports:
            _add(self._spent.setdefault(report, Usage(currency=question.usage.currency)), before, question.usage)
        if call.cancelled():  # what it has cost is counted all the same
            self.tell("answer", number, question, None, None)


# ---------------------------------------------------------------------------------------------------------------------
# Inside the process


class SocketChannel:
    """Has its requests answered at the other end of a socket. ``tell`` puts a message there."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell = tell
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._number = 0

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. What is counted at the other end is counted here, too."""
        answer = await self._exchange("send", request, question)
        return cast(Answer, answer)

    async def forget(self, question: Question) -> None:
        """Have the answers to a question dropped from the cache."""
        await self._exchange("forget", None, question)

    async def aclose(self) -> None:
        """See Channel."""

    def answered(self, number: int, question: Question, answer: Answer | None, error: Any) -> None:
        """An answer has come, or an error as its type, arguments and attributes."""
        if (waiting := self._asked.get(number)) and not waiting.done():
            waiting.set_result((question, answer, error))

    async def _exchange(self, kind: str, request: Request | None, question: Question) -> Answer | None:
        self._number += 1
        number = self._number
        waiting = self._asked[number] = asyncio.get_running_loop().create_future()
        before = replace(question.usage)
        self._tell(kind, number, request, question, _REPORT.get())
        try:
            told, answer, error = await asyncio.shield(waiting)
        except asyncio.CancelledError:
            self._tell("drop", number)
            with contextlib.suppress(TimeoutError):
                told, *_ = await asyncio.wait_for(asyncio.shield(waiting), _GIVING_UP)
                _adopt(question, told, before)
            raise
        finally:
            del self._asked[number]
        _adopt(question, told, before)
        if error is not None:
            raise _raised(*error)
        return cast("Answer | None", answer)


def _adopt(question: Question, told: Question, before: Usage) -> None:
    """Take over what the other end counted. The usage is shared by all questions of a report: it is added to."""
    for field in fields(Question):
        if field.name != "usage":
            setattr(question, field.name, getattr(told, field.name))
    _add(question.usage, before, told.usage)


def _add(usage: Usage, before: Usage, after: Usage) -> None:
    """Add to ``usage`` what another has come to count meanwhile."""
    for field in fields(usage):
        old, new, mine = counted = [getattr(one, field.name) for one in (before, after, usage)]
        if isinstance(new, list):
            mine.extend(value for value in new if value not in mine)
        elif all(isinstance(one, int | float) for one in counted):
            setattr(usage, field.name, mine + (new - old))
        elif new != old:
            setattr(usage, field.name, new)


def _raised(kind: type[BaseException], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> BaseException:
    # Not by calling the type: an error's arguments are those of its base class.
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(attributes)
    return error


def _framed(message: Any) -> bytes:
    data = pickle.dumps(message, protocol=5)
    return _LENGTH.pack(len(data)) + data


class _Bench:
    """What a worker process works with: the job, a completer at the end of the socket, the reports in hand."""

    def __init__(self, job: Job, model: str, endpoint: EndpointKind, currency: str | None, out: BinaryIO) -> None:
        self._job = job
        self._out = out
        self._channel = SocketChannel(self._tell)
        self._completer = OpenAICompleter(job.settings, model=model, endpoint_kind=endpoint, channel=self._channel)
        self._completer.currency = currency  # prices are at the other end
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._tell("ready", 0)

    def take(self, kind: str, *more: Any) -> None:
        """Act on a message."""
        if kind == "report":
            entry: Entry = more[0]
            self._tasks[entry.number] = asyncio.create_task(self._work(entry))
        elif kind == "answer":
            self._channel.answered(*more)
        elif kind == "cancel" and (task := self._tasks.get(more[0])):
            task.cancel()

    def stop(self) -> asyncio.Future[Any]:
        """Have all work given up; done when it is. Until then messages are to be taken: it asks what its requests have cost."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        return asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, entry: Entry) -> None:
        _REPORT.set(entry.number)  # the task's own
        try:
            self._tell("done", entry.number, await read_one(entry, self._job, self._completer))
        finally:
            del self._tasks[entry.number]

    def _tell(self, *message: Any) -> None:
        try:
            self._out.write(_framed(message))
            self._out.flush()
        except OSError:
            _end_alone()


def _taken(inward: BinaryIO) -> tuple[Any, ...]:
    """The next message. Ends the process if there is none to come."""
    try:
        (size,) = _LENGTH.unpack(inward.read(_LENGTH.size))
        message: tuple[Any, ...] = pickle.loads(inward.read(size))  # noqa: S301 (our own parent)
    except BaseException:
        _end_alone()
    return message


def _end_alone() -> NoReturn:
    """The parent is gone: nobody waits for what is being done here, and files are whole or not there."""
    os._exit(0)


async def _serve(inward: BinaryIO, outward: BinaryIO, job: Job, model: str, endpoint: EndpointKind, currency: str | None) -> None:
    loop = asyncio.get_running_loop()
    messages: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()

    def read() -> None:
        while True:
            loop.call_soon_threadsafe(messages.put_nowait, _taken(inward))

    threading.Thread(target=read, daemon=True).start()
    bench = _Bench(job, model, endpoint, currency, outward)
    while (message := await messages.get())[0] != "over":
        if message[0] == "stop":
            bench.stop().add_done_callback(lambda _: messages.put_nowait(("over",)))
        else:
            bench.take(*message)


def _rehearsed(job: Job, model: str, endpoint: EndpointKind) -> None:
    with contextlib.suppress(OSError):  # then the first report will say what is wrong
        asyncio.run(rehearse(job, model=model, endpoint_kind=endpoint))
    _keep_what_is_there()


def _shared_out(own: int, others: Sequence[int]) -> int:
    """Make a process for each of the other sockets; the socket that is left to the one that returns."""
    while others:
        mine, *others = others
        if os.fork() == 0:
            os.close(own)
            for other in others:
                os.close(other)
            return mine
        os.close(mine)
    return own


def main() -> None:
    """Serve the sockets whose numbers are the arguments, each in its own process, until it says stop, or is gone.

    The first message of the last socket is what all work with: job, model and kind of endpoint.
    """
    os.dup2(2, 1)  # what a library prints must not get into the answer of the command
    os.nice(5)  # who talks to the endpoint goes first: a place that is free stays empty until it asks again
    *others, own = map(int, sys.argv[1:])
    inward = os.fdopen(own, "rb", buffering=0, closefd=False)
    job, model, endpoint, currency = _taken(inward)
    configure_logs(job.settings)
    at_once = [format_ for format_ in job.formats if format_ in _THREADLESS]
    try:
        _rehearsed(replace(job, formats=tuple(at_once)), model, endpoint)
        own = _shared_out(own, others)
        if len(at_once) < len(job.formats):
            _rehearsed(job, model, endpoint)
        asyncio.run(_serve(os.fdopen(own, "rb"), os.fdopen(os.dup(own), "wb"), job, model, endpoint, currency))
    except BriefingError as error:  # no report can be read: who waits for them is to hear why
        with contextlib.suppress(OSError):
            os.write(own, _framed(("failed", 0, type(error), error.args, error.__dict__)))
    os._exit(0)  # the thread that reads would be in the way of an orderly end


if __name__ == "__main__":
    main()
