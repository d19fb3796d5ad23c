"""Every gold record, given as the answer of a model: a right answer must not be refused.

Left out are items whose English says more than the report does, because the annotators resolved a date, and those that the
model was not offered a holder for.
"""

from __future__ import annotations

from typing import Any

import pytest

from briefing.evaluation import Gold
from briefing.figures import figures_missing
from briefing.record import Participant, Record
from tests.conftest import ROOT
from tests.scripted import Answers, ScriptedModel, read

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/gold.json"))


def called(participant: Participant) -> str:
    return participant.evidence[0].quote


def answers(gold: Gold) -> Answers:
    people = {participant.id: participant for participant in gold.participants}
    sheet: list[dict[str, Any]] = []
    for participant in gold.participants:
        quote = participant.evidence[0].quote
        title = participant.title
        sheet.append(
            {
                "name": quote if participant.name.ar else "",
                "en": participant.name.en or "",
                "kind": participant.kind,
                "role": participant.role,
                "title": (title.ar if participant.name.ar else quote) if title else "",
                "title_en": title.en if title else "",
                "of": called(people[participant.affiliation]) if participant.affiliation else "",
            }
        )
    items: list[dict[str, Any]] = []
    for item in gold.items():
        data = item.model_dump()
        draft: dict[str, Any] = {
            "kind": {"D": "demand", "C": "commitment", "F": "clause", "T": "statement", "N": "next_step"}[item.id[0]],
            "by": [called(people[id_]) for id_ in data.get("by", [])] or ["none"],
            "to": [called(people[id_]) for id_ in data.get("addressees", [])],
            "said_by": called(people[data["reported_by"]]) if data.get("reported_by") else "none",
            "quote": item.evidence[0].quote,
            "en": item.text.en,
        }
        draft |= {name: data[name] for name in ("status", "act", "negated") if data.get(name) is not None}
        if data.get("condition"):
            draft |= {"condition": data["condition"]["ar"], "condition_en": data["condition"]["en"]}
        items.append(draft)
    return Answers(participants=sheet, items=items)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_gold_item_is_refused(name: str) -> None:
    gold = Gold.from_json((ROOT / "examples" / name / "gold.json").read_bytes())
    source = gold.sources[0]
    record: Record = read(source.text, ScriptedModel(answers(gold)), published=source.published)
    refused = [entry for entry in record.quality.rejected if entry.check != "instruction"]
    left = []
    for entry in refused:
        quote, english = str(entry.draft.get("quote", "")), str(entry.draft.get("en", ""))
        resolved = any(item.text.en == english and figures_missing(english, source.text) for item in gold.items())
        if not resolved:
            left.append(f"{entry.check}: {quote} | {entry.reason.en}")
    assert left == []
    assert record.evidence_problems({"S1": source.text}) == []


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ("heldout/party-site-addis", "شرط وفد النهوض: «إذا أفرج عن النساء والقاصرين»."),
        ("heldout/party-site-addis", "موقف سلطة الانقلاب: «متذرعين بالحاجة إلى التشاور مع العاصمة»."),
        ("heldout/party-site-addis", "من المتوقع أن تلتئم الثالثة في 1 آذار/مارس 2020."),
        ("heldout/agency-truce-nicosia", "أبدى عصام الرافدي استعداد الحكومة لصرف رواتب 3200 معلم في مناطق سيطرة الجبهة اعتبارا من مطلع تموز/يوليو."),
        ("heldout/maghreb-daily-azlaf", "مطلب محمد الأمين الخرطي: «على التنسيقية أن تسلم لوائح مقاتليها»."),
        ("heldout/maghreb-daily-azlaf", "حكومة أزلاف مستعدة لإصدار عفو عن 140 متابعا في أحداث الربيع الماضي."),
        ("heldout/gulf-donors-marafia", "ورد في البيان أن المشاركين قرروا إنشاء أمانة فنية مقرها الكويت لمتابعة تنفيذ التعهدات."),
        ("unseen/front-site-nira", "تقول جبهة الخلاص: «لن نقبل بأي تجميد ما لم يفرج» [الحكومة] «عن ثلاث وسبعين مختطفة في سجن القلعة»."),
        ("unseen/front-site-nira", "تنفي جبهة الخلاص ما تروجه أبواق الحكومة من أنها وافقت على تسليم معبر الزيتون."),
    ],
)  # fmt: skip
def test_a_right_answer_has_an_arabic_sentence_that_holds(report: str, sentence: str) -> None:
    folder = ROOT / "benchmarks" / report
    gold = Gold.load(folder / "gold.json")
    text = gold.sources[0].text or (folder / "report.ar.txt").read_text(encoding="utf-8")
    record = read(text, ScriptedModel(answers(gold)), published=gold.sources[0].published)
    assert sentence in {item.text.ar for item in record.items()}
