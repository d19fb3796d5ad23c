from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.clusters import _actors_for, _shared_out
from briefing.jobs import Job
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
