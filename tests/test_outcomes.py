"""Who issued, read out and signed the outcome document: three things, and who is said not to have signed it is a fourth."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from briefing import background
from briefing.outcomes import outcome_told
from briefing.record import Record
from briefing.source import report_from_text
from tests.pieces import finds_without
from tests.records import wadi_nahr_data
from tests.scripted import Answers, ScriptedModel, read

PEOPLE: list[dict[str, Any]] = [
    {"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"},
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
    {"name": "سامي النجار", "en": "Sami al-Najjar", "kind": "person", "role": "party", "of": "وفد الحكومة"},
    {"name": "ليلى الصباغ", "en": "Layla al-Sabbagh", "kind": "person", "role": "party", "of": "حركة السدود"},
    {"name": "قطر", "en": "Qatar", "kind": "state", "role": "host"},
    {"name": "النرويج", "en": "Norway", "kind": "state", "role": "guarantor"},
]
LEAD = "التقى في الدوحة وفد الحكومة وحركة السدود برعاية قطر والنرويج، بحضور سامي النجار وليلى الصباغ. وصدر بيان ختامي باسم قطر والنرويج."


def signing(text: str, *, frame: dict[str, Any] | None = None) -> tuple[list[str], list[str]]:
    answers = Answers(PEOPLE, [], frame=frame) if frame else Answers(PEOPLE, [])
    record = read(f"{LEAD}\n\n{text}\n", ScriptedModel(answers))
    names = {one.id: one.name.en or "" for one in record.participants}
    final = record.final_statement
    assert final.status == "adopted"
    return [names[one] for one in final.signatories], [names[one] for one in final.not_signed_by]


@pytest.mark.parametrize(
    ("text", "signed", "unsigned"),
    [
        ("ووقّع البيان سامي النجار وليلى الصباغ.", ["Sami al-Najjar", "Layla al-Sabbagh"], []),
        ("ووقعت قطر والنرويج على الوثيقة، ولم يوقعها وفد الحكومة.", ["Qatar", "Norway"], ["Government delegation"]),
        ("وقد وقعه سامي النجار عن وفد الحكومة.", ["Sami al-Najjar"], []),
        ("ولم توقع حركة السدود البيان.", [], ["Sudud Movement"]),
        ("ورحب وفد الحكومة بالبيان، وذكرت حركة السدود أنها لم توقع على أي وثيقة.", [], ["Sudud Movement"]),
        ("وامتنعت حركة السدود عن توقيع البيان.", [], ["Sudud Movement"]),
        ("وتلا البيان وزير قطر من دون توقيع من وفد الحكومة على النص.", [], ["Government delegation"]),
        ("وطالبت النرويج بأن يوقع وفد الحكومة البيان.", [], []),
        ("ومن المقرر أن يوقع وفد الحكومة الوثيقة غداً.", [], []),
        ("ونفت ليلى الصباغ أن تكون حركة السدود قد وقعت البيان.", [], []),
        ("ووقع انفجار قرب مقر وفد الحكومة.", [], []),
        ("ودعت النرويج إلى الحوار مع حركة السدود التي وقعت على اتفاق وقف إطلاق النار.", [], []),
        ("وشكرت النرويج حركة السدود التي وقعت على البيان.", ["Sudud Movement"], []),
        ("وكان وفد الحكومة قد وقع في الجولة السابقة بياناً مماثلاً.", [], []),
        ("ولم يوقّع الطرفان البيان.", [], ["Government delegation", "Sudud Movement"]),
        ("وعُلق البيان الذي لم يوقعه الوفدان.", [], ["Government delegation", "Sudud Movement"]),
        ("ولم يوقّع على البيان أي من الطرفين.", [], ["Government delegation", "Sudud Movement"]),
        ("ولم توقعه الوفود.", [], ["Government delegation", "Sudud Movement"]),
        ("ولم يوقع عليه أي من المراقبين.", [], []),
        ("ووقّع سامي النجار وليلى الصباغ في ختام الجلسة الأخيرة مذكرة التفاهم.", ["Sami al-Najjar", "Layla al-Sabbagh"], []),
    ],
)
def test_who_signed_and_who_did_not(text: str, signed: list[str], unsigned: list[str]) -> None:
    assert signing(text) == (signed, unsigned)


def test_a_model_is_believed_only_where_a_sentence_tells_of_the_signing() -> None:
    frame = {"name": "", "name_en": "", "outcome": {"status": "adopted", "signed_by": ["قطر", "حركة السدود"]}}
    assert signing("وجرى حفل وقع فيه ممثل قطر على وثيقة البيان.", frame=frame)[0] == ["Qatar"]
    assert signing("ورحبت حركة السدود بالبيان.", frame=frame)[0] == []


def test_the_heads_of_two_delegations_are_those_whom_a_model_names() -> None:
    frame = {"name": "", "name_en": "", "outcome": {"status": "adopted", "signed_by": ["سامي النجار", "ليلى الصباغ"]}}
    assert signing("ووقّعه رئيسا الوفدين بالأحرف الأولى.", frame=frame)[0] == ["Sami al-Najjar", "Layla al-Sabbagh"]
    assert signing("ومن المقرر أن يوقعه رئيسا الوفدين غداً.", frame=frame)[0] == []
    assert signing("ولم يوقعه رئيسا الوفدين.", frame=frame)[0] == []
    assert signing("ورحب رئيسا الوفدين بالبيان.", frame=frame)[0] == []
    states = {"name": "", "name_en": "", "outcome": {"status": "adopted", "signed_by": ["قطر", "النرويج"]}}
    assert signing("ووقّعه رئيسا الوفدين بالأحرف الأولى.", frame=states)[0] == []


def test_a_draft_on_the_table_is_told_though_no_agreement_was_signed() -> None:
    text = (
        "انتهت في الدوحة الجولة بين وفد الحكومة وحركة السدود دون توقيع اتفاق نهائي. وتقضي ورقة الوسطاء، التي لم تُعتمد بعد، بهدنة."
    )
    frame = {"name": "", "name_en": "", "outcome": {"status": "draft", "quote": "ورقة الوسطاء، التي لم تُعتمد بعد"}}
    record = read(text, ScriptedModel(Answers(PEOPLE, [], frame=frame)))
    assert record.final_statement.status == "draft"
    adopted = {"name": "", "name_en": "", "outcome": {"status": "adopted", "quote": "ورقة الوسطاء، التي لم تُعتمد بعد"}}
    assert read(text, ScriptedModel(Answers(PEOPLE, [], frame=adopted))).final_statement.status == "not_reached"


@pytest.mark.parametrize(
    ("place", "offered", "told", "country"),
    [("عمّان", "Amman", "Amman", "JO"), ("تونس", "Tunis", "Tunis", "TN"), ("جنيف", "Genf", "Geneva", "CH")],
)
def test_the_place_that_a_model_gives_is_a_city(place: str, offered: str, told: str, country: str) -> None:
    frame = {"name": "", "name_en": "", "place": place, "place_en": offered, "outcome": {"status": "not_stated"}}
    record = read(f"التقى في {place} وفد الحكومة وحركة السدود.", ScriptedModel(Answers(PEOPLE, [], frame=frame)))
    assert record.event.place is not None
    assert (record.event.place.en, record.event.country) == (told, country)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("باريس (رويترز) - التقى وفد الحكومة وحركة السدود أمس.", None),
        ("باريس - «الضحى»\nالتقى وفد الحكومة وحركة السدود أمس في جنيف.", "Geneva"),
        ("باريس (رويترز) - التقى وفد الحكومة وحركة السدود أمس في فندق في باريس.", "Paris"),
    ],
)
def test_a_place_that_a_model_takes_from_the_dateline_is_refused_and_said(text: str, place: str | None) -> None:
    frame = {
        "name": "محادثات باريس", "name_en": "Paris talks", "place": "باريس", "place_en": "Paris", "outcome": {"status": "not_stated"},
    }  # fmt: skip
    record = read(text, ScriptedModel(Answers(PEOPLE, [], frame=frame)))
    assert (record.event.place and record.event.place.en) == place
    assert ("Paris" in record.event.name.en) is (place == "Paris")
    assert ("place_dateline" in {entry.code for entry in record.quality.warnings}) is (place != "Paris")


def test_those_who_preside_together_issue_what_the_chair_issues() -> None:
    people = [
        {"name": "الكويت", "en": "Kuwait", "kind": "state", "role": "host"},
        {"name": "النرويج", "en": "Norway", "kind": "state", "role": "sponsor"},
        {"name": "اليابان", "en": "Japan", "kind": "state", "role": "other"},
    ]

    def issuers(text: str) -> list[str | None]:
        record = read(f"عُقد المؤتمر برئاسة مشتركة بين الكويت والنرويج، بحضور اليابان. {text}", ScriptedModel(Answers(people, [])))
        names = {one.id: one.name.en for one in record.participants}
        return [names[one] for one in record.final_statement.issued_by]

    assert issuers("وأصدرت الرئاسة المشتركة بياناً ختامياً.") == ["Kuwait", "Norway"]
    assert issuers("وأصدر الرئيسان المشاركان بياناً ختامياً.") == ["Kuwait", "Norway"]
    assert issuers("وصدر بيان ختامي باسم اليابان.") == ["Japan"]


def test_a_record_does_not_say_of_one_that_it_signed_and_did_not() -> None:
    data = wadi_nahr_data()
    data["final_statement"] |= {"signatories": ["P5"], "not_signed_by": ["P5"]}
    with pytest.raises(ValidationError, match="P5 that it signed and that it did not"):
        Record.model_validate(data)
    data["final_statement"] |= {"not_signed_by": ["P77"]}
    with pytest.raises(ValidationError, match="P77, who does not exist"):
        Record.model_validate(data)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("تنطلق الأحد في الدوحة جولة محادثات بين وفد الحكومة وحركة السدود.", "2024-05-19"),  # the report is of a Tuesday
        ("من المقرر أن تبدأ يوم الخميس في الدوحة محادثات وفد الحكومة وحركة السدود.", "2024-05-16"),
        ("انطلقت الأحد في الدوحة جولة محادثات بين وفد الحكومة وحركة السدود.", "2024-05-12"),
        ("اجتمع الأحد في الدوحة وفد الحكومة وحركة السدود، وتعقد جولة ثانية لاحقاً.", "2024-05-12"),
        ("وتستضيف قطر الاثنين المقبل محادثات وفد الحكومة وحركة السدود.", "2024-05-20"),
    ],
)
@pytest.mark.parametrize("profile", ["server", "small"])
def test_a_weekday_of_a_round_that_is_to_come_lies_ahead(text: str, start: str, profile: str) -> None:
    record = read(
        f"{text}\n", ScriptedModel(Answers(PEOPLE, [], english=lambda _: "So it is.")), published="2024-05-14", profile=profile
    )
    assert record.event.start is not None
    assert record.event.start.value == start


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("انتهت الجولة من دون التوصل إلى اتفاق.", "not_reached"),
        ("وانفض اللقاء دون اتفاق بين الوفدين.", "not_reached"),
        ("وانتهى الاجتماع بلا بيان ختامي.", "none_issued"),
        ("ولم يصدر عن اللقاء أي إعلان.", "none_issued"),
        ("اختتم الوفدان جولة ثانية ببيان مشترك تلاه الوسيط. وكانت الجولة الأولى قد انتهت من دون اتفاق.", "adopted"),
        ("صدر عن الجولة الأولى بيان ختامي في العام الماضي. واختتمت أمس الجولة الثالثة ولم يصدر عنها بيان.", "none_issued"),
        ("وأفاد بيان مشترك صدر عن الوفدين بأنهما لم يتفقا على موعد للجولة المقبلة.", "adopted"),
        ("وانتهت الجولة من دون أن يتفق الوفدان على موعد جديد.", None),
        ("ولم يتفق الوفدان على تبادل الأسرى.", "not_reached"),
        ("وتضمن بيان وقّعه الطرفان خمسة بنود.", "adopted"),
        ("اختتمت الجولة دون اتفاق بشأن الحصص. وتُوّجت الأشغال بمحضر وقّعه رئيسا اللجنتين بالأحرف الأولى.", "adopted"),
        ("اختتمت الجولة دون اتفاق بشأن الحصص، على أن يوقع الوفدان محضراً لاحقاً.", "not_reached"),
        ("وانتهت الجولة دون توقيع محضر.", "none_issued"),
        ("ونفى الوفد أن يكون بيان صدر عن الاجتماع ملزماً له.", None),
    ],
)
def test_the_state_of_the_outcome_document_is_that_of_this_round(text: str, status: str | None) -> None:
    told = outcome_told(report_from_text(text, published="2024-05-14"))
    assert (told[0] if told else None) == status


def test_the_quick_look_lets_through_whatever_names_an_earlier_round() -> None:
    def tells(run: str) -> bool:
        return background._EARLIER_STEMS.search(run) is not None

    assert list(finds_without(background._EARLIER_ROUND, tells)) == []


@pytest.mark.parametrize(
    ("document", "title", "named"),
    [
        ("بلاغاً", "بلاغ", "ورد في البلاغ"),
        ("محضر اتفاق", "محضر اتفاق", "ورد في المحضر"),
        ("مذكرة تفاهم", "مذكرة تفاهم", "ورد في المذكرة"),
        ("نداءً مشتركاً", "نداء مشترك", "ورد في النداء"),
        ("بياناً ختامياً", "بيان ختامي", "ورد في البيان"),
    ],
)
def test_a_document_by_any_name_has_its_issuer_its_reader_and_its_title(document: str, title: str, named: str) -> None:
    text = (
        "التقى في الدوحة وفد الحكومة وحركة السدود، بحضور سامي النجار وليلى الصباغ."
        f"\n\nوتلا سامي النجار {document} صدر باسمه ولم توقعه الوفود، جاء فيه أن المشاركين اتفقوا على تبادل الأسرى.\n"
    )
    words = f"تلا سامي النجار {document} صدر باسمه"
    outcome = {"status": "adopted", "quote": words, "title": document, "title_en": "Document"}
    clause = {
        "by": ["none"], "kind": "clause", "quote": "المشاركين اتفقوا على تبادل الأسرى", "en": "The participants agreed to exchange prisoners.",
    }  # fmt: skip
    record = read(text, ScriptedModel(Answers(PEOPLE, [clause], frame={"name": "", "name_en": "", "outcome": outcome})))
    final, names = record.final_statement, {one.id: one.name.en for one in record.participants}
    assert final.status == "adopted" and final.title is not None
    assert (final.title.ar, [names[one] for one in final.issued_by], names[final.read_by or ""]) == (
        title, ["Sami al-Najjar"], "Sami al-Najjar",
    )  # fmt: skip
    assert [names[one] for one in final.not_signed_by] == ["Government delegation", "Sudud Movement"]
    assert [one.text.ar for one in final.clauses] == [f"{named} أن المشاركين اتفقوا على تبادل الأسرى."]


def test_who_speaks_in_the_name_of_a_side_issues_nothing() -> None:
    text = (
        "التقى في الدوحة وفد الحكومة وحركة السدود.\n\nوقال الناطق باسم حركة السدود إن الاتفاق عادل. ووقع وفد الحكومة الاتفاق.\n"
    )
    assert read(text, ScriptedModel(Answers(PEOPLE, []))).final_statement.issued_by == []


def test_a_proviso_that_the_parties_may_agree_otherwise_is_no_failure() -> None:
    report = report_from_text("ونص البيان الختامي على سحب القوات، ما لم يتفق الطرفان على غير ذلك.\n")
    told = outcome_told(report)
    assert told is not None and told[0] == "adopted"
