"""What a model misreads in a report, in a sentence each: what may come, what is only told, proposed or hoped, whose it is.

Every wrong reading stands beside an honest one of a sentence that looks like it, which has to pass untouched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from briefing.briefs import make_brief
from briefing.findings import issue_of
from briefing.glossary import load_glossary
from briefing.parity import Basis, text_verdict
from briefing.possibility import is_not_excluded, tells_possible
from briefing.record import Bilingual, Record
from tests.scripted import FRAME, Answers, ScriptedModel, read

OPENING = (
    "عُقدت في الدوحة جولة محادثات بين حكومة تمران وحركة الساحل. وحضر رئيس وفد الحكومة سامي الحداد ورئيسة وفد الحركة ليلى قاسم.\n\n"
)
GOVERNMENT, MOVEMENT, SAMI, LAYLA = "حكومة تمران", "حركة الساحل", "سامي الحداد", "ليلى قاسم"
PEOPLE: list[dict[str, Any]] = [
    {"name": GOVERNMENT, "en": "Government of Tamran", "kind": "organization", "role": "party"},
    {"name": MOVEMENT, "en": "Sahil Movement", "kind": "armed_group", "role": "party"},
    {"name": "مصر", "en": "Egypt", "kind": "state", "role": "party"},
    {"name": "إثيوبيا", "en": "Ethiopia", "kind": "state", "role": "party"},
    {"name": "قطر", "en": "Qatar", "kind": "state", "role": "mediator"},
    {"name": SAMI, "en": "Sami al-Haddad", "kind": "person", "role": "party", "title": "رئيس وفد الحكومة", "title_en": "Head of the Government delegation", "of": GOVERNMENT},
    {"name": LAYLA, "en": "Layla Qasim", "kind": "person", "role": "party", "title": "رئيسة وفد الحركة", "title_en": "Head of the Movement's delegation", "of": MOVEMENT},
]  # fmt: skip


def reading(text: str, *items: dict[str, Any], opening: str = OPENING, frame: dict[str, Any] | None = None) -> Record:
    """The record that a model's items make of a text, of which the model is sure."""
    whole = f"{opening}{text}"
    people = [{"title": ""} | person for person in PEOPLE if person["name"] in whole]
    return read(whole, ScriptedModel(Answers(people, list(items), frame or FRAME)), published="2024-03-20")


def demand(**changes: Any) -> dict[str, Any]:
    return {"kind": "demand", "status": "standing"} | changes


def pledge(**changes: Any) -> dict[str, Any]:
    return {"kind": "commitment", "status": "pledged"} | changes


def statement(**changes: Any) -> dict[str, Any]:
    return {"kind": "statement", "act": "OTHER"} | changes


def step(**changes: Any) -> dict[str, Any]:
    return {"kind": "next_step", "by": ["none"]} | changes


def clause(**changes: Any) -> dict[str, Any]:
    return {"kind": "clause", "by": ["none"]} | changes


@dataclass(frozen=True)
class Reading:
    """A text with an item of a model, and the check that refuses it; None where it has to pass."""

    about: str
    text: str
    item: dict[str, Any]
    refused: str | None = None
    told: dict[str, Any] = field(default_factory=dict)


