"""Loaded words: neutral in the lines of a brief, with the source's own beside them."""

from __future__ import annotations

from typing import Any, cast

import pytest

from briefing.briefs import make_brief
from briefing.glossary import load_glossary
from briefing.record import Record
from tests.records import wadi_nahr_data
from tests.scripted import Answers, ScriptedModel, read

PEOPLE: list[dict[str, Any]] = [
    {"name": "حكومة سمرا", "en": "Government of Samra", "kind": "state", "role": "party"},
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
]
LEAD = "التقى في الدوحة وفدا حكومة سمرا وحركة السدود، وصدر عنهما بيان مشترك. "


def record_of(sentence: str, **item: Any) -> Record:
    record = read(f"{LEAD}و{sentence}.", ScriptedModel(Answers(PEOPLE, [{"quote": sentence} | item])))
    assert [entry.reason.en for entry in record.quality.rejected] == []
    return record


@pytest.mark.parametrize(
    ("sentence", "offered", "ar", "en"),
    [
        ("نص البيان على انسحاب المرتزقة من المدن", "The statement provides for the withdrawal of mercenaries from the cities.",
         "المقاتلين الأجانب", "foreign fighters"),
        ("نص البيان على حل الميليشيات ودمج أفرادها", "The statement provides for the dissolution of the militias and the integration of their members.",
         "الجماعات المسلحة", "armed groups"),
    ],
)  # fmt: skip
def test_what_was_agreed_is_told_in_neutral_words_and_the_document_had_others(
    sentence: str, offered: str, ar: str, en: str
) -> None:
    record = record_of(sentence, kind="clause", by=["none"], en=offered)
    (clause,) = record.final_statement.clauses
    assert ar in clause.text.ar and en in clause.text.en
    loaded = load_glossary().loaded_in(sentence, "ar")[0]
    for language, label, said in (
        ("ar", "لفظ المصدر", f"«{loaded.word}»"),
        ("en", "Word of the source", f"“{loaded.literal}”"),
    ):
        view = make_brief(record, cast("Any", language))
        lines = view.outcome.clauses
        assert {fact.label: fact.value for line in lines for fact in line.facts}[label] == said


@pytest.mark.parametrize(
    ("sentence", "offered", "ar", "en"),
    [
        ("طالبت حركة السدود بخروج المرتزقة من المدن", "The Sudud Movement demands the departure of the mercenaries from the cities.",
         "المقاتلين الأجانب", "foreign fighters"),
        ("دعت حكومة سمرا إلى حل الميليشيات", "The Government of Samra calls for the dissolution of the militias.",
         "الجماعات المسلحة", "armed groups"),
    ],
)  # fmt: skip
def test_what_a_party_wants_is_told_in_neutral_words_and_the_source_had_others(
    sentence: str, offered: str, ar: str, en: str
) -> None:
    by = ["حركة السدود" if "السدود" in sentence else "حكومة سمرا"]
    record = record_of(sentence, kind="demand", by=by, en=offered)
    (demand,) = record.demands
    assert ar in demand.text.ar and en in demand.text.en and "«" not in demand.text.ar
    loaded = load_glossary().loaded_in(sentence, "ar")[0]
    for language, label, said in (
        ("ar", "لفظ المصدر", f"«{loaded.word}»"),
        ("en", "Word of the source", f"“{loaded.literal}”"),
    ):
        view = make_brief(record, cast("Any", language))
        (line,) = view.demands[0].lines
        assert {fact.label: fact.value for fact in line.facts}[label] == said


@pytest.mark.parametrize("ar", ["تطالب الحركة بفتح المعبر.", "تطالب الحركة بتثبيت نظام وقف إطلاق النار."])
def test_a_line_that_changes_no_word_names_none(ar: str) -> None:
    data = wadi_nahr_data()
    data["demands"][0]["text"] = {"ar": ar, "en": "The Movement demands it."}
    facts = [
        fact.label
        for group in make_brief(Record.model_validate(data), "en").demands
        for line in group.lines
        for fact in line.facts
    ]
    assert "Word of the source" not in facts


