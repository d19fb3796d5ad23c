"""Run the whole extraction against a scripted endpoint that answers by question: participants, items, round, English."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from briefing.api import extract
from briefing.record import Record
from briefing.settings import make_settings
from tests.scripted_server import ScriptedServer, Step, answer

FRAME = {"name": "جولة محادثات", "name_en": "Round of talks", "outcome": {"status": "not_stated"}}


def question_of(request: dict[str, Any]) -> str:
    """Which question a request puts, told by its instructions."""
    system = request["messages"][0]["content"]
    if "translate one Arabic sentence" in system:
        return "english"
    if "describe the round" in system:
        return "frame"
    return "participants" if "list who takes part" in system else "items"


class Script:
    """Answers by question; items may be a list of answers, one for each time they are asked for."""

    def __init__(
        self,
        participants: list[dict[str, Any]],
        items: list[Any],
        frame: dict[str, Any] | None = None,
        english: Callable[[str], str] | str = "",
    ) -> None:
        self.participants = participants
        self.items = list(items)
        self.frame = frame or FRAME
        self.english = english
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, request: dict[str, Any]) -> Step:
        question = question_of(request)
        self.asked.append(question)
        if question == "participants":
            return answer({"participants": self.participants})
        if question == "frame":
            return answer(self.frame)
        if question == "english":
            said = request["messages"][-1]["content"]
            return answer({"en": self.english(said) if callable(self.english) else self.english})
        self.complaints.append(request["messages"][-1]["content"])
        items = self.items.pop(0) if len(self.items) > 1 else self.items[0]
        return items if isinstance(items, Step) else answer({"items": items})


def run(text: str, script: Script, *, published: str | None = "2024-05-14", profile: str = "server") -> Record:
    """Extract a record of ``text`` with a scripted model; the record is read back from its JSON."""
    with ScriptedServer(script) as server:
        settings = make_settings(model="scripted", base_url=server.url, api_key="none", profile=profile, attempts=1)
        record = extract(text, published=published, settings=settings)
    return Record.from_json(json.dumps(json.loads(record.to_json()), ensure_ascii=False))
