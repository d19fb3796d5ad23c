"""The words in which a brief says whose an item is and how firm: labels must not say more, or other, than the record."""

from __future__ import annotations

from typing import Any, cast

import pytest

from briefing.briefs import make_brief
from briefing.epithets import epithet_in_english, outlet_in_english
from briefing.labels import LANGUAGES, Language, labels, quotation_marks
from briefing.record import Record, When
from briefing.views import Brief, Line
from briefing.wording import inflected
from tests.records import wadi_nahr, wadi_nahr_data

TEXT = """\
تعهدت جمهورية السهول بفتح المعبر قبل 1 آذار/مارس 2024.
ونفت الحركة أن تكون الحكومة قد تعهدت بسحب المدافع.
وقال مصدر دبلوماسي لصحيفة الميناء إن الحركة وعدت بتسليم الخرائط.
ورحبت الحكومة بالبيان، وأعلنت الحركة أنه لا يعنيها، ورفضته البلدية.
ونفت الحركة أنها تسلمت أي ورقة. وتحفظت الحكومة على موعد الجولة.
ورفضت الحكومة البند الثاني، ورحبت البلدية بالبند الثالث. وقالت الحركة إنها «ملتزمة بكل حرف فيه».
ورجح مصدر في الوفد عقد جولة جديدة.
وطالبت الحركة بمهلة، ثم رُفض الطلب، وقال الوسيط إن ما اعترض عليه مجلس الأعيان لا يُبحث.
"""
PEOPLE = [
    ("جمهورية السهول", "Republic of the Plains", "state", "sponsor"),
    ("الحركة", "Movement", "armed_group", "party"),
    ("الحكومة", "Government", "state", "party"),
    ("البلدية", "Municipality", "organization", "other"),
    ("مجلس الأعيان", "Council of Elders", "organization", "other"),
]


def evidence(quote: str) -> list[dict[str, Any]]:
    start = TEXT.index(quote)
    return [
        {"source": "S1", "segment": TEXT.count("\n", 0, start) + 1, "start": start, "end": start + len(quote), "quote": quote}
    ]


def item(id_: str, by: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "by": [by], "text": {"ar": f"{quote}.", "en": "A sentence."}, "evidence": evidence(quote), **more}


def brief(language: Any, **more: Any) -> Brief:
    people = [
        {"id": f"P{n}", "name": {"ar": ar, "en": en}, "kind": kind, "role": role, "evidence": evidence(ar)}
        for n, (ar, en, kind, role) in enumerate(PEOPLE, 1)
    ]
    people[0]["label_as_reported"] = "الدول الراعية"
    return make_brief(
        Record.model_validate(
            {
                "event": {"name": {"ar": "محادثات السهول", "en": "Plains talks"}},
                "sources": [{"id": "S1", "language": "ar", "sha256": "0" * 64, "characters": len(TEXT), "text": TEXT}],
                "participants": people,
                "provenance": {
                    "tool_version": "0",
                    "model": "human annotation",
                    "endpoint_kind": "human",
                    "generated_at": "2024-03-08T09:30:00Z",
                },
                **more,
            }
        ),
        language,
    )


PLEDGES = [
    item(
        "C1", "P1", "تعهدت جمهورية السهول بفتح المعبر قبل 1 آذار/مارس 2024", status="pledged",
        deadline={"as_reported": "قبل 1 آذار/مارس 2024", "value": "2024-03-01"},
    ),
    item("C2", "P3", "نفت الحركة أن تكون الحكومة قد تعهدت بسحب المدافع", status="denied", reported_by="P2"),
    item(
        "C3", "P2", "الحركة وعدت بتسليم الخرائط", status="claimed",
        attribution={"level": "unnamed", "origin": "مصدر دبلوماسي", "via": ["صحيفة الميناء"]},
    ),
    item("C4", "P2", "نفت الحركة أنها تسلمت أي ورقة", status="denied"),
]  # fmt: skip


def facts(line: Line) -> dict[str, str]:
    return {fact.label: fact.value for fact in line.facts}


def test_what_is_denied_or_only_claimed_is_not_counted_or_labelled_as_a_pledge() -> None:
    made = {language: brief(language, commitments=PLEDGES) for language in ("ar", "en")}
    lines = {
        language: {line.id: facts(line) for group in view.commitments for line in group.lines} for language, view in made.items()
    }
    assert lines["en"]["C2"] == {"Ascribed to": "Government", "Denied by": "Movement"}
    assert lines["ar"]["C2"] == {"منسوب إلى": "الحكومة", "صاحب النفي": "الحركة"}
    assert lines["en"]["C4"] == {"Denied by": "Movement"}
    assert lines["ar"]["C3"]["منسوب إلى"] == "الحركة"
    assert [line for line in lines["en"] if "Made by" in lines["en"][line]] == ["C1"]
    counted = {language: view.glance[-1].value for language, view in made.items()}
    assert "1 commitment, 2 denied commitments and 1 commitment claimed by others" in counted["en"]
    assert "تعهد واحد وتعهدان منفيان وتعهد واحد ينسبه آخرون" in counted["ar"]


def test_a_limit_is_not_shown_as_the_day() -> None:
    for language, words in (("en", "before 1 March 2024"), ("ar", "قبل 1 آذار/مارس 2024")):
        line = brief(language, commitments=PLEDGES).commitments[0].lines[0]
        assert labels(language).label("Deadline") in facts(line)
        assert words in facts(line).values()


