from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.clusters import Cluster, _actors_for, _finished_in, _result_schema, _shared_out
from briefing.jobs import Done, Job
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
        assert len(parts) == min(processors, given["concurrency"])


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
    parts = shares(make_settings(model="m", **limit), 8)
    assert len(parts) == actors
    assert {name: sum(getattr(part, name) for part in parts) for name in limit} == pytest.approx(limit)


def test_what_an_earlier_run_left_of_a_report_that_has_changed_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    (tmp_path / "parts").mkdir()
    old = ResultLine(id="one", text="قديم", status="done", sha256="0" * 64, settings="digest")
    row: dict[str, Any] = {"id": "one", "line": old.as_json(), "stops": None, "files": []}
    parquet.write_table(pyarrow.Table.from_pylist([row], schema=_result_schema()), tmp_path / "parts" / "old.parquet")
    job = Job(make_settings(model="m"), tmp_path, ("ar",), ("md",), digest="digest")

    def looks(self: Cluster, work: Path, parts: Path, seen: set[Path], *_: Any) -> Iterator[list[Done]]:
        yield [done for _, done in _finished_in(parts, seen)]

    monkeypatch.setattr(Cluster, "_run", looks)
    monkeypatch.setattr(Cluster, "processors", 2)
    text = "طالب الوفد بفتح المعابر الثلاثة قبل نهاية الشهر الجاري."
    entry = Entry(1, "one", "one", None, ManifestLine(id="one", text=text))
    assert [pair for group in Cluster.__new__(Cluster).read(iter([entry]), job, tmp_path) for pair in group] == []
