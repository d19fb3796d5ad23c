from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import render
from briefing.corrections import KINDS, Change, Corrections, apply_corrections, digest, words
from briefing.errors import RecordError
from briefing.record import Record
from briefing.rendering import LANGUAGES, render_brief
from briefing.schemas import corrections_schema
from tests.conftest import ROOT, Run
from tests.records import both, evidence, wadi_nahr, wadi_nahr_data

REASON = both("العبارة المنقولة لا تقول ذلك.", "The quoted words do not say this.")
AT = "2026-11-25T10:00:00.000Z"


def change(record: Record, item: str, action: str, **more: Any) -> dict[str, Any]:
    part = record.parts()[item]
    return {"item": item, "action": action, "replaces": words(part).model_dump(), "digest": digest(part), "at": AT, **more}


def file(record: Record, *changes: dict[str, Any], **more: Any) -> Corrections:
    sources = [{"id": source.id, "sha256": source.sha256} for source in record.sources]
    data = {"schema_version": "1.0", "sources": sources, "reviewer": "L. Haddad", "corrections": list(changes), **more}
    return Corrections.from_json(json.dumps(data))


def corrected(record: Record, *changes: dict[str, Any]) -> Record:
    before = record.to_json()
    after = apply_corrections(record, file(record, *changes))
    assert record.to_json() == before  # what is given stays as it is
    return Record.from_json(after.to_json())


def refused(record: Record, *changes: dict[str, Any]) -> str:
    with pytest.raises(RecordError) as caught:
        apply_corrections(record, file(record, *changes))
    return str(caught.value)


def test_a_text_is_corrected_in_both_languages_and_the_old_one_is_kept_in_the_provenance() -> None:
    record = wadi_nahr()
    old = record.demands[1].text
    new = both("يشترط وفد الحركة فتح معبر السد أولًا.", "The Movement's delegation insists that the Dam crossing be opened first.")
    after = corrected(record, change(record, "D2", "correct", to={"text": new}))
    assert after.demands[1].text.model_dump() == new
    assert after.demands[1].evidence == record.demands[1].evidence
    arabic, english = after.provenance.corrections
    assert (arabic.item, arabic.action, arabic.field, arabic.before, arabic.after) == (
        "D2",
        "corrected",
        "text.ar",
        old.ar,
        new["ar"],
    )
    assert (english.field, english.before, english.after) == ("text.en", old.en, new["en"])
    assert (english.by, english.at) == ("L. Haddad", AT)
    assert after.quality.warnings == record.quality.warnings


@pytest.mark.parametrize(
    ("item", "to", "field", "before", "after"),
    [
        ("D1", {"by": ["P1"]}, "by", ["P2"], ["P1"]),
        ("D1", {"status": "withdrawn"}, "status", "standing", "withdrawn"),
        ("C3", {"status": "denied"}, "status", "claimed", "denied"),
        ("P5", {"role": "sponsor"}, "role", "guarantor", "sponsor"),
        ("F2", {"operative": True}, "operative", False, True),
        ("T1", {"act": "THREATEN"}, "act", "ACCUSE", "THREATEN"),
        ("final_statement", {"status": "draft"}, "status", "adopted", "draft"),
        ("final_statement.stances.P2", {"stance": "rejects"}, "stance", "reserves", "rejects"),
    ],
)
def test_holder_status_role_nature_act_and_stance_are_corrected(item: str, to: Any, field: str, before: Any, after: Any) -> None:
    record = wadi_nahr()
    made = corrected(record, change(record, item, "correct", to=to))
    assert getattr(record.parts()[item], field) == before
    assert getattr(made.parts()[item], field) == after
    noted = made.provenance.corrections
    assert [(entry.item, entry.field, entry.before, entry.after) for entry in noted] == [(item, field, before, after)]