READINGS = [
    # conditions of every kind of item
    Reading("condition", "وهددت حركة الساحل بتعليق مشاركتها إذا توقفت الإغاثة.", statement(act="THREATEN", by=[MOVEMENT], quote="هددت حركة الساحل بتعليق مشاركتها", en="The Sahil Movement threatened to suspend its participation."), "condition"),
    Reading("condition", "وهددت حركة الساحل بتعليق مشاركتها إذا توقفت الإغاثة.", statement(act="THREATEN", by=[MOVEMENT], quote="هددت حركة الساحل بتعليق مشاركتها إذا توقفت الإغاثة", en="The Sahil Movement threatened to suspend its participation if relief stops.")),
    Reading("condition", "وقالت ليلى قاسم إن وفدها لن يوقع إلا إذا أُفرج عن النساء.", statement(act="REJECT", negated=True, by=[LAYLA], quote="وفدها لن يوقع", en="Layla Qasim said that her delegation will not sign."), "condition"),
    Reading("condition", "ووافقت حركة الساحل على الهدنة شريطة انسحاب الدبابات.", statement(act="AGREE", by=[MOVEMENT], quote="وافقت حركة الساحل على الهدنة", en="The Sahil Movement agreed to the truce."), "condition"),
    Reading("condition", "ومن المقرر أن تُستأنف المحادثات في مسقط إذا وافق الطرفان.", step(quote="من المقرر أن تُستأنف المحادثات في مسقط", en="The talks are scheduled to resume in Muscat."), "condition"),
    Reading("condition", "ونص البيان على تبادل الأسرى شريطة تسلّم القوائم.", clause(quote="نص البيان على تبادل الأسرى", en="The statement provides for an exchange of prisoners."), "condition"),
    Reading("proviso", "واتفق الطرفان على تكليف فرق الهندسة بنزع الألغام، على ألا تبدأ أعمالها قبل وصول المعدات.", clause(quote="تكليف فرق الهندسة بنزع الألغام", en="The two parties agreed to task engineering teams with mine clearance."), "negation"),
    Reading("proviso", "واتفق الطرفان على تكليف فرق الهندسة بنزع الألغام، على أن ترفع تقريرها إلى اللجنة.", clause(quote="تكليف فرق الهندسة بنزع الألغام", en="The two parties agreed to task engineering teams with mine clearance.")),
    Reading("condition", "ووافقت حركة الساحل على الهدنة، وطالبت بفتح الطريق إذا انسحبت الدبابات.", statement(act="AGREE", by=[MOVEMENT], quote="وافقت حركة الساحل على الهدنة", en="The Sahil Movement agreed to the truce.")),
    Reading("condition", "وقالت ليلى قاسم إن الحركة لن تفرج عن الجنود قبل فتح السجون.", statement(act="REJECT", negated=True, by=[MOVEMENT], said_by=LAYLA, quote="الحركة لن تفرج عن الجنود", en="According to Layla Qasim, the Sahil Movement will not release the soldiers."), "condition"),
    Reading("condition", "وقالت ليلى قاسم إن الحركة لن تفرج عن الجنود قبل فتح السجون.", statement(act="REJECT", negated=True, by=[MOVEMENT], said_by=LAYLA, quote="الحركة لن تفرج عن الجنود", en="According to Layla Qasim, the Sahil Movement will not release the soldiers until the prisons are opened.")),
    Reading("condition", "وتعهدت حركة الساحل بنشر مراقبين بمجرد صدور التفويض.", pledge(by=[MOVEMENT], quote="تعهدت حركة الساحل بنشر مراقبين", en="The Sahil Movement pledged to deploy observers."), "condition"),
    Reading("condition", "وقالت ليلى قاسم إن الحركة لن تسلّم الخرائط. وغادرت قبل انتهاء الجلسة.", statement(act="REJECT", negated=True, by=[MOVEMENT], said_by=LAYLA, quote="الحركة لن تسلّم الخرائط", en="According to Layla Qasim, the Sahil Movement will not hand over the maps.")),
    # what may come
    Reading("may", "وقد تؤجل حركة الساحل توقيع المذكرة.", pledge(by=[MOVEMENT], quote="قد تؤجل حركة الساحل توقيع المذكرة", en="The Sahil Movement will postpone the signing of the memorandum."), "no_act"),
    Reading("may", "وقال سامي الحداد إن حركة الساحل قد تسلّم الخرائط.", pledge(by=[MOVEMENT], said_by=SAMI, status="claimed", quote="حركة الساحل قد تسلّم الخرائط", en="According to Sami al-Haddad, the Sahil Movement will hand over the maps."), "no_act"),
    Reading("may", "وربما تفتح حركة الساحل الطريق الأحد.", pledge(by=[MOVEMENT], quote="تفتح حركة الساحل الطريق الأحد", en="The Sahil Movement will open the road on Sunday."), "no_act"),
    Reading("may", "وقال سامي الحداد إن وفد الحكومة قد تعهد بسحب المدافع.", pledge(by=[GOVERNMENT], said_by=SAMI, quote="وفد الحكومة قد تعهد بسحب المدافع", en="Sami al-Haddad said that the Government of Tamran had pledged to withdraw the guns.")),
    Reading("may", "وتعهدت حركة الساحل بحل أي خلافات قد تنشأ بين القرى.", pledge(by=[MOVEMENT], quote="تعهدت حركة الساحل بحل أي خلافات قد تنشأ بين القرى", en="The Sahil Movement pledged that it will resolve any disputes between the villages.")),
    Reading("may", "وحذرت ليلى قاسم من أن التأخير قد ينسف الاتفاق.", statement(by=[LAYLA], quote="حذرت ليلى قاسم من أن التأخير قد ينسف الاتفاق", en="Layla Qasim warned that the delay will wreck the agreement."), "strength"),
    Reading("may", "وحذرت ليلى قاسم من أن التأخير قد ينسف الاتفاق.", statement(by=[LAYLA], quote="حذرت ليلى قاسم من أن التأخير قد ينسف الاتفاق", en="Layla Qasim warned that the delay could wreck the agreement.")),
    Reading("not ruled out", "ولم يستبعد سامي الحداد أن تُعقد جولة جديدة في مسقط.", step(quote="أن تُعقد جولة جديدة في مسقط", en="A new round will be held in Muscat."), "strength"),
    Reading("not ruled out", "ولم يستبعد سامي الحداد أن تُعقد جولة جديدة في مسقط.", step(quote="أن تُعقد جولة جديدة في مسقط", en="A new round may be held in Muscat."), told={"ar": "من غير المستبعد أن تُعقد جولة جديدة في مسقط."}),
    # what is hoped for
    Reading("hope", "وقال سامي الحداد كلمة قصيرة، معرباً عن أمله في أن يعود الوفدان قريباً.", step(quote="أن يعود الوفدان قريباً", en="The two delegations will return soon."), "no_act"),
    Reading("hope", "وتمنت ليلى قاسم أن تُعقد الجولة المقبلة في مسقط.", step(quote="تمنت ليلى قاسم أن تُعقد الجولة المقبلة في مسقط", en="The next round will be held in Muscat."), "no_act"),
    Reading("hope", "ومن المؤمل أن تُعقد الجولة المقبلة في مسقط.", step(quote="من المؤمل أن تُعقد الجولة المقبلة في مسقط", en="The next round is expected to be held in Muscat.")),
    Reading("hope", "وأعرب سامي الحداد عن أمله في نجاح الجولة المقبلة، المقرر أن تُعقد في مسقط.", step(quote="المقرر أن تُعقد في مسقط", en="The next round is scheduled to be held in Muscat.")),
    # what a draft provides for
    Reading("draft", "وتنص المسودة على تبادل الأسرى خلال شهر.", clause(quote="تنص المسودة على تبادل الأسرى خلال شهر", en="The two parties agreed to exchange prisoners within a month."), "strength"),
    Reading("draft", "وتنص المسودة على تبادل الأسرى خلال شهر.", clause(quote="تنص المسودة على تبادل الأسرى خلال شهر", en="The draft provides for an exchange of prisoners within a month.")),
    Reading("draft", "وتنص المسودة على أن تسحب حركة الساحل مدافعها.", pledge(by=[MOVEMENT], quote="تسحب حركة الساحل مدافعها", en="The Sahil Movement will withdraw its guns."), "strength"),
    Reading("draft", "وتضمن مشروع الاتفاق ما يلي:\n١- تشكيل لجنة فنية.\n٢- التزام حركة الساحل بفتح الطريق.", pledge(by=[MOVEMENT], quote="التزام حركة الساحل بفتح الطريق", en="The Sahil Movement commits to opening the road."), "strength"),
    Reading("draft", "وتعهدت حركة الساحل بتوقيع المسودة.", pledge(by=[MOVEMENT], quote="تعهدت حركة الساحل بتوقيع المسودة", en="The Sahil Movement pledged to sign the draft.")),
    Reading("draft", "واتفق الطرفان على ما يلي:\n١- تشكيل لجنة فنية.\n٢- تبادل الأسرى خلال شهر.", clause(quote="تبادل الأسرى خلال شهر", en="The two parties agreed to exchange prisoners within a month.")),
    # nothing pledged
    Reading("no pledge", "وقال سامي الحداد إن الهدوء يظل رهناً بسحب المدافع.", pledge(by=[SAMI], quote="الهدوء يظل رهناً بسحب المدافع", en="Sami al-Haddad pledged to withdraw the guns."), "no_act"),
    Reading("no pledge", "وسُئل سامي الحداد عن هذا الوعد فقال إنه لا علم له به، وإن أي صرف يظل رهناً بتوطين الرواتب.", pledge(by=[SAMI], quote="أي صرف يظل رهناً بتوطين الرواتب", en="Sami al-Haddad pledged to domicile the salaries."), "no_act"),
    Reading("no pledge", "ورأت ليلى قاسم أن فتح الطريق ضروري للمدنيين.", pledge(by=[LAYLA], quote="فتح الطريق ضروري للمدنيين", en="Layla Qasim pledged to open the road for civilians."), "no_act"),
    Reading("no pledge", "وقالت ليلى قاسم إن الحركة ستفتح الطريق لأن ذلك ضروري للمدنيين.", pledge(by=[MOVEMENT], said_by=LAYLA, quote="الحركة ستفتح الطريق لأن ذلك ضروري للمدنيين", en="Layla Qasim said that the Sahil Movement would open the road because this is necessary for civilians.")),
    # hearsay
    Reading("rumour", "وتردد أن حكومة تمران تعهدت بسحب المدافع.", pledge(by=[GOVERNMENT], quote="حكومة تمران تعهدت بسحب المدافع", en="The Government of Tamran pledged to withdraw the guns."), "no_act"),
    Reading("rumour", "وأُشيع أن حكومة تمران وافقت على الهدنة.", statement(act="AGREE", by=[GOVERNMENT], quote="حكومة تمران وافقت على الهدنة", en="The Government of Tamran agreed to the truce."), "no_act"),
    Reading("rumour", "وتردد الوفد في القبول، ثم تعهدت حكومة تمران بسحب المدافع.", pledge(by=[GOVERNMENT], quote="تعهدت حكومة تمران بسحب المدافع", en="The Government of Tamran pledged to withdraw the guns.")),
    Reading("untrue", "ووصف سامي الحداد ما قيل عن قبول حكومة تمران الهدنة بأنه ضرب من الخيال.", statement(act="AGREE", by=[GOVERNMENT], quote="قبول حكومة تمران الهدنة", en="The Government of Tamran accepted the truce."), "negation"),
    Reading("took note", "وأحاطت مصر علما بالمقترح.", statement(act="SUPPORT", by=["مصر"], quote="أحاطت مصر علما بالمقترح", en="Egypt welcomed the proposal."), "strength"),
    Reading("took note", "وأحاطت مصر علما بالمقترح.", statement(by=["مصر"], quote="أحاطت مصر علما بالمقترح", en="Egypt took note of the proposal.")),
    Reading("assured", "وقال سامي الحداد إن حركة الساحل «أكدت لنا أن عناصرها سيغادرون التلة».", step(quote="عناصرها سيغادرون التلة", en="Its personnel will leave the hill."), "no_act"),
    # whose it is
    Reading("office", "وقالت ليلى قاسم إن رئيس الوزراء وعدها بإطلاق الأسرى.", pledge(by=[LAYLA], quote="رئيس الوزراء وعدها بإطلاق الأسرى", en="Layla Qasim promised to release the prisoners."), "holder_object"),
    Reading("office", "وقالت ليلى قاسم إن رئيس الوزراء وعدها، في اتصال هاتفي يوم الخميس، بإطلاق الأسرى.", pledge(by=[LAYLA], quote="رئيس الوزراء وعدها، في اتصال هاتفي يوم الخميس، بإطلاق الأسرى", en="Layla Qasim promised, in a telephone call on Thursday, to release the prisoners."), "holder_object"),
    Reading("office", "وقالت ليلى قاسم إن وزير الدفاع تعهد بإطلاق الأسرى.", pledge(by=[SAMI], said_by=LAYLA, status="claimed", quote="وزير الدفاع تعهد بإطلاق الأسرى", en="According to Layla Qasim, Sami al-Haddad pledged to release the prisoners."), "holder_object"),
    Reading("office", "وقالت ليلى قاسم إن رئيس الوفد تعهد بإطلاق الأسرى.", pledge(by=[SAMI], said_by=LAYLA, status="claimed", quote="رئيس الوفد تعهد بإطلاق الأسرى", en="According to Layla Qasim, Sami al-Haddad pledged to release the prisoners.")),
    Reading("office", "وقالت ليلى قاسم إن الوسيط نقل إليها تعهداً من قيادة الجيش بوقف الغارات.", pledge(by=[LAYLA], quote="تعهداً من قيادة الجيش بوقف الغارات", en="Layla Qasim pledged to halt the air strikes."), "holder_object"),
    Reading("capital", "وحضرت مصر وإثيوبيا. وقال سامي الحداد إن القاهرة ملتزمة بدفع التكاليف.", pledge(by=["إثيوبيا"], said_by=SAMI, quote="القاهرة ملتزمة بدفع التكاليف", en="According to Sami al-Haddad, Ethiopia is committed to paying the costs."), "holder_english"),
    Reading("consent", "ورحبت قطر بموافقة حكومة تمران على فتح الطريق.", pledge(by=["قطر"], quote="بموافقة حكومة تمران على فتح الطريق", en="Qatar agreed to open the road."), "holder_english"),
    Reading("consent", "ورحبت قطر بموافقة حكومة تمران على فتح الطريق.", statement(act="AGREE", by=["قطر"], quote="موافقة حكومة تمران على فتح الطريق", en="Qatar agreed to open the road."), "holder_english"),
    Reading("consent", "ورحبت قطر بموافقة حكومة تمران على فتح الطريق.", pledge(by=[GOVERNMENT], quote="بموافقة حكومة تمران على فتح الطريق", en="The Government of Tamran agreed to open the road.")),
    Reading("consent", "ورحبت قطر بموافقة حكومة تمران على فتح الطريق.", statement(act="SUPPORT", by=["قطر"], quote="رحبت قطر بموافقة حكومة تمران على فتح الطريق", en="Qatar welcomed the agreement of the Government of Tamran to open the road.")),
    # of an earlier time
    Reading("long since", "وكانت حركة الساحل قد أعلنت في تشرين الثاني الماضي قبولها الهدنة.", statement(act="AGREE", by=[MOVEMENT], quote="كانت حركة الساحل قد أعلنت في تشرين الثاني الماضي قبولها الهدنة", en="The Sahil Movement announced its acceptance of the truce."), "background"),
    Reading("long since", "وكانت حركة الساحل قد أعلنت في تشرين الثاني الماضي قبولها الهدنة.", statement(act="AGREE", by=[MOVEMENT], quote="كانت حركة الساحل قد أعلنت في تشرين الثاني الماضي قبولها الهدنة", en="In November 2023 the Sahil Movement had announced its acceptance of the truce.")),
]  # fmt: skip


