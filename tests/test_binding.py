"""How far a pledge or a clause binds: willingness, offers and consent are no pledges, and what is new reaffirms nothing."""

from __future__ import annotations

from typing import Any, cast

import pytest

from briefing.binding import is_due_in_part, restates, sets_condition, undertaken
from briefing.briefs import make_brief
from briefing.record import Clause, Commitment, Demand, Record
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
    ("quote", "day", "part"),
    [
        ("ستقدم 40 مليون دولار على ثلاث دفعات أولاها في الأول من أيار", "في الأول من أيار", True),
        ("تعهدت بمبلغ 9 ملايين يورو، يُدفع نصفه قبل نهاية العام", "قبل نهاية العام", True),
        ("ستسلّم المعدات، على أن تصل الدفعة الأولى في 3 حزيران", "3 حزيران", True),
        ("ستدفع المبلغ كاملاً قبل 5 حزيران", "قبل 5 حزيران", False),
        ("تلتزم بتسليم نصفه الآخر، وستفتح الطريق قبل 5 حزيران", "قبل 5 حزيران", False),
    ],
)
def test_the_day_of_a_first_instalment_is_not_that_of_the_whole(quote: str, day: str, part: bool) -> None:
    evidence = {"source": "S1", "segment": 1, "start": 0, "end": len(quote), "quote": quote}
    item = commitment("تعهد.", deadline={"as_reported": day, "value": "2024-06-05"}, evidence=[evidence])
    assert is_due_in_part(item) is part


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


READY, OFFERED = "الحركة مستعدة لتسليم الخرائط.", "تعرض الجزائر تدريب الشرطة."


def _brief_of(language: str, **more: Any) -> Any:
    data = wadi_nahr_data() | {"conflicts": [], "quality": {}} | more
    return make_brief(Record.model_validate(data), cast("Any", language))


@pytest.mark.parametrize(
    ("language", "said", "groups", "told"),
    [
        (
            "ar",
            [READY, "تتعهد الحكومة بفتح المعبر.", "يبدي الوفد استعداده للعودة.", OFFERED],
            [
                ("الأطراف وسائر المشاركين", "تعهد واحد"),
                ("إبداء استعداد وعروض لا ترقى إلى تعهد", "حالتا إبداء استعداد وعرض واحد"),
            ],
            "تعهد واحد وحالتا إبداء استعداد وعرض واحد",
        ),
        (
            "en",
            [OFFERED, READY],
            [("Willingness and offers, not pledges", "1 statement of willingness and 1 offer")],
            "1 statement of willingness, 1 offer",
        ),
        # Consent and the promise to do one's best bind.
        ("en", ["توافق الحكومة على نشر المراقبين."], [("Parties and other participants", "1 commitment")], "1 commitment"),
    ],
)
def test_what_is_no_pledge_is_neither_headed_nor_counted_as_one(
    language: str, said: list[str], groups: list[tuple[str, str]], told: str
) -> None:
    items = [commitment(ar, id=f"C{n}", by=["P2"]).model_dump() for n, ar in enumerate(said, 1)]
    made = _brief_of(language, commitments=items)
    assert [(group.title, group.count) for group in made.commitments] == groups
    assert told in made.glance[-1].value


@pytest.mark.parametrize(
    ("language", "cells"), [("ar", "تعهد (C1)، استعداد (C2)، عرض (C3)"), ("en", "undertakes (C1), is willing (C2), offers (C3)")]
)
def test_what_is_no_pledge_has_a_sign_of_its_own_in_the_matrix(language: str, cells: str) -> None:
    said = ["تتعهد الحكومة بفتح المعبر.", READY, OFFERED]
    items = [commitment(ar, id=f"C{n}", by=["P2"], issue="DevHum").model_dump() for n, ar in enumerate(said, 1)]
    (matrix,) = (one for one in _brief_of(language, commitments=items).pictures if one.name == "matrix")
    assert cells in [cell for row in matrix.rows for cell in row]


@pytest.mark.parametrize(
    ("ar", "condition", "sets"),
    [
        ("تشترط الحكومة نشر الميزانية.", None, True),
        ("قال الوفد إنه لن يوقع ما لم يُرفع الحظر.", None, True),
        ("شرط الحركة: «إذا عادت المضخة».", None, True),
        ("لن تنشر مالطا أي مراقب من دون طلب خطي.", "نشر المراقبين", True),
        # A demand that is wanted in its own right has a condition itself.
        ("تطالب الحركة بتبادل القوائم إذا صمتت المدافع.", "إذا صمتت المدافع", False),
        ("دعا الوسيط الوفدين إلى العودة شريطة وقف القصف.", "شريطة وقف القصف", False),
    ],
)
def test_a_condition_is_told_from_a_demand_that_has_one(ar: str, condition: str | None, sets: bool) -> None:
    data = wadi_nahr_data()["demands"][0] | {"text": {"ar": ar, "en": "A demand."}, "status": "conditional"}
    data["condition"] = {"ar": condition, "en": "A condition"} if condition else None
    assert sets_condition(Demand.model_validate(data)) is sets
    assert not sets_condition(Demand.model_validate(data | {"status": "rejected"}))
    for language, (own, had) in {"ar": ("شرط", "مشروط"), "en": ("set as a condition", "conditional")}.items():
        (line,) = _brief_of(language, demands=[data]).demands[0].lines
        assert line.marks[0].text == (own if sets else had)


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