def test_the_part_that_a_stance_is_on_is_corrected_and_may_be_told_where_it_was_not() -> None:
    data = wadi_nahr_data()
    data["final_statement"]["stances"][1]["about"] = both("الفقرة 4", "part of it (see the quotation)")
    record = Record.model_validate(data)
    after = corrected(
        record,
        change(record, "final_statement.stances.P2", "correct", to={"about": both("الفقرة 4", "paragraph 4")}),
        change(record, "final_statement.stances.P9", "correct", to={"about": both("البند الثاني", "the second clause")}),
    )
    told = [stance.about and stance.about.en for stance in after.final_statement.stances]
    assert told == [None, "paragraph 4", "the second clause"]
    assert [(entry.item, entry.field, entry.before, entry.after) for entry in after.provenance.corrections] == [
        ("final_statement.stances.P2", "about.en", "part of it (see the quotation)", "paragraph 4"),
        ("final_statement.stances.P9", "about.ar", None, "البند الثاني"),
        ("final_statement.stances.P9", "about.en", None, "the second clause"),
    ]
    latin = {"about": {"ar": "paragraph", "en": "paragraph"}}
    assert "Arabic" in refused(record, change(record, "final_statement.stances.P2", "correct", to=latin))


def test_a_date_is_read_anew_and_its_words_stay() -> None:
    data = wadi_nahr_data()
    doubt = {"code": "date_unresolved", "item": "N2", "severity": "warning", "message": both("تاريخ.", "A date.")}
    data["quality"]["warnings"].append(doubt)
    record = Record.model_validate(data)
    after = corrected(
        record,
        change(record, "N2", "correct", to={"date": "2024-05"}),
        change(record, "C1", "correct", to={"date": ""}),
    )
    when, deadline = after.next_steps[1].when, after.commitments[0].deadline
    assert when is not None and (when.value, when.as_reported) == ("2024-05", "في موعد يُحدد لاحقاً")
    assert deadline is not None and (deadline.value, deadline.as_reported) == (None, "نحو منتصف عام 2024")
    assert [(entry.field, entry.before, entry.after) for entry in after.provenance.corrections] == [
        ("when.value", None, "2024-05"),
        ("deadline.value", "2024-06~", None),
    ]
    assert "date_unresolved" not in {warning.code for warning in after.quality.warnings}
    assert "no date" in refused(record, change(record, "C2", "correct", to={"date": "2024"}))
    with pytest.raises(RecordError, match="date"):
        file(record, change(record, "N1", "correct", to={"date": "18/4/2024"}))


def test_what_is_accepted_is_noted_and_nothing_else_changes() -> None:
    record = wadi_nahr()
    after = corrected(record, *(change(record, item, "accept") for item in record.parts()))
    assert [(entry.item, entry.action) for entry in after.provenance.corrections] == [
        (item, "accepted") for item in record.parts()
    ]
    left = after.model_dump(exclude={"provenance": {"corrections"}})
    assert left == record.model_dump(exclude={"provenance": {"corrections"}})


def test_a_correction_that_changes_nothing_counts_as_accepted() -> None:
    record = wadi_nahr()
    after = corrected(record, change(record, "D1", "correct", to={"status": "standing"}))
    assert [entry.action for entry in after.provenance.corrections] == ["accepted"]


def test_what_is_rejected_goes_to_the_refused_with_its_warnings_and_leaves_no_loose_ends() -> None:
    record = wadi_nahr()
    after = corrected(record, change(record, "C3", "reject", reason=REASON))
    assert "C3" not in after.parts()
    assert [item.id for item in after.commitments] == ["C1", "C2", "C4", "C5"]  # the others keep their names
    entry = after.quality.rejected[-1]
    assert (entry.check, entry.kind, entry.reason.model_dump()) == ("reviewer", "commitment", REASON)
    assert entry.draft["text"] == record.commitments[2].text.model_dump()
    assert entry.draft["warnings"][0]["code"] == "attribution_chain"
    assert after.quality.warnings == []
    # The conflict was between C3 and D1; one alone contradicts nobody.
    assert [conflict.items for conflict in after.conflicts] == [["P1", "P9"]]
    adjusted = [entry for entry in after.provenance.corrections if entry.action == "adjusted"]
    assert [(entry.item, entry.field, entry.before, entry.after) for entry in adjusted] == [
        ("conflicts.1", "items", ["C3", "D1"], [])
    ]


