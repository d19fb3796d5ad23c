from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from briefing import errors
from briefing.api import extract
from briefing.channels import Message, Usage
from briefing.record import Record
from briefing.settings import make_settings
from tests.pipeline import Script, run
from tests.scripted import Answers, ScriptedModel, read
from tests.scripted_server import ScriptedServer, Step, fails

T = TypeVar("T", bound=BaseModel)

TEXT = (
    "استضافت جنيف أمس الاثنين جولة محادثات بين وفد حكومة وادي النهر ووفد حركة الضفاف، برعاية النرويج.\n\n"
    "وطالب رئيس وفد الحركة سامر الخيّاط بفتح المعابر الثلاثة، وبالإفراج عن 120 معتقلاً خلال شهر.\n\n"
    "وقال الخياط إن الحكومة تعهدت بسحب قواتها من المدينة القديمة. وتعهدت النرويج بتمويل لجنة المراقبة بمبلغ 5 ملايين دولار.\n\n"
    "ورفض وفد حكومة وادي النهر أي تمديد للهدنة.\n"
)
PEOPLE: list[dict[str, Any]] = [
    {"name": "وفد حكومة وادي النهر", "en": "Delegation of the Government of Wadi al-Nahr", "kind": "delegation", "role": "party"},
    {"name": "وفد حركة الضفاف", "en": "Delegation of the Difaf Movement", "kind": "delegation", "role": "party"},
    {"name": "النرويج", "en": "Norway", "kind": "state", "role": "sponsor"},
    {"name": "سامر الخيّاط", "en": "Samer al-Khayyat", "kind": "person", "role": "party", "title": "رئيس وفد الحركة", "title_en": "Head of the Movement's delegation", "of": "وفد حركة الضفاف"},
]  # fmt: skip


def item(line: int, by: str, quote: str, kind: str, en: str, **more: Any) -> dict[str, Any]:
    return {"line": line, "by": [by], "quote": quote, "kind": kind, "en": en, **more}


RIGHT = [
    item(2, "سامر الخيّاط", "بفتح المعابر الثلاثة", "demand", "Samer al-Khayyat demands the opening of the three crossings.", status="standing"),
    item(2, "سامر الخيّاط", "بالإفراج عن 120 معتقلاً خلال شهر", "demand", "Samer al-Khayyat demands the release of 120 detainees within a month.", status="standing"),
    item(3, "وفد حكومة وادي النهر", "بسحب قواتها من المدينة القديمة", "commitment", "According to Samer al-Khayyat, the Delegation of the Government of Wadi al-Nahr pledged to withdraw its forces from the old city.", status="claimed", said_by="سامر الخيّاط"),
    item(4, "النرويج", "بتمويل لجنة المراقبة بمبلغ 5 ملايين دولار", "commitment", "Norway pledges to fund the monitoring committee with 5 million dollars.", status="pledged"),
    item(5, "وفد حكومة وادي النهر", "أي تمديد للهدنة", "statement", "The Delegation of the Government of Wadi al-Nahr rejects any extension of the truce.", act="REJECT"),
]  # fmt: skip


@pytest.fixture(scope="module")
def right() -> tuple[Record, Script]:
    script = Script(PEOPLE, [RIGHT])
    return run(TEXT, script), script


def test_right_answers_pass_untouched(right: tuple[Record, Script]) -> None:
    record, script = right
    assert record.quality.rejected == []
    assert (len(record.demands), len(record.commitments), len(record.statements)) == (2, 2, 1)
    assert [i.text.en for i in record.items()] == [i["en"] for i in RIGHT]
    assert script.asked.count("items") == 1
    assert "english" not in script.asked


def test_evidence_is_verbatim_and_the_usage_is_counted(right: tuple[Record, Script]) -> None:
    record, script = right
    assert record.evidence_problems({"S1": TEXT}) == []
    assert record.provenance.calls == len(script.asked)
    assert record.provenance.input_tokens == 100 * len(script.asked)
    assert record.provenance.model == "scripted"


