"""A report that is read before the first one: what takes its time when it is done for the first time is done then.

Libraries that load late, glossaries, patterns, templates: together they take a second, and a worker that met them with
thirty reports in hand would leave the endpoint idle for as long. So a worker reads a report of its own first, with answers
that stand here, into a folder that is thrown away. Nobody hears of it: no call is made, nothing is counted or logged.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing.channels import Answer, EndpointKind, Message, Question, Request, Usage
from briefing.jobs import Done, Job, read_one
from briefing.llm import OpenAICompleter
from briefing.manifests import Entry, ManifestLine
from briefing.telemetry import unobserved

T = TypeVar("T", bound=BaseModel)

REPORT = "وطالبت النرويج في ختام جولة أوسلو الثالثة أمس بفتح المعابر الثلاثة، بينما تعهدت السويد بتمويل لجنة السدود بمليون دولار."
_ANSWERS: dict[str, dict[str, Any]] = {  # by a field that the answer to no other question has
    "participants": {
        "participants": [
            {"name": "النرويج", "en": "Norway", "kind": "state", "role": "party"},
            {"name": "السويد", "en": "Sweden", "kind": "state", "role": "party"},
        ]
    },
    "items": {
        "items": [
            {
                "line": 1,
                "kind": "demand",
                "by": ["النرويج"],
                "quote": "بفتح المعابر الثلاثة",
                "status": "standing",
                "en": "Norway demands the opening of the three crossings.",
            },
            {
                "line": 2,
                "kind": "commitment",
                "by": ["السويد"],
                "quote": "بتمويل لجنة السدود بمليون دولار",
                "status": "pledged",
                "en": "Sweden pledges to fund the dams committee with 1 million dollars.",
            },
        ]
    },
    "outcome": {"name": "جولة أوسلو الثالثة", "name_en": "Third Oslo round", "outcome": {"status": "not_stated"}},
    "en": {"en": "Norway demands the opening of the three crossings."},
}


async def rehearse(job: Job, *, model: str, endpoint_kind: EndpointKind) -> Done:
    """Read a report as ``job`` has reports read, but for where it goes. Raises OSError if there is no place for its files."""
    prompter = _Prompter()
    completer = OpenAICompleter(job.settings, model=model, endpoint_kind=endpoint_kind, channel=prompter)
    with tempfile.TemporaryDirectory(prefix="briefing-") as place, unobserved():
        line = ManifestLine(text=REPORT, published="2026-01-15")
        entry = Entry(0, "rehearsal", "rehearsal", None, line)
        return await read_one(entry, replace(job, out=Path(place), apart=False), _Prompted(completer, prompter))


class _Prompter:
    """Answers every request with what was laid ready for it."""

    def __init__(self) -> None:
        self.ready: dict[str, Any] = {}

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        question.take()
        content = json.dumps(self.ready, ensure_ascii=False)
        message: dict[str, Any] = {"role": "assistant", "content": content}
        if tools := request.get("tools"):
            called = {"name": tools[0]["function"]["name"], "arguments": content}
            message = {"role": "assistant", "tool_calls": [{"id": "call", "type": "function", "function": called}]}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return Answer({"id": "", "object": "chat.completion", "created": 0, "model": request["model"], "choices": [choice]})

    async def forget(self, question: Question) -> None:
        """See KeepingChannel."""

    async def aclose(self) -> None:
        """See Channel."""


class _Prompted:
    """Lays the answer ready before a question is put."""

    def __init__(self, completer: OpenAICompleter, prompter: _Prompter) -> None:
        self.model = completer.model
        self.endpoint_kind: EndpointKind = completer.endpoint_kind
        self._completer = completer
        self._prompter = prompter

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer."""
        self._prompter.ready = next((one for field, one in _ANSWERS.items() if field in response_model.model_fields), {})
        return await self._completer.complete(messages, response_model, usage=usage, max_tokens=max_tokens)
