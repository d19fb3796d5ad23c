from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.batches import Found
from briefing.clusters import Cluster, _actors_for, _Part, _shared_out, _variables, _with_whole_paths, _Workbench
from briefing.jobs import Done, Job, open_report
from briefing.manifests import Entry, ManifestLine, ResultLine
from briefing.settings import Settings, make_settings

LIMITS = {
    "requests_per_minute": st.floats(0.01, 1e4),
    "tokens_per_minute": st.floats(0.5, 1e7),
    "max_cost": st.floats(0, 1e3, allow_subnormal=False),
    "max_tokens": st.integers(0, 10**9),
}


def shares(settings: Settings, processors: int) -> list[Settings]:
    actors = _actors_for(settings, processors)
    job = Job(settings, Path("out"), ("ar",), ("md",))
    return [_shared_out(job, actors, settings.concurrency // actors).settings] * actors


@given(st.fixed_dictionaries({"concurrency": st.integers(1, 1024)}, optional=LIMITS), st.integers(1, 500))
def test_the_shares_of_all_actors_never_pass_a_limit(given: dict[str, Any], processors: int) -> None:
    parts = shares(make_settings(model="m", **given), processors)
    assert 1 <= len(parts) <= processors
    for name, limit in given.items():
        assert 0 < sum(getattr(part, name) for part in parts) <= limit * (1 + 1e-9) or limit == 0
    if not given.keys() & {"requests_per_minute", "tokens_per_minute", "max_tokens"}:
        assert len(parts) > (min(processors, given["concurrency"]) - 1) // 2


@pytest.mark.parametrize(
    ("limit", "actors"),
    [
        ({"requests_per_minute": 3.0}, 3),
        ({"requests_per_minute": 0.5}, 1),
        ({"tokens_per_minute": 9_000.0}, 2),
        ({"max_tokens": 3}, 1),
        ({"max_tokens": 0}, 1),
        ({"max_cost": 0.001}, 8),
    ],
)
def test_a_small_limit_has_few_actors(limit: dict[str, Any], actors: int) -> None:
    parts = shares(make_settings(model="m", concurrency=24, **limit), 8)
    assert len(parts) == actors
    assert {name: sum(getattr(part, name) for part in parts) for name in limit} == pytest.approx(limit)


@pytest.mark.parametrize(("concurrency", "processors"), [(5, 4), (7, 4), (31, 8), (64, 8), (3, 8)])
def test_the_calls_at_once_that_are_left_over_are_few(concurrency: int, processors: int) -> None:
    parts = shares(make_settings(model="m", concurrency=concurrency), processors)
    assert sum(part.concurrency for part in parts) >= concurrency - 1


def read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Job, entries: list[Entry]) -> tuple[list[Found], list[int]]:
    """What is found without a cluster, and how many reports each file of work for it holds."""
    from pyarrow import parquet

    sizes: list[int] = []

    def looks(self: Cluster, bench: _Workbench, *_: Any) -> Iterator[list[Found]]:
        sizes.extend(parquet.read_table(path).num_rows for path in bench.files)
        yield []

    monkeypatch.setattr(Cluster, "_run", looks)
    monkeypatch.setattr(Cluster, "processors", 4)
    found = [one for group in Cluster.__new__(Cluster).read(iter(entries), job, tmp_path) for one in group]
    return found, sizes


def of_text(number: int) -> Entry:
    text = f"طالب الوفد بفتح {number} معابر قبل نهاية الشهر الجاري."
    return Entry(number, f"r{number}", f"r{number}", None, ManifestLine(id=f"r{number}", text=text))


def test_every_actor_has_work_before_one_has_more_than_its_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    job = Job(make_settings(model="m", concurrency=64), tmp_path, ("ar",), ("md",))
    assert read_in(tmp_path, monkeypatch, job, [of_text(number) for number in range(1, 65)])[1] == [16] * 4
    job = replace(job, settings=make_settings(model="m", concurrency=16))
    assert read_in(tmp_path, monkeypatch, job, [of_text(number) for number in range(1, 17)])[1] == [4] * 4


def test_what_an_earlier_run_left_is_taken_if_it_would_be_the_same_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "parts").mkdir()
    job = Job(make_settings(model="m"), tmp_path, ("ar",), ("md",), digest="digest")
    entries = [of_text(number) for number in range(1, 6)]
    for entry, status, changed, digest in zip(
        entries,
        ("done", "done", "done", "failed", "done"),
        (False, True, False, False, False),
        ("digest",) * 2 + ("x", "digest", "digest"),
        strict=True,
    ):
        sha256 = "0" * 64 if changed else open_report(entry, job).sha256
        line = ResultLine(id=entry.id, text="قديم", status=status, sha256=sha256, settings=digest)
        _Part.write(tmp_path / "parts", entry, Done(line, files={"record.json": b"{}"}), [])
    next((tmp_path / "parts").glob("*")).with_name("cut.parquet").write_bytes(b"PAR1")
    found, sizes = read_in(tmp_path, monkeypatch, job, entries)
    assert [one.done.line.id for one in found] == ["r1", "r5"] and sum(sizes) == 3
    # What is taken stays until it is laid down; all else is gone.
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == sorted(one.part.name for one in found if one.part)


def test_paths_hold_in_another_working_folder_and_a_node_has_the_variables_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "style.css").write_text("")
    for name, value in {"OPENAI_BASE_URL": "http://u:secret@host/v1", "SECOND": "second-key"}.items():
        monkeypatch.setenv(name, value)
    given = {name: Path(name) for name in ("glossary", "prices", "cache_dir", "trace_dir")}
    settings = make_settings(model="m", fallback_api_key_env="SECOND", **given)
    job = _with_whole_paths(Job(settings, Path("out"), ("ar",), ("md",), template="mine"))
    assert job.out == tmp_path / "out" and job.template == str(tmp_path / "mine")
    assert {name: getattr(job.settings, name) for name in given} == {name: tmp_path / name for name in given}
    assert _with_whole_paths(replace(job, template="policy")).template == "policy"
    sent = {"job": job, "variables": _variables(job.settings)}
    assert {name: value and value.get_secret_value() for name, value in _variables(settings).items()} == {
        "OPENAI_BASE_URL": "http://u:secret@host/v1", "SECOND": "second-key", "OPENAI_API_KEY": None,
    }  # fmt: skip
    assert "secret" not in repr(sent) and "second-key" not in repr(sent)