def test_holder_speaker_and_status_are_kept_apart(right: tuple[Record, Script]) -> None:
    record, _ = right
    names = {participant.id: participant.name.en for participant in record.participants}
    claimed, pledged = record.commitments
    assert (claimed.status, names[claimed.by[0]]) == ("claimed", "Delegation of the Government of Wadi al-Nahr")
    assert claimed.reported_by is not None and names[claimed.reported_by] == "Samer al-Khayyat"
    assert (pledged.status, pledged.reported_by) == ("pledged", None)
    assert pledged.amount is not None and (pledged.amount.value, pledged.amount.currency) == (5_000_000, "USD")


def test_the_round_is_described_from_the_words(right: tuple[Record, Script]) -> None:
    event = right[0].event
    assert event.place is not None and (event.place.en, event.country) == ("Geneva", "CH")
    assert event.start is not None and (event.start.as_reported, event.start.value) == ("أمس الاثنين", "2024-05-13")


def test_roles_and_affiliations_follow_the_words(right: tuple[Record, Script]) -> None:
    people = {participant.name.en: participant for participant in right[0].participants}
    assert (people["Norway"].role, people["Norway"].label_as_reported) == ("sponsor", "برعاية")
    assert people["Samer al-Khayyat"].affiliation == people["Delegation of the Difaf Movement"].id


def wrong(**changes: Any) -> list[dict[str, Any]]:
    return [{**RIGHT[0], **changes}]


def test_a_wrong_quote_is_asked_again_with_the_closest_words_and_then_mended() -> None:
    script = Script(PEOPLE, [wrong(quote="بفتح المعابر الأربعة"), [RIGHT[0]]])
    record = run(TEXT, script)
    assert [demand.evidence[0].quote for demand in record.demands] and record.quality.rejected == []
    assert "بفتح المعابر الأربعة" in script.complaints[1] and "بفتح المعابر الثلاثة" in script.complaints[1]


def test_a_quote_that_stays_wrong_is_refused_and_shown_in_both_languages() -> None:
    record = run(TEXT, Script(PEOPLE, [wrong(quote="بفتح المعابر الأربعة")]))
    assert record.demands == []
    (rejected,) = record.quality.rejected
    assert (rejected.kind, rejected.check) == ("demand", "quote_verbatim")
    assert "بفتح المعابر الأربعة" in rejected.reason.ar and "بفتح المعابر الأربعة" in rejected.reason.en
    assert rejected.draft["quote"] == "بفتح المعابر الأربعة"


def test_the_subject_of_the_verb_overrules_a_wrong_holder() -> None:
    record = run(
        TEXT, Script(PEOPLE, [wrong(by=["النرويج"])], english="Samer al-Khayyat demands the opening of the three crossings.")
    )
    (demand,) = record.demands
    assert record.participants[int(demand.by[0][1:]) - 1].name.en == "Samer al-Khayyat"
    assert [warning.code for warning in record.quality.warnings if warning.item == demand.id] == ["holder_subject"]


def test_a_verb_of_demanding_is_no_commitment() -> None:
    record = run(TEXT, Script(PEOPLE, [wrong(kind="commitment", status="pledged")]))
    assert (len(record.demands), len(record.commitments)) == (1, 0)
    assert record.demands[0].status == "standing"


def test_a_claimed_pledge_is_never_a_pledge() -> None:
    answer = [{**RIGHT[2], "status": "pledged", "said_by": "none"}]
    record = run(TEXT, Script(PEOPLE, [answer]))
    assert record.commitments[0].status == "claimed" and record.commitments[0].reported_by


@pytest.mark.parametrize(
    "english",
    [
        "Samer al-Khayyat demands the opening of the four crossings.",
        "Samer al-Khayyat does not demand the opening of the three crossings.",
        "Sergei Petrov demands the opening of the three crossings.",
        "Samer al-Khayyat demands that the regime open the three crossings and the terrorists leave Berlin.",
        "سامر الخياط يطالب بفتح المعابر الثلاثة.",
    ],
)
def test_english_that_says_something_else_is_asked_again(english: str) -> None:
    mended = "Samer al-Khayyat demands the opening of the three crossings."
    script = Script(PEOPLE, [wrong(en=english)], english=mended)
    record = run(TEXT, script)
    assert [demand.text.en for demand in record.demands] == [mended]
    assert "english" in script.asked


