"""Arabic lines as a ministry would write them: who tells it, the tense and the spelling of the report, in talks of many kinds."""

from __future__ import annotations

from typing import Any

import pytest

from briefing import wording
from briefing.agreement import is_perfect, is_told_as_done
from briefing.cues import find_cues, perfect_of
from briefing.glossary import load_glossary
from briefing.naming import office_and_rank
from tests.scripted import Answers, ScriptedModel, read

GOVERNMENT, MOVEMENT, COUNCIL = "حكومة الهضاب", "حركة الأنهار", "مجلس الساحل"
YOUSSEF, HUDA, RASHED, KHALED = "يوسف المنصوري", "هدى قاسم", "راشد العلوان", "خالد الزبيدي"
PEOPLE: list[dict[str, Any]] = [
    {"name": GOVERNMENT, "en": "Government of Hadab", "kind": "delegation", "role": "party"},
    {"name": MOVEMENT, "en": "Anhar Movement", "kind": "armed_group", "role": "party"},
    {"name": COUNCIL, "en": "Coastal Council", "kind": "organization", "role": "party"},
    {"name": "النرويج", "en": "Norway", "kind": "state", "role": "facilitator"},
    {"name": "العراق", "en": "Iraq", "kind": "state", "role": "host"},
    {"name": "تركيا", "en": "Turkey", "kind": "state", "role": "observer"},
    {"name": YOUSSEF, "en": "Youssef al-Mansouri", "kind": "person", "role": "mediator", "title": "المبعوث الأممي", "title_en": "UN Envoy"},
    {"name": HUDA, "en": "Huda Qassem", "kind": "person", "role": "party", "title": "الناطقة باسم الحركة", "title_en": "Spokeswoman for the Movement", "of": MOVEMENT},
    {"name": RASHED, "en": "Rashed al-Alwan", "kind": "person", "role": "party", "title": "رئيس وفد الحكومة", "title_en": "Head of the Government delegation", "of": GOVERNMENT},
    {"name": KHALED, "en": "Khaled al-Zubaidi", "kind": "person", "role": "party", "title": "المتحدث باسم الوفد العميد", "title_en": "", "of": GOVERNMENT},
]  # fmt: skip
ENGLISH = {person["name"]: person["en"] for person in PEOPLE}
OPENING = (
    "عقدت حكومة الهضاب وحركة الأنهار ومجلس الساحل جولة جديدة في بغداد بحضور النرويج والعراق وتركيا والمبعوث الأممي يوسف المنصوري"
    " ورئيس وفد الحكومة راشد العلوان والناطقة باسم الحركة هدى قاسم."
)


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any English passes: here the Arabic is tried."""
    monkeypatch.setattr("briefing.extraction.text_verdict", lambda *_: None)


def line(text: str, by: str, quote: str, kind: str, more: dict[str, Any], en: str = "It is so.") -> tuple[str, str]:
    """The Arabic and the English of the one item of a report."""
    people = [person for person in PEOPLE if person["name"] in f"{OPENING} {text}"]
    item = {"by": [by], "quote": quote, "kind": kind, "en": en, **more}
    record = read(f"{OPENING}\n\n{text}\n", ScriptedModel(Answers(people, [item])), published="2024-05-14")
    (one,) = record.items()
    return one.text.ar, one.text.en


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "more", "arabic"),
    [
        ("وطالبت حركة الأنهار بوقف القصف فوراً على ضفّتي النهر.", MOVEMENT, "طالبت حركة الأنهار بوقف القصف فوراً على ضفّتي النهر", "demand", {}, "طالبت حركة الأنهار بوقف القصف فوراً على ضفّتي النهر."),
        ("ودعت هدى قاسم الحكومة إلى سحب المدفعية مسافة عشرين كيلومتراً.", HUDA, "سحب المدفعية مسافة عشرين كيلومتراً", "demand", {"to": [GOVERNMENT]}, "دعت هدى قاسم إلى سحب المدفعية مسافة عشرين كيلومتراً."),
        ("وقال راشد العلوان إن الحكومة تعهدت باحترام الهدنة شهراً كاملاً.", GOVERNMENT, "الحكومة تعهدت باحترام الهدنة شهراً كاملاً", "commitment", {"said_by": RASHED, "status": "pledged"}, "بحسب راشد العلوان، تعهدت حكومة الهضاب باحترام الهدنة شهراً كاملاً."),
        ("ونقل المبعوث الأممي عن العلوان قوله إن الحكومة مستعدة لتمديد الهدنة أسبوعين.", GOVERNMENT, "الحكومة مستعدة لتمديد الهدنة أسبوعين", "commitment", {"said_by": RASHED, "status": "pledged"}, "فيما نقله يوسف المنصوري عن راشد العلوان، حكومة الهضاب مستعدة لتمديد الهدنة أسبوعين."),
        ("وبحسب مصدر مطلع على المحادثات، رفضت حركة الأنهار تمديد الهدنة.", MOVEMENT, "رفضت حركة الأنهار تمديد الهدنة", "statement", {"act": "REJECT"}, "بحسب مصدر مطلع على المحادثات، رفضت حركة الأنهار تمديد الهدنة."),
        ("وقال دبلوماسي غربي رفض ذكر اسمه إن حكومة الهضاب وافقت مبدئياً على نشر مراقبين.", GOVERNMENT, "حكومة الهضاب وافقت مبدئياً على نشر مراقبين", "statement", {"act": "AGREE"}, "بحسب دبلوماسي غربي، وافقت حكومة الهضاب مبدئياً على نشر مراقبين."),
        ("وبحسب تسريبات نشرتها صحيفة الضفة، تعهدت حركة الأنهار بسحب قناصتها.", MOVEMENT, "تعهدت حركة الأنهار بسحب قناصتها", "commitment", {"status": "claimed"}, "بحسب تسريبات نشرتها صحيفة الضفة، تعهدت حركة الأنهار بسحب قناصتها."),
        ("واتهمت هدى قاسم حكومة الهضاب بخرق الهدنة ثلاث مرات.", HUDA, "اتهمت هدى قاسم حكومة الهضاب بخرق الهدنة ثلاث مرات", "statement", {"act": "ACCUSE", "to": [GOVERNMENT]}, "اتهمت هدى قاسم حكومة الهضاب بخرق الهدنة ثلاث مرات."),
        ("وشددت حركة الأنهار على ضرورة وقف إطلاق النار، مطالبةً بضمانات مكتوبة.", MOVEMENT, "مطالبةً بضمانات مكتوبة", "demand", {}, "طالبت حركة الأنهار بضمانات مكتوبة."),
        ("وأكد راشد العلوان أن الحكومة لن تتنازل عن خط الحدود المرسوم عام 1974.", GOVERNMENT, "الحكومة لن تتنازل عن خط الحدود المرسوم عام 1974", "statement", {"act": "REJECT", "said_by": RASHED, "negated": True}, "بحسب راشد العلوان، لن تتنازل حكومة الهضاب عن خط الحدود المرسوم عام 1974."),
        ("واشترط مجلس الساحل ترسيم الحدود قبل فتح المعبر.", COUNCIL, "ترسيم الحدود قبل فتح المعبر", "demand", {"status": "conditional"}, "اشترط مجلس الساحل ترسيم الحدود قبل فتح المعبر."),
        ("وأعرب العراق عن استعداده لاستضافة لجنة الترسيم.", "العراق", "استعداده لاستضافة لجنة الترسيم", "commitment", {"status": "pledged"}, "أعرب العراق عن استعداده لاستضافة لجنة الترسيم."),
        ("واقترحت النرويج لجنة مشتركة لمعاينة العلامات الحدودية.", "النرويج", "اقترحت النرويج لجنة مشتركة لمعاينة العلامات الحدودية", "demand", {}, "اقترحت النرويج لجنة مشتركة لمعاينة العلامات الحدودية."),
        ("ورفض الجانب التركي المقترح.", "تركيا", "رفض الجانب التركي المقترح", "statement", {"act": "REJECT"}, "رفضت تركيا المقترح."),
        ("وقال المتحدث باسم الوفد العميد خالد الزبيدي إن الحكومة ترفض أي وجود أجنبي على الحدود.", GOVERNMENT, "الحكومة ترفض أي وجود أجنبي على الحدود", "statement", {"act": "REJECT", "said_by": KHALED}, "بحسب خالد الزبيدي، ترفض حكومة الهضاب أي وجود أجنبي على الحدود."),
        ("ونفت حركة الأنهار أنها وافقت على تسليم المخفر الحدودي.", MOVEMENT, "أنها وافقت على تسليم المخفر الحدودي", "statement", {"act": "REJECT", "negated": True}, "نفت حركة الأنهار أنها وافقت على تسليم المخفر الحدودي."),
        ("وطالب مجلس الساحل حكومة الهضاب بإطلاق 300 متر مكعب من المياه في الثانية.", COUNCIL, "بإطلاق 300 متر مكعب من المياه في الثانية", "demand", {"to": [GOVERNMENT]}, "طالب مجلس الساحل بإطلاق 300 متر مكعب من المياه في الثانية."),
        ("والتزمت حكومة الهضاب بخفض الضخ من السد تدريجياً.", GOVERNMENT, "بخفض الضخ من السد تدريجياً", "commitment", {"status": "pledged"}, "التزمت حكومة الهضاب بخفض الضخ من السد تدريجياً."),
        ("وأوضح راشد العلوان أن حكومته ستسعى إلى تزويد القرى بالمياه أسبوعياً.", GOVERNMENT, "حكومته ستسعى إلى تزويد القرى بالمياه أسبوعياً", "commitment", {"said_by": RASHED, "status": "best_efforts"}, "بحسب راشد العلوان، ستسعى حكومة الهضاب إلى تزويد القرى بالمياه أسبوعياً."),
        ("وحذرت هدى قاسم من أن الحركة ستغلق القناة إذا استمر الضخ.", MOVEMENT, "الحركة ستغلق القناة إذا استمر الضخ", "statement", {"act": "THREATEN", "said_by": HUDA}, "قالت هدى قاسم إن الحركة ستغلق القناة إذا استمر الضخ."),
        ("ورحّبت النرويج بالاتفاق على تبادل القياسات.", "النرويج", "رحّبت النرويج بالاتفاق على تبادل القياسات", "statement", {"act": "SUPPORT"}, "رحّبت النرويج بالاتفاق على تبادل القياسات."),
        ("وأفادت مصادر في الوفد الفني بأن مجلس الساحل سحب مطلبه بتعويض المزارعين.", COUNCIL, "سحب مطلبه بتعويض المزارعين", "demand", {"status": "withdrawn"}, "بحسب مصادر في الوفد الفني، سحب مجلس الساحل مطلبه بتعويض المزارعين."),
        ("وقالت هدى قاسم: «على الحكومة أن تفتح بوابات السد قبل الصيف».", HUDA, "على الحكومة أن تفتح بوابات السد قبل الصيف", "demand", {"to": [GOVERNMENT]}, "قالت هدى قاسم إن على الحكومة أن تفتح بوابات السد قبل الصيف."),
        ("وتعهّدت حركة الأنهار بإطلاق سراح أربعين أسيراً قبل العيد.", MOVEMENT, "بإطلاق سراح أربعين أسيراً قبل العيد", "commitment", {"status": "pledged"}, "تعهّدت حركة الأنهار بإطلاق سراح أربعين أسيراً قبل العيد."),
        ("وزعمت هدى قاسم أن حكومة الهضاب وعدت بتسليم رفات القتلى.", GOVERNMENT, "حكومة الهضاب وعدت بتسليم رفات القتلى", "commitment", {"said_by": HUDA, "status": "claimed"}, "بحسب هدى قاسم، وعدت حكومة الهضاب بتسليم رفات القتلى."),
        ("وقال يوسف المنصوري إن هدى قاسم أبلغته أن الحركة تشترط تبادلاً متزامناً.", MOVEMENT, "الحركة تشترط تبادلاً متزامناً", "demand", {"said_by": HUDA, "status": "conditional"}, "فيما نقله يوسف المنصوري عن هدى قاسم، تشترط حركة الأنهار تبادلاً متزامناً."),
        ("وكشف مسؤولان عراقيان، طلبا عدم ذكر اسميهما، أن حركة الأنهار طلبت مهلة عشرة أيام.", MOVEMENT, "حركة الأنهار طلبت مهلة عشرة أيام", "demand", {}, "بحسب مسؤولين عراقيين، طلبت حركة الأنهار مهلة عشرة أيام."),
        ("وناشدت النرويج الطرفين السماح للصليب الأحمر بزيارة السجون.", "النرويج", "السماح للصليب الأحمر بزيارة السجون", "demand", {}, "ناشدت النرويج السماح للصليب الأحمر بزيارة السجون."),
        ("وأبدت حركة الأنهار استعدادها لتبادل القوائم شفهياً.", MOVEMENT, "استعدادها لتبادل القوائم شفهياً", "commitment", {"status": "pledged"}, "أبدت حركة الأنهار استعدادها لتبادل القوائم شفهياً."),
        ("وأصرّت الحركة على الإفراج عن القاصرين أولاً.", MOVEMENT, "الإفراج عن القاصرين أولاً", "demand", {}, "أصرّت حركة الأنهار على الإفراج عن القاصرين أولاً."),
        ("ولم تطلب حكومة الهضاب تسليم القادة.", GOVERNMENT, "لم تطلب حكومة الهضاب تسليم القادة", "demand", {"status": "denied"}, "لم تطلب حكومة الهضاب تسليم القادة."),
        ("وطالب مجلس الساحل بنصف الحقائب الوزارية وبمنصب نائب الرئيس.", COUNCIL, "بنصف الحقائب الوزارية", "demand", {}, "طالب مجلس الساحل بنصف الحقائب الوزارية."),
        ("وقال راشد العلوان إن حكومته قبلت بتقاسم السلطة محلياً.", GOVERNMENT, "حكومته قبلت بتقاسم السلطة محلياً", "statement", {"act": "AGREE", "said_by": RASHED}, "بحسب راشد العلوان، قبلت حكومة الهضاب بتقاسم السلطة محلياً."),
        ("وتمسكت حركة الأنهار بضرورة إجراء الانتخابات قبل نهاية السنة.", MOVEMENT, "ضرورة إجراء الانتخابات قبل نهاية السنة", "demand", {}, "تمسكت حركة الأنهار بضرورة إجراء الانتخابات قبل نهاية السنة."),
        ("واعتبر راشد العلوان أن المحاصصة خطأ جسيم.", RASHED, "أن المحاصصة خطأ جسيم", "statement", {"act": "OTHER"}, "اعتبر راشد العلوان أن المحاصصة خطأ جسيم."),
        ("وهددت هدى قاسم بالانسحاب من الحكومة الانتقالية.", HUDA, "بالانسحاب من الحكومة الانتقالية", "statement", {"act": "THREATEN"}, "هددت هدى قاسم بالانسحاب من الحكومة الانتقالية."),
        ("وقال مستشار في الرئاسة، اشترط عدم كشف هويته، إن حكومة الهضاب تدرس منح الأقاليم صلاحيات أوسع.", GOVERNMENT, "حكومة الهضاب تدرس منح الأقاليم صلاحيات أوسع", "statement", {"act": "OTHER"}, "بحسب مستشار في الرئاسة، حكومة الهضاب تدرس منح الأقاليم صلاحيات أوسع."),
        ("ودعا يوسف المنصوري مجلس الأمن إلى رفع العقوبات تدريجياً.", YOUSSEF, "رفع العقوبات تدريجياً", "demand", {}, "دعا يوسف المنصوري إلى رفع العقوبات تدريجياً."),
        ("وطلبت حكومة الهضاب من تركيا رفع الحظر عن المصارف.", GOVERNMENT, "طلبت حكومة الهضاب من تركيا رفع الحظر عن المصارف", "demand", {"to": ["تركيا"]}, "طلبت حكومة الهضاب من تركيا رفع الحظر عن المصارف."),
        ("وجدّدت تركيا رفضها رفع العقوبات ما لم تُحل الفصائل.", "تركيا", "رفضها رفع العقوبات ما لم تُحل الفصائل", "statement", {"act": "REJECT"}, "جددت تركيا رفضها رفع العقوبات ما لم تُحل الفصائل."),
        ("وربطت تركيا رفع العقوبات بتوقيع الاتفاق.", "تركيا", "رفع العقوبات بتوقيع الاتفاق", "demand", {"status": "conditional"}, "ربطت تركيا رفع العقوبات بتوقيع الاتفاق."),
        ("وأيّد العراق تجميد العقوبات مؤقتاً.", "العراق", "تجميد العقوبات مؤقتاً", "statement", {"act": "SUPPORT"}, "أيّد العراق تجميد العقوبات مؤقتاً."),
        ("ونُقل عن راشد العلوان قوله إن الحكومة ستدفع التعويضات كاملةً.", GOVERNMENT, "الحكومة ستدفع التعويضات كاملةً", "commitment", {"said_by": RASHED, "status": "pledged"}, "فيما نُقل عنه، قال راشد العلوان إن الحكومة ستدفع التعويضات كاملةً."),
        ("وذكر يوسف المنصوري، نقلاً عن هدى قاسم، أن الحركة تخلت عن شرط رفع العقوبات.", MOVEMENT, "الحركة تخلت عن شرط رفع العقوبات", "demand", {"said_by": HUDA, "status": "withdrawn"}, "فيما نقله يوسف المنصوري عن هدى قاسم، تخلت حركة الأنهار عن شرط رفع العقوبات."),
        ("وتطالب حركة الأنهار بوقف الطلعات الجوية ليلاً.", MOVEMENT, "تطالب حركة الأنهار بوقف الطلعات الجوية ليلاً", "demand", {}, "تطالب حركة الأنهار بوقف الطلعات الجوية ليلاً."),
        ("وقالت هدى قاسم إن حكومة الهضاب ما زالت تطالب بتسليم السلاح.", GOVERNMENT, "حكومة الهضاب ما زالت تطالب بتسليم السلاح", "demand", {"said_by": HUDA}, "بحسب هدى قاسم، ما زالت حكومة الهضاب تطالب بتسليم السلاح."),
    ],
)  # fmt: skip
def test_a_line_reads_as_a_ministry_would_write_it(
    text: str, by: str, quote: str, kind: str, more: dict[str, Any], arabic: str
) -> None:
    assert line(text, by, quote, kind, more)[0] == arabic


# Who tells it


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "more", "arabic"),
    [
        # Who passes another's words on, and who only hears them or is named by chance.
        ("ونقلت هدى قاسم عن العلوان تأكيده أن الحكومة ترفض الهدنة.", GOVERNMENT, "الحكومة ترفض الهدنة", "statement", {"act": "REJECT", "said_by": RASHED}, "فيما نقلته هدى قاسم عن راشد العلوان، ترفض حكومة الهضاب الهدنة."),
        ("وأبلغت هدى قاسم يوسف المنصوري أن الحركة ترفض الهدنة.", MOVEMENT, "الحركة ترفض الهدنة", "statement", {"act": "REJECT", "said_by": HUDA}, "بحسب هدى قاسم، ترفض حركة الأنهار الهدنة."),
        ("وقالت هدى قاسم ليوسف المنصوري إن الحركة تطالب بفتح المعبر.", MOVEMENT, "الحركة تطالب بفتح المعبر", "demand", {"said_by": HUDA}, "بحسب هدى قاسم، تطالب حركة الأنهار بفتح المعبر."),
        ("ونقل يوسف المنصوري عن راشد العلوان قوله إنه لن يوقع على المسودة.", RASHED, "إنه لن يوقع على المسودة", "statement", {"act": "REJECT", "said_by": YOUSSEF, "negated": True}, "قال يوسف المنصوري إن راشد العلوان لن يوقع على المسودة."),
        ("ويُنقل عن هدى قاسم أن الحركة تطالب بفتح المعبر.", MOVEMENT, "الحركة تطالب بفتح المعبر", "demand", {"said_by": HUDA}, "فيما نُقل عن هدى قاسم، تطالب حركة الأنهار بفتح المعبر."),
        # Whoever speaks himself is told once.
        ("وأعلن راشد العلوان أن حكومته ستفتح المعبر.", RASHED, "أن حكومته ستفتح المعبر", "statement", {"act": "OTHER"}, "أعلن راشد العلوان أن حكومته ستفتح المعبر."),
        ("ووعدت حركة الأنهار هدى قاسم بفتح المعبر، تقول هدى قاسم.", MOVEMENT, "وعدت حركة الأنهار هدى قاسم بفتح المعبر", "commitment", {"said_by": HUDA, "status": "claimed"}, "بحسب هدى قاسم، وعدت حركة الأنهار هدى قاسم بفتح المعبر."),
        # Sources without a name, in the case that the preposition wants.
        ("وتحدثت تسريبات عن الجلسة عن أن حركة الأنهار طلبت مهلة.", MOVEMENT, "حركة الأنهار طلبت مهلة", "demand", {}, "بحسب تسريبات عن الجلسة، طلبت حركة الأنهار مهلة."),
        ("وذكر مصدران أمنيان أن حركة الأنهار طلبت مهلة.", MOVEMENT, "حركة الأنهار طلبت مهلة", "demand", {}, "بحسب مصدرين أمنيين، طلبت حركة الأنهار مهلة."),
        ("غير أن مسؤولاً في الأمانة، طلب عدم كشف اسمه، قال إن حركة الأنهار طلبت مهلة.", MOVEMENT, "حركة الأنهار طلبت مهلة", "demand", {}, "بحسب مسؤول في الأمانة، طلبت حركة الأنهار مهلة."),
        ("وأكد مصدر قريب من الوساطة أن هدى قاسم أبلغت الوسطاء أن الحركة طلبت مهلة.", MOVEMENT, "الحركة طلبت مهلة", "demand", {"said_by": HUDA}, "بحسب هدى قاسم، في رواية مصدر قريب من الوساطة، طلبت حركة الأنهار مهلة."),
        ("وقال العلوان إن مصدر القلق هو الحدود، وطلبت حركة الأنهار مهلة.", MOVEMENT, "طلبت حركة الأنهار مهلة", "demand", {}, "طلبت حركة الأنهار مهلة."),
    ],
)  # fmt: skip
def test_whoever_tells_it_stands_in_the_line(
    text: str, by: str, quote: str, kind: str, more: dict[str, Any], arabic: str
) -> None:
    assert line(text, by, quote, kind, more)[0] == arabic


SAID_BY_HUDA = "وقالت هدى قاسم إن الحركة تطالب بفتح المعبر."
BY_A_SOURCE = "وقال دبلوماسي غربي، رفض ذكر اسمه، إن الحركة تطالب بفتح المعبر."


@pytest.mark.parametrize(
    ("text", "teller", "en", "told"),
    [
        (SAID_BY_HUDA, HUDA, "The Anhar Movement demands the opening of the crossing.", "According to Huda Qassem, the Anhar Movement demands the opening of the crossing."),
        (SAID_BY_HUDA, HUDA, "Qassem said that the Anhar Movement demands the opening of the crossing.", "Qassem said that the Anhar Movement demands the opening of the crossing."),
        (BY_A_SOURCE, "none", "The Anhar Movement demands the opening of the crossing.", "According to an unnamed Western diplomat, the Anhar Movement demands the opening of the crossing."),
        (BY_A_SOURCE, "none", "A diplomat said that the Anhar Movement demands the opening of the crossing.", "A diplomat said that the Anhar Movement demands the opening of the crossing."),
    ],
)  # fmt: skip
def test_english_that_leaves_out_who_tells_it_gets_them(text: str, teller: str, en: str, told: str) -> None:
    assert line(text, MOVEMENT, "الحركة تطالب بفتح المعبر", "demand", {"said_by": teller}, en)[1] == told


# The tense


@pytest.mark.parametrize(
    ("words", "perfect"),
    [
        ("طالبت الحركة بفتح الجسر", True),
        ("تعهد الوفد بفتح الجسر", True),
        ("طالبته الحركة بفتح الجسر", True),
        ("أيّدت الحركة المقترح", True),
        ("تطالب الحركة بفتح الجسر", False),
        ("تتعهد الحركة بفتح الجسر", False),
        ("ستطالب الحركة بفتح الجسر", False),
        ("نطالب بفتح الجسر", False),
        ("مستعدة لفتح الجسر", False),
    ],
)
def test_what_was_done_is_known_by_the_verb(words: str, perfect: bool) -> None:
    cue = find_cues(words)[0]
    assert is_perfect(cue, words[cue.start : cue.end]) is perfect


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("وقال الوفد إن الجلسة فشلت، مطالباً بتأجيلها", True),
        ("وانتقدت الحركة البيان، وداعيةً إلى تعديله", True),
        ("وتقول الحركة إن الجلسة فشلت، مطالبةً بتأجيلها", False),
        ("وقالت الناطقة إن الحركة متمسكة بمطلب التأجيل", False),
    ],
)
def test_a_participle_is_of_the_time_of_its_sentence(words: str, done: bool) -> None:
    (cue,) = (one for one in find_cues(words) if one.form == "participle")
    assert is_told_as_done(cue, words, 0) is done


@pytest.mark.parametrize(
    ("present", "past"),
    [
        ("يدعو", ("دعا", "دعت")),
        ("ينفي", ("نفى", "نفت")),
        ("ينص", ("نص", "نصت")),
        ("يلفت", ("لفت", "لفتت")),
        ("يدين", ("أدان", "أدانت")),
        ("يستعد", ("", "")),
    ],
)
def test_the_perfect_of_a_verb_is_known(present: str, past: tuple[str, str]) -> None:
    assert (perfect_of(present, feminine=False), perfect_of(present, feminine=True)) == past


@pytest.mark.parametrize(
    ("verb", "lead"),
    [
        ("calls for", "The Anhar Movement called"),
        ("denies", "The Anhar Movement denied"),
        ("is ready for", "The Anhar Movement was ready"),
        ("must", "The Anhar Movement must"),
    ],
)
def test_the_english_lead_is_of_the_same_time(verb: str, lead: str) -> None:
    assert wording.english_lead("demand", None, verb, ["Anhar Movement"], done=True) == lead


# The spelling


@pytest.mark.parametrize(
    ("text", "source", "spelt"),
    [
        ("طالب الوفد بوقف القصف فورا.", "وقف القصف فوراً", "طالب الوفد بوقف القصف فوراً."),
        ("طلبه رفض في عمان.", "طلبه رُفض في عمّان", "طلبه رُفض في عمّان."),
        ("تعهد الوفد بتسليمها وتأمينها.", "تسليمها وتأمّينها", "تعهد الوفد بتسليمها وتأمّينها."),
        ("دعت الأمم إلى هدنة إنسانية.", "الأُمَمُ هدنةٍ إنسانيّةٍ", "دعت الأُمَم إلى هدنة إنسانيّة."),
        ("طالب الوفد بهدنة.", "طلب هدنةً", "طالب الوفد بهدنة."),  # another case than in the source
        ("قال إن الوفد رأى أن يبقى.", "أنّ الوفد رأى أن يبقى", "قال إن الوفد رأى أن يبقى."),  # written in two ways
        ("طالب الوفد بوقف القصف.", "وقف القصف", "طالب الوفد بوقف القصف."),
    ],
)
def test_words_are_spelt_as_the_source_spells_them(text: str, source: str, spelt: str) -> None:
    assert wording.as_spelt(text, source) == spelt


@pytest.mark.parametrize(
    ("words", "governed"),
    [
        ("مسؤولان غربيان", "مسؤولين غربيين"),
        ("دبلوماسيون أوروبيون في لبنان", "دبلوماسيين أوروبيين في لبنان"),
        ("مصدراً رسمياً", "مصدر رسمي"),
        ("مصدر في لبنان", "مصدر في لبنان"),
        ("مصادر قريبة من الوفدين", "مصادر قريبة من الوفدين"),
    ],
)
def test_a_source_stands_in_the_genitive_behind_a_preposition(words: str, governed: str) -> None:
    assert wording.genitive(words) == governed


# Ranks


@pytest.mark.parametrize(
    ("title", "office", "rank"),
    [
        ("المتحدث باسم الوفد العميد", "المتحدث باسم الوفد", "عميد"),
        ("ممثل الجيش، الفريق أول ركن", "ممثل الجيش", "فريق أول ركن"),
        ("رئيس الوفد الحكومي الدكتور", "رئيس الوفد الحكومي", ""),
        ("قائد الفريق", "قائد الفريق", ""),
        ("عضو مكتب الشيخ", "عضو مكتب الشيخ", ""),
        ("المتحدث باسم الوفد", "المتحدث باسم الوفد", ""),
    ],
)
def test_a_rank_is_told_apart_from_the_office(title: str, office: str, rank: str) -> None:
    assert office_and_rank(title) == (office, rank)


def test_the_titles_of_a_record_have_no_rank_stuck_to_their_end() -> None:
    text = "وقال المتحدث باسم الوفد العميد خالد الزبيدي إن الحكومة ترفض الهدنة."
    people = [person for person in PEOPLE if person["name"] in f"{OPENING} {text}"]
    record = read(f"{OPENING}\n\n{text}\n", ScriptedModel(Answers(people, [])))
    titles = {one.name.ar: (one.title.ar, one.title.en) for one in record.participants if one.title}
    assert titles[KHALED] == ("المتحدث باسم الوفد، برتبة عميد", "Spokesperson for the delegation, Brigadier General")
    assert titles[RASHED][0] == "رئيس وفد الحكومة"


@pytest.mark.parametrize(
    ("title", "english"),
    [
        ("رئيس الوفد الحكومي، برتبة لواء ركن", "Head of the Government delegation, Major General"),
        ("رئيس اللجنة العسكرية، برتبة فريق أول", "Head of the Military Committee, General"),
        ("رئيس اللجنة العسكرية", "Head of the Military Committee"),
    ],
)
def test_a_rank_told_apart_has_its_english(title: str, english: str) -> None:
    assert load_glossary().english_title(title) == english


# What is composed rather than quoted, and what stays quoted


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "more", "arabic"),
    [
        # The quotation begins with the subject of the verb that it leaves out.
        ("ودعا المنصوري الطرفين إلى ضبط النفس.", YOUSSEF, "المنصوري الطرفين إلى ضبط النفس", "demand", {}, "دعا يوسف المنصوري الطرفين إلى ضبط النفس."),
        ("ورفضت هدى قاسم تسليم القوائم.", HUDA, "هدى قاسم تسليم القوائم", "statement", {"act": "REJECT"}, "رفضت هدى قاسم تسليم القوائم."),
        ("ودعا المنصوري راشد العلوان إلى ضبط النفس.", YOUSSEF, "راشد العلوان إلى ضبط النفس", "demand", {"to": [RASHED]}, "دعا يوسف المنصوري راشد العلوان إلى ضبط النفس."),
        # What somebody has to do.
        ("وقال راشد العلوان: «على الحركة أن تسلم القوائم».", RASHED, "على الحركة أن تسلم القوائم", "demand", {}, "قال راشد العلوان إن على الحركة أن تسلم القوائم."),
        ("وشدد راشد العلوان على ضرورة أن تسلم القوائم.", RASHED, "على ضرورة أن تسلم القوائم", "demand", {}, "شدد راشد العلوان على ضرورة أن تسلم القوائم."),
        # A pledge by the noun for it, with the verb that gives it.
        ("وتحدث المنصوري عن وعد قطعته حركة الأنهار بفتح الجسر.", MOVEMENT, "وعد قطعته حركة الأنهار بفتح الجسر", "commitment", {"said_by": YOUSSEF, "status": "claimed"}, "بحسب يوسف المنصوري، وعدت حركة الأنهار بفتح الجسر."),
        ("وذكّر المنصوري بتعهد أعطته حكومة الهضاب بفتح الجسر.", GOVERNMENT, "تعهد أعطته حكومة الهضاب بفتح الجسر", "commitment", {"said_by": YOUSSEF, "status": "claimed"}, "بحسب يوسف المنصوري، تعهدت حكومة الهضاب بفتح الجسر."),
        # An accusation in front is no verb of the pledge that it speaks of.
        ("واتهمت هدى قاسم حكومة الهضاب بالتنصل من تعهدها بفتح الجسر.", GOVERNMENT, "تعهدها بفتح الجسر", "commitment", {"said_by": HUDA, "status": "claimed"}, "بحسب هدى قاسم، تتعهد حكومة الهضاب بفتح الجسر."),
        # An amount that is the subject of a passive is not lost.
        ("وأضاف راشد العلوان أن مبلغ 9 ملايين دولار سيُخصص للجسور.", GOVERNMENT, "مبلغ 9 ملايين دولار سيُخصص للجسور", "commitment", {"said_by": RASHED, "status": "pledged"}, "قال راشد العلوان، باسم حكومة الهضاب، إن مبلغ 9 ملايين دولار سيُخصص للجسور."),
        # What another wants of whoever speaks is no sentence of ours.
        ("وقالت هدى قاسم: «تريد الحكومة أن نسلم سلاحنا ثم نتفاوض».", GOVERNMENT, "أن نسلم سلاحنا ثم نتفاوض", "demand", {"said_by": HUDA}, "مطلب حكومة الهضاب، بحسب هدى قاسم: «أن نسلم سلاحنا ثم نتفاوض»."),
    ],
)  # fmt: skip
def test_a_line_is_composed_where_the_words_are_sure_and_quoted_where_they_are_not(
    text: str, by: str, quote: str, kind: str, more: dict[str, Any], arabic: str
) -> None:
    assert line(text, by, quote, kind, more)[0] == arabic
