"""A part that a model gives stands where the words speak of such a part near the name, and is a guess elsewhere."""

from __future__ import annotations

import pytest

from tests.scripted import Answers, ScriptedModel, read

PARTIES = [
    {"name": "حكومة سمرا", "en": "Government of Samra", "kind": "state", "role": "party"},
    {"name": "حركة السدود", "en": "Sudud Movement", "kind": "armed_group", "role": "party"},
]
LEAD = "اختتمت أمس جولة محادثات بين حكومة سمرا وحركة السدود."

BORNE_OUT = [
    ("وحضر ممثلو الدول الضامنة، ماليزيا والسنغال وإسبانيا.", {"ماليزيا": "guarantor", "السنغال": "guarantor", "إسبانيا": "guarantor"}),
    ("وأعلنت مصر والنرويج، راعيتا المفاوضات، انتهاء الأعمال.", {"مصر": "sponsor", "النرويج": "sponsor"}),
    ("وتعهدت الهيئة الإقليمية للسلام، راعية المحادثات، بتغطية النفقات.", {"الهيئة الإقليمية للسلام": "sponsor"}),
    ("وقال المبعوث: «أشكر حكومة البرتغال على حسن الضيافة».", {"حكومة البرتغال": "host"}),
    ("وشكرت الحركة النرويج على استضافتها اللقاء.", {"النرويج": "host"}),
    ("وعُقدت الجلسات في لشبونة، ورحبت البرتغال بالنتائج.", {"البرتغال": "host"}),
    ("وأوفدت اليابان سفيرها كينجي موراتا بصفة مراقب.", {"اليابان": "observer"}),
    ("وتابعت اليابان اللقاء مراقبةً.", {"اليابان": "observer"}),
    ("وجرت الجلسات بحضور اليابان بصفة ملاحظ.", {"اليابان": "observer"}),
    ("وجلس ممثل اليابان في القاعة بصفة مراقب.", {"اليابان": "observer"}),
    ("وتغيّب عن الجلسة المجلس العسكري رغم دعوته.", {"المجلس العسكري": "absent"}),
    ("ولم تحضر نقابة الموانئ الجلسة.", {"نقابة الموانئ": "absent"}),
    ("وعُقد اللقاء بدعوة من المغرب.", {"المغرب": "host"}),
]  # fmt: skip
GUESSED = [
    ("واجتمع مسؤولون من روسيا وإيران مع المعارضة دون حضور ممثلين عن نقابة الموانئ.", "روسيا", "absent"),
    ("وحضر ممثلو الدول الضامنة، ماليزيا والسنغال، وبمشاركة الصليب الأحمر.", "الصليب الأحمر", "guarantor"),
    ("ورحبت اليابان بالنتائج.", "اليابان", "guarantor"),
    ("وعُقدت الجولة برعاية قطر، ودعت تركيا إلى الهدوء.", "تركيا", "sponsor"),
    ("واستضافت قطر الجولة، وقالت تركيا إنها تتابعها.", "تركيا", "host"),
    ("وطالبت اليابان بنشر مراقبين على الحدود.", "اليابان", "observer"),
    ("ودعت اليابان إلى مراقبة وقف إطلاق النار.", "اليابان", "observer"),
    ("وطلبت مصر ضمانات مكتوبة من الطرفين.", "مصر", "guarantor"),
    ("وقاد الوفد برئاسة وزير العدل فريقاً من عشرة، ورحبت مصر بذلك.", "مصر", "host"),
    ("وحضرت مصر الجلسة.", "مصر", "absent"),
]


def roles(text: str, told: dict[str, str]) -> dict[str | None, str]:
    people = PARTIES + [
        {"name": name, "en": f"Body {number}", "kind": "state" if " " not in name else "organization", "role": role}
        for number, (name, role) in enumerate(told.items(), 1)
    ]
    record = read(f"{LEAD} {text}\n", ScriptedModel(Answers(people, [])))
    return {one.name.ar: one.role for one in record.participants if one.name.ar in told}


@pytest.mark.parametrize(("text", "told"), BORNE_OUT, ids=lambda told: told if isinstance(told, str) else "")
def test_a_part_of_which_the_words_speak_stands(text: str, told: dict[str, str]) -> None:
    assert roles(text, told) == told


@pytest.mark.parametrize(("text", "name", "role"), GUESSED)
def test_a_part_without_support_is_other(text: str, name: str, role: str) -> None:
    assert roles(text, {name: role}) == {name: "other"}


