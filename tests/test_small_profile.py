"""The small profile, in which rules settle what a small model cannot: whose it is, how many things, and what the words leave open."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.record import Record
from tests.pipeline import Script, run

PEOPLE: list[dict[str, Any]] = [
    {"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"},
    {"name": "وفد الجبهة", "en": "Front delegation", "kind": "delegation", "role": "party"},
    {"name": "النرويج", "en": "Norway", "kind": "state", "role": "mediator"},
    {"name": "سامر النجار", "en": "Samer al-Najjar", "kind": "person", "role": "party", "of": "وفد الجبهة"},
]
LEAD = "عقد وفد الحكومة ووفد الجبهة أمس جلسة محادثات في أوسلو برعاية النرويج، بحضور سامر النجار."


def reading(text: str, english: str = "") -> Record:
    script = Script(PEOPLE, [[]], english=english or (lambda said: "The line says that."))
    return run(f"{LEAD}\n\n{text}\n", script, profile="small")


def told(record: Record, kind: str) -> list[tuple[list[str], str]]:
    names = {one.id: one.name.ar or "" for one in record.participants}
    return [([names[one] for one in item.by], item.text.ar) for item in getattr(record, kind)]


def test_a_pronoun_goes_on_with_whom_the_first_one_stood_for() -> None:
    text = "ونقلت وكالة الميناء عن وفد الجبهة إنه رفض المفاوضات المباشرة مع وفد الحكومة، مشيراً إلى أنه سيناقش تثبيت الهدنة فقط."
    assert told(reading(text), "statements")[-1] == (["وفد الجبهة"], "سيناقش وفد الجبهة تثبيت الهدنة فقط.")


def test_what_is_between_two_is_one_thing() -> None:
    text = (
        "ودعا سامر النجار إلى رفع مستوى المسار، وبالدرجة الأولى الحوار المباشر بين الحكومة والمعارضة التي وقعت على اتفاق الهدنة."
    )
    record = reading(text)
    assert [words for _, words in told(record, "demands")] == [
        "دعا سامر النجار إلى رفع مستوى المسار، وبالدرجة الأولى الحوار المباشر بين الحكومة والمعارضة التي وقعت على اتفاق الهدنة."
    ]


def test_whom_a_speaker_calls_something_is_whom_he_asks() -> None:
    text = 'وطالب سامر النجار من سماهم "الصامتين والرعاة" بإيجاد آلية واضحة للمراقبة.'
    assert told(reading(text), "demands") == [
        (["سامر النجار"], 'طالب سامر النجار من سماهم "الصامتين والرعاة" بإيجاد آلية واضحة للمراقبة.')
    ]


def test_where_an_ambassador_serves_takes_no_part() -> None:
    names = [one.name.ar for one in reading("وقال سفير النرويج في تونس إن بلاده ترحب بالهدنة.").participants]
    assert "تونس" not in names and "النرويج" in names


def test_what_needs_a_thing_stands_in_the_quotation() -> None:
    record = reading("وجدد سامر النجار تأكيده على أن تثبيت الهدنة يتطلب إغلاق المعابر الشمالية.")
    quotes = [entry.quote for item in record.items() for entry in item.evidence]
    assert "أن تثبيت الهدنة يتطلب إغلاق المعابر الشمالية" in quotes


def test_a_measure_is_nobodys_agreement() -> None:
    text = "وصدر بيان ختامي تضمن الدعوة إلى بدء محادثات بما يتفق مع قرار مجلس الأمن 2254."
    clauses = reading(text).final_statement.clauses
    assert [one.text.ar for one in clauses] == ["يتضمن البيان الدعوة إلى بدء محادثات بما يتفق مع قرار مجلس الأمن 2254."]


@pytest.mark.parametrize(
    ("english", "listed"),
    [
        ("Samer al-Najar demands that he be added to the list of banned organizations.", True),
        ("Samer al-Najar requests to be added to the list of banned organizations.", True),
        ("Samer al-Najar demands that they be added to the list of banned organizations.", False),
    ],
)
def test_a_wish_for_oneself_of_which_the_arabic_says_nothing_is_no_translation(english: str, listed: bool) -> None:
    text = "واتهم سامر النجار الفصائل بعرقلة الهدنة، مطالباً بضمها إلى قائمة المنظمات المحظورة."
    record = reading(text, english)
    item = next(one for one in record.demands if "بضمها" in one.text.ar)
    assert (item.text.en == english) is not listed
    assert ("untranslated" in {one.code for one in record.quality.warnings if one.item == item.id}) is listed


def test_a_document_goes_on_speaking_and_whoever_is_urged_urges_nobody() -> None:
    record = reading(
        "التقى وفد الحكومة السورية ووفد المعارضة أمس في جنيف برعاية روسيا وتركيا. وحضر المبعوث ستيفان دي ميستورا.\n\n"
        "ودعا دي ميستورا الأطراف إلى ضبط النفس. كما حث الدول الراعية على إيجاد آلية للمراقبة.\n\n"
        "وتداولت الوفود مسودة بيان تنص على إنشاء لجنة مشتركة، وتؤيد رغبة المعارضة في المشاركة في الجولة المقبلة، وتدعو إلى بدء محادثات."
    )
    assert told(record, "demands") == [
        (["ستيفان دي ميستورا"], "دعا ستيفان دي ميستورا الأطراف إلى ضبط النفس."),
        (["ستيفان دي ميستورا"], "حث ستيفان دي ميستورا الدول الراعية على إيجاد آلية للمراقبة."),
    ]
    assert told(record, "statements") == []
    assert [clause.text.ar for clause in record.final_statement.clauses] == [
        "تنص المسودة على إنشاء لجنة مشتركة.",
        "تؤيد المسودة رغبة المعارضة في المشاركة في الجولة المقبلة.",
        "تدعو المسودة إلى بدء محادثات.",
    ]
