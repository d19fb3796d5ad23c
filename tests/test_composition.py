"""The composed Arabic of every hard case reads as a sentence: what can be told of that by its form."""

from __future__ import annotations

import re
from typing import Any

import pytest

from briefing.record import Record
from tests.cases import Example, answer, examples
from tests.scripted import Answers, ScriptedModel, read

# Two prepositions or a preposition before a verb, a word twice, a verb before "إن" that takes "أن".
_BROKEN = re.compile(
    r"\s(?:على|إلى|عن|في) ب[\u0621-\u064a]{3,}(?<!بعد)(?<!بين)(?<!بلا)\s|\s(?:على|عن) إلى\s|\sبب\s?[\u0621-\u064a]|\sبو?ب[\u0621-\u064a]{4}|\sبإن\s|\sبلن\s|\sبلم\s"
    r"|(?<![\u0621-\u064a])([\u0621-\u064a]{3,}) \1(?![\u0621-\u064a])|يتعهد \S+ (?:\S+ )?ب(?:قال|قدم|أعلن|ست)|يعلن \S+ (?:\S+ )?(?:على|إن)\s|ينص البيان (?:أن|ب)"
)


@pytest.mark.parametrize("example", examples(), ids=str)
def test_no_sentence_falls_apart(example: Example) -> None:
    record, _ = answer(example)
    assert [item.text.ar for item in record.items() if _BROKEN.search(item.text.ar)] == []


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("وحسب ما صرحت به", "بحسب نجاة بلعيد، الحركة الوطنية أعطت كلمتها بألا تعرقل الاقتراع."),
        ("وقال وزير الإعلام", "بحسب فؤاد حمدان، تلتزم قوات الشمال بعدم قصف السدود."),
        ("«وعدونا", "قالت هدى ناصر عن حكومة السهل: «وعدونا بأن تخرج العائلات قبل رمضان»."),
        ("وقال الوسيط النرويجي", "قال إريك هولم: «لن ندخر جهداً في دفع الطرفين إلى توقيع الاتفاق»."),
        ("أعربت مصر", "أعربت مصر عن عزمها بذل مساعيها الحميدة لدى الفريقين من أجل الإفراج عن الأطباء."),
        ("واستهجن رئيس الوفد", "بحسب أنور جابر، تصر قوات الغرب على نصف الحقائب الوزارية."),
        ("لا صحة لما", "أكد كريم الدهان أنه لا صحة لما أُشيع عن توقيع اتفاق مع جيش الصحراء."),
        ("وما وقّعت", "بحسب ريم الفهد، ما وقّعت حكومة الجزر أي التزام."),
        ("ما زال النص", "تقترح المسودة إقامة منطقة عازلة بعمق عشرة كيلومترات."),
        ("وعدل الحزب", "عدل الحزب الدستوري عن مطالبته بإقالة الوالي."),
    ],
)
def test_a_quotation_that_no_verb_governs_is_put_as_arabic_has_it(start: str, sentence: str) -> None:
    example = next(one for one in examples() if one.text.strip().startswith(start))
    record, _ = answer(example)
    assert sentence in {item.text.ar for item in record.items()}


# Sentences in other words than those of the hard cases: (text, holder, quotation, kind, English, what else, the sentence)

PEOPLE: list[dict[str, Any]] = [
    {"name": "حكومة الهضبة", "en": "Government of Hadba", "kind": "organization", "role": "party"},
    {"name": "حركة الواحات", "en": "Oases Movement", "kind": "armed_group", "role": "party"},
    {"name": "الأردن", "en": "Jordan", "kind": "state", "role": "observer"},
    {"name": "موريتانيا", "en": "Mauritania", "kind": "state", "role": "other"},
    {"name": "كمال الدروبي", "en": "Kamal al-Droubi", "kind": "person", "role": "party", "title": "رئيس وفد الحكومة", "title_en": "Head of the Government delegation", "of": "حكومة الهضبة"},
    {"name": "سلمى عبود", "en": "Salma Abboud", "kind": "person", "role": "party", "title": "رئيسة وفد الحركة", "title_en": "Head of the Movement's delegation", "of": "حركة الواحات"},
]  # fmt: skip
OPENING = (
    "التقى في مسقط وفدا حكومة الهضبة وحركة الواحات، برئاسة رئيس وفد الحكومة كمال الدروبي ورئيسة وفد الحركة سلمى عبود."
    " وحضر الأردن وموريتانيا.\n\n"
)
GOVERNMENT, MOVEMENT, KAMAL, SALMA = "حكومة الهضبة", "حركة الواحات", "كمال الدروبي", "سلمى عبود"