def test_who_speaks_for_the_host_speaks_as_one() -> None:
    people = [
        *PARTIES,
        {"name": "قطر", "en": "Qatar", "kind": "state", "role": "host"},
        {"name": "فهد المنيع", "en": "Fahd al-Munai", "kind": "person", "role": "host", "title": "وزير خارجية قطر", "of": "قطر"},
        {"name": "عمر الحداد", "en": "Omar al-Haddad", "kind": "person", "role": "host", "of": "حركة السدود"},
    ]
    text = (
        f"{LEAD} واستضافت قطر الجولة. وقال وزير خارجية قطر فهد المنيع إن الأجواء طيبة. وقال عضو حركة السدود عمر الحداد إنه راض.\n"
    )
    record = read(text, ScriptedModel(Answers(people, [])))
    told = {one.name.ar: one.role for one in record.participants}
    assert (told["قطر"], told["فهد المنيع"], told["عمر الحداد"]) == ("host", "host", "other")


NAMED = [
    # as the model gives it, kind, Arabic and English in the record
    ("حكومة الوفاق السندارية", "Sandaran Government of Accord", "state", "حكومة الوفاق السندارية", "Sandaran Government of Accord"),
    ("حكومة الوفاق الوطني", "Government of National Accord", "organization", "حكومة الوفاق الوطني", "Government of National Accord"),
    ("مجلس الأمن الدولي", "UN Security Council", "organization", "مجلس الأمن الدولي", "Security Council"),
    ("نظام نوبارا", "Nubara regime", "state", "حكومة نوبارا", "Government of Nubara"),
    ("وفد نظام نوبارا", "Nubara regime delegation", "delegation", "وفد حكومة نوبارا", "Nubara Government delegation"),
    ("هيئة نظام الري", "Irrigation System Authority", "organization", "هيئة نظام الري", "Irrigation System Authority"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "offered", "kind", "arabic", "english"), NAMED)
def test_a_name_is_the_whole_name_and_neutral(name: str, offered: str, kind: str, arabic: str, english: str) -> None:
    people = [*PARTIES, {"name": name, "en": offered, "kind": kind, "role": "party"}]
    record = read(f"{LEAD} وطالب {name} بفتح الطريق.\n", ScriptedModel(Answers(people, [])))
    told = next(one for one in record.participants if one.evidence[0].quote == name)
    assert (told.name.ar, told.name.en) == (arabic, english)
    assert told.aliases == []


def test_a_short_form_of_a_longer_name_is_not_a_known_body() -> None:
    people = [
        *PARTIES,
        {"name": "حكومة الوفاق السندارية", "en": "Sandaran Government of Accord", "kind": "delegation", "role": "party"},
    ]
    text = f"{LEAD} وحضر وفد حكومة الوفاق السندارية الجلسة. وطالبت حكومة الوفاق بصرف الرواتب.\n"
    record = read(text, ScriptedModel(Answers(people, [])))
    assert "Government of National Accord" not in {one.name.en for one in record.participants}
    assert "Sandaran Government of Accord" in {one.name.en for one in record.participants}


def test_a_state_has_its_own_name_and_not_its_adjective() -> None:
    people = [*PARTIES, {"name": "القبرصي", "en": "", "kind": "state", "role": "mediator"}]
    record = read(f"{LEAD} وقال الوسيط القبرصي إنه راض.\n", ScriptedModel(Answers(people, [])))
    told = next(one for one in record.participants if one.evidence[0].quote == "القبرصي")
    assert (told.name.ar, told.name.en) == ("قبرص", "Cyprus")


def test_a_body_in_a_state_or_of_an_organization_is_another_than_these() -> None:
    text = (
        "اختتمت في أسوان جولة محادثات بين لبنان وحركة السدود برعاية الأمم المتحدة.\n\nوطالب لبنان بوقف الطلعات الجوية."
        " ودعت قوات الأمم المتحدة المؤقتة في لبنان إلى ضبط النفس. ورحب مكتب الأمم المتحدة في أسوان باللقاء.\n"
    )
    names = {"لبنان": "state", "الأمم المتحدة": "organization", "قوات الأمم المتحدة المؤقتة في لبنان": "organization"}
    names["مكتب الأمم المتحدة في أسوان"] = "organization"
    people = [{"name": name, "en": "", "kind": kind, "role": "other"} for name, kind in names.items()]
    item = {"kind": "demand", "by": ["لبنان"], "quote": "طالب لبنان بوقف الطلعات الجوية", "status": "standing"}
    record = read(text, ScriptedModel(Answers(people, [item | {"en": "Lebanon demanded an end to the overflights."}])))
    assert [one.name.ar for one in record.participants if one.name.ar in names] == [
        *("لبنان", "الأمم المتحدة", "قوات الأمم المتحدة المؤقتة في لبنان", "مكتب الأمم المتحدة في أسوان")
    ]
    (demand,) = record.demands
    assert [one.name.en for one in record.participants if one.id in demand.by] == ["Lebanon"]


