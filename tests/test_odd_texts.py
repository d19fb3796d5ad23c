"""Texts that nobody would write: nothing crashes, every quotation stands in the text, every record renders."""

from __future__ import annotations

import pytest

from briefing.errors import BriefingError
from briefing.rendering import render_brief
from tests.scripted import Answers, ScriptedModel, read

PEOPLE = [{"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"}]
ITEM = {
    "kind": "demand",
    "by": ["وفد الحكومة"],
    "quote": "بفتح المعبر",
    "en": "The Government delegation demands the opening of the crossing.",
}
ODD = [
    "", "،،،؛؛...", "«»«»", "\ud800abc", "\u200f" * 50, "وقال " * 300, "«" * 300, "لا " * 300, "قال فلان إن " * 100, "1" * 400,
    "١٢٣٬٤٥٦٫٧٨٩ " * 50, "بحسب بحسب بحسب، ، ،", "إن إن إن أن أن", "قرار 99999999999999999999 لعام 99999", "في 99/99/9999", "٪ % ٪",
    "نفى نفى نفى أن أن", "🕊️" * 20, "<b>" * 100, "﴿﴾", "\x00\x01",
]  # fmt: skip


@pytest.mark.parametrize("profile", ["server", "small"])
@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize(
    "frame", ["{}", "حضر وفد الحكومة الجلسة. {}", "وطالب وفد الحكومة بفتح المعبر {}.", "وقال وفد الحكومة إن {} تعهد بفتح المعبر."]
)
def test_odd_words_do_no_harm(frame: str, words: str, profile: str) -> None:
    text = frame.replace("{}", words)
    sheet = [
        ITEM,
        ITEM | {"kind": "commitment", "status": "pledged"},
        ITEM | {"kind": "statement", "act": "OTHER"},
        ITEM | {"kind": "clause"},
    ]
    try:
        record = read(text, ScriptedModel(Answers(PEOPLE, sheet)), profile=profile)
    except BriefingError:
        return  # a text without a word is no report, and is told so
    assert record.evidence_problems({"S1": text}) == []
    assert all(render_brief(record, language=language, format="md") for language in ("ar", "en"))