def told(text: str, *items: dict[str, Any], frame: dict[str, Any] | None = None) -> Record:
    answers = Answers(PEOPLE, items, frame=frame) if frame else Answers(PEOPLE, items)
    return read(f"{OPENING}{text}\n", ScriptedModel(answers), published="2024-03-20")


def sentences(text: str, by: str, quote: str, kind: str, en: str, **more: Any) -> list[str]:
    record = told(text, {"by": [by], "quote": quote, "kind": kind, "en": en, **more})
    return [one.text.ar for one in record.items()] or [entry.reason.en for entry in record.quality.rejected]


@pytest.mark.parametrize(
    ("text", "by", "quote", "en", "more", "sentence"),
    [
        # A verb in a relative clause, behind another verb, or in the passive is nobody's act.
        ("وأعرب كمال الدروبي عن عميق استياء حكومة الهضبة لتراجع حركة الواحات عما كانت قد وافقت عليه.", GOVERNMENT, "عميق استياء حكومة الهضبة لتراجع حركة الواحات عما كانت قد وافقت عليه",
         "Kamal al-Droubi expressed the deep displeasure of the Government of Hadba that the Oases Movement had gone back on what it had agreed to.", {"said_by": KAMAL}, "أعرب كمال الدروبي عن عميق استياء حكومة الهضبة لتراجع حركة الواحات عما كانت قد وافقت عليه."),
        ("وأبدت سلمى عبود قلق حركة الواحات من تعطيل ما تعهدت به حكومة الهضبة.", MOVEMENT, "قلق حركة الواحات من تعطيل ما تعهدت به حكومة الهضبة",
         "Salma Abboud expressed the concern of the Oases Movement that what the Government of Hadba had pledged is held up.", {"said_by": SALMA}, "أبدت سلمى عبود قلق حركة الواحات من تعطيل ما تعهدت به حكومة الهضبة."),
        ("وأُبلغ كمال الدروبي بأن اقتراحه رُفض.", KAMAL, "أُبلغ كمال الدروبي بأن اقتراحه رُفض", "Kamal al-Droubi was informed that his proposal had been rejected.", {}, "أُبلغ كمال الدروبي بأن اقتراحه رُفض."),
        ("وذكرت سلمى عبود أن طلب حركة الواحات رُفض.", MOVEMENT, "طلب حركة الواحات رُفض", "According to Salma Abboud, the request of the Oases Movement was rejected.", {"said_by": SALMA}, "بحسب سلمى عبود، طلب حركة الواحات رُفض."),
        ("وقال كمال الدروبي إن حركة الواحات تعهدت بسحب المدافع، غير أن سلمى عبود بادرت إلى تكذيب ذلك.", SALMA, "سلمى عبود بادرت إلى تكذيب ذلك", "Salma Abboud was quick to deny this.", {"act": "REJECT", "negated": True}, "سلمى عبود بادرت إلى تكذيب ذلك."),
        # and these are
        ("وأيدت سلمى عبود القرار الذي رفضته حكومة الهضبة.", SALMA, "أيدت سلمى عبود القرار الذي رفضته حكومة الهضبة", "Salma Abboud supported the decision that the Government of Hadba rejected.", {"act": "SUPPORT"}, "أيدت سلمى عبود القرار الذي رفضته حكومة الهضبة."),
        ("ورفضت حركة الواحات ما اقترحه الأردن.", MOVEMENT, "رفضت حركة الواحات ما اقترحه الأردن", "The Oases Movement rejected what Jordan proposed.", {"act": "REJECT"}, "رفضت حركة الواحات ما اقترحه الأردن."),
        # A clause stands behind no preposition.
        ("وتسلم الوسيط رد حركة الواحات. وقال مسؤول كبير لـ«الأيام» إن الرد يتضمن موافقة على هدنة.", MOVEMENT, "الرد يتضمن موافقة على هدنة", "According to an unnamed senior official, the reply of the Oases Movement contains agreement to a truce.", {"act": "AGREE", "source": "مسؤول كبير"}, "موقف حركة الواحات، بحسب مسؤول كبير: «الرد يتضمن موافقة على هدنة»."),
        ("وشددت سلمى عبود على أن الحركة «ليست طرفاً في الحرب».", MOVEMENT, "الحركة «ليست طرفاً في الحرب»", "According to Salma Abboud, the Oases Movement \"is not a party to the war\".", {"said_by": SALMA, "negated": True}, "قالت سلمى عبود إن الحركة «ليست طرفاً في الحرب»."),
        # The subject by its side and its nation; the verb as the name has it.
        ("ورفض الجانب الموريتاني البند الثالث.", "موريتانيا", "رفض الجانب الموريتاني البند الثالث", "Mauritania rejected the third item.", {"act": "REJECT"}, "رفضت موريتانيا البند الثالث."),
        ("وأبدى الوفد الموريتاني تحفظه على البند الثالث.", "موريتانيا", "أبدى الوفد الموريتاني تحفظه على البند الثالث", "Mauritania expressed its reservations about the third item.", {"act": "REJECT"}, "أبدى الوفد الموريتاني تحفظه على البند الثالث."),
        ("وقال كمال الدروبي إن المملكة لن تقبل بالتقسيم. ولم يعلق الأردن.", "الأردن", "المملكة لن تقبل بالتقسيم", "According to Kamal al-Droubi, Jordan will not accept partition.", {"said_by": KAMAL, "act": "REJECT", "negated": True}, "بحسب كمال الدروبي، لن يقبل الأردن بالتقسيم."),
        # Whom a pronoun stands for.
        ("وانتقدت سلمى عبود حكومة الهضبة، متهمةً إياها بالمماطلة.", SALMA, "متهمةً إياها بالمماطلة", "Salma Abboud accused the Government of Hadba of stalling.", {"act": "ACCUSE", "to": [GOVERNMENT]}, "اتهمت سلمى عبود حكومة الهضبة بالمماطلة."),
        ("وجددت سلمى عبود التأكيد على أن المعابر أولوية.", SALMA, "المعابر أولوية", "Salma Abboud reaffirmed that the crossings are a priority.", {}, "جددت سلمى عبود التأكيد على أن المعابر أولوية."),
        # A participle goes on with the subject of the sentence's own verb.
        ("وقال كمال الدروبي إن حركة الواحات أبلغته أن الطريق فُتح، متابعاً: «لا نعرف شيئاً عن ذلك».", KAMAL, "لا نعرف شيئاً عن ذلك", "Kamal al-Droubi said that his side knew nothing about it.", {"negated": True}, "قال كمال الدروبي: «لا نعرف شيئاً عن ذلك»."),
    ],
)  # fmt: skip
def test_a_position_is_told_with_its_own_verb_and_subject(
    text: str, by: str, quote: str, en: str, more: dict[str, Any], sentence: str
) -> None:
    assert sentences(text, by, quote, "statement", en, **{"act": "OTHER", **more}) == [sentence]