@pytest.mark.parametrize(
    ("words", "neutral"),
    [
        ("تعويض عائلات الشهداء", "تعويض عائلات القتلى"),
        ("فتح ساحة الشهداء أمام المدنيين", "فتح ساحة الشهداء أمام المدنيين"),
        ("إخلاء ميدان الشهداء ومطار الشهداء", "إخلاء ميدان الشهداء ومطار الشهداء"),
        ("أدى القصف إلى استشهاد أربعة", "أدى القصف إلى مقتل أربعة"),
        ("الاستشهاد بالقرار", "الاستشهاد بالقرار"),
    ],
)
def test_a_place_that_is_named_after_martyrs_keeps_its_name(words: str, neutral: str) -> None:
    assert load_glossary().neutral(words, "ar")[0] == neutral


@pytest.mark.parametrize(
    ("words", "neutral"),
    [
        ("رحيل رأس النظام قبل نهاية العام", "رحيل رأس الدولة قبل نهاية العام"),
        ("لقاء رئيس النظام السوري", "لقاء رئيس الدولة السورية"),
        ("محاسبة رموز النظام البائد", "محاسبة رموز السلطة السابقة"),
        ("التمسك ببقاء النظام", "التمسك ببقاء السلطة"),
        ("رئيس النظام الداخلي", "رئيس النظام الداخلي"),
        ("رئيس لجنة نظام الحكم", "رئيس لجنة نظام الحكم"),
    ],
)
def test_who_heads_a_state_heads_no_government(words: str, neutral: str) -> None:
    assert load_glossary().neutral(words, "ar")[0] == neutral


@pytest.mark.parametrize(
    ("words", "neutral"),
    [
        ("They want the head of the regime to go.", "They want the head of State to go."),
        ("It rejects any role for the regime's head.", "It rejects any role for the head of State."),
        ("They want the regime to go.", "They want the Government to go."),
    ],
)
def test_the_head_of_a_regime_is_a_head_of_state_in_english(words: str, neutral: str) -> None:
    assert load_glossary().neutral(words, "en")[0] == neutral


@pytest.mark.parametrize(
    ("words", "neutral"),
    [
        ("سحب مرتزقة أسكار من الشريط", "سحب المقاتلين الأجانب التابعين لأسكار من الشريط"),
        ("إبعاد مرتزقة الشركة", "إبعاد المقاتلين الأجانب التابعين للشركة"),
        ("طرد مرتزقة من الخارج", "طرد مقاتلين أجانب من الخارج"),
        ("أن يغادر المرتزقة البلاد", "أن يغادر المقاتلون الأجانب البلاد"),
        ("دعم الثوار", "دعم مقاتلي المعارضة"),
        ("مطالب للثوار", "مطالب لمقاتلي المعارضة"),
        ("دعم للكيان الوهمي", "دعم لجبهة البوليساريو"),
        ("انسحاب بمرتزقته", "انسحاب بمقاتليه الأجانب"),
        ("الثوار ثابتون", "مقاتلو المعارضة ثابتون"),
    ],
)
def test_fighters_stay_fighters_in_the_case_of_their_place(words: str, neutral: str) -> None:
    assert load_glossary().neutral(words, "ar")[0] == neutral


@pytest.mark.parametrize(
    ("words", "neutral"),
    [
        ("رئيس الوفد، المدعو جلال الدرّي، وافق", "رئيس الوفد، جلال الدرّي، وافق"),
        ("والتقى المدعو بشار بالوسيط", "والتقى بشار بالوسيط"),
        ("الوفد المدعو إلى الجلسة", "الوفد المدعو إلى الجلسة"),
        ("الطرف المدعو لحضور اللقاء", "الطرف المدعو لحضور اللقاء"),
        ("محاكمة المسؤولين عن مجزرة وادي الصفا", "محاكمة المسؤولين عن عملية قتل المدنيين في وادي الصفا"),
        ("التحقيق في مجزرة مخيم النخيل", "التحقيق في عملية قتل المدنيين في مخيم النخيل"),
        ("ارتكاب مجزرة بحق المدنيين", "ارتكاب مجزرة بحق المدنيين"),
    ],
)
def test_contempt_for_a_person_and_a_name_of_a_killing_are_not_taken_over(words: str, neutral: str) -> None:
    assert load_glossary().neutral(words, "ar")[0] == neutral
