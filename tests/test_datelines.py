"""The day that a report states of itself: in an unmistakable dateline, and nowhere else."""

from __future__ import annotations

import pytest

from briefing.datelines import dateline_of
from briefing.glossary import load_glossary
from briefing.source import report_from_text
from tests.scripted import Answers, ScriptedModel, read

BODY = "اختتم الوفدان أمس جولة محادثات في القاعة الكبرى."

TOLD = [
    (f"عنوان التقرير\n\nلشبونة، 17 نيسان 2026 (وكالة النبأ)\n\n{BODY}", "2026-04-17", "وكالة النبأ"),
    (f"عنوان\n\nالبحر الميت، 17 تشرين الثاني 2024 (وكالة سنديان) – {BODY}", "2024-11-17", "وكالة سنديان"),
    (f"عنوان\n\nالرباط في 19 غشت 2016 – {BODY}", "2016-08-19", None),
    (f"عنوان\n\nتيبازة – من مبعوثتنا\nالأحد 9 أفريل 2023\n\n{BODY}", "2023-04-09", None),
    (f"عنوان\nتبوك في ٥ رمضان ١٤٤٣هـ الموافق ٦ أبريل ٢٠٢٢م\n{BODY}", "2022-04-06", None),
    (f"عنوان\nموقع حزب النهوض – الخميس 27 فبراير 2020\n{BODY}", "2020-02-27", None),
    (f"عنوان\nالكويت في ١٣ مايو ٢٠٢٥ (وكالة أنباء الضفاف) -- {BODY}", "2025-05-13", "وكالة أنباء الضفاف"),
    (f"Lisbon, 17 April 2026 (Naba Agency) – {BODY}", "2026-04-17", "Naba Agency"),
]
NONE = [
    f"قمة جدة – 19 أيار 2023\n\n{BODY}",  # the day of what the title is about
    f"اتفاق الهدنة في 3 نيسان 2024\n\n{BODY}",
    f"عنوان\n\nأسوان في 22 يناير – {BODY}",  # without a year
    f"عنوان\n\nوكانت الحكومة قد وقّعت في 3 نيسان 2024 اتفاقاً. {BODY}",
    f"عنوان\n\nفي 3 نيسان 2024 اتفق الطرفان على هدنة. {BODY}",
    f"لشبونة، 17 نيسان 2026 – {BODY}\nجنيف، 3 أيار 2025 – {BODY}",  # two that differ
    f"عنوان\n\nجنيف، الأحد 17 نيسان 2026 – {BODY}",  # it was a Friday
    f"عنوان\n\n{BODY}",
]


@pytest.mark.parametrize(("text", "day", "agency"), TOLD)
def test_a_dateline_tells_the_day_and_the_agency(text: str, day: str, agency: str | None) -> None:
    told = dateline_of(report_from_text(text), load_glossary())
    assert told is not None
    assert (told.day.isoformat(), told.agency) == (day, agency)
    assert told.words in text


@pytest.mark.parametrize("text", NONE)
def test_other_dates_are_no_dateline(text: str) -> None:
    assert dateline_of(report_from_text(text), load_glossary()) is None


def test_without_a_given_date_the_dateline_dates_the_report() -> None:
    text, day, agency = TOLD[0]
    record = read(text, ScriptedModel(Answers([], [])), published=None)
    assert (record.sources[0].published, record.sources[0].publisher) == (day, agency)
    assert record.event.end is not None and record.event.end.value == "2026-04-16"
    assert [entry.message.en for entry in record.quality.warnings if entry.code == "dateline"] == [
        "The publication date is that of the dateline: “17 نيسان 2026”."
    ]


def test_what_the_user_gives_counts_before_the_dateline() -> None:
    record = read(TOLD[0][0], ScriptedModel(Answers([], [])), published="2026-04-18")
    assert record.sources[0].published == "2026-04-18"
    assert [entry.code for entry in record.quality.warnings if entry.code == "dateline"] == []