def test_all_who_are_joined_in_front_of_a_verb_hold_what_it_says() -> None:
    text = (
        "اختتمت في أسوان جولة محادثات بين حكومة سمرا وحركة السدود.\n\n"
        "وقال المبعوث إن النرويج والبرتغال وكينيا تعهدت بتمويل الآلية. والتقى المبعوث كينيا والنرويج تعهدت ببناء الجسر.\n"
    )
    people = PARTIES + [
        {"name": name, "en": en, "kind": "state", "role": "other"}
        for name, en in (("النرويج", "Norway"), ("البرتغال", "Portugal"), ("كينيا", "Kenya"))
    ]
    pledge = {"kind": "commitment", "status": "pledged"}
    fund = {"by": ["النرويج", "البرتغال", "كينيا"], "quote": "النرويج والبرتغال وكينيا تعهدت بتمويل الآلية"}
    build = {"by": ["كينيا", "النرويج"], "quote": "النرويج تعهدت ببناء الجسر"}
    fund["en"] = "According to the envoy, Norway, Portugal and Kenya pledged to finance the mechanism."
    record = read(
        text, ScriptedModel(Answers(people, [pledge | fund, pledge | build | {"en": "Norway pledged to build the bridge."}]))
    )
    names = {one.id: one.name.en for one in record.participants}
    held = {one.text.en.split()[-1]: [names[id_] for id_ in one.by] for one in record.commitments}
    assert held == {"mechanism.": ["Norway", "Portugal", "Kenya"], "bridge.": ["Norway"]}