@pytest.mark.parametrize(
    ("reported", "value", "en", "ar"),
    [
        ("قبل نهاية الشهر", "2024-03-31", "before the end of March 2024", "قبل نهاية آذار/مارس 2024"),
        ("قبل نهاية سنة 2022", "2022-12-31", "before the end of 2022", "قبل نهاية 2022"),
        ("قبل شهر آذار", "2024-03-01", "before 1 March 2024", "قبل 1 آذار/مارس 2024"),
        ("قبل الأول من آذار", "../2024-03-01", "before 1 March 2024", "قبل 1 آذار/مارس 2024"),
        ("بحلول آذار", "2024-03", "by March 2024", "في موعد أقصاه آذار/مارس 2024"),
        ("حتى الأحد", "2018-03-25", "until 25 March 2018", "حتى 25 آذار/مارس 2018"),
        ("غداً", "2024-03-09", "9 March 2024", "9 آذار/مارس 2024"),
        ("بعد 9 آذار", "2024-03-09/..", "from 9 March 2024, end open", "من 9 آذار/مارس 2024، بلا نهاية محددة"),
    ],
)
def test_a_date_keeps_the_word_that_makes_it_a_limit(reported: str, value: str, en: str, ar: str) -> None:
    when = When(as_reported=reported, value=value)
    assert (labels("en").when(when), labels("ar").when(when)) == (en, ar)


STANCES = {
    "stances": [
        {"participant": "P3", "stance": "endorses", "evidence": evidence("ورحبت الحكومة بالبيان")},
        {"participant": "P2", "stance": "rejects", "evidence": evidence("أعلنت الحركة أنه لا يعنيها")},
        {"participant": "P4", "stance": "rejects", "evidence": evidence("ورفضته البلدية")},
    ]
}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["welcome", "rejection", "rejection"]), ("ar", ["ترحيب", "رفض", "رفض"])],
)
def test_a_stance_is_told_by_the_noun_of_the_verb_of_the_report(language: str, words: list[str]) -> None:
    made = brief(language, final_statement={"status": "adopted", **STANCES})
    assert [line.marks[0].text for line in made.outcome.stances] == words


PARTS = [
    ("P3", "reserves", "وتحفظت الحكومة على موعد الجولة", ("موعد الجولة", "the date of the round")),
    ("P3", "rejects", "ورفضت الحكومة البند الثاني", ("البند الثاني", "the second clause")),
    ("P4", "endorses", "ورحبت البلدية بالبند الثالث", ("البند الثالث", "the third clause")),
    ("P2", "rejects", "أعلنت الحركة أنه لا يعنيها", ("الملحق", "the annex")),
    ("P2", "endorses", "أعلنت الحركة أنه لا يعنيها", ("الملحق", "part of it (see the quotation)")),
]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "reserves its position on the date of the round", "rejects the second clause", "welcomes the third clause",
                "rejects the annex", "welcomes or supports part of it (see the quotation)",
            ],
        ),
        ("ar", ["تحفُّظ على موعد الجولة", "ترفض البند الثاني", "ترحب بالبند الثالث", "رفض الملحق", "موقف مرحِّب أو مؤيد من الملحق"]),
    ],
)  # fmt: skip
def test_a_stance_on_a_part_says_on_which(language: Any, words: list[str]) -> None:
    stances = [
        {"participant": by, "stance": kind, "about": {"ar": part[0], "en": part[1]}, "evidence": evidence(quote)}
        for by, kind, quote, part in PARTS
    ]
    conflict = {"about": {"ar": "مواقف", "en": "Stances"}, "items": ["P3", "P4"]}
    made = brief(language, final_statement={"status": "adopted", "stances": stances}, conflicts=[conflict])
    assert [line.marks[0].text for line in made.outcome.stances] == words
    assert words[2] in made.conflicts[0].lines[1].text


def test_beside_the_name_of_a_class_stand_the_words_of_the_report() -> None:
    said = {"participant": "P2", "stance": "endorses", "evidence": evidence("وقالت الحركة إنها «ملتزمة بكل حرف فيه»")}
    for language, quoted in (("ar", "«ملتزمة بكل حرف فيه»"), ("en", "“ملتزمة بكل حرف فيه”")):
        made = brief(language, final_statement={"status": "adopted", "stances": [said, *STANCES["stances"]]})
        marks = [[mark.text for mark in line.marks][1:] for line in made.outcome.stances]
        assert marks == [[quoted], [], [quoted[0] + "أعلنت الحركة أنه لا يعنيها" + quoted[-1]], []]


@pytest.mark.parametrize(
    ("language", "one", "chain"),
    [
        ("ar", "«مصدر دبلوماسي»، نقلاً عن صحيفة الميناء", "«مصدر دبلوماسي»، نقلاً عن إذاعة الريف عن وكالة الأفق عن صحيفة الميناء"),
        (
            "en",
            "diplomatic source, through al-Mina (newspaper)",
            "diplomatic source, reported by al-Mina (newspaper), carried by al-Ufuq (news agency), carried by «الريف» (radio)",
        ),
    ],
)
def test_who_has_it_from_whom_is_one_chain_and_not_two_sources(language: Any, one: str, chain: str) -> None:
    told = {"level": "unnamed", "origin": "مصدر دبلوماسي", "via": ["صحيفة الميناء"]}
    longer = told | {"via": ["صحيفة الميناء", "وكالة الأفق", "إذاعة الريف"]}
    lines = [
        item("C1", "P2", "الحركة وعدت بتسليم الخرائط", status="claimed", attribution=told),
        item("C2", "P2", "الحركة وعدت بتسليم الخرائط", status="claimed", attribution=longer),
    ]
    made = brief(language, commitments=lines).commitments[0].lines
    assert [facts(line)[labels(language).label("Attribution")] for line in made] == [one, chain]


