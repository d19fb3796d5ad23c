"""A made-up round of talks whose record holds something of everything: the tests of whatever reads records share it.

Wadi Nahr, its Government and its Movement do not exist. Quotations are cut out of ``TEXT`` by the words that they are,
so the record proves itself.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from briefing.record import Record
from tests.conftest import ROOT

TEXT = """\
اختتمت في مدينة مرسى الزيتون اليوم الخميس الجولة الثالثة من محادثات وادي النهر بين حكومة الوادي وحركة أبناء النهر.
وترأس وفد الحكومة وزير العدل سالم الراجحي، فيما ترأست وفد الحركة ليلى عبد الدائم.
وجرت المحادثات بصورة غير مباشرة برعاية جمهورية السهول ومملكة الخليج الأزرق، وبتيسير من مبعوث الأمم المتحدة Karl Lindqvist.
واستضافت مملكة الخليج الأزرق المحادثات، وغابت عنها كتيبة الصخر التي قالت الحركة إنها لم تُدعَ.
وطالب وفد الحركة بالإفراج عن 112 محتجزاً قبل نهاية الشهر، مستنداً إلى القرار S/RES/2254 (2015).
واشترط الوفد فتح معبر السد قبل بحث أي ملف آخر.
وقال الراجحي إن الحكومة تطالب الحركة بتسليم السلاح الثقيل.
وطالب الوفدان معاً الأمم المتحدة بإيفاد بعثة لتقصي أوضاع المفقودين.
وسحبت الحركة مطلبها بتغيير مكان المحادثات.
ورفضت الحكومة مطلب الحركة بإشراك كتيبة الصخر.
ونفت عبد الدائم أن تكون الحركة قد طالبت برحيل محافظ الوادي.
وتعهدت مملكة الخليج الأزرق بتقديم 12.5 مليون دولار لإعادة تأهيل محطة المياه قبل نحو منتصف عام 2024.
وقال ممثل جمهورية السهول إن بلاده ستبذل كل جهد ممكن لتثبيت الهدنة.
وقال مصدر دبلوماسي لوكالة الأفق، نقلاً عن صحيفة الميناء، إن الحكومة وعدت بإطلاق سراح عشرين محتجزاً.
ونفى الراجحي أن تكون الحكومة قد تعهدت بسحب قواتها من السد.
وتعهد وفد الحركة بالسماح بمرور فرق الإغاثة من 10 إلى 20 آذار/مارس 2024.
وتلا البيان الختامي مدير مكتب المبعوث، وقد صدر باسم جمهورية السهول ومملكة الخليج الأزرق.
ونص البيان على إنشاء لجنة مشتركة لمراقبة الهدنة.
وجدد البيان التأكيد على وحدة أراضي الوادي.
ورحبت الحكومة بالبيان، وتحفظت عليه الحركة، ورفضته كتيبة الصخر.
وحمّل الراجحي الحركة مسؤولية قصف محطة المياه.
وقالت عبد الدائم إن وفدها لن يعود إلى المحادثات ما لم يتوقف القصف.
وشكر المبعوث الأممي البلد المضيف.
وتعقد الجولة المقبلة في 18 نيسان/أبريل 2024.
ويُنتظر أن تجتمع اللجنة المشتركة في موعد يُحدد لاحقاً.
"""


def evidence(*quotes: str) -> list[dict[str, Any]]:
    """Evidence for words of ``TEXT``, each of which must be in it exactly once."""
    made = []
    for quote in quotes:
        start, count = TEXT.index(quote), TEXT.count(quote)
        assert count == 1, quote
        segment = TEXT.count("\n", 0, start) + 1
        made.append({"source": "S1", "segment": segment, "start": start, "end": start + len(quote), "quote": quote})
    return made


def both(ar: str, en: str) -> dict[str, str]:
    """A bilingual value."""
    return {"ar": ar, "en": en}


def _participants() -> list[dict[str, Any]]:
    return [
        {
            "name": both("حكومة الوادي", "Government of the Wadi"),
            "kind": "state",
            "role": "party",
            "evidence": evidence("حكومة الوادي"),
        },
        {
            "name": both("حركة أبناء النهر", "Movement of the Sons of the River"),
            "aliases": ["الحركة"],
            "kind": "armed_group",
            "role": "party",
            "evidence": evidence("حركة أبناء النهر"),
        },
        {
            "name": both("سالم الراجحي", "Salem al-Rajhi"),
            "kind": "person",
            "role": "party",
            "title": both("وزير العدل", "Minister of Justice"),
            "affiliation": "P1",
            "evidence": evidence("وزير العدل سالم الراجحي"),
        },
        {
            "name": both("ليلى عبد الدائم", "Layla Abd al-Daim"),
            "kind": "person",
            "role": "party",
            "title": both("رئيسة وفد الحركة", "Head of the delegation of the Movement"),
            "affiliation": "P2",
            "evidence": evidence("ترأست وفد الحركة ليلى عبد الدائم"),
        },
        {
            "name": both("جمهورية السهول", "Republic of the Plains"),
            "kind": "state",
            "role": "guarantor",
            "label_as_reported": "برعاية",
            "evidence": evidence("برعاية جمهورية السهول"),
        },
        {
            "name": both("مملكة الخليج الأزرق", "Kingdom of the Blue Gulf"),
            "kind": "state",
            "role": "host",
            "evidence": evidence("واستضافت مملكة الخليج الأزرق المحادثات"),
        },
        {
            "name": {"ar": None, "en": "Karl Lindqvist"},
            "kind": "person",
            "role": "facilitator",
            "label_as_reported": "بتيسير",
            "title": both("مبعوث الأمم المتحدة", "United Nations Envoy"),
            "evidence": evidence("وبتيسير من مبعوث الأمم المتحدة Karl Lindqvist"),
        },
        {
            "name": {"ar": None, "en": None},
            "kind": "person",
            "role": "other",
            "title": both("مدير مكتب المبعوث", "Director of the Office of the Envoy"),
            "evidence": evidence("مدير مكتب المبعوث"),
        },
        {
            "name": both("كتيبة الصخر", "Rock Battalion"),
            "kind": "armed_group",
            "role": "absent",
            "label_as_reported": "لم تُدعَ",
            "evidence": evidence("وغابت عنها كتيبة الصخر"),
        },
    ]


def _demands() -> list[dict[str, Any]]:
    return [
        {
            "by": ["P2"],
            "addressees": ["P1"],
            "text": both(
                "يطالب وفد الحركة بالإفراج عن 112 محتجزًا قبل نهاية الشهر.",
                "The delegation of the Movement demands the release of 112 detainees before the end of the month.",
            ),
            "issue": "TjPrire",
            "references": ["S/RES/2254 (2015)", "A/66/811"],
            "evidence": evidence("وطالب وفد الحركة بالإفراج عن 112 محتجزاً قبل نهاية الشهر", "القرار S/RES/2254 (2015)"),
        },
        {
            "by": ["P2"],
            "text": both(
                "يشترط وفد الحركة فتح معبر السد.",
                "The delegation of the Movement makes the opening of the Dam crossing a condition.",
            ),
            "status": "conditional",
            "condition": both("قبل بحث أي ملف آخر", "Before any other matter is discussed"),
            "issue": "HrMob",
            "evidence": evidence("واشترط الوفد فتح معبر السد قبل بحث أي ملف آخر"),
        },
        {
            "by": ["P1"],
            "reported_by": "P3",
            "addressees": ["P2"],
            "text": both(
                "تطالب حكومة الوادي الحركة بتسليم السلاح الثقيل.",
                "The Government of the Wadi demands that the Movement hand over heavy weapons.",
            ),
            "issue": "SsrDdr",
            "evidence": evidence("وقال الراجحي إن الحكومة تطالب الحركة بتسليم السلاح الثقيل"),
        },
        {
            "by": ["P1", "P2"],
            "text": both(
                "يطالب الوفدان الأمم المتحدة بإيفاد بعثة لتقصي أوضاع المفقودين.",
                "The two delegations ask the United Nations to send a mission to establish the fate of the missing.",
            ),
            "issue": "TjMis",
            "evidence": evidence("وطالب الوفدان معاً الأمم المتحدة بإيفاد بعثة لتقصي أوضاع المفقودين"),
        },
        {
            "by": ["P2"],
            "text": both("طالبت الحركة بتغيير مكان المحادثات.", "The Movement had demanded a change of venue."),
            "status": "withdrawn",
            "evidence": evidence("وسحبت الحركة مطلبها بتغيير مكان المحادثات"),
        },
        {
            "by": ["P2"],
            "text": both("تطالب الحركة بإشراك كتيبة الصخر.", "The Movement demands that the Rock Battalion take part."),
            "status": "rejected",
            "evidence": evidence("ورفضت الحكومة مطلب الحركة بإشراك كتيبة الصخر"),
        },
        {
            "by": ["P2"],
            "text": both("رحيل محافظ الوادي.", "The departure of the Governor of the Wadi."),
            "status": "denied",
            "reported_by": "P4",
            "evidence": evidence("ونفت عبد الدائم أن تكون الحركة قد طالبت برحيل محافظ الوادي"),
        },
    ]


def _commitments() -> list[dict[str, Any]]:
    return [
        {
            "by": ["P6"],
            "text": both(
                "تتعهد مملكة الخليج الأزرق بتمويل إعادة تأهيل محطة المياه.",
                "The Kingdom of the Blue Gulf pledges to fund the rehabilitation of the water station.",
            ),
            "status": "pledged",
            "beneficiary": both("سكان الوادي", "The people of the Wadi"),
            "deadline": {"as_reported": "نحو منتصف عام 2024", "value": "2024-06~"},
            "amount": {"value": 12_500_000, "currency": "USD"},
            "issue": "DevInfra",
            "evidence": evidence("وتعهدت مملكة الخليج الأزرق بتقديم 12.5 مليون دولار لإعادة تأهيل محطة المياه"),
        },
        {
            "by": ["P5"],
            "text": both(
                "ستبذل جمهورية السهول كل جهد ممكن لتثبيت الهدنة.",
                "The Republic of the Plains will make every possible effort to consolidate the truce.",
            ),
            "status": "best_efforts",
            "issue": "CeProv",
            "evidence": evidence("بلاده ستبذل كل جهد ممكن لتثبيت الهدنة"),
        },
        {
            "by": ["P1"],
            "attribution": {"level": "unnamed", "origin": "مصدر دبلوماسي", "via": ["صحيفة الميناء", "وكالة الأفق"]},
            "text": both("وعدت الحكومة بإطلاق سراح 20 محتجزًا.", "The Government promised to release 20 detainees."),
            "status": "claimed",
            "issue": "TjPrire",
            "evidence": evidence("الحكومة وعدت بإطلاق سراح عشرين محتجزاً"),
        },
        {
            "by": ["P1"],
            "reported_by": "P3",
            "text": both("سحب قوات الحكومة من السد.", "Withdrawal of the forces of the Government from the Dam."),
            "status": "denied",
            "evidence": evidence("ونفى الراجحي أن تكون الحكومة قد تعهدت بسحب قواتها من السد"),
        },
        {
            "by": ["P2"],
            "text": both(
                "يتعهد وفد الحركة بالسماح بمرور فرق الإغاثة.",
                "The delegation of the Movement pledges to let relief teams pass.",
            ),
            "status": "pledged",
            "deadline": {"as_reported": "من 10 إلى 20 آذار/مارس 2024", "value": "2024-03-10/2024-03-20"},
            "issue": "DevHum",
            "evidence": evidence("وتعهد وفد الحركة بالسماح بمرور فرق الإغاثة من 10 إلى 20 آذار/مارس 2024"),
        },
    ]


def _final_statement() -> dict[str, Any]:
    return {
        "status": "adopted",
        "issued_by": ["P5", "P6"],
        "read_by": "P8",
        "title": both("البيان الختامي للجولة الثالثة", "Final statement of the third round"),
        "clauses": [
            {
                "id": "F1",
                "text": both("تُنشأ لجنة مشتركة لمراقبة الهدنة.", "A joint committee to monitor the truce is established."),
                "operative": True,
                "issue": "ImE",
                "evidence": evidence("ونص البيان على إنشاء لجنة مشتركة لمراقبة الهدنة"),
            },
            {
                "id": "F2",
                "text": both(
                    "يؤكد البيان من جديد وحدة أراضي الوادي.", "The statement reaffirms the territorial integrity of the Wadi."
                ),
                "operative": False,
                "issue": "StDef",
                "evidence": evidence("وجدد البيان التأكيد على وحدة أراضي الوادي"),
            },
        ],
        "stances": [
            {"participant": "P1", "stance": "endorses", "evidence": evidence("ورحبت الحكومة بالبيان")},
            {"participant": "P2", "stance": "reserves", "evidence": evidence("وتحفظت عليه الحركة")},
            {"participant": "P9", "stance": "rejects", "evidence": evidence("ورفضته كتيبة الصخر")},
        ],
        "evidence": evidence("وتلا البيان الختامي مدير مكتب المبعوث، وقد صدر باسم جمهورية السهول ومملكة الخليج الأزرق"),
    }


def _statements() -> list[dict[str, Any]]:
    return [
        {
            "by": ["P3"],
            "act": "ACCUSE",
            "target": "P2",
            "text": both(
                "يحمّل سالم الراجحي الحركة مسؤولية قصف محطة المياه.",
                "Salem al-Rajhi holds the Movement responsible for the shelling of the water station.",
            ),
            "evidence": evidence("وحمّل الراجحي الحركة مسؤولية قصف محطة المياه"),
        },
        {
            "by": ["P4"],
            "act": "REJECT",
            "text": both(
                "تقول ليلى عبد الدائم إن وفدها لن يعود إلى المحادثات ما لم يتوقف القصف.",
                "Layla Abd al-Daim says that her delegation will not return to the talks unless the shelling stops.",
            ),
            "negated": True,
            "evidence": evidence("وقالت عبد الدائم إن وفدها لن يعود إلى المحادثات ما لم يتوقف القصف"),
        },
        {
            "by": ["P7"],
            "act": "OTHER",
            "target": "P6",
            "attribution": {"level": "media"},
            "text": both("شكر المبعوث البلد المضيف.", "The Envoy thanked the host country."),
            "evidence": evidence("وشكر المبعوث الأممي البلد المضيف"),
        },
    ]


def _numbered(letter: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{number}", **item} for number, item in enumerate(items, 1)]


def wadi_nahr_data() -> dict[str, Any]:
    """The record as plain data, fresh at every call, for tests that change something in it."""
    return {
        "event": {
            "name": both("محادثات وادي النهر", "Wadi Nahr talks"),
            "round": "3",
            "place": both("مرسى الزيتون", "Marsa al-Zaytun"),
            "start": {"as_reported": "قبل أيام", "value": None},
            "end": {"as_reported": "اليوم الخميس", "value": "2024-03-07"},
            "format": "indirect",
            "evidence": evidence("الجولة الثالثة من محادثات وادي النهر"),
        },
        "sources": [
            {
                "id": "S1",
                "title": "اختتام الجولة الثالثة من محادثات وادي النهر",
                "publisher": "وكالة الأفق",
                "url": "https://ufuq.example/2024/03/07/wadi?lang=ar&id=3",
                "published": "2024-03-07",
                "language": "ar",
                "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
                "characters": len(TEXT),
                "text": TEXT,
            }
        ],
        "participants": _numbered("P", _participants()),
        "demands": _numbered("D", _demands()),
        "commitments": _numbered("C", _commitments()),
        "final_statement": _final_statement(),
        "statements": _numbered("T", _statements()),
        "next_steps": _numbered(
            "N",
            [
                {
                    "text": both("تعقد الجولة المقبلة في 18 نيسان/أبريل 2024.", "The next round is to be held on 18 April 2024."),
                    "when": {"as_reported": "18 نيسان/أبريل 2024", "value": "2024-04-18"},
                    "evidence": evidence("وتعقد الجولة المقبلة في 18 نيسان/أبريل 2024"),
                },
                {
                    "text": both("تجتمع اللجنة المشتركة في موعد لاحق.", "The joint committee is to meet at a later date."),
                    "when": {"as_reported": "في موعد يُحدد لاحقاً", "value": None},
                    "evidence": evidence("ويُنتظر أن تجتمع اللجنة المشتركة في موعد يُحدد لاحقاً"),
                },
            ],
        ),
        "conflicts": [
            {
                "about": both("هل وعدت الحكومة بالإفراج عن محتجزين.", "Whether the Government promised to release detainees."),
                "items": ["C3", "D1"],
            },
            {"about": both("المواقف من البيان.", "Positions on the statement."), "items": ["P1", "P9"]},
        ],
        "quality": {
            "rejected": [
                {
                    "kind": "demand",
                    "draft": {"by": "P2", "quote": "وطالب الوفد بالاعتراف الكامل بالحركة"},
                    "reason": both("الاقتباس غير موجود في المصدر.", "The quotation is not in the source."),
                    "check": "quote_verbatim",
                }
            ],
            "warnings": [
                {
                    "code": "attribution_chain",
                    "item": "C3",
                    "severity": "warning",
                    "message": both(
                        "نُقل هذا التعهد عبر وسيطتين إعلاميتين عن مصدر واحد.",
                        "This commitment came through two outlets from one source.",
                    ),
                }
            ],
        },
        "provenance": {
            "tool_version": "0.1.0",
            "model": "local",
            "endpoint_kind": "embedded",
            "prompt_sha256": "0" * 64,
            "generated_at": "2024-03-08T09:30:00Z",
            "calls": 41,
            "input_tokens": 38_512,
            "output_tokens": 4_096,
            "seconds": 212.4,
        },
    }


def wadi_nahr() -> Record:
    """The record of the third round of the Wadi Nahr talks."""
    return Record.model_validate(wadi_nahr_data())


def astana() -> dict[str, Any]:
    """The gold record of the first day in Astana, to be changed and made a record of."""
    data: dict[str, Any] = json.loads((ROOT / "examples/astana-first-day/gold.json").read_text(encoding="utf-8"))
    return data
