"""What holds of the measures whatever is measured: of gold against itself, of sides that swap, of one right item more."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.evaluation import Evaluation, Gold, Measures, Score, ceaf, compare, covered, dice, optimal_pairs, table
from briefing.record import Record
from tests.strategies import record_data
from tests.test_evaluation import PEOPLE, commitment, demand, gold, record, span

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
FEW = settings(SOME, max_examples=25)
WRONG = ("wrong_holders", "wrong_polarity", "invented_numbers", "invented_names", "invented_participants")
RIGHT = ("status_right", "outcome_right", "dates_right", "verbatim")


# ---------------------------------------------------------------------------------------------------------------------
# CEAF against all alignments that there are


def best_of_all(similarity: list[list[float]], rows: int, columns: int) -> float:
    """The greatest sum of all one-to-one alignments, by trying them all (Luo 2005, Φ)."""
    if rows > columns:
        return best_of_all([[similarity[row][column] for row in range(rows)] for column in range(columns)], columns, rows)
    return max(
        sum(similarity[row][column] for row, column in enumerate(order)) for order in itertools.permutations(range(columns), rows)
    )


@st.composite
def matrices(draw: st.DrawFn, values: st.SearchStrategy[float]) -> list[list[float]]:
    columns = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(values, min_size=columns, max_size=columns), min_size=1, max_size=5))


@SOME
@given(matrices(st.one_of(st.sampled_from([0.0, 0.0, 1.0]), st.floats(0, 1))))
def test_the_alignment_gains_as_much_as_the_best_of_all(weights: list[list[float]]) -> None:
    rows, columns = len(weights), len(weights[0])
    score = ceaf(weights, rows, columns)
    assert score.matched == pytest.approx(best_of_all(weights, rows, columns))
    assert score.precision == pytest.approx(best_of_all(weights, rows, columns) / columns)
    assert score.recall == pytest.approx(best_of_all(weights, rows, columns) / rows)
    pairs = optimal_pairs(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


spans_of_text = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda one: (one[0], sum(one)))
drawn_demands = st.lists(st.tuples(spans_of_text, st.sampled_from(["P1", "P2", "P3"])), max_size=4)
Drawn = list[tuple[tuple[int, int], str]]


def demands(drawn: Drawn) -> list[dict[str, Any]]:
    return [demand(number, *place, holder) for number, (place, holder) in enumerate(drawn, 1)]


@SOME
@given(drawn_demands, drawn_demands)
def test_items_by_evidence_are_ceaf_rme_over_all_alignments(wanted: Drawn, found: Drawn) -> None:
    def phi(one: tuple[int, int], other: tuple[int, int]) -> float:
        ours, theirs = set(range(*one)), set(range(*other))
        return 2 * len(ours & theirs) / (len(ours) + len(theirs))

    similarity = [[phi(one, other) for other, _ in found] for one, _ in wanted]
    expected = best_of_all(similarity, len(wanted), len(found)) if wanted and found else 0.0
    score = compare(gold(demands=demands(wanted)), record(demands=demands(found))).scores["demands.evidence"]
    assert score.matched == pytest.approx(expected)
    assert (score.gold, score.found) == (len(wanted), len(found))


names = st.lists(
    st.sets(st.sampled_from(["نيدان", "زاريا", "سامي", "Nidan", "Zaria"]), min_size=1, max_size=3), min_size=1, max_size=4
)


def people(forms: list[set[str]], offset: int) -> list[dict[str, Any]]:
    # One letter each at a place of its own: nobody is matched by the place.
    return [
        PEOPLE[0] | {"id": f"P{n}", "name": {"ar": None, "en": None}, "title": {"ar": "لقب", "en": "title"}}
        | {"name": {"ar": min(one), "en": None}, "aliases": sorted(one)[1:], "evidence": [span(offset + n, offset + n + 1)]}
        for n, one in enumerate(forms, 1)
    ]  # fmt: skip


@SOME
@given(names, names)
def test_participants_are_ceaf_ree_over_all_alignments(wanted: list[set[str]], found: list[set[str]]) -> None:
    similarity = [[float(bool(one & other)) for other in found] for one in wanted]
    score = compare(gold(participants=people(wanted, 0)), record(participants=people(found, 20))).scores["participants"]
    assert score == Score(best_of_all(similarity, len(wanted), len(found)), len(wanted), len(found))


# ---------------------------------------------------------------------------------------------------------------------
# Gold against itself, sides that swap, one right item more


def faults(measures: Measures) -> dict[str, object]:
    """What is not perfect; the parity of Arabic and English is gold's own affair."""
    found: dict[str, object] = {name: one for name, one in measures.scores.items() if one.f1 not in (None, 1.0)}
    found |= {name: measures.shares[name] for name in RIGHT if measures.shares[name].count != measures.shares[name].of}
    return found | {name: measures.shares[name] for name in WRONG if measures.shares[name].count}