def persons(text: str, *names: tuple[str, str]) -> list[tuple[str | None, str | None, str | None]]:
    people = [*PARTIES, *({"name": name, "en": english, "kind": "person", "role": "other"} for name, english in names)]
    record = read(f"{LEAD} {text}\n", ScriptedModel(Answers(people, [])))
    return [
        (one.name.ar, one.name.en, one.title.en if one.title else None) for one in record.participants if one.kind == "person"
    ]


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("وقال العميد محمد العلي إنه راض. وأكد محمد العلي ذلك.", [("العميد محمد العلي", "Brigadier Mohammed al-Ali"), ("محمد العلي", "Muhammad Al Ali")], [("محمد العلي", "Mohammed al-Ali", "Brigadier General")]),
        ("وقال السيد خالد الخوجة إنه راض. وأكد د. خالد خوجة ذلك.", [("السيد خالد الخوجة", "Mr. Khaled Khoja"), ("د. خالد خوجة", "Dr. Khalid al-Khoja")], [("خالد الخوجة", "Khaled Khoja", None)]),
        ("وقالت الدكتورة هند السروي إنها راضية. وأكدت السيدة هند السروي ذلك.", [("الدكتورة هند السروي", "Dr. Hind al-Sarwi"), ("السيدة هند السروي", "Mrs Hind al-Sarwi")], [("هند السروي", "Hind al-Sarwi", None)]),
        ("وقال اللواء الركن أحمد العسيري إنه راض. وأكد اللواء أحمد عسيري ذلك.", [("اللواء الركن أحمد العسيري", "Maj. Gen. Ahmed al-Asiri"), ("اللواء أحمد عسيري", "Ahmad Asiri")], [("أحمد العسيري", "Ahmed al-Asiri", "Major General")]),
        ("وقال أبو علي البصري إنه راض. وأضاف أبو علي ذلك.", [("أبو علي البصري", "Abu Ali al-Basri"), ("أبو علي", "Abu Ali")], [("أبو علي البصري", "Abu Ali al-Basri", None)]),
        ("وقال سليم العطار «أبو طارق» إنه راض. وأضاف أبو طارق ذلك.", [("سليم العطار «أبو طارق»", "Salim al-Attar (Abu Tareq)"), ("أبو طارق", "Abu Tareq")], [("سليم العطار", "Salim al-Attar", None)]),
        ("وقال سليم العطار الملقب بأبي طارق إنه راض. وأضاف أبو طارق ذلك.", [("سليم العطار", "Salim al-Attar"), ("أبو طارق", "Abu Tareq")], [("سليم العطار", "Salim al-Attar", None)]),
        ("وقال س. العطار إنه راض. وأكد سليم العطار ذلك.", [("س. العطار", "S. al-Attar"), ("سليم العطار", "Salim al-Attar")], [("سليم العطار", "Salim al-Attar", None)]),
        ("وقال فهد بن سالم إنه راض. وأكد فهد بن سالم آل منيع ذلك.", [("فهد بن سالم", "Fahd bin Salem"), ("فهد بن سالم آل منيع", "Fahd bin Salem Al Munai")], [("فهد بن سالم آل منيع", "Fahd bin Salem Al Munai", None)]),
        ("ورحب الملك سلمان بالنتائج.", [("الملك سلمان", "King Salman")], [("الملك سلمان", "King Salman", None)]),
        # two persons
        ("وقال أبو حسن إنه راض. وطالب أبو حسين بالهدنة.", [("أبو حسن", "Abu Hassan"), ("أبو حسين", "Abu Hussein")], [("أبو حسن", "Abu Hassan", None), ("أبو حسين", "Abu Hussein", None)]),
        ("وقال أبو خالد إنه راض. وطالبت أم خالد بالهدنة.", [("أبو خالد", "Abu Khaled"), ("أم خالد", "Umm Khaled")], [("أبو خالد", "Abu Khaled", None), ("أم خالد", "Umm Khaled", None)]),
        ("وقال س. العطار إنه راض. وأكد محمد العطار ذلك.", [("س. العطار", "S. al-Attar"), ("محمد العطار", "Mohammed al-Attar")], [("س. العطار", "S. al-Attar", None), ("محمد العطار", "Mohammed al-Attar", None)]),
    ],
)  # fmt: skip
def test_a_person_has_one_name_without_titles(
    text: str, names: list[tuple[str, str]], told: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert persons(text, *names) == told


def test_a_surname_that_two_share_is_neither_and_no_third() -> None:
    names = ("أحمد العلي", "Ahmed al-Ali"), ("سلمى العلي", "Salma al-Ali"), ("العلي", "al-Ali")
    people = [*PARTIES, *({"name": name, "en": english, "kind": "person", "role": "other"} for name, english in names)]
    text = f"{LEAD} وقال أحمد العلي إنه راض. وقالت سلمى العلي إنها غاضبة. وأضاف العلي ذلك.\n"
    record = read(text, ScriptedModel(Answers(people, [])))
    assert [one.name.ar for one in record.participants if one.kind == "person"] == ["أحمد العلي", "سلمى العلي"]
    assert [entry.check for entry in record.quality.rejected if entry.kind == "participant"] == ["name_shared"]


def test_a_brief_spells_a_name_in_one_way() -> None:
    text = f"{LEAD} وطالب خالد الخوجة بفتح المعابر. ودعا د. خالد خوجة إلى وقف إطلاق النار. وطالبت حركة السدود بلقاء خالد خوجة.\n"
    people = [*PARTIES, {"name": "خالد الخوجة", "en": "Khaled al-Khoja", "kind": "person", "role": "other"}]
    people.append({"name": "د. خالد خوجة", "en": "Dr. Khalid Khodja", "kind": "person", "role": "other"})
    items = [
        ("خالد الخوجة", "وطالب خالد الخوجة بفتح المعابر", "يطالب خالد الخوجة بفتح المعابر.", "Khalid Al Khoja demands that the crossings be opened."),
        ("خالد الخوجة", "ودعا د. خالد خوجة إلى وقف إطلاق النار", "يدعو خالد خوجة إلى وقف إطلاق النار.", "Khalid al-Khouja calls for a ceasefire."),
        ("حركة السدود", "وطالبت حركة السدود بلقاء خالد خوجة", "تطالب حركة السدود بلقاء خالد خوجة.", "The Sudood Movement demands to meet Khaled Khoja."),
    ]  # fmt: skip
    sheet = [{"kind": "demand", "by": [by], "quote": quote, "ar": ar, "en": en} for by, quote, ar, en in items]
    record = read(text, ScriptedModel(Answers(people, sheet)))
    assert [(one.text.ar, one.text.en) for one in record.demands] == [
        ("يطالب خالد الخوجة بفتح المعابر.", "Khaled al-Khoja demands that the crossings be opened."),
        ("يدعو خالد الخوجة إلى وقف إطلاق النار.", "Khaled al-Khoja calls for a ceasefire."),
        ("تطالب حركة السدود بلقاء خالد الخوجة.", "The Sudud Movement demands to meet Khaled al-Khoja."),
    ]
