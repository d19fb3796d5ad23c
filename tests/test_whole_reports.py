"""Reports as they come, with the answers of a good model and of bad ones, and gold items in other words.

Of the bad answers each has one thing wrong by which a reader is misled: a word exchanged, a condition left out, a holder who
was only spoken to, hearsay told as a fact. None may stand in a record unmarked.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from briefing.evaluation import Gold
from briefing.record import Record
from tests.cases import Example, Wrong, answer, became, problems, refusals, whole_reports
from tests.conftest import ROOT
from tests.scripted import Answers, ScriptedModel, read
from tests.test_gold_answers import GOLD, answers

WORDINGS = tomllib.loads((ROOT / "tests" / "gold_wordings.toml").read_text(encoding="utf-8"))["item"]


def wrong_answers() -> list[Wrong]:
    return [Wrong(one, n, change) for one in whole_reports().values() for n, change in enumerate(one.wrong, 1)]


def other_sentences() -> Iterator[Any]:
    for name, one in whole_reports().items():
        for place, item in enumerate(one.right):
            for english in item.get("also", []):
                yield pytest.param(one, place, english, id=f"{name}-{place + 1}-{english}")


def wordings(verdict: str) -> Iterator[tuple[str, str, str, str]]:
    """Report, item, and what of its English becomes what; all of it for a right one."""
    for item in WORDINGS:
        for change in item.get(verdict, []):
            old, new = ("", change) if verdict == "right" else change
            yield item["report"], item["id"], old, new


@cache
def gold_of_report(report: str) -> Gold:
    return Gold.load(next(path for path in GOLD if path.parent.name == report))


def reworded(report: str, item: str, old: str, new: str) -> tuple[str, Record]:
    """The English of a gold item with other words, and the record where a model gives it so."""
    gold = gold_of_report(report)
    given, source = answers(gold), gold.sources[0]
    sheet = copy.deepcopy([dict(one) for one in given.items])
    draft = sheet[[one.id for one in gold.items()].index(item)]
    assert old in draft["en"]
    english = draft["en"].replace(old, new, 1) if old else new
    condition = str(draft.get("condition_en", ""))
    draft |= {"en": english} | ({"condition_en": condition.replace(old, new)} if old and old in condition else {})
    return english, read(source.text, ScriptedModel(Answers(given.participants, sheet)), published=source.published)


@pytest.mark.parametrize("name", whole_reports())
def test_right_answers_to_a_whole_report_pass_untouched(name: str) -> None:
    example = whole_reports()[name]
    record, _ = answer(example)
    assert problems(record, example) == []
    assert refusals(example) == []


@pytest.mark.parametrize(("example", "place", "english"), list(other_sentences()))
def test_other_right_sentences_pass(example: Example, place: int, english: str) -> None:
    items = copy.deepcopy(example.right)
    items[place]["en"] = english
    record, _ = answer(example, Answers(example.people, items, example.frame))
    assert english in {item.text.en for item in record.items()}
    assert record.quality.rejected == []


@pytest.mark.parametrize("wrong", wrong_answers(), ids=lambda wrong: f"{wrong}-{wrong.change['why']}")
def test_wrong_answers_to_a_whole_report_are_refused_mended_or_marked(wrong: Wrong) -> None:
    assert (became(wrong) == "passed") is wrong.change.get("passes", False)


@pytest.mark.parametrize(("report", "item", "old", "new"), list(wordings("right")))
def test_a_gold_item_in_a_freer_translation_passes(report: str, item: str, old: str, new: str) -> None:
    english, record = reworded(report, item, old, new)
    assert english in {one.text.en for one in record.items()}, [entry.reason.en for entry in record.quality.rejected]


@pytest.mark.parametrize("verdict", ["wrong", "passes"])
def test_a_gold_item_with_words_exchanged_is_refused(verdict: str) -> None:
    through = []
    for report, item, old, new in wordings(verdict):
        english, record = reworded(report, item, old, new)
        if english in {one.text.en for one in record.items()}:
            through.append((report, item, old, new))
    assert through == ([] if verdict == "wrong" else list(wordings(verdict)))


OPENING = "عُقدت في أسوان جولة محادثات بين حكومة قمرة والمجلس الأعلى للسهول برعاية مصر.\n\n"
CAST: list[dict[str, Any]] = [
    {"name": "حكومة قمرة", "en": "Government of Qamra", "kind": "organization", "role": "party", "title": ""},
    {"name": "المجلس الأعلى للسهول", "en": "Supreme Council of the Plains", "kind": "organization", "role": "party", "title": ""},
    {"name": "مصر", "en": "Egypt", "kind": "state", "role": "sponsor", "title": ""},
    {"name": "ليلى منصور", "en": "Layla Mansour", "kind": "person", "role": "party", "title": "رئيسة وفد الحكومة", "of": "حكومة قمرة"},
    {"name": "نادر الكحيل", "en": "Nader al-Kahil", "kind": "person", "role": "party", "title": "رئيس وفد المجلس", "of": "المجلس الأعلى للسهول"},
]  # fmt: skip


def made_of(text: str, **item: Any) -> Record:
    people = [person for person in CAST if person["name"] in OPENING + text]
    return read(f"{OPENING}{text}\n", ScriptedModel(Answers(people, [item])))


def names_of(record: Record, ids: list[str]) -> list[str | None]:
    return [one.name.ar for one in record.participants if one.id in ids]


@pytest.mark.parametrize(
    ("text", "is_unnamed"),
    [
        ("لكن دبلوماسياً غربياً، طلب عدم ذكر اسمه، أكد أن حكومة قمرة قبلت بالخرائط.", True),
        ("غير أن مصدراً مطلعاً كشف أن حكومة قمرة قبلت بالخرائط.", True),
        ("لكن ليلى منصور أكدت أن حكومة قمرة قبلت بالخرائط.", False),
    ],
)
def test_a_source_that_stands_in_front_of_its_verb_is_noted(text: str, is_unnamed: bool) -> None:
    english = "The Government of Qamra accepted the maps."
    record = made_of(text, kind="statement", act="AGREE", by=["حكومة قمرة"], quote="حكومة قمرة قبلت بالخرائط", en=english)
    assert ("unnamed_source" in {warning.code for warning in record.quality.warnings}) is is_unnamed


@pytest.mark.parametrize(
    ("text", "quote", "passes"),
    [
        ("وسخر نادر الكحيل من مطالبة جماعة الوادي بتسليم الخرائط.", "بتسليم الخرائط", False),
        ("واستهجن نادر الكحيل دعوة أهل الوادي إلى تسليم الخرائط.", "إلى تسليم الخرائط", False),
        ("وسخر نادر الكحيل من خصومه، وطالب بتسليم الخرائط.", "بتسليم الخرائط", True),
    ],
)
def test_who_mocks_a_demand_does_not_hold_it(text: str, quote: str, passes: bool) -> None:
    english = "Nader al-Kahil demands that the maps be handed over."
    record = made_of(text, kind="demand", by=["نادر الكحيل"], quote=quote, en=english)
    assert bool(record.demands) is passes


@pytest.mark.parametrize(
    ("text", "quote", "kinds"),
    [
        ("وقالت حكومة قمرة إنها تدرس تقديم تعويضات.", "تقديم تعويضات", []),
        ("وأعلنت حكومة قمرة أنها تنظر في تقديم تعويضات.", "تقديم تعويضات", []),
        ("وتعهدت ليلى منصور بوقف القصف بشرط أن تقدم حكومة قمرة تعويضات.", "تقدم حكومة قمرة تعويضات", []),
        ("وأبدت مصر استعدادها للوساطة شريطة أن تقدم حكومة قمرة تعويضات.", "تقدم حكومة قمرة تعويضات", []),
        ("وتعهدت حكومة قمرة بدراسة المقترح وتقديم تعويضات.", "تقديم تعويضات", ["pledged"]),
    ],
)
def test_what_is_studied_or_wanted_first_is_not_pledged(text: str, quote: str, kinds: list[str]) -> None:
    english = "The Government of Qamra pledged to provide compensation."
    record = made_of(text, kind="commitment", status="pledged", by=["حكومة قمرة"], quote=quote, en=english)
    assert [one.status for one in record.commitments] == kinds


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("واقترحت مصر أن تمتد الهدنة شهرين.", 0),
        ("وقال الوسيط: أقترح أن تمتد الهدنة شهرين.", 0),
        ("واتفق الطرفان على أن تمتد الهدنة شهرين.", 1),
    ],
)
def test_what_somebody_proposes_is_no_clause(text: str, clauses: int) -> None:
    record = made_of(text, kind="clause", by=["none"], quote="تمتد الهدنة شهرين", en="The truce is to last two months.")
    assert len(record.final_statement.clauses) == clauses


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("وأعلنت حكومة قمرة أنها ستسحب كتيبتها بشرط أن ينسحب المجلس.", "commitment", "pledged"),
        ("وقالت حكومة قمرة إنها ستسحب قواتها بشرط انسحاب المجلس.", "commitment", "pledged"),
        ("وسحبت حكومة قمرة شرط نقل المقر.", "demand", "withdrawn"),
    ],
)
def test_a_proviso_is_no_condition_that_is_given_up(text: str, kind: str, status: str) -> None:
    quote = text.rstrip(".").removeprefix("وأعلنت حكومة قمرة ").removeprefix("وقالت حكومة قمرة ").removeprefix("و")
    english = {
        "commitment": "The Government of Qamra announced that it would withdraw its forces on condition.",
        "demand": "The Government of Qamra withdrew its condition that the seat be moved.",
    }[kind]
    record = made_of(text, kind=kind, status=status, by=["حكومة قمرة"], quote=quote, en=english)
    items = [*record.demands, *record.commitments]
    assert [getattr(one, "status", None) for one in items] == [status]
    assert len(record.demands) == (kind == "demand")


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("ونقل نادر الكحيل عن الوسيط أن القاهرة لا تمانع في نشر المراقبين.", "مصر"),
        ("ونقلت ليلى منصور عن نظيرها أن القاهرة لا تمانع في نشر المراقبين.", "مصر"),
    ],
)
def test_who_relays_words_does_not_hold_what_they_tell(text: str, holder: str) -> None:
    quote, english = "القاهرة لا تمانع في نشر المراقبين", "Egypt does not object to the deployment of observers."
    record = made_of(text, kind="statement", act="OTHER", negated=True, by=[holder], quote=quote, en=english)
    assert [names_of(record, one.by) for one in record.statements] == [[holder]]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("وقال منسق مصر نادر الكحيل إن حكومة قمرة قبلت بالهدنة.", "According to Nader al-Kahil, the Government of Qamra accepted the truce."),
        ("وأكد ممثل مصر ليلى منصور أن المجلس الأعلى للسهول قبل بالهدنة.", "According to Layla Mansour, the Supreme Council of the Plains accepted the truce."),
    ],
)  # fmt: skip
def test_the_body_in_an_office_relays_nothing(text: str, english: str) -> None:
    quote = text.rstrip(".").replace(" أن ", " إن ").split(" إن ")[1]
    holder = next(person["name"] for person in CAST if person["name"] in quote)
    teller = next(person["name"] for person in CAST if person["kind"] == "person" and person["name"] in text)
    record = made_of(text, kind="statement", act="AGREE", by=[holder], said_by=teller, quote=quote, en=english)
    assert [one.text.en for one in record.statements] == [english]


@pytest.mark.parametrize(
    ("words", "reporter"),
    [
        ("11:05 – الوسيط نادر الكحيل: حكومة قمرة وافقت على الهدنة.", ["نادر الكحيل"]),
        ("18.30 نادر الكحيل: حكومة قمرة وافقت على الهدنة.", ["نادر الكحيل"]),
        ("عند 11:05 وافقت حكومة قمرة على الهدنة.", []),
    ],
)
def test_an_entry_of_a_live_page_names_its_speaker(words: str, reporter: list[str]) -> None:
    quote = words.rstrip(".").split(": ")[-1].removeprefix("عند 11:05 ")
    english = "The Government of Qamra agreed to the truce."
    record = made_of(words, kind="statement", act="AGREE", by=["حكومة قمرة"], quote=quote, en=english)
    assert [names_of(record, [one.reported_by or ""]) for one in record.statements] == [reporter]


@pytest.mark.parametrize(
    ("text", "quote", "stances"),
    [
        ("وصدر بيان ختامي. ونفت حكومة قمرة صحة البيان.", "نفت حكومة قمرة صحة البيان", 0),
        ("وصدر بيان ختامي. وأنكر نادر الكحيل وجود البيان.", "أنكر نادر الكحيل وجود البيان", 0),
        ("وصدر بيان ختامي. ورفضت حكومة قمرة البيان.", "رفضت حكومة قمرة البيان", 1),
    ],
)
def test_to_deny_that_a_document_is_real_is_no_stance_on_it(text: str, quote: str, stances: int) -> None:
    holder = next(person["name"] for person in CAST if person["name"] in quote)
    verb = "rejected" if stances else "denied the authenticity of"
    english = f"{next(person['en'] for person in CAST if person['name'] == holder)} {verb} the statement."
    record = made_of(text, kind="statement", act="REJECT", negated=not stances, by=[holder], quote=quote, en=english)
    assert len(record.final_statement.stances) == stances


@pytest.mark.parametrize(
    ("text", "quote", "demands"),
    [
        ("وقالت ليلى منصور إن الحكومة لم تتسلم ما جرى التعهد به في مؤتمر 2019، وطالبت المانحين بتحويل المبالغ.", "طالبت المانحين بتحويل المبالغ", 1),
        ("وقال نادر الكحيل إن المجلس وقع اتفاقاً في عام 2018، ودعا إلى تنفيذه.", "دعا إلى تنفيذه", 1),
        ("وطالب نادر الكحيل في عام 2018 بتحويل المبالغ.", "بتحويل المبالغ", 0),
    ],
)  # fmt: skip
def test_an_earlier_year_within_what_was_said_does_not_date_the_next_verb(text: str, quote: str, demands: int) -> None:
    holder = "ليلى منصور" if "ليلى" in text else "نادر الكحيل"
    english = {"ليلى منصور": "Layla Mansour", "نادر الكحيل": "Nader al-Kahil"}[holder]
    what = "that the agreement be carried out" if "تنفيذه" in text else "that the sums be transferred"
    record = made_of(text, kind="demand", by=[holder], quote=quote, en=f"{english} demands {what}.")
    assert len(record.demands) == demands
