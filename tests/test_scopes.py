"""What a position is on: the document as a whole, or the part that the words name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.drafts import ParticipantDraft
from briefing.evaluation import Gold
from briefing.glossary import load_glossary
from briefing.grounding import Span, TextIndex
from briefing.participants import cast
from briefing.scopes import part_named, scope_told
from briefing.source import report_from_text
from tests.conftest import ROOT
from tests.scripted import Answers, ScriptedModel, read
from tests.test_gold_answers import answers

PEOPLE = ("وفد الحكومة", "التحالف الوطني", "الحركة الوطنية للبحيرات", "نقابة عمال النفط", "روسيا", "مجلس الجبل", "بريطانيا")
WHOLE, UNSHOWN = "the whole", "not shown"


def told(text: str, by: str, quote: str = "") -> str:
    """The words of the part, or that it is the whole, or that the words do not show it."""
    report = report_from_text(text)
    named = [name for name in PEOPLE if name in text]
    drafts = [ParticipantDraft(name=name, kind="organization", role="party") for name in named]
    people = cast(report, drafts, load_glossary(), TextIndex(text), trusting=True)
    holders = [one.id for one in people.participants if one.evidence[0].quote == by]
    start = text.index(quote) if quote else 0
    scope = scope_told(report, people, holders, Span(start, start + len(quote or text)))
    if scope is None:
        return UNSHOWN
    return WHOLE if scope.part is None else text[scope.part.start : scope.part.end]


@pytest.mark.parametrize(
    ("text", "by", "part"),
    [
        ("أبدت الحركة الوطنية للبحيرات تحفظها على الفقرة 4 (ب).", "الحركة الوطنية للبحيرات", "الفقرة 4 (ب)"),
        ("وفي المعسكر الآخر تحفظ التحالف الوطني على مدة الهدنة، ونُقل عن قائده أنها تكفي.", "التحالف الوطني", "مدة الهدنة"),
        ("رفض وفد الحكومة، على لسان مستشاره القانوني إلياس دنكا، البند الثاني برمته وعدّه مكافأة للتمرد.", "وفد الحكومة", "البند الثاني برمته"),
        ("تحفظت روسيا، الحاضرة بوفد فني، على الفقرة المتعلقة بالصندوق.", "روسيا", "الفقرة المتعلقة بالصندوق"),
        ("فيما تحفظت نقابة عمال النفط، التي لم تكن ممثلة، على الإدارة المؤقتة للمصفاة.", "نقابة عمال النفط", "الإدارة المؤقتة للمصفاة"),
        ("سجّل مجلس الجبل تحفظه عن عبارة «الإدارة الانتقالية» الواردة في هذا البيان.", "مجلس الجبل", "عبارة «الإدارة الانتقالية» الواردة في هذا البيان"),
        ("سُجّل تحفظ روسيا على الفقرة 4.", "روسيا", "الفقرة 4"),
        ("تحفظت روسيا، على لسان سفيرها، عن البند 4.2 لأنه غامض.", "روسيا", "البند 4.2"),
        ("أبدى وفد الحكومة ملاحظات على بنود في الورقة الختامية.", "وفد الحكومة", "بنود في الورقة الختامية"),
        ("أعلن مجلس الجبل رفضه البند الخامس من التفاهم.", "مجلس الجبل", "البند الخامس من التفاهم"),
        ("رفض الجانب الحكومي البند الثالث.", "nobody who was listed", "البند الثالث"),
        ("رفض وفد الحكومة تمديد الهدنة الوارد في المسودة.", "وفد الحكومة", "تمديد الهدنة الوارد في المسودة"),
        ("رحبت روسيا بالفقرة الخاصة بالأسرى، وطالبت بنشرها.", "روسيا", "الفقرة الخاصة بالأسرى"),
        ("رحبت بريطانيا ببعض ما جاء في البيان.", "بريطانيا", "بعض ما جاء في البيان"),
        ("أيد التحالف الوطني المادة السابعة وحدها.", "التحالف الوطني", "المادة السابعة وحدها"),
        ("اعترضت روسيا على صياغة البند الأول، والفقرة الثانية.", "روسيا", "صياغة البند الأول، والفقرة الثانية"),
        ("تحفظت روسيا على البيان في ما يخص الصندوق.", "روسيا", "البيان في ما يخص الصندوق"),
        ("رحبت روسيا بالبيان باستثناء الفقرة الرابعة.", "روسيا", "البيان باستثناء الفقرة الرابعة"),
        ("وبقيت الفقرة الرابعة التي تحفظت عليها روسيا.", "روسيا", "الفقرة الرابعة"),
        ("أما البند الثاني فرفضه وفد الحكومة.", "وفد الحكومة", "البند الثاني"),
        ("كان وفد الحكومة رافضةً البند الثاني.", "وفد الحكومة", "البند الثاني"),
        ("تحفظت روسيا على كل بند يمس السيادة.", "روسيا", "كل بند يمس السيادة"),
        ("تحفظ مجلس الجبل على توقيت البيان.", "مجلس الجبل", "توقيت البيان"),
        ("رفض التحالف الوطني ما ورد في البند الثالث.", "التحالف الوطني", "البند الثالث"),
    ],
)  # fmt: skip
def test_a_part_is_the_words_that_name_it(text: str, by: str, part: str) -> None:
    assert told(text, by) == part


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("رفضها وفد الحكومة جملة وتفصيلاً.", "وفد الحكومة"),
        ("تحفظ مجلس الجبل عن البيان لخلوه من أي إشارة إلى الفقرة الخامسة.", "مجلس الجبل"),
        ("أعلن التحالف الوطني في رسالة مصورة أنه يرفض البيان جملة وتفصيلاً.", "التحالف الوطني"),
        ("أصدر مجلس الجبل بياناً أعلن فيه رفضه التفاهم الذي «كُتب في غيابه».", "مجلس الجبل"),
        ("تحفظت عليها روسيا.", "روسيا"),
        ("رحبت بريطانيا بالبيان، ودعت إلى تنفيذ البند الأول.", "بريطانيا"),
        ("رحبت روسيا به.", "روسيا"),
        ("تحفظت روسيا على مضمونه.", "روسيا"),
        ("رفض وفد الحكومة كل ما جاء في الوثيقة.", "وفد الحكومة"),
        ("رفض وفد الحكومة التوقيع على الوثيقة.", "وفد الحكومة"),
        ("رفض التحالف الوطني جميع بنود الاتفاق.", "التحالف الوطني"),
        ("أعلن مجلس الجبل أنه «ملتزم بكل حرف فيها».", "مجلس الجبل"),
        ("أعلن وفد الحكومة قبوله المسودة كاملة.", "وفد الحكومة"),
        ("قبل التحالف الوطني بالورقة.", "التحالف الوطني"),
        ("نص البند الثاني على الانسحاب، لكن الورقة رفضتها روسيا.", "روسيا"),
        ("تحفظت روسيا على مشروع البيان.", "روسيا"),
        ("رفضت روسيا هذا البيان.", "روسيا"),
        ("تحفظت روسيا على البلاغ.", "روسيا"),
    ],
)
def test_a_document_is_named_as_a_whole(text: str, by: str) -> None:
    assert told(text, by) == WHOLE


@pytest.mark.parametrize(
    "text", ["قال وفد الحكومة إن الورقة لا تعنيه.", "أبدى وفد الحكومة تحفظه.", "رفض المجتمعون ووفد الحكومة ذلك."]
)
def test_what_the_words_do_not_show_is_left_open(text: str) -> None:
    assert told(text, "وفد الحكومة") == UNSHOWN


def test_a_quotation_that_stops_short_does_not_make_it_the_whole() -> None:
    text = "رحب مجلس الجبل بالبيان، وتحفظت روسيا على الفقرة الخامسة."
    assert told(text, "روسيا", "تحفظت روسيا") == "الفقرة الخامسة"
    assert told(text, "روسيا", "الفقرة الخامسة") == "الفقرة الخامسة"
    assert told(text, "مجلس الجبل", "رحب مجلس الجبل") == WHOLE


@pytest.mark.parametrize(("words", "is_part"), [("البند الثاني", True), ("على الفقرة 4", True), ("الورقة", False), ("على البيان", False), ("بالبيان كله", False)])  # fmt: skip
def test_words_that_a_model_copied_are_judged_alike(words: str, is_part: bool) -> None:
    assert part_named(words) is is_part


TEXT = """\
أصدر المجتمعون في ليماسول بياناً ختامياً. ورحب وفد السهل بالبيان، وتحفظ تحالف التلال، الحاضر بصفة مراقب، على الفقرة 4 (ب).
"""
SIDES = [
    {"name": "وفد السهل", "en": "Plain delegation", "kind": "delegation", "role": "party"},
    {"name": "تحالف التلال", "en": "Hills Alliance", "kind": "organization", "role": "observer"},
]


def stances(
    *items: Mapping[str, Any], text: str = TEXT, profile: str = "server", english: str = ""
) -> list[tuple[str, tuple[str, str] | None, str]]:
    """Each stance that a record has: its kind, what part it is on in both languages, and its quotation."""
    model = ScriptedModel(Answers(participants=SIDES, items=list(items), english=lambda _: english))
    found = read(text, model, profile=profile).final_statement.stances
    parts = [(one.about.ar, one.about.en) if one.about else None for one in found]
    return [(one.stance, part, one.evidence[0].quote) for one, part in zip(found, parts, strict=True)]


RESERVES = {"kind": "stance", "by": ["تحالف التلال"], "stance": "reserves", "en": "The Hills Alliance reserves its position."}
QUOTE = "تحفظ تحالف التلال، الحاضر بصفة مراقب، على الفقرة 4 (ب)"


@pytest.mark.parametrize(
    ("given", "english", "told"),
    [
        ({"quote": QUOTE, "about": "الفقرة 4 (ب)", "about_en": "Paragraph 4 (b)."}, "", "paragraph 4 (b)"),
        ({"quote": QUOTE}, "The paragraph 4 (b)", "the paragraph 4 (b)"),
        ({"quote": "تحفظ تحالف التلال، الحاضر بصفة مراقب"}, "paragraph 4 (b)", "paragraph 4 (b)"),
        ({"quote": QUOTE, "about_en": "paragraph 7"}, "", "part of it (see the quotation)"),
        ({"quote": QUOTE, "about_en": "الفقرة 4 (ب)"}, "", "part of it (see the quotation)"),
        ({"quote": QUOTE, "about": "البيان", "about_en": "the statement"}, "", "part of it (see the quotation)"),
        ({"quote": QUOTE}, "", "part of it (see the quotation)"),
        (
            {"quote": QUOTE},
            "The Hills Alliance, which is present as an observer, has reserved its position on paragraph 4 (b)",
            "part of it (see the quotation)",
        ),
    ],
)
def test_a_stance_on_a_part_is_never_told_as_one_on_the_whole(given: dict[str, Any], english: str, told: str) -> None:
    assert stances({**RESERVES, **given}, english=english) == [("reserves", ("الفقرة 4 (ب)", told), QUOTE)]


def test_a_part_that_the_words_do_not_name_is_not_taken_over() -> None:
    item = {
        "kind": "stance",
        "by": ["وفد السهل"],
        "stance": "endorses",
        "quote": "رحب وفد السهل بالبيان",
        "en": "It welcomes it.",
    }
    invented = item | {"about": "الفقرة 4 (ب)", "about_en": "paragraph 4 (b)"}
    assert stances(invented) == [("endorses", None, "رحب وفد السهل بالبيان")]


def test_where_the_words_leave_it_open_a_model_names_the_part() -> None:
    text = "أصدر المجتمعون بياناً ختامياً. وقال وفد السهل إن الفقرة الخامسة لا تعنيه."
    item = {
        "kind": "stance",
        "by": ["وفد السهل"],
        "stance": "rejects",
        "quote": "الفقرة الخامسة لا تعنيه",
        "en": "It is not concerned.",
    }
    named = item | {"about": "الفقرة الخامسة", "about_en": "the fifth paragraph"}
    assert [part for _, part, _ in stances(named, text=text)] == [("الفقرة الخامسة", "the fifth paragraph")]
    elsewhere = item | {"about": "بياناً ختامياً", "about_en": "a final statement"}
    assert [part for _, part, _ in stances(elsewhere, text=text)] == [None]


def test_by_rule_alone_a_stance_on_a_clause_keeps_it() -> None:
    found = stances(profile="small", english="Paragraph 4 (b).")
    assert ("reserves", ("الفقرة 4 (ب)", "paragraph 4 (b)"), QUOTE) in found


def test_loaded_words_in_the_name_of_a_part_are_made_neutral() -> None:
    text = "أصدر المجتمعون بياناً ختامياً. وتحفظ تحالف التلال على الفقرة الخاصة بميليشيات الساحل."
    item = RESERVES | {
        "quote": "تحفظ تحالف التلال على الفقرة الخاصة بميليشيات الساحل",
        "about_en": "the paragraph on the militias of the coast",
    }
    ((_, part, _),) = stances(item, text=text)
    assert part is not None and "ميليشيات" not in part[0] and "militia" not in part[1]


GOLD = sorted(path for folder in ("examples", "benchmarks", "tests/right_answers") for path in (ROOT / folder).rglob("gold.json"))


@pytest.mark.parametrize(
    "path", [path for path in GOLD if Gold.load(path).final_statement.stances], ids=lambda path: path.parent.name
)
def test_what_readers_found_the_stances_to_be_on_is_read_off_the_report(path: Path) -> None:
    gold = Gold.load(path)
    text = gold.sources[0].text or (path.parent / "report.ar.txt").read_text(encoding="utf-8")
    given = answers(gold)
    items = list(given.items)
    people = {one.id: one for one in gold.participants}
    for stance in gold.final_statement.stances:
        by, quote = people[stance.participant].evidence[0].quote, stance.evidence[0].quote
        part = {"about_en": stance.about.en} if stance.about else {}
        items.append({"kind": "stance", "by": [by], "quote": quote, "stance": stance.stance, "en": "-", **part})
    record = read(text, ScriptedModel(replace(given, items=items)), published=gold.sources[0].published)
    wanted = {stance.evidence[0].quote: stance.about for stance in gold.final_statement.stances}
    for found in record.final_statement.stances:
        assert found.about == next((about for quote, about in wanted.items() if quote in found.evidence[0].quote), None)
    assert {about.ar for about in wanted.values() if about} == {
        found.about.ar for found in record.final_statement.stances if found.about
    }
