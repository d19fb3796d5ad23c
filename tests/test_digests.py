from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from briefing.changes import compare_records
from briefing.digests import make_digested
from briefing.record import Record
from briefing.rendering import LANGUAGES, RenderOptions, render_brief, render_document
from briefing.templates import SECTIONS, find_template
from briefing.views import Brief
from tests.conftest import ROOT
from tests.records import both, wadi_nahr, wadi_nahr_data

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))


def changed(change: Any) -> list[tuple[str, str | None, str | None]]:
    """What is told of a record that ``change`` was made to, against the record as it was."""
    data = wadi_nahr_data()
    change(data)
    later = Record.model_validate(data)
    found = compare_records(wadi_nahr(), later)
    return [(one.kind, one.earlier.id if one.earlier else None, one.later.id if one.later else None) for one in found]


def seen(record: Record, language: Any = "en", previous: Record | None = None, template: str = "flash") -> Brief:
    return make_digested(record, language, find_template(template), previous=previous)


def reworded(data: dict[str, Any]) -> None:
    data["demands"][0]["text"]["ar"] = "وطالب وفد الحركة بالإفراج عن 112 من المحتجزين قبل نهاية الشهر"
    data["demands"][1]["text"]["ar"] = "تشترط حركة أبناء النهر فتح معبر السد"


def another_number(data: dict[str, Any]) -> None:
    data["demands"][0]["text"]["ar"] = data["demands"][0]["text"]["ar"].replace("112", "90")


def given_up(data: dict[str, Any]) -> None:
    data["demands"][1]["status"] = "withdrawn"


def another_amount(data: dict[str, Any]) -> None:
    data["commitments"][0]["amount"]["value"] = 10_000_000


def another_day(data: dict[str, Any]) -> None:
    data["next_steps"][0]["when"]["value"] = "2024-04-25"


def another_holder(data: dict[str, Any]) -> None:
    data["demands"][2]["by"] = ["P2"]


def a_demand_more(data: dict[str, Any]) -> None:
    data["demands"].append(
        {**copy.deepcopy(data["demands"][1]), "id": "D8", "text": both("تطالب الحركة بفتح المطار.", "The airport.")}
    )


def a_clause_less(data: dict[str, Any]) -> None:
    del data["final_statement"]["clauses"][1]


def a_negation(data: dict[str, Any]) -> None:
    data["commitments"][4]["text"]["ar"] = "لن " + data["commitments"][4]["text"]["ar"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: None, []),
        (reworded, []),
        (a_negation, [("changed", "C5", "C5")]),
        (another_number, [("changed", "D1", "D1")]),
        (given_up, [("changed", "D2", "D2")]),
        (another_amount, [("changed", "C1", "C1")]),
        (another_day, [("changed", "N1", "N1")]),
        (another_holder, [("new", None, "D3"), ("missing", "D3", None)]),
        (a_demand_more, [("new", None, "D8")]),
        (a_clause_less, [("missing", "F2", None)]),
    ],
)
def test_what_is_new_changed_or_missing_is_told_and_nothing_else(change: Any, told: list[Any]) -> None:
    assert changed(change) == told


def test_two_demands_of_one_holder_that_sound_alike_are_not_taken_for_one_in_silence() -> None:
    def change(data: dict[str, Any]) -> None:
        data["demands"][2]["text"]["ar"] = "تطالب حكومة الوادي الحركة بتسليم السلاح الخفيف."

    # With all but one word in common they may be one, so that both are shown.
    assert changed(change) == [("reworded", "D3", "D3")]


