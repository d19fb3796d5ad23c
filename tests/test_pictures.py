from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from briefing.briefs import make_brief
from briefing.pictures import Picture, _breadth, _headed
from briefing.record import Record
from briefing.rendering import LANGUAGES, render_brief
from tests.conftest import ROOT
from tests.records import wadi_nahr, wadi_nahr_data

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
SVG = "{http://www.w3.org/2000/svg}"


def pictures(record: Record, language: Any) -> dict[str, Picture]:
    return {picture.name: picture for picture in make_brief(record, language).pictures}


def drawings(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def test_the_matrix_tells_who_demands_and_undertakes_what() -> None:
    matrix = pictures(wadi_nahr(), "en")["matrix"]
    table = {row[0]: dict(zip(matrix.headings[1:], row[1:], strict=True)) for row in matrix.rows}
    assert table["Prisoner release"]["Movement of the Sons of the River"] == "demands (D1)"
    assert table["Prisoner release"]["Government of the Wadi"] == "undertakes, as others say (C3)"
    assert table["Missing persons"]["Government of the Wadi"] == "demands (D4)"
    assert table["Missing persons"]["Movement of the Sons of the River"] == "demands (D4)"
    assert table["Final statement"]["Movement of the Sons of the River"] == "reserves its position"


def test_the_table_says_why_something_is_off_the_table() -> None:
    for language, words in (
        ("en", ["withdrawn demand (D5), rejected demand (D6), denied demand (D7)", "denied commitment (C4)"]),
        ("ar", ["مطلب مسحوب (D5)، مطلب مرفوض (D6)، مطلب منفي (D7)", "تعهد منفي (C4)"]),
    ):
        described = " ".join(cell for row in pictures(wadi_nahr(), language)["matrix"].rows for cell in row)
        assert all(word in described for word in words), described


def test_the_timeline_and_the_heading_of_a_conflict_name_months_as_the_lines_do() -> None:
    data = wadi_nahr_data()
    data["next_steps"][0]["text"]["ar"] = "يعود الوفدان في 18 أبريل، وقالت الحركة: «نعود في 18 أبريل»."
    data["conflicts"][0]["about"]["ar"] = "هل حُدد الخامس من دجنبر موعداً"
    made = make_brief(Record.model_validate(data), "ar")
    (timeline,) = (one for one in made.pictures if one.name == "timeline")
    told = [row[-1] for row in timeline.rows if "N1" in row[-1]]
    assert told == [f"خطوة مقبلة N1: {made.next_steps[0].text}"]
    assert "في 18 نيسان/أبريل، " in told[0] and "«نعود في 18 أبريل»" in told[0]
    assert made.conflicts[0].about == "هل حُدد الخامس من كانون الأول/ديسمبر موعداً؟"


def test_what_a_person_says_is_in_the_column_of_the_delegation() -> None:
    data = wadi_nahr_data()
    data["demands"][2]["by"] = ["P3"]  # speaks for P1
    matrix = pictures(Record.model_validate(data), "en")["matrix"]
    assert "Salem al-Rajhi" not in matrix.headings
    assert any("D3" in cell for cell in (row[matrix.headings.index("Government of the Wadi")] for row in matrix.rows))


@pytest.mark.parametrize(
    ("title", "speaks"),
    [
        ("رئيس وفد الحكومة", True),
        ("الناطقة باسم الحكومة", True),
        ("العقيد، كبير مفاوضي الحكومة", True),
        ("وزير الخارجية", True),
        ("القائد العسكري للحكومة، العقيد", False),
        ("نائب رئيس الوفد", False),
        ("عضو الوفد، وزير العدل السابق", False),
        (None, False),
    ],
)
def test_what_a_person_says_of_the_document_is_his_sides_by_his_office_alone(title: str | None, speaks: bool) -> None:
    data = wadi_nahr_data()
    data["final_statement"]["stances"] = [data["final_statement"]["stances"][0] | {"participant": "P3"}]
    data["participants"][2] |= {"title": {"ar": title, "en": "-"} if title else None}
    matrix = pictures(Record.model_validate(data), "en")["matrix"]
    final = dict(zip(matrix.headings, matrix.rows[-1], strict=True))
    assert (final.get("Government of the Wadi") == "welcomes or supports") is speaks
    assert final.get("Salem al-Rajhi", "") == ("" if speaks else "welcomes or supports")


@pytest.mark.parametrize(("language", "words"), [("en", "reserves its position (in part)"), ("ar", "تحفُّظ (جزئياً)")])
def test_a_sign_for_a_part_of_the_document_says_so(language: Any, words: str) -> None:
    data = wadi_nahr_data()
    data["final_statement"]["stances"][1]["about"] = {"ar": "الفقرة 4", "en": "paragraph 4"}
    matrix = pictures(Record.model_validate(data), language)["matrix"]
    assert words in matrix.rows[-1] and words in matrix.description
    assert words.partition("(")[2].rstrip(")") in {shape.text for shape in matrix.shapes}


def test_a_refusal_in_the_negative_is_no_rejection() -> None:
    data = wadi_nahr_data()
    assert data["statements"][1]["negated"]
    assert "T2" not in pictures(Record.model_validate(data), "en")["matrix"].description
    data["statements"][1]["negated"] = False
    assert "refuses or has reservations (T2)" in pictures(Record.model_validate(data), "en")["matrix"].description


def test_the_timeline_is_in_the_order_of_the_dates_and_what_has_none_comes_last() -> None:
    timeline = pictures(wadi_nahr(), "en")["timeline"]
    texts = [text for _, text in timeline.rows]
    assert texts[0] == "End: Wadi Nahr talks"
    assert texts[1].startswith("Due C5: ")
    assert texts[2].startswith("Next step N1: ")
    assert {text.split(":")[0] for text in texts[-2:]} <= {"Start", "Due C1", "Next step N2"}
    kinds = [shape.kind for shape in timeline.shapes]
    assert kinds.count("span") == 1  # 10 to 20 March
    assert "dashed" in kinds


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2024-03-10", "2024-03", "2023"], [2, 1, 0]),
        (["../2024-01-01", "2023-12-31", "2024-01-02/.."], [1, 0, 2]),
        (["2024-03-XX", "2024-02-28~", "202X"], [2, 1, 0]),
        (["2024-05-01", "2024-05-01"], [0, 1]),
    ],
)
def test_dates_of_every_precision_are_ordered_by_their_first_day(values: list[str], order: list[int]) -> None:
    data = wadi_nahr_data()
    data["event"] |= {"start": None, "end": None}
    for commitment in data["commitments"]:
        commitment.pop("deadline", None)
    step = data["next_steps"][0]
    data["next_steps"] = [
        {**step, "id": f"N{number}", "when": {"as_reported": value, "value": value}} for number, value in enumerate(values, 1)
    ]
    timeline = pictures(Record.model_validate(data), "en")["timeline"]
    assert [re.findall(r"N(\d)", text)[0] for _, text in timeline.rows] == [str(index + 1) for index in order]