@pytest.mark.parametrize(
    ("language", "mark", "origin", "counted"),
    [
        ("ar", "مصدر لم يُسمَّ", "«مصدر في الوفد»", "عنصر واحد"),
        ("en", "unnamed source", "source in the delegation", "1 item rests"),
    ],
)
def test_who_tells_a_next_step_is_said_and_counted(language: Any, mark: str, origin: str, counted: str) -> None:
    quote = "ورجح مصدر في الوفد عقد جولة جديدة"
    told = {"level": "unnamed", "origin": "مصدر في الوفد"}
    step = {"id": "N1", "text": {"ar": f"{quote}.", "en": "A source expects a new round."}, "evidence": evidence(quote)}
    made = brief(language, next_steps=[step | {"attribution": told}])
    assert [one.text for one in made.next_steps[0].marks] == [mark]
    assert origin in facts(made.next_steps[0]).values()
    assert made.second_hand is not None and counted in made.second_hand
    assert "A source expects" not in " ".join(sentence.text for sentence in made.bottom_line)
    assert brief(language, next_steps=[step]).second_hand is None


def test_denial_and_reservation_are_not_called_refusals() -> None:
    said = [
        item("T1", "P2", "نفت الحركة أنها تسلمت أي ورقة", act="REJECT", negated=True),
        item("T2", "P3", "تحفظت الحكومة على موعد الجولة", act="REJECT"),
    ]
    elsewhere = {"ar": "لا علم للجهة المعنية بالأمر.", "en": "It knows of nothing."}
    for language, words in (("en", ["denial", "reservation"]), ("ar", ["نفي", "تحفّظ"])):
        made = brief(language, statements=[{**position, "text": elsewhere} for position in said])
        assert [[mark.text for mark in line.marks] for group in made.positions for line in group.lines] == [[w] for w in words]
        # A reader looks for them down the page, whether the sentence has the verb or not.
        own = brief(language, statements=said).positions
        assert [[mark.text for mark in line.marks] for group in own for line in group.lines] == [[w] for w in words]


@pytest.mark.parametrize(
    ("ar", "arabic", "english"),
    [
        ("غادر وفد الحركة قاعة الاجتماع احتجاجاً على جدول الأعمال.", "انسحاب", "walkout"),
        ("انسحبت البلدية من الجلسة الثانية.", "انسحاب", "walkout"),
        ("انسحب وفد الحركة من المؤتمر.", "انسحاب", "walkout"),
        ("قاطعت الحركة الجولة الأولى.", "مقاطعة", "boycott"),
        ("أعلنت البلدية مقاطعة المحادثات.", "مقاطعة", "boycott"),
        ("كذّب الناطق ما نُشر عن اتفاق سري.", "نفي", "denial"),
        ("قالت الحركة: «لم يصل إلينا أحد».", "نفي", "denial"),
        ("قالت الحكومة إنها لم تطلب أي مهلة.", "نفي", "denial"),
        # What is refused
        ("لن ينسحب الجيش من التلة.", "رفض", "rejection"),
        ("قالت الحركة: «لن نشارك فيها».", "رفض", "rejection"),
        ("لم توافق الحكومة على الطلب.", "رفض", "rejection"),
        ("قالت البلدية كلاماً قاطعا لا رجعة فيه.", "رفض", "rejection"),
    ],
)
def test_a_walkout_a_boycott_and_a_denial_are_called_so(ar: str, arabic: str, english: str) -> None:
    position = item("T1", "P2", "وطالبت الحركة بمهلة", act="REJECT")
    for language, word in (("ar", arabic), ("en", english)):
        made = brief(language, statements=[position | {"text": {"ar": ar, "en": "A position."}}])
        assert [mark.text for mark in made.positions[0].lines[0].marks] == [word]


@pytest.mark.parametrize(("act", "marks"), [("THREATEN", ["تهديد"]), ("SUPPORT", [])])
def test_a_threat_is_told_beside_its_verb_and_a_kind_word_is_not(act: str, marks: list[str]) -> None:
    ar = "تهدد الحركة بإلغاء الهدنة." if act == "THREATEN" else "ترحب الحركة بالهدنة."
    position = item("T1", "P2", "وطالبت الحركة بمهلة", act=act) | {"text": {"ar": ar, "en": "A position."}}
    assert [mark.text for mark in brief("ar", statements=[position]).positions[0].lines[0].marks] == marks


@pytest.mark.parametrize(("language", "by"), [("en", "Party concerned"), ("ar", "الجهة المعنية")])
def test_in_a_dispute_a_pledge_stands_in_the_mouth_of_who_claims_it(language: Any, by: str) -> None:
    claimed = item("C1", "P3", "الحكومة قد تعهدت بسحب المدافع", status="claimed", reported_by="P4")
    denies = item("T1", "P2", "نفت الحركة أن تكون الحكومة قد تعهدت", act="REJECT")
    dispute = {"about": {"ar": "المدافع.", "en": "The guns."}, "items": ["C1", "T1", "C9"]}
    own = item("C9", "P1", "تعهدت جمهورية السهول بفتح المعبر", status="pledged")
    made = brief(language, commitments=[claimed, own], statements=[denies], conflicts=[dispute])
    (pledge, denial, real) = [facts(line) for line in made.conflicts[0].lines]
    ascribed, told, made_by = (made.label(label) for label in ("Ascribed to", "According to", "Made by"))
    names = {row.id: row.name for row in made.participants}
    assert pledge == {ascribed: names["P3"], told: names["P4"]}
    assert denial == {by: names["P2"]}
    assert real == {made_by: names["P1"]}