def test_a_pair_is_made_once_and_the_likest_first() -> None:
    def change(data: dict[str, Any]) -> None:
        data["demands"].append({**copy.deepcopy(data["demands"][0]), "id": "D8"})

    assert changed(change) == [("new", None, "D8")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_record_has_not_changed_since_itself(path: Path) -> None:
    record = Record.load(path)
    assert compare_records(record, record) == ()
    digest = seen(record, previous=record).changes
    assert digest is not None and digest.lines == () and digest.lead is not None and "Nothing has changed" in digest.lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_lines_with_what_was_before_and_what_is_missing_in_its_own_words(language: Any) -> None:
    data = wadi_nahr_data()
    given_up(data)
    a_clause_less(data)
    data["final_statement"]["status"] = "draft"
    digest = seen(Record.model_validate(data), language, wadi_nahr()).changes
    assert digest is not None
    outcome, demand, clause = digest.lines
    assert [mark.kind for mark in (*outcome.marks, *clause.marks)] == ["changed", "missing"]
    assert [mark.kind for mark in demand.marks] == ["changed", "withdrawn"]
    # Who reads of a change is told what changed, not the sentence once more.
    assert (demand.facts[0].label, demand.facts[0].value) == {
        "en": ("Status", "set as a condition → withdrawn"),
        "ar": ("الحالة", "شرط ← مسحوب"),
    }[language]
    assert (
        outcome.text
        == {
            "en": "Status of the document: issued → draft, adoption not reported",
            "ar": "حالة الوثيقة: صدرت ← مسودة لم يُذكر اعتمادها",
        }[language]
    )
    assert clause.refs == () and "وجدد البيان التأكيد على وحدة أراضي الوادي" in clause.facts[0].value
    assert digest.lead is not None and "%(" not in digest.lead


@pytest.mark.parametrize("template", ["policy", "flash"])
@pytest.mark.parametrize("format_", ["md", "html"])
def test_changes_stand_in_the_brief_only_if_an_earlier_record_is_given(template: str, format_: Any) -> None:
    data = wadi_nahr_data()
    another_number(data)
    options = RenderOptions(previous=wadi_nahr())
    made = render_brief(Record.model_validate(data), language="en", format=format_, template=template, options=options)
    assert "What has changed" in made and "Earlier" in made
    assert "What has changed" not in render_brief(wadi_nahr(), language="en", format=format_, template=template)


def test_only_what_is_firm_and_first_hand_counts_as_decided() -> None:
    assert [line.id for line in seen(wadi_nahr()).decided.lines] == ["F1", "C1", "C5"]
    data = wadi_nahr_data()
    data["final_statement"]["status"] = "draft"
    data["commitments"][0]["attribution"] = {"level": "media"}
    data["commitments"][4]["status"] = "claimed"
    assert seen(Record.model_validate(data)).decided.lines == ()


def test_what_comes_next_is_in_the_order_of_its_dates() -> None:
    data = wadi_nahr_data()
    later = {**copy.deepcopy(data["next_steps"][0]), "id": "N3", "when": {"as_reported": "x", "value": "2024-04-01"}}
    data["next_steps"].append(later)
    data["next_steps"][0]["when"]["value"], data["next_steps"][1]["when"] = "2024-04-18", None
    assert [line.id for line in seen(Record.model_validate(data)).upcoming.lines] == ["N3", "N1", "N2"]


def test_a_flash_says_how_much_it_leaves_out() -> None:
    data = wadi_nahr_data()
    step = data["next_steps"][0]
    data["next_steps"] = [{**copy.deepcopy(step), "id": f"N{number}"} for number in range(1, 9)]
    digest = seen(Record.model_validate(data)).upcoming
    assert (len(digest.lines), digest.more) == (3, "and 5 more in the full brief")
    assert seen(Record.model_validate(data), "ar").upcoming.more == "و5 أخرى في الموجز الكامل"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_flash_fits_on_half_a_page_and_shows_the_words_behind_each_line(path: Path, language: Any) -> None:
    brief = seen(Record.load(path), language)
    lines = [*brief.decided.lines, *brief.upcoming.lines]
    words = sum(len(sentence.text.split()) for sentence in brief.bottom_line)
    words += sum(len(text.split()) for line in lines for text in (line.text, *(fact.value for fact in line.facts)))
    assert words < 260
    cited = {quotation.number for quotation in brief.cited}
    assert {number for line in lines for number in line.refs} <= cited
    assert {number for sentence in brief.bottom_line for number in sentence.refs} <= cited
    assert all(line.refs for line in lines)


def test_every_section_is_made_in_every_format() -> None:
    from briefing.word import PARTS

    # The drawings are apart for templates of one's own; in the sections they stand with their tables.
    assert set(SECTIONS) == set(PARTS) - {"brief", "matrix_drawing", "timeline_drawing"}
    for format_ in ("md", "html"):
        text = (ROOT / f"templates/brief/policy/brief.{format_}.j2").read_text(encoding="utf-8")
        assert [section for section in SECTIONS if f'section == "{section}"' not in text] == []
        assert [section for section in SECTIONS if f"{{% block {section} %}}" not in text] == []


def test_the_same_previous_record_gives_the_same_bytes() -> None:
    options = RenderOptions(previous=wadi_nahr())
    first, second = (render_document(wadi_nahr(), language="ar", format="html", template="flash", options=options) for _ in "ab")
    assert first == second


def test_what_a_clause_sets_for_later_is_told_once_as_what_comes_next() -> None:
    tunis = seen(Record.load(ROOT / "examples" / "pledging-conference-tunis" / "gold.json"))
    assert "F3" not in [line.id for line in tunis.decided.lines]
    assert [line.id for line in tunis.upcoming.lines] == ["N1"]


@pytest.mark.parametrize(
    ("change", "id_", "label", "turned"),
    [
        (another_amount, "C1", "Amount", "12,500,000 US dollars → "),
        (another_day, "N1", "Date", "18 April 2024 → "),
    ],
)
def test_a_changed_field_is_told_as_what_it_was_and_is(change: Any, id_: str, label: str, turned: str) -> None:
    data = wadi_nahr_data()
    change(data)
    digest = seen(Record.model_validate(data), previous=wadi_nahr()).changes
    assert digest is not None
    (line,) = [line for line in digest.lines if line.id == id_]
    assert next(fact.value for fact in line.facts if fact.label == label).startswith(turned)
    assert not [fact for fact in line.facts if fact.label == "Earlier"]