@pytest.mark.parametrize("case", READINGS, ids=lambda case: f"{case.about}: {case.item['en']}")
def test_a_misreading_is_refused_and_an_honest_reading_of_a_like_sentence_passes(case: Reading) -> None:
    record = reading(case.text, case.item)
    refused = [entry.check for entry in record.quality.rejected]
    if case.refused is not None:
        assert (case.refused in refused, list(record.items())) == (True, [])
        return
    assert (refused, len(list(record.items()))) == ([], 1)
    if "ar" in case.told:
        assert next(iter(record.items())).text.ar == case.told["ar"]


def test_a_draft_that_binds_somebody_is_a_clause_of_it() -> None:
    item = pledge(
        by=[MOVEMENT], quote="تسحب حركة الساحل مدافعها", en="The draft provides that the Sahil Movement withdraw its guns."
    )
    record = reading("وتنص المسودة على أن تسحب حركة الساحل مدافعها.", item)
    assert record.commitments == [] and len(list(record.items())) == 1


def test_what_one_side_says_that_the_other_will_do_is_claimed_of_it() -> None:
    item = step(quote="حكومة تمران ستفرج عن الأسرى الأحد", en="The Government of Tamran will release the prisoners on Sunday.")
    record = reading("وقالت ليلى قاسم إن حكومة تمران ستفرج عن الأسرى الأحد.", item)
    assert [(one.status, one.reported_by is not None) for one in record.commitments] == [("claimed", True)]
    announced = step(quote="الجولة المقبلة ستُعقد الأحد", en="The next round will be held on Sunday.")
    told = reading("وقالت ليلى قاسم إن الجولة المقبلة ستُعقد الأحد.", announced)
    assert told.commitments == [] and len(list(told.items())) == 1


