"""When and where the round is held: which date belongs to which verb, and which to neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefing.glossary import load_glossary
from briefing.occasions import Occasion, end_told, first_day, last_day, place_told, round_told, start_told
from briefing.source import Report, report_from_text

PUBLISHED = "2026-04-17"  # a Friday

DATES = [
    # sentence, start, end
    ("اختتمت اللجنة اليوم جولتها الخامسة في لشبونة، وقد انعقدت من ١٣ إلى ١٧ نيسان/أبريل.", "2026-04-13", "2026-04-17"),
    ("انعقدت الجولة يومي 15 و16 نيسان/أبريل 2026 في لشبونة.", "2026-04-15", "2026-04-16"),
    ("أعلنت مصر انتهاء أعمال الجولة الثانية مساء أمس الخميس في أسوان.", None, "2026-04-16"),
    ("أُقفل باب الجولة الثالثة من المحادثات مساء أمس الخميس على ورقة لم يوقعها أحد.", None, "2026-04-16"),
    ("أنهى الوفدان، الأربعاء، جولة ثانية من المحادثات استمرت يومين.", None, "2026-04-15"),
    ("انفضت مساء أمس المحادثات التي انطلقت الثلاثاء الماضي.", "2026-04-14", "2026-04-16"),
    ("اختتمت اليوم أعمال الاجتماع الذي بدأ أمس.", "2026-04-16", "2026-04-17"),
    ("التقى الوفدان، أمس الخميس، في جنيف وجهاً لوجه.", "2026-04-16", None),
    ("لشبونة، 17 نيسان 2026 (وكالة النبأ) – التقى الوفدان وتبادلا الورق.", None, None),
    ("كذّب المتحدث أمس ما نُشر عن الجلسة المنعقدة في نواكشوط.", None, None),
    ("وكانت الجولة السابقة قد انتهت في 3 نيسان.", None, None),
    ("ومن المقرر أن تنتهي الجولة يوم الأحد المقبل.", None, None),
    ("انطلقت الجولة بعد الهجوم على المخيم في 3 نيسان.", None, None),
    ("انطلقت أمس في جنيف جولة جديدة بعد الهدنة المعلنة في 3 نيسان.", "2026-04-16", None),
    ("دخلت الهدنة حيز التنفيذ في 10 نيسان.", None, None),
    ("بدأ وقف إطلاق النار أمس.", None, None),
    ("انتهت المهلة أمس دون رد.", None, None),
    ("وعقد الوزير أمس مؤتمراً صحفياً في القاعة.", None, None),
    ("أُعلن اليوم في ختام المحادثات عن هدنة.", None, "2026-04-17"),
]


def days(told: Occasion | None, day: Callable[[str], str | None]) -> str | None:
    return None if told is None or told.value is None else day(told.value)


def report(text: str) -> Report:
    return report_from_text(text, published=PUBLISHED)


@pytest.mark.parametrize(("text", "start", "end"), DATES)
def test_a_date_belongs_to_its_verb(text: str, start: str | None, end: str | None) -> None:
    first, last = start_told(report(text)), end_told(report(text))
    assert days(first, first_day) == start
    told_end = days(last, lambda value: last_day(value) or value) or days(first, last_day)
    assert told_end == end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("انطلقت الجولة الرابعة من المحادثات.", "4"),
        ("اختتمت اللجنة اجتماعها السابع في مسقط.", "7"),
        ("أنهى الوفدان جولة ثانية من المحادثات.", "2"),
        ("عقدت المجموعة اجتماعها الثالث، وحضر الوفد الجلسة الثانية.", "3"),
        ("استهل الأمين العام الجلسة الثانية بكلمة.", "2"),
        ("اتفق الطرفان على عقد الجولة الثالثة المقبلة في جنيف.", None),
        ("حضر الوفد الثاني الجولة.", None),
        ("انتهت المائدة المستديرة الثانية في لشبونة. وقال المبعوث إنه يعتزم الدعوة إلى جولة ثالثة.", "2"),
        ("انتهت المحادثات في لشبونة، وقال المبعوث إنه ينوي تنظيم اجتماع ثالث.", None),
        ("قال المبعوث إنه دعا الطرفين إلى جولة ثالثة بدأت أمس.", "3"),
    ],
)
def test_the_round_is_numbered_by_the_words(text: str, number: str | None) -> None:
    assert round_told(report(text), len(text)) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("الرباط في 19 غشت – استأنفت الأطراف مشاوراتها بالصخيرات.", "Skhirat"),
        ("أعلنت مصر اختتام الجولة مساء أمس في أسوان.", "Aswan"),
        ("انطلقت في أحد فنادق عمّان جلسة تفاوض.", "Amman"),
        ("اختُتمت في مدينة زيورخ أعمال الجولة.", "Zurich"),
        ("وصل الوفد من دمشق إلى المطار، وعُقد اللقاء في جنيف.", "Geneva"),
        ("باريس (رويترز) - قال مسؤولون إن المحادثات انطلقت أمس في جنيف.", "Geneva"),
        ("الرياض ـ واس: عقد الطرفان جولة محادثات في جدة.", "Jeddah"),
        ("قال الوزير في باريس إن الجولة ستعقد في جنيف.", "Geneva"),
        ("وفي العاصمة القطرية الدوحة بدأت محادثات غير مباشرة.", "Doha"),
        ("جنيف (رويترز) - اختتمت محادثات جنيف اليوم.", "Geneva"),
        ("جنيف (رويترز) - اختتمت هنا اليوم الجولة الثالثة.", "Geneva"),
        ("وقّع الطرفان في جدة اتفاقاً لوقف النار.", "Jeddah"),
        ("احتضنت العاصمة العمانية مسقط أمس جولة المحادثات.", "Muscat"),
        ("وصل إلى جنيف وفد الحكومة للمشاركة في المحادثات.", "Geneva"),
        ("جنيف: انهيار المحادثات\n\nقال الوفد إنه انسحب.", "Geneva"),
    ],
)
def test_the_place_is_where_something_was_held(text: str, place: str) -> None:
    match = place_told(report(text), load_glossary(), len(text))
    assert match is not None
    assert match.entry.en == place


@pytest.mark.parametrize(
    "text",
    [
        # a dateline tells where the report was written
        "باريس (رويترز) - قال مسؤولون إن الحكومة والحركة استأنفتا المحادثات أمس.",
        "بيروت – رويترز\nاتهم الوفد الحكومي الحركة بخرق الهدنة.",
        "القاهرة: «الشرق الأوسط»\nاختتم الوفدان جولة محادثات.",
        "رويترز – باريس – أعلن الوسيط انتهاء الجولة.",
        "عمّان 12-3 (بترا)- قال الوسيط إن الجولة انتهت.",
        "جنيف/نيويورك (أ ف ب) - انتهت الجولة.",
        "جنيف، الأحد 12 آذار – انتهت الجولة.",
        # where something is said, what the talks are about, another round, a nationality
        "أعلن الوزير في باريس أن المفاوضات مستمرة.",
        "انطلقت المحادثات لوقف القتال في تعز.",
        "انتهت الجولة، وقُتل خمسة في هجوم في حلب.",
        "تستضيف القاهرة الجولة المقبلة.",
        "نشر الاجتماع 120 مراقباً أفريقياً على خط التماس.",
        "وقّع الوزير في باريس كتابه الجديد.",
    ],
)
def test_other_places_are_not_that_of_the_round(text: str) -> None:
    assert place_told(report(text), load_glossary(), len(text)) is None
