"""English names and titles are put together from their parts, and what is not known is left out."""

from __future__ import annotations

import pytest

from briefing.glossary import load_glossary

GLOSSARY = load_glossary()

BODIES = [
    ("المجلس العسكري", "Military Council"),
    ("تحالف القوى المدنية", "Alliance of Civil Forces"),
    ("شبكة المنظمات المحلية", "Network of Local Organizations"),
    ("الحركة الوطنية للبحيرات", "National Movement of the Lakes"),
    ("البنك الإقليمي للتنمية", "Regional Bank for Development"),
    ("جماعة الأنصار", "Ansar Group"),
    ("حكومة بارو", "Government of Baru"),
    ("الوفد الحكومي", "Government delegation"),
    ("الوفد الحكومي المشترك", "joint Government delegation"),
    ("الوفد المشترك للمعارضة", "joint delegation of the opposition"),
    ("الوفد التفاوضي للحركة", "negotiating delegation of the Movement"),
    ("الوفد السوري المعارض", "Syrian opposition delegation"),
    ("المجلس الوطني الانتقالي", "National Transitional Council"),
    ("الوفد المفاوض لمصر", "negotiating delegation of Egypt"),
    ("وفد المجلس العسكري", "Military Council delegation"),
    ("وفد المعارضة السورية", "Syrian opposition delegation"),
    ("الحكومة النيدانية", "Nidani Government"),
    ("الحركة", "Movement"),
    ("وزارة الخارجية المصرية", "Egyptian Foreign Ministry"),
    ("وزارة الخارجية السعودية", "Foreign Ministry of Saudi Arabia"),
    ("الخارجية القطرية", "Qatari Foreign Ministry"),
    ("وزارة الدفاع في حكومة سمرا", "Defence Ministry of the Government of Samra"),
    ("وزارة خارجية سمرا", "Foreign Ministry of Samra"),
    ("حكومة الاستقرار الوطني", "Government of National Stability"),
]


@pytest.mark.parametrize(("arabic", "english"), BODIES)
def test_a_descriptive_name_is_translated_and_a_proper_one_transliterated(arabic: str, english: str) -> None:
    assert GLOSSARY.english_name(arabic, "organization") == english


TITLES = [
    ("نائب وزير الخارجية التركي", "Turkish Deputy Foreign Minister"),
    ("الممثل الخاص للأمين العام", "Special Representative of the Secretary-General"),
    ("كبير مفاوضي المجلس، اللواء", "Chief negotiator of the Council, Major General"),
    ("الناطقة باسم الحكومة", "Spokesperson for the Government"),
    ("سفير روسيا في دمشق", "Ambassador of Russia to Damascus"),
    ("ناطقها", "Spokesperson"),
    ("مديره العام", "Director-General"),
    ("الوسيط الأممي", "United Nations Mediator"),
    ("رئيس وفد الحكومة", "Head of the Government delegation"),
]


@pytest.mark.parametrize(("arabic", "english"), TITLES)
def test_a_title_is_translated_part_by_part(arabic: str, english: str) -> None:
    assert GLOSSARY.english_title(arabic) == english


def test_a_part_that_is_not_known_is_left_out() -> None:
    assert GLOSSARY.english_title("مفوضة الغموض") == "Commissioner"


def test_words_that_are_no_title_have_no_english() -> None:
    assert GLOSSARY.english_title("كلام عابر") == ""