def test_a_request_that_was_not_granted_is_rejected_however_much_of_it_is_quoted() -> None:
    text = "وقال سامي الحداد إن حركة الساحل طلبت إرجاء التنفيذ أسبوعين، ولم يُستجب لطلبها."
    english = "According to Sami al-Haddad, the Sahil Movement asked for the implementation to be postponed by two weeks; the request was not granted."
    for quote in ("حركة الساحل طلبت إرجاء التنفيذ أسبوعين", "حركة الساحل طلبت إرجاء التنفيذ أسبوعين، ولم يُستجب لطلبها"):
        record = reading(text, demand(status="rejected", by=[MOVEMENT], said_by=SAMI, quote=quote, en=english))
        assert [one.status for one in record.demands] == ["rejected"]


@pytest.mark.parametrize(
    ("behind", "proof"),
    [
        (". وقالت ليلى قاسم: «هذا مرفوض تماماً»", "هذا مرفوض تماماً"),
        (". غير أن حكومة تمران اعترضت على ذلك", "غير أن حكومة تمران اعترضت على ذلك"),
        ("، وهذه مسألة لن نبحثها", "وهذه مسألة لن نبحثها"),
        # What refuses something else proves nothing of the demand.
        (". ورفضت حكومة تمران العودة إلى الفندق", None),
        (". وقالت ليلى قاسم إن ذلك قريب", None),
    ],
)
def test_a_refusal_that_points_at_a_demand_is_shown_beside_it(behind: str, proof: str | None) -> None:
    asked = "طالب سامي الحداد بإرجاء التنفيذ أسبوعين"
    item = demand(status="rejected", by=[SAMI], quote=asked, en="Sami al-Haddad demanded that the implementation be postponed by two weeks.")  # fmt: skip
    (one,) = reading(f"و{asked}{behind}.", item).demands
    assert (one.status, len(one.evidence)) == (("rejected", 2) if proof else (one.status, 1))
    assert proof is None or proof in one.evidence[1].quote


