"""What an answer must be before it is read: a choice with a message, neither refused nor filtered nor empty.

Endpoints say in half a dozen places that a model did not answer; instructor looks into few of them. And models put more than
their answer into it, or put it elsewhere than they were asked to; instructor knows some of these ways in some modes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import ModelRefusedError, ModelUnavailableError

NO_COMPLETION = "answered with something that is no chat completion: check the address"
_NO_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
# Where the beginning of the reasoning is part of the prompt, only its end is in the answer.
_REASONING = re.compile(r"^(?:\s*<(?:think|thinking|reasoning)>)?.*?</(?:think|thinking|reasoning)>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?\s*(\{.*?\})\s*```", re.DOTALL | re.IGNORECASE)


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
    if message.get("refusal") or _is_declined(message.get("content")):
        raise ModelRefusedError("The model declined to read this text: try another model.")
    content, calls = _text(message.get("content")), message.get("tool_calls")
    if content is None or not _are_calls(calls):
        raise unavailable(NO_COMPLETION)
    if choice.get("finish_reason") != "length" and not content and not calls:
        raise unavailable("answered with empty content: try later or another model")


def readable(completion: dict[str, Any], request: Request) -> dict[str, Any]:
    """A checked completion as instructor can read it; the one that was given stays as it came.

    The JSON that was asked for stands alone and where it was asked for, if there is one. And ``usage`` is of nothing: instructor
    would add up whatever stands there, and where nothing stands it tries each time to load the library of another provider.
    """
    choice = completion["choices"][0]
    message = choice["message"]
    content, calls = _only_json(_text(message.get("content")) or ""), message.get("tool_calls") or []
    wanted = request.get("tool_choice") if request.get("tools") else None
    if calls:
        calls = [
            call | {"function": call["function"] | {"arguments": _encodable(call["function"]["arguments"])}} for call in calls
        ]
        if not wanted and not content and len(calls) == 1:
            content, calls = calls[0]["function"]["arguments"], []
    elif isinstance(wanted, dict) and parsed(content.encode()) is not None:
        calls = [{"id": "call", "type": "function", "function": {"name": wanted["function"]["name"], "arguments": content}}]
    message = message | {"content": content, "tool_calls": calls or None}
    return completion | {"choices": [choice | {"message": message}], "usage": _NO_USAGE}


def _text(content: Any) -> str | None:
    """The text of a content, which may come in parts, some of them reasoning; None if it is something else."""
    if isinstance(content, str | None):
        return content or ""
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        return None
    texts = [part.get("text") for part in content if part.get("type") in {"text", "output_text"}]
    return "".join(texts) if texts and all(isinstance(text, str) for text in texts) else None


def _is_declined(content: Any) -> bool:
    return isinstance(content, list) and any(isinstance(part, dict) and part.get("type") == "refusal" for part in content)


def _only_json(text: str) -> str:
    """The JSON object of a text, without what a model puts around it; the text itself if it holds none, or something beside it.

    All of a fence has to be the object, or all between the first brace and the last: what is left of an answer that was cut
    may hold whole objects, and is not to be taken for the answer.
    """
    text = _encodable(text).strip("\ufeff \t\r\n")
    if text.startswith("{") and text.endswith("}"):
        return text
    text = _REASONING.sub("", text)
    fenced = _FENCED.findall(text)
    whole = text[text.find("{") : text.rfind("}") + 1]
    candidates = [*fenced[-1:], *([whole] if text.rfind("}") > text.rfind("{") else [])]
    return next((one for one in candidates if parsed(one.encode()) is not None), text)


def _encodable(text: str) -> str:
    """A text of which half letters (lone surrogates) are replaced: nothing that holds them can be sent back or kept."""
    return text.encode("utf-8", "replace").decode()


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
