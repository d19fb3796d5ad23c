"""Many reports on many machines: Ray Data hands them out, a pool of actors reads them, each report comes back as a file.

    STATE/work/NNNNNN.parquet    the reports to be read, with their bytes
    STATE/parts/ID.parquet       what became of one, until it is laid down: these are the checkpoint
    STATE/responses/             answers of the model, where the response cache is switched off

An actor does with its reports what the local engine does with all (``batches.read_all``), in a process of its own: it waits
for an endpoint that is down, and begins no more when there is no point in it. What became of a report it writes whole, at
once, so that nothing is lost with it. Ray begins anew, elsewhere, what was on a node that is lost.

The output folder has to be one that all nodes see, as Ray Data wants it; the reports themselves need not be.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import os
import shutil
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from briefing import __version__
from briefing.batches import Found, Summary, own_answers, read_all, slots_for
from briefing.endpoint import load_client
from briefing.errors import MissingExtraError, ModelUnavailableError, RenderError, SettingsError, SourceError
from briefing.files import write_atomically
from briefing.jobs import Done, Job, failed_line, open_report, read_one
from briefing.llm import OpenAICompleter, default_model
from briefing.manifests import Entry, ManifestLine, ResultLine
from briefing.models import open_completer
from briefing.rehearsal import rehearse
from briefing.settings import Settings
from briefing.telemetry import collect_logs, tell_again
from briefing.templates import find_template

_BLOCK_BYTES = 16 << 20  # of reports in one file of work
_MOST_IN_BLOCK = 64  # reports: what is begun anew when a node is lost
_LOOK_SECONDS = 0.5  # between looks for new parts
_MOST_AT_ONCE = 64  # parts in memory
_ANSWERED = "answered"  # among the parts: that the endpoint has answered one of the actors
_PATHS = ("glossary", "prices", "cache_dir", "trace_dir", "replay")
_QUIET = {"RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}  # what Ray says is about Ray
_START_SECONDS = 600  # for all actors: who begins alone is given what the others are to do as well
# Actors wait for a model most of the time. With a whole processor each, they would leave none for Ray's own tasks
# when a node is lost and its actors move.
_PROCESSORS_OF_ACTOR = 0.05
_LEAST_SHARES = {"requests_per_minute": 1, "tokens_per_minute": 4_000, "max_tokens": 4_000}  # about one request


class Cluster:
    """A Ray cluster: the one that ``RAY_ADDRESS`` names, or one begun for the run on this machine."""

    def __init__(self) -> None:
        """Connects. Raises MissingExtraError, or SettingsError if nobody is at the address."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what we read is nobody's business
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        try:
            import pyarrow  # noqa: F401
            import ray
            import ray.data
        except ImportError as error:
            raise MissingExtraError("ray", "--engine ray") from error
        self._ray: Any = ray
        self._was_there = ray.is_initialized()
        if self._was_there:
            return
        # Not Ray's own search for an address: it waits minutes for a cluster of which only a file is left.
        address = os.environ.get("RAY_ADDRESS")
        if address is None:
            with _hushed():
                ray.init("local", log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
            return
        try:
            _knock(address)
            with _hushed():
                ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, ValueError, RuntimeError) as error:
            raise SettingsError(
                f"No Ray cluster can be joined at {address}: check RAY_ADDRESS and 'ray status', and run this on one of its nodes."
            ) from error

    @property
    def processors(self) -> int:
        """How many processors the cluster has."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def close(self) -> None:
        """Leave the cluster; one that was begun here ends."""
        if not self._was_there:
            self._ray.shutdown()

    def read(self, entries: Iterator[Entry], job: Job, state: Path) -> Generator[list[Found]]:
        """Read reports with ``settings.concurrency`` calls at once on the whole cluster; they come as they are done.

        Reports that cannot be opened come first, then those that an earlier run has read and could not hand over. A group
        may be empty: none is long in coming.

        Raises what opening the model raises, RenderError if parts cannot be written, ModelUnavailableError if the cluster
        gives up.
        """
        job, state = _with_whole_paths(job), state.absolute()
        if not job.settings.embedded:
            OpenAICompleter(job.settings)  # what cannot be used is told here, and not by an actor to Ray
        work, parts = state / "work", state / "parts"
        shutil.rmtree(work, ignore_errors=True)
        for folder in (work, parts):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (parts / _ANSWERED).unlink(missing_ok=True)
        earlier: dict[str | None, _Part] = {}
        for path in parts.glob("*.parquet"):
            if (part := _Part.at(path)) is not None:
                earlier[part.found.done.line.id] = part
            else:
                path.unlink(missing_ok=True)
        concurrency = job.settings.concurrency
        actors = _actors_for(job.settings, self.processors)
        bench = _Workbench(work, min(_MOST_IN_BLOCK, concurrency // actors))
        for entry in entries:
            row = _row(entry, job)
            if isinstance(row, Done):
                yield [Found(entry.folder, row)]
            elif (part := earlier.get(entry.id)) is not None and part.is_of(row["sha256"], job):
                del earlier[entry.id]
                yield [replace(part.tell(), folder=entry.folder)]
            else:
                bench.add(row)
                yield []
        bench.flush()
        for part in earlier.values():
            part.path.unlink(missing_ok=True)
        if bench.files:
            actors = min(actors, len(bench.files))
            yield from self._run(bench, parts, _shared_out(job, actors, concurrency // actors), actors)
        shutil.rmtree(work, ignore_errors=True)
        (parts / _ANSWERED).unlink(missing_ok=True)
        with suppress(OSError):  # what is not laid down yet, stays
            parts.rmdir()

    def _run(self, bench: _Workbench, parts: Path, job: Job, actors: int) -> Generator[list[Found]]:
        import ray.data
        from ray.data import ActorPoolStrategy, DataContext

        context = DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        context.print_on_execution_start = False
        context.wait_for_min_actors_s = _START_SECONDS
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context.execution_options.actor_locality_enabled = False  # names of files are light; who has least to do takes them
        # Not read_parquet: it needs processors for tasks of its own, and puts several small files into one block.
        work = ray.data.from_items([{"work": str(path)} for path in bench.files], override_num_blocks=len(bench.files))
        blocks = -(-2 * job.settings.concurrency // bench.most)  # enough for the slots of an actor, see slots_for
        results: Any = work.map_batches(
            ReportReader,
            fn_constructor_kwargs={"job": job, "parts": parts, "variables": _variables(job.settings), "version": __version__},
            batch_size=None,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(
                size=actors, max_concurrent_calls_per_actor=blocks, max_tasks_in_flight_per_actor=blocks + 1
            ),
            num_cpus=_PROCESSORS_OF_ACTOR,
        )
        over = threading.Event()
        failures: list[BaseException] = []

        def follow() -> None:
            try:
                for batch in results.iter_batches(batch_size=None, batch_format="pyarrow"):
                    failures.extend(RenderError(one) for one in batch["unwritten"].to_pylist() if one)
                    if over.is_set():
                        return
            except BaseException as error:
                failures.append(error)

        follower = threading.Thread(target=follow, name="ray-data", daemon=True)
        follower.start()
        shelf = _Parts(parts)
        try:
            going_on = True
            while going_on:
                follower.join(_LOOK_SECONDS)
                going_on = follower.is_alive()
                while group := shelf.taken():
                    yield group
                yield []
        finally:
            over.set()
        if failures and isinstance(failures[0], RenderError):
            raise failures[0]
        if failures:
            raise ModelUnavailableError(
                f"The Ray cluster gave up ({type(failures[0]).__name__}): look at 'ray status', then go on with --resume."
            ) from failures[0]


@dataclass(frozen=True)
class _Part:
    """A file with what became of a report, and what was logged meanwhile. ``number`` is that of the report."""

    path: Path
    number: int
    found: Found
    log: list[str]

    @classmethod
    def at(cls, path: Path) -> _Part | None:
        """The part in a file; None if it cannot be read: it is damaged, or the disk was out of reach for a moment."""
        import pyarrow
        import pyarrow.parquet

        try:
            (row,) = pyarrow.parquet.read_table(path).to_pylist()
            line = ResultLine.model_validate_json(row["line"])
        except (OSError, ValueError, pyarrow.ArrowException):
            return None
        files = {file["name"]: file["data"] for file in row["files"]}
        return cls(path, row["number"], Found(row["folder"], Done(line, row["stops"], files=files), path), row["log"])

    @staticmethod
    def write(folder: Path, entry: Entry, done: Done, log: list[str]) -> None:
        """Write a part into a folder of parts. Raises RenderError."""
        import pyarrow
        import pyarrow.parquet

        files = [{"name": name, "data": data} for name, data in (done.files or {}).items()]
        row = {"number": entry.number, "folder": entry.folder, "line": done.line.as_json(), "stops": done.stops}
        written = io.BytesIO()
        table = pyarrow.Table.from_pylist([row | {"files": files, "log": log}], schema=_part_schema())
        pyarrow.parquet.write_table(table, written)
        name = hashlib.sha256(entry.id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        write_atomically(folder / f"{name}.parquet", written.getvalue())

    def is_of(self, sha256: str, job: Job) -> bool:
        """Whether it is of this report, as it would be read now."""
        line = self.found.done.line
        return (line.status, line.settings, line.sha256) == ("done", job.digest, sha256)

    def tell(self) -> Found:
        """What was found, after telling what was logged."""
        for line in self.log:
            tell_again(line)
        return self.found


class _Parts:
    """The parts of a run as they appear in a folder, each report once. Whoever has laid one down removes its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[Path] = set()
        self._taken = bytearray()  # of each report, by its number, whether it was: of a million, all else would be too much

    def taken(self) -> list[Found]:
        """What is new, so much of it as memory should hold."""
        there = set(self._folder.glob("*.parquet"))
        self._seen &= there
        found: list[Found] = []
        for path in sorted(there - self._seen):
            if (part := _Part.at(path)) is None:  # the next look may have more luck
                continue
            self._taken.extend(bytes(max(0, part.number + 1 - len(self._taken))))
            if self._taken[part.number]:  # its node was lost before it could say that it was read, and it was read again
                path.unlink(missing_ok=True)
                continue
            self._taken[part.number] = True
            self._seen.add(path)
            found.append(part.tell())
            if len(found) == _MOST_AT_ONCE:
                break
        return found