def test_a_rejected_stance_and_a_second_stance_of_the_same_participant() -> None:
    data = wadi_nahr_data()
    data["final_statement"]["stances"].insert(
        1, {"participant": "P1", "stance": "reserves", "evidence": evidence("وتحفظت عليه الحركة")}
    )
    record = Record.model_validate(data)
    after = corrected(record, change(record, "final_statement.stances.P1.2", "reject", reason=REASON))
    assert [stance.stance for stance in after.final_statement.stances] == ["endorses", "reserves", "rejects"]
    assert [conflict.items for conflict in after.conflicts][1] == ["P1", "P9"]
    both_gone = corrected(
        record,
        change(record, "final_statement.stances.P1", "reject", reason=REASON),
        change(record, "final_statement.stances.P1.2", "reject", reason=REASON),
    )
    assert [conflict.items for conflict in both_gone.conflicts] == [["C3", "D1"]]


def test_a_participant_goes_only_with_all_that_is_said_to_be_his() -> None:
    record = wadi_nahr()
    message = refused(record, change(record, "P9", "reject", reason=REASON))
    assert "P9" in message and "final_statement.stances.P9" in message
    after = corrected(
        record,
        change(record, "P9", "reject", reason=REASON),
        change(record, "final_statement.stances.P9", "reject", reason=REASON),
    )
    assert "P9" not in after.parts()
    # The holder of an item may also be corrected instead.
    held = {"D1": ["P2"], "D3": ["P1"]}
    assert held["D1"] == record.demands[0].by
    assert "T1" in refused(record, change(record, "P3", "reject", reason=REASON))


def test_references_to_a_rejected_participant_are_taken_out_and_noted() -> None:
    data = wadi_nahr_data()
    data["demands"][3]["addressees"] = ["P7", "P5"]
    record = Record.model_validate(data)
    reject = [change(record, item, "reject", reason=REASON) for item in ("P7", "T3")]
    after = corrected(record, *reject)
    assert after.demands[3].addressees == ["P5"]
    assert ("D4", "addressees", ["P7", "P5"], ["P5"]) in [
        (entry.item, entry.field, entry.before, entry.after) for entry in after.provenance.corrections
    ]
    read = corrected(record, change(record, "P8", "reject", reason=REASON))
    assert read.final_statement.read_by is None


def test_a_corrected_name_stands_wherever_the_record_speaks_and_never_in_a_quotation() -> None:
    record = wadi_nahr()
    name = both("سليم الراجحي", "Salim al-Rajihi")
    after = corrected(record, change(record, "P3", "correct", to={"name": name}))
    accusation = after.statements[0]
    assert accusation.text.en.startswith("Salim al-Rajihi holds")
    assert accusation.text.ar == "يحمّل سليم الراجحي الحركة مسؤولية قصف محطة المياه."
    assert "سالم الراجحي" in after.participants[2].evidence[0].quote
    adjusted = {(entry.item, entry.field) for entry in after.provenance.corrections if entry.action == "adjusted"}
    assert adjusted == {("T1", "text.ar"), ("T1", "text.en")}
    for language in LANGUAGES:
        text = render_brief(after, language=language, format="html")
        assert ("Salem al-Rajhi" if language == "en" else "يحمّل سالم") not in text
        assert text.count("سليم الراجحي" if language == "ar" else "Salim al-Rajihi") >= 3


