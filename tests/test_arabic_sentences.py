"""The Arabic sentences that are composed from a report: they read as Arabic, say what the report says, and quote it only verbatim."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing import wording
from briefing.doubts import falls_apart, joined_on
from briefing.glossary import load_glossary
from briefing.pronouns import pointing_out
from briefing.quotation import only_verbatim, quoted_spans, without_marks
from briefing.record import Evidence, Participant, Record
from briefing.voices import in_first_person
from tests.conftest import ROOT
from tests.scripted import Answers, ScriptedModel, read

PEOPLE: list[dict[str, Any]] = [
    {"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"},
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
    {"name": "ليلى الصباغ", "en": "Layla al-Sabbagh", "kind": "person", "role": "party", "title": "الناطقة باسم الحركة", "title_en": "Spokeswoman for the Movement", "of": "حركة السدود"},
    {"name": "سامي النجار", "en": "Sami al-Najjar", "kind": "person", "role": "party", "title": "رئيس وفد الحكومة", "title_en": "Head of the Government delegation", "of": "وفد الحكومة"},
]  # fmt: skip


OPENING = "التقى وفد الحكومة وحركة السدود في العاصمة.\n\n"


def made(text: str, *items: dict[str, Any], published: str | None = "2024-05-14", **more: Any) -> Record:
    return read(f"{text}\n", ScriptedModel(Answers(PEOPLE, items, **more)), published=published)


def item(by: str, quote: str, kind: str, en: str, **more: Any) -> dict[str, Any]:
    return {"by": [by], "quote": quote, "kind": kind, "en": en, **more}


def arabic(record: Record) -> list[str]:
    return [one.text.ar for one in record.items()]


# Words in quotation marks


def test_a_quotation_in_which_a_loaded_word_is_neutralised_loses_its_marks() -> None:
    glossary = load_glossary()
    assert glossary.neutral("طالب بمحاسبة «الميليشيات» وبفتح «الممر الأخضر».", "ar")[0] == (
        "طالب بمحاسبة الجماعات المسلحة وبفتح «الممر الأخضر»."
    )
    assert glossary.neutral("إخراج الميليشيات الإيرانية المقاتلة من سوريا", "ar")[0] == (
        "إخراج الجماعات المسلحة المقاتلة المدعومة من إيران من سوريا"
    )
    assert glossary.neutral("He asks for an end of “the regime of terror and its gangs”.", "en")[0].count("“") == 0
    record = made(
        "وطالب وفد الحكومة بنزع سلاح «الميليشيات» وبفتح «الممر الأخضر».",
        item("وفد الحكومة", "بنزع سلاح «الميليشيات»", "demand", "The Government delegation demands the disarmament of “the armed groups”."),
        item("وفد الحكومة", "بفتح «الممر الأخضر»", "demand", "The Government delegation demands the opening of the “Green Corridor”."),
    )  # fmt: skip
    assert arabic(record) == [
        "طالب وفد الحكومة بنزع سلاح الجماعات المسلحة.",
        "طالب وفد الحكومة بفتح «الممر الأخضر».",
    ]
    english = [one.text.en for one in record.items()]
    assert not quoted_spans(english[0]) and len(quoted_spans(english[1])) == 1
    for one in record.items():
        assert only_verbatim(one.text.ar, record.sources[0].text or "") == one.text.ar


@pytest.mark.parametrize(
    ("language", "loaded", "neutral"),
    [
        ("ar", "طالب برحيل النظام القائم.", "طالب برحيل الحكومة القائمة."),
        ("ar", "حذر من النظام السعودي وحلفائه.", "حذر من الحكومة السعودية وحلفائه."),
        ("ar", "محاكمة قادة النظام البائد.", "محاكمة قادة الحكومة السابقة."),
        ("ar", "رفض النظام الضريبي الجديد.", "رفض النظام الضريبي الجديد."),
        ("ar", "انسحاب الحركة المتمردة.", "انسحاب الحركة المسلحة."),
        ("ar", "خروج قوات العدو من البلدة.", "خروج قوات الطرف الآخر من البلدة."),
        ("ar", "سلم الخرائط للعدو السهلي.", "سلم الخرائط للجانب السهلي."),
        ("ar", "خروج قوات العدو الإسرائيلي.", "خروج القوات الإسرائيلية."),
        ("ar", "التصدي للعدو المشترك.", "التصدي للعدو المشترك."),
        ("en", "It rejects talks with the Zionist entity.", "It rejects talks with Israel."),
        ("en", "It wants enemy forces out.", "It wants forces of the other side out."),
    ],
)  # fmt: skip
def test_a_neutral_word_agrees_with_what_stands_beside_it(language: str, loaded: str, neutral: str) -> None:
    assert load_glossary().neutral(loaded, language)[0] == neutral


def test_what_somebody_calls_a_thing_stays_his_word_in_its_marks() -> None:
    record = made(
        f"{OPENING}وطالب وفد الحكومة بحل ما يسميه «الميليشيات». وطالبت حركة السدود بإبعاد «مرتزقة النظام».",
        item("وفد الحكومة", "بحل ما يسميه «الميليشيات»", "demand", "The Government delegation demands the disbanding of what it calls “the militias”."),
        item("حركة السدود", "بإبعاد «مرتزقة النظام»", "demand", "The Sudud Movement demands that those it describes as “mercenaries of the regime” be removed."),
    )  # fmt: skip
    assert [(one.text.ar, one.text.en) for one in record.items()] == [
        ("طالب وفد الحكومة بحل ما يسميه «الميليشيات».", "The Government delegation demands the disbanding of what it calls “the militias”."),
        ("طالبت حركة السدود بإبعاد المقاتلين الأجانب التابعين للحكومة.", "The Sudud Movement demands that those it describes as “mercenaries of the regime” be removed."),
    ]  # fmt: skip
    assert load_glossary().neutral("It calls for the disarmament of “the militias”.", "en")[0].count("“") == 0
    assert load_glossary().neutral("طالب بتصفية «الميليشيات».", "ar")[0] == "طالب بتصفية الجماعات المسلحة."
    unmarked = "The Government delegation demands the disbanding of what it calls the militias."
    record = made(f"{OPENING}وطالب وفد الحكومة بحل الميليشيات.", item("وفد الحكومة", "بحل الميليشيات", "demand", unmarked))
    assert [one.text.en for one in record.items()] == [unmarked.replace("militias", "armed groups")]


def test_an_arabic_sentence_of_the_model_quotes_verbatim_or_not_at_all() -> None:
    record = made(
        "وطالب وفد الحكومة بضبط الحدود مع الجوار.",
        item("وفد الحكومة", "بضبط الحدود مع الجوار", "demand", "The Government delegation demands that “the borders” with the neighbours be controlled.", ar="يطالب وفد الحكومة «بإحكام الحدود» مع الجوار."),
    )  # fmt: skip
    assert [list(quoted_spans(text)) for one in record.items() for text in (one.text.ar, one.text.en)] == [[], []]


@pytest.mark.parametrize(
    ("kind", "verb", "status", "ar"),
    [
        ("demand", "طالب", "standing", ""),
        (
            "demand",
            "طالب",
            "standing",
            "طالب وفد الحكومة بإنهاء «مسرحية الحواجز».",
        ),  # a model's own sentence, which leaves her out
        ("commitment", "تعهد", "claimed", ""),
    ],
)
def test_words_in_marks_stand_behind_the_name_of_who_uses_them(kind: str, verb: str, status: str, ar: str) -> None:
    en = f"According to Layla al-Sabbagh, the Government delegation {'demands' if kind == 'demand' else 'pledged'} an end to “the theatre of checkpoints”."
    record = made(
        f"وقالت ليلى الصباغ إن وفد الحكومة {verb} بإنهاء «مسرحية الحواجز».",
        item("وفد الحكومة", "بإنهاء «مسرحية الحواجز»", kind, en, said_by="ليلى الصباغ", status=status, ar=ar),
    )
    assert arabic(record) == [f"بحسب ليلى الصباغ، {verb} وفد الحكومة بإنهاء «مسرحية الحواجز»."]
    assert [one.text.en for one in record.items()] == [en]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال «نعم» ثم “لا”.", ["«نعم»", "“لا”"]),
        ("دعا إلى رحيل «الأسد و«نظامه»».", ["«الأسد و«نظامه»»", "«نظامه»"]),
        ("He says \"yes\" and 'no'.", ['"yes"', "'no'"]),
        ("The parties' talks and Alloush's demand aren't 'over'.", ["'over'"]),
        ("«half open", []),
    ],
)
def test_quotations_are_found_and_apostrophes_are_none(text: str, quoted: list[str]) -> None:
    spans = quoted_spans(text)
    assert [text[start:end] for start, end in spans] == quoted
    assert not quoted_spans(without_marks(text, spans))


# Days


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("تعقد الجولة في 27 من الشهر الجاري.", "تعقد الجولة في 27 كانون الثاني/يناير 2017."),
        ("يفرج الطرفان عن الأسرى قبل الخامس من الشهر المقبل.", "يفرج الطرفان عن الأسرى قبل 5 شباط/فبراير 2017."),
        ("يعقد الاجتماع السادس المقبل في مسقط.", "يعقد الاجتماع السادس المقبل في مسقط."),
        ("تستأنف الوفود المحادثات غداً الثلاثاء.", "تستأنف الوفود المحادثات في 24 كانون الثاني/يناير 2017."),
        ("يطالب الوفد بوقف القصف قبل يوم غد.", "يطالب الوفد بوقف القصف قبل 24 كانون الثاني/يناير 2017."),
        ("يجتمع الوفدان مساء اليوم.", "يجتمع الوفدان مساء 23 كانون الثاني/يناير 2017."),
        ("تعقد الجولة خلال الشهر المقبل.", "تعقد الجولة خلال شباط/فبراير 2017."),
        ("يقول إن أمس كان يوماً عصيباً.", "يقول إن يوم 22 كانون الثاني/يناير 2017 كان يوماً عصيباً."),
        ("يقول: «نلتقي غداً».", "يقول: «نلتقي غداً»."),
        ("تسري الهدنة منذ منتصف ليل الجمعة.", "تسري الهدنة منذ منتصف ليل 27 كانون الثاني/يناير 2017."),
        ("يطالب بفتح المعبر في 3 آذار/مارس.", "يطالب بفتح المعبر في 3 آذار/مارس."),
        ("تصرف الدفعة في الأول من نوفمبر المقبل.", "تصرف الدفعة في الأول من نوفمبر 2017."),
        ("يعقد لقاء متابعة في نيسان/أبريل القادم.", "يعقد لقاء متابعة في نيسان/أبريل 2017."),
        ("تنشر الميزانية قبل نهاية العام الجاري.", "تنشر الميزانية قبل نهاية عام 2017."),
        ("تبدأ الأعمال مطلع السنة المقبلة.", "تبدأ الأعمال مطلع عام 2018."),
        ("يقول: «نوقع في آذار المقبل».", "يقول: «نوقع في آذار المقبل»."),
        ("يطالب الوفد بجدول للمرحلة المقبلة.", "يطالب الوفد بجدول للمرحلة المقبلة."),
        ("تنقل صحيفة السواحل اليوم عن الوفد رفضه.", "تنقل صحيفة السواحل اليوم عن الوفد رفضه."),
        ("قالت قناة الوادي اليوم إن الوفد يرفض.", "قالت قناة الوادي اليوم إن الوفد يرفض."),
    ],
)
def test_relative_days_become_dates_where_they_can_be_known(text: str, dated: str) -> None:
    assert wording.dated(text, "ar", date(2017, 1, 23), ahead=True) == dated
    assert wording.dated(text, "ar", None, ahead=True) == text


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("The delegations meet on Tuesday, 24 January 2017, in Astana.", "The delegations meet on 24 January 2017, in Astana."),
        ("The delegations meet tomorrow.", "The delegations meet on 24 January 2017."),
        ("Today the delegation agreed.", "On 23 January 2017 the delegation agreed."),
        ("A meeting is to be held in Oslo next November.", "A meeting is to be held in Oslo in November 2017."),
        ("Payment begins on the first of next April.", "Payment begins on the first of April 2017."),
        ("The budget is to be published by the end of this year.", "The budget is to be published by the end of 2017."),
        ("The envoy said: “Not before next March”.", "The envoy said: “Not before next March”."),
        ("The next round was discussed.", "The next round was discussed."),
        ("The delegation agreed, the channel Wadi Today reported.", "The delegation agreed, the channel Wadi Today reported."),
    ],
)
def test_english_names_a_day_once_and_leaves_names_alone(text: str, dated: str) -> None:
    assert wording.dated(text, "en", date(2017, 1, 23), ahead=True) == dated


def test_both_languages_of_a_line_have_the_date() -> None:
    record = made(
        "وطالب وفد الحكومة بتسليم الخرائط غداً.",
        item("وفد الحكومة", "بتسليم الخرائط غداً", "demand", "The Government delegation demands that the maps be handed over tomorrow."),
    )  # fmt: skip
    assert record.demands[0].text.ar == "طالب وفد الحكومة بتسليم الخرائط في 15 أيار/مايو 2024."
    assert record.demands[0].text.en == "The Government delegation demands that the maps be handed over on 15 May 2024."


# The document of a clause


@pytest.mark.parametrize(
    ("present", "takes", "document", "content", "sentence"),
    [
        ("ينص", "على", "المسودة", "على إنشاء آلية", "تنص المسودة على إنشاء آلية."),
        ("يقضي", "ب", "المسودة", "بإنشاء آلية", "تقضي المسودة بإنشاء آلية."),
        ("يتضمن", "", "المسودة", "إنشاء آلية", "تتضمن المسودة إنشاء آلية."),
        ("يتفق", "على", "المسودة", "على وقف القصف", "تنص المسودة على وقف القصف."),
        ("يتفق", "على", "البيان", "على وقف القصف", "اتفق المشاركون على وقف القصف."),
        ("يتعهد", "ب", "البيان", "بسحب القوات", "ينص البيان على التعهد بسحب القوات."),
        ("", "", "الإعلان", "أن الهدنة تبدأ فوراً", "ينص الإعلان على أن الهدنة تبدأ فوراً."),
        ("يدعو", "إلى", "الوثيقة", "الطرفين إلى ضبط النفس", "تدعو الوثيقة الطرفين إلى ضبط النفس."),
        ("ينص", "على", "البيان", "بإنشاء لجنة", "يقضي البيان بإنشاء لجنة."),
    ],
)
def test_a_clause_is_told_of_its_document_with_the_verbs_own_preposition(
    present: str, takes: str, document: str, content: str, sentence: str
) -> None:
    assert wording.clause_sentence(present, takes, document, content) == sentence


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("واطلعت الوكالة على مسودة البيان، وتقضي المسودة بتشكيل لجنة للأسرى.", "بتشكيل لجنة للأسرى", "تقضي المسودة بتشكيل لجنة للأسرى."),
        ("ووزع الوسيط مشروع إعلان ينص على تبادل الأسرى.", "على تبادل الأسرى", "ينص المشروع على تبادل الأسرى."),
        ("واطلعت الوكالة على مسودة البيان. وينص بندها الثاني على فتح الطريق الساحلي.", "بندها الثاني على فتح الطريق الساحلي", "تنص المسودة على فتح الطريق الساحلي."),
    ],
)  # fmt: skip
def test_a_clause_of_a_draft_is_said_of_the_draft(text: str, quote: str, sentence: str) -> None:
    record = made(text, item("none", quote, "clause", "The draft provides for it."))
    assert record.final_statement.status == "draft"
    assert arabic(record) == [sentence]
    assert wording.english_lead("clause", None, "agreed", [], document="المسودة") == "The draft provides"


# Clauses that stand as the report has them


@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "more", "sentence", "english"),
    [
        ("وغادر وفد الحكومة القاعة احتجاجاً على جدول الأعمال.", "وفد الحكومة", "غادر وفد الحكومة القاعة احتجاجاً على جدول الأعمال", "statement", {"act": "REJECT"},
         "غادر وفد الحكومة القاعة احتجاجاً على جدول الأعمال.",
         "The Government delegation left the room in protest at the agenda."),
        ("ورفضت حركة السدود المقترح، وذكرت أنها لم توقع على أي ورقة.", "حركة السدود", "ذكرت أنها لم توقع على أي ورقة", "statement", {"act": "OTHER"},
         "ذكرت حركة السدود أنها لم توقع على أي ورقة.",
         "The Sudud Movement says that it has not signed any paper."),
        ("وقالت ليلى الصباغ: «لن نسلم الخرائط».", "ليلى الصباغ", "لن نسلم الخرائط", "statement", {"act": "REJECT"},
         "قالت ليلى الصباغ: «لن نسلم الخرائط».",
         "Layla al-Sabbagh says: “We will not hand over the maps.”"),
        ("وقالت حركة السدود إنها لن تعود إلى القاعة.", "حركة السدود", "إنها لن تعود إلى القاعة", "statement", {"act": "REJECT"},
         "قالت حركة السدود إنها لن تعود إلى القاعة.",
         "The Sudud Movement says that it will not return to the room."),
        ("وجددت حركة السدود رفضها القاطع لأي نقاش حول المعابر.", "حركة السدود", "جددت حركة السدود رفضها القاطع لأي نقاش حول المعابر", "statement", {"act": "REJECT"},
         "جددت حركة السدود رفضها القاطع لأي نقاش حول المعابر.",
         "The Sudud Movement renews its categorical rejection of any discussion of the crossings."),
    ],
)  # fmt: skip
def test_no_verb_is_put_in_front_of_what_is_a_clause_of_its_own(
    text: str, by: str, quote: str, kind: str, more: dict[str, Any], sentence: str, english: str
) -> None:
    record = made(text, item(by, quote, kind, english, **more))
    assert arabic(record) == [sentence]


# What a line points to


def participant(name: str, kind: Any) -> Participant:
    evidence = Evidence(source="S1", segment=1, start=0, end=len(name), quote=name)
    return Participant.model_validate(
        {"id": "P1", "name": {"ar": name}, "kind": kind, "role": "party", "evidence": [evidence.model_dump()]}
    )


@pytest.mark.parametrize(
    ("text", "content", "holder", "kind", "outside"),
    [
        ("يطالب وفد الحكومة بتنفيذ هذا المقترح.", "بتنفيذ هذا المقترح", "وفد الحكومة", "delegation", "هذا المقترح"),
        ("يطالب وفد الحكومة بإدراجها على جدول الأعمال.", "بإدراجها على جدول الأعمال", "وفد الحكومة", "delegation", "بإدراجها"),
        ("يطالب سامر النجار بضمها إلى القائمة.", "بضمها إلى القائمة", "سامر النجار", "person", "بضمها"),
        ("ينفي وفد الحكومة ذلك نفياً قاطعاً.", "ذلك نفياً قاطعاً", "وفد الحكومة", "delegation", "ذلك"),
        ("تلتزم حركة السدود بالاتفاق المشار إليه.", "بالاتفاق المشار إليه", "حركة السدود", "armed_group", "المشار إليه"),
        ("يطالب وفد الحكومة بفتح الطريق وبتأمين هذا الطريق.", "بفتح الطريق وبتأمين هذا الطريق", "وفد الحكومة", "delegation", None),
        ("تطالب حركة السدود بعودة وفدها هذا الشهر.", "بعودة وفدها هذا الشهر", "حركة السدود", "armed_group", None),
        ("تتعهد حركة السدود بسحب قواتها.", "بسحب قواتها", "حركة السدود", "armed_group", None),
        ("تعلن حركة السدود تأييدها المبادرة.", "تأييدها المبادرة", "حركة السدود", "armed_group", None),
        ("يقول وفد الحكومة: «ذلك وهم».", "«ذلك وهم»", "وفد الحكومة", "delegation", "ذلك"),
        ("قال سامر النجار: «هذا لن يمر».", "«هذا لن يمر»", "سامر النجار", "person", "هذا"),
        ("قال سامر النجار: «هذا الطريق لن يُفتح».", "«هذا الطريق لن يُفتح»", "سامر النجار", "person", None),
        ("يرفض وفد الحكومة المقترح ويقول إن ما جاء فيه «هذا وهم».", "المقترح", "وفد الحكومة", "delegation", None),
        ("رفضه النجار في الحال.", "في الحال", "سامر النجار", "person", "رفضه"),
        ("بحسب ليلى الصباغ، كذبها النجار في الحال.", "في الحال", "سامر النجار", "person", "كذبها"),
        ("قصفته، كما قال، طائرات الجيش.", "طائرات الجيش", "سامر النجار", "person", "قصفته"),
        ("نوه النجار بدور الوسيط.", "بدور الوسيط", "سامر النجار", "person", None),
        ("نبيه النجار وعد بفتح الطريق.", "بفتح الطريق", "نبيه النجار", "person", None),
        ("قال سامر النجار إنه لن يقبلها.", "لن يقبلها", "سامر النجار", "person", "يقبلها"),
        ("قال سامر النجار إنه يواجه صعوبات.", "يواجه صعوبات", "سامر النجار", "person", None),
        ("قال سامر النجار عن الهدنة إنه يريدها طويلة.", "عن الهدنة إنه يريدها طويلة", "سامر النجار", "person", None),
        ("أكد سامر النجار أنها مسودة.", "أنها مسودة", "سامر النجار", "person", "أنها"),
        ("أكدت ليلى الصباغ أنها ستعود.", "أنها ستعود", "ليلى الصباغ", "person", None),
        ("اقترح سامر النجار بدلاً منها هدنة.", "بدلاً منها هدنة", "سامر النجار", "person", "بدلا منها"),
        ("اقترح سامر النجار هدنة بدلاً من وقف النار.", "هدنة بدلاً من وقف النار", "سامر النجار", "person", None),
    ],
)  # fmt: skip
def test_a_word_that_points_outside_of_its_line_is_found(
    text: str, content: str, holder: str, kind: str, outside: str | None
) -> None:
    assert pointing_out(text, content, [participant(holder, kind)]) == outside


def test_who_leaves_or_is_called_by_a_pronoun_alone_stands_outside_of_the_line() -> None:
    assert pointing_out("يطالب سامي النجار بخروجها من الميناء.", "بخروجها من الميناء", [participant("سامي النجار", "person")])
    assert (
        pointing_out("يعتزم دعوتها إلى جولة جديدة.", "يعتزم دعوتها إلى جولة جديدة", [participant("سامي النجار", "person")])
        == "دعوتها"
    )
    rejected = "موقف سامي النجار: «هو شرط لا يقبله وفده»."
    assert pointing_out(rejected, "وهو شرط لا يقبله وفده", [participant("سامي النجار", "person")]) == "هو شرط"
    movement = [participant("حركة السدود", "armed_group")]
    assert pointing_out("تعلن حركة السدود خروجها من الميناء.", "خروجها من الميناء", movement) is None
    assert pointing_out("تكرر حركة السدود دعوتها إلى الهدنة.", "دعوتها إلى الهدنة", movement) is None


def test_the_reader_is_told_where_a_line_points_outside_of_itself() -> None:
    record = made(
        "واقترح الوسيط خطة جديدة. وطالب وفد الحكومة بتعديل هذه الخطة.",
        item("وفد الحكومة", "بتعديل هذه الخطة", "demand", "The Government delegation demands an amendment of this plan."),
    )
    told = [warning for warning in record.quality.warnings if warning.code == "reference"]
    assert [(warning.item, "هذه الخطة" in warning.message.ar) for warning in told] == [("D1", True)]


def test_whose_a_noun_with_a_pronoun_is_is_not_whom_it_is_told() -> None:
    record = made(
        "وقال دبلوماسي إن سامي النجار أبلغ وفد الحكومة موافقته على فتح المطار.",
        item("سامي النجار", "موافقته على فتح المطار", "statement", "Sami al-Najjar agrees to the opening of the airport.", act="AGREE"),
    )  # fmt: skip
    assert [record.participants[int(one[1:]) - 1].name.en for one in record.statements[0].by] == ["Sami al-Najjar"]


def test_a_resolution_on_another_state_is_pointed_out_at_its_line() -> None:
    record = made(
        "وطالب وفد الحكومة في محادثات ليبيا بتنفيذ القرار 1701.",
        item("وفد الحكومة", "بتنفيذ القرار 1701", "demand", "The Government delegation demands the implementation of resolution 1701."),
    )  # fmt: skip
    assert [(one.code, one.item) for one in record.quality.warnings if "1701" in one.message.en] == [("resolution_subject", "D1")]


LEAN: list[dict[str, Any]] = [
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
    {"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"},
]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("وتؤيد المسودة رغبة حركة السدود في المشاركة في الجولة المقبلة.", ["تؤيد المسودة رغبة حركة السدود في المشاركة في الجولة المقبلة."]),
        ("ونصت مسودة البيان على إنشاء آلية لمراقبة الهدنة وضمان الامتثال لها.", ["تنص المسودة على إنشاء آلية لمراقبة الهدنة وضمان الامتثال لها."]),
        ("ونص البيان على إنشاء لجنة للأسرى وإيفاد بعثة للمفقودين.", ["ينص البيان على إنشاء لجنة للأسرى.", "ينص البيان على إيفاد بعثة للمفقودين."]),
    ],
)  # fmt: skip
def test_what_a_small_models_rules_read_off_stands_as_well(text: str, sentences: list[str]) -> None:
    lead = "اجتمع وفد الحكومة وحركة السدود في جنيف."
    answers = Answers(LEAN, [], english=lambda _: "It says so.")
    record = read(f"{lead}\n\n{text}\n", ScriptedModel(answers), published="2024-05-14", profile="small")
    assert [clause.text.ar for clause in record.final_statement.clauses] == sentences


def test_a_draft_has_not_the_title_of_what_it_is_a_draft_of() -> None:
    record = made("واطلعت الوكالة على مسودة بيان ختامي تنص على تبادل الأسرى.", item("none", "على تبادل الأسرى", "clause", "The draft provides for an exchange of prisoners."))  # fmt: skip
    title = record.final_statement.title
    assert title is not None and (title.ar, title.en) == ("مسودة البيان الختامي", "Draft final statement")


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*/gold.json")), ids=lambda path: path.parent.name)
def test_gold_texts_quote_their_source_verbatim(path: Path) -> None:
    record = Record.load(path)
    source = record.sources[0].text or ""
    assert [one.id for one in record.items() if only_verbatim(one.text.ar, source) != one.text.ar] == []


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        ("«نريد خروج [العناصر الأجنبية] من أرضنا»", True),
        ("«[الجماعات المسلحة] تطالب بدولة»", True),
        ("«نريد خروج [العناصر الأجنبية] من أرضنا» و«[الجماعات المسلحة] تطالب»", True),
        ("«نريد خروج [العناصر الأجنبية] من المدينة»", False),
        ("«من أرضنا [العناصر الأجنبية] نريد خروج»", False),
        ("«نريد خروج [كل] بدولة»", False),
        ("«[لن نعود]»", False),
    ],
)
def test_brackets_in_a_quotation_stand_for_a_few_words_of_the_source(quotation: str, is_kept: bool) -> None:
    source = "نريد خروج المرتزقة الأجانب من أرضنا قبل أن نتحدث عن أي شيء آخر. قال فلان إن العصابات تطالب بدولة في الجبال."
    assert ("«" in only_verbatim(f"قال فلان: {quotation}.", source)) is is_kept


# What stands between a verb and what it governs


@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "sentence", "en"),
    [
        (
            "رحبت حركة السدود، صاحبة المبادرة، في بيان لها أمس، بتمديد الهدنة.", "حركة السدود", "بتمديد الهدنة", "statement",
            "رحبت حركة السدود بتمديد الهدنة.", "The Sudud Movement welcomes the extension of the truce.",
        ),
        (
            "رحبت حركة السدود، صاحبة المبادرة، بتمديد الهدنة.", "حركة السدود",
            "رحبت حركة السدود، صاحبة المبادرة، بتمديد الهدنة", "statement",
            "رحبت حركة السدود، صاحبة المبادرة، بتمديد الهدنة.", "The Sudud Movement, the author of the initiative, welcomes the extension of the truce.",
        ),
        (
            "تعهدت حركة السدود، بحسب النص نفسه، بذل مساعيها لدى القبائل.", "حركة السدود",
            "تعهدت حركة السدود، بحسب النص نفسه، بذل مساعيها لدى القبائل", "commitment",
            "تعهدت حركة السدود، بحسب النص نفسه، ببذل مساعيها لدى القبائل.", "The Sudud Movement, according to the same text, pledges to use its good offices with the tribes.",
        ),
        (
            "أبدى وفد الحكومة استعداده لصرف الرواتب.", "وفد الحكومة", "أبدى وفد الحكومة استعداده لصرف الرواتب", "commitment",
            "أبدى وفد الحكومة استعداده لصرف الرواتب.", "The Government delegation is ready to pay the salaries.",
        ),
        (
            "طالبت حركة السدود بمنصب نائب رئيس الحركة.", "حركة السدود", "طالبت حركة السدود بمنصب نائب رئيس الحركة", "demand",
            "طالبت حركة السدود بمنصب نائب رئيس الحركة.", "The Sudud Movement demands the post of deputy head of the Movement.",
        ),
        (
            "أشاد وفد الحكومة بـ«الروح البناءة» لدى الحركة.", "وفد الحكومة", "أشاد وفد الحكومة بـ«الروح البناءة» لدى الحركة",
            "statement", "أشاد وفد الحكومة بـ«الروح البناءة» لدى الحركة.", "The Government delegation praises the “constructive spirit” of the Movement.",
        ),
    ],
)  # fmt: skip
def test_nothing_is_lost_between_the_verb_and_what_it_governs(
    text: str, by: str, quote: str, kind: str, sentence: str, en: str
) -> None:
    more = {"act": "SUPPORT"} if kind == "statement" else {}
    record = made(text, item(by, quote, kind, en, **more))
    assert sentence in arabic(record), (arabic(record), record.quality.rejected)


@pytest.mark.parametrize(
    ("name", "feminine"),
    [("اليابان", True), ("السويد", True), ("العراق", False), ("مجلس السيادة", False), ("جمهورية العراق", True)],
)
def test_a_state_is_feminine_unless_it_is_called_otherwise(name: str, feminine: bool) -> None:
    participant = Participant.model_validate(
        {
            "id": "P1", "name": {"ar": name, "en": None}, "aliases": [], "kind": "state", "role": "party",
            "evidence": [{"source": "S1", "segment": 1, "start": 0, "end": len(name), "quote": name}],
        }
    )  # fmt: skip
    assert wording.is_feminine(participant) is feminine


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("اتهمت وفد الحكومة بخرق الهدنة.", "اتهمت ليلى الصباغ وفد الحكومة بخرق الهدنة."),
        ("حملت وفد الحكومة مسؤولية خرق الهدنة.", "حملت ليلى الصباغ وفد الحكومة مسؤولية خرق الهدنة."),
    ],
)
def test_the_accused_behind_the_verb_does_not_accuse(said: str, sentence: str) -> None:
    text = f"قالت الناطقة باسم الحركة ليلى الصباغ إن المحادثات صعبة، و{said}"
    en = "Layla al-Sabbagh accuses the Government delegation of violating the truce."
    record = made(text, item("وفد الحكومة", said.rstrip("."), "statement", en, act="ACCUSE"))
    assert arabic(record) == [sentence]  # whoever was offered, it is told of her who spoke, and never of the accused
    right = made(text, item("ليلى الصباغ", said.rstrip("."), "statement", en, act="ACCUSE"))
    assert arabic(right) == [sentence]


# Where a verb and the holder in front would make no sentence, or another sense


@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "said_by", "en", "sentence"),
    [
        ("وقالت ليلى الصباغ إن الحركة مستعدة لتسليم الخرائط.", "حركة السدود", "الحركة مستعدة لتسليم الخرائط", "commitment", "ليلى الصباغ",
         "The Sudud Movement, according to Layla al-Sabbagh, is ready to hand over the maps.",
         "بحسب ليلى الصباغ، حركة السدود مستعدة لتسليم الخرائط."),
        ("وأعلن سامي النجار أن حكومته ستفرج عن المحتجزين.", "وفد الحكومة", "أعلن سامي النجار أن حكومته ستفرج عن المحتجزين", "commitment", "سامي النجار",
         "The Government delegation, according to Sami al-Najjar, will release the detainees.",
         "أعلن سامي النجار أن حكومته ستفرج عن المحتجزين."),
        ("وقالت ليلى الصباغ إن وفدها لن يوقع شيئاً ما لم يرفع الحظر.", "حركة السدود", "وفدها لن يوقع شيئاً ما لم يرفع الحظر", "demand", "ليلى الصباغ",
         "The Sudud Movement, according to Layla al-Sabbagh, will not sign anything unless the ban is lifted.",
         "قالت ليلى الصباغ، باسم حركة السدود، إن وفدها لن يوقع شيئاً ما لم يرفع الحظر."),
        ("وقالت ليلى الصباغ إن الحركة لن تسلم أسلحتها ما لم يفرج عن الأسرى.", "حركة السدود", "الحركة لن تسلم أسلحتها ما لم يفرج عن الأسرى", "demand", "ليلى الصباغ",
         "The Sudud Movement, according to Layla al-Sabbagh, will not hand over its weapons unless the prisoners are released.",
         "قالت ليلى الصباغ إن الحركة لن تسلم أسلحتها ما لم يفرج عن الأسرى."),
        ("وقال سامي النجار إن بلاده ستؤمن طائرتين.", "وفد الحكومة", "بلاده ستؤمن طائرتين", "commitment", "سامي النجار",
         "The Government delegation, according to Sami al-Najjar, will provide two aircraft.",
         "قال سامي النجار، باسم وفد الحكومة، إن بلاده ستؤمن طائرتين."),
        ("وأبدت ليلى الصباغ استعداد الحركة لفتح الطريق.", "حركة السدود", "أبدت ليلى الصباغ استعداد الحركة لفتح الطريق", "commitment", "ليلى الصباغ",
         "The Sudud Movement, according to Layla al-Sabbagh, is ready to open the road.",
         "أبدت ليلى الصباغ استعداد الحركة لفتح الطريق."),
        ("وتعهد وفد الحكومة أمام الوسيط برفع الحصار.", "وفد الحكومة", "تعهد وفد الحكومة أمام الوسيط برفع الحصار", "commitment", None,
         "The Government delegation pledges before the mediator to lift the siege.",
         "تعهد وفد الحكومة أمام الوسيط برفع الحصار."),
        ("وانسحب وفد الحركة احتجاجاً على تصريح لوزير وصف فيه أعضاءه بأنهم «إرهابيون».", "حركة السدود", "انسحب وفد الحركة احتجاجاً على تصريح لوزير وصف فيه أعضاءه بأنهم «إرهابيون»", "statement", None,
         "The delegation of the Sudud Movement withdrew in protest at a statement by a minister.",
         "انسحب وفد الحركة احتجاجاً على تصريح لوزير وصف فيه أعضاءه بأنهم «إرهابيون»."),
        ("ورفض الوفد الشرطين في الحال.", "وفد الحكومة", "رفض الوفد الشرطين في الحال", "statement", None,
         "The Government delegation rejects the two conditions at once.",
         "رفض وفد الحكومة الشرطين في الحال."),
        ("وقال سامي النجار: «نريد خروج المرتزقة الأجانب من أرضنا».", "سامي النجار", "نريد خروج المرتزقة الأجانب من أرضنا", "demand", None,
         "Sami al-Najjar wants the foreign fighters to leave.",
         "قال سامي النجار: «نريد خروج [المقاتلين] الأجانب من أرضنا»."),
        ("وحذر سامي النجار من أن أي غارة على أسواقنا سيرد عليها.", "سامي النجار", "أي غارة على أسواقنا سيرد عليها", "statement", None,
         "Sami al-Najjar warns that any raid on the markets will be answered.",
         "قال سامي النجار: «أي غارة على أسواقنا سيرد عليها»."),
        ("وطالبت ليلى الصباغ بنشر المحاضر.", "ليلى الصباغ", "طالبت ليلى الصباغ بنشر المحاضر", "demand", None,
         "Layla al-Sabbagh demands the publication of the minutes.",
         "طالبت ليلى الصباغ بنشر المحاضر."),
        ("وقال سامي النجار: «على الحركة أن تسلم لوائح مقاتليها».", "سامي النجار", "على الحركة أن تسلم لوائح مقاتليها", "demand", None,
         "Sami al-Najjar demands that the Movement hand over the lists of its fighters.",
         "قال سامي النجار إن على الحركة أن تسلم لوائح مقاتليها."),
        ("وتعهد سامي النجار بتقديم منحة قدرها بـ12 مليون دولار.", "سامي النجار", "بتقديم منحة قدرها بـ12 مليون دولار", "commitment", None,
         "Sami al-Najjar pledges a grant of 12 million dollars.",
         "تعهد سامي النجار بتقديم منحة قدرها بـ12 مليون دولار."),
    ],
)  # fmt: skip
def test_a_sentence_that_would_fall_apart_is_told_as_the_report_tells_it(
    text: str, by: str, quote: str, kind: str, said_by: str | None, en: str, sentence: str
) -> None:
    more = {"act": "OTHER"} if kind == "statement" else {}
    lead = "عقد وفد الحكومة برئاسة سامي النجار وحركة السدود، وناطقتها ليلى الصباغ، جلسة ثانية."
    record = made(f"{lead}\n\n{text}", item(by, quote, kind, en, **more, **({"said_by": said_by} if said_by else {})))
    assert arabic(record) == [sentence], record.quality.rejected


@pytest.mark.parametrize(
    ("text", "quote", "sentence", "en"),
    [
        ("جاء في البيان الختامي أن المشاركين قرروا إنشاء أمانة فنية.", "المشاركين قرروا إنشاء أمانة فنية", "ورد في البيان أن المشاركين قرروا إنشاء أمانة فنية.",
         "The participants decided to establish a technical secretariat."),
        ("صدر بيان ختامي. وقرر المشاركون إنشاء آلية، وكلفوا كينيا برئاسة اللجنة.", "كلفوا كينيا برئاسة اللجنة", "المشاركون كلفوا كينيا برئاسة اللجنة.",
         "The participants entrusted Kenya with chairing the committee."),
        ("صدر بيان ختامي أعرب فيه المشاركون عن ارتياحهم. وأعربوا عن قلقهم إزاء إغلاق المطار.", "أعربوا عن قلقهم إزاء إغلاق المطار", "المشاركون أعربوا عن قلقهم إزاء إغلاق المطار.",
         "The participants express concern at the closure of the airport."),
        ("أفاد البيان المشترك بأن اللجنة قررت إيفاد فرق إلى المعبر.", "إيفاد فرق إلى المعبر", "قررت اللجنة إيفاد فرق إلى المعبر.",
         "The committee decided to send teams to the crossing."),
        ("صدر بيان ختامي. وأوضح البيان أن المجلس الأعلى قد قرر إنشاء آلية للمراقبة.", "إنشاء آلية للمراقبة", "قرر المجلس الأعلى إنشاء آلية للمراقبة.",
         "The Supreme Council decided to set up a monitoring mechanism."),
        ("صدر بيان ختامي. وأوضح البيان أن الوفدين قررا إنشاء آلية للمراقبة.", "إنشاء آلية للمراقبة", "قرر المشاركون إنشاء آلية للمراقبة.",
         "The participants decided to set up a monitoring mechanism."),
        ("صدر بيان ختامي جدد تمسك البلدين باتفاقية 1978.", "جدد تمسك البلدين باتفاقية 1978", "جدد البيان تمسك البلدين باتفاقية 1978.",
         "The statement renews the adherence of the two countries to the 1978 convention."),
        ("وقرر المشاركون في بيانهم الختامي إنشاء آلية على أن ينجز نشرها في شهر.", "على أن ينجز نشرها في شهر", "ينص البيان على أن ينجز نشرها في شهر.",
         "The statement provides for its deployment within a month."),
    ],
)  # fmt: skip
def test_a_clause_keeps_the_subject_that_its_words_have(text: str, quote: str, sentence: str, en: str) -> None:
    record = made(text, item("none", quote, "clause", en))
    assert sentence in arabic(record), (arabic(record), record.quality.rejected)


@pytest.mark.parametrize(
    ("words", "verb", "takes", "broken"),
    [
        ("بلن تطلق أي محكوم", "يطالب", "ب", True),
        ("على عليها الوفد", "يوافق", "على", True),
        ("المجلس لن يسلم أسلحته", "يدعو", "إلى", True),
        ("إلى المجلس لن يسلم أسلحته", "يدعو", "إلى", True),
        ("على كلفوا الرئاسة", "يتفق", "على", True),
        ("على المشاركين قرروا إنشاء لجنة", "ينص", "على", True),
        ("الوفد عن المطلب", "يتخلى", "عن", True),
        ("فيها أعضاءه بأنهم إرهابيون", "يصف", "", True),
        ("يسمى المتحدث باسمهم", "يطلب", "", True),
        ("بمتمسكة بحل الكتائب", "يطالب", "ب", True),
        ("بستساهم بمليوني دولار", "يتعهد", "ب", True),
        ("ستساهم بمليوني دولار", "يتعهد", "ب", True),
        ("بأن القاطرجي كذب", "يتهم", "", True),
        ("قصف المدينة", "يتهم", "", True),
        ("القاطع لأي نقاش", "يرفض", "", True),
        ("بيانات الأسرى", "يطلب", "", False),
        ("ببيان عن الأسرى", "يطالب", "ب", False),
        ("الاتهام في بيان", "ينفي", "", False),
        ("بوقف القصف", "يطالب", "ب", False),
        ("الوفد الحكومي بتسليم الخرائط", "يطالب", "ب", False),
        ("الطرفين إلى ضبط النفس", "يدعو", "إلى", False),
        ("إلى حل سياسي يفضي إلى مرحلة انتقالية", "يدعو", "إلى", False),
        ("احترام سيادة تلمار", "يؤكد", "", False),
        ("على نصف الحقائب", "يصر", "على", False),
        ("أن الهدنة لم تبدأ", "يرى", "", False),
        ("طلبها إجلاء الجرحى", "يكرر", "", False),
    ],
)  # fmt: skip
def test_words_that_cannot_stand_behind_a_verb_are_known(words: str, verb: str, takes: str, broken: bool) -> None:
    assert falls_apart(words, verb, takes) is broken


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("لن نوقع شيئا", True),
        ("خروج القوات من أرضنا", True),
        ("أبلغني الوزير", True),
        ("سأقدم إحاطة إلى المجلس", True),
        ("سألته عن الأسرى", False),
        ("ما نسب إليه", False),
        ("وفدي الحكومة والمعارضة", False),
        ("سنوات من الحرب", False),
        ("سيادة سندارا ووحدتها", False),
        ("أعلنا تمسكهما", False),
    ],
)
def test_a_first_person_is_known(words: str, first: bool) -> None:
    assert in_first_person(words) is first


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("وبالإفراج عن المحتجزين", "بالإفراج عن المحتجزين"),
        ("وأنها لن تسحب الجيش", "أنها لن تسحب الجيش"),
        ("وقد رفض وفدنا الشرطين", "رفض وفدنا الشرطين"),
        ("فقد أعلن الأشقر ذلك", "أعلن الأشقر ذلك"),
        ("في المقابل، أعلنت المحامية أن الجبهة ستسلم الأسرى", "أعلنت المحامية أن الجبهة ستسلم الأسرى"),
        ("ومن جانبها رحبت الجماعة بالإعلان", "رحبت الجماعة بالإعلان"),
        ("وفي تصريح لاحق، ذكر الناطق أن الهدنة قائمة", "ذكر الناطق أن الهدنة قائمة"),
        ("فيما أكد المبعوث أن بلاده لن تنشر مراقبا", "أكد المبعوث أن بلاده لن تنشر مراقبا"),
        ("وفد الحكومة طلب مهلة", "وفد الحكومة طلب مهلة"),
        ("وعدونا بأن تخرج العائلات", "وعدونا بأن تخرج العائلات"),
        ("وعدته بتسليم الجثامين", "وعدته بتسليم الجثامين"),
        ("وقف القصف فورا", "وقف القصف فورا"),
        ("واصفا إياه بأنه حل", "واصفا إياه بأنه حل"),
        ("فؤاد قدري طلب ذلك", "فؤاد قدري طلب ذلك"),
        ("فتح الطريق الساحلي", "فتح الطريق الساحلي"),
        ("ورد في البيان أن الهدنة قائمة", "ورد في البيان أن الهدنة قائمة"),
        ("في الساعات الأخيرة، بند عن المراقبين", "في الساعات الأخيرة، بند عن المراقبين"),
    ],
)
def test_what_joins_a_quotation_to_the_words_before_it_is_no_part_of_it(words: str, rest: str) -> None:
    assert words[joined_on(words) :] == rest


@pytest.mark.parametrize(
    ("text", "by", "quote", "kind", "en", "sentence"),
    [
        ("وطالب سامي النجار بفتح الطريق، وبالإفراج عن الأسرى.", "سامي النجار", "وبالإفراج عن الأسرى", "demand",
         "Sami al-Najjar demands the release of the prisoners.", "طالب سامي النجار بالإفراج عن الأسرى."),
        ("وقال سامي النجار إن المحادثات صعبة. ثم قصف المدينة.", "سامي النجار", "ثم قصف المدينة", "statement",
         "Sami al-Najjar accuses the Movement of shelling the city.", "اتهام من سامي النجار: «قصف المدينة»."),
        ("وفي مقابلة، نفت ليلى الصباغ أن يكون وفد الحكومة قد تعهد بتسليم الخرائط.", "وفد الحكومة", "نفت ليلى الصباغ أن يكون وفد الحكومة قد تعهد بتسليم الخرائط", "commitment",
         "Layla al-Sabbagh denies that the Government delegation pledged to hand over the maps.", "نفت ليلى الصباغ أن يكون وفد الحكومة قد تعهد بتسليم الخرائط."),
    ],
)  # fmt: skip
def test_no_act_is_put_in_the_place_of_a_denial_or_of_what_another_did(
    text: str, by: str, quote: str, kind: str, en: str, sentence: str
) -> None:
    more = {"act": "ACCUSE"} if kind == "statement" else {}
    record = made(f"عقد وفد الحكومة وحركة السدود جلسة ثانية.\n\n{text}", item(by, quote, kind, en, **more))
    assert sentence in arabic(record), (arabic(record), record.quality.rejected)


# What turns a verb, and what stands in front of it


@pytest.mark.parametrize(
    ("told", "by", "quote", "en", "sentence"),
    [
        ("وقالت ليلى الصباغ إن حركتها لم تطلب قط منصباً في الوزارة", "حركة السدود", "حركتها لم تطلب قط منصباً في الوزارة", "According to Layla al-Sabbagh, the Sudud Movement never asked for a post in the cabinet.", "بحسب ليلى الصباغ، لم تطلب حركة السدود قط منصباً في الوزارة."),
        ("وقال سامي النجار إن حكومته لن تطالب بتعويض", "وفد الحكومة", "حكومته لن تطالب بتعويض", "According to Sami al-Najjar, the Government delegation will not demand compensation.", "بحسب سامي النجار، لن تطالب الحكومة بتعويض."),
        ("وقال سامي النجار إن وفده لم يشترط موعداً للجلسة", "سامي النجار", "وفده لم يشترط موعداً للجلسة", "Sami al-Najjar says his delegation did not make a date for the session a condition.", "قال سامي النجار إن وفده لم يشترط موعداً للجلسة."),
    ],
)  # fmt: skip
def test_no_holder_stands_between_a_verb_and_what_turns_it(told: str, by: str, quote: str, en: str, sentence: str) -> None:
    teller = {} if by == "سامي النجار" else {"said_by": "ليلى الصباغ" if "ليلى" in told else "سامي النجار"}
    record = made(f"{OPENING}{told}.", item(by, quote, "demand", en, status="denied", **teller))
    assert arabic(record) == [sentence]


def test_what_is_told_of_a_thing_named_before_is_quoted_and_no_verb_has_it_for_its_object() -> None:
    record = made(
        f"{OPENING}واقترحت حركة السدود تأجيل الاقتراع، وهو خيار يرفضه وفد الحكومة.",
        item("وفد الحكومة", "وهو خيار يرفضه وفد الحكومة", "statement", "The Government delegation rejects that option.", act="REJECT"),
    )  # fmt: skip
    assert arabic(record) == ["موقف وفد الحكومة: «هو خيار يرفضه وفد الحكومة»."]


def test_a_next_step_takes_no_verb_that_stands_behind_it() -> None:
    record = made(
        f"{OPENING}وأردفت ليلى الصباغ أن عملية التسليم ستُنفذ في 20 مايو، لافتة إلى أن وفد الحكومة كان قد اقترح تأخيرها.",
        item("none", "عملية التسليم ستُنفذ في 20 مايو", "next_step", "The handover will begin on 20 May.", when="في 20 مايو"),
    )
    assert arabic(record) == ["عملية التسليم ستُنفذ في 20 مايو."]


def test_what_is_told_behind_a_topic_or_behind_that_is_a_sentence() -> None:
    record = made(
        f"{OPENING}وأبرز سامي النجار أن مبادرة الإدارة المحلية التي قدمت عام 2020 تظل أساس النقاش. أما ليلى الصباغ فاكتفت بالإشارة إلى الخرائط.",
        item("سامي النجار", "مبادرة الإدارة المحلية التي قدمت عام 2020 تظل أساس النقاش", "statement", "Sami al-Najjar says that the local administration initiative presented in 2020 remains the basis of the discussion.", act="OTHER"),
        item("ليلى الصباغ", "فاكتفت بالإشارة إلى الخرائط", "statement", "Layla al-Sabbagh confined herself to pointing to the maps.", act="OTHER"),
    )  # fmt: skip
    assert arabic(record) == [
        "قال سامي النجار إن مبادرة الإدارة المحلية التي قدمت عام 2020 تظل أساس النقاش.",
        "ليلى الصباغ اكتفت بالإشارة إلى الخرائط.",
    ]


def test_a_pledge_that_was_denied_is_never_told_as_one() -> None:
    record = made(
        f"{OPENING}وحين سئل هل تعهدت حركة السدود بتسليم الخرائط، قال سامي النجار إن ذلك «لم يحدث».",
        item("حركة السدود", "هل تعهدت حركة السدود بتسليم الخرائط، قال سامي النجار إن ذلك «لم يحدث»", "commitment", "Sami al-Najjar denies that the Sudud Movement pledged to hand over the maps.", status="denied", negated=True, said_by="سامي النجار"),
    )  # fmt: skip
    assert not any(one.startswith("تتعهد") for one in arabic(record))
    assert arabic(record) == [
        "موقف حركة السدود، بحسب سامي النجار: «هل تعهدت حركة السدود بتسليم الخرائط، قال سامي النجار إن ذلك لم يحدث»."
    ]


def test_a_pledge_whose_denial_comes_behind_it_is_not_what_the_denier_says() -> None:
    quote = "حركة السدود وافقت على تسليم الخرائط، أجاب سامي النجار: «هذا محض افتراء»"
    english = "Sami al-Najjar denies that the Sudud Movement agreed to hand over the maps."
    record = made(
        f"{OPENING}وردا على سؤال عما يتردد من أن {quote}.",
        item("حركة السدود", quote, "commitment", english, said_by="سامي النجار", status="denied", negated=True),
    )
    (sentence,) = arabic(record)
    assert sentence.startswith("تعهد منفي منسوب إلى حركة السدود، بحسب سامي النجار: «")


def test_who_calls_a_tale_of_a_pledge_false_is_the_subject_of_the_sentence() -> None:
    quote = "وصف سامي النجار الأنباء عن موافقة حركة السدود على تسليم الخرائط بأنها كاذبة"
    english = "Sami al-Najjar called the reports that the Sudud Movement had agreed to hand over the maps false."
    record = made(f"{OPENING}و{quote}.", item("حركة السدود", quote, "commitment", english, said_by="سامي النجار", status="denied", negated=True))  # fmt: skip
    assert not any(one.startswith("تتعهد") for one in arabic(record))


@pytest.mark.parametrize(
    ("told", "quote", "en", "sentence"),
    [
        ("وأعلن سامي النجار أن حركة السدود «تعهدت لنا» بألا تُغلق الطرق", "حركة السدود «تعهدت لنا» بألا تُغلق الطرق", "According to Sami al-Najjar, the Sudud Movement pledged that no roads would be closed.", "قال سامي النجار: «حركة السدود تعهدت لنا بألا تُغلق الطرق»."),
        ("وقال سامي النجار: «تعهدوا معنا بفتح الطرق»", "تعهدوا معنا بفتح الطرق", "According to Sami al-Najjar, the Sudud Movement pledged with the Government delegation to open the roads.", "قال سامي النجار عن حركة السدود: «تعهدوا معنا بفتح الطرق»."),
    ],
)  # fmt: skip
def test_no_first_person_of_another_stands_in_our_voice(told: str, quote: str, en: str, sentence: str) -> None:
    record = made(f"{OPENING}{told}.", item("حركة السدود", quote, "commitment", en, said_by="سامي النجار", status="claimed"))
    assert arabic(record) == [sentence]


@pytest.mark.parametrize(
    ("text", "by", "kind", "quote", "en", "quotations"),
    [
        ("وانتهت الجولة دون أن يلتزم وفد الحكومة بفتح المعبر.", "وفد الحكومة", "commitment", "بفتح المعبر",
         "The Government delegation did not commit to opening the crossing.", ["دون أن يلتزم وفد الحكومة بفتح المعبر"]),
        ("وانفضت الجلسة من غير أن يصدر بيان أو أن يتعهد وفد الحكومة بفتح المعبر.", "وفد الحكومة", "commitment", "بفتح المعبر",
         "The Government delegation did not pledge to open the crossing.",
         ["من غير أن يصدر بيان أو أن يتعهد وفد الحكومة بفتح المعبر"]),
        ("ولم يتعهد وفد الحكومة بفتح المعبر.", "وفد الحكومة", "commitment", "بفتح المعبر",
         "The Government delegation did not pledge to open the crossing.", ["لم يتعهد وفد الحكومة بفتح المعبر"]),
        ("وطالب وفد الحكومة بأن تصدر اللجنة بياناً أو أن تتعهد حركة السدود بفتح المعبر.", "وفد الحكومة", "demand",
         "بأن تصدر اللجنة بياناً أو أن تتعهد حركة السدود بفتح المعبر",
         "The Government delegation demands that the committee issue a statement or the Sudud Movement pledge to open the crossing.",
         ["طالب وفد الحكومة بأن تصدر اللجنة بياناً أو أن تتعهد حركة السدود بفتح المعبر"]),
    ],
)  # fmt: skip
def test_a_quotation_shows_what_negates_its_verb(
    text: str, by: str, kind: str, quote: str, en: str, quotations: list[str]
) -> None:
    (one,) = made(OPENING + text, item(by, quote, kind, en)).items()
    assert [piece.quote for piece in one.evidence] == quotations
    assert (getattr(one, "status", None) == "denied") == (kind == "commitment")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وانفضت الجلسة من دون أن تُعلن نتيجة، بعدما غادر وفد الحكومة القاعة.", "غادر وفد الحكومة القاعة"),
        ("ولم يُعلن أي موعد، بعد أن قاطع وفد الحكومة اللقاء.", "قاطع وفد الحكومة اللقاء"),
        ("ورفض وفد الحكومة، بعدما استمع إلى الوسيط، فتح المعبر.", "رفض وفد الحكومة، بعدما استمع إلى الوسيط، فتح المعبر"),
    ],
)
def test_a_clause_that_tells_when_takes_no_verb_from_in_front(text: str, quote: str) -> None:
    asked = quote.rpartition("، ")[2]
    english = "The Government delegation rejects this."
    (one,) = made(OPENING + text, item("وفد الحكومة", asked, "statement", english, act="REJECT")).items()
    assert [piece.quote for piece in one.evidence] == [quote]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("وأما قول الحكومة إن «الحركة تطالب بدولة مستقلة» فكذبة أخرى.", ["الحركة تطالب بدولة مستقلة", "كذبة"]),
        ("أما زعم الوزير أن الحركة تطالب بدولة مستقلة، فافتراءات لا أكثر.", ["الحركة تطالب بدولة مستقلة", "افتراءات"]),
        ("وقول الحكومة إن الحركة تطالب بدولة مستقلة لا أساس له.", ["الحركة تطالب بدولة مستقلة لا أساس له"]),
    ],
)
def test_what_answers_a_claim_is_no_part_of_it(text: str, quotations: list[str]) -> None:
    english = "The Sudud Movement denies that it demands an independent State."
    (one,) = made(OPENING + text, item("حركة السدود", "الحركة تطالب بدولة مستقلة", "demand", english)).items()
    assert [piece.quote for piece in one.evidence] == quotations


@pytest.mark.parametrize(
    ("words", "when", "due"),
    [
        ("مستعد لفتح المعبر «غداً إن شاؤوا»", "", None),
        ("مستعد لفتح المعبر يوم الخميس إذا رغبت الحركة", " on Thursday if the Movement wishes", None),
        ("مستعد لفتح المعبر غداً إذا توقف القصف", " tomorrow if the shelling stops", "2024-05-15"),
        ("مستعد لفتح المعبر غداً", " tomorrow", "2024-05-15"),
    ],
)
def test_a_day_that_the_other_side_may_choose_is_no_deadline(words: str, when: str, due: str | None) -> None:
    english = f"The Government delegation is ready to open the crossing{when}."
    record = made(f"{OPENING}وقال وفد الحكومة إنه {words}.", item("وفد الحكومة", words, "commitment", english))
    (one,) = record.commitments
    assert (one.deadline.value if one.deadline else None) == due


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("وفد من حكومة سمرا", "وفد حكومة سمرا"),
        ("وفد عن المجلس الأعلى", "وفد المجلس الأعلى"),
        ("وفد من الخبراء", "وفد من الخبراء"),
        ("وفد من سمرا", "وفد من سمرا"),
    ],
)
def test_the_name_of_a_partys_delegation_is_definite(name: str, shown: str) -> None:
    people = [{"name": name, "en": "Delegation", "kind": "delegation", "role": "party"}]
    record = read(f"حضر الجلسة {name}، ثم اختتمت.", ScriptedModel(Answers(people, [])), published="2024-05-14")
    assert [one.name.ar for one in record.participants] == [shown]


@pytest.mark.parametrize(
    ("by", "text", "kind", "quote", "en", "line"),
    [
        ("وفد الحكومة", "وعلمت الصحيفة أن الحكومة تعهدت برفع الحصار.", "commitment", "الحكومة تعهدت برفع الحصار",
         "The Government pledged to lift the siege.", "تعهدت الحكومة برفع الحصار."),
        ("حركة السدود", "وعلمت الصحيفة أن الوفد المفاوض قد تعهد برفع الحصار.", "commitment", "الوفد المفاوض قد تعهد برفع الحصار",
         "The delegation of the Sudud Movement pledged to lift the siege.", "تعهد وفد حركة السدود برفع الحصار."),
        ("وفد الحكومة", "وعلمت الصحيفة أن وفد الحكومة تعهد برفع الحصار.", "commitment", "وفد الحكومة تعهد برفع الحصار",
         "The Government delegation pledged to lift the siege.", "تعهد وفد الحكومة برفع الحصار."),
        ("حركة السدود", "وعلمت الصحيفة أن الحركة تعهدت برفع الحصار.", "commitment", "الحركة تعهدت برفع الحصار",
         "The Sudud Movement pledged to lift the siege.", "تعهدت حركة السدود برفع الحصار."),
    ],
)  # fmt: skip
def test_a_body_and_its_delegation_are_not_exchanged(by: str, text: str, kind: str, quote: str, en: str, line: str) -> None:
    record = made(OPENING + text, item(by, quote, kind, en))
    assert arabic(record) == [line], record.quality.rejected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "واشترط وفد الحكومة لصرف الشطر الثاني نشر الميزانية وتعيين مدقق مستقل.",
            "اشترط وفد الحكومة لصرف الشطر الثاني تعيين مدقق مستقل.",
        ),
        (
            "واشترط وفد الحكومة لاستئناف الجلسات فتح المعبر وتعيين مدقق مستقل.",
            "اشترط وفد الحكومة لاستئناف الجلسات تعيين مدقق مستقل.",
        ),
        ("واشترط وفد الحكومة نشر الميزانية وتعيين مدقق مستقل.", "اشترط وفد الحكومة تعيين مدقق مستقل."),
        ("واشترط وفد الحكومة نشر ميزانية لتمويل المدارس وتعيين مدقق مستقل.", "اشترط وفد الحكومة تعيين مدقق مستقل."),
    ],
)
def test_a_second_condition_is_for_the_same_thing(text: str, line: str) -> None:
    english = "The Government delegation makes the appointment of an independent auditor a condition."
    record = made(OPENING + text, item("وفد الحكومة", "تعيين مدقق مستقل", "demand", english))
    assert arabic(record) == [line], record.quality.rejected
    shown = " ".join(piece.quote for piece in record.demands[0].evidence)
    assert all(word in shown for word in line.removesuffix(".").split())