@pytest.mark.parametrize(
    ("kind", "text", "by", "quote", "en", "more", "sentence"),
    [
        ("demand", "وقالت سلمى عبود إن حركة الواحات مستعدة للحوار. غير أنها استدركت بأن الحركة «أسقطت شرط عودة النازحين».", MOVEMENT, "الحركة «أسقطت شرط عودة النازحين»", "According to Salma Abboud, the Oases Movement dropped its condition that the displaced return.", {"said_by": SALMA, "status": "withdrawn"}, "قالت سلمى عبود إن الحركة «أسقطت شرط عودة النازحين»."),
        ("demand", "ورفضت حركة الواحات المقترح، وتمسكت بأن تكون الخرائط ملزمة.", MOVEMENT, "تمسكت بأن تكون الخرائط ملزمة", "The Oases Movement insisted that the maps be binding.", {"status": "standing"}, "تمسكت حركة الواحات بأن تكون الخرائط ملزمة."),
        ("demand", "وانتقدت سلمى عبود حكومة الهضبة، داعيةً إياها إلى احترام الهدنة.", SALMA, "داعيةً إياها إلى احترام الهدنة", "Salma Abboud called on the Government of Hadba to respect the truce.", {"to": [GOVERNMENT], "status": "standing"}, "دعت سلمى عبود حكومة الهضبة إلى احترام الهدنة."),
        ("demand", "وطالب الوفد الموريتاني بتأجيل الجلسة.", "موريتانيا", "طالب الوفد الموريتاني بتأجيل الجلسة", "Mauritania demanded that the session be postponed.", {"status": "standing"}, "طالبت موريتانيا بتأجيل الجلسة."),
        ("demand", "وقالت سلمى عبود إن حركة الواحات لم تتراجع قط، وإنها ما زالت تنتظر فتح الجسر.", MOVEMENT, "وإنها ما زالت تنتظر فتح الجسر", "According to Salma Abboud, the Oases Movement is still waiting for the bridge to be opened.", {"said_by": SALMA, "status": "standing"}, "قالت سلمى عبود إن حركة الواحات ما زالت تنتظر فتح الجسر."),
        ("commitment", "وذكرت سلمى عبود أن الوسيط نقل إليها تعهداً خطياً من حكومة الهضبة بوقف القصف.", GOVERNMENT, "تعهداً خطياً من حكومة الهضبة بوقف القصف", "According to Salma Abboud, the mediator conveyed to her a written pledge by the Government of Hadba to stop the shelling.", {"said_by": SALMA, "status": "claimed"}, "بحسب سلمى عبود، تتعهد حكومة الهضبة بوقف القصف."),
        ("commitment", "وقالت سلمى عبود إن حركة الواحات ستعمل على تثبيت الهدنة.", MOVEMENT, "حركة الواحات ستعمل على تثبيت الهدنة", "According to Salma Abboud, the Oases Movement will work to consolidate the truce.", {"said_by": SALMA, "status": "best_efforts"}, "بحسب سلمى عبود، ستعمل حركة الواحات على تثبيت الهدنة."),
        ("commitment", "وقالت سلمى عبود إن حكومة الهضبة تعهدت بإخلاء الجسر.", GOVERNMENT, "حكومة الهضبة تعهدت بإخلاء الجسر", "According to Salma Abboud, the Government of Hadba pledged to vacate the bridge.", {"said_by": SALMA, "status": "claimed"}, "بحسب سلمى عبود، تعهدت حكومة الهضبة بإخلاء الجسر."),
        ("commitment", "وتعهدت حركة الواحات بإخلاء الجسر.", MOVEMENT, "تعهدت حركة الواحات بإخلاء الجسر", "The Oases Movement pledged to vacate the bridge.", {"status": "pledged"}, "تعهدت حركة الواحات بإخلاء الجسر."),
        ("next_step", "ومن المؤمل أن يلتئم الوفدان مجدداً في مسقط يوم 27 من الشهر الجاري.", "none", "من المؤمل أن يلتئم الوفدان مجدداً في مسقط يوم 27 من الشهر الجاري", "The two delegations are expected to meet again in Muscat on the 27th of the current month.", {"when": "يوم 27 من الشهر الجاري"}, "من المتوقع أن يلتئم الوفدان مجدداً في مسقط في 27 آذار/مارس 2024."),
        ("next_step", "ويُفترض أن يقدم الأردن ورقة جديدة.", "none", "يُفترض أن يقدم الأردن ورقة جديدة", "Jordan is supposed to present a new paper.", {}, "من المتوقع أن يقدم الأردن ورقة جديدة."),
        ("next_step", "وذكر كمال الدروبي أنه سيرفع تقريره إلى المجلس قريباً.", "none", "سيرفع تقريره إلى المجلس قريباً", "Kamal al-Droubi will submit his report to the council soon.", {}, "سيرفع كمال الدروبي تقريره إلى المجلس قريباً."),
        ("next_step", "وحُدد يوم الأحد المقبل موعداً للجولة التالية.", "none", "حُدد يوم الأحد المقبل موعداً للجولة التالية", "Next Sunday was set as the date of the next round.", {"when": "يوم الأحد المقبل"}, "حُدد يوم 24 آذار/مارس 2024 موعداً للجولة التالية."),
        ("clause", "وتقضي المسودة بأن تضمن موريتانيا سلامة الوفود.", "none", "تقضي المسودة بأن تضمن موريتانيا سلامة الوفود", "The draft provides that Mauritania guarantee the safety of the delegations.", {}, "تقضي المسودة بأن تضمن موريتانيا سلامة الوفود."),
        ("clause", "واتفق الطرفان على ما يلي:\nأولاً: تشكيل لجنة فنية، على ألا يتجاوز عدد أعضائها تسعة.", "none", "تشكيل لجنة فنية، على ألا يتجاوز عدد أعضائها تسعة", "The two parties agreed to form a technical committee, provided that it has no more than nine members.", {}, "ينص البيان على تشكيل لجنة فنية، على ألا يتجاوز عدد أعضائها تسعة."),
        ("clause", "واتفق الطرفان على ما يلي:\nأولاً: فتح الجسر على أن تحرسه الشرطة.", "none", "فتح الجسر على أن تحرسه الشرطة", "The two parties agreed to open the bridge, provided that the police guard it.", {}, "ينص البيان على فتح الجسر على أن تحرسه الشرطة."),
    ],
)  # fmt: skip
def test_demands_pledges_steps_and_clauses_read_as_arabic(
    kind: str, text: str, by: str, quote: str, en: str, more: dict[str, Any], sentence: str
) -> None:
    assert sentences(text, by, quote, kind, en, **more) == [sentence]