def test_roles_fit_whom_they_are_said_of() -> None:
    arabic, english = ({row.id: row for row in brief(language).participants} for language in ("ar", "en"))
    assert (arabic["P1"].role, arabic["P1"].reported_label) == ("جهة راعية", None)
    assert (english["P1"].role, english["P1"].reported_label) == ("sponsor", None)  # it would say the same twice
    assert arabic["P1"].no_title == "–"  # nothing is missing: a State has no title


def test_the_english_says_in_english_who_told_it_and_by_which_outlet() -> None:
    line = next(line for group in brief("en", commitments=PLEDGES).commitments for line in group.lines if line.id == "C3")
    assert facts(line)["Attribution"] == "diplomatic source, through al-Mina (newspaper)"
    assert [mark.text for mark in line.marks].count("unnamed source") == 1  # not said twice


def test_a_record_made_by_readers_names_no_model() -> None:
    for language, words in (("en", "human readers"), ("ar", "محرّرون من البشر")):
        told = {fact.label: fact.value for fact in brief(language).provenance}
        assert words in told.values()
        assert "human annotation" not in told.values()
        assert "0" not in [value for label, value in told.items() if label != labels(language).label("Version of briefing")]


@pytest.mark.parametrize(
    ("words", "english"),
    [("الوسيط السويسري", "Swiss mediator"), ("مصدر تركي رفيع", "senior Turkish source"), ("بِصفة مراقب", "observer"),
     ("لم تُدعَ", "was not invited"),
     ("دبلوماسيان أوروبيان واكبا اللقاء", "two European diplomats who followed the meeting"), ("سلطة الانقلاب", None), ("وسيط لا يعرفه أحد", None)],
)  # fmt: skip
def test_an_epithet_has_english_only_where_all_of_it_is_known(words: str, english: str | None) -> None:
    assert epithet_in_english(words) == english


def test_outlets_in_latin_letters() -> None:
    assert [outlet_in_english(name) for name in ("وكالة رويترز", "قناة «الجزيرة»", "صحيفة إيطالية", "الأفق")] == [
        "Reuters (news agency)",
        "Al Jazeera (channel)",
        "Italian newspaper",
        "al-Ufuq",
    ]


@pytest.mark.parametrize(
    ("name", "english"),
    [("إذاعة صوت السهل", "Sawt al-Sahl (radio)"), ("شبكة الخلاص الإعلامية", "al-Khalas Media Network"),
     ("يومية الصباح الجديد", "al-Sabah al-Jadid (daily)"), ("وكالة أنباء الخليج الأهلية", "al-Khalij Private News Agency"),
     ("جريدة «الزنبق الأصفر»", "«الزنبق الأصفر» (newspaper)"), ("شبكة زنبق الإخبارية", "«زنبق الإخبارية» (network)"),
     ("صحيفة خاصة", "private newspaper"), ("الزنبق", "«الزنبق»"), ("صحيفة Le Monde", "Le Monde (newspaper)")],
)  # fmt: skip
def test_an_outlet_whose_vowels_would_be_guessed_stays_in_arabic_letters(name: str, english: str) -> None:
    assert outlet_in_english(name) == english


def test_a_verb_agrees_with_its_holder_in_both_languages() -> None:
    assert inflected("welcomes", ["Organization of Coastal States"]) == "welcomes"
    assert inflected("threatens", ["Sweden", "Algeria"]) == "threaten"
    assert inflected("objects to", ["guarantor States"]) == "object"


def test_what_a_demand_is_tied_to_is_not_called_its_condition() -> None:
    tied = item(
        "D1", "P2", "أعلنت الحركة أنه لا يعنيها", status="conditional", condition={"ar": "عودة الحركة", "en": "Return of the Movement"}
    )  # fmt: skip
    for language, label in (("en", "Linked to"), ("ar", "مرتبط بـ")):
        assert label in facts(brief(language, demands=[tied]).demands[0].lines[0])


@pytest.mark.parametrize(
    ("condition", "text", "told"),
    [
        (("شريطة أن تُفتح الطريق", "provided that the road is opened"), "تشترط الحركة أن تفتح الطريق.", {}),
        (("إذا أُفرج عن النساء", "if the women are released"), "شرط الحركة: «إذا أُفرج عن النساء».", {}),
        (("إذا أُفرج عن النساء", "if the women are released"), "تطالب الحركة بفتح الطريق.", {"Condition": "if the women are released"}),
        (("تمديد الهدنة", "Extension of the truce"), "تربط الحركة تمديد الهدنة بفتح الطريق.", {"Linked to": "Extension of the truce"}),
    ],
)  # fmt: skip
def test_a_condition_in_the_words_of_the_report_is_told_once(condition: tuple[str, str], text: str, told: dict[str, str]) -> None:
    tied = item("D1", "P2", "أعلنت الحركة أنه لا يعنيها", status="conditional") | {
        "condition": dict(zip(("ar", "en"), condition, strict=True)), "text": {"ar": text, "en": "A demand."}
    }  # fmt: skip
    found = facts(brief("en", demands=[tied]).demands[0].lines[0])
    assert {label: value for label, value in found.items() if label in {"Condition", "Linked to"}} == told


