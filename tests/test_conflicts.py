"""Which accounts contradict each other, and which only stand side by side: false conflicts are worse than missing ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefing.conflicts import find_conflicts
from briefing.denials import Names, denial_in, roots_in
from briefing.disputes import _ASIDE_AR, _counted, _cut
from briefing.record import Record, Statement
from tests.records import wadi_nahr_data
from tests.scripted import Answers, ScriptedModel, read

PEOPLE: list[dict[str, Any]] = [
    {"name": "حكومة سمرا", "en": "Government of Samra", "kind": "state", "role": "party"},
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
    {"name": "سامي النجار", "en": "Sami al-Najjar", "kind": "person", "role": "party", "of": "حكومة سمرا"},
    {"name": "ليلى الصباغ", "en": "Layla al-Sabbagh", "kind": "person", "role": "party", "of": "حركة السدود"},
]
LEAD = "التقى في الدوحة وفدا حكومة سمرا وحركة السدود. ومثّل حكومة سمرا سامي النجار، ومثّلت حركة السدود ليلى الصباغ.\n\n"
CLAIM = (
    "وقال سامي النجار إن حركة السدود وعدت الوسيط بتجميد عملياتها حول الميناء.",
    {
        "kind": "commitment", "by": ["حركة السدود"], "said_by": "سامي النجار", "status": "claimed",
        "quote": "حركة السدود وعدت الوسيط بتجميد عملياتها حول الميناء",
        "en": "According to Sami al-Najjar, the Sudud Movement promised the mediator to freeze its operations around the port.",
    },
)  # fmt: skip
DISARM = (
    "وقال سامي النجار إن حركة السدود وافقت في جلسة مغلقة على تسليم سلاحها الثقيل.",
    {
        "kind": "commitment", "by": ["حركة السدود"], "said_by": "سامي النجار", "status": "claimed",
        "quote": "حركة السدود وافقت في جلسة مغلقة على تسليم سلاحها الثقيل",
        "en": "According to Sami al-Najjar, the Sudud Movement agreed in a closed session to hand over its heavy weapons.",
    },
)  # fmt: skip
DEMAND = (
    "وطالبت حركة السدود بنشر محاضر الجلسات.",
    {
        "kind": "demand", "by": ["حركة السدود"], "quote": "طالبت حركة السدود بنشر محاضر الجلسات",
        "en": "The Sudud Movement demands the publication of the minutes of the sessions.",
    },
)  # fmt: skip
CHARGE = (
    "واتهم سامي النجار حركة السدود بنهب المخازن.",
    {
        "kind": "statement", "act": "ACCUSE", "by": ["سامي النجار"], "to": ["حركة السدود"], "quote": "اتهم سامي النجار حركة السدود بنهب المخازن",
        "en": "Sami al-Najjar accuses the Sudud Movement of looting the stores.",
    },
)  # fmt: skip
FACT = (
    "وقال سامي النجار إن قافلة الإغاثة وصلت إلى مدينة أورا.",
    {
        "kind": "statement", "act": "OTHER", "by": ["سامي النجار"], "quote": "قافلة الإغاثة وصلت إلى مدينة أورا",
        "en": "Sami al-Najjar says that the relief convoy reached the city of Aura.",
    },
)  # fmt: skip


def denied(
    quote: str, en: str, *, by: str = "ليلى الصباغ", act: str = "REJECT", negated: bool = True
) -> tuple[str, dict[str, Any]]:
    return f"و{quote}.", {"kind": "statement", "act": act, "by": [by], "negated": negated, "quote": quote, "en": en}


CONTRADICT = [
    (CLAIM, denied("نفت ليلى الصباغ أن تكون الحركة قد وعدت أحداً بشيء", "Layla al-Sabbagh denies that the Movement promised anything to anybody.")),
    (CLAIM, denied("نفت ليلى الصباغ ذلك", "Layla al-Sabbagh denies that.")),
    (CLAIM, denied("نفت ليلى الصباغ أن تكون الحركة قد تعهدت بتجميد العمليات", "Layla al-Sabbagh denies that the Movement pledged to freeze operations.")),
    (DISARM, denied("لم توافق حركة السدود على تسليم قطعة واحدة", "The Sudud Movement did not agree to hand over a single piece.", by="حركة السدود")),
    (DISARM, denied("أنكرت حركة السدود أنها وافقت على تسليم السلاح", "The Sudud Movement denies having agreed to hand over weapons.", by="حركة السدود")),
    (CHARGE, denied("نفت حركة السدود الاتهام", "The Sudud Movement denies the accusation.", by="حركة السدود")),
    (FACT, denied("نفت ليلى الصباغ وصول أي قافلة إغاثة إلى مدينة أورا", "Layla al-Sabbagh denies that any relief convoy reached the city of Aura.")),
]  # fmt: skip

STAND = [
    # A demand beside the denial of another, a pledge beside a refusal or a denial of another matter.
    (DEMAND, denied("نفت ليلى الصباغ أن تكون الحركة قد تخلت عن مطلب إلغاء المحكمة", "Layla al-Sabbagh denies that the Movement gave up the demand to abolish the court.")),
    (DEMAND, denied("نفت ليلى الصباغ أن تكون الحركة قد طالبت بالانفصال", "Layla al-Sabbagh denies that the Movement demanded secession.")),
    (DEMAND, denied("رفضت حكومة سمرا أي دور لوسائل الإعلام", "The Government of Samra rejects any role for the media.", by="حكومة سمرا", negated=False)),
    (DEMAND, denied("رفضت حكومة سمرا نشر محاضر الجلسات", "The Government of Samra rejects the publication of the minutes of the sessions.", by="حكومة سمرا", negated=False)),
    (CLAIM, denied("رفضت حركة السدود نزع سلاح مقاتليها", "The Sudud Movement rejects the disarmament of its fighters.", by="حركة السدود", negated=False)),
    (CLAIM, denied("نفت ليلى الصباغ أن تكون الحركة قد تعهدت بفتح الطريق الساحلي", "Layla al-Sabbagh denies that the Movement pledged to open the coastal road.")),
    (CLAIM, denied("لم توافق حركة السدود على جدول الأعمال", "The Sudud Movement did not agree to the agenda.", by="حركة السدود")),
    (DISARM, denied("لم توافق حركة السدود على تسليم أسير واحد", "The Sudud Movement did not agree to hand over a single prisoner.", by="حركة السدود")),
    (DISARM, denied("رفضت حركة السدود الشرطين في الحال", "The Sudud Movement rejected both conditions at once.", by="حركة السدود", negated=False)),
    (CHARGE, denied("نفت ليلى الصباغ أن تكون الحركة قد قصفت السوق", "Layla al-Sabbagh denies that the Movement shelled the market.")),
    (FACT, denied("نفت ليلى الصباغ تعرض قافلة الإغاثة لهجوم في مدينة أورا", "Layla al-Sabbagh denies that the relief convoy came under attack in the city of Aura.")),
    (CLAIM, denied("نفت ليلى الصباغ أن تكون الحركة قد تعهدت بوقف عملياتها البحرية حول الميناء", "Layla al-Sabbagh denies that the Movement pledged to stop its naval operations around the port.")),
    (FACT, denied("نفت ليلى الصباغ قصف مدينة أورا", "Layla al-Sabbagh denies the shelling of the city of Aura.")),
]  # fmt: skip


def conflicts(*told: tuple[str, dict[str, Any]]) -> list[list[str]]:
    text = LEAD + " ".join(sentence for sentence, _ in told) + "\n"
    record = read(text, ScriptedModel(Answers(PEOPLE, [item for _, item in told])))
    assert [entry.reason.en for entry in record.quality.rejected] == []
    assert len([*record.demands, *record.commitments, *record.statements]) == len(told)
    return [conflict.items for conflict in record.conflicts]


@pytest.mark.parametrize(("account", "denial"), CONTRADICT, ids=lambda told: told[1]["en"][:50])
def test_an_account_and_its_denial_are_a_conflict(account: Any, denial: Any) -> None:
    assert len(conflicts(account, denial)) == 1


@pytest.mark.parametrize(("account", "denial"), STAND, ids=lambda told: told[1]["en"][:50])
def test_other_matters_and_mere_refusals_are_none(account: Any, denial: Any) -> None:
    assert conflicts(account, denial) == []


def counted(quote: str, by: str, en: str) -> tuple[str, dict[str, Any]]:
    return f"{quote}،", {"kind": "statement", "act": "OTHER", "by": [by], "quote": quote, "en": en}


def test_a_count_of_the_same_that_differs_is_a_conflict() -> None:
    first = counted("تقول حكومة سمرا إن الموقوفين 205", "حكومة سمرا", "The Government of Samra says that the detained are 205.")
    again = counted("وتصر حركة السدود على أنهم 340", "حركة السدود", "The Sudud Movement insists that they are 340.")
    same = counted("وتؤكد حركة السدود أنهم 205", "حركة السدود", "The Sudud Movement confirms that they are 205.")
    other = counted("وتقول حركة السدود إن الجسور 12", "حركة السدود", "The Sudud Movement says that the bridges are 12.")
    assert len(conflicts(first, again)) == 1
    assert conflicts(first, same) == []
    assert conflicts(first, other) == []


def test_a_denial_that_points_back_is_of_what_was_told_last() -> None:
    assert conflicts(CLAIM, DISARM, CONTRADICT[1][1]) == [["C2", "T1"]]
    assert conflicts(CLAIM, DEMAND, CONTRADICT[1][1]) == [["C1", "T1"]]  # her own demand is nothing that she denies


@pytest.mark.parametrize(
    "words",
    [
        "طالبت الحركة بفتح الطريق",
        "رفض الوفد الورقة",
        "أكدت الحكومة موقفها",
        "لم تتعهد مصر إلا بدراسة المقترح",
        "نفذت القوات غارة",
    ],
)
def test_who_demands_refuses_or_grants_a_part_denies_nothing(words: str) -> None:
    assert denial_in(words, Names([])) is None


@pytest.mark.parametrize("words", ["سيسلّم", "تسليم", "تُسلَّم", "سلّموا", "والتسليم"])
def test_the_forms_of_a_word_have_one_root(words: str) -> None:
    assert roots_in(words, Names([])) == {"سلم"}


def test_to_release_and_to_fire_are_two_matters() -> None:
    assert not roots_in("إطلاق سراح الأسرى", Names([])) & roots_in("إطلاق النار على القرى", Names([]))
    assert roots_in("أطلقت سراح", Names([])) == roots_in("الإفراج", Names([]))


def test_names_are_no_matter() -> None:
    assert roots_in("سلاح جبهة التحرير في الوادي", Names(["جبهة التحرير"])) == roots_in("السلاح في الوادي", Names([]))


@pytest.mark.parametrize(
    ("stances", "diverge"),
    [
        ([("P1", "endorses", None), ("P2", "reserves", None)], True),
        ([("P1", "endorses", None), ("P2", "reserves", "الفقرة 4")], True),
        ([("P1", "endorses", "الفقرة 4"), ("P2", "rejects", "الفقرة 4")], True),
        ([("P1", "endorses", "الفقرة 3"), ("P2", "rejects", "الفقرة 4")], False),
        ([("P1", "endorses", None), ("P1", "reserves", "الفقرة 4")], False),
        ([("P1", "rejects", "الفقرة 3"), ("P2", "rejects", None)], False),
    ],
)
def test_stances_diverge_on_the_same_thing_alone(stances: list[tuple[str, str, str | None]], diverge: bool) -> None:
    data = wadi_nahr_data()
    quoted = data["final_statement"]["stances"][0]["evidence"]
    data["final_statement"]["stances"] = [
        {"participant": by, "stance": kind, "evidence": quoted, "about": {"ar": part, "en": "a paragraph"} if part else None}
        for by, kind, part in stances
    ]
    told = [conflict.about.en for conflict in find_conflicts(Record.model_validate(data))]
    assert any(about.startswith("Stances on the outcome document: ") for about in told) is diverge


def headings(*told: tuple[str, dict[str, Any]]) -> list[tuple[str, str]]:
    text = LEAD + " ".join(sentence for sentence, _ in told) + "\n"
    record = read(text, ScriptedModel(Answers(PEOPLE, [item for _, item in told])))
    return [(conflict.about.ar, conflict.about.en) for conflict in record.conflicts]


VAGUE = denied("نفت حركة السدود ذلك", "The Sudud Movement denies that.", by="حركة السدود")
OFFERED = (
    "وقال سامي النجار إن حركة السدود تطالب بإقالة محافظ الميناء.",
    {
        "kind": "demand", "by": ["حركة السدود"], "said_by": "سامي النجار", "quote": "حركة السدود تطالب بإقالة محافظ الميناء",
        "en": "Sami al-Najjar says that the Sudud Movement demands the dismissal of the port's governor.",
    },
)  # fmt: skip
BLAME = (
    "وحمّل سامي النجار حركة السدود مسؤولية قصف سوق أورا، ما أدى إلى مقتل ثلاثة.",
    {
        "kind": "statement", "act": "ACCUSE", "by": ["سامي النجار"], "quote": "حمّل سامي النجار حركة السدود مسؤولية قصف سوق أورا، ما أدى إلى مقتل ثلاثة",
        "en": "Sami al-Najjar holds the Sudud Movement responsible for the shelling of the market of Aura, in which three were killed.",
    },
)  # fmt: skip
AGREED = (
    "وقال سامي النجار إن حركة السدود التزمت بتسليم سلاحها الثقيل.",
    {
        "kind": "commitment", "by": ["حركة السدود"], "said_by": "سامي النجار", "status": "claimed",
        "quote": "حركة السدود التزمت بتسليم سلاحها الثقيل",
        "en": "The Sudud Movement has agreed to hand over its heavy weapons, according to Sami al-Najjar.",
    },
)  # fmt: skip
RETOLD = (
    CLAIM[0],
    CLAIM[1]
    | {
        "en": "Of the Sudud Movement, according to Sami al-Najjar, comes the word that its operations around the port are frozen."
    },
)


@pytest.mark.parametrize(
    ("account", "ar", "en"),
    [
        (CLAIM, "هل وعدت حركة السدود الوسيط بتجميد عملياتها حول الميناء؟", "Whether the Sudud Movement promised the mediator to freeze its operations around the port"),
        (AGREED, "هل التزمت حركة السدود بتسليم سلاحها الثقيل؟", "Whether the Sudud Movement has agreed to hand over its heavy weapons"),
        (OFFERED, "هل تطالب حركة السدود بإقالة محافظ الميناء؟", "Whether the Sudud Movement demands the dismissal of the port's governor"),
        (CHARGE, "اتهام حركة السدود بنهب المخازن", "The accusation that the Sudud Movement is responsible for looting the stores"),
        (BLAME, "المسؤولية عن قصف سوق أورا", "Responsibility for the shelling of the market of Aura"),
        # Where one language has no such verb, neither says more than whose act it is.
        (RETOLD, "التعهد المنسوب إلى حركة السدود", "The pledge ascribed to the Sudud Movement"),
    ],
)  # fmt: skip
def test_a_conflict_is_headed_by_what_it_is_about(account: Any, ar: str, en: str) -> None:
    assert headings(account, VAGUE) == [(ar, en)]


def test_what_is_said_to_be_so_heads_a_conflict_about_facts() -> None:
    denial = denied(
        "نفت ليلى الصباغ وصول أي قافلة إغاثة إلى مدينة أورا",
        "Layla al-Sabbagh denies that any relief convoy reached the city of Aura.",
    )
    assert headings(FACT, denial) == [
        ("هل صحيح أن قافلة الإغاثة وصلت إلى مدينة أورا؟", "Whether the relief convoy reached the city of Aura")
    ]


def test_a_conflict_of_counts_names_who_gives_which() -> None:
    first = counted("تقول حكومة سمرا إن الموقوفين 205", "حكومة سمرا", "The Government of Samra says that the detained are 205.")
    again = counted("وتصر حركة السدود على أنهم 340", "حركة السدود", "The Sudud Movement insists that they are 340.")
    assert headings(first, again) == [
        (
            "اختلاف في العدد: 205 (حكومة سمرا) أم 340 (حركة السدود)",
            "Differing counts: 205 (the Government of Samra) or 340 (the Sudud Movement)",
        )
    ]


@pytest.mark.parametrize(
    ("counts", "english", "ar", "en"),
    [
        ("العدد يتجاوز 340 شخصاً", "the number exceeds 340 persons", "أكثر من 340 شخصاً", "more than 340 persons"),
        ("الموقوفين أكثر من 340 شخصاً", "the detained are more than 340 persons", "أكثر من 340 شخصاً", "more than 340 persons"),
        ("العدد 340 شخصاً", "the number is 340 persons", "340 شخصاً", "340 persons"),
        ("العدد لا يتجاوز 340 شخصاً", "the number does not exceed 340 persons", "340 شخصاً", "340 persons"),
    ],
)
def test_a_count_in_a_heading_keeps_its_ending_and_what_it_is_above(counts: str, english: str, ar: str, en: str) -> None:
    item = wadi_nahr_data()["statements"][0] | {
        "text": {"ar": f"تقول الحركة إن {counts}.", "en": f"The Movement says that {english}."}
    }
    told = _counted(Statement.model_validate(item), Decimal(340))
    assert (told.ar, told.en) == (ar, en)


def test_what_a_conflict_is_about_keeps_the_endings_of_the_line() -> None:
    words = "على تسليم السلاح فوراً خلال تسعين يوماً، وهو ما رفضه المبعوث."
    assert _cut(_ASIDE_AR, words) == "على تسليم السلاح فوراً خلال تسعين يوماً"
    assert _cut(_ASIDE_AR, "على الهدنة.") == "على الهدنة"


def test_a_conflict_of_stances_names_who_has_which() -> None:
    data = wadi_nahr_data()
    quoted = data["final_statement"]["stances"][0]["evidence"]
    data["final_statement"]["stances"] = [
        {"participant": by, "stance": kind, "evidence": quoted} for by, kind in (("P1", "rejects"), ("P2", "endorses"))
    ]
    record = Record.model_validate(data)
    about = next(conflict.about for conflict in find_conflicts(record) if "P1" in conflict.items)
    names = {person.id: person.name for person in record.participants}
    assert about.ar == f"الموقف من الوثيقة الختامية: ترحيب ({names['P2'].ar})؛ رفض ({names['P1'].ar})"
    assert "welcome" in about.en
    assert about.en.index(str(names["P2"].en)) < about.en.index("rejection") < about.en.index(str(names["P1"].en))