@pytest.mark.parametrize(
    ("refusal", "statuses"),
    [
        ("رفضت حكومة تمران الشرطين فوراً", ["rejected", "rejected"]),
        ("رفضت حكومة تمران هذه المطالب", ["rejected", "rejected"]),
        ("رفضت حكومة تمران الطلب الأخير", ["standing", "rejected"]),
    ],
)
def test_the_refusal_of_several_demands_is_of_each(refusal: str, statuses: list[str]) -> None:
    first = demand(by=[MOVEMENT], quote="بفتح الطريق", en="The Sahil Movement demanded the opening of the road.")
    second = demand(by=[MOVEMENT], quote="بسحب المدافع", en="The Sahil Movement demanded the withdrawal of the guns.")
    record = reading(f"وطالبت حركة الساحل بفتح الطريق، وبسحب المدافع، وقد {refusal}.", first, second)
    assert [one.status for one in record.demands] == statuses


@pytest.mark.parametrize(
    ("head", "text", "told"),
    [
        ("الموقع الرسمي لحركة الساحل – ", "", True),
        ("إعلام حركة الساحل: ", "", True),
        ("وكالة أنباء الميناء – ", "", False),
        ("وكالة أنباء الميناء – ", " وقالت: «وفدنا باقٍ».", False),
    ],
)
def test_a_source_that_speaks_for_a_party_is_told_before_all_else(head: str, text: str, told: bool) -> None:
    item = demand(by=[LAYLA], quote="طالبت ليلى قاسم بفتح الطريق", en="Layla Qasim demanded the opening of the road.")
    record = reading(f"وطالبت ليلى قاسم بفتح الطريق.{text}", item, opening=f"{head}{OPENING}")
    assert ("party_source" in {one.code for one in record.quality.warnings}) is told
    expected = ("المصدر يعبّر عن موقف حركة الساحل.", "The source speaks for the Sahil Movement.") if told else (None, None)
    assert (make_brief(record, "ar").draft_notice, make_brief(record, "en").draft_notice) == expected