class ReportReader:
    """An actor: reads the reports of several blocks side by side, with one completer for all of them."""

    def __init__(self, job: Job, parts: Path, variables: dict[str, SecretStr | None], version: str) -> None:
        """``variables`` of the environment, and ``version``, are those of the process that sends the reports."""
        if version != __version__:
            raise SettingsError(f"briefing {__version__} is on a node, {version} on another: install one version on all nodes.")
        for name, value in variables.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value.get_secret_value()
        load_client()  # what takes its time for the first report is done before there is one, and by all at the same time
        with suppress(OSError):
            asyncio.run(rehearse(job, model=default_model(job.settings), endpoint_kind="endpoint"))
        self._log = collect_logs(job.settings)
        self._job = job
        self._parts = parts
        self._summary = _ActorSummary(parts / _ANSWERED)
        self._slots = slots_for(job)
        self._stack = AsyncExitStack()
        self._executor: _Unpacking | None = None
        self._opening = asyncio.Lock()

    async def __call__(self, block: Any) -> AsyncIterator[Any]:
        """Reads the reports of a block, which names files of work; what became of them is in the parts.

        Yields no more than why parts cannot be written, if so.
        """
        import pyarrow
        import pyarrow.parquet

        async with self._opening:
            if self._executor is None:
                completer = await open_completer(self._job.settings, self._stack, None, kept_in=own_answers(self._job))
                self._executor = _Unpacking(self._job, completer)
                self._summary.budget = completer.budget
        unwritten: list[str] = []

        def lay_down(entry: Entry, done: Done) -> None:
            try:
                _Part.write(self._parts, entry, done, self._log.taken())
            except RenderError as error:
                unwritten.append(str(error))
                raise
            self._summary.take(done)

        for path in block["work"].to_pylist():
            reports = (_Parcel.of(row) for row in pyarrow.parquet.read_table(path).to_pylist())
            await read_all(reports, self._executor, self._summary, self._slots, lay_down)
        yield pyarrow.table({"unwritten": pyarrow.array(unwritten[:1], pyarrow.string())})


