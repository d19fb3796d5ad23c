"""The estimate beside what right answers to the example reports took."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import BaseModel

from briefing.channels import Message, Usage
from briefing.estimation import CountingCompleter, estimate
from briefing.evaluation import Gold
from briefing.extraction import extract_record
from briefing.settings import make_settings
from briefing.source import Report, report_from_text
from briefing.tokens import count_tokens
from tests.conftest import ROOT
from tests.scripted import ScriptedModel
from tests.test_gold_answers import EXAMPLES, answers

SETTINGS = {"base_url": "http://127.0.0.1:9/v1", "profile": "hosted"}


class MeasuredModel(ScriptedModel):
    """Gives the right answers, and counts what they took."""

    def __init__(self, gold: Gold, model: str) -> None:
        super().__init__(answers(gold))
        self.model = model
        self.took: Counter[str] = Counter()

    async def complete(self, messages: Sequence[Message], response_model: type[Any], *, usage: Usage, max_tokens: int) -> Any:
        found: BaseModel = await super().complete(messages, response_model, usage=usage, max_tokens=max_tokens)
        written = json.dumps(found.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        schema = json.dumps(response_model.model_json_schema(), ensure_ascii=False)
        read = [*(message["content"] for message in messages), schema]
        self.took["calls"] += 1
        self.took["input"] += sum(count_tokens(text, self.model) for text in read)
        self.took["output"] += count_tokens(written, self.model)
        return found


def read(name: str) -> tuple[Gold, Report]:
    gold = Gold.from_json((ROOT / "examples" / name / "gold.json").read_bytes())
    source = gold.sources[0]
    assert source.text is not None
    return gold, report_from_text(source.text, published=source.published)


@pytest.mark.parametrize("model", ["gpt-5-mini", "qwen3"])
def test_the_estimate_for_all_examples_is_near_what_right_answers_took(model: str) -> None:
    settings = make_settings(model=model, **SETTINGS)
    took: Counter[str] = Counter()
    for name in EXAMPLES:
        gold, one = read(name)
        measured = MeasuredModel(gold, model)
        asyncio.run(extract_record(one, measured, settings=settings))
        took += measured.took
    found = asyncio.run(estimate((read(name)[1] for name in EXAMPLES), settings))
    assert found.reports == len(EXAMPLES)
    # Rather too much than too little: extraction that asks less often makes it no worse for those who plan with it.
    for told, measured_ in ((found.calls, "calls"), (found.input_tokens, "input"), (found.output_tokens, "output")):
        assert 0.85 < told / took[measured_] < 1.35


def test_a_longer_report_takes_more() -> None:
    settings = make_settings(model="qwen3", **SETTINGS)
    short, long = (report_from_text(read(EXAMPLES[0])[1].text * times) for times in (1, 20))
    small, large = (asyncio.run(estimate([one], settings)) for one in (short, long))
    assert large.calls > small.calls and large.input_tokens > 5 * small.input_tokens


def test_the_small_profile_is_counted_as_well() -> None:
    counting = CountingCompleter("local")
    asyncio.run(extract_record(read(EXAMPLES[0])[1], counting, settings=make_settings(model="local")))
    assert 15 < counting.calls < 40  # 25 to 29 with the embedded model