def test_english_that_stays_wrong_is_refused() -> None:
    script = Script(PEOPLE, [wrong(en="nine")], english="Samer al-Khayyat demands nine crossings.")
    record = run(TEXT, script)
    assert record.demands == [] and record.quality.rejected[0].check.startswith("figures")


def test_a_participant_that_the_report_does_not_name_is_refused() -> None:
    invented = {"name": "وفد جزر القمر", "en": "Comoros", "kind": "delegation", "role": "party"}
    record = run(TEXT, Script([*PEOPLE, invented], [RIGHT]))
    assert "وفد جزر القمر" not in [participant.name.ar for participant in record.participants]
    assert [rejected.kind for rejected in record.quality.rejected] == ["participant"]


def test_the_same_item_twice_is_one() -> None:
    assert len(run(TEXT, Script(PEOPLE, [[RIGHT[0], RIGHT[0]]])).demands) == 1


def test_a_truncated_answer_makes_the_windows_shrink() -> None:
    cut = Step(content='{"items": [', finish_reason="length")
    script = Script(PEOPLE, [cut, [RIGHT[0] | {"line": 2}], []])
    record = run(TEXT, script)
    assert script.asked.count("items") >= 3
    assert len(record.demands) == 1


def test_an_unreachable_model_fails_the_run() -> None:
    with pytest.raises(errors.ModelUnavailableError):
        run(TEXT, Script(PEOPLE, [fails(503)]))


def test_the_small_profile_settles_by_rule_what_a_small_model_cannot() -> None:
    english = {
        "بفتح": "Samer al-Khayat demands the opening of the three crossings and the release of 120 detainees within a month.",
        "بسحب": "The Government of Wadi Nahar delegation pledges to withdraw its forces from the old city.",
        "بتمويل": "Norway pledges to fund the monitoring committee with 5 million dollars.",
        "تمديد": "The Government of Wadi Nahar delegation rejects any extension of the truce.",
    }

    def translate(said: str) -> str:
        return next((sentence for words, sentence in english.items() if words in said.splitlines()[-1]), "Nothing.")

    script = Script(PEOPLE[2:], [[{"line": 1, "by": ["none"], "quote": "كلام لم يقله أحد"}]], english=translate)
    record = run(TEXT, script, profile="small")
    assert record.evidence_problems({"S1": TEXT}) == []
    assert {demand.status for demand in record.demands} == {"standing"}
    assert "الإفراج عن 120 معتقلا" in " ".join(d.text.ar for d in record.demands).replace("ً", "")
    assert [commitment.status for commitment in record.commitments] == ["claimed", "pledged"]
    assert [statement.act for statement in record.statements] == ["REJECT"]


def test_a_report_in_english_needs_no_arabic() -> None:
    text = "Delegations met in Geneva on Monday. Norway pledged to fund the committee with 5 million dollars.\n"
    people = [{"name": "Norway", "en": "Norway", "kind": "state", "role": "sponsor"}]
    items = [item(2, "Norway", "fund the committee with 5 million dollars", "commitment", "Norway pledges to fund the committee with 5 million dollars.", status="pledged", ar="تتعهد النرويج بتمويل اللجنة بمبلغ 5 ملايين دولار.")]  # fmt: skip
    record = run(text, Script(people, [items]))
    assert record.sources[0].language == "en"
    assert [c.text.ar for c in record.commitments] == ["تتعهد النرويج بتمويل اللجنة بمبلغ 5 ملايين دولار."]


BRIDGES = "\n\n".join(
    f"وطالب سامر الخيّاط بترميم الجسر رقم {number} قبل بدء موسم الأمطار، كما ورد في بيان وزّعه مكتبه على الصحفيين."
    for number in range(1, 121)
)
BRIDGE_ITEMS = [
    {"quote": f"بترميم الجسر رقم {number} قبل", "by": ["سامر الخيّاط"], "kind": "demand", "status": "standing", "en": f"Samer al-Khayyat demands the repair of bridge number {number}."}
    for number in range(1, 121)
]  # fmt: skip


