"""A scripted model inside the process: it is asked what a real one is asked, and answers from a sheet of right and wrong items.

It reads the question as a model would (numbered lines, offered names) and points at the line that holds its quote, so
that a sheet needs no line numbers and stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefing.arabic import folded
from briefing.channels import EndpointKind, Message, Usage
from briefing.errors import ModelInvalidError
from briefing.extraction import extract_record
from briefing.record import Record
from briefing.settings import make_settings
from briefing.source import report_from_text

T = TypeVar("T", bound=BaseModel)
Sheet = Sequence[Mapping[str, Any]]
FRAME: dict[str, Any] = {"name": "", "name_en": "", "outcome": {"status": "not_stated"}}
_LINE = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


@dataclass
class Answers:
    """What the scripted model says: ``items`` at first, ``again`` when it is asked again (None: the same once more).

    Each item is an ItemDraft without ``line``; ``near`` gives words of the line where the quote itself does not stand in
    the report. ``english`` gives the translation of an Arabic sentence (None: that of the item whose words it has).
    """

    participants: Sheet
    items: Sheet
    frame: Mapping[str, Any] = field(default_factory=lambda: FRAME)
    again: Sheet | None = None
    english: Callable[[str], str] | None = None


class ScriptedModel:
    """A Completer that answers from a sheet; ``asked`` and ``complaints`` tell what it was asked."""

    model = "scripted"
    endpoint_kind: EndpointKind = "endpoint"

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.complaints: list[str] = []

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """The sheet's answer, validated as a real one would be."""
        usage.calls += 1
        system, last = messages[0]["content"], messages[-1]["content"]
        if "translate one Arabic sentence" in system:
            value: dict[str, Any] = {"en": self._english(last)}
            question = "english"
        elif "describe the round" in system:
            value, question = dict(self.answers.frame), "frame"
        elif "list who takes part" in system or "participants" in response_model.model_fields:
            value, question = {"participants": self._participants(response_model)}, "participants"
        elif last.startswith("Some items cannot be used"):
            self.complaints.append(last)
            question = "again"
            items = self.answers.items if self.answers.again is None else self.answers.again
            value = {"items": self._items(items, messages[-3]["content"], response_model)}
        else:
            value, question = {"items": self._items(self.answers.items, last, response_model)}, "items"
        self.asked.append(question)
        try:
            return response_model.model_validate(value)
        except ValidationError as error:
            raise ModelInvalidError(str(error)) from error

    def _participants(self, response_model: type[BaseModel]) -> list[Mapping[str, Any]]:
        drafts = list(self.answers.participants)
        if response_model.__name__ == "ParticipantsDraft":
            return drafts
        offered = _names(response_model, "participants", "name")
        known = {folded(str(draft["name"])): draft for draft in drafts}
        return [dict(known[folded(name)]) | {"name": name} for name in offered if folded(name) in known]

    def _items(self, sheet: Sheet, question: str, response_model: type[BaseModel]) -> list[dict[str, Any]]:
        lines = {int(number): _letters(re.sub("[⟦⟧]", "", line)) for number, line in _LINE.findall(question)}
        offered = _names(response_model, "items", "by")
        found = []
        for item in sheet:
            wanted = _letters(str(item.get("near") or item["quote"]))
            line = next((number for number, words in lines.items() if wanted in words), None)
            line = line or next((number for number, words in lines.items() if wanted[:20] and wanted[:20] in words), None)
            line = line or next((number for number, words in lines.items() if _goes_on(words, wanted)), None)
            if line is None:
                continue
            value = {name: entry for name, entry in item.items() if name not in {"near", "record"}} | {"line": line}
            value["by"] = [_chosen(name, offered) for name in item.get("by", ["none"])]
            value["to"] = [_chosen(name, offered) for name in item.get("to", [])]
            value["said_by"] = _chosen(str(item.get("said_by", "none")), offered)
            found.append(value)
        return found

    def _english(self, question: str) -> str:
        sentence = question.splitlines()[-1]
        if self.answers.english is not None:
            return self.answers.english(sentence)
        words = set(folded(sentence).split())

        def shared(item: Mapping[str, Any]) -> float:
            own = set(folded(str(item["quote"])).split())
            return len(own & words) / (len(own) or 1)

        return str(max(self.answers.items, key=shared).get("en", "")) if self.answers.items else ""


def read(
    text: str, model: ScriptedModel, *, published: str | None = "2024-05-14", profile: str = "server", title: str | None = None
) -> Record:
    """The record of ``text`` as extraction makes it with the scripted model."""
    import asyncio

    report = report_from_text(text, published=published, title=title)
    settings = make_settings(model="scripted", base_url="http://127.0.0.1:9/v1", api_key="none", profile=profile)
    return asyncio.run(extract_record(report, model, settings=settings))


def _names(response_model: type[BaseModel], field_name: str, inner: str) -> list[str]:
    schema = response_model.model_json_schema()
    entry = schema["properties"][field_name]["items"]["$ref"].rsplit("/", 1)[-1]
    given = schema["$defs"][entry]["properties"][inner]
    given = given.get("items", given)
    values = given.get("enum", [given.get("const")])
    return [value for value in values if value is not None]


def _goes_on(line: str, wanted: str) -> bool:
    """Whether what is wanted begins at the end of a line, and goes on in the next."""
    return any(line.endswith(wanted[:length]) for length in range(len(wanted), 7, -1))


def _letters(text: str) -> str:
    return folded(text).replace(" ", "")


def _chosen(name: str, offered: Sequence[str]) -> str:
    """The offered label that a reader would take for a name; a name that is not offered is answered as it is."""
    if name in offered or name == "none":
        return name
    wanted = set(folded(name).split())
    for label in offered:
        if _letters(label) == _letters(name):
            return label
    for label in offered:
        words = set(folded(label).split())
        if label != "none" and wanted and (wanted <= words or words <= wanted):
            return label
    return name
