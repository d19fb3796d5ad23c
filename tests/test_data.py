"""Tables of words under ``templates/data`` that are looked for in folded text."""

from __future__ import annotations

import re

import pytest

from briefing.arabic import folded
from briefing.findings import issue_of
from briefing.resources import table


@pytest.mark.parametrize(("name", "column"), [("actor_words", 1), ("issues", 1), ("name_parts", 1)])
def test_words_that_are_looked_for_in_folded_text_are_folded(name: str, column: int) -> None:
    words = [word for row in table(f"data/{name}.tsv") for word in re.findall(r"[^\W\d_]+", row[column])]
    assert len(words) > 100
    assert [word for word in words if folded(word) != word] == []


@pytest.mark.parametrize(
    ("words", "issue"), [("وقف الأعمال العدائية", "Ce"), ("إعادة بناء المؤسسة العسكرية", "SsrArm"), ("تبادل الأسرى", "TjPrire")]
)
def test_an_issue_is_told_however_its_words_are_spelt(words: str, issue: str) -> None:
    assert issue_of(words) == issue