@pytest.mark.parametrize(
    ("text", "names", "result"),
    [
        # A longer name that holds the old one is somebody else's.
        ("Rima speaks for the Rima Front.", {"P1": ("Rima", "Reema"), "P2": ("Rima Front", None)}, "Reema speaks for the Rima Front."),
        ("Rimal is a place; Rima is not.", {"P1": ("Rima", "Reema")}, "Rimal is a place; Reema is not."),
        # The new name holds the old one, and the text has it already.
        ("Layla Daim and Daim met.", {"P1": ("Daim", "Layla Daim")}, "Layla Daim and Layla Daim met."),
        # Two change places.
        ("A asks B.", {"P1": ("A", "B"), "P2": ("B", "A")}, "B asks A."),
        # Two of one name: nobody knows who is meant.
        ("Ali spoke.", {"P1": ("Ali", "Ali Hasan"), "P2": ("Ali", "Ali Husayn")}, "Ali spoke."),
        ("Ali spoke.", {"P1": ("Ali", "Ali Hasan"), "P2": ("Ali", None)}, "Ali spoke."),
    ],
)  # fmt: skip
def test_names_are_replaced_whole_and_only_where_they_are_meant(text: str, names: dict[str, Any], result: str) -> None:
    data = wadi_nahr_data()
    data["demands"][0]["text"]["en"] = text
    for id_, (old, _) in names.items():
        data["participants"][int(id_[1:]) - 1]["name"]["en"] = old
    record = Record.model_validate(data)
    changes = []
    for id_, (_, new) in names.items():
        if new is not None:
            arabic = record.participants[int(id_[1:]) - 1].name.ar
            changes.append(change(record, id_, "correct", to={"name": {"ar": arabic, "en": new}}))
    assert corrected(record, *changes).demands[0].text.en == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("تطالب الحركة الحكومة بوقف القصف.", "تطالب الجبهة الحكومة بوقف القصف."),
        ("قُدِّم الطلب للحركة وبالحركة والحركة وللحركة.", "قُدِّم الطلب للجبهة وبالجبهة والجبهة وللجبهة."),
        ("الحركات كثيرة.", "الحركات كثيرة."),
    ],
)
def test_arabic_names_are_replaced_with_the_particles_that_are_written_to_them(text: str, result: str) -> None:
    data = wadi_nahr_data()
    data["participants"][1]["name"]["ar"] = "الحركة"
    data["demands"][0]["text"]["ar"] = text
    record = Record.model_validate(data)
    to = {"name": {"ar": "الجبهة", "en": record.participants[1].name.en}}
    assert corrected(record, change(record, "P2", "correct", to=to)).demands[0].text.ar == result


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("D1", both("الإفراج عن 112 محتجزًا.", "The release of 121 detainees."), "figures_parity"),
        ("D1", both("الإفراج عن 500 محتجز.", "The release of 500 detainees."), "figures"),
        ("D1", both("لن يُفرج عن 112 محتجزًا.", "112 detainees will not be released."), "negation"),
        ("T3", both("شكر المبعوث البلد المضيف.", "The Envoy did not thank the host country."), "negation"),
        ("D1", both("طالب الإرهابيون بالإفراج عن 112 محتجزًا.", "The terrorists demand the release of 112 detainees."), "loaded"),
    ],
)
def test_doubtful_corrections_are_accepted_with_a_warning(item: str, text: dict[str, str], code: str) -> None:
    record = wadi_nahr()
    after = corrected(record, change(record, item, "correct", to={"text": text}))
    part: Any = after.parts()[item]
    assert part.text.model_dump() == text
    new = [warning for warning in after.quality.warnings if warning.item == item]
    assert code in {warning.code for warning in new}
    assert all(warning.message.ar and warning.message.en for warning in new)


def test_a_warning_about_the_old_wording_goes_with_it() -> None:
    data = wadi_nahr_data()
    data["quality"]["warnings"] += [
        {"code": "untranslated", "item": "D1", "severity": "warning", "message": both("بلا ترجمة.", "No translation.")},
        {"code": "misprint", "item": "D1", "severity": "warning", "message": both("خطأ.", "A misprint.")},
    ]
    record = Record.model_validate(data)
    text = {"ar": record.demands[0].text.ar, "en": "The Movement's delegation demands the release of 112 detainees."}
    after = corrected(record, change(record, "D1", "correct", to={"text": text}))
    assert [warning.code for warning in after.quality.warnings if warning.item == "D1"] == ["misprint"]
    assert ("D1", "warnings", "untranslated") in [(e.item, e.field, e.before) for e in after.provenance.corrections]


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ({"text": both("Not Arabic", "English.")}, "Arabic"),
        ({"text": both("نص عربي.", "نص عربي")}, "English"),
        ({"text": both("نص عربي.", "One word نص عربي طويل جدا")}, "English"),
        ({"text": both(" \u200f\t", "English.")}, "empty"),
        ({"text": both("نص.", "\x00")}, "empty"),
        ({"by": ["P77"]}, "P77"),
        ({"role": "host"}, "no role"),
        ({"status": "pledged"}, "no status"),
    ],
)
def test_what_would_spoil_the_record_is_refused(to: dict[str, Any], reason: str) -> None:
    record = wadi_nahr()
    message = refused(record, change(record, "D1", "correct", to=to))
    assert "D1" in message and reason in message and message.count("\n") == 0