@dataclass(frozen=True)
class _Parcel(Entry):
    """A report on its way: its file's name and bytes, if it is not in its line."""

    name: str | None
    data: bytes | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> _Parcel:
        """A row of a file of work."""
        line = ManifestLine.model_validate_json(row["line"])
        return cls(row["number"], row["id"], row["folder"], None, line, row["name"], row["data"])


@dataclass(frozen=True)
class _Unpacking:
    """An Executor for parcels."""

    job: Job
    completer: OpenAICompleter

    async def do(self, entry: Entry) -> Done:
        """See Executor."""
        assert isinstance(entry, _Parcel)
        if entry.data is None or entry.name is None:
            return await read_one(entry, self.job, self.completer)
        with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
            path = Path(folder) / entry.name
            path.write_bytes(entry.data)
            return await read_one(replace(entry, path=path), self.job, self.completer)


class _ActorSummary(Summary):
    """How an actor's reports stand. An endpoint that has answered another actor has answered: that stands in ``sign``."""

    def __init__(self, sign: Path) -> None:
        super().__init__(0)
        self._sign = sign
        self._signed = False

    def take(self, done: Done) -> None:
        """See Summary."""
        super().take(done)
        if not self._signed and super().has_answers:
            with suppress(OSError):
                self._sign.touch()
            self._signed = True

    @property
    def has_answers(self) -> bool:
        """See Summary."""
        return super().has_answers or self._sign.exists()


