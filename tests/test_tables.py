from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing.batches import Summary, run_batch
from briefing.errors import SourceError
from briefing.manifests import read_plan
from briefing.record import Record
from tests.many import Endpoint, reports
from tests.test_batches import job_for, results

pyarrow = pytest.importorskip("pyarrow")
import pyarrow.parquet as parquet  # noqa: E402


def run(origin: Path, out: Path, endpoint: Endpoint, *, workers: int = 0, **more: Any) -> Summary:
    return asyncio.run(run_batch(read_plan(origin, out=out), job_for(endpoint, out), workers=workers, **more))


def rows(out: Path, layout: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in sorted((out / "records").iterdir()):
        assert part.suffix == f".{layout}"
        if layout == "parquet":
            found += parquet.read_table(part).to_pylist()
        else:
            found += [json.loads(line) for line in part.read_text(encoding="utf-8").splitlines()]
    return found


@pytest.mark.parametrize("layout", ["parquet", "jsonl"])
@pytest.mark.parametrize("workers", [0, 2])
def test_tables_hold_what_folders_hold(tmp_path: Path, layout: Any, workers: int) -> None:
    folder = reports(tmp_path / "in", 5)
    (folder / "empty.txt").write_text("")
    with Endpoint() as endpoint:
        run(folder, tmp_path / "folders", endpoint, workers=0)
        summary = run(folder, tmp_path / "tables", endpoint, workers=workers, layout=layout)
    assert (summary.done, summary.failed, summary.skipped) == (5, 1, 0)
    assert not [path for path in (tmp_path / "tables").iterdir() if path.is_dir() and path.name.startswith("report")]
    found = {row["id"]: row for row in rows(tmp_path / "tables", layout)}
    told = {line["id"]: line for line in results(tmp_path / "tables")}
    assert set(found) == {name for name, line in told.items() if line["status"] == "done"}
    for name, row in found.items():
        assert (tmp_path / "tables" / told[name]["record"]).is_file() and told[name].get("files", []) == []
        text = row["record"] if layout == "parquet" else json.dumps(row["record"], ensure_ascii=False)
        record = Record.from_json(text)
        other = Record.load(tmp_path / "folders" / name / "record.json")
        assert record.model_copy(update={"provenance": other.provenance}) == other
        briefs = row["briefs"]
        briefs = {brief["name"]: brief["content"].decode() for brief in briefs} if layout == "parquet" else briefs
        assert "brief.ar.md" in briefs and set(briefs) == {path.name for path in (tmp_path / "folders" / name).glob("brief.*")}


@pytest.mark.parametrize("layout", ["parquet", "jsonl"])
def test_a_report_stands_in_one_row_whatever_was_run_before(tmp_path: Path, layout: Any) -> None:
    folder, out = reports(tmp_path / "in", 4), tmp_path / "out"
    with Endpoint() as endpoint:
        for _ in range(2):
            run(folder, out, endpoint, layout=layout)
        calls = len(endpoint.kept)
        assert len(rows(out, layout)) == 4
        (folder / "report-0002.ar.txt").write_text((folder / "report-0002.ar.txt").read_text() + "\nانتهى.\n")
        (folder / "report-0003.ar.txt").unlink()
        summary = run(folder, out, endpoint, layout=layout, resume=True)
    assert summary.resumed == 2 and summary.done == 3
    assert len(endpoint.kept) <= calls + 3
    assert sorted(row["id"] for row in rows(out, layout)) == [f"report-000{number}" for number in range(3)]
    told = results(out)
    assert len({line["record"] for line in told}) == 2 and all((out / line["record"]).is_file() for line in told)


def manifest(path: Path, values: list[Any]) -> Path:
    parquet.write_table(pyarrow.Table.from_pylist(values), path)
    return path


def test_a_manifest_may_be_a_table(tmp_path: Path) -> None:
    values = [
        {"id": "one", "text": "نص أول", "published": date(2017, 1, 23), "title": None},
        {"id": "two", "text": "نص ثان", "published": None, "title": "عنوان"},
    ]
    plan = read_plan(manifest(tmp_path / "m.parquet", values))
    entries = list(plan.entries())
    assert [(entry.id, entry.line.published, entry.line.title) for entry in entries] == [
        ("one", "2017-01-23", None),
        ("two", None, "عنوان"),
    ]


def test_a_row_that_cannot_be_used_is_told_by_its_number(tmp_path: Path) -> None:
    path = manifest(tmp_path / "m.parquet", [{"id": "one", "text": "نص"}, {"id": "two", "text": None}])
    with pytest.raises(SourceError, match=r"m\.parquet, line 2: give either source or text"):
        read_plan(path)
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(SourceError, match="cannot be read as Parquet"):
        read_plan(tmp_path / "broken.parquet")
