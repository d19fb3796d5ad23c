from __future__ import annotations

import pytest

from tests.cases import Example, Wrong, answer, cases, examples, problems, wrongs


def test_there_are_twenty_cases_with_two_examples_and_a_wrong_answer_each() -> None:
    assert [case.number for case in cases()] == list(range(1, 21))
    assert [case.number for case in cases() if len(case.examples) < 2] == []
    assert [case.number for case in cases() if not all(example.wrong for example in case.examples)] == []


@pytest.mark.parametrize("example", examples(), ids=str)
def test_right_answers_pass_untouched(example: Example) -> None:
    record, model = answer(example)
    assert problems(record, example) == []
    assert [(entry.check, entry.reason.en) for entry in record.quality.rejected] == []
    assert model.complaints == [] and "english" not in model.asked
    texts = {item.text.en for item in record.items()}
    assert {
        item["en"] for item in example.right if item["kind"] != "stance" and not item.get("record", {}).get("en_lacks")
    } <= texts


@pytest.mark.parametrize("wrong", wrongs(), ids=str)
def test_wrong_answers_are_caught(wrong: Wrong) -> None:
    record, _ = answer(wrong.example, wrong.answers(stubborn=True))
    caught = {entry.check for entry in record.quality.rejected} | {entry.code for entry in record.quality.warnings}
    mended = problems(record, wrong.example)
    if wrong.caught == {"mended"}:
        assert mended == []
    elif "mended" not in wrong.caught or mended:
        assert problems(record, wrong.example, complete=False) == []
        assert wrong.caught & caught, [(entry.check, entry.reason.en) for entry in record.quality.rejected]
    if "en" in wrong.change:
        assert wrong.change["en"] not in {item.text.en for item in record.items()}
    assert all(entry.reason.ar and entry.reason.en for entry in record.quality.rejected)


@pytest.mark.parametrize("wrong", [wrong for wrong in wrongs() if "item" in wrong.change], ids=str)
def test_a_model_that_corrects_itself_is_believed(wrong: Wrong) -> None:
    record, _ = answer(wrong.example, wrong.answers(stubborn=False))
    assert problems(record, wrong.example) == []
