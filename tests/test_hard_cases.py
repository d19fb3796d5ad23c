from __future__ import annotations

import pytest

from tests.cases import Example, Wrong, answer, cases, examples, is_caught, problems, refusals, wrongs


def test_there_are_twenty_cases_with_two_examples_and_a_wrong_answer_each() -> None:
    assert [case.number for case in cases()] == list(range(1, 21))
    assert [case.number for case in cases() if len(case.examples) < 2] == []
    assert [case.number for case in cases() if not all(example.wrong for example in case.examples)] == []


@pytest.mark.parametrize("example", examples(), ids=str)
def test_right_answers_pass_untouched(example: Example) -> None:
    record, _ = answer(example)
    assert problems(record, example) == []
    assert refusals(example) == []


@pytest.mark.parametrize("wrong", wrongs(), ids=str)
def test_wrong_answers_are_caught(wrong: Wrong) -> None:
    assert is_caught(wrong) == []


@pytest.mark.parametrize("wrong", [wrong for wrong in wrongs() if "item" in wrong.change], ids=str)
def test_a_model_that_corrects_itself_is_believed(wrong: Wrong) -> None:
    record, _ = answer(wrong.example, wrong.answers(stubborn=False))
    assert problems(record, wrong.example) == []