def doubled(data: dict[str, Any]) -> dict[str, Any]:
    """A record with everything in it twice, under new numbers."""
    data = json.loads(json.dumps(data))
    final = data["final_statement"]
    for items in (
        data["participants"],
        data["demands"],
        data["commitments"],
        data["statements"],
        data["next_steps"],
        final["clauses"],
    ):
        items += [one | {"id": f"{one['id'][0]}{int(one['id'][1:]) + 10}"} for one in json.loads(json.dumps(items))]
    return data


@FEW
@given(record_data(), st.booleans())
def test_gold_against_itself_has_no_fault_whatever_it_is(data: dict[str, Any], twice: bool) -> None:
    truth = Gold.from_json(json.dumps(doubled(data) if twice else data))
    assert faults(compare(truth, truth)) == {}


@FEW
@given(record_data())
def test_everything_twice_is_half_as_precise_and_no_less_complete(data: dict[str, Any]) -> None:
    truth, found = Gold.from_json(json.dumps(data)), Record.from_json(json.dumps(doubled(data)))
    measures = compare(truth, found)
    assert {name: (one.precision, one.recall) for name, one in measures.scores.items() if one.gold} == {
        name: (0.5, 1.0) for name, one in measures.scores.items() if one.gold
    }
    assert {name: measures.shares[name].count for name in WRONG} == dict.fromkeys(WRONG, 0)


@SOME
@given(drawn_demands, drawn_demands)
def test_precision_and_recall_swap_with_the_sides(one: Drawn, other: Drawn) -> None:
    there = compare(gold(demands=demands(one)), record(demands=demands(other))).scores
    back = compare(gold(demands=demands(other)), record(demands=demands(one))).scores
    for name, score in there.items():
        assert score.matched == pytest.approx(back[name].matched), name
        assert (score.gold, score.found) == (back[name].found, back[name].gold), name
        assert score.f1 == (None if back[name].f1 is None else pytest.approx(back[name].f1)), name


@SOME
@given(drawn_demands, st.sampled_from(["P1", "P2"]))
def test_one_right_item_more_never_lowers_a_score(found: Drawn, holder: str) -> None:
    """An item whose words nothing else in the record has."""
    wanted = [*demands([((0, 20), "P1"), ((30, 45), "P2")]), demand(3, 62, 80, holder)]
    before = compare(gold(demands=wanted), record(demands=demands(found))).scores
    after = compare(gold(demands=wanted), record(demands=[*demands(found), demand(9, 62, 80, holder)])).scores
    for name in ("demands.evidence", "demands.full", "items.evidence", "items.full", "items.any_kind"):
        assert (after[name].f1 or 0) >= (before[name].f1 or 0) - 1e-9, name
        assert (after[name].recall or 0) > (before[name].recall or 0), name


@SOME
@given(st.sets(st.tuples(st.sampled_from("ST"), st.integers(0, 30))), st.integers(1, 9))
def test_dice_is_one_for_a_thing_and_itself_alone(starts: set[tuple[str, int]], length: int) -> None:
    places = covered((source, start, start + length) for source, start in starts)
    assert dice(places, places) == (1.0 if places else 0.0)
    assert dice(places, covered([*places, ("U", 0, 1)])) < 1.0


# ---------------------------------------------------------------------------------------------------------------------
# The table and the JSON


@FEW
@given(drawn_demands, drawn_demands, st.booleans())
def test_the_table_and_the_json_tell_the_same(wanted: Drawn, found: Drawn, delivered: bool) -> None:
    pledges = [commitment(1, 5, 12)]
    result = Evaluation(
        {
            "one": compare(gold(demands=demands(wanted)), record(demands=demands(found)) if delivered else None),
            "two": compare(gold(commitments=pledges), record(demands=demands(found))),
        }
    )
    data = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    printed = {
        cells[0]: cells[1:] for line in table(result).splitlines() if (cells := re.split(r"\s{2,}|(?<=\S) (?=[0-9–])", line))
    }

    def same(shown: str, told: float | int | None) -> bool:
        return shown == "–" if told is None else float(shown) == pytest.approx(told, abs=0.00056)

    for name, told in data["total"].items():
        columns = ("share", "count", "of") if "share" in told else ("precision", "recall", "f1", "gold", "found")
        assert all(same(shown, told[column]) for shown, column in zip(printed[name], columns, strict=True)), name
    for report in ("one", "two"):
        shown = ("participants", "items.evidence", "items.full", "items.any_kind")
        assert all(same(cell, data["reports"][report][name]["f1"]) for cell, name in zip(printed[report], shown, strict=True))


def test_what_there_is_nothing_of_is_undefined_and_not_nought_or_one() -> None:
    nothing: dict[str, Any] = {"participants": []}
    measures = compare(gold(**nothing), record(**nothing))
    assert {one.f1 for one in measures.scores.values()} == {None}
    assert {name: one.share for name, one in measures.shares.items()} == {
        **dict.fromkeys(measures.shares, None),
        "outcome_right": 1.0,
    }
    assert json.loads(json.dumps(measures.as_dict()))["participants"]["precision"] is None
    # Nothing found of something is nought; its precision is of nothing.
    assert compare(gold(), None).scores["participants"].as_dict() == {
        "precision": None, "recall": 0.0, "f1": 0.0, "matched": 0.0, "gold": 3, "found": 0,
    }  # fmt: skip
