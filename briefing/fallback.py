"""A second model for when the first cannot be reached or refuses."""

from __future__ import annotations

import asyncio

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import ModelError, ModelRefusedError, ModelUnavailableError


class FallbackChannel:
    """Sends a request to ``second``, for ``model``, when ``first`` is unavailable or refuses after all its retries.

    A wrong key or an unknown name is no reason: that is to be told, not covered up. The second has as many tries as the
    first had.
    """

    def __init__(self, first: Channel, second: Channel, model: str) -> None:
        self._first = first
        self._second = second
        self._model = model

    async def aclose(self) -> None:
        """See Channel."""
        await asyncio.gather(self._first.aclose(), self._second.aclose())

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises the error of the second, which tells that of the first as well."""
        tries = question.tries
        try:
            return await self._first.send(request, question)
        except (ModelUnavailableError, ModelRefusedError) as error:
            first = error
        question.tries = tries
        try:
            answer = await self._second.send(request | {"model": self._model}, question)
        except ModelError as second:
            second.args = (f"{first} The fallback model {self._model} gave no answer either: {second}",)
            raise second from first
        if answer.model is None:
            answer.completion["model"] = self._model  # so that the record does not name the first
        return answer
