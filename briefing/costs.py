"""What requests cost, and budgets that are not passed.

Prices stand in a table (``templates/data/prices.tsv``, or the user's own). LedgerChannel counts the cost of each request
where its model has a price, and holds back, before a request is sent, the most that it may take of a budget: its tokens
by ``tokens`` and the longest answer that it allows. What a request did take is settled afterwards. So a budget is not
passed, also with many requests under way at once: who does not fit waits until others have settled, and when nothing is
under way and the next request still does not fit, the budget is at its end, for all.

An endpoint may count otherwise than we think, or write more than it is allowed. The first request to a model therefore goes
alone, and by the worst that its answers have shown later requests are held for more.
"""

from __future__ import annotations

import asyncio
import fnmatch
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import BudgetError, ModelError, SettingsError
from briefing.resources import template_path
from briefing.settings import Settings
from briefing.tokens import count_tokens, request_bytes, request_tokens

MILLION = 1_000_000
_MARGIN = 1.25  # where a model was seen to count more than was thought: other texts may come to more still
LONGEST_ANSWER = 16_384  # tokens, for an endpoint that takes no limit
_COLUMNS = ["model", "input", "cached_input", "output", "currency"]
_VENDOR = re.compile(r"^(?:[\w.-]+/)+")
_DATE = re.compile(r"-(?:20\d\d-\d\d-\d\d|20\d{6})$")


@dataclass(frozen=True)
class Price:
    """What a model costs for a million tokens, in ``currency`` (ISO 4217)."""

    input: float
    cached_input: float
    output: float
    currency: str

    def cost(self, input_tokens: int, output_tokens: int, *, cached: int = 0) -> float:
        """The cost of a request; ``cached`` of its input tokens the provider had read before."""
        cached = min(cached, input_tokens)
        fresh = input_tokens - cached
        return (fresh * self.input + cached * self.cached_input + output_tokens * self.output) / MILLION


class Prices:
    """Prices by model, all in one currency."""

    def __init__(self, prices: dict[str, Price]) -> None:
        self._prices = prices
        self._known: dict[str, Price | None] = {}  # a run asks for one or two models, with every call
        self.currency = next(iter(prices.values())).currency if prices else "USD"

    def of(self, model: str) -> Price | None:
        """The price of the first pattern that fits the model's name, also without vendor and date; None if none does."""
        if model not in self._known:
            self._known[model] = self._found(model)
        return self._known[model]

    def _found(self, model: str) -> Price | None:
        bare = _VENDOR.sub("", model.lower())
        names = (model.lower(), bare, _DATE.sub("", bare))
        for pattern, price in self._prices.items():
            if any(fnmatch.fnmatchcase(name, pattern) for name in names):
                return price
        return None


def load_prices(path: Path | None = None) -> Prices:
    """The prices of a file, or those that are shipped. Raises SettingsError, naming the line, if it cannot be used."""
    try:
        lines = (path or template_path("data/prices.tsv")).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(f"The prices {path} cannot be read: {reason}.") from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows or rows[0][1] != _COLUMNS:
        raise SettingsError(f"The prices {path} need the columns {', '.join(_COLUMNS)}, parted by tabs.")
    prices: dict[str, Price] = {}
    for number, row in rows[1:]:
        if len(row) != len(_COLUMNS):
            raise SettingsError(f"The prices {path}, line {number}: {len(_COLUMNS)} columns are needed, there are {len(row)}.")
        prices.setdefault(row[0].strip().lower(), _price(row, f"The prices {path}, line {number}"))
    if len({price.currency for price in prices.values()}) > 1:
        raise SettingsError(f"The prices {path} are in several currencies: sums need one.")
    return Prices(prices)