def test_controls_and_line_ends_do_not_come_into_the_record() -> None:
    record = wadi_nahr()
    text = both("نص\u202e عربي\x00\nهنا.", "English\u2066 text\r\nhere.\x07")
    after = corrected(record, change(record, "T3", "correct", to={"text": text}))
    assert after.statements[2].text.model_dump() == both("نص عربي هنا.", "English text here.")


def test_corrections_of_another_record_are_refused() -> None:
    record = wadi_nahr()
    other = Record.load(ROOT / "examples/astana-first-day/gold.json")
    with pytest.raises(RecordError, match="another record.*S1"):
        apply_corrections(other, file(record, change(record, "D1", "accept")))
    more = [{"id": "S1", "sha256": record.sources[0].sha256}, {"id": "S2", "sha256": "0" * 64}]
    with pytest.raises(RecordError, match="another record.*S2"):
        apply_corrections(record, file(record, change(record, "D1", "accept"), sources=more))


@pytest.mark.parametrize("how", ["text", "by", "status", "evidence"])
def test_an_item_that_has_changed_since_is_refused(how: str) -> None:
    record = wadi_nahr()
    made = file(record, change(record, "D1", "accept"))
    data = wadi_nahr_data()
    demand = data["demands"][0]
    if how == "text":
        demand["text"]["en"] += " Now."
    elif how == "by":
        demand["by"] = ["P1"]
    elif how == "status":
        demand["status"] = "denied"
    else:
        demand["evidence"].pop()
    with pytest.raises(RecordError, match="D1.*has changed since"):
        apply_corrections(Record.model_validate(data), made)


def test_words_without_a_digest_must_be_the_items_in_both_languages() -> None:
    record = wadi_nahr()
    by_hand = {"item": "D1", "action": "accept", "replaces": record.demands[0].text.model_dump()}
    assert corrected(record, by_hand).provenance.corrections[0].action == "accepted"
    assert "has changed since" in refused(record, by_hand | {"replaces": {"ar": record.demands[0].text.ar}})
    assert "has changed since" in refused(record, by_hand | {"replaces": both("غير ذلك", "Something else")})


def test_an_unknown_item_one_twice_and_a_rejected_round_are_refused() -> None:
    record = wadi_nahr()
    first = change(record, "D1", "accept")
    assert "no such item" in refused(record, first | {"item": "D99"})
    assert "two of it" in refused(record, first, first)
    assert "cannot be rejected" in refused(record, change(record, "final_statement", "reject", reason=REASON))
    assert "cannot be rejected" in refused(record, change(record, "event", "reject", reason=REASON))


def test_applying_twice_is_refused_where_something_was_changed() -> None:
    record = wadi_nahr()
    made = file(record, change(record, "D1", "correct", to={"status": "denied"}))
    with pytest.raises(RecordError, match="has changed since"):
        apply_corrections(apply_corrections(record, made), made)
    gone = file(record, change(record, "T3", "reject", reason=REASON))
    with pytest.raises(RecordError, match="no such item"):
        apply_corrections(apply_corrections(record, gone), gone)


