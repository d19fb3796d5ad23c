"""Which reports a manifest or a folder names, and where each is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import SourceError
from briefing.manifests import ResultLine, read_plan


def manifest(folder: Path, *lines: dict[str, Any] | str) -> Path:
    path = folder / "manifest.jsonl"
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), "utf-8")
    return path


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("نص", encoding="utf-8")
    return folder


@pytest.mark.parametrize("ids", [["a-ca978112", "A", "a"], ["A", "a", "a-ca978112"], ["A", "a", "a-ca978112", "A-CA978112"]])
def test_no_two_reports_share_a_folder_whatever_names_were_given_for_others(ids: list[str], tmp_path: Path) -> None:
    entries = list(read_plan(manifest(tmp_path, *({"id": one, "text": "x"} for one in ids))).entries())
    folders = [entry.folder.casefold() for entry in entries]
    assert len(set(folders)) == len(ids)
    assert entries[0].folder == ids[0] and "a-ca978112" in {entry.folder for entry in entries}  # who had it first has it still


def test_files_that_differ_in_their_endings_are_all_read(tmp_path: Path) -> None:
    names = ["a.md", "a.txt", "a.txt.txt", "b.ar.txt", "b.txt"]
    entries = list(read_plan(files(tmp_path, *names)).entries())
    assert sorted(entry.line.source or "" for entry in entries) == names
    assert len({entry.id for entry in entries}) == len({entry.folder for entry in entries}) == len(names)


def test_a_folder_that_a_batch_writes_into_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="keep the two apart"):
        read_plan(files(tmp_path, "a.txt"), out=tmp_path / "." / "sub" / "..")
    (tmp_path / ".briefing").mkdir()
    with pytest.raises(SourceError, match="keep the two apart"):
        read_plan(tmp_path, out=tmp_path / "elsewhere")


def test_no_brief_is_written_among_the_reports(tmp_path: Path) -> None:
    (entry,) = read_plan(files(tmp_path / "march", "march.txt"), out=tmp_path).entries()
    assert entry.id == "march" and entry.folder != "march"


def test_a_file_may_be_called_like_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    manifest(tmp_path, {"source": "-"})
    (entry,) = read_plan(Path("manifest.jsonl")).entries()
    assert str(entry.path) == str(tmp_path / "-")


def test_what_is_passed_on_is_passed_on_as_it_is(tmp_path: Path) -> None:
    given = {"text": "x", "extra": None, "deep": {"a": None, "b": [None, 1]}, "big": 10**30}
    (entry,) = read_plan(manifest(tmp_path, given)).entries()
    told = json.loads(ResultLine.model_validate(entry.line.given() | {"status": "done"}).as_json())
    assert {name: told[name] for name in given} == given and "record" not in told


@pytest.mark.parametrize("line", ['{"text": "x", "desk": 1e999}', '{"text": "x", "desk": {"a": [1, -1e999]}}'])
def test_a_number_that_no_result_could_hold_is_told_by_its_field(line: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 1, desk: the number"):
        read_plan(manifest(tmp_path, line))


def test_a_column_of_bytes_is_told_before_anything_is_paid(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.Table.from_pylist([{"text": "x", "score": float("nan"), "sha": None}, {"text": "y", "sha": b"\xff\xfe"}])
    parquet.write_table(table, tmp_path / "m.parquet")
    with pytest.raises(SourceError, match="line 2, sha: bytes"):
        read_plan(tmp_path / "m.parquet")
    parquet.write_table(table.slice(0, 1), tmp_path / "m.parquet")
    (entry,) = read_plan(tmp_path / "m.parquet").entries()
    assert entry.line.given() == {"text": "x", "id": "text-000001"}  # a cell without a value is not there
