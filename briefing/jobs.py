"""One report of many: from a line of a manifest to a line of the results. Every engine runs this and nothing else.

What goes wrong with a report is a line of the results, too: the others are not to wait for it.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import stat
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing import __version__
from briefing.channels import LONGEST_WAIT, EndpointKind, Message, Usage
from briefing.errors import (
    BriefingError,
    BudgetError,
    ModelDownError,
    ModelPendingError,
    ModelUnavailableError,
    RenderError,
    SettingsError,
    SourceError,
    StoreError,
)
from briefing.files import remove_left, write_atomically
from briefing.llm import Completer
from briefing.manifests import Entry, Failure, ManifestLine, ResultLine
from briefing.record import Money, Record
from briefing.rendering import RenderOptions, render_files
from briefing.settings import Settings
from briefing.source import Report, read_report, report_from_text

T = TypeVar("T", bound=BaseModel)
LONGEST_OUTAGE = 600.0  # seconds for which an endpoint that did answer, and is down now, is waited for
# After these no other report can be written either.
_HOPELESS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


@dataclass(frozen=True)
class Job:
    """What all reports of a run share. ``published`` is for those whose line has no date of its own.

    ``apart``: the files of a report come back with it and are not written into ``out``.
    """

    settings: Settings
    out: Path
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    template: str = "policy"
    published: str | None = None
    digest: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Done:
    """The line of a report; ``stops`` is set, in a sentence, if there is no point in going on with others.

    ``wait`` is set if the endpoint is down or answers nobody: the seconds after which it may be asked again. ``files`` holds what
    was written where ``Job.out`` is out of reach.
    """

    line: ResultLine
    stops: str | None = None
    wait: float | None = None
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class Spending:
    """What a try of a report has cost; ``cost`` is None where it is not known."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Money | None = None

    @classmethod
    def of(cls, line: ResultLine) -> Spending:
        """What a line tells."""
        return cls(line.calls, line.input_tokens, line.output_tokens, line.cost)

    @classmethod
    def counted(cls, usage: Usage) -> Spending:
        """What was counted while it was worked on."""
        told = _spent(usage)
        cost = Money.model_validate(told["cost"]) if told["cost"] else None
        return cls(usage.calls, usage.input_tokens, usage.output_tokens, cost)

    def __add__(self, other: Spending) -> Spending:
        costs = [one.cost for one in (self, other) if one.calls or one.cost]
        cost = None
        if costs and all(costs):
            cost = Money(value=round(sum(one.value for one in costs if one), 6), currency=costs[0].currency)  # type: ignore[union-attr]
        return Spending(
            self.calls + other.calls, self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens, cost
        )


def after(done: Done, earlier: Spending) -> Done:
    """A report with what earlier tries of it have cost, of which its line knows nothing."""
    if not earlier.calls:
        return done
    spent = Spending.of(done.line) + earlier
    return replace(done, line=done.line.model_copy(update=dict(spent.__dict__)))


