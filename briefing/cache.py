"""The response cache: what a model answered to a request, kept on disk, so that no request is paid for twice.

An answer is found again by the SHA-256 of where it was asked and of the whole request: model, parameters, messages and
schema. What is kept is the JSON of the completion and nothing else: no key, no header, no address. The folder is its
owner's alone.

The library is diskcache (SQLite, safe among threads and processes). Its default pickles; here only JSON is written, and
a pickled entry that somebody put there is never loaded.

A cache is a convenience: whatever is wrong with it (no permission, a full disk, a damaged file) is told once, and the
run goes on without it. Not so where a run keeps its answers itself, to go on with them after a kill: if it cannot, it asks
for no more.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import json
import logging
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar
from urllib.parse import urlsplit

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import RenderError, SettingsError, StoreError
from briefing.files import write_atomically

T = TypeVar("T")

_log = logging.getLogger(__name__)
_FORMAT = 1  # raise it when what is kept under a key changes its meaning
_BUSY_SECONDS = 5.0  # how long another process may hold the database before we do without
_INLINE_BYTES = 4 << 20  # smaller answers stand in the database itself, where they are written whole or not at all
_told: set[Path] = set()


@dataclass(frozen=True)
class CacheState:
    """What ``briefing cache`` shows. ``size`` and ``limit`` in bytes; ``problem`` says why the cache cannot be used, and
    ``remedy`` what to do.
    """

    folder: Path
    entries: int
    size: int
    limit: int
    problem: str | None = None
    remedy: str | None = None


class ResponseCache:
    """Completions by the digest of their request. Its methods do not raise, but for ``clear``.

    ``folder`` is made, for its owner alone, when something is first looked for; beyond ``limit`` bytes the entries that
    were not used for longest are dropped.
    """

    problem: str | None = None  # what forbids to ask for more: nothing here, see AnswerFolder

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._open: Any = None
        self._given_up = False

    def get(self, key: str) -> dict[str, Any] | None:
        """The completion kept under ``key``, or None."""
        # To get something writes down when it was last used, and takes the lock for that also where there is nothing.
        found = self._tried(lambda cache: cache.get(key) if key in cache else None)
        return found if _is_completion(found) else None

    def keep(self, key: str, completion: dict[str, Any]) -> None:
        """Keep a completion, at once and whole."""
        self._tried(lambda cache: cache.set(key, completion))

    def forget(self, keys: Iterable[str]) -> None:
        """Drop what is kept under ``keys``, if anything is."""
        self._tried(lambda cache: [cache.delete(key) for key in keys])

    def state(self) -> CacheState:
        """Where the cache is and how much it holds; makes nothing."""
        if (obstacle := self._obstacle()) is not None:
            return CacheState(self.folder, 0, 0, self.limit, f"{obstacle} is no folder", "check cache_dir")
        if not self.folder.exists():
            return CacheState(self.folder, 0, 0, self.limit)
        try:
            cache = self._opened()
            return CacheState(self.folder, len(cache), cache.volume(), self.limit)
        except _faults() as error:
            size = sum(path.stat().st_size for path in self.folder.glob("**/*") if path.is_file())
            return CacheState(self.folder, 0, size, self.limit, _reason(error), "run 'briefing cache clear'")

    def clear(self) -> int:
        """Empty the cache and return the number of its entries; also one that is damaged. Raises SettingsError."""
        if (obstacle := self._obstacle()) is not None:
            raise SettingsError(f"{obstacle} is no folder, so there is no response cache in it: check cache_dir.")
        if not self.folder.exists():
            return 0
        try:
            return int(self._opened().clear(retry=True))
        except _faults():
            self.close()
            self._open = None
        try:
            shutil.rmtree(self.folder)
        except OSError as error:
            raise SettingsError(f"The response cache {self.folder} cannot be emptied: {error.strerror or error}.") from error
        self._given_up = False
        return 0

    def close(self) -> None:
        """Close the connection of this thread; it is opened again when it is needed."""
        if self._open is not None:
            self._open.close()

    def _obstacle(self) -> Path | None:
        """What stands where the folder, or one that it is in, should be."""
        nearest = next((place for place in (self.folder, *self.folder.parents) if os.path.lexists(place)), None)
        return nearest if nearest is not None and not nearest.is_dir() else None

    def _opened(self) -> Any:
        if self._open is None:
            import diskcache

            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if self.folder.stat().st_mode & 0o077:
                self.folder.chmod(0o700)
            self._open = diskcache.Cache(
                str(self.folder),
                disk=_plain_disk(),
                disk_min_file_size=_INLINE_BYTES,
                size_limit=self.limit,
                eviction_policy="least-recently-used",
                timeout=_BUSY_SECONDS,
            )
        return self._open

    def _tried(self, action: Callable[[Any], Any]) -> Any:
        if self._given_up:
            return None
        import diskcache

        try:
            return action(self._opened())
        except diskcache.Timeout:
            return None  # another process is at it; the next request may have more luck
        except _DamagedEntryError as error:
            self._tell("The response cache %s holds %s, which is asked for anew.", error)
            return None
        except _faults() as error:
            self._given_up = True
            self._tell(
                "The response cache %s cannot be used (%s): this run goes on without; 'briefing cache clear' makes it new.", error
            )
            return None

    def _tell(self, message: str, error: BaseException) -> None:
        if self.folder not in _told:
            _told.add(self.folder)
            _log.warning(message, self.folder, _reason(error))


class AnswerFolder:
    """Completions as files, for a folder of a run that several machines may write to, which a database must not be in.

    As ResponseCache, it is its owner's alone, and does not raise; nothing is ever dropped from it. ``problem`` says why the run
    must not go on: what it asked for from now on would have to be paid for again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: str | None = None

    def get(self, key: str) -> dict[str, Any] | None:
        """The completion kept under ``key``, or None."""
        try:
            found = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError):  # none is there, or one that a disk has spoilt
            return None
        return found if _is_completion(found) else None

    def keep(self, key: str, completion: dict[str, Any]) -> None:
        """Keep a completion, at once and whole."""
        path = self._path(key)
        try:
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, json.dumps(completion))
        except (OSError, RenderError) as error:
            self.problem = (
                f"The answers of this run cannot be kept in {self.folder} ({_reason(error)}): make room or remove that folder,"
                " then go on with --resume."
            )

    def forget(self, keys: Iterable[str]) -> None:
        """Drop what is kept under ``keys``, if anything is."""
        for key in keys:
            with suppress(OSError):
                self._path(key).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open."""

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


class CachingChannel:
    """Answers from the cache where it can; asks for the rest, each request once, however many want it at the time.

    ``endpoint`` is what tells two endpoints apart (an address, or the identity of an embedded model). ``recalled`` is told
    of each answer that was not asked for.
    """

    def __init__(
        self,
        channel: Channel,
        cache: ResponseCache | AnswerFolder,
        *,
        endpoint: str,
        recalled: Callable[[Request, Question, Answer], None] | None = None,
    ) -> None:
        self._channel = channel
        self._cache = cache
        self._endpoint = _without_credentials(endpoint)
        self._told = recalled
        self._flights: dict[str, asyncio.Future[Answer | None]] = {}
        # One thread: SQLite may wait for another process, and the event loop must not; and what is kept stays in order.
        self._thread: ThreadPoolExecutor | None = None

    async def aclose(self) -> None:
        """See Channel."""
        if self._thread is not None:
            await self._run(self._cache.close)
            self._thread.shutdown(wait=True)
            self._thread = None
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. An answer from the cache is one of the question's tries, but no call.

        Raises StoreError, without a request, if a run that has to keep its answers cannot.
        """
        key = request_key(self._endpoint, request)
        question.keys.append(key)
        while flight := self._flights.get(key):
            await asyncio.wait([flight])
            if answer := flight.result():
                return self._recalled(request, answer.completion, question)
        flight = self._flights[key] = asyncio.get_running_loop().create_future()
        answer = None
        try:
            if kept := await self._run(self._cache.get, key):
                answer = self._recalled(request, kept, question)
            elif self._cache.problem is not None:
                raise StoreError(self._cache.problem)
            else:
                answer = await self._channel.send(request, question)
                # Paid for: it is kept also if the question is cancelled meanwhile.
                await asyncio.shield(self._run(self._cache.keep, key, answer.completion))
            return answer
        finally:
            del self._flights[key]
            flight.set_result(answer)

    async def forget(self, question: Question) -> None:
        """Drop all answers to a question, which must not fail for ever because it failed once."""
        await self._run(self._cache.forget, list(question.keys))

    def _recalled(self, request: Request, completion: dict[str, Any], question: Question) -> Answer:
        question.recall()
        answer = Answer(completion)
        if self._told:
            self._told(request, question, answer)
        return answer

    def _run(self, action: Callable[..., T], *arguments: Any) -> asyncio.Future[T]:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="briefing-cache")
        return asyncio.get_running_loop().run_in_executor(self._thread, action, *arguments)


