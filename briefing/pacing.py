"""How fast one endpoint is asked, and when it is left alone. Nothing here knows which library talks to it.

Three things hold a request back, in one queue:

- a window of requests that run at once. It begins at the setting ``concurrency``, is halved when the endpoint says that
  there were too many (HTTP 429), and grows by one for each window of answers: additive increase, multiplicative decrease;
- pauses: a 429 stops everybody for the time in Retry-After, or for a second, then two, then four … if it names none;
- requests and tokens a minute, as set, or as the endpoint tells in its ``x-ratelimit-*`` headers.

Who comes first goes first, but for a report's first question, which goes before the later ones of others: the rest of a report
can be asked only when it is answered, and reports that are begun last would end a run with most places empty. (One question,
then two at once, 200 reports, 32 places: without overtaking no more than 93 % of the places are ever used, with it 98 %.)
No one waits for ever, since a report is begun only when another has ended.

aiolimiter was looked at: its rate cannot change or pause while somebody waits, and it lets a whole minute's worth go at
once, after which an endpoint that counts by the minute turns the next ones away.

A breaker stops asking an endpoint that failed many times in a row, tries it once after a while, and goes on if it answers.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import math
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from briefing.channels import LONGEST_WAIT, Answer, Channel, Question, Request, in_turn
from briefing.errors import ModelDownError, ModelError, ModelUnavailableError

_log = logging.getLogger(__name__)
Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
_LONGEST_REST = 300.0  # seconds that an endpoint is left alone at most, however long it asks for
_LONGEST_OWN_PAUSE = 20.0  # seconds
# An endpoint that turned away so many requests in a row, one at a time and over so many seconds, is as good as down.
_MANY_REFUSALS = 10
_LONG_REFUSED = 120.0
_TOLD_AT = 5  # refusals in a row
_MOST_OVERTAKEN = 10  # requests of a question; what is turned away more often than that may be too large for any minute
_SCARCE = 0.1  # of what an endpoint allows; while more is left, there is nothing to hold back for
_LATER = 2  # from this question of a report on none has precedence: what follows the first is asked all at once
_PERIOD = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")


class Spacing:
    """When the next may go, at ``rate`` a second (None: at once). What goes takes up time in proportion to its amount.

    An endpoint's word, which may be about a day, holds the next back for a minute at most; what is set is kept to.
    """

    def __init__(self, per_minute: float | None = None) -> None:
        self._set = per_minute / 60 if per_minute else None
        self._told: float | None = None
        self._due = -math.inf

    @property
    def rate(self) -> float | None:
        """The slower of what is set and what the endpoint told."""
        return min((rate for rate in (self._set, self._told) if rate is not None), default=None)

    def told(self, rate: float | None) -> None:
        """Take over what the endpoint told, in amounts a second; None lifts it."""
        self._told = rate or None
        if self.rate is None:
            self._due = -math.inf

    def wait(self, now: float) -> float:
        """Seconds until the next may go."""
        return max(0.0, self._due - now)

    def take(self, amount: float, now: float) -> None:
        """One goes."""
        if self.rate is not None:
            told = min(amount / self._told, LONGEST_WAIT) if self._told else 0.0
            self._due = max(self._due, now) + max(told, amount / self._set if self._set else 0.0)

    def correct(self, difference: float) -> None:
        """It was more, or less, than was thought."""
        if self._set is not None:  # what an endpoint told, it will tell again after this answer; some of it is nonsense
            self._due += min(difference / self._set, LONGEST_WAIT)


class Pace:
    """Lets requests go to one endpoint, first come, first served within a rank. One for an event loop.

    ``concurrency`` is how many may run at once at most, ``answers`` counts what was answered. A caller that is cancelled while it waits leaves nothing behind.
    """

    def __init__(
        self,
        *,
        concurrency: int = 32,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        first_pause: float = 1.0,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._requests = Spacing(requests_per_minute)
        self._tokens = Spacing(tokens_per_minute)
        self._most = float(concurrency)
        self._window = float(concurrency)
        self._running = 0
        self._paused_until = -math.inf
        self._limited_at = -math.inf
        self._limits_in_a_row = 0
        self._limited_since = -math.inf
        self.answers = 0
        self._first_pause = first_pause
        self._clock = clock
        self._sleep = sleep
        self._waiting: list[tuple[int, int, float, asyncio.Future[float]]] = []  # rank, ticket, tokens, whose turn it is
        self._tickets = itertools.count()
        self._alarm: asyncio.Task[None] | None = None

    @property
    def refusals(self) -> int:
        """How many times in a row the endpoint has turned requests away."""
        return self._limits_in_a_row

    @property
    def is_shut_out(self) -> bool:
        """Whether the endpoint answers nothing any more, however slowly it is asked."""
        lasts = self._clock() - self._limited_since
        return self.window == 1 and self._limits_in_a_row >= _MANY_REFUSALS and lasts >= _LONG_REFUSED

    @property
    def window(self) -> int:
        """How many requests may run at once now."""
        return max(1, int(self._window))

    async def enter(self, tokens: float, rank: int = 0) -> float:
        """Wait for one's turn with a request of about so many tokens; the time at which it came. Then ``leave``.

        A lower ``rank`` goes before a higher one that waits.
        """
        turn: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._tickets), tokens, turn))
        self._admit()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._admit()  # somebody else is in front now
            else:
                self.leave()  # its turn had just come
            raise

    def leave(self) -> None:
        """A request is over, however it ended."""
        self._running -= 1
        self._admit()

    def _admit(self) -> None:
        """Let in all who may go now: if one were to let in the next, a place would be empty until it comes to that."""
        while self._waiting and self._running < self.window:
            *_, tokens, turn = self._waiting[0]
            if not turn.done():
                now = self._clock()
                wait = max(self._paused_until - now, self._requests.wait(now), self._tokens.wait(now))
                if wait > 0:
                    self._alarm = self._alarm or asyncio.create_task(self._admit_after(wait))
                    return
                self._running += 1
                self._requests.take(1, now)
                self._tokens.take(tokens, now)
                turn.set_result(now)
            heapq.heappop(self._waiting)
        if not self._waiting and self._alarm is not None:  # who was waited for is gone
            self._alarm.cancel()
            self._alarm = None

    async def _admit_after(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._alarm = None
        self._admit()

    def answered(self, answer: Answer, tokens: float) -> None:
        """A request that was thought to be of so many tokens was answered: go a little faster, heed the headers."""
        self.answers += 1
        self._limits_in_a_row = 0
        self._window = min(self._most, self._window + 1 / self._window)
        used = answer.input_tokens + answer.output_tokens
        if used:
            self._tokens.correct(used - tokens)
        self._heed(answer.headers)
        self._admit()

    def limited(self, retry_after: float | None, started: float) -> None:
        """The endpoint turned away a request that went at ``started``: everybody pauses, and fewer run at once."""
        now = self._clock()
        if self._limits_in_a_row == 0:
            self._limited_since = now
        if started >= self._limited_at:  # one burst of refusals is one reason to slow down
            self._limited_at = now
            self._window = max(1.0, self._window / 2)
            self._limits_in_a_row += 1
        pause = min(self._first_pause * 2 ** min(self._limits_in_a_row - 1, 10), _LONGEST_OWN_PAUSE)
        self._pause(now + (pause if retry_after is None else min(retry_after, LONGEST_WAIT)))

    def _pause(self, until: float) -> None:
        self._paused_until = max(self._paused_until, until)

    def _heed(self, headers: Mapping[str, str]) -> None:
        for spacing, what in ((self._requests, "requests"), (self._tokens, "tokens")):
            limit = _number(headers.get(f"x-ratelimit-limit-{what}"))
            if limit is None or limit <= 0:
                continue
            left = _number(headers.get(f"x-ratelimit-remaining-{what}"))
            reset = period(headers.get(f"x-ratelimit-reset-{what}"))
            if left is None or not reset:
                spacing.told(limit / 60)
            elif left > limit * _SCARCE:
                spacing.told(None)
            else:
                # What was used comes back within the time to reset: that is how fast it may be used on.
                spacing.told((limit - max(left, 0)) / reset)
            if left is not None and left <= 0 and reset:
                self._pause(self._clock() + min(reset, LONGEST_WAIT))


class Breaker:
    """Stops asking an endpoint (``where``) after so many ``failures`` in a row, for ``seconds``; then one request tries.

    Those that were under way together when a connection went are not enough, however many: one that began after the first
    of them failed has to fail as well. Nor does a request count that failed before and fails again while others were answered
    in between: then it is the request. Towards the end of a run nothing else may be left than such.
    """

    def __init__(self, where: str, *, failures: int = 5, seconds: float = 30.0, clock: Clock = time.monotonic) -> None:
        self._where = where
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._in_a_row = 0
        self._first_failed_at = -math.inf
        self._succeeded_at = -math.inf
        self._open_until: float | None = None
        self._why = ""
        self._on_trial = False

    def check(self) -> None:
        """Raises ModelDownError if a request would not be let through now."""
        if self._open_until is None:
            return
        left = self._open_until - self._clock()
        if left > 0 or self._on_trial:
            raise ModelDownError(
                f"{self._where} {self._why} and is not asked again for {max(left, 1):.0f} s: see that it runs, or try later.",
                transient=True,
                retry_after=max(left, 0.0),
            )

    def begin(self) -> bool:
        """A request goes; whether it is the trial. Raises what ``check`` raises."""
        self.check()
        self._on_trial = self._open_until is not None
        return self._on_trial

    def succeeded(self) -> None:
        """The endpoint lives."""
        self._in_a_row, self._open_until, self._on_trial = 0, None, False
        self._succeeded_at = self._clock()

    def failed(self, started: float, *, trial: bool, first: float | None = None) -> float:
        """A request that went at ``started`` found no endpoint, or a broken one; when it did so first, which was perhaps before."""
        now = self._clock()
        first = now if first is None else first
        if first < self._succeeded_at and not trial:
            return first
        if self._in_a_row == 0:
            self._first_failed_at = now
        self._in_a_row += 1
        is_lasting = self._in_a_row == 1 or started >= self._first_failed_at
        if trial or (self._open_until is None and self._in_a_row >= self._most and is_lasting):
            self._on_trial = False
            self.rest(self._seconds, f"failed {self._in_a_row} times in a row")
        return first

    def abandoned(self, *, trial: bool) -> None:
        """A request ended without showing anything: it was cancelled."""
        if trial:
            self._on_trial = False

    def rest(self, seconds: float, why: str) -> None:
        """Leave the endpoint alone; ``why`` completes "The endpoint …"."""
        self._open_until = max(self._open_until or -math.inf, self._clock() + min(seconds, _LONGEST_REST))
        self._why = why


class PacingChannel:
    """Lets requests through at the pace that an endpoint bears, and none while it is down."""

    def __init__(self, channel: Channel, pace: Pace, breaker: Breaker) -> None:
        self._channel = channel
        self._pace = pace
        self._breaker = breaker
        self._size = _Size()
        self._has_told = False

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ModelDownError, without a request, while the breaker is open."""
        self._breaker.check()
        tokens = self._size.guess(request)
        turn = _Turn(self._pace, self._breaker, tokens, min(question.origin.number, _LATER))
        try:
            with in_turn(turn.come):
                answer = await self._channel.send(request, question)
            self._breaker.succeeded()
            self._pace.answered(answer, tokens)
            self._size.learn(request, answer)
        except ModelError as error:
            if turn.has_come:
                self._failed(error, question, turn)
            raise
        except BaseException:
            self._breaker.abandoned(trial=turn.is_trial)
            raise
        finally:
            turn.over()
        await _stand_back()
        return answer

    def _failed(self, error: ModelError, question: Question, turn: _Turn) -> None:
        if isinstance(error, ModelUnavailableError) and not error.limited:
            question.failed_at = self._breaker.failed(turn.started, trial=turn.is_trial, first=question.failed_at)
            return
        self._breaker.succeeded()  # an answer, if not the one that was hoped for
        if not error.limited:
            return
        if (error.retry_after or 0) > LONGEST_WAIT or not error.transient:
            # A quota of an hour or a day is used up: to wait would only make every report late.
            self._breaker.rest(error.retry_after or LONGEST_WAIT, "limits requests")
        else:
            self._pace.limited(error.retry_after, turn.started)
            self._give_back(question)
            if self._pace.is_shut_out:
                self._breaker.rest(LONGEST_WAIT, f"has turned away {self._pace.refusals} requests in a row (HTTP 429)")
            elif self._pace.refusals == _TOLD_AT and not self._has_told:
                self._has_told = True
                _log.warning("%s It has done so %d times in a row.", error, _TOLD_AT)

    def _give_back(self, question: Question) -> None:
        """A request that is turned away costs no try while others are answered: until the pace is found, chance has a say in whom."""
        if question.others < self._pace.answers and question.overtaken < _MOST_OVERTAKEN:
            question.tries += 1
            question.overtaken += 1
        question.others = self._pace.answers


