"""Asking again after a fault: how long to wait, when it is no longer worth it, and whom else to ask then."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from briefing.channels import LONGEST_WAIT, Answer, Channel, Question, Request
from briefing.errors import ModelDownError, ModelError, ModelRefusedError, ModelUnavailableError


@dataclass(frozen=True)
class Backoff:
    """How long to wait between tries, in seconds: doubling from ``first`` to ``most``, with full jitter."""

    first: float = 1.0
    most: float = 20.0


class RetryBudget:
    """How many requests of a run may be made again: ``share`` of the requests so far, and ``floor`` besides.

    It keeps a dead endpoint from costing as many tries as there are questions. Requests that were turned away by a rate
    limit are not counted here: the endpoint lives, and pacing sees to it.
    """

    def __init__(self, share: float = 0.2, floor: int = 10) -> None:
        self._share = share
        self._floor = floor
        self._requests = 0
        self._retries = 0

    def ask(self) -> None:
        """Count a request that is made for the first time."""
        self._requests += 1

    def take(self) -> bool:
        """Whether one may be made again; counts it if so."""
        if self._retries >= self._floor + self._share * self._requests:
            return False
        self._retries += 1
        return True


class RetryingChannel:
    """Makes a request again, after a wait, while its error is transient and the question has tries left."""

    def __init__(self, channel: Channel, backoff: Backoff, budget: RetryBudget | None = None) -> None:
        self._channel = channel
        self._backoff = backoff
        self._budget = budget or RetryBudget()

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ModelUnavailableError if the next try would come too late for the report."""
        import tenacity

        self._budget.ask()
        grows = tenacity.wait_random_exponential(multiplier=self._backoff.first, max=self._backoff.most)
        late: list[float] = []

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(_asked_wait(error), grows(state))

        def stop(state: tenacity.RetryCallState) -> bool:
            if question.tries <= 0:
                return True
            if state.upcoming_sleep > question.usage.time_left:
                late.append(state.upcoming_sleep)
                return True
            error = state.outcome.exception() if state.outcome else None
            return not (isinstance(error, ModelError) and error.limited) and not self._budget.take()

        tries = tenacity.AsyncRetrying(stop=stop, retry=tenacity.retry_if_exception(_is_worth_retrying), wait=wait, reraise=True)
        try:
            return await tries(self._channel.send, request, question)
        except ModelError as error:
            if late:
                raise ModelUnavailableError(
                    f"The time for this report (report_timeout) ends before the next try, in {late[0]:.0f} s: {error}",
                    calls=question.made,
                ) from error
            raise


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


def _asked_wait(error: BaseException | None) -> float:
    return (error.retry_after or 0.0) if isinstance(error, ModelError) else 0.0


def _is_worth_retrying(error: BaseException) -> bool:
    if not isinstance(error, ModelError) or isinstance(error, ModelDownError):
        return False
    return error.transient and _asked_wait(error) <= LONGEST_WAIT
