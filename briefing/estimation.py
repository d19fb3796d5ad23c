"""What a run will take, before it is made: calls, tokens and cost, without a call.

The report goes through the same extraction as always, but nobody is asked: each question is counted, with the tokens of
its messages and schema (``tokens``), and answered with nothing. So the questions that depend on answers are missing or
differ: names that were found stand in later questions, refused items are asked for again, and a sentence that was found
is translated in a call of its own by small models. For these there is an allowance, and answers are taken to be as
long as they are on average, both measured on right answers to the 13 example reports (``tests/test_estimation``). There the
sums are right to 20 %, a single report to 60 %; a real model that is often asked again takes more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing.channels import ORIGIN, EndpointKind, Message, Usage
from briefing.costs import load_prices
from briefing.errors import ModelInvalidError
from briefing.extraction import extract_record
from briefing.llm import default_model
from briefing.settings import Settings
from briefing.source import Report
from briefing.tokens import count_tokens, is_counted

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class _Stage:
    """What was measured of a stage: tokens of an answer for each token of the text, and at least; and, since some of the
    next questions depend on answers, how many calls and tokens in one question stands for.
    """

    share: float
    least: int
    calls: float = 1.0
    reading: float = 1.0


_STAGES = {
    "participants": _Stage(0.5, 60),
    "items": _Stage(1.9, 40, calls=1.6, reading=1.25),  # refused items are asked again, some sentences apart
    "round": _Stage(0.0, 25),
    "English": _Stage(0.8, 10, calls=0.5, reading=0.5),  # what cannot be given is asked for twice, what can once
}


@dataclass(frozen=True)
class Estimate:
    """What a run will take. ``cost`` is None where the model has no price; ``counted``: by the model's own vocabulary."""

    reports: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    currency: str
    model: str
    counted: bool

    def as_dict(self) -> dict[str, Any]:
        """The estimate as plain data."""
        return dict(self.__dict__)

    def sentence(self) -> str:
        """The estimate for people."""
        reports = f"{self.reports:,} report{'' if self.reports == 1 else 's'}"
        cost = f"about {self.cost:.4f} {self.currency}" if self.cost is not None else "no price is known"
        how = "counted with the model's vocabulary" if self.counted else "by rule, see docs/running.md"
        return (
            f"{reports} with {self.model}: about {self.calls:,} calls, {self.input_tokens:,} tokens in and"
            f" {self.output_tokens:,} out ({how}); {cost}."
        )


_NOTHING: tuple[dict[str, Any], ...] = (
    {"participants": []},
    {"items": []},
    {"name": "-", "name_en": "-", "outcome": {"status": "not_stated"}},
)


class CountingCompleter:
    """A Completer that asks nobody: it counts questions, and answers with nothing."""

    endpoint_kind: EndpointKind = "endpoint"

    def __init__(self, model: str) -> None:
        self.model = model
        self.calls = 0.0
        self.input_tokens = 0.0
        self.output_tokens = 0.0

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer. Raises ModelInvalidError for a sentence, which cannot be given."""
        stage, asked = _STAGES[ORIGIN.get().stage], messages[-1]["content"]
        answer = min(max_tokens, stage.least + stage.share * count_tokens(asked, self.model))
        schema = json.dumps(response_model.model_json_schema(), ensure_ascii=False)
        told = sum(count_tokens(message["content"], self.model) + 4 for message in messages)
        self.calls += stage.calls
        self.input_tokens += stage.reading * (told + count_tokens(schema, self.model))
        self.output_tokens += min(1.0, stage.calls) * answer
        for nothing in _NOTHING:
            if set(nothing) <= set(response_model.model_fields):
                return response_model.model_validate(nothing)
        raise ModelInvalidError("Nobody was asked.")


async def estimate(reports: Iterable[Report], settings: Settings) -> Estimate:
    """What reading ``reports`` will take. Raises SettingsError for prices or a glossary that cannot be used."""
    model = default_model(settings)
    counting, number = CountingCompleter(model), 0
    for report in reports:
        await extract_record(report, counting, settings=settings)
        number += 1
    calls, read, written = (round(amount) for amount in (counting.calls, counting.input_tokens, counting.output_tokens))
    prices = load_prices(settings.prices)
    price = None if settings.embedded else prices.of(model)
    cost = round(price.cost(read, written), 6) if price else None
    return Estimate(number, calls, read, written, cost, prices.currency, model, is_counted(model))
