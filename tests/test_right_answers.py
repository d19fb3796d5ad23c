"""Right answers in the words of many models, each beside wrong ones to the same report: the right pass, the wrong do not.

``tests/right_answers.toml`` has them: a report's sentences (``text``, behind those of ``opening``) and items as a model gives
them, with all the English sentences that are ``right`` for an item and some that are ``wrong``; ``settled`` is the status that an
item has in the record, where that is told.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from briefing.record import Record
from tests.conftest import ROOT
from tests.scripted import Answers, ScriptedModel, read

SHEET = tomllib.loads((ROOT / "tests" / "right_answers.toml").read_text(encoding="utf-8"))
_OF_THE_SHEET = {"right", "wrong", "settled"}


def answers() -> Iterator[Any]:
    for number, probe in enumerate(SHEET["probe"], 1):
        for place, item in enumerate(probe["item"], 1):
            for verdict in ("right", "wrong"):
                for english in item.get(verdict, []):
                    yield pytest.param(probe, item, english, verdict, id=f"{probe['about']}-{number}-{place}-{english}")


def record_of(probe: dict[str, Any], item: dict[str, Any], english: str) -> Record:
    """The record of a probe whose one item a model puts in an English sentence, and insists on it."""
    text = f"{probe.get('opening', SHEET['opening'])}\n\n{probe['text']}\n"
    people = [person for person in SHEET["person"] if person["name"] in text]
    answer = {name: value for name, value in item.items() if name not in _OF_THE_SHEET} | {"en": english}
    return read(text, ScriptedModel(Answers(people, [answer])), published=probe.get("published", SHEET["published"]))


def holders_of(record: Record) -> list[str | None]:
    """The Arabic names of those whose items a record has."""
    names = {one.id: one.name.ar for one in record.participants}
    return [names[holder] for item in record.items() for holder in getattr(item, "by", [])]


@pytest.mark.parametrize(("probe", "item", "english", "verdict"), list(answers()))
def test_a_right_answer_passes_and_a_wrong_one_does_not(
    probe: dict[str, Any], item: dict[str, Any], english: str, verdict: str
) -> None:
    record = record_of(probe, item, english)
    told = [one.text.en for one in record.items()]
    refused = [f"{entry.check}: {entry.reason.en}" for entry in record.quality.rejected]
    if verdict == "right":
        assert (refused, len(told)) == ([], 1)
        assert holders_of(record) == [name for name in item["by"] if name != "none"]
        settled = [getattr(one, "status", None) for one in record.items()]
        assert settled == [item.get("settled", *settled)]
    else:
        assert english not in told
        assert refused
