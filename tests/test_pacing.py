from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest

from briefing.channels import Answer, Origin, Question, Request, Usage, own_turn
from briefing.endpoint import retry_after
from briefing.errors import ModelDownError, ModelError, ModelRejectedError, ModelUnavailableError
from briefing.pacing import Breaker, Pace, PacingChannel, period


class Time:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def pace(time: Time, **given: Any) -> Pace:
    return Pace(clock=time, sleep=time.sleep, **given)


def answer(used: int = 0, headers: dict[str, str] | None = None) -> Answer:
    return Answer({"usage": {"prompt_tokens": used, "completion_tokens": 0}}, headers or {})


async def starts(time: Time, one: Pace, count: int, tokens: float = 0, after: Callable[[], None] = lambda: None) -> list[float]:
    """When each of ``count`` requests goes, asked for one after the other."""
    found = []
    for _ in range(count):
        await one.enter(tokens)
        found.append(round(time.now, 6))
        one.leave()
        after()
    return found


def test_requests_a_minute_are_spread_over_the_minute() -> None:
    time = Time()
    assert asyncio.run(starts(time, pace(time, requests_per_minute=60), 4)) == [0, 1, 2, 3]


def test_tokens_a_minute_count_what_a_request_takes() -> None:
    time = Time()
    assert asyncio.run(starts(time, pace(time, tokens_per_minute=6000), 3, tokens=200)) == [0, 2, 4]


def test_a_request_larger_than_a_minute_s_worth_goes_and_holds_back_the_next() -> None:
    time = Time()
    assert asyncio.run(starts(time, pace(time, tokens_per_minute=600), 2, tokens=1200)) == [0, 120]


def test_what_a_request_really_took_moves_the_next() -> None:
    time = Time()
    one = pace(time, tokens_per_minute=6000)
    assert asyncio.run(starts(time, one, 3, tokens=200, after=lambda: one.answered(answer(400), 200))) == [0, 4, 8]


def test_no_more_run_at_once_than_the_window_holds() -> None:
    async def run() -> tuple[int, list[int]]:
        one = Pace(concurrency=3)
        running, most, order = 0, 0, []

        async def work(number: int) -> None:
            nonlocal running, most
            await one.enter(0)
            order.append(number)
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            one.leave()

        await asyncio.gather(*(work(number) for number in range(20)))
        return most, order

    assert asyncio.run(run()) == (3, list(range(20)))  # and nobody overtakes


def test_a_429_pauses_everybody_and_halves_the_window_and_answers_open_it_again() -> None:
    time = Time()
    one = pace(time, concurrency=8)
    one.limited(7.0, started=0)
    assert one.window == 4
    assert asyncio.run(starts(time, one, 2)) == [7, 7]
    for _ in range(4 * 8):
        one.answered(answer(), 0)
    assert one.window == 8


def test_a_burst_of_refusals_is_one_reason_to_slow_down() -> None:
    time = Time()
    one = pace(time, concurrency=8)
    time.now = 5
    for _ in range(6):
        one.limited(1.0, started=4.9 if one.window < 8 else 5)
    assert one.window == 4
    one.limited(1.0, started=5)
    assert one.window == 2


def test_refusals_without_a_time_pause_longer_and_longer_within_a_bound() -> None:
    time = Time()
    one = pace(time, first_pause=1.0)
    waits = []
    for _ in range(8):
        one.limited(None, started=time.now)
        before = time.now
        asyncio.run(starts(time, one, 1))
        waits.append(time.now - before)
    assert waits == [1, 2, 4, 8, 16, 20, 20, 20]


def test_an_absurd_time_to_wait_is_bounded() -> None:
    time = Time()
    one = pace(time)
    one.limited(1e12, started=0)
    assert asyncio.run(starts(time, one, 1)) == [60]


LEARNT = {
    "a limit alone is one by the minute": ({"limit": "60"}, [0, 1, 2]),
    "plenty is left": ({"limit": "600", "remaining": "500", "reset": "10s"}, [0, 0, 0]),
    "a reset that is not told": ({"limit": "600", "remaining": "0", "reset": "0"}, [0, 0.1, 0.2]),
    "what was used comes back within the reset": ({"limit": "500", "remaining": "20", "reset": "57.6s"}, [0, 0.12, 0.24]),
    "nothing is left": ({"limit": "10", "remaining": "0", "reset": "2s"}, [2, 4, 6]),
    "a reset of hours is bounded": ({"limit": "10", "remaining": "0", "reset": "6h0m0s"}, [60, 120, 180]),
    "nonsense": ({"limit": "many", "remaining": "nan", "reset": "soon"}, [0, 0, 0]),
    "negative": ({"limit": "-5", "remaining": "-1", "reset": "-1"}, [0, 0, 0]),
    "infinite": ({"limit": "inf"}, [0, 0, 0]),
}