class Together(ScriptedModel):
    """Answers about items only when ``windows`` questions are there at once, and then the last one first."""

    def __init__(self, answers: Answers, windows: int) -> None:
        super().__init__(answers)
        self.waiting: list[asyncio.Event] = []
        self.windows = windows

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        found = await super().complete(messages, response_model, usage=usage, max_tokens=max_tokens)
        if self.asked[-1] == "items":
            mine = asyncio.Event()
            self.waiting.append(mine)
            if len(self.waiting) == self.windows:
                self.waiting[-1].set()
            async with asyncio.timeout(10):
                await mine.wait()
            for event in self.waiting[-2::-1]:
                if not event.is_set():
                    event.set()
                    break
        return found


def test_windows_are_read_side_by_side_and_stay_in_order() -> None:
    answers = Answers(
        [PEOPLE[3] | {"of": ""}],
        [*BRIDGE_ITEMS, {"quote": "وزّعه القمر", "near": "وزّعه", "by": ["سامر الخيّاط"], "kind": "demand", "en": "-"}],
    )
    plain = read(BRIDGES, one := ScriptedModel(answers))
    windows = one.asked.count("items")
    assert windows > 1
    together = read(BRIDGES, Together(answers, windows))
    assert len(plain.demands) == 120 and plain.quality.rejected
    assert together.model_copy(update={"provenance": plain.provenance}) == plain


class RoundFirst(ScriptedModel):
    """Answers about items only when it has been asked about the round."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.asked_about_round = asyncio.Event()

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        found = await super().complete(messages, response_model, usage=usage, max_tokens=max_tokens)
        if self.asked[-1] == "frame":
            self.asked_about_round.set()
        elif self.asked[-1] == "items":
            async with asyncio.timeout(10):
                await self.asked_about_round.wait()
        return found


def test_items_and_the_round_are_asked_about_at_the_same_time() -> None:
    model = RoundFirst(Answers(PEOPLE, RIGHT))
    assert read(TEXT, model).demands
    assert model.asked[0] == "participants" and set(model.asked[1:]) == {"items", "frame"}


def extracted(script: Any, **more: Any) -> Record:
    with ScriptedServer(script) as server:
        told = {"model": "scripted", "base_url": server.url, "api_key": "none", "profile": "server", "retry_wait": 0.001}
        return extract(TEXT, published="2024-05-14", settings=make_settings(**told | {"cache": False} | more))


def test_a_report_that_takes_too_long_is_given_up_and_says_so() -> None:
    with pytest.raises(errors.ModelUnavailableError, match=r"not finished within 0\.5 s.*report_timeout") as caught:
        extracted(lambda _: Step(content="{}", delay=3), report_timeout=0.5, timeout=30)
    assert caught.value.calls == 1


def test_the_record_names_the_models_that_answered() -> None:
    right = Script(PEOPLE, [RIGHT])
    record = extracted(lambda request: right(request) if request["model"] == "second" else fails(503), fallback_model="second")
    assert (record.provenance.model, record.provenance.models) == ("scripted", ["second"])
    told = [warning.message for warning in record.quality.warnings if warning.code == "other_model"]
    assert len(told) == 1 and "second" in told[0].ar and "second" in told[0].en
    usual = extracted(Script(PEOPLE, [RIGHT]))
    assert usual.provenance.models == ["scripted"]
    assert "other_model" not in {warning.code for warning in usual.quality.warnings}


def test_a_model_in_the_place_of_the_one_that_was_asked_is_warned_of() -> None:
    right = Script(PEOPLE, [RIGHT])
    record = extracted(lambda request: replace(right(request), patch=lambda one: one | {"model": "cheaper"}))
    assert record.provenance.models == ["cheaper"]
    assert [warning.code for warning in record.quality.warnings].count("other_model") == 1
