"""What endpoints call things: parameters of a request that some models do not take, or know by another name.

OpenAI's reasoning models want ``max_completion_tokens`` for ``max_tokens`` and no ``temperature``; other servers know no
``seed``. An endpoint that says so is heard: the parameter is renamed or left out, then and from then on.
"""

from __future__ import annotations

import re

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import ModelRejectedError

_OTHER_NAMES = {"max_tokens": "max_completion_tokens"}
# Without these an answer is as good, if less repeatable; without others it would be another answer.
_DISPENSABLE = ("temperature", "seed", "max_completion_tokens", "max_tokens", "parallel_tool_calls")
# What a request may hold: an endpoint may write anything for the name of what it refuses, the words of a report too.
_PARAMETERS = re.compile(rf"(?:{'|'.join(_DISPENSABLE)}|model|messages|tools|tool_choice|response_format)(?![a-z_])")
_REASONING_MODELS = re.compile(r"(?:.*/)?(?:gpt-5|o[1-9])(?:[-.].*)?")


class DialectChannel:
    """Says a request as the endpoint wants it, once the endpoint has said how; what it was refused for costs no try."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._renamed: dict[str, str] = {}
        self._left_out: set[str] = set()

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        while True:
            said = self._said(request)
            try:
                return await self._channel.send(said, question)
            except ModelRejectedError as error:
                if error.parameter not in said or not self._learn(error.parameter):
                    raise
                question.tries += 1

    def _said(self, request: Request) -> Request:
        return {
            self._renamed.get(name, name): value
            for name, value in request.items()
            if name not in self._left_out and self._renamed.get(name) not in self._left_out
        }

    def _learn(self, parameter: str) -> bool:
        """Take note of a parameter that was refused, in one question or several at once; False if it must be there."""
        if parameter not in _DISPENSABLE:
            return False
        if parameter in _OTHER_NAMES:
            self._renamed[parameter] = _OTHER_NAMES[parameter]
        else:
            self._left_out.add(parameter)
        return True


def refused_parameter(told: object, message: str) -> str | None:
    """The parameter that an endpoint refuses, by the ``param`` of its error or by its words; None if it means another thing."""
    if not re.search(
        r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|deprecated",
        message,
        re.IGNORECASE,
    ):
        return None
    named = told.get("param") if isinstance(told, dict) else None
    if isinstance(named, str) and (ours := re.match(_PARAMETERS, named)):
        return ours.group()
    # "'max_tokens' is not supported, use 'max_completion_tokens'": what stands first is what was refused.
    found = re.search(rf"\b(?:{'|'.join(_DISPENSABLE)})\b", message)
    return found.group() if found else None


def in_dialect_of(model: str, request: Request) -> Request:
    """A request as a model of OpenAI's takes it, for when nobody can say what was wrong in time."""
    if not _REASONING_MODELS.fullmatch(model):
        return request
    said = {_OTHER_NAMES.get(name, name): value for name, value in request.items()}
    said.pop("temperature", None)
    return said