@pytest.mark.parametrize(
    ("ar", "en", "told"),
    [
        ("يعود الوفدان في الثالث من الشهر المقبل.", "The delegations return on the third of next month.",
         ("(18 نيسان/أبريل 2024)", "(18 April 2024)")),
        ("يعود الوفدان يوم الخميس القادم.", "The delegations return next Thursday.", ("(18 نيسان/أبريل 2024)", "(18 April 2024)")),
        ("تعقد الجولة المقبلة في 18 نيسان/أبريل.", "The next round is to be held on 18 April.", ("أبريل.", "18 April.")),
        ("يعود الوفدان بعد الانتخابات.", "The delegations return after the elections.", ("الانتخابات.", "elections.")),
    ],
)  # fmt: skip
def test_the_next_step_of_the_bottom_line_has_its_date(ar: str, en: str, told: tuple[str, str]) -> None:
    data = wadi_nahr_data()
    data["next_steps"][0]["text"] = {"ar": ar, "en": en}
    assert data["next_steps"][0]["when"]["value"] == "2024-04-18"
    for language, end in zip(("ar", "en"), told, strict=True):
        last = make_brief(Record.model_validate(data), cast("Language", language)).bottom_line[-1].text
        assert last.removesuffix(".").endswith(end.removesuffix("."))


def test_who_is_only_ready_to_do_something_has_undertaken_nothing() -> None:
    ready, firm = (
        {"text": {"ar": ar, "en": "A pledge."}} for ar in ("الحركة مستعدة لتسليم الخرائط.", "تتعهد الحركة بتسليم الخرائط.")
    )
    for language, text, label in (
        ("en", ready, "Stated by"), ("ar", ready, "صادر عن"), ("en", firm, "Made by"), ("ar", firm, "الجهة المتعهدة"),
    ):  # fmt: skip
        (line,) = brief(language, commitments=[PLEDGES[0] | text | {"status": "pledged"}]).commitments[0].lines
        assert label in facts(line)


def test_a_conflict_is_headed_by_a_question_or_a_phrase() -> None:
    asked = {"ar": "هل وعدت الحركة بتسليم الخرائط.", "en": "Whether the Movement promised to hand over the maps."}
    counted = {"ar": "عدد المحتجزين.", "en": "The number of those held."}
    both = [{"about": asked, "items": ["C1", "C2"]}, {"about": counted, "items": ["C1", "C2"]}]
    for language, heads in (
        ("ar", ["هل وعدت الحركة بتسليم الخرائط؟", "عدد المحتجزين"]),
        ("en", ["Whether the Movement promised to hand over the maps", "The number of those held"]),
    ):
        made = brief(language, commitments=PLEDGES, conflicts=both)
        assert [account.about for account in made.conflicts] == heads
        # Whom an account is about is not always who gives it.
        told = {fact.label for account in made.conflicts for line in account.lines for fact in line.facts}
        assert told == {made.label(label) for label in ("Made by", "Ascribed to", "Denied by")}


@pytest.mark.parametrize(
    ("proof", "refusal", "by", "language", "label"),
    [
        ("ورفضت الحكومة البند الثاني", "رفضت الحكومة البند الثاني", "P3", "ar", "رفضته الحكومة"),
        ("ورفضت الحكومة البند الثاني", "رفضت الحكومة البند الثاني", "P3", "en", "rejected by the Government"),
        ("اعترض عليه مجلس الأعيان", "اعترض عليه مجلس الأعيان", "P5", "ar", "اعترض عليه مجلس الأعيان"),
        ("اعترض عليه مجلس الأعيان", "اعترض عليه مجلس الأعيان", "P5", "en", "objected to by the Council of Elders"),
        # Whose refusal of something else it is does not tell who refused the demand; nor is its holder's own refusal one of it.
        ("رُفض الطلب", "رفضت الحكومة البند الثاني", "P3", "ar", "مرفوض"),
        ("ورفضت الحكومة البند الثاني", "رفضت الحكومة البند الثاني", "P2", "en", "rejected"),
    ],
)
def test_a_rejected_demand_tells_who_rejected_it_where_its_evidence_does(
    proof: str, refusal: str, by: str, language: str, label: str
) -> None:
    demand = item("D1", "P2", "وعدت بتسليم الخرائط", status="rejected")
    demand["evidence"] += evidence(proof)
    statement = item("T1", by, refusal, act="REJECT")
    (line,) = brief(language, demands=[demand], statements=[statement]).demands[0].lines
    assert line.marks[0].text == label


@pytest.mark.parametrize(
    ("quotes", "texts", "lines"),
    [
        (("ونفت الحركة أنها تسلمت أي ورقة", "نفت الحركة أنها تسلمت أي ورقة"), ("نفت الحركة ذلك.", "نفت الحركة ذلك."), 1),
        (("نفت الحركة أن تكون الحكومة قد تعهدت", "نفت الحركة أن تكون"), ("نفت الحركة التعهد.", "نفت الحركة التعهد."), 1),
        (("نفت الحركة أنها تسلمت أي ورقة", "تسلمت أي ورقة"), ("نفت الحركة ذلك.", "قيل إن الحركة تسلمت ورقة."), 2),
        (("نفت الحركة أنها تسلمت أي ورقة", "رفضته البلدية"), ("لا صحة لذلك.", "لا صحة لذلك."), 2),
    ],
)
def test_a_sentence_that_tells_a_claim_and_its_denial_stands_once_in_a_conflict(
    quotes: tuple[str, str], texts: tuple[str, str], lines: int
) -> None:
    both = [
        item(id_, "P2", quote, status="denied") | {"text": {"ar": text, "en": f"{id_} is denied."}}
        for id_, quote, text in zip(("C1", "C2"), quotes, texts, strict=True)
    ]
    about = {"ar": "هل وافقت الحركة.", "en": "Whether the Movement agreed."}
    made = brief("en", commitments=both, conflicts=[{"about": about, "items": ["C1", "C2"]}])
    assert len(made.conflicts[0].lines) == lines