def _price(row: list[str], where: str) -> Price:
    try:
        paid, cached, output = (float(cell) if cell.strip() else None for cell in row[1:4])
    except ValueError as error:
        raise SettingsError(f"{where}: a price is no number.") from error
    if paid is None or output is None or not all(0 <= amount < float("inf") for amount in (paid, output, cached or 0.0)):
        raise SettingsError(f"{where}: prices are numbers from 0 on.")
    if not re.fullmatch("[A-Z]{3}", row[4].strip()):
        raise SettingsError(f"{where}: a currency is three capital letters, such as USD.")
    return Price(paid, paid if cached is None else cached, output, row[4].strip())


@dataclass(frozen=True)
class Spent:
    """Tokens (in and out) and their cost."""

    tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.tokens - other.tokens, self.cost - other.cost)


class Experience:
    """How much more than was thought the answers of one model have taken at worst."""

    def __init__(self) -> None:
        self._has_answered = False
        self._trying: asyncio.Future[None] | None = None
        self._reading = self._bytes = self._writing = 1.0

    @asynccontextmanager
    async def gained(self) -> AsyncIterator[None]:
        """Until there is an answer, one request goes at a time: those who wait here then know more."""
        while not self._has_answered and self._trying is not None:
            await asyncio.wait([self._trying])
        if self._has_answered:
            yield
            return
        trying = self._trying = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            self._trying = None
            trying.set_result(None)

    def most(self, reading: int, size: int, writing: int) -> tuple[int, int]:
        """Tokens in and out at most, of a request that would take ``reading`` and ``writing`` and is ``size`` bytes."""
        if self._reading > 1:
            reading = int(min(reading * self._reading * _MARGIN, size * self._bytes)) + 1
        return reading, int(writing * self._writing)

    def learn(self, reading: int, size: int, writing: int, answer: Answer) -> None:
        """An answer to such a request has come."""
        self._has_answered = True
        self._reading = max(self._reading, answer.input_tokens / max(1, reading))
        self._bytes = max(self._bytes, answer.input_tokens / max(1, size))
        self._writing = max(self._writing, answer.output_tokens / max(1, writing))


class Budget:
    """How many tokens and how much money a run may take; None is no limit. One for all requests of a run.

    ``answers`` are those that an endpoint has given, whether there is a limit or not.
    """

    def __init__(self, *, tokens: int | None = None, cost: float | None = None, currency: str = "USD") -> None:
        self.tokens = tokens
        self.cost = cost
        self.currency = currency
        self.spent = Spent()
        self.calls = 0
        self.answers = 0
        self.exhausted = False
        self._experience: dict[str, Experience] = {}
        self._last = Spent()  # what did not fit any more
        self._held = Spent()
        self._under_way = 0
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return self.tokens is not None or self.cost is not None

    @classmethod
    def of(cls, settings: Settings) -> Budget:
        """The budget that the settings allow. Raises SettingsError for prices that cannot be used."""
        return cls(tokens=settings.max_tokens, cost=settings.max_cost, currency=load_prices(settings.prices).currency)

    def experience(self, model: str) -> Experience:
        """What the answers of a model have shown."""
        return self._experience.setdefault(model, Experience())

    async def hold(self, likely: Callable[[], Spent]) -> Spent:
        """Hold back what a request may take, waiting for others to settle if need be, after which it may be more.

        What was held. Raises BudgetError.
        """
        while not self.exhausted and not self._fits(self.spent + self._held + (most := likely())):
            if self._under_way:
                waiting = asyncio.get_running_loop().create_future()
                self._waiting.append(waiting)
                await waiting
            else:
                self.exhausted, self._last = True, most
                self._wake()
        if self.exhausted:
            raise BudgetError(self._told(self._last), tokens=self.spent.tokens, cost=self.spent.cost, currency=self.currency)
        self._held += most
        self._under_way += 1
        return most

    def settle(self, most: Spent, taken: Spent, calls: int = 1) -> None:
        """Give back what was held for a request, and count what it took; ``calls``: whether it was made at all."""
        self._under_way -= 1
        # Sums of fractions do not come back to nothing by themselves.
        self._held = self._held - most if self._under_way else Spent()
        self.spent += taken
        self.calls += calls
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    def _fits(self, sum_: Spent) -> bool:
        within_tokens = self.tokens is None or sum_.tokens <= self.tokens
        return within_tokens and (self.cost is None or sum_.cost <= self.cost)

    def _told(self, most: Spent) -> str:
        calls = f"{self.calls:,} call{'' if self.calls == 1 else 's'}"
        over_tokens = self.tokens is not None and (self.spent + most).tokens > self.tokens
        if over_tokens or self.cost is None:
            have, option = f"{self.tokens:,} tokens", "--max-tokens"
            need, gone = f"{most.tokens:,} tokens", f"{self.spent.tokens:,} tokens"
        else:
            have, option = f"{self.cost:.4f} {self.currency}", "--max-cost"
            need, gone = f"{most.cost:.4f} {self.currency}", f"{self.spent.cost:.4f} {self.currency}"
        return (
            f"The budget of {have} ends here: {gone} in {calls} are spent, and the next request may take up to {need};"
            f" raise {option} to go on."
        )


