"""Actors are found by the words that betray them, whatever their names."""

from __future__ import annotations

import pytest

from briefing.actors import actors_in, begins_body, is_capital
from briefing.glossary import load_glossary
from briefing.participants import takes_part

GLOSSARY = load_glossary()

BODIES = [
    ("التقى وفد حكومة كيبارا مساءً", "وفد حكومة كيبارا", "delegation"),
    ("ورفضت الحركة الوطنية للسهول العرض", "الحركة الوطنية للسهول", "armed_group"),
    ("واتهم المجلس العسكري خصومه", "المجلس العسكري", "organization"),
    ("قال تحالف القوى المدنية أمس", "تحالف القوى المدنية", "organization"),
    ("وردت جماعة الضياء على ذلك", "جماعة الضياء", "armed_group"),
    ("ودعت الجبهة الشعبية لبارو إلى الصبر", "الجبهة الشعبية لبارو", "armed_group"),
    ("حضر البنك الإقليمي للتنمية", "البنك الإقليمي للتنمية", "organization"),
]


@pytest.mark.parametrize(("text", "name", "kind"), BODIES)
def test_a_body_is_named_from_its_noun_to_the_last_word_that_belongs_to_it(text: str, name: str, kind: str) -> None:
    found = {actor.name: actor for actor in actors_in(text, GLOSSARY)}
    assert name in found
    assert found[name].kind == kind
    assert text[found[name].start : found[name].end] == name


PERSONS = [
    ("وقال وزير خارجية كيبارا، حازم الدوماني، إن", "حازم الدوماني", "وزير خارجية كيبارا"),
    ("وحمّل كبير مفاوضي المجلس، اللواء يعقوب رندي، خصومه", "يعقوب رندي", "كبير مفاوضي المجلس، اللواء"),
    ("وشكر المبعوث الخاص أولاف برينتسن الطرفين", "أولاف برينتسن", "المبعوث الخاص"),
    ("وأوضحت الناطقة باسم الحكومة، هالة مرعي، أن", "هالة مرعي", "الناطقة باسم الحكومة"),
    ("ورد رئيس وفد الحركة سالم بن عطية قائلاً", "سالم بن عطية", "رئيس وفد الحركة"),
    ("ونقل عن قائده بكري دومان قوله", "بكري دومان", "قائده"),
    ('وطالب رئيس الوفد "فادي السرحان" بالإفراج', "فادي السرحان", "رئيس الوفد"),
]


@pytest.mark.parametrize(("text", "name", "title"), PERSONS)
def test_a_person_is_found_behind_a_title(text: str, name: str, title: str) -> None:
    found = {actor.name: actor for actor in actors_in(text, GLOSSARY) if actor.kind == "person"}
    assert name in found
    assert found[name].title == title
    assert found[name].known


@pytest.mark.parametrize(
    "text",
    [
        "دعا الوسيط السويسري إلى ضبط النفس",
        "وطالب الوسيط بوقف فوري لإطلاق النار",
        "أبلغ الوسيط موافقته شفهياً",
        "قال على لسان وفده",
    ],
)
def test_words_behind_a_title_are_no_names(text: str) -> None:
    assert [actor.name for actor in actors_in(text, GLOSSARY) if actor.kind == "person" and actor.name] == []


@pytest.mark.parametrize("text", ["تشكيل حكومة مدنية", "إنشاء هيئة مستقلة", "رفضت الحكومة الخطة كلها", "تحت إدارة محايدة"])
def test_a_noun_with_an_adjective_or_an_object_is_no_body_with_a_name(text: str) -> None:
    assert [actor.name for actor in actors_in(text, GLOSSARY) if " " in actor.name] == []


def test_the_states_whose_ministers_meet_are_named_one_by_one() -> None:
    text = "اجتمع وزراء خارجية إثيوبيا وأوغندا وتنزانيا في نيروبي."
    assert {"إثيوبيا", "أوغندا", "تنزانيا"} <= {actor.name for actor in actors_in(text, GLOSSARY) if actor.known}


TAKING_PART = [
    ("جرت محادثات بين حكومة كيبارا وحركة الضياء.", {"حكومة كيبارا", "حركة الضياء"}),
    ("ورحب حزب الوئام بالاتفاق.", {"حزب الوئام"}),
    ("التقى وفدا حكومة كيبارا وحركة الضياء.", {"وفدا حكومة كيبارا", "حركة الضياء"}),
    ("وصل وفدا الحكومة والحركة.", {"وفدا الحكومة", "الحركة"}),
    ("وأعلنت وزارة الدفاع التركية سحب قواتها.", {"وزارة الدفاع التركية"}),
    ("ونفت وزارة الداخلية في حكومة كيبارا ذلك.", {"وزارة الداخلية في حكومة كيبارا"}),
    ("بدعوة من المملكة المغربية وبمشاركة الاتحاد الأفريقي.", {"المملكة المغربية", "الاتحاد الأفريقي"}),
    ("وصل حازم الدوماني مساء. وقال الدوماني إن اللقاء مفيد.", {"حازم الدوماني"}),
]


@pytest.mark.parametrize(("text", "names"), TAKING_PART)
def test_what_stands_beside_a_name_shows_that_its_bearer_takes_part(text: str, names: set[str]) -> None:
    assert names <= {draft.name for draft in takes_part(text, GLOSSARY)}


def test_who_is_only_talked_about_takes_no_part() -> None:
    text = "وتحدث الحاضرون عن عودة النازحين من مدينة البرج إلى قرى سهل الرمان."
    assert takes_part(text, GLOSSARY) == []


def test_helpers_know_heads_and_capitals_in_any_spelling() -> None:
    assert begins_body("الحكومة")
    assert not begins_body("السلام")
    assert is_capital("موسكو")
    assert is_capital("أنقرة")
    assert not is_capital("حلب")


def test_the_same_speaker_is_no_further_person() -> None:
    text = "أعلن الناطق باسم الحركة إدريس أوحمان موقفها. وتشبث المتحدث ذاته بضرورة انسحاب الجيش."
    persons = [actor for actor in actors_in(text, GLOSSARY) if actor.kind == "person"]
    assert [actor.name for actor in persons] == ["إدريس أوحمان"]
