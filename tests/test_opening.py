"""The first sentence of a brief: only what the record states, in a verb that fits the event, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.labels import LANGUAGES, labels
from briefing.opening import Outcome, opening
from briefing.record import Bilingual, Event, Participant
from briefing.wording import amid

PARTIES = [
    Bilingual(ar="حكومة الوادي", en="the Government of the Wadi"),
    Bilingual(ar="حركة النهر", en="the Movement of the River"),
]
TITLE = Bilingual(ar="إعلان الوادي", en="Wadi declaration")


def event(ar: str, en: str, **more: Any) -> Event:
    dates = {key: {"as_reported": "x", "value": more.pop(key)} for key in ("start", "end") if key in more}
    return Event.model_validate({"name": {"ar": ar, "en": en}, **dates, **more})


@pytest.mark.parametrize(
    ("round_", "outcome", "ar", "en"),
    [
        (
            event("محادثات السد", "Dam talks", end="2018-03-21"),
            Outcome("none_issued"),
            "انتهت محادثات السد بين حكومة الوادي وحركة النهر في 21 آذار/مارس 2018 من دون بيان ختامي.",
            "The Dam talks between the Government of the Wadi and the Movement of the River ended on 21 March 2018 without a final statement.",
        ),
        (
            event("اجتماع السد", "Meeting on the Dam", start="2018-03-21", place={"ar": "المرسى", "en": "Marsa"}),
            Outcome("not_stated"),
            "عُقد اجتماع السد في المرسى في 21 آذار/مارس 2018 بمشاركة حكومة الوادي وحركة النهر.",
            "The meeting on the Dam in Marsa was held on 21 March 2018 with the participation of the Government of the Wadi and the"
            " Movement of the River.",
        ),
        (
            event("الجولة الثانية من حوار السد", "Second round of the Dam dialogue", start="2018-03-19", end="2018-03-21"),
            Outcome("issued", TITLE),
            "جرت الجولة الثانية من حوار السد بين حكومة الوادي وحركة النهر من 19 إلى 21 آذار/مارس 2018، وصدرت عنها وثيقة ختامية"
            " (إعلان الوادي).",
            "The second round of the Dam dialogue between the Government of the Wadi and the Movement of the River took place from 19 to"
            " 21 March 2018, and an outcome document (Wadi declaration) was issued.",
        ),
        (
            event("محادثات السد", "Dam talks", start="2018-04-02"),
            Outcome("not_stated"),
            "ستبدأ محادثات السد بين حكومة الوادي وحركة النهر في 2 نيسان/أبريل 2018.",
            "The Dam talks between the Government of the Wadi and the Movement of the River will begin on 2 April 2018.",
        ),
        (
            event("محادثات السد", "Dam talks", start="2018-03"),
            Outcome("draft, not adopted"),
            "بدأت محادثات السد بين حكومة الوادي وحركة النهر في آذار/مارس 2018، ولم تُعتمد مسودة الوثيقة الختامية.",
            "The Dam talks between the Government of the Wadi and the Movement of the River began in March 2018, and the draft outcome"
            " document was not adopted.",
        ),
        (
            event("مؤتمر السد", "Dam conference", start="2018-03-20~"),
            Outcome("adopted", TITLE, not_signed_by="X"),
            "جرى مؤتمر السد بمشاركة حكومة الوادي وحركة النهر، واعتُمدت وثيقة ختامية (إعلان الوادي) من دون توقيع X.",
            "The Dam conference took place with the participation of the Government of the Wadi and the Movement of the River, and an"
            " outcome document (Wadi declaration) was adopted without the signature of X.",
        ),
    ],
)
def test_who_met_where_when_and_with_which_outcome(round_: Event, outcome: Outcome, ar: str, en: str) -> None:
    made = {language: opening(round_, PARTIES, outcome, "2018-03-22", labels(language)) for language in LANGUAGES}
    assert made == {"ar": ar, "en": en}


def test_what_is_unknown_has_no_place_in_it() -> None:
    bare = event("محادثات السد", "The Dam talks")
    assert opening(bare, [], Outcome("not_stated"), "2018-03-22", labels("ar")) == "جرت محادثات السد."
    assert opening(bare, [], Outcome("not_stated"), "2018-03-22", labels("en")) == "The Dam talks took place."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("International Contact Group on Sandara", "the International Contact Group on Sandara"),
        ("Committee for the Missing", "the Committee for the Missing"),
        ("World Food Programme", "the World Food Programme"),
        ("Mountain Supporters Coordination", "the Mountain Supporters Coordination"),
        ("Ethiopia", "Ethiopia"),
        ("Doctors for Peace", "Doctors for Peace"),
    ],
)
def test_a_body_has_its_article_within_a_sentence(name: str, said: str) -> None:
    evidence = [{"source": "S1", "segment": 1, "start": 0, "end": 1, "quote": "x"}]
    body = Participant.model_validate(
        {"id": "P1", "name": {"ar": None, "en": name}, "kind": "organization", "role": "other", "evidence": evidence}
    )
    assert amid(body) == said
