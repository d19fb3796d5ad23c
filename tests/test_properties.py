"""What holds for every record, tried on records that nobody would write."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from briefing import figures, statuses
from briefing.errors import BriefingError
from briefing.labels import LANGUAGES, Language, labels
from briefing.notation import Calendar, Digits, Months, Notation
from briefing.record import NextStep, Record, When
from briefing.rendering import render_brief
from tests.records import wadi_nahr_data
from tests.scripted import Answers, ScriptedModel, read
from tests.strategies import ALPHABET, edtf, records, words

PEOPLE = [{"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"}]
ENGLISH = "The Government delegation demands the opening of the crossing."
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("demand", {}), ("commitment", {"status": "pledged"}), ("statement", {"act": "OTHER"}), ("clause", {}), ("next_step", {}),
]  # fmt: skip
NOTATIONS = {"calendar": get_args(Calendar), "months": get_args(Months), "digits": get_args(Digits)}
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
SOME = settings(FEW, max_examples=60)
MANY = settings(FEW, max_examples=300)


@SOME
@given(records)
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    again = Record.from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
@FEW
@given(record=records)
def test_every_record_can_be_rendered(record: Record, language: Language, format: str) -> None:
    brief = render_brief(record, language=language, format=format)
    assert "<script>alert" not in brief
    assert all(item.id in brief for item in record.items() if not isinstance(item, NextStep))


@pytest.mark.parametrize("language", LANGUAGES)
@SOME
@given(
    value=edtf,
    reported=words | st.sampled_from(["قبل 14 مايو", "before the end of the year", "حتى نهاية العام", "بعد شهر"]),
    data=st.data(),
)
def test_every_date_is_put_in_words(value: str, reported: str, language: Language, data: st.DataObject) -> None:
    notation = Notation(**{name: data.draw(st.sampled_from(choices)) for name, choices in NOTATIONS.items()})
    words_for = labels(language, notation)
    assert words_for.date(value)
    assert words_for.when(When(as_reported=reported, value=value))


@pytest.mark.parametrize("profile", ["server", "small"])
@SOME
@given(odd=st.lists(st.text(ALPHABET, max_size=20), min_size=4, max_size=4), quote=st.integers(0, 2))
def test_whatever_is_extracted_stands_in_the_text(odd: list[str], quote: int, profile: str) -> None:
    a, b, c, d = odd
    quotes = [f"بفتح {a}المعبر", "بفتح المعبر", f"{b}بفتح"]
    text = f"{c}حضر وفد الحكومة الجلسة. {d}\nوطالب وفد الحكومة {quotes[0]} {b}."
    sheet = [{"kind": kind, "by": ["وفد الحكومة"], "quote": quotes[quote], "en": ENGLISH, **more} for kind, more in KINDS]
    try:
        record = read(text, ScriptedModel(Answers(PEOPLE, sheet)), profile=profile)
    except BriefingError:
        return
    assert record.sources[0].text == text
    assert record.evidence_problems({"S1": text}) == []
    assert Record.from_json(record.to_json()) == record


@pytest.mark.parametrize("value", ["..", "../..", "2024-XX-05", "000X/..", "../0000-00", "9999-12-39%"])
def test_a_date_that_says_nothing_is_told_and_not_drawn(value: str) -> None:
    data = wadi_nahr_data()
    data["event"]["start"] = data["event"]["end"] = {"as_reported": "يوم ما", "value": value}
    for step in data["next_steps"]:
        step["when"] = {"as_reported": "يوم ما", "value": value}
    record = Record.from_json(json.dumps(data))
    for language, format in itertools.product(LANGUAGES, ("md", "html", "review")):
        brief = render_brief(record, language=language, format=format)
        # An English brief has no Arabic but in quotations: there is no calendar date, and the text says what there is.
        said = "يوم ما" in brief if language == "ar" else "no calendar date" in brief
        assert format == "review" or said == (value in {"..", "../.."})


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        (statuses._REFUSED_BEHIND, statuses._REFUSING_STEMS),
        (statuses._WITHDRAWN, statuses._WITHDRAWING_STEMS),
    ],
)
@MANY
@given(data=st.data())
def test_what_tells_of_a_demand_holds_one_of_the_stems_looked_for_first(
    pattern: re.Pattern[str], stems: tuple[str, ...], data: st.DataObject
) -> None:
    found = pattern.search(data.draw(st.from_regex(pattern)))
    assume(found is not None)
    assert found is not None
    assert any(stem in found.group() for stem in stems)


@pytest.mark.thorough
@MANY
@given(st.lists(st.from_regex(figures._SYMBOL), min_size=1, max_size=3))
def test_a_symbol_is_found_wherever_its_pattern_finds_one(texts: list[str]) -> None:
    text = " ".join(texts)
    found = figures._SYMBOL.search(text)
    first = next(figures._symbols(text), None)
    assert (first and first.span()) == (found and found.span())
