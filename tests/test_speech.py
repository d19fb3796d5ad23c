from __future__ import annotations

import pytest

from briefing.drafts import ParticipantDraft
from briefing.glossary import load_glossary
from briefing.grounding import TextIndex
from briefing.participants import Cast, cast
from briefing.source import Report, report_from_text
from briefing.speech import is_done_to_speaker, owner_named, speech_at, told_subject

PEOPLE = [
    ParticipantDraft(name="سعد النجار", kind="person", role="party"),
    ParticipantDraft(name="حركة الشرق", kind="organization", role="party"),
    ParticipantDraft(name="وفد الغرب", kind="delegation", role="party"),
]


def made(text: str) -> tuple[Report, Cast]:
    report = report_from_text(text)
    return report, cast(report, PEOPLE, load_glossary(None), TextIndex(text), trusting=True)


def speaker(text: str, quote: str) -> str | None:
    report, people = made(text)
    start = text.index(quote)
    speech = speech_at(report, people, start, start + len(quote))
    return people.label(people[speech.speaker]) if speech else None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وقال سعد النجار إن حركة الشرق ستفتح الطريق.", "ستفتح الطريق"),
        ("وبحسب سعد النجار، ستفتح حركة الشرق الطريق.", "الطريق"),
        ("حركة الشرق ستفتح الطريق، وفق ما أفاد به سعد النجار.", "ستفتح الطريق"),
        ("«حركة الشرق ستفتح الطريق»، هكذا قال سعد النجار.", "ستفتح الطريق"),
        ("وأبلغ سعد النجار وفد الغرب بأن حركة الشرق ستفتح الطريق.", "ستفتح الطريق"),
        ("مطلب حركة الشرق، كما شرحه سعد النجار ساخراً، هو فتح الطريق.", "فتح الطريق"),
    ],
)
def test_who_says_a_thing_is_found_in_front_behind_and_between(text: str, quote: str) -> None:
    assert speaker(text, quote) == "سعد النجار"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وتعهدت حركة الشرق بفتح الطريق.", "بفتح الطريق"),
        ("وقال سعد النجار إنه متعب، ورفض وفد الغرب فتح الطريق.", "فتح الطريق"),
        ("ورحبت حركة الشرق بالهدنة، فيما قال سعد النجار إنه يدرسها.", "بالهدنة"),
    ],
)
def test_what_the_reporter_tells_is_nobodys_speech(text: str, quote: str) -> None:
    assert speaker(text, quote) is None


def test_who_acts_in_what_is_told_is_not_who_tells_it() -> None:
    text = "وكشف سعد النجار أن حركة الشرق أعطت كلمتها بفتح الطريق."
    report, people = made(text)
    start = text.index("أعطت")
    speech = speech_at(report, people, start, len(text) - 1)
    assert speech is not None
    subject = told_subject(report, people, speech, len(text))
    assert subject is not None and people.label(people[subject]) == "حركة الشرق"


@pytest.mark.parametrize(
    ("text", "quote", "kind", "whose"),
    [
        ("واستهجن سعد النجار إصرار حركة الشرق على نصف المقاعد.", "على نصف المقاعد", "demand", "حركة الشرق"),
        ("ورد سعد النجار على دعوة حركة الشرق إلى حل الجيش.", "إلى حل الجيش", "demand", "حركة الشرق"),
        ("وجدد سعد النجار دعوة حركة الشرق إلى حل الجيش.", "إلى حل الجيش", "demand", None),
        ("ونقل سعد النجار التزام حركة الشرق عدم القصف.", "عدم القصف", "commitment", "حركة الشرق"),
    ],
)
def test_a_demand_belongs_to_whom_its_noun_names(text: str, quote: str, kind: str, whose: str | None) -> None:
    report, people = made(text)
    start = text.index(quote)
    found = owner_named(report, people, kind, start, start + len(quote))
    assert (people.label(people[found]) if found else None) == whose


@pytest.mark.parametrize("words", ["وعدونا بفتح الطريق", "تريد منا السلطة أن نسلم", "طالبونا بالرحيل"])
def test_what_others_promise_or_want_of_the_speaker_is_known(words: str) -> None:
    assert is_done_to_speaker(words)


@pytest.mark.parametrize("words", ["وعدنا بفتح الطريق", "يريد السلام", "تعاوننا قائم", "دعونا نبدأ"])
def test_what_the_speaker_does_is_not_taken_for_that(words: str) -> None:
    assert not is_done_to_speaker(words)