def test_the_entries_of_a_draft_are_never_told_of_a_statement() -> None:
    text = "ولم يتوصل الطرفان إلى اتفاق. وتضمن مشروع الاتفاق الذي طرحه الوسيط ما يلي:\n١- تشكيل لجنة فنية.\n٢- تبادل الخرائط خلال شهر."
    record = told(
        text,
        {"by": ["none"], "quote": "تشكيل لجنة فنية", "kind": "clause", "en": "The draft provides for a technical committee."},
        {"by": ["none"], "quote": "تبادل الخرائط خلال شهر", "kind": "clause", "en": "The draft provides for an exchange of maps within a month."},
    )  # fmt: skip
    assert [one.text.ar for one in record.items()] == [
        "ينص المشروع على تشكيل لجنة فنية.",
        "ينص المشروع على تبادل الخرائط خلال شهر.",
    ]


@pytest.mark.parametrize(
    ("by", "teller", "en", "holders"),
    [
        (GOVERNMENT, KAMAL, "According to Kamal al-Droubi, the Government of Hadba will open the bridge.", []),
        (MOVEMENT, SALMA, "According to Kamal al-Droubi, Salma Abboud said that the Oases Movement would open the bridge.", [MOVEMENT]),
    ],
)  # fmt: skip
def test_what_is_relayed_of_somebodys_own_side_is_that_sides(by: str, teller: str, en: str, holders: list[str]) -> None:
    item = {"by": [by], "said_by": teller, "status": "claimed", "kind": "commitment", "quote": "حركتها ستفتح الجسر", "en": en}
    record = told("ونقل كمال الدروبي عن سلمى عبود قولها إن حركتها ستفتح الجسر.", item)
    names = {one.id: one.name.ar for one in record.participants}
    assert [names[holder] for one in record.commitments for holder in one.by] == holders
    assert [names[one.reported_by or ""] for one in record.commitments] == [SALMA] * len(holders)