def request_key(endpoint: str, request: Request) -> str:
    """The name of a request in the cache: 64 hexadecimal digits.

    The order of keys inside is part of it: a schema with another order of fields is another question to a model.
    """
    told = json.dumps([_FORMAT, endpoint, dict(sorted(request.items()))], separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def _without_credentials(endpoint: str) -> str:
    """An address without user, password and query, any of which may hold a key."""
    parts = urlsplit(endpoint)
    if not parts.netloc:
        return endpoint
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl().rstrip("/")


def _is_completion(value: Any) -> TypeGuard[dict[str, Any]]:
    choices = value.get("choices") if isinstance(value, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    return isinstance(choice, dict) and isinstance(choice.get("message"), dict)


class _DamagedEntryError(ValueError):
    """One entry cannot be read; the others may."""


def _plain_disk() -> Any:
    """JSON in zlib, as diskcache stores it, without its way of loading what claims to be pickled."""
    import diskcache
    from diskcache.core import MODE_BINARY, MODE_RAW

    class PlainDisk(diskcache.JSONDisk):  # type: ignore[misc]
        def get(self, key: Any, raw: Any) -> Any:
            if not raw:
                raise _DamagedEntryError("an entry with a pickled key")
            return super().get(key, raw)

        def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
            if mode not in {MODE_RAW, MODE_BINARY}:
                raise _DamagedEntryError("a pickled entry")
            try:
                return super().fetch(mode, filename, value, read)
            except (ValueError, TypeError, zlib.error) as error:
                raise _DamagedEntryError("a damaged entry") from error

    return PlainDisk


def _faults() -> tuple[type[BaseException], ...]:
    """What goes wrong with files and databases, as diskcache lets it through."""
    import diskcache

    return (OSError, sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, diskcache.Timeout)


def _reason(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error) and "disk is full" in str(error):
        return os.strerror(errno.ENOSPC)
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