def test_a_state_of_the_document_is_not_given_as_the_translation_of_a_quotation() -> None:
    for quotation in make_brief(wadi_nahr(), "en").quotations:
        for support in quotation.supports:
            if support.anchor == "final":
                assert support.text.startswith("Outcome document: ")


def test_a_heading_that_says_of_which_kind_is_counted_plainly() -> None:
    titles = {group.title: group.count for group in brief("en", commitments=PLEDGES).commitments}
    assert titles["Claimed by others, not confirmed"] == "1 commitment"
    assert titles["Commitments that are denied"] == "2 commitments"


def test_a_person_who_comes_for_a_guarantor_is_not_called_one() -> None:
    assert [labels("en").word("role", role) for role in ("guarantor", "sponsor", "host")] == [
        "for a guarantor", "for a sponsor", "for the host",
    ]  # fmt: skip
    assert labels("en").word("role of a body", "guarantor") == "guarantor"


def test_the_title_of_a_source_is_quoted_in_its_own_language() -> None:
    sources = [
        {
            "id": "S1",
            "title": "جنيف: نظام أرخان يهرب",
            "language": "ar",
            "sha256": "0" * 64,
            "characters": len(TEXT),
            "text": TEXT,
        }
    ]
    told = [(note.label, note.title, note.direction) for note in (brief(lang, sources=sources).sources[0] for lang in LANGUAGES)]
    assert told == [("العنوان", "«جنيف: نظام أرخان يهرب»", "rtl"), ("Title (Arabic)", "«جنيف: نظام أرخان يهرب»", "rtl")]
    del sources[0]["title"]
    assert [brief(lang, sources=sources).sources[0].title for lang in LANGUAGES] == ["من دون عنوان", "no title"]


def test_words_in_quotation_marks_of_their_own_are_given_no_others() -> None:
    assert quotation_marks("«لا عودة»", arabic=True) == ("", "")
    assert quotation_marks("«لا عودة» و«لا هدنة»", arabic=True) == ("«", "»")
    assert quotation_marks("برحيل «الأسد ونظامه»", arabic=True) == ("«", "»")
    assert quotation_marks("no return", arabic=False) == ("“", "”")


def test_each_party_has_its_say_in_the_bottom_line_or_none_has() -> None:
    data = wadi_nahr_data()
    told = [sentence.text for sentence in make_brief(Record.model_validate(data), "en").bottom_line]
    assert told[0].startswith("The Wadi Nahr talks between the Government of the Wadi and the Movement")
    assert [any(word in text for text in told) for word in ("112 detainees", "heavy weapons")] == [True, True]
    # Where there is no room for both there is room for neither.
    data["demands"][2]["text"] = {name: f"{text} {'more ' * 100}" for name, text in data["demands"][2]["text"].items()}
    told = [sentence.text for sentence in make_brief(Record.model_validate(data), "en").bottom_line]
    assert [any(word in text for text in told) for word in ("112 detainees", "heavy weapons")] == [False, False]


def test_a_person_has_an_office_at_the_first_mention_and_a_quotation_for_it() -> None:
    data = wadi_nahr_data()
    demand = {
        "ar": "يطالب سالم الراجحي الحركة بتسليم السلاح.",
        "en": "Salem al-Rajhi demands that the Movement hand over weapons.",
    }
    data["demands"][2]["text"] = demand
    for language, said in (
        ("ar", "سالم الراجحي (وزير العدل، حكومة الوادي) الحركة"),
        ("en", "Salem al-Rajhi (Minister of Justice, Government of the Wadi) demands"),
    ):
        made = make_brief(Record.model_validate(data), cast("Language", language))
        (sentence,) = [sentence for sentence in made.bottom_line if said in sentence.text]
        (row,) = [row for row in made.participants if row.id == "P3"]
        assert {*row.refs} <= {*sentence.refs}


def test_what_only_came_out_is_not_called_adopted_and_who_did_not_sign_proves_no_status() -> None:
    text = f"{TEXT}وصدر بيان مشترك. وقالت البلدية إنها لم توقع على البيان. وأقر المجتمعون البيان. ولم تُعتمد المسودة. وتلا بلاغاً صدر باسمه ولم توقعه الوفود، جاء فيه أنهم اتفقوا."

    def told(status: str, *quotes: str) -> dict[str, tuple[str, list[str]]]:
        found = [text.index(quote) for quote in quotes]
        proof = [
            {"source": "S1", "segment": 1, "start": start, "end": start + len(quote), "quote": quote}
            for start, quote in zip(found, quotes, strict=True)
        ]
        source = {"id": "S1", "language": "ar", "sha256": "0" * 64, "characters": len(text), "text": text}
        final = {"status": status, "not_signed_by": ["P4"], "evidence": proof}
        made = brief("en", sources=[source], final_statement=final)
        return {f.label: (f.value, [made.quotations[n - 1].text for n in f.refs]) for f in made.outcome.facts}

    issued = told("adopted", "صدر بيان مشترك", "لم توقع على البيان")
    assert issued["Status of the document"] == ("issued", ["صدر بيان مشترك"])
    assert issued["Not signed by"] == ("Municipality", ["لم توقع على البيان"])
    assert told("adopted", "أقر المجتمعون البيان")["Status of the document"][0] == "adopted"
    assert told("draft", "لم تُعتمد المسودة")["Status of the document"][0] == "draft that was not adopted"
    own = "تلا بلاغاً صدر باسمه ولم توقعه الوفود، جاء فيه أنهم اتفقوا"  # what they agree in it is no adoption of it
    assert told("adopted", own)["Status of the document"][0] == "issued"