@pytest.mark.parametrize(("language", "listed"), [("en", "D6, D8"), ("ar", "\u2068D6\u2069، \u2068D8\u2069")])
def test_items_in_one_cell_of_the_matrix_stand_apart_by_the_comma_of_the_language(language: Any, listed: str) -> None:
    matrix = pictures(Record.load(ROOT / "examples/long-analysis-valletta/gold.json"), language)["matrix"]
    assert listed in {shape.text for shape in matrix.shapes}


def test_too_few_data_make_no_picture() -> None:
    data = wadi_nahr_data()
    record = Record.model_validate({key: data[key] for key in ("event", "sources", "provenance")})
    assert pictures(record, "en") == {}
    assert "<svg" not in render_brief(record, language="en", format="html")
    one_issue = wadi_nahr_data()
    for item in (*one_issue["demands"], *one_issue["commitments"]):
        item["issue"] = "DevHum"
    assert "matrix" not in pictures(Record.model_validate(one_issue), "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_drawing_is_named_described_and_inside_its_frame(path: Any, language: Any) -> None:
    record = Record.load(path)
    made = pictures(record, language)
    drawn = drawings(render_brief(record, language=language, format="html"))
    assert len(drawn) == len(made)
    for svg, picture in zip(drawn, (made[name] for name in ("matrix", "timeline") if name in made), strict=True):
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby") == f"{picture.name}-title {picture.name}-description"
        described = svg.findtext(f"{SVG}desc")
        assert described
        for id_ in {found for shape in picture.shapes for found in re.findall(r"\b[DCTN]\d+\b", shape.text)}:
            assert id_ in described
        assert all(0 <= shape.x <= picture.width and 0 <= shape.y <= picture.height for shape in picture.shapes)
        assert {text.get("direction") for text in svg.iter(f"{SVG}text")} == {"rtl" if language == "ar" else "ltr"}


def test_a_picture_of_very_many_items_stays_small_and_says_that_it_is_not_all() -> None:
    data = wadi_nahr_data()
    demand, step = data["demands"][0], data["next_steps"][0]
    codes = ["TjPrire", "DevHum", "ImE", "StDef", "CeProv", "TjMis"]
    data["demands"] = [
        {**demand, "id": f"D{number}", "issue": codes[number % 6], "by": [f"P{number % 9 + 1}"]} for number in range(1, 501)
    ]
    data["next_steps"] = [{**step, "id": f"N{number}"} for number in range(1, 101)]
    data["conflicts"] = []
    made = pictures(Record.model_validate(data), "en")
    assert len(made["matrix"].headings) == 7
    assert len(made["timeline"].rows) == 24
    assert "Only the parties and issues with the most items are shown." in {shape.text for shape in made["matrix"].shapes}
    assert "Only the first dates are shown." in {shape.text for shape in made["timeline"].shapes}
    assert sum(len(shape.text) for shape in made["matrix"].shapes) < 8_000


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eevil\u202c", "x" * 10_000, "{{ 7*7 }}", "a\x00b", "]]>"])
def test_nothing_of_a_record_acts_or_leaves_the_frame_in_a_drawing(text: str) -> None:
    data = wadi_nahr_data()
    for participant in data["participants"]:
        participant["name"] = {"ar": text, "en": text}
    for item in (*data["next_steps"], *data["commitments"]):
        item["text"] = {"ar": text, "en": text}
    record = Record.model_validate(data)
    for language in LANGUAGES:
        html = render_brief(record, language=language, format="html")
        for svg in drawings(html):
            assert {element.tag for element in svg.iter()} <= {SVG + name for name in ("svg", "title", "desc", "path", "text")}
            assert all(len(shape.text or "") < 130 for shape in svg.iter(f"{SVG}text"))
        assert "\u202e" not in html


def test_a_heading_of_the_matrix_never_reaches_into_the_next_column() -> None:
    width = 77.0  # of six parties
    for name in ("Government of Sarmad", "Army of the Coast", "International Committee", "Memorandum Working Group"):
        lines = _headed(name, width)
        assert all(_breadth(line) <= width for line in lines) or max(map(len, name.split())) > 10
        assert " ".join(lines) == name or "Memorandum" in name
    assert _headed("Government of Sarmad", width) == ["Government", "of Sarmad"]
