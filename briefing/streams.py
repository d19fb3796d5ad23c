"""Many reports as a stream: iterators of outcomes in the order of the reports, errors as values.

The work is done by a desk: a thread with an event loop and one completer. So a caller needs no loop of its own, and one
that has is not held up by the reading and rendering of reports.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

from briefing.api import Source, read_source, write_outputs
from briefing.errors import SettingsError
from briefing.extraction import extract_record
from briefing.llm import OpenAICompleter
from briefing.manifests import folder_name
from briefing.models import open_completer
from briefing.record import Record
from briefing.rendering import DEFAULT_FORMATS, LANGUAGES, RenderOptions, check_wanted
from briefing.settings import Settings, make_settings, replayed
from briefing.source import Report

Sources = Iterable[Source]
AnySources = Iterable[Source] | AsyncIterable[Source]


@dataclass(frozen=True)
class Outcome:
    """What became of a report: a record, and the files that were written (none by extract_many), or an error."""

    source: Source
    record: Record | None = None
    files: list[Path] = field(default_factory=list)
    error: Exception | None = None


def generate_many(
    sources: Sources,
    *,
    out: str | Path,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = "policy",
    published: date | str | None = None,
    settings: Settings | None = None,
    concurrency: int | None = None,
) -> Generator[Outcome]:
    """Read reports one after the other, many at once, and write each one's record and briefs into a folder under ``out``.

    Yields an Outcome for each, in the order of ``sources``, which may be an iterator without end: no more than twice
    ``concurrency`` (calls at once; default: that of the settings) are taken ahead. Leaving the loop cancels the rest; what
    the iterator of sources raises comes after the outcomes of those that it had given. May be used in any thread, also beside a running event loop, whose own programs use agenerate_many.

    Raises SettingsError, and what starting the embedded engine raises; what goes wrong with a report is its Outcome.
    """
    write = _Writer(Path(out), languages, formats, template)
    return _stream(sources, _Desk(settings, concurrency, published, write))


def agenerate_many(
    sources: AnySources,
    *,
    out: str | Path,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = "policy",
    published: date | str | None = None,
    settings: Settings | None = None,
    concurrency: int | None = None,
) -> AsyncGenerator[Outcome]:
    """As generate_many, for asyncio; ``sources`` may be an asynchronous iterator, which is never waited for idly.

    An ordinary iterator is asked in the caller's own thread, and holds up its loop for as long as it takes to answer.
    To cancel at once on leaving the loop, hold it in ``contextlib.aclosing``; else it is when the iterator is collected.
    """
    write = _Writer(Path(out), languages, formats, template)
    return _astream(sources, _Desk(settings, concurrency, published, write))


def extract_many(
    sources: Sources,
    *,
    published: date | str | None = None,
    settings: Settings | None = None,
    concurrency: int | None = None,
) -> Generator[Outcome]:
    """As generate_many, but nothing is written."""
    return _stream(sources, _Desk(settings, concurrency, published, None))


def aextract_many(
    sources: AnySources,
    *,
    published: date | str | None = None,
    settings: Settings | None = None,
    concurrency: int | None = None,
) -> AsyncGenerator[Outcome]:
    """As agenerate_many, but nothing is written."""
    return _astream(sources, _Desk(settings, concurrency, published, None))


class _Writer:
    """Writes records and briefs into folders named after their sources, no two of them alike."""

    def __init__(self, out: Path, languages: Sequence[str], formats: Sequence[str], template: str) -> None:
        check_wanted(languages=languages, formats=formats, template=template)
        self._out = out
        self._how: dict[str, Any] = {"languages": languages, "formats": formats, "template": template}
        self._taken: set[int] = set()

    def folder(self, number: int, source: Source) -> Path:
        """Where a report's files go; to be asked for in the order of the reports, so that names do not depend on timing."""
        named = source.stem if isinstance(source, Path) else source.name if isinstance(source, Report) else ""
        name = folder_name(named.removesuffix(".ar").removesuffix(".en")) if named else f"report-{number:06}"
        others = (f"{name}-{number:06}{f'-{count}' if count else ''}" for count in itertools.count())
        free = next(one for one in itertools.chain([name], others) if hash(one.casefold()) not in self._taken)
        self._taken.add(hash(free.casefold()))
        return self._out / free

    def write(self, record: Record, folder: Path, settings: Settings) -> list[Path]:
        """Write the files and return their paths. Raises RenderError."""
        options = RenderOptions(settings.calendar, settings.months, settings.digits)
        return write_outputs(record, folder, options=options, **self._how)


