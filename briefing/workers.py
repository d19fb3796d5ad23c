"""Processes that do our own work on reports, so that it takes more than one processor and never holds up a call.

Reading, checking and rendering a report costs tens of milliseconds of processor time; at hundreds of calls a second that
is more than one processor has. So reports are worked on in processes beside the one that talks to the model: a worker
puts its requests, which are plain JSON values, on a pipe, and the one completer of the run, with its cache, its pacing
and its connections, answers them there. ``python -m briefing.workers`` is such a process; it ends with its pipe.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import os
import pickle
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from briefing.channels import Answer, EndpointKind, Question, Request, originating
from briefing.jobs import Done, Job, failed_line, read_one
from briefing.llm import OpenAICompleter
from briefing.manifests import Entry
from briefing.rehearsal import rehearse
from briefing.telemetry import configure_logs

_LENGTH = struct.Struct(">I")
_PACKAGE = str(Path(__file__).resolve().parent.parent)
_READ_AHEAD = 1 << 20  # bytes; a request has twenty thousand, and a reader with less room stops and starts all the time
_FAREWELL = 10.0  # seconds that a worker has to end by itself


class WorkerDiedError(Exception):
    """A worker process ended in the middle of its work."""


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
        self._replacing = asyncio.Lock()

    async def __aenter__(self) -> WorkerPool:
        try:
            for _ in range(self._count):
                self._workers.append(await self._hired())
            # The first ready would be given all that there is, and the others would come to an empty table.
            await asyncio.gather(*(worker.ready() for worker in self._workers))
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the processes; what they are writing they finish."""
        workers, self._workers = self._workers, []
        await asyncio.gather(*(worker.aclose() for worker in workers))

    async def do(self, entry: Entry) -> Done:
        """See Executor. A report whose worker dies is begun once more, then given up."""
        for _ in range(2):
            worker = min(self._workers, key=lambda one: len(one.reports))
            try:
                return await worker.do(entry)
            except WorkerDiedError:
                await self._replace(worker)
        message = "The process that read this report died twice, perhaps for want of memory: read the report alone."
        return Done(failed_line(entry, self._job, "WorkerDiedError", message))

    async def _replace(self, dead: _Worker) -> None:
        async with self._replacing:
            if dead in self._workers:
                self._workers.remove(dead)
                await dead.aclose()
                self._workers.append(await self._hired())

    async def _hired(self) -> _Worker:
        paths = os.pathsep.join(path for path in (_PACKAGE, os.environ.get("PYTHONPATH")) if path)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "briefing.workers"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_READ_AHEAD,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # Ctrl-C goes to all processes of a terminal; what becomes of a worker is decided here
        )
        worker = _Worker(process, self._completer)
        worker.tell("job", self._job, self._completer.model, self._completer.endpoint_kind)
        return worker


class _Worker:
    """One process, as seen from the one that owns it."""

    def __init__(self, process: asyncio.subprocess.Process, completer: OpenAICompleter) -> None:
        self.reports: dict[int, asyncio.Future[Done]] = {}
        self._process = process
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
                raise WorkerDiedError
            self.tell("report", entry)
            return await done
        except asyncio.CancelledError:
            self.tell("cancel", entry.number)
            raise
        finally:
            self.reports.pop(entry.number, None)

    def tell(self, *message: Any) -> None:
        assert self._process.stdin is not None
        # Unbounded, but what goes there is small: lines of a manifest, and an answer for each request.
        with contextlib.suppress(OSError, RuntimeError):
            self._process.stdin.write(_framed(message))

    async def aclose(self) -> None:
        assert self._process.stdin is not None
        self.tell("stop")
        try:
            if not self._ready.is_set():
                raise TimeoutError  # it has nothing in hand, and would take seconds to hear of it
            async with asyncio.timeout(_FAREWELL):
                await asyncio.wait([self._reader])
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        self._process.stdin.close()
        self._reader.cancel()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                (size,) = _LENGTH.unpack(await self._process.stdout.readexactly(_LENGTH.size))
                kind, number, *more = pickle.loads(await self._process.stdout.readexactly(size))  # noqa: S301 (our own process)
                self._ready.set()
                if kind == "done" and (report := self.reports.get(number)) and not report.done():
                    report.set_result(more[0])
                elif kind in {"send", "forget"}:
                    self._calls[number] = asyncio.create_task(self._answer(kind, number, *more))
                elif kind == "drop" and (given_up := self._calls.get(number)):
                    given_up.cancel()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._ready.set()
            for call in list(self._calls.values()):
                call.cancel()
            for report in self.reports.values():
                if not report.done():
                    report.set_exception(WorkerDiedError())

    async def _answer(self, kind: str, number: int, request: Request | None, question: Question) -> None:
        try:
            answer: Answer | None = None
            if kind == "send":
                with originating(question.origin):
                    answer = await self._completer.channel.send(cast(Request, request), question)
            else:
                await self._completer.forget(question)
            self.tell("answer", number, question, answer, None)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self.tell("answer", number, question, None, (type(error), error.args, error.__dict__))
        finally:
            del self._calls[number]