def test_a_draft_that_parties_did_not_sign_is_told_with_them() -> None:
    data = wadi_nahr_data()
    data["final_statement"] |= {"status": "draft", "signatories": [], "not_signed_by": ["P1", "P2"]}
    for language, said in (
        ("en", "a draft outcome document is reported without the signature of"),
        ("ar", "مسودة وثيقة ختامية من دون توقيع"),
    ):
        (first, *_) = make_brief(Record.model_validate(data), cast("Language", language)).bottom_line
        assert said in first.text and "adoption" not in first.text


def test_a_fact_at_the_top_has_the_quotations_that_say_it() -> None:
    made = make_brief(wadi_nahr(), "en")
    told = {fact.label: [made.quotations[number - 1].text for number in fact.refs] for fact in made.glance}
    assert told["Host"] == ["واستضافت مملكة الخليج الأزرق المحادثات"]
    assert told["Parties"] == ["حكومة الوادي", "حركة أبناء النهر"]
    assert all(words in "".join(told[label]) for label, words in (("Place", "مرسى الزيتون"),) if told[label])
    assert all(fact.stated for fact in made.glance)


def test_a_doubted_number_is_marked_on_its_line_and_is_no_reference() -> None:
    data = wadi_nahr_data()
    said = {"ar": "قد يكون في رقم الوثيقة خطأ.", "en": "The document number may be a misprint: S/RES/2254 (2015)."}
    data["quality"]["warnings"] = [{"code": "misprint", "item": "D1", "severity": "error", "message": said}]
    line = next(
        line for group in make_brief(Record.model_validate(data), "en").demands for line in group.lines if line.id == "D1"
    )
    assert [mark.text for mark in line.marks][-1] == "as in the source; see warning"
    assert facts(line)["References"] == "A/66/811"


def test_what_a_sentence_says_is_not_said_again_below_it() -> None:
    sum_ = {"value": 12_500_000, "currency": "USD"}
    pledge = item("C1", "P1", "تعهدت جمهورية السهول بفتح المعبر", status="pledged", amount=sum_)
    assert "Amount" in facts(brief("en", commitments=[pledge]).commitments[0].lines[0])
    for ar, en, told in (
        ("تتعهد بمبلغ 12.5 مليون دولار.", "It pledges 12.5 million dollars.", False),
        ("تتعهد بمبلغ 12,500,000 دولار.", "It pledges 12,500,000 dollars.", False),
        ("تتعهد بمبلغ 12 مليون دولار.", "It pledges 12 million dollars.", True),
    ):
        made = brief("en", commitments=[{**pledge, "text": {"ar": ar, "en": en}}])
        assert ("Amount" in facts(made.commitments[0].lines[0])) is told


def test_a_name_behind_a_noun_has_its_case() -> None:
    data = wadi_nahr_data()
    data["participants"][2]["name"] = {"ar": "أبو صخر", "en": "Abu Sakhr"}
    titles = [group.title for group in make_brief(Record.model_validate(data), "ar").demands]
    assert "حكومة الوادي (على لسان أبي صخر)" in titles


def test_a_pledge_is_that_of_the_side_through_who_speaks_for_it() -> None:
    data = wadi_nahr_data()
    data["commitments"][0] |= {"by": ["P3"]}
    data["commitments"][0]["text"] = {
        "ar": "يتعهد سالم الراجحي بتمويل المحطة.",
        "en": "Salem al-Rajhi pledges to fund the station.",
    }
    for language, label, made_by in (
        ("en", "Made by", "Government of the Wadi, through Salem al-Rajhi"),
        ("ar", "الجهة المتعهدة", "حكومة الوادي، على لسان سالم الراجحي"),
    ):
        view = make_brief(Record.model_validate(data), cast("Language", language))
        line = next(line for group in view.commitments for line in group.lines if line.id == "C1")
        assert facts(line)[label] == made_by


