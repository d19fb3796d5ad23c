"""Who told it: what says that somebody is not to be named, and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest

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
