"""Lists of reports: manifests in JSON Lines or Parquet, folders of files, and the lines of a results file, which is a manifest again.

A manifest may come from anywhere. What it names is read; where something is written is decided here: one folder a report,
directly under the output folder, with a name made of harmless letters, whatever the id says.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from briefing.errors import MissingExtraError, RenderError, SourceError
from briefing.record import Count, IsoDate, Money, NonEmpty

ENDINGS = (".txt", ".text", ".md", ".markdown")  # of the files that are taken from a folder
STATE = ".briefing"  # the folder inside an output folder that belongs to the run
RESULTS = "results.jsonl"
_LINES_TOLD = 10  # of those that are at fault
_LONGEST_NAME = 100  # bytes of a folder's name; file systems take 255, the files inside need some of a path's limit

Status = Literal["done", "failed", "pending", "skipped"]


class ManifestLine(BaseModel):
    """A report to be read: a file (``source``) or the text itself (``text``), and what is known of it.

    ``source`` is relative to ``base``, which is relative to the manifest's own folder (and is that, if it is left out).
    ``id`` names the report in the results; by default it is the source without its ending. Other fields are passed on
    into the results as they are.
    """

    model_config = ConfigDict(
        extra="allow",
        coerce_numbers_to_str=True,
        json_schema_extra={
            "anyOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("source", "text")],
        },
    )

    source: NonEmpty | None = None
    text: str | None = None
    base: NonEmpty | None = None
    id: NonEmpty | None = None
    published: IsoDate | None = None
    title: NonEmpty | None = None
    url: NonEmpty | None = None
    publisher: NonEmpty | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.source is None) == (self.text is None):
            raise ValueError("give either source or text")
        return self

    @field_validator("published")
    @classmethod
    def _is_in_the_calendar(cls, published: str | None) -> str | None:
        if published is not None:
            date.fromisoformat(published)
        return published

    def given(self) -> dict[str, Any]:
        """The fields that are set, by name; of those that are passed on also the empty ones."""
        passed_on = self.model_extra or {}
        return {**self.model_dump(exclude=set(passed_on), exclude_none=True), **passed_on}


class Failure(BaseModel):
    """Why a report has no record: the kind of error, and one sentence."""

    type: NonEmpty
    message: NonEmpty


class ResultLine(ManifestLine):
    """What became of a line of a manifest.

    ``record`` and ``files`` are paths relative to the results file. ``sha256`` is of the report's bytes, ``settings``
    the digest of all that shapes a record and its briefs: with both the same, the report need not be read again.
    ``calls`` are requests made, ``cached`` answers that were there already; ``seconds`` is wall time.
    """

    status: Status
    record: str | None = None
    files: list[str] = []
    error: Failure | None = None
    sha256: str | None = None
    settings: str | None = None
    model: str | None = None
    calls: Count = 0
    cached: Count = 0
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost: Money | None = None
    rejected: Count = 0
    warnings: Count = 0
    incomplete: bool = Field(default=False, description="items were rejected, or a warning of severity error stands")
    seconds: Annotated[float, Field(ge=0)] = 0.0

    def as_json(self) -> str:
        """One line of JSON, without the fields of our own that are not set."""
        return _ANY.dump_json(self.given()).decode() + "\n"


_ANY: TypeAdapter[Any] = TypeAdapter(Any)
LINE: TypeAdapter[ManifestLine] = TypeAdapter(ResultLine | ManifestLine)


@dataclass(frozen=True)
class Entry:
    """A report of a batch: its number (from 1), its unique id, the folder under the output folder, where its file is."""

    number: int
    id: str
    folder: str
    path: Path | None
    line: ManifestLine


class Plan:
    """The reports of a batch, in order, read one at a time. ``len`` is their number."""

    def __init__(self, origin: Path, count: int, folders: dict[str, str]) -> None:
        self.origin = origin
        self._count = count
        self._folders = folders

    def __len__(self) -> int:
        return self._count

    def entries(self) -> Iterator[Entry]:
        """The reports, in order."""
        for number, line, name in self._lines():
            folder = self._folders.get(name) or folder_name(name)
            place = self.origin if self.origin.is_dir() else self.origin.parent
            path = place / (line.base or "") / line.source if line.source else None
            if path is not None and str(path) == "-":  # a file of that name, and not standard input
                path = path.absolute()
            yield Entry(number, name, folder, path, line.model_copy(update={"id": name}))

    def copied(self, place: Path) -> Plan:
        """The same plan, read from what is put under ``place`` (a name without an ending): what becomes of the origin is
        nothing to it. Raises RenderError if the disk refuses, and SourceError if the origin has changed already.
        """
        return self

    def _lines(self) -> Iterator[tuple[int, ManifestLine, str]]:
        raise NotImplementedError


class _Manifest(Plan):
    def __init__(self, origin: Path, count: int, folders: dict[str, str], state: _State, file: Path | None = None) -> None:
        super().__init__(origin, count, folders)
        self._state = state  # of the origin, when it was looked through
        self._file = file or origin

    def copied(self, place: Path) -> Plan:
        file = place.with_name(place.name + self.origin.suffix)
        try:
            with self.origin.open("rb") as there, file.open("wb") as here:
                shutil.copyfileobj(there, here, 1 << 20)
        except OSError as error:
            raise RenderError(f"{self.origin} cannot be copied to {file}: {error.strerror or error}.") from error
        if _state_of(self.origin) != self._state:
            raise SourceError(f"{self.origin} has changed while it was read: begin again.")
        return _Manifest(self.origin, len(self), self._folders, self._state, file)

    def _lines(self) -> Iterator[tuple[int, ManifestLine, str]]:
        for number, (_, line) in enumerate(_read_lines(self._file), 1):
            if number > self._count:
                return  # it grew meanwhile: what came later was not checked
            if isinstance(line, str):
                raise SourceError(f"{self.origin} has changed while it was read: line {number} is at fault{line}.")
            yield number, line, _own_id(line, number)


class _Folder(Plan):
    def __init__(self, origin: Path, files: dict[str, str], folders: dict[str, str]) -> None:
        super().__init__(origin, len(files), folders)
        self._files = files

    def _lines(self) -> Iterator[tuple[int, ManifestLine, str]]:
        for number, (name, source) in enumerate(self._files.items(), 1):
            yield number, ManifestLine(source=source), name


def read_plan(origin: Path, *, out: Path | None = None) -> Plan:
    """The reports that ``origin`` names: a manifest, or a folder with reports (its sub-folders too, hidden ones not).

    ``out`` is left out if it lies inside the folder, as is every other folder that a batch has written.
    Raises SourceError, naming the line, if a manifest cannot be used or two of its reports have one id; also for a folder
    that is itself a batch's, whose briefs would be taken for reports.
    """
    if origin.is_dir():
        if (origin / STATE).exists() or (out is not None and out.resolve() == origin.resolve()):
            raise SourceError(f"{origin} is where a batch writes, and its briefs would be read as reports: keep the two apart.")
        files = _named(sorted(_files(origin, out)))
        if not files:
            raise SourceError(f"{origin} holds no reports: files ending in {', '.join(ENDINGS)} are read.")
        return _Folder(origin, files, _apart(files, taken=_on_the_way(origin, out)))
    if not origin.exists():
        raise SourceError(f"{origin} does not exist: name a folder of reports or a manifest.")
    if not origin.is_file():
        raise SourceError(f"{origin} is neither a folder nor a manifest: name one of these.")
    state = _state_of(origin)
    seen: dict[str, int] = {}
    faults: list[tuple[int, str]] = []
    for count, (number, line) in enumerate(_read_lines(origin), 1):
        if isinstance(line, str):
            faults.append((number, f"{origin}, line {number}{line}."))
        elif (name := _own_id(line, count)) in seen:
            told = f"{origin}, lines {seen[name]} and {number}: both have the id {_short(name)}; give each its own."
            faults.append((number, told))
        else:
            seen[name] = number
    if faults:
        others = ", ".join(str(number) for number, _ in faults[1:_LINES_TOLD]) + (", …" if len(faults) > _LINES_TOLD else "")
        raise SourceError(faults[0][1] + (f" {len(faults) - 1:,} more at fault: {others}." if others else ""))
    if not seen:
        raise SourceError(f"{origin} lists no reports: write one JSON object a line.")
    return _Manifest(origin, len(seen), _apart(seen), state)


def folder_name(name: str) -> str:
    """The name of a folder for an id: one component of a path, harmless on any file system, and readable."""
    text = unicodedata.normalize("NFC", name)
    # Separators of paths on any system, what cannot be seen, what turns text round, and what shells and Windows mind.
    text = "".join("_" if unicodedata.category(letter)[0] == "C" or letter in '<>:"|?*' else letter for letter in text)
    text = re.sub(r"[/\\\s]+", "-", text).strip(".-_ ") or "report"
    if (
        re.fullmatch(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?:\..*)?", text, re.IGNORECASE)
        or text.casefold() == RESULTS
    ):
        text = f"report-{text}"
    if len(text.encode()) > _LONGEST_NAME:
        text = f"{_cut(text, _LONGEST_NAME - 9)}-{_digest(name)}"
    return text


def _apart(names: Iterable[str], *, taken: Collection[str] = ()) -> dict[str, str]:
    """Folders of those ids whose names would fall together, also where large and small letters are one.

    Who comes first keeps its name; others get names that nobody has, before or after them. ``taken`` are keys of folders.
    """
    keys = set(taken)
    late: list[str] = []
    for name in names:
        key = _key(folder_name(name))
        if key in keys:
            late.append(name)
        keys.add(key)
    moved: dict[str, str] = {}
    for name in late:
        start = _cut(folder_name(name), _LONGEST_NAME - 9)
        tries = (f"{start}-{_digest(name + chr(0) * number)}" for number in itertools.count())
        moved[name] = next(folder for folder in tries if _key(folder) not in keys)
        keys.add(_key(moved[name]))
    return moved


def _on_the_way(origin: Path, out: Path | None) -> set[str]:
    """The folder in ``out`` that the reports lie in, if they do: no brief is to be written among them."""
    if out is None or not (here := origin.resolve()).is_relative_to(there := out.resolve()):
        return set()
    return {_key(part) for part in here.relative_to(there).parts[:1]}


_State = tuple[int, ...]


def _state_of(path: Path) -> _State:
    """What changes when a file is written or replaced."""
    try:
        told = path.stat()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)


def _key(folder: str) -> str:
    return unicodedata.normalize("NFKC", folder).casefold()


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip(".-_ ")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _short(name: str) -> str:
    return repr(name if len(name) <= 60 else name[:60] + "…")


def _read_lines(path: Path) -> Iterator[tuple[int, ManifestLine | str]]:
    """The lines of a manifest with their numbers in the file, or what is wrong with one; empty ones are passed over."""
    if path.suffix == ".parquet":
        yield from _read_rows(path)
        return
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                data = raw.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else raw.strip()
                if data:
                    yield number, _parsed(data)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def _read_rows(path: Path) -> Iterator[tuple[int, ManifestLine | str]]:
    """The rows of a table in Parquet, as lines; cells without a value count as not there, days may be dates."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("ray", "A manifest in Parquet") from error
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(batch_size=1_000):
                for row in batch.to_pylist():
                    number += 1
                    row = {name: value for name, value in row.items() if not _is_missing(value)}
                    if isinstance(row.get("published"), date):
                        row["published"] = row["published"].isoformat()[:10]
                    yield number, _parsed(row)
    except (OSError, pyarrow.ArrowInvalid) as error:
        raise SourceError(f"{path} cannot be read as Parquet: check the file.") from error


