"""How far a pledge or a clause binds: willingness, offers and consent are no pledges, and what is new reaffirms nothing."""

from __future__ import annotations

from typing import Any, cast

import pytest

from briefing.binding import restates, undertaken
from briefing.briefs import make_brief
from briefing.record import Clause, Commitment, Record
from tests.records import wadi_nahr_data
from tests.scripted import Answers, ScriptedModel, read


def commitment(ar: str, **other: Any) -> Commitment:
    data = wadi_nahr_data()["commitments"][0]
    return Commitment.model_validate(data | {"text": {"ar": ar, "en": "A commitment."}, "status": "pledged"} | other)


def clause(ar: str) -> Clause:
    return Clause.model_validate(wadi_nahr_data()["final_statement"]["clauses"][0] | {"text": {"ar": ar, "en": "A clause."}})


@pytest.mark.parametrize(
    ("ar", "weight"),
    [
        ("تبدي الحكومة استعدادها لفتح المعبر.", "readiness"),
        ("الحركة مستعدة لتسليم الخرائط إذا فُتح المعبر.", "readiness"),
        ("يقول المبعوث إن بلاده جاهزة لاستضافة جولة أخرى.", "readiness"),
        ("تعرض الجزائر تدريب الشرطة.", "offer"),
        ("وفق ممثلها، عرضت مالطا استضافة الأمانة.", "offer"),
        ("يقول الوزير إن بلاده تقترح تمويل اللجنة.", "offer"),
        ("توافق الحكومة على نشر المراقبين.", "agreed"),
        ("وافقت الحركة مبدئياً على نشر المراقبين.", "agreed_in_principle"),
        ("توافق الحكومة من حيث المبدأ على تبادل القوائم.", "agreed_in_principle"),
        ("أبدت الحركة استعداداً لتسليم الخرائط.", "readiness"),
        ("ستنشر الأمم المتحدة مراقبين استعداداً للانتخابات.", "pledged"),
        ("ستقدم الكويت 20 بيتاً جاهزاً للسكن.", "pledged"),
        # Who binds himself has pledged it, whatever else his words are of.
        ("تتعهد الحكومة بإبقاء قواتها على أهبة الاستعداد.", "pledged"),
        ("يعد الوزير بأن يُعرض الملف على النيابة.", "pledged"),
        ("تلتزم الحركة بتسليم الخرائط.", "pledged"),
        ("ستقدم قطر 20 مليون دولار رهناً بموافقة البرلمان.", "pledged"),
    ],
)
def test_what_is_weaker_than_a_pledge_is_not_called_one(ar: str, weight: str) -> None:
    assert undertaken(commitment(ar)) == weight


@pytest.mark.parametrize(
    ("ar", "again"),
    [
        ("جدد المشاركون التزامهم بوحدة البلاد.", True),
        ("يؤكد الجانبان مجدداً تمسكهما بتسوية سلمية.", True),
        ("أعاد البيان تأكيد وحدة الأراضي.", True),
        ("تشير الدول الضامنة إلى قرار مجلس الأمن 2565 (2021).", True),
        ("أدان المشاركون استهداف السفن التجارية.", False),
        ("أعرب المجتمعون عن قلقهم من إغلاق المطار.", False),
        ("يؤكد البيان احترام سيادة البلاد.", False),
    ],
)
def test_only_what_says_so_again_is_a_reaffirmation(ar: str, again: bool) -> None:
    assert restates(clause(ar)) is again


@pytest.mark.parametrize(
    ("language", "ar", "marks"),
    [
        ("en", "الحركة مستعدة لتسليم الخرائط إذا فُتح المعبر.", ["willingness, not a pledge", "conditional"]),
        ("ar", "الحركة مستعدة لتسليم الخرائط إذا فُتح المعبر.", ["إبداء استعداد", "مشروط"]),
        ("ar", "توافق الحكومة على نشر المراقبين شريطة أن يكونوا مدنيين.", ["موافقة", "مشروطة"]),
        ("en", "تتعهد الحكومة بفتح المعبر.", ["pledged"]),
        ("ar", "تتعهد الحكومة بفتح المعبر شريطة وقف القصف.", ["تعهُّد", "مشروط"]),
    ],
)
def test_the_marks_of_a_commitment_say_how_far_it_binds(language: str, ar: str, marks: list[str]) -> None:
    data = wadi_nahr_data()
    data["commitments"] = [commitment(ar).model_dump()]
    data["conflicts"] = []
    data["quality"] = {}
    made = make_brief(Record.model_validate(data), cast("Any", language))
    (line,) = made.commitments[0].lines
    assert [mark.text for mark in line.marks] == marks


def test_what_others_only_claim_keeps_its_mark() -> None:
    data = wadi_nahr_data()
    data["commitments"] = [commitment("الحركة مستعدة لتسليم الخرائط.", status="claimed").model_dump()]
    data["conflicts"] = []
    data["quality"] = {}
    (line,) = make_brief(Record.model_validate(data), "en").commitments[0].lines
    assert [mark.text for mark in line.marks] == ["claimed, not confirmed"]


PEOPLE = [{"name": "حكومة سمرا", "en": "Government of Samra", "kind": "state", "role": "party"}]
COMMUNIQUE = (
    "التقى وفد حكومة سمرا الوسطاء في الدوحة. وصدر عن المجتمعين بيان ختامي. وأعربوا عن قلقهم من إغلاق المرفأ. وأدانوا استهداف القوافل. "
    "وجددا التزامهما بوحدة البلاد. وقرروا إنشاء لجنة لمراقبة الهدنة. وطالبا حكومة سمرا بفتح المرفأ."
)


@pytest.mark.parametrize(
    ("quote", "en", "operative"),
    [
        ("أعربوا عن قلقهم من إغلاق المرفأ", "The participants expressed concern at the closure of the harbour.", False),
        ("أدانوا استهداف القوافل", "The participants condemned the targeting of convoys.", False),
        ("جددا التزامهما بوحدة البلاد", "The two renewed their commitment to the unity of the country.", False),
        ("قرروا إنشاء لجنة لمراقبة الهدنة", "The participants decided to set up a committee to monitor the truce.", True),
        ("طالبا حكومة سمرا بفتح المرفأ", "The two demanded that the Government of Samra open the harbour.", True),
    ],
)
def test_what_several_restate_or_decide_is_told_by_their_verb(quote: str, en: str, operative: bool) -> None:
    item = {"kind": "clause", "by": ["none"], "quote": quote, "en": en}
    record = read(COMMUNIQUE, ScriptedModel(Answers(PEOPLE, [item])))
    assert [found.operative for found in record.final_statement.clauses] == [operative]
