"""A ministry or an army is listed under its State, and never under what it may stand against."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.record import Record
from briefing.rendering import render_brief
from tests.scripted import Answers, ScriptedModel, read

Person = dict[str, Any]


def body(name: str, english: str, kind: str = "organization", role: str = "party") -> Person:
    return {"name": name, "en": english, "kind": kind, "role": role}


QATAR = body("قطر", "Qatar", "state", "mediator")
SAMRA = body("حكومة سمرا", "Government of Samra", "state")
SUDAN = body("الحكومة السودانية", "Sudanese Government", "state")
UNITY = body("حكومة الوحدة الوطنية", "Government of National Unity", "state")
STABILITY = body("حكومة الاستقرار الوطني", "Government of National Stability", "state")

BELONGS = [
    ("ودعت قطر إلى الهدوء. وقال الوفد القطري إنه راض.", [QATAR, body("الوفد القطري", "Qatari delegation", "delegation")], "قطر"),
    ("ودعت قطر إلى الهدوء. وقال مكتب وزير الخارجية القطري إنه راض.", [QATAR, body("مكتب وزير الخارجية القطري", "Foreign Minister's office")], "قطر"),
    ("ودعت قطر إلى الهدوء. وقالت الخارجية القطرية إن الوساطة مستمرة.", [QATAR, body("الخارجية القطرية", "Qatari Foreign Ministry")], "قطر"),
    ("ودعت السعودية إلى الهدوء. وقالت وزارة الخارجية السعودية إنها راضية.", [body("السعودية", "Saudi Arabia", "state"), body("وزارة الخارجية السعودية", "Saudi Foreign Ministry")], "السعودية"),
    ("وأعلنت موسكو دعمها. وأعلن الكرملين عقد قمة.", [body("موسكو", "Moscow", "state"), body("الكرملين", "Kremlin")], "موسكو"),
    ("ودعت إسرائيل إلى التهدئة. وأكد مكتب رئيس الوزراء الإسرائيلي ذلك.", [body("إسرائيل", "Israel", "state"), body("مكتب رئيس الوزراء الإسرائيلي", "Prime Minister's Office")], "إسرائيل"),
    ("ودعت تركيا إلى التهدئة. وأعلن الجيش التركي الانسحاب.", [body("تركيا", "Türkiye", "state"), body("الجيش التركي", "Turkish army", "armed_group")], "تركيا"),
    ("ورفضت حكومة سمرا. وأعلنت وزارة الداخلية في حكومة سمرا الإفراج.", [SAMRA, body("وزارة الداخلية في حكومة سمرا", "Interior Ministry")], "حكومة سمرا"),
    ("ورفضت حكومة سمرا. وأعلنت وزارة خارجية سمرا الإفراج.", [SAMRA, body("وزارة خارجية سمرا", "Foreign Ministry of Samra")], "حكومة سمرا"),
    ("ورفضت حكومة الوحدة الوطنية وحكومة الاستقرار الوطني. وأعلنت وزارة الدفاع بحكومة الاستقرار الوطني ذلك.", [UNITY, STABILITY, body("وزارة الدفاع بحكومة الاستقرار الوطني", "Defence Ministry")], "حكومة الاستقرار الوطني"),
    ("ورفضت الحكومة السودانية. وقالت وزارة الخارجية السودانية ذلك. وتقدمت قوات الدعم السريع.", [SUDAN, body("قوات الدعم السريع", "Rapid Support Forces", "armed_group"), body("وزارة الخارجية السودانية", "Sudanese Foreign Ministry")], "الحكومة السودانية"),
]  # fmt: skip
APART = [
    ("ودعت سوريا إلى الهدوء. ورفض وفد المعارضة السورية.", [body("سوريا", "Syria", "state"), body("وفد المعارضة السورية", "Syrian opposition delegation", "delegation")]),
    ("ودعت سوريا إلى الهدوء. وحضر الوفد السوري. ورفض وفد المعارضة السورية.", [body("سوريا", "Syria", "state"), body("الوفد السوري", "Syrian delegation", "delegation"), body("وفد المعارضة السورية", "Syrian opposition delegation", "delegation")]),
    # a parliament, two governments, an army beside a government, an army of one side, an opposition, a council
    ("ورفضت الحكومة الليبية. ورد مجلس النواب الليبي.", [body("الحكومة الليبية", "Libyan Government", "state"), body("مجلس النواب الليبي", "House of Representatives")]),
    ("ودعت ليبيا إلى الهدوء. ورفضت الحكومة الليبية. ورد مجلس النواب الليبي.", [body("ليبيا", "Libya", "state"), body("مجلس النواب الليبي", "House of Representatives"), body("الحكومة الليبية", "Libyan Government", "state")]),
    ("ورفضت حكومة الوحدة الوطنية وحكومة الاستقرار الوطني. وأعلنت وزارة العدل الليبية ذلك.", [UNITY, STABILITY, body("وزارة العدل الليبية", "Libyan Justice Ministry")]),
    ("ورفضت الحكومة السودانية. وأعلن الجيش السوداني موقفه.", [SUDAN, body("الجيش السوداني", "Sudanese army", "armed_group")]),
    ("ودعت ليبيا إلى الهدوء. وأعلن الجيش الوطني الليبي موقفه.", [body("ليبيا", "Libya", "state"), body("الجيش الوطني الليبي", "Libyan National Army", "armed_group")]),
    ("ودعت سوريا إلى الهدوء. وطالب الائتلاف الوطني السوري بالإفراج.", [body("سوريا", "Syria", "state"), body("الائتلاف الوطني السوري", "Syrian National Coalition")]),
    ("ودعت قطر إلى الهدوء. وقالت وزارة الخارجية المصرية إنها راضية.", [QATAR, body("وزارة الخارجية المصرية", "Egyptian Foreign Ministry")]),
    ("ورفضت حكومة سمرا. ورد برلمان سمرا.", [SAMRA, body("برلمان سمرا", "Parliament of Samra")]),
]  # fmt: skip


def people(text: str, told: list[Person]) -> Record:
    return read(f"اختتمت أمس جولة محادثات في جنيف. {text}\n", ScriptedModel(Answers(told, [])))


@pytest.mark.parametrize(("text", "told", "state"), BELONGS)
def test_an_office_belongs_to_its_state_and_keeps_its_name(text: str, told: list[Person], state: str) -> None:
    record = people(text, told)
    names = {one.id: one.name.ar for one in record.participants}
    office = next(one for one in record.participants if one.name.ar == told[-1]["name"])
    assert office.affiliation is not None
    assert names[office.affiliation] == state
    assert len(record.participants) == len(told)
    assert office.role == next(one.role for one in record.participants if one.name.ar == state)


@pytest.mark.parametrize(("text", "told"), APART)
def test_what_may_be_opposed_belongs_to_nobody(text: str, told: list[Person]) -> None:
    record = people(text, told)
    assert [one.name.ar for one in record.participants if one.affiliation] == []
    assert len(record.participants) == len(told)


def test_a_brief_lists_an_office_behind_its_state() -> None:
    text, told, _ = next(case for case in BELONGS if case[1][-1]["name"] == "الخارجية القطرية")
    others = [body("حركة السدود", "Sudud Movement", "armed_group")]
    record = people(text.replace("وقالت الخارجية", "ورفضت حركة السدود. وقالت الخارجية"), [told[0], *others, told[1]])
    brief = render_brief(record, language="en", format="md")
    rows = [line for line in brief.splitlines() if line.startswith("| <a id")]
    places = [
        next(number for number, line in enumerate(rows) if f"</a>{name}" in line) for name in ("Qatar", "Qatari Foreign", "Sudud")
    ]
    assert places == sorted(places)


def test_a_spokesman_of_an_office_speaks_for_it() -> None:
    text = "ودعت قطر إلى الهدوء. وقال المتحدث باسم وزارة الخارجية القطرية ماجد الأنصاري إن الوساطة مستمرة."
    person = {
        "name": "ماجد الأنصاري",
        "en": "Majed al-Ansari",
        "kind": "person",
        "role": "other",
        "title": "المتحدث باسم وزارة الخارجية القطرية",
    }
    record = people(text, [QATAR, body("وزارة الخارجية القطرية", "Qatari Foreign Ministry"), person])
    by_name = {one.name.ar: one for one in record.participants}
    assert by_name["ماجد الأنصاري"].affiliation == by_name["وزارة الخارجية القطرية"].id


def test_a_state_and_its_delegation_under_one_name_are_called_the_state() -> None:
    record = people("ودعت قطر إلى الهدوء. وقال وفد قطر إنه راض.", [QATAR, body("وفد قطر", "Qatari delegation", "delegation")])
    assert [(one.name.ar, one.name.en, one.aliases) for one in record.participants] == [("قطر", "Qatar", ["وفد قطر"])]


def test_of_two_delegations_each_is_one() -> None:
    told = [body("وفدا حكومة سمرا", "", "delegation"), body("وفد حكومة سمرا", "", "delegation")]
    record = people("والتقى وفدا حكومة سمرا وحركة السدود. وقال وفد حكومة سمرا إنه راض.", told)
    assert [(one.name.ar, one.name.en, one.aliases) for one in record.participants] == [
        ("وفد حكومة سمرا", "Samra Government delegation", [])
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("حكومة السودان", "الحكومة السودانية", True),
        ("برلمان ليبيا", "البرلمان الليبي", True),
        ("حكومة كيبارا", "الحكومة الكيبارية", True),
        ("جيش نيدان", "الجيش النيداني", True),
        ("حكومة السودان", "الحكومة السورية", False),
        ("حكومة السودان", "المعارضة السودانية", False),
        ("حكومة كيبارا", "الحكومة الكوندارية", False),
        ("حكومة الوحدة", "الحكومة الليبية", False),
        ("حركة السدود", "الحركة الإسلامية", False),
    ],
)
def test_a_body_of_a_state_is_one_by_its_name_and_by_its_adjective(one: str, other: str, same: bool) -> None:
    record = people(f"ورفضت {one} ذلك. ورد {other}.", [body(one, ""), body(other, "")])
    assert (len(record.participants) == 1) is same