@pytest.mark.parametrize("name", LEARNT)
def test_the_headers_of_an_endpoint_set_the_pace(name: str) -> None:
    told, expected = LEARNT[name]
    time = Time()
    one = pace(time)
    headers = {f"x-ratelimit-{what}-requests": value for what, value in told.items()}
    # The first goes before anything was told, the second before the first that was paced.
    assert asyncio.run(starts(time, one, 4, after=lambda: one.answered(answer(0, headers), 0)))[1:] == expected


PERIODS = {"6m0s": 360, "1s": 1, "120ms": 0.12, "2m59.5s": 179.5, "1h": 3600, "1d2h": 93_600, "30": 30, "": None, "x": None}


@pytest.mark.parametrize("text", PERIODS)
def test_periods_are_read(text: str) -> None:
    found = period(text)
    assert found is None if PERIODS[text] is None else found == pytest.approx(PERIODS[text])


@pytest.mark.parametrize("skew", [-86_400, 0, 86_400])
def test_a_date_to_wait_for_is_held_against_the_clock_of_who_sent_it(skew: float) -> None:
    there = time.time() + skew
    told = {"date": formatdate(there, usegmt=True), "retry-after": formatdate(there + 30, usegmt=True)}
    assert retry_after(told) == 30
    assert retry_after(told | {"retry-after": formatdate(there - 30, usegmt=True)}) is None
    assert 0 < (retry_after({"date": "noon", "retry-after": formatdate(time.time() + 30, usegmt=True)}) or 0) <= 30


def test_who_is_cancelled_in_the_queue_or_on_the_way_leaves_nothing_behind() -> None:
    async def run() -> int:
        one = Pace(concurrency=2)
        for _ in range(2):
            await one.enter(0)
        waiting = [asyncio.create_task(one.enter(0)) for _ in range(5)]
        await asyncio.sleep(0)
        for task in waiting[:4]:  # the one in front, and some behind it
            task.cancel()
        await asyncio.gather(*waiting[:4], return_exceptions=True)
        one.leave()
        await asyncio.wait_for(waiting[4], 5)
        one.leave()
        one.leave()
        await asyncio.wait_for(asyncio.gather(one.enter(0), one.enter(0)), 5)
        return one.window

    assert asyncio.run(run()) == 2


def test_a_report_s_first_question_goes_before_later_ones_and_among_these_who_came_first() -> None:
    async def run() -> list[tuple[str, int]]:
        sent: list[tuple[str, int]] = []

        class Noting(Scripted):
            async def send(self, request: Request, question: Question) -> Answer:
                found = await super().send(request, question)
                sent.append((question.origin.report, question.origin.number))
                return found

        channel = PacingChannel(Noting(answer()), Pace(concurrency=1), Breaker("x"))
        asked = [("a", 1), ("a", 2), ("b", 40), ("c", 3), ("d", 2), ("e", 1), ("f", 4), ("g", 1)]
        origins = [Origin(report, "", "items", number) for report, number in asked]
        await asyncio.gather(*(channel.send({}, Question(Usage(), 1, origin=origin)) for origin in origins))
        return sent

    assert asyncio.run(run()) == [
        ("a", 1),  # which finds a free place
        *(("e", 1), ("g", 1)),
        *(("a", 2), ("b", 40), ("c", 3), ("d", 2), ("f", 4)),
    ]


def test_a_turn_that_was_handed_to_somebody_who_is_cancelled_goes_to_the_next() -> None:
    async def run() -> None:
        one = Pace(concurrency=1)
        await one.enter(0)
        front, second, third = (asyncio.create_task(one.enter(0)) for _ in range(3))
        await asyncio.sleep(0)
        front.cancel()
        await asyncio.wait([front])  # its turn is the second's now, who has not woken up yet, or just has
        second.cancel()
        one.leave()
        await asyncio.wait_for(third, 5)

    asyncio.run(run())