class _Desk:
    """A thread that reads reports. It begins with ``start`` and ends with ``close``, which cancels what is under way."""

    def __init__(
        self, settings: Settings | None, concurrency: int | None, published: date | str | None, writer: _Writer | None
    ) -> None:
        settings = replayed(settings or make_settings())
        if concurrency is not None and (type(concurrency) is not int or not 1 <= concurrency <= 1024):
            raise SettingsError(f"concurrency is a number from 1 to 1024, and not {concurrency!r}.")
        if settings.embedded or concurrency is not None:
            settings = settings.model_copy(update={"concurrency": 1 if settings.embedded else concurrency})
        self.ahead = 2 * settings.concurrency
        self._settings = settings
        self._published = published
        self._writer = writer
        self._number = 0
        self._completer: OpenAICompleter | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(target=self._serve, name="briefing-desk", daemon=True)
        self._ending: Callable[[], None] = lambda: None
        self._closed = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start; raises what opening the model raises."""
        self._thread.start()
        try:
            self._ready.result()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End: cancel what is under way, close the connections, wait for the thread."""
        self._closed = True
        self._ending()
        if self._thread.ident is not None:
            self._thread.join()

    def begin(self, source: Source) -> Future[Outcome]:
        """Take a report in hand."""
        self._number += 1
        folder = self._writer.folder(self._number, source) if self._writer else None
        outcome: Future[Outcome] = Future()
        self._ready.result().call_soon_threadsafe(self._take, source, folder, outcome)
        return outcome

    def _take(self, source: Source, folder: Path | None, outcome: Future[Outcome]) -> None:
        task = asyncio.create_task(self._read(source, folder, outcome))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _serve(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
        finally:
            self._ready.cancel()

    async def _main(self) -> None:
        loop, ending = asyncio.get_running_loop(), asyncio.Event()
        main = asyncio.current_task()
        assert main is not None
        self._ending = lambda: _call(loop, main.cancel)
        if self._closed:  # before it had begun
            return
        async with AsyncExitStack() as stack:
            self._completer = await open_completer(self._settings, stack, None)
            self._ending = lambda: _call(loop, ending.set)
            self._ready.set_result(loop)
            if not self._closed:
                await ending.wait()
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, source: Source, folder: Path | None, outcome: Future[Outcome]) -> None:
        assert self._completer is not None
        try:
            report = read_source(source, self._published, self._settings)
            record = await extract_record(report, self._completer, settings=self._settings)
            files = self._writer.write(record, folder, self._settings) if self._writer and folder else []
        except asyncio.CancelledError:
            outcome.cancel()
            raise
        except Exception as error:  # the others are not to be lost with it, whatever it is
            outcome.set_result(Outcome(source, error=error))
        else:
            outcome.set_result(Outcome(source, record, files))


def _call(loop: asyncio.AbstractEventLoop, action: Callable[[], object]) -> None:
    with suppress(RuntimeError):  # it has ended
        loop.call_soon_threadsafe(action)


def _several(sources: Sources) -> Sources:
    if isinstance(sources, str | bytes):  # each letter would be a report
        raise SettingsError("The sources are a list of reports, and this is one text: use generate or extract.")
    return sources


def _stream(sources: Sources, desk: _Desk) -> Generator[Outcome]:
    waiting: deque[Future[Outcome]] = deque()
    coming = iter(_several(sources))
    more, broken = True, None
    with desk:
        while True:
            # What is ready is handed out before another report is asked for, which may take its time to come.
            while more and len(waiting) < desk.ahead and not (waiting and waiting[0].done()):
                try:
                    waiting.append(desk.begin(next(coming)))
                except StopIteration:
                    more = False
                except Exception as error:  # the caller's own; what has been paid for is handed out first
                    more, broken = False, error
            if not waiting:
                if broken is not None:
                    raise broken
                return
            yield waiting.popleft().result()


async def _astream(sources: AnySources, desk: _Desk) -> AsyncGenerator[Outcome]:
    waiting: deque[asyncio.Future[Outcome]] = deque()
    coming = sources.__aiter__() if isinstance(sources, AsyncIterable) else _each(_several(sources))
    following: asyncio.Future[Source] | None = None
    more, broken = True, None
    try:
        await asyncio.to_thread(desk.start)
        while True:
            if more and following is None and len(waiting) < desk.ahead:
                following = asyncio.ensure_future(_next(coming))
            if following is None and not waiting:
                if broken is not None:
                    raise broken
                return
            await asyncio.wait([one for one in (following, *list(waiting)[:1]) if one], return_when=asyncio.FIRST_COMPLETED)
            if following is not None and following.done():
                try:
                    waiting.append(asyncio.wrap_future(desk.begin(following.result())))
                except StopAsyncIteration:
                    more = False
                except Exception as error:  # see _stream
                    more, broken = False, error
                following = None
            if waiting and waiting[0].done():
                yield waiting.popleft().result()
    finally:
        if following is not None:
            following.cancel()
        await asyncio.shield(asyncio.to_thread(desk.close))


async def _next(coming: AsyncIterator[Source]) -> Source:
    return await anext(coming)


async def _each(sources: Iterable[Source]) -> AsyncIterator[Source]:
    for source in sources:
        yield source
