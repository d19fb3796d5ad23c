"""The main path: a report, a record, briefs. Written once as coroutines; the plain functions run them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from briefing.corrections import Corrections, apply_corrections
from briefing.costs import Budget
from briefing.errors import SourceError
from briefing.extraction import extract_record
from briefing.files import write_atomically
from briefing.models import Told, open_completer
from briefing.record import Record
from briefing.rendering import DEFAULT_FORMATS, LANGUAGES, RenderOptions, check_wanted, render_files
from briefing.settings import Settings, make_settings, replayed
from briefing.source import Report, read_report, report_from_text

T = TypeVar("T")
Source = str | Path | Report


@dataclass(frozen=True)
class Generated:
    """What ``generate`` made: the record, and the files in the order in which they were written."""

    record: Record
    files: list[Path]


async def aextract(
    source: Source,
    *,
    published: date | str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    settings: Settings | None = None,
    progress: Told | None = None,
    budget: Budget | None = None,
) -> Record:
    """Read a report into a record.

    ``source`` is the text itself (``str``), a file (``Path``) or a Report. ``published`` (ISO 8601) is what relative
    dates are resolved against. ``model`` is a name that the endpoint knows, "local" for the embedded model, or a GGUF
    file; it and ``base_url`` override ``settings``. ``progress`` is told of each call to the model. ``budget`` bounds several
    reports together, in place of what ``settings`` allow for one.

    Raises SettingsError, SourceError, or one of the ModelError family.
    """
    settings = _settings(settings, model, base_url)
    report = read_source(source, published, settings)
    async with AsyncExitStack() as stack:
        completer = await open_completer(settings, stack, progress, budget=budget)
        return await extract_record(report, completer, settings=settings, progress=progress)


async def agenerate(
    source: Source,
    *,
    out: str | Path,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    published: date | str | None = None,
    settings: Settings | None = None,
    template: str = "policy",
) -> Generated:
    """Read a report and write ``record.json`` and ``brief.LANGUAGE.FORMAT`` into the folder ``out``.

    Calendar, names of months and digits are those of the settings. Raises what aextract and render raise; what cannot be
    rendered is told before a model is asked.
    """
    check_wanted(languages=languages, formats=formats, template=template)
    settings = settings or make_settings()
    record = await aextract(source, published=published, settings=settings)
    options = RenderOptions(settings.calendar, settings.months, settings.digits)
    return Generated(record, write_outputs(record, out, languages=languages, formats=formats, template=template, options=options))


def extract(
    source: Source,
    *,
    published: date | str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    settings: Settings | None = None,
    progress: Told | None = None,
    budget: Budget | None = None,
) -> Record:
    """As aextract, for programs without an event loop of their own; it may also be called inside a running one."""
    given: dict[str, Any] = {"model": model, "base_url": base_url, "settings": settings, "progress": progress, "budget": budget}
    return _run(aextract(source, published=published, **given))


def generate(
    source: Source,
    *,
    out: str | Path,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    published: date | str | None = None,
    settings: Settings | None = None,
    template: str = "policy",
) -> Generated:
    """As agenerate, for programs without an event loop of their own; it may also be called inside a running one."""
    return _run(
        agenerate(
            source, out=out, languages=languages, formats=formats, published=published, settings=settings, template=template
        )
    )


def render(
    record: Record,
    *,
    out: str | Path,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = "policy",
    options: RenderOptions | None = None,
    corrections: Corrections | str | Path | None = None,
) -> list[Path]:
    """Write ``brief.LANGUAGE.FORMAT`` files of a record into the folder ``out`` and return their paths.

    The format "review" is one file, ``review.html``, for both languages. ``template`` is the name of a built-in template or
    the path of a folder that overrides parts of it; ``options`` say how dates and figures are written, and with which earlier
    record to compare. ``corrections`` (or the path of their file) are applied to the record before; ``record`` itself stays as
    it is. Needs no model and no network; the same record gives the same bytes.

    Raises RenderError, and RecordError if the corrections are not for this record.
    """
    if corrections is not None:
        made = corrections if isinstance(corrections, Corrections) else Corrections.load(corrections)
        record = apply_corrections(record, made)
    return render_files(record, out, languages=languages, formats=formats, template=template, options=options)


def write_outputs(
    record: Record,
    out: str | Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = "policy",
    options: RenderOptions | None = None,
) -> list[Path]:
    """Write ``record.json`` and the briefs; nothing is written if a brief cannot be rendered. Raises RenderError."""
    briefs = render(record, out=out, languages=languages, formats=formats, template=template, options=options)
    path = Path(out) / "record.json"
    write_atomically(path, record.to_json())
    return [path, *briefs]


def _settings(settings: Settings | None, model: str | None, base_url: str | None) -> Settings:
    if settings is None:
        settings = make_settings(model=model, base_url=base_url)
    given = {name: value for name, value in (("model", model), ("base_url", base_url)) if value is not None}
    make_settings(**given)  # a copy is not validated
    return replayed(settings.model_copy(update=given))


def read_source(source: Source, published: date | str | None, settings: Settings) -> Report:
    """The report that a caller gave: its text, its file, or itself. Raises SourceError."""
    if isinstance(source, Report):
        return source
    if not isinstance(source, str | Path):  # a cell of a table without a value, for one
        raise SourceError(f"A report is given as a Path, a text or a Report, and not as {type(source).__name__}.")
    if isinstance(source, Path):
        return read_report(source, published=published, max_bytes=settings.max_source_bytes)
    return report_from_text(source, published=published, max_bytes=settings.max_source_bytes)


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    # A loop is running in this thread, and it cannot be entered twice: notebooks and servers get a thread of their own.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