class Scripted:
    """A channel whose every answer is an error or an answer of a list; ``sent`` counts what came through."""

    def __init__(self, *outcomes: Exception | Answer) -> None:
        self.outcomes = list(outcomes)
        self.sent = 0

    async def send(self, request: Request, question: Question) -> Answer:
        await own_turn()
        self.sent += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        await asyncio.sleep(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def aclose(self) -> None:
        pass


DOWN = ModelUnavailableError("down", transient=True)
REQUEST: Request = {"messages": [{"role": "user", "content": "How many?"}]}


async def outcomes(channel: PacingChannel, count: int) -> list[str]:
    found = []
    for _ in range(count):
        try:
            await channel.send(REQUEST, Question(Usage(), 1))
            found.append("answer")
        except ModelError as error:
            found.append(type(error).__name__)
    return found


def test_after_failures_in_a_row_nothing_is_asked_until_one_request_tries() -> None:
    time = Time()
    inner = Scripted(DOWN, DOWN, DOWN, DOWN, answer())
    breaker = Breaker("X", failures=3, seconds=30, clock=time)
    channel = PacingChannel(inner, pace(time), breaker)
    assert asyncio.run(outcomes(channel, 5)) == ["ModelUnavailableError"] * 3 + ["ModelDownError"] * 2
    assert inner.sent == 3
    time.now = 31
    assert asyncio.run(outcomes(channel, 2)) == ["ModelUnavailableError", "ModelDownError"]
    time.now = 62
    assert asyncio.run(outcomes(channel, 2)) == ["answer", "answer"]


def test_one_alone_tries_an_endpoint_that_was_down() -> None:
    time = Time()
    inner = Scripted(DOWN)
    channel = PacingChannel(inner, pace(time), Breaker("X", failures=1, seconds=30, clock=time))
    asyncio.run(outcomes(channel, 1))
    time.now, inner.outcomes, inner.sent = 31, [answer()], 0

    async def together() -> list[list[str]]:
        return await asyncio.gather(*(outcomes(channel, 1) for _ in range(4)))

    assert asyncio.run(together()) == [["answer"], ["ModelDownError"], ["ModelDownError"], ["ModelDownError"]]
    assert inner.sent == 1


def test_a_trial_that_is_cancelled_lets_another_try() -> None:
    time = Time()
    breaker = Breaker("X", failures=1, seconds=30, clock=time)
    breaker.failed(0, trial=False)
    time.now = 31
    breaker.abandoned(trial=breaker.begin())
    assert breaker.begin()


def test_requests_that_fail_together_are_not_enough() -> None:
    time = Time()
    breaker = Breaker("X", failures=2, seconds=30, clock=time)
    time.now = 1
    for _ in range(10):
        breaker.failed(0.5, trial=False)
    breaker.check()
    breaker.failed(1, trial=False)
    with pytest.raises(ModelDownError, match="X failed 11 times in a row and is not asked again for 30 s") as caught:
        breaker.check()
    assert caught.value.retry_after == 30


def test_requests_that_fail_again_while_others_are_answered_do_not_put_an_endpoint_down() -> None:
    sore = [Question(Usage(), 9) for _ in range(4)]

    async def run(*given: Question | None) -> list[str]:
        found = []
        for question in given:
            inner.outcomes = [DOWN if question in sore else answer()]
            try:
                await channel.send(REQUEST, question or Question(Usage(), 1))
                found.append("answer")
            except ModelError as error:
                found.append(type(error).__name__)
        return found

    inner = Scripted(DOWN)
    channel = PacingChannel(inner, Pace(), Breaker("X", failures=3, seconds=30))
    first = asyncio.run(run(sore[0], None, sore[1], None, sore[2], None, *sore[:3], *sore[:3]))
    assert first == ["ModelUnavailableError", "answer"] * 3 + ["ModelUnavailableError"] * 6
    # What is asked for the first time counts, and what fails again with no answer in between.
    assert asyncio.run(run(sore[3], sore[3], sore[3], None)) == ["ModelUnavailableError"] * 3 + ["ModelDownError"]


@pytest.mark.parametrize("error", [ModelRejectedError("no"), ModelUnavailableError("limit", limited=True, transient=True)])
def test_an_endpoint_that_says_no_is_not_down(error: ModelError) -> None:
    time = Time()
    channel = PacingChannel(Scripted(error), pace(time), Breaker("X", failures=1, clock=time))
    assert asyncio.run(outcomes(channel, 3)) == [type(error).__name__] * 3


@pytest.mark.parametrize("seconds", [None, 0.5])
def test_an_endpoint_that_turns_everybody_away_is_left_alone_after_minutes_and_told_of_before(
    seconds: float | None, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    inner = Scripted(ModelUnavailableError("X limits.", limited=True, transient=True, retry_after=seconds))
    channel = PacingChannel(inner, pace(time, concurrency=32), Breaker("X", clock=time))
    found = asyncio.run(outcomes(channel, 5))
    assert found == ["ModelUnavailableError"] * 5 and "5 times in a row" in caplog.text
    while found[-1] != "ModelDownError":
        found += asyncio.run(outcomes(channel, 1))
    assert 120 <= time.now <= 180 and len(found) >= 10 and len(caplog.records) == 1
    time.now += 61
    inner.outcomes = [answer()]  # it was only slow
    assert asyncio.run(outcomes(channel, 3)) == ["answer"] * 3


TURNED_AWAY = ModelUnavailableError("limit", limited=True, transient=True)
ANSWERED_BETWEEN: list[Exception | Answer] = [answer(), TURNED_AWAY]


def in_turns(*outcomes: Exception | Answer) -> tuple[PacingChannel, Question]:
    """A channel whose requests come out so, and a question with one try."""
    time = Time()
    return PacingChannel(Scripted(*outcomes), pace(time), Breaker("X", clock=time)), Question(Usage(), 1)


async def turned_away(channel: PacingChannel, question: Question) -> None:
    with pytest.raises(ModelUnavailableError):
        await channel.send(REQUEST, question)


def test_a_request_that_is_turned_away_while_others_are_answered_costs_no_try() -> None:
    channel, question = in_turns(*ANSWERED_BETWEEN * 3, TURNED_AWAY)

    async def run() -> None:
        for number in range(1, 4):
            await channel.send(REQUEST, Question(Usage(), 1))
            await turned_away(channel, question)
            assert question.tries == 1 + number  # as if it had not been made: what is taken when it goes is given back

    asyncio.run(run())
    asyncio.run(turned_away(channel, question))
    assert question.tries == 1 + 3


def test_a_request_that_is_always_turned_away_is_given_up_whatever_others_get() -> None:
    channel, question = in_turns(*ANSWERED_BETWEEN * 30)

    async def run() -> None:
        for _ in range(30):
            await channel.send(REQUEST, Question(Usage(), 1))
            await turned_away(channel, question)

    asyncio.run(run())
    assert question.tries == 1 + 10


def test_an_endpoint_that_turns_everybody_away_costs_tries() -> None:
    channel, question = in_turns(TURNED_AWAY)
    asyncio.run(turned_away(channel, question))
    assert question.tries == 1


def test_a_quota_of_a_day_is_not_waited_for_by_every_report() -> None:
    time = Time()
    inner = Scripted(ModelUnavailableError("limit", limited=True, transient=True, retry_after=86_400))
    channel = PacingChannel(inner, pace(time), Breaker("X", clock=time))
    assert asyncio.run(outcomes(channel, 4)) == ["ModelUnavailableError", *["ModelDownError"] * 3]
    assert (inner.sent, time.now) == (1, 0)


def test_a_request_that_is_cancelled_on_the_wire_frees_its_place() -> None:
    async def run() -> str:
        class Hanging(Scripted):
            async def send(self, request: Request, question: Question) -> Answer:
                await own_turn()
                await asyncio.Event().wait()
                raise AssertionError

        channel = PacingChannel(Hanging(DOWN), one := Pace(concurrency=1), Breaker("X"))
        task = asyncio.create_task(channel.send(REQUEST, Question(Usage(), 1)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(one.enter(0), 5)
        return "entered"

    assert asyncio.run(run()) == "entered"


def test_an_answer_that_has_come_is_kept_though_its_question_ends_meanwhile() -> None:
    kept = []

    async def asked() -> None:
        channel = PacingChannel(Scripted(answer()), Pace(), Breaker("X"))
        async with asyncio.timeout(60):
            kept.append(await channel.send(REQUEST, Question(Usage(), 1)))
            await asyncio.sleep(60)

    async def run() -> bool:
        task = asyncio.create_task(asked())
        for _ in range(3):  # until the answer is there, and others are let in front
            await asyncio.sleep(0)
        assert not kept
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(run()) and len(kept) == 1