class LedgerChannel:
    """Counts what each request costs, and asks the budget before it is made. ``free``: the model costs nothing."""

    def __init__(self, channel: Channel, prices: Prices, budget: Budget, *, free: bool = False) -> None:
        self._channel = channel
        self._prices = prices
        self._budget = budget
        self._free = free

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises BudgetError before a request that might pass the budget."""
        price = None if self._free else self._prices.of(str(request.get("model")))
        if not self._budget.limited:
            answer = await self._channel.send(request, question)
            self._count(answer, price, question)
            return answer
        experience = self._budget.experience(str(request.get("model")))
        async with experience.gained():
            return await self._within_budget(request, question, price, experience)

    async def _within_budget(self, request: Request, question: Question, price: Price | None, experience: Experience) -> Answer:
        writing = int(request.get("max_tokens") or request.get("max_completion_tokens") or LONGEST_ANSWER)
        size = (request_tokens(request, most=True), request_bytes(request), writing)

        def likely() -> Spent:
            read, written = experience.most(*size)
            return Spent(read + written, price.cost(read, written) if price else 0.0)

        most = await self._budget.hold(likely)
        made, taken = question.made, Spent()
        try:
            answer = await self._channel.send(request, question)
            self._count(answer, price, question)
            taken = _taken(request, answer, price)
            experience.learn(*size, answer)
        except (asyncio.CancelledError, ModelError) as error:
            if question.made > made and _may_be_billed(error):
                read = request_tokens(request)
                taken = Spent(read, price.cost(read, 0) if price else 0.0)
            raise
        finally:
            self._budget.settle(most, taken, question.made - made)
        return answer

    def _count(self, answer: Answer, price: Price | None, question: Question) -> None:
        self._budget.answers += bool(answer.completion.get("choices"))
        if self._free:
            return
        if price is None or not answer.input_tokens:
            question.usage.unpriced += 1
        else:
            question.usage.cost += price.cost(answer.input_tokens, answer.output_tokens, cached=answer.cached_tokens)


def _taken(request: Request, answer: Answer, price: Price | None) -> Spent:
    """What a request took, as the endpoint counts it; by our own count if it does not say."""
    read, written = answer.input_tokens, answer.output_tokens
    if not read:
        read = request_tokens(request)
        written = count_tokens(str(answer.completion.get("choices")), str(request.get("model")))
    return Spent(read + written, price.cost(read, written, cached=answer.cached_tokens) if price else 0.0)


def _may_be_billed(error: BaseException) -> bool:
    """Whether an endpoint may have worked on a request that brought nothing: one that was broken off or took too long."""
    causes = (error, error.__cause__)
    return any(isinstance(one, asyncio.CancelledError | TimeoutError) or "Timeout" in type(one).__name__ for one in causes)
