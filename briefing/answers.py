"""What an answer must be before it is read: a choice with a message, neither refused nor filtered nor empty.

Endpoints say in half a dozen places that a model did not answer; instructor looks into few of them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import ModelRefusedError, ModelUnavailableError

NO_COMPLETION = "answered with something that is no chat completion: check the address"
_NO_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
_REASONING = re.compile(r"^\s*<(think|thinking|reasoning)>.*?</\1>\s*", re.DOTALL)


class CheckingChannel:
    """Refuses what would be taken for an answer and is none. ``where`` is the endpoint as messages name it."""

    def __init__(self, channel: Channel, where: str) -> None:
        self._channel = channel
        self._where = where

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ModelRefusedError or ModelUnavailableError."""
        answer = await self._channel.send(request, question)
        check_answer(answer, self._where)
        return answer


def check_answer(answer: Answer, where: str) -> None:
    """Raises ModelRefusedError or ModelUnavailableError if something from ``where`` is no answer."""

    def unavailable(what: str) -> ModelUnavailableError:
        return ModelUnavailableError(f"{where} {what}.", transient=True)

    choices = answer.completion.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise unavailable("answered without a choice: try later or another endpoint")
    if choice.get("finish_reason") == "content_filter":
        raise ModelRefusedError("The endpoint's content filter stopped the answer: try another model or endpoint.")
    if message.get("refusal"):
        raise ModelRefusedError("The model declined to read this text: try another model.")
    content, calls = message.get("content"), message.get("tool_calls")
    if not isinstance(content, str | None) or not _are_calls(calls):
        raise unavailable(NO_COMPLETION)
    if choice.get("finish_reason") != "length" and not content and not calls:
        raise unavailable("answered with empty content: try later or another model")


def readable(completion: dict[str, Any]) -> dict[str, Any]:
    """A checked completion as instructor can read it; the one that was given stays as it came.

    Without a reasoning block in front of the JSON, and with a ``usage`` of nothing: instructor would add up whatever stands
    there, and where nothing stands it tries each time to load the library of another provider.
    """
    choice = completion["choices"][0]
    message = choice["message"]
    if content := message.get("content"):
        message = message | {"content": _REASONING.sub("", content)}
    return completion | {"choices": [choice | {"message": message}], "usage": _NO_USAGE}


def parsed(body: bytes) -> dict[str, Any] | None:
    """The JSON object of a body; None if it is something else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _are_calls(calls: Any) -> bool:
    if not calls:
        return True
    if not isinstance(calls, list):
        return False
    functions = [call.get("function") if isinstance(call, dict) else None for call in calls]
    return all(
        isinstance(function, dict) and isinstance(function.get("name"), str) and isinstance(function.get("arguments"), str)
        for function in functions
    )
