"""What numbers count, and whether they are the least or the most, held against the Arabic."""

from __future__ import annotations

import pytest

from briefing.measures import contradicted

WRONG = [
    ("ما لا يقل عن ٣٠٠ ألف برميل", "no more than 300,000 barrels"),
    ("لا يتجاوز ١٢ مليون دولار", "at least 12 million dollars"),
    ("مدة أقصاها 15 يوماً", "a period of at least 15 days"),
    ("20 محتجزاً على الأقل", "up to 20 detainees"),
    ("لا يقل عن 20", "not more than 20"),
    ("بما لا يزيد على 20 كيلومتراً", "by more than 20 km"),
    ("خلال ٣٠ يوماً", "within 30 months"),
    ("خلال ثلاثين يوماً", "within thirty weeks"),
    ("على عمق 12 كيلومتراً", "12 metres deep"),
    ("٣٠٠ ألف برميل يومياً", "300,000 barrels a month"),
    ("خلال 45 يوماً عن 35 محتجزاً", "in 35 days of 45 detainees"),
    ("25 امرأة و60 جريحاً خلال عشرة أيام", "25 women and 60 wounded within two weeks"),
]
RIGHT = [
    ("ما لا يقل عن ٣٠٠ ألف برميل", "no fewer than 300,000 barrels"),
    ("لا يتجاوز ١٢ مليون دولار", "not exceeding 12 million dollars"),
    ("يتجاوز 1400 كيلومتر", "more than 1,400 km"),
    ("أكثر من 20", "no fewer than 20"),
    ("ليس أكثر من 20", "at most 20"),
    ("لا أقل من 20", "not less than 20"),
    ("تصل إلى 20 مليون", "up to 20 million"),
    ("خلال أسبوعين", "within two weeks"),
    ("خلال 14 يوماً", "within two weeks"),
    ("خلال 48 ساعة", "within two days"),
    ("خلال شهرين", "within 60 days"),
    ("مهلة 30 يوماً", "a month-long deadline of 30 days"),
    ("في غضون 90 يوما", "in less than 90 days"),
    ("اجتماع كل شهر لمدة 3 أيام", "a monthly three-day meeting"),
    ("على مسافة 12 كيلومتراً", "a 12-kilometre stretch"),
    ("ثلاثة أيام خلال 3 أسابيع", "three days in three weeks"),
    ("المادة 5 خلال 10 أيام", "Article 5 within 10 days"),
    ("نحو 12 مليار متر مكعب سنوياً", "about 12 billion cubic metres a year"),
]


@pytest.mark.parametrize(("arabic", "english"), WRONG)
def test_another_bound_or_unit_is_told(arabic: str, english: str) -> None:
    assert contradicted(arabic, english) is not None


@pytest.mark.parametrize(("arabic", "english"), RIGHT)
def test_what_says_the_same_passes(arabic: str, english: str) -> None:
    assert contradicted(arabic, english) is None