@pytest.mark.parametrize(
    ("label", "role", "arabic", "english"),
    [
        ("المانحين", "other", ("جهة مانحة", None), ("donor", None)),
        ("الدول المانحة", "sponsor", ("جهة مانحة", None), ("donor", None)),
        ("الدول الراعية", "sponsor", ("جهة راعية", None), ("sponsor", None)),
        ("بدعوة من", "sponsor", ("جهة داعية", None), ("inviting party", None)),
        ("برئاسة مشتركة", "sponsor", ("رئاسة مشتركة", None), ("co-chair", None)),
        ("برئاسة مشتركة", "host", ("جهة مضيفة", "رئاسة مشتركة"), ("host", "co-chair")),
        ("راعيا الجولة", "sponsor", ("جهة راعية", None), ("sponsor", None)),
        ("ضامنتا الاتفاق", "guarantor", ("جهة ضامنة", None), ("guarantor", None)),
        ("برعاية", "sponsor", ("جهة راعية", None), ("sponsor", None)),
        ("تيسيرها", "facilitator", ("جهة ميسِّرة", None), ("facilitator", None)),
        ("دون حضور", "absent", ("جهة غائبة", None), ("absent", None)),
        ("قاطعته", "absent", ("جهة غائبة", "مقاطِعة"), ("absent", "boycott")),
        ("الوسيط الأممي", "mediator", ("جهة وسيطة", "«الوسيط الأممي»"), ("mediator", "United Nations mediator")),
    ],
)
def test_a_label_of_the_report_is_a_noun_or_left_out(label: str, role: str, arabic: Any, english: Any) -> None:
    data = wadi_nahr_data()
    data["participants"][0] |= {"label_as_reported": label, "role": role}
    for language, told in (("ar", arabic), ("en", english)):
        view = make_brief(Record.model_validate(data), cast("Language", language))
        row = next(row for row in view.participants if row.id == "P1")
        assert (row.role, row.reported_label) == told


def test_who_only_gives_money_at_a_conference_of_donors_is_no_sponsor() -> None:
    data = wadi_nahr_data()
    giver = next(entry for entry in data["commitments"] if entry.get("amount"))
    place = int(giver["by"][0][1:]) - 1
    data["participants"][place] |= {"role": "sponsor", "label_as_reported": None}
    data["final_statement"]["issued_by"] = []

    def told(name: str) -> tuple[str, list[str]]:
        event = data["event"] | {"name": {"ar": name, "en": "Conference"}}
        view = make_brief(Record.model_validate(data | {"event": event}), "en")
        (row,) = [row for row in view.participants if row.id == giver["by"][0]]
        return row.role, [group.title for group in view.commitments if giver["id"] in [line.id for line in group.lines]]

    assert told("مؤتمر المانحين لإعمار الوادي") == ("donor", ["Parties and other participants"])
    assert told("محادثات وادي النهر") == ("sponsor", ["Sponsors and guarantors"])


def test_who_speaks_for_a_co_chair_speaks_for_no_sponsor() -> None:
    data = wadi_nahr_data()
    people = {entry["id"]: entry for entry in data["participants"]}
    speaker = next(entry for entry in data["participants"] if entry["kind"] == "person" and entry.get("affiliation"))
    people[speaker["affiliation"]] |= {"role": "sponsor", "label_as_reported": "برئاسة مشتركة"}
    speaker |= {"role": "sponsor", "label_as_reported": None}
    roles = {row.id: row.role for row in make_brief(Record.model_validate(data), "en").participants}
    assert (roles[speaker["affiliation"]], roles[speaker["id"]]) == ("co-chair", "for a co-chair")


@pytest.mark.parametrize(
    ("ar", "en", "said"),
    [
        ("وزير العدل، الدكتور", "Minister of Justice, Dr", "(Minister of Justice, Government of the Wadi) demands"),
        ("المهندس", "Engineer", "(Government of the Wadi) demands"),
        ("وزير العدل، اللواء", "Minister of Justice, Major General", "(Minister of Justice, Major General, Government of the Wadi) demands"),
    ],
)  # fmt: skip
def test_how_somebody_is_addressed_is_no_office(ar: str, en: str, said: str) -> None:
    data = wadi_nahr_data()
    data["participants"][2]["title"] = {"ar": ar, "en": en}
    data["demands"][2]["text"] = {
        "ar": "يطالب سالم الراجحي بتسليم السلاح.",
        "en": "Salem al-Rajhi demands the handover of weapons.",
    }
    told = [sentence.text for sentence in make_brief(Record.model_validate(data), "en").bottom_line]
    assert any(said in text for text in told), told


def test_a_name_without_an_office_has_no_empty_brackets() -> None:
    data = wadi_nahr_data()
    data["participants"][2]["title"] = None
    text = {
        "ar": "يطالب سالم الراجحي، باسم حكومة الوادي، بتسليم السلاح.",
        "en": "Salem al-Rajhi, for the Government of the Wadi, demands the handover of weapons.",
    }
    data["demands"][2]["text"] = text
    told = [sentence.text for sentence in make_brief(Record.model_validate(data), "en").bottom_line]
    assert text["en"] in told


def test_what_is_not_stated_leaves_out_what_nobody_would_look_for() -> None:
    data = wadi_nahr_data()
    data["event"] |= {"round": None, "format": "not_stated"}
    data["final_statement"] |= {"stances": [], "issued_by": ["P1", "P2"]}
    data["conflicts"] = []
    data["next_steps"][1] |= {"when": None}
    talks = make_brief(Record.model_validate(data), "en").not_stated
    assert {"the number of the round", "whether the talks were direct or indirect"} <= {*talks}
    assert "positions of the parties on the final statement" not in talks
    assert "the date of next step N2" in talks or "the date of the next meeting" in talks
    data["event"]["name"] = {"ar": "مؤتمر المانحين", "en": "Donors' conference"}
    assert not {"the number of the round", "whether the talks were direct or indirect"} & {
        *make_brief(Record.model_validate(data), "en").not_stated
    }


def test_that_no_day_was_set_is_stated() -> None:
    said = f"{TEXT}وانفضت المحادثات من غير أن يصدر عنها بيان أو أن يُعلن موعد للقاء جديد."
    source = {"id": "S1", "language": "ar", "sha256": "0" * 64, "characters": len(said), "text": said}
    assert "next steps" in brief("en").not_stated
    assert "next steps" not in brief("en", sources=[source]).not_stated