def test_an_account_and_its_denial_are_two_items() -> None:
    text = "وكشفت ليلى قاسم أن حكومة تمران التزمت بعدم تمديد الجدار، غير أن سامي الحداد سارع إلى تكذيب ذلك."
    told = pledge(status="claimed", by=[GOVERNMENT], said_by=LAYLA, quote="حكومة تمران التزمت بعدم تمديد الجدار", en="According to Layla Qasim, the Government of Tamran undertook not to extend the wall.")  # fmt: skip
    denied = pledge(status="denied", negated=True, by=[GOVERNMENT], said_by=SAMI, quote="حكومة تمران التزمت بعدم تمديد الجدار، غير أن سامي الحداد سارع إلى تكذيب ذلك", en="Sami al-Haddad denied that the Government of Tamran had undertaken not to extend the wall.")  # fmt: skip
    record = reading(text, told, denied)
    assert {one.status for one in record.commitments} == {"claimed", "denied"} and record.quality.rejected == []
    assert len(record.conflicts) == 1
    assert len(reading(text, told, told | {"quote": f"أن {told['quote']}"}).commitments) == 1


def test_whom_an_act_is_put_to_is_settled_by_the_object_of_its_verb() -> None:
    people = {one["name"]: one["en"] for one in PEOPLE}
    accused = statement(act="ACCUSE", by=[LAYLA], to=["قطر"], quote="اتهمت ليلى قاسم حكومة تمران بعرقلة الإغاثة", en="Layla Qasim accused the Government of Tamran of obstructing relief.")  # fmt: skip
    record = reading("واتهمت ليلى قاسم حكومة تمران بعرقلة الإغاثة. وحضرت قطر.", accused)
    named = {one.id: one.name.en for one in record.participants}
    assert [named[one.target or ""] for one in record.statements] == [people[GOVERNMENT]]
    assert "addressee" in {one.code for one in record.quality.warnings}
    honest = reading("واتهمت ليلى قاسم حكومة تمران بعرقلة الإغاثة. وحضرت قطر.", accused | {"to": [GOVERNMENT]})
    assert "addressee" not in {one.code for one in honest.quality.warnings}


def test_who_takes_note_of_a_document_takes_no_stance_on_it() -> None:
    frame = FRAME | {"outcome": {"status": "adopted", "quote": "صدر بيان ختامي"}}
    item = {"kind": "stance", "stance": "endorses", "by": [MOVEMENT], "quote": "أخذت حركة الساحل علما بالبيان الختامي", "en": "The Sahil Movement took note of the final statement."}  # fmt: skip
    record = reading("وصدر بيان ختامي. وأخذت حركة الساحل علما بالبيان الختامي.", item, frame=frame)
    assert record.final_statement.stances == [] and len(record.statements) == 1
    endorsed = item | {"quote": "أيدت حركة الساحل البيان الختامي", "en": "The Sahil Movement endorsed the final statement."}
    told = reading("وصدر بيان ختامي. وأيدت حركة الساحل البيان الختامي.", endorsed, frame=frame)
    assert [one.stance for one in told.final_statement.stances] == ["endorses"]


def test_whose_a_demand_is_that_somebody_wonders_at_is_asked_about() -> None:
    quote, english = "مطالبة حركة الساحل بإخلاء الميناء", "Sami al-Haddad demands that the port be vacated."
    wondered = reading("واستغرب سامي الحداد مطالبة حركة الساحل بإخلاء الميناء.", demand(by=[SAMI], quote=quote, en=english))
    assert "holder_shown" in {one.code for one in wondered.quality.warnings}
    renewed = reading("وجدد سامي الحداد مطالبة حركة الساحل بإخلاء الميناء.", demand(by=[SAMI], quote=quote, en=english))
    assert renewed.quality.warnings == []