def test_a_sentence_that_makes_another_act_behind_according_to_is_refused() -> None:
    wrong = "According to Kamal al-Droubi, the Government of Hadba agreed to the truce."
    item = {
        "by": [GOVERNMENT],
        "said_by": KAMAL,
        "act": "AGREE",
        "kind": "statement",
        "quote": "حركة الواحات وافقت على الهدنة",
        "en": wrong,
    }
    record = told("وأعلن كمال الدروبي أن حركة الواحات وافقت على الهدنة.", item)
    assert [one.text.en for one in record.items()] == []
    assert [entry.check for entry in record.quality.rejected] == ["holder_english"]


@pytest.mark.parametrize(
    ("kind", "text", "by", "quote", "en", "more", "sentence"),
    [
        # What another is to do, in a clause that goes on with one of another's, is not for the holder to do.
        ("demand", "واشترطت حكومة الهضبة أن تسحب حركة الواحات مدافعها وأن تسلّم خرائط الألغام.", [GOVERNMENT], "أن تسلّم خرائط الألغام",
         "The Government of Hadba makes it a condition that the Oases Movement hand over maps of the mines.", {}, "شرط حكومة الهضبة: «أن تسلّم خرائط الألغام»."),
        ("demand", "وطالبت حركة الواحات بأن يرسل الأردن مراقبين وأن يحرس الجسر.", [MOVEMENT], "أن يحرس الجسر",
         "The Oases Movement demanded that Jordan guard the bridge.", {}, "مطلب حركة الواحات: «أن يحرس الجسر»."),
        ("demand", "وطالبت حركة الواحات بأن يرسل الأردن مراقبين وأن تفتح موريتانيا الحدود.", [MOVEMENT], "أن تفتح موريتانيا الحدود",
         "The Oases Movement demanded that Mauritania open the border.", {}, "طالبت حركة الواحات بأن تفتح موريتانيا الحدود."),
        ("demand", "وطالبت حركة الواحات بأن تشارك في الحكومة وأن تنال ثلاث وزارات.", [MOVEMENT], "أن تنال ثلاث وزارات",
         "The Oases Movement demanded to get three ministries.", {}, "طالبت حركة الواحات بأن تنال ثلاث وزارات."),
        # What a neutral word is put for stands in brackets within the one pair of marks; it agrees with its verb.
        ("statement", "وقالت سلمى عبود: «لن نقبل بأن يحكم النظام بلادنا».", [SALMA], "لن نقبل بأن يحكم النظام بلادنا",
         "Salma Abboud said that her side would not accept that the Government rule the country.", {"act": "REJECT", "negated": True}, "قالت سلمى عبود: «لن نقبل بأن يحكم [الجانب الحكومي] بلادنا»."),
        ("demand", "وقالت سلمى عبود: «نريد رحيل المرتزقة من مدننا، ولن نساوم».", [SALMA], "نريد رحيل المرتزقة من مدننا، ولن نساوم",
         "Salma Abboud wants the fighters to leave the cities, and will not bargain.", {}, "قالت سلمى عبود: «نريد رحيل [المقاتلين الأجانب] من مدننا، ولن نساوم»."),
        ("demand", "وقالت حركة الواحات في بيان: نحن جاهزون، إذا أفرج النظام عن أسرانا.", [MOVEMENT], "إذا أفرج النظام عن أسرانا",
         "The Oases Movement makes it a condition that the Government of Hadba release its prisoners.", {"status": "conditional"}, "شرط حركة الواحات: «إذا أفرج [الجانب الحكومي] عن أسرانا»."),
        # Whoever speaks for a body is called its own by the body's name.
        ("demand", "واشترط النظام، على لسان كبير مفاوضيه كمال الدروبي، فتح الجسر.", [GOVERNMENT], "اشترط النظام، على لسان كبير مفاوضيه كمال الدروبي، فتح الجسر",
         "The Government of Hadba, through its chief negotiator Kamal al-Droubi, made the opening of the bridge a condition.", {}, "اشترطت حكومة الهضبة، على لسان كبير مفاوضيها كمال الدروبي، فتح الجسر."),
        ("statement", "ورفض الوفد، عبر رئيسه كمال الدروبي، المقترح.", [GOVERNMENT], "رفض الوفد، عبر رئيسه كمال الدروبي، المقترح",
         "The Government of Hadba, through its head Kamal al-Droubi, rejected the proposal.", {"act": "REJECT"}, "رفضت حكومة الهضبة، عبر رئيسها كمال الدروبي، المقترح."),
        ("demand", "واشترط وفد الهضبة، على لسان رئيسه كمال الدروبي، فتح الجسر.", [GOVERNMENT], "اشترط وفد الهضبة، على لسان رئيسه كمال الدروبي، فتح الجسر",
         "The Government of Hadba, through its head Kamal al-Droubi, made the opening of the bridge a condition.", {}, "اشترط وفد الهضبة، على لسان رئيسه كمال الدروبي، فتح الجسر."),
        # What is told of somebody in the present is not pledged by a verb of ours.
        ("commitment", "وذكر كمال الدروبي أن حكومة الهضبة تنتظر الرد، وأنها تؤمّن الطريق إلى المطار.", [GOVERNMENT], "أنها تؤمّن الطريق إلى المطار",
         "According to Kamal al-Droubi, the Government of Hadba secures the road to the airport.", {"said_by": KAMAL}, "قال كمال الدروبي إن حكومة الهضبة تؤمّن الطريق إلى المطار."),
        ("commitment", "وقالت سلمى عبود إن حركة الواحات ترحب بالهدنة، وأضافت أنها تحرس القوافل منذ أسبوع.", [MOVEMENT], "أنها تحرس القوافل منذ أسبوع",
         "According to Salma Abboud, the Oases Movement has guarded the convoys for a week.", {"said_by": SALMA}, "قالت سلمى عبود إن حركة الواحات تحرس القوافل منذ أسبوع."),
        ("commitment", "وتعهدت حركة الواحات بأنها تحرس القوافل.", [MOVEMENT], "تعهدت حركة الواحات بأنها تحرس القوافل",
         "The Oases Movement pledged that it guards the convoys.", {}, "تعهدت حركة الواحات بأنها تحرس القوافل."),
        # Several who act together.
        ("demand", "والطرفان، حكومة الهضبة وحركة الواحات، طالبا معاً بفتح الجسر.", [GOVERNMENT, MOVEMENT], "طالبا معاً بفتح الجسر",
         "The Government of Hadba and the Oases Movement jointly demanded that the bridge be opened.", {}, "طالبت حكومة الهضبة وحركة الواحات معاً بفتح الجسر."),
        ("demand", "والطرفان، حكومة الهضبة وحركة الواحات، طالبا بفتح الجسر.", [GOVERNMENT, MOVEMENT], "طالبا بفتح الجسر",
         "The Government of Hadba and the Oases Movement demanded that the bridge be opened.", {}, "طالب كل من حكومة الهضبة وحركة الواحات بفتح الجسر."),
        ("commitment", "ومن جهتهم أهل الأردن قالوا إنهم يفتحون الجسر خلال يومين.", ["الأردن"], "قالوا إنهم يفتحون الجسر خلال يومين",
         "Jordan said that it would open the bridge within two days.", {}, "قال الأردن إنهم يفتحون الجسر خلال يومين."),
        ("commitment", "والأردن، يمثله أعيانه، أعلنوا أنهم يفتحون الجسر خلال يومين.", ["الأردن"], "أعلنوا أنهم يفتحون الجسر خلال يومين",
         "Jordan announced that it would open the bridge within two days.", {}, "أعلن الأردن أنهم يفتحون الجسر خلال يومين."),
        # A pledge that is told by what it was behind alone is called one.
        ("commitment", "والتزمت حكومة الهضبة بدفع خمسة ملايين دينار. وتلاها الأردن بمبلغ ثلاثة ملايين دينار.", ["الأردن"], "تلاها الأردن بمبلغ ثلاثة ملايين دينار",
         "Jordan pledged three million dinars.", {}, "تعهد الأردن: «تلاها الأردن بمبلغ ثلاثة ملايين دينار»."),
        ("commitment", "والتزمت حكومة الهضبة بدفع خمسة ملايين دينار. ثم تبعها الأردن بثلاثة ملايين دينار.", ["الأردن"], "تبعها الأردن بثلاثة ملايين دينار",
         "Jordan pledged three million dinars.", {}, "تعهد الأردن: «تبعها الأردن بثلاثة ملايين دينار»."),
        ("commitment", "وطلبت حركة الواحات العون، فوعدها الأردن بثلاثة ملايين دينار.", ["الأردن"], "فوعدها الأردن بثلاثة ملايين دينار",
         "Jordan promised three million dinars.", {}, "وعد الأردن بثلاثة ملايين دينار."),
        # What is next, where only its day is quoted.
        ("next_step", "وسأل صحافي: والموعد المقبل؟ فأجاب الوسيط: يوم الأحد المقبل في مسقط.", ["none"], "يوم الأحد المقبل في مسقط",
         "The next date is next Sunday in Muscat.", {"when": "يوم الأحد المقبل"}, "الموعد المقبل في 24 آذار/مارس 2024 في مسقط."),
        ("next_step", "وعن الجلسة التالية قال الوسيط: مساء الأحد المقبل في مسقط.", ["none"], "مساء الأحد المقبل في مسقط",
         "The next session is on the evening of next Sunday in Muscat.", {"when": "الأحد المقبل"}, "الجلسة التالية مساء 24 آذار/مارس 2024 في مسقط."),
        ("next_step", "وماذا بعد؟ أجاب الوسيط: يوم الأحد المقبل في مسقط.", ["none"], "يوم الأحد المقبل في مسقط",
         "The next step is next Sunday in Muscat.", {"when": "يوم الأحد المقبل"}, "الخطوة المقبلة في 24 آذار/مارس 2024 في مسقط."),
        # A clause with a verb of its own stands behind «أن»; a noun that is spelt like one does not.
        ("clause", "واتفق الطرفان على ما يلي:\nأولاً: تُنشأ لجنة مشتركة.", ["none"], "تُنشأ لجنة مشتركة",
         "The statement provides that a joint committee be established.", {}, "ينص البيان على أن تُنشأ لجنة مشتركة."),
        ("clause", "واتفق الطرفان على ما يلي:\nأولاً: تستمر المشاورات شهراً.", ["none"], "تستمر المشاورات شهراً",
         "The statement provides that the consultations continue for a month.", {}, "ينص البيان على أن تستمر المشاورات شهراً."),
        ("clause", "واتفق الطرفان على ما يلي:\nأولاً: تنقل المدنيين بلا قيود.", ["none"], "تنقل المدنيين بلا قيود",
         "The statement provides for the movement of civilians without restrictions.", {}, "ينص البيان على تنقل المدنيين بلا قيود."),
        # The act of a noun whose verb stands in front of it; whom the words accuse of nothing.
        ("statement", "وذكر مصدر أن كمال الدروبي أبلغ الوسيط موافقته كتابة.", [KAMAL], "كمال الدروبي أبلغ الوسيط موافقته كتابة",
         "According to a source, Kamal al-Droubi informed the mediator of his consent in writing.", {"act": "AGREE", "source": "مصدر"}, "بحسب مصدر، كمال الدروبي أبلغ الوسيط موافقته كتابة."),
        ("statement", "وقال الوسيط إن سلمى عبود سلمت الأردن رفضها كتابة.", [SALMA], "سلمى عبود سلمت الأردن رفضها كتابة",
         "Salma Abboud handed Jordan her refusal in writing.", {"act": "REJECT"}, "سلمى عبود سلمت الأردن رفضها كتابة."),
        ("statement", "وقالت سلمى عبود إن الجولة انتهت. ثم أحرق القرية.", [SALMA], "ثم أحرق القرية",
         "Salma Abboud accused the Government of Hadba of burning the village.", {"act": "ACCUSE", "to": [GOVERNMENT]}, "اتهام من سلمى عبود: «أحرق القرية»."),
        ("statement", "واتهمت سلمى عبود حكومة الهضبة بإحراق القرية.", [SALMA], "اتهمت سلمى عبود حكومة الهضبة بإحراق القرية",
         "Salma Abboud accused the Government of Hadba of burning the village.", {"act": "ACCUSE", "to": [GOVERNMENT]}, "اتهمت سلمى عبود حكومة الهضبة بإحراق القرية."),
        # A relative clause that agrees with another word for the holder.
        ("demand", "وقالت سلمى عبود إن هذه الأخيرة سحبت الشرط الذي كانت قد طرحته في الجولة الأولى. والمقصود هو الأردن.", ["الأردن"], "سحبت الشرط الذي كانت قد طرحته في الجولة الأولى",
         "Jordan, according to Salma Abboud, withdrew the condition that it had put forward in the first round.", {"said_by": SALMA, "status": "withdrawn"}, "موقف الأردن، بحسب سلمى عبود: «سحبت الشرط الذي كانت قد طرحته في الجولة الأولى»."),
        ("demand", "وسحب الأردن الشرط الذي طرحته موريتانيا في الجولة الأولى.", ["الأردن"], "سحب الأردن الشرط الذي طرحته موريتانيا في الجولة الأولى",
         "Jordan withdrew the condition that Mauritania had put forward in the first round.", {"status": "withdrawn"}, "سحب الأردن الشرط الذي طرحته موريتانيا في الجولة الأولى."),
    ],
)  # fmt: skip
def test_who_acts_and_agrees_is_who_the_words_have(
    kind: str, text: str, by: list[str], quote: str, en: str, more: dict[str, Any], sentence: str
) -> None:
    status = {"demand": {"status": "standing"}, "commitment": {"status": "pledged"}}.get(kind, {})
    record = told(text, {"by": by, "quote": quote, "kind": kind, "en": en, **status, **more})
    assert [one.text.ar for one in record.items()] == [sentence], record.quality.rejected