@pytest.mark.parametrize(
    "entry",
    [
        {"item": "D1", "action": "accept"},
        {"item": "D1", "action": "correct", "digest": "0" * 64},
        {"item": "D1", "action": "correct", "digest": "0" * 64, "to": {}},
        {"item": "D1", "action": "reject", "digest": "0" * 64},
        {"item": "D1", "action": "accept", "digest": "0" * 64, "to": {"status": "denied"}},
        {"item": "D1", "action": "delete", "digest": "0" * 64},
        {"item": "D1", "action": "accept", "digest": "0" * 64, "colour": "red"},
        {"item": "D1", "action": "correct", "digest": "0" * 64, "to": {"evidence": []}},
        {"item": "D1", "action": "reject", "digest": "0" * 64, "reason": {"ar": "سبب", "en": ""}},
    ],
)
def test_a_file_that_is_no_file_of_corrections_is_refused(entry: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"sources": [{"id": "S1", "sha256": "0" * 64}], "corrections": [entry]}), encoding="utf-8")
    with pytest.raises(RecordError, match="c.json is not a valid version 1 file of corrections"):
        Corrections.load(path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"sources": [], "corrections": []}', b"nonsense"])
def test_other_files_are_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(content)
    with pytest.raises(RecordError, match="c.json"):
        Corrections.load(path)
    with pytest.raises(RecordError, match="cannot be read"):
        Corrections.load(tmp_path / "missing.json")


def test_a_file_survives_a_round_trip() -> None:
    record = wadi_nahr()
    made = file(record, change(record, "D1", "reject", reason=REASON), change(record, "D2", "correct", to={"by": ["P1", "P2"]}))
    assert Corrections.from_json(made.to_json()) == made
    assert isinstance(made.corrections[0], Change)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_says_how_much_of_it_was_reviewed_and_corrected(language: Any) -> None:
    record = wadi_nahr()
    total = len(record.parts())
    some = corrected(record, change(record, "D1", "accept"), change(record, "D2", "correct", to={"status": "standing"}))
    text = render_brief(some, language=language, format="md")
    first = {
        "en": f"Draft, partly reviewed: 2 of {total} items; corrected: 1",
        "ar": f"مسودة رُوجعت جزئياً: العناصر المراجَعة 2 من {total}، والمصحَّحة 1",
    }[language]
    assert first.replace(" ", "") in text.replace("\u2068", "").replace("\u2069", "").replace(" ", "")
    draft = {"en": "Machine draft of a small language model", "ar": "مسودة آلية أعدها نموذج لغوي صغير"}[language]
    assert draft in text
    every = corrected(record, *(change(record, item, "accept") for item in record.parts()))
    text = render_brief(every, language=language, format="html")
    assert {"en": "Reviewed by an editor", "ar": "راجعها محرِّر"}[language] in text
    assert draft not in text
    assert "L. Haddad" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejected_item_is_shown_with_its_sentence_and_the_reviewers_reason(language: Any) -> None:
    record = wadi_nahr()
    after = corrected(record, change(record, "T1", "reject", reason=REASON))
    text = render_brief(after, language=language, format="html")
    by = {"en": "Rejected by the reviewer: ", "ar": "رفضه المراجع: "}[language]
    assert f"{by}{REASON[language]}" in text
    assert getattr(record.statements[0].text, language) in text.replace("<bdi>", "")
    assert 'id="T1"' not in text


def test_reasons_and_names_of_reviewers_are_fit_for_the_record() -> None:
    record = wadi_nahr()
    hostile = both("\u202eمكرر\x00.\n", "Repeated\u2066.\r\n")
    made = file(record, change(record, "T3", "reject", reason=hostile), reviewer="L. \u202eHaddad\n")
    after = apply_corrections(record, made)
    entry = after.provenance.corrections[0]
    assert (entry.by, entry.reason and entry.reason.model_dump()) == ("L. Haddad", both("مكرر.", "Repeated."))
    assert after.quality.rejected[-1].reason == entry.reason
    assert "Arabic" in refused(record, change(record, "T3", "reject", reason=both("Repeated.", "Repeated.")))
    blank = apply_corrections(record, file(record, change(record, "T3", "accept"), reviewer=" \u200f"))
    assert blank.provenance.corrections[0].by is None