async def _stand_back() -> None:
    """Have the requests that were let in go first, for which the endpoint waits, while nobody waits for an answer.

    They wake up in the next turn of the event loop, and are written in the one after that. Who is cancelled meanwhile has an
    answer that was paid for: it is counted and kept before.
    """
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) is None:
            raise
        task.uncancel()
        task.cancel()  # where it next waits


class _Turn:
    """One request's turn to go, at the time ``started``."""

    def __init__(self, pace: Pace, breaker: Breaker, tokens: float, rank: int) -> None:
        self._pace = pace
        self._breaker = breaker
        self._asked = (tokens, rank)
        self.has_come = False
        self.is_trial = False
        self.started = -math.inf

    async def come(self) -> None:
        """Wait for it. Raises ModelDownError if the breaker opened in the meantime."""
        self.started = await self._pace.enter(*self._asked)
        try:
            self.is_trial = self._breaker.begin()
        except ModelError:
            self._pace.leave()
            raise
        self.has_come = True

    def over(self) -> None:
        """Let the next one go, if this one went."""
        if self.has_come:
            self._pace.leave()


class _Size:
    """How many tokens a request and its answer take, guessed from its length by what earlier ones took."""

    def __init__(self) -> None:
        self._per_character = 0.5
        self._answer = 300.0

    def guess(self, request: Request) -> float:
        return _characters(request) * self._per_character + self._answer

    def learn(self, request: Request, answer: Answer) -> None:
        if answer.input_tokens:
            self._per_character += 0.2 * (answer.input_tokens / max(1, _characters(request)) - self._per_character)
        if answer.output_tokens:
            self._answer += 0.2 * (answer.output_tokens - self._answer)


def _characters(request: Request) -> int:
    return sum(len(str(message.get("content") or "")) for message in request.get("messages", []))


def period(text: str | None) -> float | None:
    """The seconds of "6m0s", "1.5s", "120ms" or "30"; None if it is nothing of the kind."""
    if text is None or (number := _number(text)) is not None:
        return number if text is not None else None
    found = _PERIOD.fullmatch(text.strip())
    if not text.strip() or found is None:
        return None
    units = (86_400, 3600, 60, 1, 0.001)
    return sum(float(part) * unit for part, unit in zip(found.groups(), units, strict=True) if part)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and number >= 0 else None