def test_words_that_somebody_is_said_not_to_have_spoken_contradict_the_account_of_them() -> None:
    said = "ونقل سامي الحداد عن ليلى قاسم قولها إن حركة الساحل ستؤجل التوقيع."
    told = pledge(status="claimed", by=[MOVEMENT], said_by=LAYLA, quote="حركة الساحل ستؤجل التوقيع", en="According to Sami al-Haddad, Layla Qasim said that the Sahil Movement would postpone the signing.")  # fmt: skip
    denied = statement(act="REJECT", negated=True, by=[MOVEMENT], quote="نفت حركة الساحل أن تكون ليلى قاسم قد أدلت بهذا التصريح", en="The Sahil Movement denied that Layla Qasim had made this statement.")  # fmt: skip
    assert len(reading(f"{said} ونفت حركة الساحل أن تكون ليلى قاسم قد أدلت بهذا التصريح.", told, denied).conflicts) == 1
    other = denied | {
        "quote": "نفت حركة الساحل أن تكون قد قصفت السوق",
        "en": "The Sahil Movement denied having shelled the market.",
    }
    assert reading(f"{said} ونفت حركة الساحل أن تكون قد قصفت السوق.", told, other).conflicts == []


def roles(text: str) -> dict[str | None, str]:
    record = reading(
        text, demand(by=[LAYLA], quote="طالبت ليلى قاسم بفتح الطريق", en="Layla Qasim demanded the opening of the road.")
    )
    return {one.name.ar: one.role for one in record.participants}


def test_who_is_to_host_another_round_is_not_the_host_of_this_one() -> None:
    said = " وطالبت ليلى قاسم بفتح الطريق."
    assert roles("وحضرت مصر. ومن المنتظر أن تستضيف القاهرة الجولة القادمة." + said)["مصر"] == "party"
    assert roles("ومن المنتظر أن تستضيف مصر الجولة القادمة." + said)["مصر"] == "party"
    assert roles("واستضافت قطر الجولة الرابعة." + said)["قطر"] == "host"
    assert roles("واستضافت قطر الجولة السابقة." + said)["قطر"] != "host"


def test_what_a_paper_is_called_after_takes_no_part() -> None:
    said = " وطالبت ليلى قاسم بفتح الطريق."
    assert "باريس" not in roles("وتقترح ورقة باريس هدنة مدتها شهر." + said)
    assert "باريس" in roles("وقالت باريس إنها تدعم الهدنة." + said) or "فرنسا" in roles("وقالت باريس إنها تدعم الهدنة." + said)


@pytest.mark.parametrize(
    ("words", "language", "neutral"),
    [
        ("ليست ميليشيا ولن تكون", "ar", "ليست جماعة مسلحة ولن تكون"),
        ("انسحبت ميليشيا الشمال", "ar", "انسحبت جماعة الشمال"),
        ("القضاء على «إرهابيي حماس»", "ar", "القضاء على مسلحي حماس"),
        ("سحب مرتزقته", "ar", "سحب مقاتليه الأجانب"),
        ("وقف العدوان الإسرائيلي على القرى", "ar", "وقف الأعمال العدائية الإسرائيلية على القرى"),
        ("جريمة العدوان", "ar", "جريمة العدوان"),
        ("القوة القائمة بالاحتلال", "ar", "القوة القائمة بالاحتلال"),
        ("انسحاب قوات الاحتلال الإسرائيلي", "ar", "انسحاب القوات الإسرائيلية"),
        ("تسليح «الكيان الوهمي»", "ar", "تسليح جبهة البوليساريو"),
        ("تسليم الخونة", "ar", "تسليم المتهمين بالخيانة"),
        ("it is not a militia", "en", "it is not an armed group"),
        ("the mercenaries and foreign fighters", "en", "the foreign fighters"),
        ("the crime of aggression", "en", "the crime of aggression"),
        ("the territory under occupation", "en", "the territory under occupation"),
        ("arming the phantom entity", "en", "arming the Polisario Front"),
        ("the ruling junta", "en", "the ruling authorities"),
    ],
)
def test_loaded_words_in_every_form_and_terms_of_law(words: str, language: str, neutral: str) -> None:
    assert load_glossary(None).neutral(words, language)[0] == neutral


def test_the_neutral_name_of_a_loaded_one_is_the_same_name() -> None:
    text = Bilingual(ar="يتهم سامر الخياط الجزائر بتسليح جبهة البوليساريو.", en="Samer al-Khayyat accuses Algeria of arming the Polisario Front.")  # fmt: skip
    said = "اتهم سامر الخياط الجزائر بتسليح «الكيان الوهمي»"
    basis = Basis(said=said, around=said, names={"سامر الخياط": "Samer al-Khayyat", "الجزائر": "Algeria"}, holders=["Samer al-Khayyat"], kind="statement", act="ACCUSE")  # fmt: skip
    assert text_verdict(text, basis, load_glossary(None)) is None


def test_a_fabrication_is_a_denial() -> None:
    said = "وصف سامر الخياط ذلك بالاختلاق نافيا التعهد"
    basis = Basis(said=said, around=said, names={}, kind="statement", act="REJECT", negated=True)
    told = Bilingual(ar="ينفي سامر الخياط التعهد.", en="Samer al-Khayyat called the pledge a fabrication.")
    assert text_verdict(told, basis, load_glossary(None)) is None