TO: dict[str, dict[str, Any]] = {
    "demand": {"by": ["P9"], "status": "withdrawn", "text": both("تطالب حكومة الوادي بشيء.", "The Government of the Wadi asks.")},
    "commitment": {"by": ["P7", "P8"], "status": "claimed"},
    "clause": {"operative": True, "text": both("بند.", "A clause.")},
    "statement": {"act": "OTHER", "by": ["P5"]},
    "next_step": {"date": "2024-05-01"},
    "stance": {"stance": "endorses"},
    "participant": {"name": both("اسم آخر", "Another Name"), "role": "observer"},
    "final_statement": {"status": "draft"},
    "event": {"name": both("محادثات أخرى", "Other talks")},
}


@settings(max_examples=60, deadline=None)
@given(decisions=st.dictionaries(st.sampled_from(list(wadi_nahr().parts())), st.sampled_from(["accept", "correct", "reject"])))
def test_whatever_is_decided_the_record_holds_together_or_says_why_not(decisions: dict[str, str]) -> None:
    record = wadi_nahr()
    changes = []
    for item, action in decisions.items():
        kind = KINDS[type(record.parts()[item])]
        if action == "reject" and kind not in {"event", "final_statement"}:
            changes.append(change(record, item, "reject", reason=REASON))
        else:
            changes.append(
                change(record, item, "correct", to=TO[kind]) if action == "correct" else change(record, item, "accept")
            )
    try:
        after = apply_corrections(record, file(record, *changes))
    except RecordError as error:
        if "would lose whose it is" not in str(error):
            raise
        return
    after = Record.from_json(after.to_json())
    rejected = {entry["item"] for entry in changes if entry["action"] == "reject"}
    assert after.parts().keys() == record.parts().keys() - rejected
    assert len(after.quality.rejected) == len(record.quality.rejected) + len(rejected)
    noted = [entry.item for entry in after.provenance.corrections if entry.action != "adjusted"]
    assert set(noted) == set(decisions)
    for language in LANGUAGES:
        assert render_brief(after, language=language, format="review")


def test_the_command_applies_corrections_and_saves_the_record(run: Run, tmp_path: Path) -> None:
    record = wadi_nahr()
    (tmp_path / "record.json").write_text(record.to_json(), encoding="utf-8")
    made = file(record, change(record, "D1", "correct", to={"status": "withdrawn"}))
    (tmp_path / "c.json").write_text(made.to_json(), encoding="utf-8")
    saved = tmp_path / "new" / "reviewed.json"
    done = run("render", tmp_path / "record.json", "--format", "md", "--corrections", tmp_path / "c.json", "--save-record", saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == str(saved)
    assert Record.load(saved) == apply_corrections(record, made)
    assert "withdrawn" in (tmp_path / "brief.en.md").read_text(encoding="utf-8")
    assert (tmp_path / "record.json").read_text(encoding="utf-8") == record.to_json()

    other = ROOT / "examples/astana-first-day/gold.json"
    failed = run(
        "render", other, "--out", tmp_path / "no", "--corrections", tmp_path / "c.json", "--save-record", tmp_path / "no.json"
    )
    assert failed.returncode == 2
    assert "another record" in failed.stderr and failed.stderr.count("\n") == 1
    assert not (tmp_path / "no").exists() and not (tmp_path / "no.json").exists()


def test_render_takes_corrections_as_an_object_or_a_file(tmp_path: Path) -> None:
    record = wadi_nahr()
    made = file(record, change(record, "D1", "correct", to={"status": "withdrawn"}))
    (tmp_path / "c.json").write_text(made.to_json(), encoding="utf-8")
    one = render(record, out=tmp_path / "a", formats=("md", "review"), corrections=made)
    other = render(record, out=tmp_path / "b", formats=("md", "review"), corrections=tmp_path / "c.json")
    assert [path.name for path in one] == ["brief.ar.md", "brief.en.md", "review.html"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_the_schema_is_the_models(run: Run) -> None:
    assert (ROOT / "schemas/corrections.v1.schema.json").read_text(encoding="utf-8") == corrections_schema()
    done = run("schema", "--corrections")
    assert done.stdout == corrections_schema()