def _parsed(data: bytes | dict[str, Any]) -> ManifestLine | str:
    """A line, or what is wrong with it as a sentence about the line goes on: ", published: …"."""
    try:
        line = ManifestLine.model_validate_json(data) if isinstance(data, bytes) else ManifestLine.model_validate(data)
        unfit = ((name, _unfit(value)) for name, value in (line.model_extra or {}).items())
        return next((f", {name}: {reason}" for name, reason in unfit if reason), line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        reason = re.sub(r" at line 1 column (\d+)$", r" at character \1", str(first["msg"]).removeprefix("Value error, "))
        return f"{f', {field}' if field else ''}: {reason}"


def _is_missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _unfit(value: Any) -> str | None:
    """Why a value cannot be passed on into the results, which are JSON; None if it can."""
    if isinstance(value, bytes):
        return "bytes cannot be passed on, leave the column out or write it as text"
    if isinstance(value, float) and not math.isfinite(value):
        return "the number is too large, or none"
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return next(filter(None, map(_unfit, parts)), None)


def _own_id(line: ManifestLine, number: int) -> str:
    if line.id is not None:
        return line.id
    return _bare(line.source) if line.source is not None else f"text-{number:06}"


def _bare(source: str) -> str:
    """A source without its ending and the mark of its language: ``2017/astana.ar.txt`` is ``2017/astana``."""
    head, separator, name = source.rpartition("/")
    stem = re.sub(r"\.(?:ar|en)$", "", name[: -len(ending)] if (ending := Path(name).suffix) else name)
    return head + separator + (stem or name)


def _files(folder: Path, out: Path | None) -> Iterator[str]:
    left_out = out.resolve() if out is not None else None

    def refused(error: OSError) -> None:
        raise SourceError(f"{error.filename} cannot be read: {error.strerror or error}.") from error

    for place, folders, names in os.walk(folder, onerror=refused):
        here = Path(place)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not (here / name / STATE).exists() and (here / name).resolve() != left_out
        ]
        for name in names:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                if not name.isprintable():
                    raise SourceError(f"{place} holds a file whose name cannot be written down, {name!a}: rename it.")
                yield (here / name).relative_to(folder).as_posix()


def _named(sources: list[str]) -> dict[str, str]:
    """Sources by their ids; where two differ in their endings alone, or one is called what another would be, the endings stay."""
    counts = Counter([*sources, *map(_bare, sources)])
    return {(_bare(source) if counts[_bare(source)] == 1 else source): source for source in sources}