def settings_digest(job: Job, layout: str = "folders") -> str:
    """A digest of all that shapes a record and its briefs, other than the report: 16 hexadecimal digits.

    Keys, time-outs, and how many calls are made at once change nothing and are left out.
    """
    settings = job.settings
    profile = asdict(settings.model_profile())
    del profile["timeout"]
    told = (
        *(__version__, settings.model, settings.base_url, settings.temperature, settings.seed, sorted(profile.items())),
        *(settings.fallback_model, settings.fallback_base_url),
        *(_content(settings.glossary), job.languages, job.formats, job.template, _content(Path(job.template))),
        *(job.published, settings.calendar, settings.months, settings.digits, layout),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def open_report(entry: Entry, job: Job) -> Report:
    """The report of a line. Raises SourceError; also for what is no regular file, which might never end."""
    line, limit = entry.line, job.settings.max_source_bytes
    published = line.published or job.published
    if entry.path is None:
        return report_from_text(line.text or "", name=entry.id, published=published, title=line.title, max_bytes=limit)
    try:
        if not stat.S_ISREG(entry.path.stat().st_mode) and not entry.path.is_dir():
            raise SourceError(f"{entry.path} is no regular file: name a file.")
    except (OSError, ValueError):
        pass  # read_report says it in its words
    return read_report(entry.path, published=published, title=line.title, max_bytes=limit)


async def read_one(entry: Entry, job: Job, completer: Completer) -> Done:
    """Read one report; write its record and briefs into its folder. Raises nothing but CancelledError."""
    if job.apart:
        return await _read_apart(entry, job, completer)
    # Late: it takes half a second to load, and the process that talks to the endpoint has others read.
    from briefing.extraction import extract_record

    began = time.monotonic()
    metered = _Metered(completer)
    report: Report | None = None
    try:
        report = open_report(entry, job)
        record = await extract_record(report, metered, settings=job.settings)
        source = record.sources[0]
        source.publisher, source.url = entry.line.publisher or source.publisher, entry.line.url
        await asyncio.sleep(0)  # answers to other reports that are here already come first: on them hangs the next question
        files = write_report(record, entry.folder, job)
    except ModelPendingError as error:
        line = _failed(entry, job, report, metered, type(error).__name__, str(error))
        return Done(_timed(line.model_copy(update={"status": "pending", "error": None}), began))
    except BriefingError as error:
        line = _failed(entry, job, report, metered, type(error).__name__, str(error))
        return Done(_timed(line, began), _stops(error), _wait(error))
    except OSError as error:  # no more files may be open, or processes begun: that is none of the report's faults, nor of ours
        line = _failed(entry, job, report, metered, type(error).__name__, _refused(error))
        return Done(_timed(line, began), _refused(error) if error.errno in _HOPELESS else None)
    except Exception as error:  # a bug, or a report that nobody foresaw: one of many must not end the run
        message = f"This is a bug in briefing ({type(error).__name__}): run generate with --debug on this report and tell us."
        return Done(_timed(_failed(entry, job, report, metered, type(error).__name__, message), began))
    made = record.provenance
    line = ResultLine.model_validate(
        _asked(entry.line)
        | {
            "status": "done",
            "record": f"{entry.folder}/record.json",
            "files": [f"{entry.folder}/{path.name}" for path in files],
            "sha256": report.sha256,
            "settings": job.digest,
            "model": made.model,
            **_spent(metered.usage),
            "rejected": len(record.quality.rejected),
            "warnings": len(record.quality.warnings),
            "incomplete": bool(record.quality.rejected) or any(one.severity == "error" for one in record.quality.warnings),
        }
    )
    return Done(_timed(line, began))


async def _read_apart(entry: Entry, job: Job, completer: Completer) -> Done:
    """As ``read_one``; what is written comes back with the report."""
    try:
        with tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as place:
            out = Path(place)
            done = await read_one(entry, replace(job, apart=False, out=out), completer)
            return replace(done, files={Path(name).name: (out / name).read_bytes() for name in done.line.files})
    except OSError as error:
        return Done(failed_line(entry, job, type(error).__name__, _refused(error)), _refused(error))


def _refused(error: OSError) -> str:
    return f"The system refuses what is needed to read reports: {error.strerror or error}."


def write_report(record: Record, folder: str, job: Job) -> list[Path]:
    """Write the briefs of a record, then the record, and return their paths: where the record is, all is.

    Raises RenderError, also if somebody put a link in the place of the folder.
    """
    place = _place(folder, job)
    options = RenderOptions(job.settings.calendar, job.settings.months, job.settings.digits)
    briefs = render_files(record, place, languages=job.languages, formats=job.formats, template=job.template, options=options)
    path = place / "record.json"
    write_atomically(path, record.to_json())
    return [*briefs, path]


def write_files(done: Done, folder: str, job: Job) -> Done:
    """Write the files that came with a report from elsewhere, the record last. What goes wrong is a line of the results."""
    files = dict(done.files or {})
    try:
        place = _place(folder, job)
        for name in sorted(files, key=lambda name: name == "record.json"):
            write_atomically(place / name, files[name])
    except RenderError as error:
        failure = Failure(type=type(error).__name__, message=str(error))
        line = done.line.model_copy(update={"status": "failed", "error": failure, "record": None, "files": []})
        return Done(line, _stops(error))
    return replace(done, files=None)


def _place(folder: str, job: Job) -> Path:
    """Where the files of a report go. Raises RenderError if somebody put a link in the place of the folder."""
    place = job.out / folder
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise RenderError(f"{place} is a link or a file: remove it, reports are written into folders of their own.")
    remove_left(place)
    return place


def failed_line(entry: Entry, job: Job, kind: str, message: str) -> ResultLine:
    """The line of a report that nobody could work on."""
    return _failed(entry, job, None, None, kind, message)


class _Metered:
    """A completer that remembers what the report has cost, which a failure would not tell."""

    def __init__(self, completer: Completer) -> None:
        self.model = completer.model
        self.endpoint_kind: EndpointKind = completer.endpoint_kind
        self.usage = Usage()
        self._completer = completer

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer."""
        self.usage = usage
        return await self._completer.complete(messages, response_model, usage=usage, max_tokens=max_tokens)


def _failed(entry: Entry, job: Job, report: Report | None, metered: _Metered | None, kind: str, message: str) -> ResultLine:
    return ResultLine.model_validate(
        _asked(entry.line)
        | {
            "status": "failed",
            "error": Failure(type=kind, message=message),
            "sha256": report.sha256 if report else None,
            "settings": job.digest,
            **(_spent(metered.usage) if metered else {}),
        }
    )


def _asked(line: ManifestLine) -> dict[str, object]:
    """A line as it was asked for: a results file may be a manifest, and its old results are not new ones."""
    old = set(ResultLine.model_fields) - set(ManifestLine.model_fields)
    return {name: value for name, value in line.given().items() if name not in old}


def renewed_line(line: ResultLine, entry: Entry) -> ResultLine:
    """A line of an earlier run as it is now asked for: what is passed on may be another, and the source be called otherwise."""
    old = set(ResultLine.model_fields) - set(ManifestLine.model_fields)
    return ResultLine.model_validate(_asked(entry.line) | {name: getattr(line, name) for name in old})


def _spent(usage: Usage) -> dict[str, Any]:
    priced = usage.currency is not None and not usage.unpriced
    return {
        "cost": {"value": round(usage.cost, 6), "currency": usage.currency} if priced else None,
        "calls": usage.calls,
        "cached": usage.cached,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
    }


def _timed(line: ResultLine, began: float) -> ResultLine:
    line.seconds = round(time.monotonic() - began, 3)
    return line


def _stops(error: BriefingError) -> str | None:
    if isinstance(error, BudgetError | StoreError | SettingsError):  # all reports would fare the same
        return str(error)
    cause = error.__cause__
    return str(error) if isinstance(cause, OSError) and cause.errno in _HOPELESS else None


def _wait(error: BriefingError) -> float | None:
    """The seconds after which a report may be tried again: the endpoint is down, or turns everybody away for so long."""
    if isinstance(error, ModelDownError):
        return max(0.1, error.retry_after or 0)
    if isinstance(error, ModelUnavailableError) and error.limited and LONGEST_WAIT < (error.retry_after or 0) <= LONGEST_OUTAGE:
        return error.retry_after
    return None


def _content(path: Path | None) -> str | None:
    """A digest of a file, or of the files of a folder; None if it is neither."""
    if path is None or not path.exists():
        return None
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(path)}\0".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
