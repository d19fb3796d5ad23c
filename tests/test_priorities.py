"""What a bottom line tells: what came of a round before what anybody wants."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.briefs import make_brief
from briefing.priorities import priorities
from briefing.record import Record
from tests.records import wadi_nahr_data

PARTIES = ["P1", "P2"]


def statement(by: list[str], ar: str, en: str, *, act: str = "OTHER") -> dict[str, Any]:
    quoted = wadi_nahr_data()["statements"][0]["evidence"]
    return {"id": "T9", "by": by, "act": act, "text": {"ar": ar, "en": en}, "evidence": quoted}


def told(*statements: dict[str, Any], status: str = "adopted", **other: Any) -> Record:
    data = wadi_nahr_data()
    data["statements"] += statements
    data["final_statement"]["status"] = status
    if status == "none_issued":
        data["final_statement"] |= {"clauses": [], "stances": [], "issued_by": [], "read_by": None, "signatories": []}
        data["conflicts"] = []
    return Record.model_validate(data | other)


def chosen(record: Record) -> Any:
    people = {person.id: person for person in record.participants}
    return priorities(record, lambda id_: people[id_].affiliation or id_)


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("يعلن المبعوث أن قيمة التعهدات بلغت 30 مليون دولار.", "The envoy announces that pledges reached 30 million dollars."),
        (
            "وصل إجمالي مساهمات المشاركين إلى 12 مليون يورو.",
            "The contributions of the participants reached 12 million euros in all.",
        ),
    ],
)
def test_a_sum_that_was_pledged_in_all_follows_who_met(ar: str, en: str) -> None:
    record = told(statement(["P5"], ar, en))
    assert [item.text.en for item in chosen(record).totals] == [en]
    assert [made.text for made in make_brief(record, "en").bottom_line][1] == en


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("تشكل المنح 65 في المئة من مجموع التعهدات.", "Grants make up 65 per cent of all pledges."),
        ("تتعهد مملكة الخليج الأزرق بدفع 20 مليون دولار.", "The Kingdom of the Blue Gulf pledges to pay 20 million dollars."),
        ("لم تبلغ قيمة التعهدات 30 مليون دولار.", "Pledges did not reach 30 million dollars."),
    ],
)
def test_a_share_a_single_pledge_and_a_sum_that_was_missed_are_no_total(ar: str, en: str) -> None:
    assert chosen(told(statement(["P5"], ar, en))).totals == ()


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("اتفق الطرفان على تمديد الهدنة شهراً.", "The two sides agreed to extend the truce by a month."),
        ("توصل الوفدان إلى تفاهم بشأن معبر السد.", "The two delegations reached an understanding on the dam crossing."),
    ],
)
def test_what_the_parties_agreed_on_comes_first_where_there_is_no_document(ar: str, en: str) -> None:
    record = told(statement(PARTIES, ar, en, act="AGREE"), status="none_issued")
    assert [item.text.en for item in chosen(record).agreed] == [en]
    assert [made.text for made in make_brief(record, "en").bottom_line][1] == en


@pytest.mark.parametrize(
    ("by", "ar", "en"),
    [
        (PARTIES, "يتمسك الطرفان بسرية القوائم.", "The two sides insist on the confidentiality of the lists."),
        (PARTIES, "لم يتوصل الجانبان إلى تفاهم.", "The two sides reached no understanding."),
        (["P1"], "توافق الحكومة على تمديد الهدنة.", "The Government agrees to extend the truce."),
    ],
)
def test_what_both_hold_or_do_not_agree_on_and_what_one_agrees_to_is_no_agreement(by: list[str], ar: str, en: str) -> None:
    assert chosen(told(statement(by, ar, en, act="AGREE"), status="none_issued")).agreed == ()


def test_what_a_document_decides_has_room_before_what_the_parties_want() -> None:
    data = wadi_nahr_data()
    for demand in data["demands"]:
        demand["text"] = {name: f"{text} {'more ' * 100}" for name, text in demand["text"].items()}
    record = Record.model_validate(data)
    lines = [made.text for made in make_brief(record, "en").bottom_line]
    clause = next(item.text.en for item in record.final_statement.clauses if item.operative)
    assert lines[1] == clause and not any("more more" in line for line in lines)
    assert lines[-1] == record.next_steps[0].text.en


def test_the_next_meeting_is_no_outcome_even_if_the_document_sets_it() -> None:
    data = wadi_nahr_data()
    operative = next(clause for clause in data["final_statement"]["clauses"] if clause["operative"])
    operative["text"] = data["next_steps"][0]["text"]
    assert chosen(Record.model_validate(data)).agreed == ()


def test_what_an_unnamed_source_tells_is_no_outcome() -> None:
    total = statement(["P5"], "بلغت قيمة التعهدات 30 مليون دولار.", "Pledges reached 30 million dollars.")
    assert chosen(told(total | {"attribution": {"level": "unnamed"}})).totals == ()
    agreed = statement(PARTIES, "اتفق الطرفان على الهدنة.", "The two sides agreed on the truce.", act="AGREE")
    assert chosen(told(agreed | {"attribution": {"level": "unnamed"}}, status="none_issued")).agreed == ()
