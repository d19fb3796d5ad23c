from __future__ import annotations

import pytest

from briefing.rendering import render_brief
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


def test_what_a_report_does_not_state_is_said_to_be_not_stated() -> None:
    example = next(one for one in examples() if one.case == 6)  # it tells neither where, when, in what form nor with what outcome
    record, _ = answer(example)
    assert (record.event.place, record.event.start, record.event.format) == (None, None, "not_stated")
    assert (record.final_statement.status, record.final_statement.evidence) == ("not_stated", [])
    english = str(render_brief(record, language="en", format="md"))
    arabic = render_brief(record, language="ar", format="md")
    for label in ("Place", "Start", "End", "Format", "Outcome document"):
        assert f"| **{label}** |" not in english  # it is said once, in the list of what is not stated
    for label in ("المكان", "البداية", "النهاية", "صيغة المحادثات", "الوثيقة الختامية"):
        assert f"| **{label}** |" not in arabic
    for told in ("the place", "the date on which the round began", "whether a final statement was issued"):
        assert f"- {told}\n" in english
    for told in ("المكان", "تاريخ بدء الجولة", "ما إذا كان بيان ختامي قد صدر"):
        assert f"- {told}\n" in arabic