class _Workbench:
    """Writes reports to files of work, each a block for an actor."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self.most = most
        self.files: list[Path] = []
        self._rows: list[dict[str, Any]] = []
        self._size = 0

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self._size += len(row["data"] or b"") + len(row["line"])
        if len(self._rows) >= self.most or self._size >= _BLOCK_BYTES:
            self.flush()

    def flush(self) -> None:
        import pyarrow
        import pyarrow.parquet

        if self._rows:
            table = pyarrow.Table.from_pylist(self._rows, schema=_work_schema())
            self.files.append(self.folder / f"{len(self.files):06}.parquet")
            pyarrow.parquet.write_table(table, self.files[-1])
            self._rows, self._size = [], 0


def _row(entry: Entry, job: Job) -> dict[str, Any] | Done:
    """A report as it travels; what became of it, if it cannot be opened."""
    data = None
    try:
        report = open_report(entry, job)
        if entry.path is not None:
            data = entry.path.read_bytes()
    except (SourceError, OSError) as error:
        return Done(failed_line(entry, job, type(error).__name__, str(error)))
    line = entry.line.model_dump_json(exclude_none=True)
    name = entry.path.name if entry.path else None
    told = {"number": entry.number, "id": entry.id, "folder": entry.folder, "name": name, "sha256": report.sha256}
    return told | {"data": data, "line": line}


def _actors_for(settings: Settings, most: int) -> int:
    """How many actors, ``most`` at most, can share what may be spent or asked.

    An actor sends its first request at once: a share that is smaller than a request would pass the limit with it. Of the
    calls at once, the same for each, as few as may be are left over: fewer actors may make more of them.
    """
    limits = ((getattr(settings, name), least) for name, least in _LEAST_SHARES.items())
    calls = settings.concurrency
    most = max(1, int(min(most, calls, *(limit // least for limit, least in limits if limit is not None))))
    return max(range((most + 1) // 2, most + 1), key=lambda actors: (calls // actors * actors, actors))


def _shared_out(job: Job, actors: int, calls: int) -> Job:
    """The job of one actor of several: each has its share of what may be spent or asked.

    The shares never pass the limit together; ``actors`` comes from ``_actors_for``.
    """
    settings = job.settings
    shares: dict[str, Any] = {"concurrency": calls}
    for name in (*_LEAST_SHARES, "max_cost"):
        value = getattr(settings, name)
        if value is not None:
            shares[name] = value // actors if isinstance(value, int) else value / actors
    return replace(job, settings=settings.model_copy(update=shares))


def _variables(settings: Settings) -> dict[str, SecretStr | None]:
    """What is read from the environment when the endpoints are asked, and may be another on a node: addresses and keys."""
    names = {"OPENAI_BASE_URL", settings.api_key_env, settings.fallback_api_key_env}
    found = {name: os.environ.get(name) for name in names if name}
    return {name: None if value is None else SecretStr(value) for name, value in found.items()}


def _with_whole_paths(job: Job) -> Job:
    """The job with paths that hold in any working folder: an actor's is another."""
    settings, template = job.settings, job.template
    paths = {name: path.expanduser().absolute() for name in _PATHS if (path := getattr(settings, name)) is not None}
    if find_template(template).own:
        template = str(Path(template).absolute())
    return replace(job, settings=settings.model_copy(update=paths), out=job.out.absolute(), template=template)


def _work_schema() -> Any:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("id", "folder", "name", "sha256", "line")]
    return pa.schema([("number", pa.int64()), *texts, ("data", pa.binary())])


def _part_schema() -> Any:
    import pyarrow as pa

    file = pa.struct([("name", pa.string()), ("data", pa.binary())])
    texts = [(name, pa.string()) for name in ("folder", "line", "stops")]
    return pa.schema([("number", pa.int64()), *texts, ("files", pa.list_(file)), ("log", pa.list_(pa.string()))])


def _knock(address: str) -> None:
    """Raises OSError or ValueError if nobody listens at ``host:port``."""
    host, _, port = address.rpartition(":")
    socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing is written to standard error meanwhile: Ray tells there, as it starts, that it has been told to be quiet."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
