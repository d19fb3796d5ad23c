from __future__ import annotations

import json
from typing import Any

import pytest

from briefing.errors import RecordError
from briefing.record import Record
from tests.conftest import ROOT
from tests.records import astana

GOLD = sorted((ROOT / "examples").glob("*/gold.json"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.parent.name)
def test_gold_records_are_valid_and_quote_their_reports(path: Any) -> None:
    record = Record.load(path)
    report = (path.parent / "report.ar.txt").read_bytes().decode("utf-8")
    assert record.sources[0].text == report
    assert record.evidence_problems({"S1": report}) == []


def test_a_record_survives_a_round_trip() -> None:
    record = Record.load(GOLD[0])
    assert Record.from_json(record.to_json()).to_json() == record.to_json()


def spoil(data: dict[str, Any], how: str) -> None:
    demand = data["demands"][0]
    if how == "quote":
        demand["evidence"][0]["quote"] = "x" * len(demand["evidence"][0]["quote"])
    elif how == "offsets":
        demand["evidence"][0]["start"] += 1
        demand["evidence"][0]["end"] += 1
    elif how == "length":
        demand["evidence"][0]["end"] += 1
    elif how == "no evidence":
        demand["evidence"] = []
    elif how == "holder":
        demand["by"] = ["P99"]
    elif how == "no holder":
        demand["by"] = []
    elif how == "duplicate id":
        data["demands"][1]["id"] = demand["id"]
    elif how == "order":
        data["participants"][0]["id"], data["participants"][1]["id"] = "P2", "P1"
    elif how == "extra field":
        demand["colour"] = "red"
    elif how == "type":
        data["sources"][0]["characters"] = "12"
    elif how == "enumeration":
        demand["status"] = "urgent"
    elif how == "date":
        data["event"]["start"] = {"as_reported": "x", "value": "23/1/2017"}
    elif how == "source":
        demand["evidence"][0]["source"] = "S2"
    elif how == "conflict":
        data["conflicts"] = [{"about": {"ar": "ا", "en": "a"}, "items": ["D99"]}]


@pytest.mark.parametrize(
    "how",
    ["quote", "offsets", "length", "no evidence", "holder", "no holder", "duplicate id", "order", "extra field", "type",
     "enumeration", "date", "source", "conflict"],
)  # fmt: skip
def test_a_record_that_breaks_an_invariant_is_refused(how: str) -> None:
    data = astana()
    Record.from_json(json.dumps(data))
    spoil(data, how)
    with pytest.raises(RecordError) as caught:
        Record.from_json(json.dumps(data), name="r.json")
    assert str(caught.value).startswith("r.json is not a valid")


def test_ids_may_have_gaps() -> None:
    data = astana()
    removed = data["demands"].pop(0)["id"]
    data["conflicts"] = []
    data["quality"]["warnings"] = []
    assert removed == "D1"
    assert Record.from_json(json.dumps(data)).demands[0].id == "D2"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema_version": "2.0"}', "null", "\x00"])
def test_what_is_no_record_is_named_so(text: str) -> None:
    with pytest.raises(RecordError):
        Record.from_json(text)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        Record.load("no-such-file.json")
