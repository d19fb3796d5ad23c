"""Records of many reports as rows of tables: Parquet or JSON Lines, for archives in which a folder a report is too much.

    OUT/records/part-000001.parquet    or .jsonl; a part is there whole or not at all

A row holds what the results say of a report, its record as JSON, and its briefs. In Parquet these are ``record`` (string)
and ``briefs`` (names and contents), in JSON Lines an object and an object of texts.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from briefing.errors import MissingExtraError
from briefing.files import write_atomically
from briefing.jobs import Done
from briefing.manifests import ResultLine

Layout = Literal["folders", "parquet", "jsonl"]
FOLDER = "records"
ROWS_PER_PART = 1_000
_BYTES_PER_PART = 64 << 20
_COLUMNS = ("id", "source", "published", "title", "url", "publisher", "sha256", "settings", "model", "calls", "cached")
_COUNTS = frozenset({"calls", "cached"})


class RecordTable:
    """Gathers reports that are done, and writes them out a part at a time."""

    def __init__(self, out: Path, layout: Layout) -> None:
        """Raises MissingExtraError if Parquet is asked for and cannot be written."""
        if layout == "parquet":
            try:
                import pyarrow  # noqa: F401
            except ImportError as error:
                raise MissingExtraError("ray", "A table in Parquet") from error
        self._folder = out / FOLDER
        self._ending = layout
        self._rows: list[tuple[ResultLine, dict[str, bytes]]] = []
        self._size = 0

    def add(self, done: Done) -> list[ResultLine]:
        """Take in a report that is done; the lines of all that were written because of it."""
        files = dict(done.files or {})
        self._rows.append((done.line, files))
        self._size += sum(map(len, files.values()))
        return self.flush() if len(self._rows) >= ROWS_PER_PART or self._size >= _BYTES_PER_PART else []

    def flush(self) -> list[ResultLine]:
        """Write what was taken in; the lines of it, with the part they are in. Raises RenderError."""
        if not self._rows:
            return []
        numbers = (int(path.stem.rpartition("-")[2]) for path in self._folder.glob(f"part-*.{self._ending}"))
        path = self._folder / f"part-{1 + max(numbers, default=0):06}.{self._ending}"
        write_atomically(path, _parquet(self._rows) if self._ending == "parquet" else _json_lines(self._rows))
        written = [line.model_copy(update={"record": f"{FOLDER}/{path.name}", "files": []}) for line, _ in self._rows]
        self._rows, self._size = [], 0
        return written


def drop_stale(out: Path, layout: Layout, place_of: Callable[[str], str | None]) -> None:
    """Drop the rows that an earlier run has left: a report stands in one row, that of the part in which ``place_of`` says it is.

    Raises RenderError if the disk refuses.
    """
    for path in sorted((out / FOLDER).glob(f"part-*.{layout}")):
        rows = _ids(path)
        kept = [place_of(name) == f"{FOLDER}/{path.name}" for name in rows]
        if not any(kept):
            path.unlink(missing_ok=True)
        elif not all(kept):
            write_atomically(path, _only(path, kept))


def _ids(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        import pyarrow.parquet

        names: list[str] = pyarrow.parquet.read_table(path, columns=["id"])["id"].to_pylist()
        return names
    with path.open("rb") as file:
        return [json.loads(line)["id"] for line in file]


def _only(path: Path, kept: list[bool]) -> bytes:
    """A part without some of its rows."""
    if path.suffix == ".parquet":
        import pyarrow.parquet

        written = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).filter(kept), written, compression="zstd")
        return written.getvalue()
    with path.open("rb") as file:
        return b"".join(line for line, is_kept in zip(file, kept, strict=True) if is_kept)


def _told(line: ResultLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _COLUMNS}


def _parquet(rows: list[tuple[ResultLine, dict[str, bytes]]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet

    brief = pa.struct([("name", pa.string()), ("content", pa.binary())])
    fields = [(name, pa.int64() if name in _COUNTS else pa.string()) for name in _COLUMNS]
    schema = pa.schema([*fields, ("record", pa.string()), ("briefs", pa.list_(brief))])
    values = [
        _told(line)
        | {
            "record": files["record.json"].decode(),
            "briefs": [{"name": name, "content": files[name]} for name in sorted(files) if name != "record.json"],
        }
        for line, files in rows
    ]
    written = io.BytesIO()
    pa.parquet.write_table(pa.Table.from_pylist(values, schema=schema), written, compression="zstd")
    return written.getvalue()


def _json_lines(rows: list[tuple[ResultLine, dict[str, bytes]]]) -> str:
    lines = []
    for line, files in rows:
        briefs = {name: files[name].decode() for name in sorted(files) if name != "record.json"}
        row = _told(line) | {"record": json.loads(files["record.json"]), "briefs": briefs}
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(lines)
