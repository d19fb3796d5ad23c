"""The measures, each on an example that can be worked out by hand."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import evaluation
from briefing.cli import app
from briefing.errors import RecordError
from briefing.evaluation import Gold, Measures, Place, Score, Share, compare, covered, dice, optimal_pairs
from briefing.record import Record
from tests.conftest import ROOT

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Ten letters each, so that spans and their Dice coefficients can be counted on fingers.
TEXT = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee طالب وفد نيدان في 12 مايو بإطلاق 300 محتجز"
HUMAN = {"tool_version": "0", "model": "people", "endpoint_kind": "human", "generated_at": "2024-05-14T00:00:00Z"}


def span(start: int, end: int, source: str = "S1", text: str = TEXT) -> dict[str, Any]:
    return {"source": source, "segment": 1, "start": start, "end": end, "quote": text[start:end]}


def participant(number: int, ar: str, en: str, place: int, **more: Any) -> dict[str, Any]:
    evidence = [span(place, place + 1)]
    return {"id": f"P{number}", "name": {"ar": ar, "en": en}, "kind": "state", "role": "party", "evidence": evidence, **more}


def demand(
    number: int, start: int, end: int, *by: str, en: str = "release all prisoners", ar: str = "إطلاق الأسرى", **more: Any
) -> dict[str, Any]:
    return {"id": f"D{number}", "by": list(by) or ["P1"], "text": {"ar": ar, "en": en}, "evidence": [span(start, end)], **more}


def commitment(number: int, start: int, end: int, *by: str, status: str = "pledged", **more: Any) -> dict[str, Any]:
    return {**demand(number, start, end, *by), "id": f"C{number}", "status": status, **more}


def statement(number: int, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {**demand(number, start, end), "id": f"T{number}", "act": "OTHER", **more}


def clause(number: int, start: int, end: int) -> dict[str, Any]:
    return {"id": f"F{number}", "text": {"ar": "بند", "en": "clause"}, "operative": True, "evidence": [span(start, end)]}


PEOPLE = [
    participant(1, "نيدان", "Nidan", 50),
    participant(2, "زاريا", "Zaria", 51),
    participant(3, "سامي نور", "Sami Nour", 52, kind="person", affiliation="P1"),
]


def record_data(text: str = TEXT, **parts: Any) -> dict[str, Any]:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = {"id": "S1", "language": "ar", "published": "2024-05-14", "sha256": sha256, "characters": len(text), "text": text}
    event = {"name": {"ar": "جولة", "en": "round"}}
    return {"event": event, "sources": [source], "participants": PEOPLE, "provenance": HUMAN, **copy.deepcopy(parts)}


def record(**parts: Any) -> Record:
    return Record.from_json(json.dumps(record_data(**parts)))


def gold(**parts: Any) -> Gold:
    data = record_data(**parts)
    return Gold.from_json(json.dumps({**data, "provenance": {**HUMAN, "annotation": {"readers": 2}}}))


def measured(wanted: dict[str, Any], found: dict[str, Any]) -> Measures:
    return compare(gold(**wanted), record(**found))


# ---------------------------------------------------------------------------------------------------------------------
# Alignment


def best_by_trying(weights: list[list[float]]) -> float:
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        return best_by_trying([list(column) for column in zip(*weights, strict=True)])
    return max(
        sum(weights[row][column] for row, column in enumerate(order)) for order in itertools.permutations(range(columns), rows)
    )


def test_the_alignment_is_the_best_of_all() -> None:
    chance = random.Random(20240514)
    for rows, columns in itertools.product(range(1, 6), repeat=2):
        for values in ([0.0, 0.0, 0.25, 0.5, 1.0], [chance.random() for _ in range(9)]):
            weights = [[chance.choice(values) for _ in range(columns)] for _ in range(rows)]
            pairs = optimal_pairs(weights)
            assert sum(weights[row][column] for row, column in pairs) == pytest.approx(best_by_trying(weights))
            assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
            assert all(weights[row][column] > 0 for row, column in pairs)


def test_the_best_alignment_is_not_the_greedy_one() -> None:
    assert optimal_pairs([[0.9, 0.8], [0.8, 0.1]]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("nothing", [[], [[]], [[], []], [[0.0]]])
def test_nothing_aligns_with_nothing(nothing: list[list[float]]) -> None:
    assert optimal_pairs(nothing) == []


# ---------------------------------------------------------------------------------------------------------------------
# Similarities


def test_dice_counts_characters() -> None:
    ten, six = covered([("S1", 0, 10)]), covered([("S1", 4, 10)])
    assert dice(ten, six) == 2 * 6 / 16
    assert dice(ten, ten) == 1 and dice(ten, ()) == 0 and dice((), ()) == 0
    assert dice(ten, covered([("S2", 0, 10)])) == 0


SPANS = st.lists(
    st.builds(lambda source, start, length: (source, start, start + length), st.sampled_from(["S1", "S2"]), st.integers(0, 30), st.integers(1, 9)),
    max_size=6,
)  # fmt: skip


@QUICK
@given(SPANS, SPANS)
def test_dice_is_that_of_the_sets_of_characters(one: list[Place], other: list[Place]) -> None:
    ours, theirs = ({(source, n) for source, start, end in spans for n in range(start, end)} for spans in (one, other))
    expected = 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 0
    assert dice(covered(one), covered(other)) == dice(covered(other), covered(one)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The release of all prisoners", "Release all prisoners", 1.0),
        ("release prisoners", "release women", 0.5),
        ("release prisoners", "not release prisoners", 4 / 5),  # a negation is a word of its own
        ("aid aid", "aid", 2 / 3),  # multisets
        ("withdraw", "release", 0.0),
        ("of the", "to a", 1.0),
        ("of the", "release", 0.0),
    ],
)
def test_content_is_compared_by_words(one: str, other: str, expected: float) -> None:
    assert evaluation.content_similarity(one, other) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        (["P1"], [["P1"]], 1.0),
        (["P1"], [["P2"]], 0.0),
        (["P1"], [["P3"]], 1.0),  # P3 speaks for P1
        (["P3"], [["P1"]], 1.0),
        (["P1", "P2"], [["P1"]], 2 / 3),  # precision 1, recall 1/2
        (["P1"], [["P1"], ["P2"]], 2 / 3),
        (["P1"], [[]], 0.0),  # a holder whom gold does not know
        (["P2"], [["P3"]], 0.0),
    ],
)
def test_holders_agree(wanted: list[str], found: list[list[str]], expected: float) -> None:
    assert evaluation.agreement(wanted, map(frozenset, found), {"P3": "P1"}) == pytest.approx(expected)


def test_scores_add_up_by_their_counts() -> None:
    total = Score(1.0, 2, 1) + Score(0.5, 2, 3)
    assert (total.precision, total.recall, total.f1) == (1.5 / 4, 1.5 / 4, 3 / 8)
    assert (Score().precision, Score().recall, Score().f1) == (None, None, None)
    assert Score(0, 2, 0).f1 == 0
    assert Share(1, 2) + Share(0, 2) == Share(1, 4) and Share().share is None


# ---------------------------------------------------------------------------------------------------------------------
# Participants and items


def test_participants_match_by_any_form_of_their_name_or_by_their_place() -> None:
    found = [
        participant(1, "نيدان المتحدة", "United Nidan", 60, aliases=["نيــدان"]),  # the alias, with tatweel
        participant(2, "دولة أخرى", "Another", 51),  # the same place
        participant(3, "غريب", "Stranger", 70),
    ]
    assert measured({}, {"participants": found}).scores["participants"] == Score(2, 3, 3)


def test_one_participant_found_twice_counts_once() -> None:
    found = [*PEOPLE, participant(4, "نيدان", "Nidan", 60)]
    assert measured({}, {"participants": found}).scores["participants"] == Score(3, 3, 4)


def test_items_are_scored_by_evidence_and_in_full() -> None:
    # D1: 10 of 10 and 15 letters, 2·10/25 = 0.8; the holder right; words {release, prisoners} of
    # {release, all, prisoners}: 2·2/5 = 0.8. D2: 0.5, but the holder is wrong. D3 has no partner.
    wanted = [demand(1, 0, 10), demand(2, 20, 30, "P2"), demand(3, 40, 50)]
    found = [demand(1, 0, 15, en="release the prisoners"), demand(2, 25, 35, "P1")]
    scores = measured({"demands": wanted}, {"demands": found}).scores
    assert scores["demands.evidence"].matched == pytest.approx(1.3)
    assert scores["demands.full"].matched == pytest.approx(0.64)
    assert scores["demands.evidence"].precision == pytest.approx(0.65)
    assert scores["demands.evidence"].recall == pytest.approx(1.3 / 3)
    assert scores["demands.evidence"].f1 == pytest.approx(2.6 / 5)


def test_items_match_within_their_kind_and_more_loosely_across() -> None:
    wanted = {"demands": [demand(1, 0, 10)], "final_statement": {"clauses": [clause(1, 20, 30)]}}
    found = {"commitments": [commitment(1, 0, 10)], "final_statement": {"clauses": [clause(1, 20, 30)]}}
    scores = measured(wanted, found).scores
    assert scores["items.evidence"] == Score(1, 2, 2)
    assert scores["items.full"] == Score(1, 2, 2)
    assert scores["items.any_kind"] == Score(2, 2, 2)
    assert scores["clauses.full"] == Score(1, 1, 1)


def test_several_pieces_of_evidence_are_one_set_of_characters() -> None:
    wanted = demand(1, 0, 10)
    wanted["evidence"].append(span(20, 30))
    scores = measured({"demands": [wanted]}, {"demands": [demand(1, 0, 10)]}).scores
    assert scores["demands.evidence"].matched == pytest.approx(2 * 10 / 30)


def test_evidence_of_another_text_matches_nothing() -> None:
    other = TEXT.replace("a", "x", 1)
    one = demand(1, 10, 20)
    measures = measured({"demands": [one]}, {"demands": [one], "text": other})
    assert measures.scores["demands.evidence"] == Score(0, 1, 1)
    assert measures.shares["verbatim"].count == 0


# ---------------------------------------------------------------------------------------------------------------------
# Shares


def test_status_and_polarity_are_judged_on_aligned_items_only() -> None:
    wanted = {
        "demands": [demand(1, 0, 10), demand(2, 20, 30, status="conditional")],
        "commitments": [commitment(1, 0, 10, status="denied")],
        "statements": [statement(1, 30, 40, negated=True)],
    }
    found = {
        # D1 has a Dice coefficient of 2·2/12 only: not aligned, and its wrong status is not counted.
        "demands": [demand(1, 8, 10, status="denied"), demand(2, 20, 30, status="standing")],
        "commitments": [commitment(1, 0, 10)],
        "statements": [statement(1, 30, 40)],
    }
    shares = measured(wanted, found).shares
    assert shares["status_right"] == Share(0, 2)
    assert shares["wrong_polarity"] == Share(2, 3)


def test_half_the_characters_are_enough_to_be_aligned() -> None:
    for end, aligned in ((30, 1), (31, 0)):  # 2·10/40 and 2·10/41
        assert measured({"demands": [demand(1, 0, 10)]}, {"demands": [demand(1, 0, end)]}).shares["status_right"].of == aligned


@pytest.mark.parametrize(
    ("by", "wrong"),
    [(["P1"], 0), (["P3"], 0), (["P2"], 1), (["P1", "P2"], 1), (["P4"], 1)],
)
def test_a_holder_who_is_none_is_an_attribution_error(by: list[str], wrong: int) -> None:
    found = {"participants": [*PEOPLE, participant(4, "غريب", "Stranger", 70)], "demands": [demand(1, 0, 10, *by)]}
    assert measured({"demands": [demand(1, 0, 10)]}, found).shares["wrong_holders"] == Share(wrong, 1)


def test_the_same_words_with_two_holders_are_told_apart() -> None:
    wanted = {"demands": [demand(1, 0, 10, "P1"), demand(2, 0, 10, "P2")]}
    found = {"demands": [demand(1, 0, 10, "P2"), demand(2, 0, 10, "P1")]}
    assert measured(wanted, found).shares["wrong_holders"] == Share(0, 2)


def test_a_participant_found_twice_stands_for_the_same_holder() -> None:
    found = {"participants": [*PEOPLE, participant(4, "نيدان", "Nidan", 60)], "demands": [demand(1, 0, 10, "P4")]}
    assert measured({"demands": [demand(1, 0, 10)]}, found).shares["wrong_holders"] == Share(0, 1)


@pytest.mark.parametrize(
    ("ar", "en", "invented", "outside", "different"),
    [
        ("إطلاق 300 محتجز", "release 300 prisoners", 0, 0, 0),
        ("إطلاق ثلاثمائة محتجز", "release three hundred prisoners", 0, 0, 0),
        ("إطلاق 400 محتجز", "release 400 prisoners", 1, 1, 0),
        ("إطلاق محتجزين", "release 7 prisoners", 1, 1, 1),
        ("إطلاق 300 في 12 مايو 2024", "release 300 on 12 May 2024", 0, 1, 0),  # the year of the publication date
    ],
)
def test_numbers_are_traced_to_the_evidence_and_the_report(ar: str, en: str, invented: int, outside: int, different: int) -> None:
    found = demand(1, 51, len(TEXT), ar=ar, en=en)
    shares = measured({"demands": [demand(1, 0, 10)]}, {"demands": [found]}).shares
    assert shares["invented_numbers"] == Share(invented, 1)
    assert shares["numbers_outside_evidence"] == Share(outside, 1)
    assert shares["different_figures"] == Share(different, 1)


@pytest.mark.parametrize(
    ("ar", "en", "invented"),
    [
        ("يطالب وفد نيدان بإطلاق محتجزين", "The Nidan delegation wants detainees released", 0),
        ("تطالب روسيا بإطلاق محتجزين", "The delegation wants detainees released", 1),
        ("يطالب الوفد بإطلاق محتجزين", "The delegation of Guatemala wants detainees released", 1),
    ],
)
def test_names_that_the_report_does_not_have_are_invented(ar: str, en: str, invented: int) -> None:
    found = demand(1, 0, 10, ar=ar, en=en)
    assert measured({"demands": [demand(1, 0, 10)]}, {"demands": [found]}).shares["invented_names"] == Share(invented, 1)


def test_quotations_are_checked_against_the_text_of_gold() -> None:
    data = record_data(demands=[demand(1, 0, 10), demand(2, 10, 20)])
    data["sources"][0]["text"] = None  # the record cannot prove itself
    data["demands"][1]["evidence"][0]["quote"] = "bbbbbbbbbx"
    shares = compare(gold(), Record.from_json(json.dumps(data))).shares
    assert shares["verbatim"] == Share(4, 5)  # three participants and one demand of two


def test_dates_and_outcome() -> None:
    def talks(start: str | None, deadline: str | None, status: str) -> dict[str, Any]:
        event = {"name": {"ar": "جولة", "en": "round"}, "start": {"as_reported": "x", "value": start}}
        pledge = commitment(1, 0, 10, deadline={"as_reported": "x", "value": deadline})
        return {"event": event, "commitments": [pledge], "final_statement": {"status": status}}

    wanted = talks("2024-05-12", "2024-06", "draft")
    assert measured(wanted, wanted).shares["dates_right"] == Share(2, 2)
    shares = measured(wanted, talks("2024-05-12", None, "adopted")).shares
    assert (shares["dates_right"], shares["outcome_right"]) == (Share(1, 2), Share(0, 1))
    assert measured(talks(None, None, "draft"), talks(None, None, "draft")).shares["dates_right"] == Share(0, 0)


# ---------------------------------------------------------------------------------------------------------------------
# Records that are made to look good


WHOLE = len(TEXT)


def test_who_points_at_the_whole_report_has_found_nobody_and_nothing() -> None:
    strangers = [participant(n, f"غريب{n}", f"Stranger{n}", 0) | {"evidence": [span(0, WHOLE)]} for n in (1, 2, 3)]
    measures = measured({"demands": [demand(1, 0, 10)]}, {"participants": strangers, "demands": [demand(1, 0, WHOLE)]})
    assert measures.scores["participants"] == Score(0, 3, 3)
    assert measures.scores["demands.evidence"].matched == pytest.approx(2 * 10 / (10 + WHOLE))
    assert measures.shares["invented_participants"] == Share(3, 3)
    assert measures.shares["wrong_holders"] == Share(0, 0)  # not right: nobody knows which demand is meant


def test_a_mention_counts_from_half_of_its_characters_on() -> None:
    truth = {"participants": [PEOPLE[0] | {"evidence": [span(0, 10)]}]}
    for end, matched in ((30, 1), (31, 0)):  # 2·10/40 and 2·10/41
        found = {"participants": [participant(1, "غريب", "Stranger", 0) | {"evidence": [span(40, 41), span(0, end)]}]}
        assert measured(truth, found).scores["participants"] == Score(matched, 1, 1)


@pytest.mark.parametrize(
    ("ar", "en", "kind", "invented"),
    [
        ("نيدان", "Nidan", "state", 0),
        ("وفد نيدان", "Delegation of Nidan", "delegation", 0),
        ("وفد نيدان", "Guatemala", "delegation", 1),  # the English is of somebody else
        ("جمهورية الشمال", "Republic of the North", "state", 1),
        ("روسيا", "Russia", "state", 1),  # a name of the glossary
        ("سامي نور", "Sami Nour", "person", 0),  # known from gold
        ("سامي بوتين", "Sami Putin", "person", 1),  # one word of a person's name is enough
        (None, "Nidan", "state", 0),
        (None, "Vladimir Putin", "person", 1),
    ],
)
def test_participants_whom_the_report_does_not_have_are_invented(ar: str | None, en: str, kind: str, invented: int) -> None:
    found = participant(1, "", en, 0, kind=kind) | {"name": {"ar": ar, "en": en}}
    assert measured({}, {"participants": [found]}).shares["invented_participants"] == Share(invented, 1)


@pytest.mark.parametrize(
    ("part", "numbers", "names", "different"),
    [
        ({"amount": {"value": 300, "currency": "USD"}}, 1, 0, 0),  # three hundred detainees, and not a dollar
        ({"amount": {"value": 12.5, "currency": "EUR"}}, 1, 0, 0),
        ({"beneficiary": {"ar": "محتجزو نيدان", "en": "Detainees of Nidan"}}, 0, 0, 0),
        ({"beneficiary": {"ar": "300 محتجز", "en": "400 detainees"}}, 1, 0, 1),
        ({"beneficiary": {"ar": "روسيا", "en": "the country"}}, 0, 1, 0),
        ({"beneficiary": {"ar": "البلد", "en": "the people of Guatemala"}}, 0, 1, 0),
    ],
)
def test_what_is_said_beside_the_text_is_looked_at_as_well(
    part: dict[str, Any], numbers: int, names: int, different: int
) -> None:
    found = commitment(1, 51, WHOLE, **part)
    shares = measured({"commitments": [commitment(1, 51, WHOLE)]}, {"commitments": [found]}).shares
    assert shares["invented_numbers"] == Share(numbers, 1)
    assert shares["invented_names"] == Share(names, 1)
    assert shares["different_figures"] == Share(different, 1)


def test_an_amount_that_the_report_states_is_not_invented() -> None:
    text = TEXT + " وتعهدت نيدان بتقديم 12.5 مليون دولار"
    pledge = commitment(1, len(TEXT), len(text), amount={"value": 12.5e6, "currency": "USD"})
    pledge["evidence"] = [span(len(TEXT), len(text), text=text)]
    doubled = copy.deepcopy(pledge)
    doubled["amount"]["value"] = 25e6
    for found, invented in ((pledge, 0), (doubled, 1)):
        shares = measured({"text": text}, {"text": text, "commitments": [found]}).shares
        assert shares["invented_numbers"] == Share(invented, 1)


def test_numbers_of_two_parts_do_not_make_a_third() -> None:
    wanted = [demand(1, 0, 10, ar="مئة", en="a hundred"), demand(2, 20, 30, ar="ألف", en="a thousand")]
    assert measured({"demands": wanted}, {"demands": wanted}).shares["invented_numbers"] == Share(0, 2)


def test_a_demand_in_a_second_mouth_is_an_attribution_error() -> None:
    wanted = {"demands": [demand(1, 0, 10, "P1")], "statements": [statement(1, 20, 30, negated=True)]}
    found = {
        "demands": [demand(1, 0, 10, "P1"), demand(2, 0, 10, "P2"), demand(3, 0, 10, "P3")],  # P3 speaks for P1
        "statements": [statement(1, 20, 30), statement(2, 20, 30, negated=True)],
    }
    measures = measured(wanted, found)
    assert measures.shares["wrong_holders"] == Share(1, 5)
    assert measures.shares["wrong_polarity"] == Share(1, 5)
    assert measures.shares["status_right"] == Share(1, 1)  # one decision for each item of gold
    assert measures.scores["demands.evidence"] == Score(1, 1, 3)


def test_a_holder_named_three_times_is_one_holder() -> None:
    found = demand(1, 0, 10, "P1", "P1", "P1", "P2")
    scores = measured({"demands": [demand(1, 0, 10)]}, {"demands": [found]}).scores
    assert scores["demands.full"].matched == pytest.approx(2 / 3)  # precision 1/2, recall 1


def test_swapped_holders_and_swapped_languages_are_seen() -> None:
    wanted = {"demands": [demand(1, 0, 10, "P1"), demand(2, 20, 30, "P2")]}
    swapped = {"demands": [demand(1, 0, 10, "P2"), demand(2, 20, 30, "P1")]}
    measures = measured(wanted, swapped)
    assert measures.shares["wrong_holders"] == Share(2, 2)
    assert measures.scores["demands.evidence"] == Score(2, 2, 2)
    assert measures.scores["demands.full"] == Score(0, 2, 2)
    languages = {"demands": [demand(1, 0, 10, ar="release all prisoners", en="إطلاق الأسرى")]}
    assert measured({"demands": [demand(1, 0, 10)]}, languages).scores["demands.full"] == Score(0, 1, 1)


def test_the_same_text_twice_in_gold_is_one_text() -> None:
    data = record_data(demands=[demand(1, 0, 10), demand(2, 20, 30)])
    data["sources"].append(data["sources"][0] | {"id": "S2"})
    data["demands"][1]["evidence"] = [span(20, 30, source="S2")]
    truth = Gold.from_json(json.dumps(data | {"provenance": {**HUMAN, "annotation": {"readers": 2}}}))
    measures = compare(truth, truth)
    assert measures.scores["demands.full"] == Score(2, 2, 2)
    assert measures.shares["verbatim"] == Share(5, 5)


def test_what_differs_in_its_status_alone_keeps_its_partner() -> None:
    both = [commitment(1, 0, 10), commitment(2, 0, 10, status="denied"), commitment(3, 0, 10, status="claimed")]
    turned = [{**one, "id": f"C{n}"} for n, one in enumerate(reversed(both), 1)]
    shares = measured({"commitments": both}, {"commitments": turned}).shares
    assert (shares["status_right"], shares["wrong_polarity"]) == (Share(3, 3), Share(0, 3))


# ---------------------------------------------------------------------------------------------------------------------
# Gold and folders


EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_gold_against_itself_is_without_fault(path: Path) -> None:
    truth = Gold.load(path)
    measures = compare(truth, truth)
    assert {name: score.f1 for name, score in measures.scores.items() if score.f1 not in (None, pytest.approx(1.0))} == {}
    right = {name: measures.shares[name] for name in ("status_right", "outcome_right", "dates_right", "verbatim")}
    assert {name: share for name, share in right.items() if share.count != share.of} == {}
    wrong = ("wrong_holders", "wrong_polarity", "invented_numbers", "invented_names")
    assert {name: measures.shares[name].count for name in wrong} == dict.fromkeys(wrong, 0)


def without_annotation(data: dict[str, Any]) -> None:
    data["provenance"]["annotation"] = None


def without_text(data: dict[str, Any]) -> None:
    data["sources"][0]["text"] = None


@pytest.mark.parametrize("spoil", [without_annotation, without_text])
def test_gold_without_its_text_or_its_readers_is_no_gold(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(EXAMPLES[0].read_text(encoding="utf-8"))
    spoil(data)
    Record.from_json(json.dumps(data))
    with pytest.raises(RecordError):
        Gold.from_json(json.dumps(data))


def write(path: Path, record: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record.to_json(), encoding="utf-8")


def test_folders_are_read_in_both_layouts_and_what_is_missing_is_told(tmp_path: Path) -> None:
    truth = gold(demands=[demand(1, 0, 10)])
    for path in ("gold/one/gold.json", "gold/two.json", "gold/three.json", "gold/four.json"):
        write(tmp_path / path, truth)
    for path in ("records/one.json", "records/two/record.json", "records/five.json"):
        write(tmp_path / path, record(demands=[demand(1, 0, 10)]))
    write(tmp_path / "records/four.json", record(text=TEXT + "!", demands=[demand(1, 0, 10)]))
    result = evaluation.evaluate(tmp_path / "gold", tmp_path / "records")
    assert list(result.reports) == ["four", "one", "three", "two"]
    assert result.total.scores["items.evidence"] == Score(2, 4, 3)
    assert result.total.shares["outcome_right"] == Share(3, 4)
    assert result.reports["three"].scores["participants"] == Score(0, 3, 0)
    assert [note.split(":")[0] for note in result.notes] == ["four", "three", "five"]


def test_links_hidden_files_and_folders_that_look_like_files_do_no_harm(tmp_path: Path) -> None:
    truth = gold(demands=[demand(1, 0, 10)])
    write(tmp_path / "elsewhere/kept.json", truth)
    write(tmp_path / "elsewhere/report/record.json", truth)
    (tmp_path / "gold").mkdir()
    (tmp_path / "records/odd.json").mkdir(parents=True)
    (tmp_path / "gold/.hidden.json").write_text("{", encoding="utf-8")
    (tmp_path / "records/.briefing").mkdir()
    (tmp_path / "records/.briefing/record.json").write_text("{", encoding="utf-8")
    (tmp_path / "gold/one.json").symlink_to(tmp_path / "elsewhere/kept.json")
    (tmp_path / "records/one").symlink_to(tmp_path / "elsewhere/report")
    result = evaluation.evaluate(tmp_path / "gold", tmp_path / "records")
    assert list(result.reports) == ["one"] and result.notes == []
    assert result.total.scores["items.full"] == Score(1, 1, 1)


def test_a_name_is_the_same_however_its_letters_are_put_together(tmp_path: Path) -> None:
    write(tmp_path / "gold" / unicodedata.normalize("NFC", "أستانا") / "gold.json", gold())
    write(tmp_path / "records" / unicodedata.normalize("NFD", "أستانا") / "record.json", record())
    assert evaluation.evaluate(tmp_path / "gold", tmp_path / "records").notes == []


def test_an_empty_folder_of_records_is_told_and_counts(tmp_path: Path) -> None:
    write(tmp_path / "gold/one.json", gold(demands=[demand(1, 0, 10)]))
    (tmp_path / "records/deeper/still").mkdir(parents=True)
    write(tmp_path / "records/deeper/still/one.json", record())  # neither of the two layouts
    result = evaluation.evaluate(tmp_path / "gold", tmp_path / "records")
    assert result.notes == ["one: no record was found; it counts as empty."]
    assert result.total.scores["items.evidence"] == Score(0, 1, 0)
    assert result.total.shares["verbatim"] == Share(0, 0)


@pytest.mark.parametrize("side", ["gold", "records"])
def test_two_files_for_one_report_are_refused(tmp_path: Path, side: str) -> None:
    write(tmp_path / "gold/one.json", gold())
    write(tmp_path / "records/one.json", record())
    write(tmp_path / side / "one" / ("gold.json" if side == "gold" else "record.json"), gold())
    with pytest.raises(RecordError, match="both called one"):
        evaluation.evaluate(tmp_path / "gold", tmp_path / "records")


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "1" + "0" * 400])
def test_a_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    text = record(commitments=[commitment(1, 0, 10, amount={"value": 123, "currency": "USD"})]).to_json()
    write(tmp_path / "gold/one.json", gold())
    write(tmp_path / "records/one.json", record())
    (tmp_path / "records/one.json").write_text(text.replace('"value": 123.0', f'"value": {number}'), encoding="utf-8")
    with pytest.raises(RecordError, match=r"one\.json is not a valid .*amount"):
        evaluation.evaluate(tmp_path / "gold", tmp_path / "records")


@pytest.mark.parametrize("case", ["no folder", "no gold", "broken record", "no annotation", "broken link", "a file", "not UTF-8"])
def test_what_cannot_be_judged_is_refused(tmp_path: Path, case: str) -> None:
    wanted, found = tmp_path / "gold", tmp_path / "records"
    found.mkdir()
    if case != "no folder":
        wanted.mkdir()
    if case in ("broken record", "no annotation"):
        write(wanted / "one.json", gold() if case == "broken record" else record())
        (found / "one.json").write_text("{", encoding="utf-8")
    if case in ("broken link", "a file", "not UTF-8"):
        write(wanted / "one.json", gold())
    if case == "broken link":
        (found / "one.json").symlink_to(tmp_path / "nowhere.json")
    if case == "a file":
        found = wanted / "one.json"
    if case == "not UTF-8":
        (found / "one.json").write_bytes(gold().to_json().encode("utf-16"))
    with pytest.raises(RecordError) as caught:
        evaluation.evaluate(wanted, found)
    assert str(tmp_path) in str(caught.value)


def test_the_command_prints_a_table_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "gold/one.json", gold(demands=[demand(1, 0, 10)]))
    write(tmp_path / "records/one.json", record(demands=[demand(1, 0, 15)]))
    arguments = ["evaluate", "--gold", str(tmp_path / "gold"), "--records", str(tmp_path / "records")]
    app(arguments, standalone_mode=False)
    lines = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line}
    assert lines["demands.evidence"] == ["0.800", "0.800", "0.800", "1", "1"]
    assert lines["clauses.full"] == ["–", "–", "–", "0", "0"]
    assert lines["status_right"] == ["1.000", "1", "1"]
    assert lines["one"] == ["1.000", "0.800", "0.800", "0.800"]
    app([*arguments, "--json"], standalone_mode=False)
    total = json.loads(capsys.readouterr().out)["total"]
    assert total["demands.evidence"] == {"precision": 0.8, "recall": 0.8, "f1": 0.8, "matched": 0.8, "gold": 1, "found": 1}
    assert total["wrong_holders"] == {"share": 0.0, "count": 0, "of": 1}


def test_the_shipped_schema_of_gold_is_that_of_the_models() -> None:
    from briefing.schemas import gold_schema

    text = (ROOT / "schemas/gold.v1.schema.json").read_text(encoding="utf-8")
    assert text == gold_schema()
    schema = json.loads(text)
    assert "annotation" in schema["$defs"]["GoldProvenance"]["required"]
    assert "text" in schema["$defs"]["GoldSource"]["required"]
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES]
    validator = jsonschema.Draft202012Validator(schema)
    assert [problem.message for data in examples for problem in validator.iter_errors(data)] == []
    for spoil in (without_annotation, without_text):
        data = copy.deepcopy(examples[0])
        spoil(data)
        assert not validator.is_valid(data)


# ---------------------------------------------------------------------------------------------------------------------
# One fault planted in every item of the gold records that are shipped


def planted(data: dict[str, Any], fault: str) -> int:
    """Plant a fault in every item that can have it; how many can."""
    final, strangers = data["final_statement"], {"ar": "نائب غواتيمالا", "en": "Deputy of Guatemala"}
    held = [*data["demands"], *data["commitments"], *data["statements"]]
    items = [*held, *final["clauses"], *data["next_steps"]]
    if fault == "wrong_holders":
        place = data["participants"][0]["evidence"]
        stranger = {"id": "P99", "name": strangers, "kind": "state", "role": "other", "evidence": place}
        data["participants"].append(stranger)
        for one in held:
            one["by"] = ["P99"]
        return len(held)
    if fault == "wrong_polarity":
        for one in held:
            if "act" in one:
                one["negated"] = not one["negated"]
            else:
                one["status"] = {"denied": "standing" if one["id"][0] == "D" else "claimed"}.get(one["status"], "denied")
        return len(held)
    if fault == "invented_participants":
        for one in data["participants"]:
            one["name"] = strangers
        return len(data["participants"])
    for one in items:
        text = one["text"]
        if fault in ("invented_numbers", "different_figures"):
            text["en"] += " That makes 87,431."
            text["ar"] += " ويبلغ ذلك 87431." if fault == "invented_numbers" else ""
        else:
            text["en" if one["id"][1:] == "1" else "ar"] += " (Guatemala)" if one["id"][1:] == "1" else " (غواتيمالا)"
    return len(items)


FAULTS = ["wrong_holders", "wrong_polarity", "invented_numbers", "invented_names", "invented_participants", "different_figures"]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", EXAMPLES[::4], ids=lambda path: path.parent.name)
def test_every_fault_that_is_planted_is_found(path: Path, fault: str) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    count = planted(data, fault)
    found = compare(Gold.load(path), Record.from_json(json.dumps(data))).shares[fault]
    assert count > 2 and found.count == count, found
