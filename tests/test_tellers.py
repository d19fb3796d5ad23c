"""Who told it: what says that somebody is not to be named, and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.epithets import epithet_in_english
from briefing.tellers import hides_name
from tests.scripted import Answers, ScriptedModel, read


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("عضو في الوفد طلب عدم ذكر اسمه", True),
        ("مسؤول لم يسمه", True),
        ("قيادي لم تسمّه القناة", True),
        ("مستشار مقرب من الوفد", True),
        ("عضو الوفد سامي النجار إن فريقه لن يوقع ما لم تسمح الحركة بالزيارة", False),
        ("عضو الوفد سامي النجار إن أحدا لم يسمع بذلك", False),
    ],
)
def test_what_hides_a_name_is_known(words: str, hidden: bool) -> None:
    assert hides_name(words) == hidden


def steps(text: str, quote: str, en: str) -> list[tuple[str, str | None, list[str]] | None]:
    """Who tells each next step of a report: the rung, the first teller, who passed it on."""
    people = [{"name": "وفد الحكومة", "en": "Government delegation", "kind": "delegation", "role": "party"}]
    items = [{"kind": "next_step", "by": ["none"], "quote": quote, "en": en}]
    record = read(text, ScriptedModel(Answers(participants=people, items=items)))
    return [(told.level, told.origin, told.via) if (told := step.attribution) else None for step in record.next_steps]


@pytest.mark.parametrize(
    ("text", "quote", "en", "told"),
    [
        ("ورجّح مصدر في الوفد الحكومي تمديد الإقامة في الدوحة أياماً.", "رجّح مصدر في الوفد الحكومي تمديد الإقامة في الدوحة أياماً", "A source in the Government delegation considers it likely that the stay in Doha will be extended by some days.", ("unnamed", "مصدر في الوفد الحكومي", [])),
        ("ويتوقع دبلوماسيون أن تُعقد الجولة الخامسة في ستوكهولم.", "يتوقع دبلوماسيون أن تُعقد الجولة الخامسة في ستوكهولم", "Diplomats expect the fifth round to be held in Stockholm.", ("unnamed", "دبلوماسيون", [])),
        ("وقال مصدر مطلع إن الجولة المقبلة ستعقد في جدة.", "الجولة المقبلة ستعقد في جدة", "The next round will be held in Jeddah.", ("unnamed", "مصدر مطلع", [])),
        ("ونقلت صحيفة «الميناء» عن مصدر مطلع أن الجولة المقبلة ستعقد في جدة.", "الجولة المقبلة ستعقد في جدة", "The next round will be held in Jeddah.", ("unnamed", "مصدر مطلع", ["صحيفة «الميناء»"])),
        ("ومن المقرر أن تُعقد الجولة الخامسة في ستوكهولم.", "تُعقد الجولة الخامسة في ستوكهولم", "The fifth round is to be held in Stockholm.", None),
        ("وأعلن وفد الحكومة أن الجولة المقبلة ستعقد في جدة.", "الجولة المقبلة ستعقد في جدة", "The next round will be held in Jeddah.", None),
        ("ويتوقع وفد الحكومة أن يلتقي دبلوماسيين في جدة.", "أن يلتقي دبلوماسيين في جدة", "It is to meet diplomats in Jeddah.", None),
    ],
)  # fmt: skip
def test_who_tells_a_next_step_is_known(text: str, quote: str, en: str, told: tuple[str, str | None, list[str]] | None) -> None:
    assert steps(f"عُقدت المحادثات بحضور وفد الحكومة. {text}", quote, en) == [told]


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ("وقال مسؤول مصري رفيع لـ«الأيام» إن حركة السدود تطالب بتبادل الأسرى", "مسؤول مصري رفيع"),
        ("وقال مسؤول رفيع لصحيفة «الأيام» إن حركة السدود تطالب بتبادل الأسرى", "مسؤول رفيع"),
        ("وحمّل دبلوماسي عربي، طلب عدم ذكر اسمه، الجميع المسؤولية، مشيراً إلى أن حركة السدود تطالب بتبادل الأسرى", "دبلوماسي عربي"),
        ("وحمّل دبلوماسي عربي الجميع المسؤولية. وقالت ليلى الصباغ إن حركة السدود تطالب بتبادل الأسرى", None),
    ],
)  # fmt: skip
def test_whoever_is_not_named_and_tells_it_is_noted_without_the_words_behind(told: str, origin: str | None) -> None:
    people: list[dict[str, Any]] = [
        {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
        {"name": "ليلى الصباغ", "en": "Layla al-Sabbagh", "kind": "person", "role": "party", "of": "حركة السدود"},
    ]
    item = {
        "by": ["حركة السدود"], "kind": "demand", "quote": "حركة السدود تطالب بتبادل الأسرى", "en": "The Sudud Movement demands an exchange of prisoners.",
    }  # fmt: skip
    record = read(f"عقدت حركة السدود جلسة بحضور ليلى الصباغ.\n\n{told}.\n", ScriptedModel(Answers(people, [item])))
    (demand,) = record.demands
    assert (demand.attribution.origin if demand.attribution else None) == origin


@pytest.mark.parametrize(
    ("told", "by", "via"),
    [
        ("ونسبت صحيفة «الأيام» إلى مصدر وصفته بالقريب من الوساطة أن حركة السدود تطالب بتبادل الأسرى", "بحسب مصدر وُصف بالقريب من الوساطة", "صحيفة «الأيام»"),
        ("وعزت قناة «الساحل» إلى مصادر وصفتها بالمقربة من الوساطة أن حركة السدود تطالب بتبادل الأسرى", "بحسب مصادر وُصفت بالمقربة من الوساطة", "قناة «الساحل»"),
        ("ونقلت صحيفة «الأيام» عن مصدر قريب من الوساطة أن حركة السدود تطالب بتبادل الأسرى", "بحسب مصدر قريب من الوساطة", "صحيفة «الأيام»"),
    ],
)  # fmt: skip
def test_a_line_describes_a_source_without_the_paper_that_does(told: str, by: str, via: str) -> None:
    people: list[dict[str, Any]] = [{"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"}]
    item = {
        "by": ["حركة السدود"], "kind": "demand", "quote": "حركة السدود تطالب بتبادل الأسرى", "en": "The Sudud Movement demands an exchange of prisoners.",
    }  # fmt: skip
    record = read(f"عقدت حركة السدود جلسة.\n\n{told}.\n", ScriptedModel(Answers(people, [item])))
    (demand,) = record.demands
    assert demand.text.ar.startswith(by) and demand.attribution is not None and demand.attribution.via == [via]


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("مصدر وصفته بالقريب من الوساطة", "source described as close to the mediation"),
        ("مصادر وصفتها بالقريبة من المحادثات", "sources described as close to the talks"),
        ("مصدر قريب من الوساطة", "source close to the mediation"),
        ("مصدر وصفته بالعارف", None),
    ],
)
def test_how_a_paper_describes_its_source_is_told_as_its_description(words: str, english: str | None) -> None:
    assert epithet_in_english(words) == english


@pytest.mark.parametrize(
    ("text", "quote", "en", "ar_told", "en_told"),
    [
        ("لم يوافق وفدنا على تسليم السلاح", "لم يوافق وفدنا على تسليم السلاح",
         "The delegation of the Sudud Movement did not agree to hand over the weapons.",
         "بحسب حركة السدود، لم يوافق وفدها على تسليم السلاح.",
         "According to the Sudud Movement, its delegation did not agree to hand over the weapons."),
        ("ولم توقع حركتنا على تسليم السلاح", "لم توقع حركتنا على تسليم السلاح",
         "The Sudud Movement did not sign the handover of the weapons.",
         "قالت حركة السدود: «لم توقع حركتنا على تسليم السلاح».",
         "According to the Sudud Movement, it did not sign the handover of the weapons."),
        ("ولم يقبل فريقنا تسليم السلاح", "لم يقبل فريقنا تسليم السلاح",
         "The team of the Sudud Movement did not accept the handover of the weapons.",
         "بحسب حركة السدود، لم يقبل فريق حركة السدود تسليم السلاح.",
         "According to the Sudud Movement, the team of the Sudud Movement did not accept the handover of the weapons."),
        ("رفض وفدنا تسليم السلاح", "رفض وفدنا تسليم السلاح",
         "The delegation of the Sudud Movement rejected the handover of the weapons.",
         "رفض وفد حركة السدود تسليم السلاح.",
         "The delegation of the Sudud Movement rejected the handover of the weapons."),
        ("لم توافق حركة السدود على تسليم السلاح", "لم توافق حركة السدود على تسليم السلاح",
         "The Sudud Movement did not agree to hand over the weapons.",
         "لم توافق حركة السدود على تسليم السلاح.",
         "The Sudud Movement did not agree to hand over the weapons."),
    ],
)  # fmt: skip
def test_what_a_side_denies_in_its_own_outlet_is_its_account(text: str, quote: str, en: str, ar_told: str, en_told: str) -> None:
    people: list[dict[str, Any]] = [{"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"}]
    item = {"by": ["حركة السدود"], "kind": "statement", "act": "REJECT", "quote": quote, "en": en}
    lead = "موقع حركة السدود\n\nعقدت حركة السدود جلسة في العاصمة."
    record = read(f"{lead}\n\n{text}.\n", ScriptedModel(Answers(people, [item])))
    (told,) = record.statements
    assert (told.text.ar, told.text.en) == (ar_told, en_told)
