"""The gates that no change may lower: what the record makes of the hard cases, measured as any record is measured."""

from __future__ import annotations

from functools import lru_cache

from briefing.evaluation import Measures, compare
from tests.cases import answer, cases, examples, gold_of, is_caught, refusals, wrongs

# Raise these, never lower them.
MOST_WRONG = 0
CAUGHT = 20


@lru_cache(maxsize=1)
def measured() -> Measures:
    return sum((compare(gold_of(example), answer(example)[0]) for example in examples()), Measures())


def test_every_quotation_of_a_right_answer_is_verbatim() -> None:
    assert measured().shares["verbatim"].share == 1.0


def test_no_right_answer_gets_a_wrong_holder_or_loses_its_negation() -> None:
    shares = measured().shares
    assert (shares["wrong_holders"].count, shares["wrong_polarity"].count) == (MOST_WRONG, MOST_WRONG)
    assert shares["wrong_holders"].of > 40


def test_no_number_and_no_name_is_invented() -> None:
    shares = measured().shares
    assert (shares["invented_numbers"].count, shares["invented_names"].count) == (MOST_WRONG, MOST_WRONG)


def test_every_item_of_a_right_answer_is_found_whole() -> None:
    found = measured().scores["items.evidence"]
    assert found.found == found.gold
    assert found.recall is not None and found.recall > 0.8  # the evidence begins at the verb, the sheets at the content


def test_no_right_answer_is_refused() -> None:
    assert [problem for example in examples() for problem in refusals(example)] == []


def test_all_twenty_cases_are_caught() -> None:
    missed = {wrong.example.case for wrong in wrongs() if is_caught(wrong)}
    assert len([case for case in cases() if case.number not in missed]) == CAUGHT
