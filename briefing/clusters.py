"""Many reports on many machines: Ray Data hands them out, a pool of actors reads them, the results come back as Parquet.

    STATE/work/NNNNNN.parquet    the reports to be read, with their bytes
    STATE/parts/*.parquet        what became of them, written as blocks of reports are done: these are the checkpoint

An actor runs what every engine runs for a report (``jobs.read_one``) in a folder of its own, many reports at once, and
sends back the line of the results and the files. Ray begins anew, elsewhere, what was on a node that is lost.

The output folder has to be one that all nodes see, as Ray Data wants it; the reports themselves need not be.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing import __version__
from briefing.errors import MissingExtraError, ModelUnavailableError, SettingsError, SourceError
from briefing.jobs import Done, Job, failed_line, open_report, read_one
from briefing.manifests import Entry, ManifestLine, ResultLine
from briefing.models import open_completer
from briefing.settings import Settings

_BLOCK_BYTES = 16 << 20  # of reports in one file of work
_MOST_IN_BLOCK = 64  # reports: what is lost with a node, and how coarse the checkpoint is
_LOOK_SECONDS = 0.5  # between looks for new parts
# Actors wait for a model most of the time. With a whole processor each, they would leave none for Ray's own tasks
# when a node is lost and its actors move.
_PROCESSORS_OF_ACTOR = 0.05
_LEAST_SHARES = {"requests_per_minute": 1, "tokens_per_minute": 4_000, "max_tokens": 4_000}  # about one request


class Cluster:
    """A Ray cluster: the one that ``RAY_ADDRESS`` names, or one begun for the run on this machine."""

    def __init__(self) -> None:
        """Connects. Raises MissingExtraError, or SettingsError if nobody is at the address."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what we read is nobody's business
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
            ray.init("local", log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
            return
        try:
            _knock(address)
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

    def read(self, entries: Iterator[Entry], job: Job, state: Path) -> Iterator[list[tuple[Entry, Done]]]:
        """Read reports with ``settings.concurrency`` calls at once on the whole cluster; they come as they are done.

        Reports that cannot be opened come first, then those that an earlier run has read and could not hand over.
        Raises ModelUnavailableError if the cluster gives up.
        """
        work, parts = state / "work", state / "parts"
        shutil.rmtree(work, ignore_errors=True)
        for folder in (work, parts):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        concurrency = job.settings.concurrency
        waiting: dict[str, Entry] = {}
        seen: set[Path] = set()  # parts of an earlier run: what is in them and not taken here is out of date
        earlier = {done.line.id: done for _, done in _finished_in(parts, seen) if done.line.settings == job.digest}
        bench = _Workbench(work, max(1, min(_MOST_IN_BLOCK, concurrency)))
        for entry in entries:
            row = _row(entry, job)
            if isinstance(row, Done):
                yield [(entry, row)]
            elif (done := earlier.get(entry.id)) and done.line.sha256 == row["sha256"]:
                yield [(entry, done)]
            else:
                bench.add(row)
                waiting[entry.id] = replace(entry, line=ManifestLine(text=""))
        bench.flush()
        if waiting:
            actors = _actors_for(job.settings, min(self.processors, len(waiting)))
            for group in self._run(work, parts, seen, job, actors, concurrency // actors):
                # A block that was read twice, since its node was lost before it could say so, counts once.
                yield [(waiting.pop(done.line.id), done) for done in group if done.line.id in waiting]
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(parts, ignore_errors=True)

    def _run(self, work: Path, parts: Path, seen: set[Path], job: Job, actors: int, calls: int) -> Iterator[list[Done]]:
        import ray.data
        from ray.data import ActorPoolStrategy, DataContext

        context = DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        context.print_on_execution_start = False
        shared = _shared_out(job, actors, calls)
        reports: Any = ray.data.read_parquet(str(work), override_num_blocks=len(list(work.iterdir())))
        results = reports.map_batches(
            ReportReader,
            fn_constructor_kwargs={"job": shared, "version": __version__},
            batch_size=None,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(min_size=1, max_size=actors),
            num_cpus=_PROCESSORS_OF_ACTOR,
        )
        failure: list[BaseException] = []

        def write() -> None:
            try:
                results.write_parquet(str(parts), mode=ray.data.SaveMode.APPEND)
            except BaseException as error:
                failure.append(error)

        writer = threading.Thread(target=write, name="ray-data", daemon=True)
        writer.start()
        going_on = True
        while going_on:
            writer.join(_LOOK_SECONDS)
            going_on = writer.is_alive()
            if group := list(_finished_in(parts, seen)):
                yield [done for _, done in group]
                for path in {path for path, _ in group}:  # its reports are where they belong
                    path.unlink(missing_ok=True)
        if failure:
            raise ModelUnavailableError(
                f"The Ray cluster gave up ({type(failure[0]).__name__}): look at 'ray status', then go on with --resume."
            ) from failure[0]


def _finished_in(parts: Path, seen: set[Path]) -> Iterator[tuple[Path, Done]]:
    """The reports in parts that are whole and not in ``seen``, to which their names are added."""
    import pyarrow
    import pyarrow.parquet

    for path in sorted(parts.glob("*.parquet")):
        if path in seen:
            continue
        try:
            table = pyarrow.parquet.read_table(path)
        except (OSError, pyarrow.ArrowInvalid):
            continue  # it is being written, or its writer was killed
        seen.add(path)
        for row in table.to_pylist():
            files = {file["name"]: file["data"] for file in row["files"]}
            yield path, Done(ResultLine.model_validate_json(row["line"]), row["stops"], files=files)


class ReportReader:
    """An actor: reads the reports of a block side by side, with one completer for all its blocks."""

    def __init__(self, job: Job, version: str) -> None:
        """``version`` is that of the process that sends the reports."""
        if version != __version__:
            raise SettingsError(f"briefing {__version__} is on a node, {version} on another: install one version on all nodes.")
        self._job = job
        self._stack = AsyncExitStack()
        self._completer: Any = None
        self._opening = asyncio.Lock()

    async def __call__(self, block: Any) -> AsyncIterator[Any]:
        """Tables of results, one report each, as they are done."""
        async with self._opening:
            if self._completer is None:
                self._completer = await open_completer(self._job.settings, self._stack, None)
        tasks = [asyncio.create_task(self._read(row)) for row in block.to_pylist()]
        try:
            for task in asyncio.as_completed(tasks):
                yield await task
        finally:
            for left in tasks:
                left.cancel()

    async def _read(self, row: dict[str, Any]) -> Any:
        import pyarrow

        with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
            place = Path(folder)
            path = None
            if row["data"] is not None:
                path = place / "report" / row["name"]
                path.parent.mkdir()
                path.write_bytes(row["data"])
            line = ManifestLine.model_validate_json(row["line"])
            done = await read_one(Entry(row["number"], row["id"], row["folder"], path, line), self._job, self._completer)
        files = [{"name": name, "data": data} for name, data in (done.files or {}).items()]
        result = {"id": row["id"], "line": done.line.as_json(), "stops": done.stops, "files": files}
        return pyarrow.Table.from_pylist([result], schema=_result_schema())


class _Workbench:
    """Writes reports to files of work, each a block for an actor."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._rows: list[dict[str, Any]] = []
        self._size = 0
        self._files = 0

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self._size += len(row["data"] or b"") + len(row["line"])
        if len(self._rows) >= self._most or self._size >= _BLOCK_BYTES:
            self.flush()

    def flush(self) -> None:
        import pyarrow
        import pyarrow.parquet

        if self._rows:
            table = pyarrow.Table.from_pylist(self._rows, schema=_work_schema())
            pyarrow.parquet.write_table(table, self._folder / f"{self._files:06}.parquet")
            self._files += 1
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

    An actor sends its first request at once: a share that is smaller than a request would pass the limit with it.
    """
    limits = ((getattr(settings, name), least) for name, least in _LEAST_SHARES.items())
    return max(1, int(min(most, settings.concurrency, *(limit // least for limit, least in limits if limit is not None))))


def _shared_out(job: Job, actors: int, calls: int) -> Job:
    """The job of one actor of several: the key goes with it, and each has its share of what may be spent or asked.

    The shares never pass the limit together; ``actors`` comes from ``_actors_for``.
    """
    settings = job.settings
    shares: dict[str, Any] = {"api_key": settings.key(), "concurrency": calls}
    for name in (*_LEAST_SHARES, "max_cost"):
        value = getattr(settings, name)
        if value is not None:
            shares[name] = value // actors if isinstance(value, int) else value / actors
    return replace(job, settings=settings.model_copy(update=shares))


def _work_schema() -> Any:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("id", "folder", "name", "sha256", "line")]
    return pa.schema([("number", pa.int64()), *texts, ("data", pa.binary())])


def _result_schema() -> Any:
    import pyarrow as pa

    file = pa.struct([("name", pa.string()), ("data", pa.binary())])
    return pa.schema([("id", pa.string()), ("line", pa.string()), ("stops", pa.string()), ("files", pa.list_(file))])


def _knock(address: str) -> None:
    """Raises OSError or ValueError if nobody listens at ``host:port``."""
    host, _, port = address.rpartition(":")
    socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