# ---------------------------------------------------------------------------------------------------------------------
# Inside the process


class PipeChannel:
    """Has its requests answered at the other end of a pipe. ``tell`` puts a message there."""

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
        before = dataclasses.replace(question.usage)
        self._tell(kind, number, request, question)
        try:
            told, answer, error = await waiting
        except asyncio.CancelledError:
            self._tell("drop", number)
            raise
        finally:
            del self._asked[number]
        _adopt(question, told, before)
        if error is not None:
            raise _raised(*error)
        return cast("Answer | None", answer)


def _adopt(question: Question, told: Question, before: Any) -> None:
    """Take over what the other end counted. The usage is shared by all questions of a report: it is added to."""
    for field in dataclasses.fields(Question):
        if field.name != "usage":
            setattr(question, field.name, getattr(told, field.name))
    for field in dataclasses.fields(question.usage):
        old, new, mine = (getattr(one, field.name) for one in (before, told.usage, question.usage))
        if isinstance(new, list):
            mine.extend(value for value in new if value not in mine)
        elif isinstance(new, int | float) and isinstance(old, int | float) and not isinstance(new, bool):
            setattr(question.usage, field.name, mine + (new - old))
        elif new != old:
            setattr(question.usage, field.name, new)


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
    """What a worker process works with: the job, a completer at the end of the pipe, the reports in hand."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._channel = PipeChannel(self._tell)
        self._job: Job | None = None
        self._completer: OpenAICompleter | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def take(self, kind: str, *more: Any) -> bool:
        """Act on a message; whether there will be others."""
        if kind == "job":
            model: str
            endpoint: EndpointKind
            self._job, model, endpoint = more
            configure_logs(self._job.settings)
            self._completer = OpenAICompleter(self._job.settings, model=model, endpoint_kind=endpoint, channel=self._channel)
            with contextlib.suppress(OSError):  # then the first report will say what is wrong
                await rehearse(self._job, model=model, endpoint_kind=endpoint)
            gc.collect()
            gc.freeze()  # what is there now stays: it need not be looked through for rubbish again and again
            self._tell("ready", 0)
        elif kind == "report":
            entry: Entry = more[0]
            self._tasks[entry.number] = asyncio.create_task(self._work(entry))
        elif kind == "answer":
            self._channel.answered(*more)
        elif kind == "cancel" and (task := self._tasks.get(more[0])):
            task.cancel()
        elif kind == "stop":
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return False
        return True

    async def _work(self, entry: Entry) -> None:
        assert self._job is not None and self._completer is not None
        try:
            self._tell("done", entry.number, await read_one(entry, self._job, self._completer))
        finally:
            del self._tasks[entry.number]

    def _tell(self, *message: Any) -> None:
        self._out.write(_framed(message))
        self._out.flush()


async def _serve(inward: BinaryIO, outward: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    messages: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()

    def read() -> None:
        try:
            while True:
                (size,) = _LENGTH.unpack(inward.read(_LENGTH.size))
                loop.call_soon_threadsafe(messages.put_nowait, pickle.loads(inward.read(size)))  # noqa: S301 (our own parent)
        finally:
            os._exit(0)  # the parent is gone: nobody waits for what is being done here, and files are whole or not there

    threading.Thread(target=read, daemon=True).start()
    bench = _Bench(outward)
    while await bench.take(*await messages.get()):
        pass


def main() -> None:
    """Serve the process at the other end of standard input and output until it says stop, or is gone."""
    inward, outward = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a library prints must not get between the messages
    asyncio.run(_serve(inward, outward))
    os._exit(0)  # the thread that reads would be in the way of an orderly end


if __name__ == "__main__":
    main()