@pytest.mark.parametrize(
    ("words", "possible"),
    [
        ("أي تأخير في فتح الطريق قد يقوّض الاتفاق", True),
        ("قد تُرجئ السودان توقيع المذكرة", True),
        ("وفدها قد يعود", True),
        ("إن الوفد قد تعهد بذلك", False),
        ("وكان رئيس الحركة قد تراجع عن ذلك", False),
        ("حسم أي خلافات قد تنشأ", False),
        ("الأضرار التي قد تنجم", False),
    ],
)
def test_an_imperfect_behind_qad_is_told_from_a_perfect(words: str, possible: bool) -> None:
    assert tells_possible(words) is possible


def test_what_is_not_ruled_out() -> None:
    assert is_not_excluded("ولم يستبعد رئيس الوفد أن ")
    assert not is_not_excluded("واستبعد رئيس الوفد أن ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("تعهداً من قيادة الجيش بوقف الغارات الجوية", "Ce"),
        ("بتمرير ما لا يقل عن 37 مليار متر مكعب سنوياً", None),
        ("بإخلاء الموانئ النفطية قبل الانتخابات", None),
        ("بتوحيد الجيش", "SsrArm"),
        ("خصصت 40 مليون دولار لدعم الإعمار", "IntFu"),
        ("بإجراء الانتخابات في موعدها", "Ele"),
        # money that is paid for blood, and money
        ("بدفع دية ثلاثة قتلى قدرها 9 ملايين دينار", "TjRep"),
        ("تسديد الديات كاملة", "TjRep"),
        ("صرف تعويضات لأسر الضحايا", "TjRep"),
        ("ليس لديه ما يقوله", None),
        ("بتقديم قرض قيمته 30 مليون يورو", "IntFu"),
        # arrests, visits to those held, releases in all words
        ("الشرطة لن تعتقل أي مزارع ما دامت الهدنة قائمة", "HrDet"),
        ("وقف الاعتقالات في الأحياء الشرقية", "HrDet"),
        ("السماح للهلال الأحمر بزيارة السجناء", "HrDet"),
        ("ستفرج عن تسعة بحارة قبل العيد", "TjPrire"),
        ("أفرجوا عن النساء والأطفال", "TjPrire"),
        ("أن يُفرج عن الشيخ المريض", "TjPrire"),
        ("بأن يشمل التبادل الأسيرات", "TjPrire"),
        ("السماح للمعتقلين بالعودة", "TjPrire"),
        ("لن نعود ما لم يُفرج عن رفاقنا", "TjPrire"),
        ("حدوث انفراجة في المحادثات", None),
        ("إصلاح مواسير المياه", "DevInfra"),
        # what women want is not told by a list in which they stand
        ("إجلاء المرضى والمسنين والنساء", None),
        ("بتمثيل النساء في اللجان", "GeWom"),
        ("مشاركة أوسع للمرأة", "GeWom"),
        # the police at a crossing, a convoy at a crossing, observers at a crossing
        ("نشر الشرطة المحلية عند المعابر", "SsrPol"),
        ("تدريب 40 شرطياً", "SsrPol"),
        ("وضع شرطين جديدين", None),
        ("إيفاد مراقبين إلى المعابر", "ImPK"),
        ("فتح المعابر أمام المراقبين", "HrMob"),
        ("إعادة فتح الجسر القديم أمام الشاحنات", "HrMob"),
        ("فتح الطريق أمام المفاوضات", None),
        # a ceasefire in all words, and what is only to last as long as it, or what is to watch it
        ("أن تعلن الحركة وقفاً شاملاً لإطلاق النار", "Ce"),
        ("ما لم يتوقف القصف", "Ce"),
        ("تجميد القتال شهرين", "Ce"),
        ("وقف جميع العمليات العسكرية", "Ce"),
        ("وقف العمليات المصرفية", None),
        ("تشكيل آلية مشتركة لرصد الهدنة", "ImE"),
        ("بناء مدارس بعد الهدنة", None),
        ("سحب المدافع مقابل الإفراج عن الأسرى", None),
        # arms, mines, the missing, pardons, statehood
        ("تسليم السلاح الثقيل", "DdrDemil"),
        ("تسليم السلاح خلال شهر", "SsrDdr"),
        ("إزالة الألغام من الحقول", "DdrDemil"),
        ("الكشف عن مصير تسعة طلاب", "TjMis"),
        ("تسليم رفات جنديين", "TjMis"),
        ("الاعتراف بحق تقرير المصير", "StSd"),
        ("إصدار عفو عن الفارين", "TjAm"),
        ("حكم محلي يكفله الدستور", None),
        ("كتابة دستور جديد", "Cons"),
        ("إدارة لامركزية يكفلها الدستور", "Terps"),
        ("وحدة أراضي الجمهورية", "StDef"),
        ("انتشار حرس الحدود", None),
        ("تشكيل لجنة انتخابية", "ElecComm"),
    ],
)
def test_the_issue_of_an_item_is_what_it_is_about(words: str, code: str | None) -> None:
    assert issue_of(words) == code
