from __future__ import annotations

import asyncio
import json
import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefing import errors
from briefing.api import extract
from briefing.channels import Answer, Question, Usage
from briefing.costs import Budget, LedgerChannel, Prices, Spent, load_prices
from briefing.llm import Backoff, OpenAICompleter
from briefing.record import Money
from briefing.settings import make_settings
from briefing.tokens import count_tokens, is_counted, request_tokens
from tests.conftest import ROOT, Run
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, Step, answer, fails
from tests.test_cli import report
from tests.test_extraction import PEOPLE, RIGHT, TEXT
from tests.test_llm import QUESTION, Count

HEAD = "model\tinput\tcached_input\toutput\tcurrency\n"


def prices(tmp_path: Path, rows: str = "priced*\t1\t0.1\t10\tEUR\n") -> Path:
    path = tmp_path / "prices.tsv"
    path.write_text("# mine\n" + HEAD + rows, encoding="utf-8")
    return path


# --- prices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["gpt-5-mini", "GPT-5-mini", "openai/gpt-5-mini", "gpt-5-mini-2025-08-07", "a/b/gpt-5-mini-20250807"]
)
def test_vendor_and_date_of_a_name_do_not_matter(name: str) -> None:
    price = load_prices().of(name)
    assert price is not None and (price.input, price.cached_input, price.output, price.currency) == (0.25, 0.025, 2.0, "USD")


@pytest.mark.parametrize("name", ["gpt-5-mini-turbo", "gpt-5-min", "qwen3", "", "gpt-5-mini-2"])
def test_what_only_looks_like_a_known_model_has_no_price(name: str) -> None:
    assert load_prices().of(name) is None


def test_the_cost_of_a_request() -> None:
    price = load_prices().of("gpt-5-mini")
    assert price is not None
    assert price.cost(1_000_000, 1_000_000) == pytest.approx(2.25)
    assert price.cost(1_000_000, 0, cached=400_000) == pytest.approx(0.6 * 0.25 + 0.4 * 0.025)
    assert price.cost(100, 0, cached=10_000) == pytest.approx(100 * 0.025 / 1e6)  # an endpoint that counts oddly


def test_the_first_pattern_that_fits_counts_and_cached_input_may_be_left_out(tmp_path: Path) -> None:
    found = load_prices(prices(tmp_path, "big-*\t5\t\t9\tUSD\n*\t1\t0\t2\tUSD\n"))
    big, other = found.of("big-one"), found.of("x")
    assert big is not None and other is not None
    assert (big.cached_input, other.output) == (5.0, 2.0)


WRONG = {
    "no such file": None,
    "no columns": "gpt\t1\t1\t1\tUSD\n",
    "a cell too few": HEAD + "gpt\t1\t1\t1\n",
    "no number": HEAD + "gpt\tcheap\t1\t1\tUSD\n",
    "less than nothing": HEAD + "gpt\t-1\t1\t1\tUSD\n",
    "not a number": HEAD + "gpt\tnan\t1\t1\tUSD\n",
    "no output": HEAD + "gpt\t1\t1\t\tUSD\n",
    "two currencies": HEAD + "gpt\t1\t1\t1\tUSD\nother\t1\t1\t1\tEUR\n",
    "no currency": HEAD + "gpt\t1\t1\t1\tdollars\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_prices_that_cannot_be_used_are_told_by_file_and_line(name: str, tmp_path: Path) -> None:
    path, text = tmp_path / "prices.tsv", WRONG[name]
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(errors.SettingsError, match="prices.tsv"):
        load_prices(path)


# --- what a record costs --------------------------------------------------------------------------------------------


def record_with(server: ScriptedServer, tmp_path: Path, **more: Any) -> Any:
    settings = make_settings(**{"model": "priced-1", "base_url": server.url, "prices": prices(tmp_path), **more})
    return extract(TEXT, published="2024-05-14", settings=settings).provenance


def test_a_record_tells_what_it_cost(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        made = record_with(server, tmp_path)
    assert made.calls > 0
    assert made.cost == Money(value=round(made.calls * (100 * 1 + 10 * 10) / 1e6, 6), currency="EUR")


def test_a_model_without_a_price_has_no_cost_and_answers_from_the_cache_cost_nothing(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        assert record_with(server, tmp_path, model="other").cost is None
        kept = {"cache": True, "cache_dir": tmp_path / "cache"}
        record_with(server, tmp_path, **kept)
        again = record_with(server, tmp_path, **kept)
    assert (again.calls, again.cost) == (0, Money(value=0.0, currency="EUR"))


def test_an_endpoint_that_does_not_count_leaves_the_cost_open(tmp_path: Path) -> None:
    script = Script(PEOPLE, [RIGHT])

    def silent(request: dict[str, Any]) -> Step:
        step = script(request)
        return Step(content=step.content, usage=False)

    with ScriptedServer(silent) as server:
        assert record_with(server, tmp_path).cost is None


# --- budgets --------------------------------------------------------------------------------------------------------


class Endpoint:
    """Answers within what a request allows, and keeps count."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.taken = 0
        self.calls = 0
        self.at_once = self.most_at_once = 0

    async def aclose(self) -> None:
        """Nothing is open."""

    async def send(self, request: dict[str, Any], question: Question) -> Answer:
        """After a moment, an answer of any allowed length, or a failure."""
        question.take()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.random.random() / 1000)
        finally:
            self.at_once -= 1
        if self.random.random() < 0.1:
            raise errors.ModelUnavailableError("busy.", transient=True)
        self.calls += 1
        usage = {
            "prompt_tokens": self.random.randint(1, request_tokens(request, most=True)),
            "completion_tokens": self.random.randint(0, request["max_tokens"]),
        }
        self.taken += sum(usage.values())
        return Answer({"usage": usage, "choices": [{"message": {"content": "x"}}]})


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("limit", [{"tokens": 20_000}, {"cost": 0.05}, {"tokens": 15_000, "cost": 10.0}])
def test_a_budget_is_never_passed_however_many_ask_at_once(seed: int, limit: dict[str, Any]) -> None:
    endpoint, budget = Endpoint(seed), Budget(**limit)
    found = Prices({"m": load_prices(None).of("gpt-4o")}) if limit else None  # type: ignore[dict-item]
    assert found is not None

    async def one(channel: LedgerChannel, number: int) -> str:
        request = {"model": "m", "messages": [{"role": "user", "content": "كلمة " * (1 + number % 40)}], "max_tokens": 500}
        try:
            await channel.send(request, Question(Usage(), 1))
        except errors.ModelError as error:
            return type(error).__name__
        return "answered"

    async def run() -> list[str]:
        channel = LedgerChannel(endpoint, found, budget)
        return await asyncio.gather(*(one(channel, number) for number in range(200)))

    outcomes = asyncio.run(asyncio.wait_for(run(), 30))
    price = load_prices().of("gpt-4o")
    assert price is not None
    assert budget.spent.tokens == endpoint.taken
    assert endpoint.taken <= limit.get("tokens", 10**9) and budget.spent.cost <= limit.get("cost", 10**9)
    assert outcomes.count("BudgetError") > 0 and budget.exhausted
    # It is used to the full: what is left would not have held one more request of the largest kind.
    most = request_tokens({"model": "m", "messages": [{"content": "كلمة " * 40}]}, most=True)
    left = Spent(limit.get("tokens", 10**9), limit.get("cost", 10**9)) - budget.spent
    assert left.tokens < most + 500 or left.cost < price.cost(most, 500)
    assert endpoint.most_at_once > 1


def test_the_budget_stops_a_run_before_it_is_passed_and_tells_what_was_spent(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        with pytest.raises(errors.BudgetError) as caught:
            record_with(server, tmp_path, max_tokens=7_000, profile="server")
        made = len(server.requests)
    assert made >= 1
    assert (caught.value.tokens, caught.value.currency) == (110 * made, "EUR")
    assert caught.value.cost == pytest.approx(made * 200 / 1e6)
    assert f"{110 * made:,} tokens in {made} call" in str(caught.value) and "--max-tokens" in str(caught.value)


def test_a_budget_of_nothing_allows_what_is_in_the_cache(tmp_path: Path) -> None:
    kept = {"cache": True, "cache_dir": tmp_path / "cache"}
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        record_with(server, tmp_path, **kept)
        made = len(server.requests)
        assert record_with(server, tmp_path, **kept, max_tokens=0, max_cost=0.0).calls == 0
        with pytest.raises(errors.BudgetError):
            record_with(server, tmp_path, max_tokens=0)
        assert len(server.requests) == made


def test_a_limit_of_cost_needs_a_price(tmp_path: Path) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        with pytest.raises(errors.SettingsError, match="no price for other.*--prices"):
            record_with(server, tmp_path, model="other", max_cost=1.0)
        with pytest.raises(errors.SettingsError, match="no price for second"):
            record_with(server, tmp_path, max_cost=1.0, fallback_model="second")
        assert server.requests == []


def test_a_budget_is_not_tried_again_and_not_passed_on_to_the_second_model(tmp_path: Path) -> None:
    settings = make_settings(model="one", base_url="http://127.0.0.1:9/v1", fallback_model="two", max_tokens=10)

    async def run() -> None:
        async with OpenAICompleter(settings, backoff=Backoff(first=0.001)) as completer:
            await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=50)

    with pytest.raises(errors.BudgetError) as caught:
        asyncio.run(run())
    assert caught.value.calls == 0


def test_failures_cost_nothing_and_what_takes_too_long_costs_its_reading() -> None:
    budget = Budget(tokens=100_000)
    for steps, spent, timeout in (([fails(500)], 0, 30.0), ([Step(delay=3)], 1, 0.1)):
        with ScriptedServer(steps) as server:
            settings = make_settings(model="m", base_url=server.url, attempts=1, timeout=timeout, max_tokens=100_000)

            async def run(settings: Any = settings) -> Budget:
                async with OpenAICompleter(settings) as completer:
                    with pytest.raises(errors.ModelUnavailableError):
                        await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=50)
                    return completer.budget

            budget = asyncio.run(run())
            assert (budget.spent.tokens > 0) == bool(spent)


def test_the_budget_of_the_command_line_is_that_of_all_reports(tmp_path: Path, run: Run) -> None:
    sources = [report(tmp_path, TEXT, f"{number}.txt") for number in range(40)]
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        common = ("--model", "scripted", "--base-url", server.url, "--out", str(tmp_path / "out"), "--format", "md")
        done = run("generate", *sources, *common, "--max-tokens", "8000")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("briefing: The budget of ")
    assert "Traceback" not in done.stderr
    finished = list((tmp_path / "out").glob("*/record.json"))
    assert 0 < len(finished) < 40
    assert 110 * len(server.requests) <= 8000


@pytest.mark.parametrize("how", ["a token a byte", "answers longer than allowed"])
@pytest.mark.parametrize("limit", [{"tokens": 60_000}, {"cost": 0.6}])
def test_a_budget_holds_though_an_endpoint_counts_and_writes_as_it_likes(how: str, limit: dict[str, Any]) -> None:
    budget, price = Budget(**limit), load_prices().of("gpt-4o")
    assert price is not None
    taken: list[tuple[int, int]] = []

    class Own:
        async def aclose(self) -> None:
            """Nothing is open."""

        async def send(self, request: dict[str, Any], question: Question) -> Answer:
            question.take()
            await asyncio.sleep(0.001)
            read = len("".join(message["content"] for message in request["messages"]).encode())
            taken.append((read, 100) if how == "a token a byte" else (100, 9_000))
            usage = dict(zip(("prompt_tokens", "completion_tokens"), taken[-1], strict=True))
            return Answer({"usage": usage, "choices": [{"message": {"content": "x"}}]})

    async def run() -> list[Any]:
        channel = LedgerChannel(Own(), Prices({"m": price}), budget)
        texts = ("كلمة " * 300, "A word or two. " * 100)
        asked = ({"model": "m", "messages": [{"content": texts[number % 2]}], "max_tokens": 500} for number in range(200))
        waiting = [channel.send(request, Question(Usage(), 1)) for request in asked]
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(asyncio.wait_for(run(), 30))
    assert sum(read + written for read, written in taken) == budget.spent.tokens <= limit.get("tokens", 10**9)
    assert budget.spent.cost <= limit.get("cost", 10**9)
    assert len(taken) > 3 and sum(isinstance(one, errors.BudgetError) for one in outcomes) == 200 - len(taken)


def test_what_fails_before_the_first_answer_holds_nobody_up() -> None:
    async def run() -> int:
        with ScriptedServer([fails(500), fails(500), answer({"count": 3})]) as server:
            settings = make_settings(model="m", base_url=server.url, attempts=1, max_tokens=100_000)
            async with OpenAICompleter(settings) as completer:
                asked = (completer.complete(QUESTION, Count, usage=Usage(), max_tokens=50) for _ in range(9))
                outcomes = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 30)
                return sum(isinstance(one, Count) for one in outcomes)

    assert asyncio.run(run()) == 7


def test_the_budget_of_the_command_line_holds_where_an_endpoint_does_not_count(tmp_path: Path, run: Run) -> None:
    sources = [report(tmp_path, TEXT, f"{number}.txt") for number in range(8)]
    script = Script(PEOPLE, [RIGHT])
    with ScriptedServer(lambda request: Step(content=script(request).content, usage=False)) as server:
        common = ("--model", "gpt-5-mini", "--base-url", server.url, "-o", str(tmp_path / "out"))
        for limit in (("--max-tokens", "16000"), ("--max-cost", "0.016")):
            before = len(server.requests)
            done = run("extract", *sources, *common, *limit)
            assert done.returncode == 1 and limit[0] in done.stderr
            asked = server.requests[before:]
            read = sum(request_tokens(request) for request in asked)
            assert 3 < len(asked) < 24 and (read <= 16_000 if limit[0] == "--max-tokens" else read * 0.25e-6 <= 0.016)


# --- tokens ---------------------------------------------------------------------------------------------------------


def test_openais_texts_are_counted_with_their_vocabulary() -> None:
    text = (ROOT / "examples/astana-first-day/report.ar.txt").read_text(encoding="utf-8")
    assert is_counted("gpt-5-mini") and is_counted("openai/o3") and not is_counted("qwen3") and not is_counted("ollama")
    assert count_tokens(text, "gpt-5-mini") == 835
    assert count_tokens(text, "gpt-4-turbo") == 1784  # the vocabulary before
    assert count_tokens("<|endoftext|> \ud800", "gpt-5") > 0


@pytest.mark.parametrize("name", sorted(path.parent.name for path in ROOT.glob("examples/*/report.ar.txt")))
def test_the_rule_lies_between_the_vocabularies_and_its_bound_above(name: str) -> None:
    text = (ROOT / "examples" / name / "report.ar.txt").read_text(encoding="utf-8")
    newer, older, rule = (count_tokens(text, model) for model in ("gpt-5", "gpt-4", "qwen3"))
    assert newer < rule < older
    assert rule < 1.6 * newer and rule > 0.55 * older
    assert count_tokens(text, "qwen3", most=True) > older


# --- the estimate ---------------------------------------------------------------------------------------------------


def test_an_estimate_makes_no_call(tmp_path: Path, run: Run) -> None:
    with ScriptedServer([answer({})]) as server:
        common = ("--model", "gpt-5-mini", "--base-url", server.url, "--estimate")
        done = run("generate", report(tmp_path), *common, "--json", "--out", str(tmp_path / "out"))
        told = run("extract", report(tmp_path), *common)
        assert server.requests == []
    found = json.loads(done.stdout)
    assert found["reports"] == 1 and found["calls"] >= 3 and found["counted"] is True
    assert 0 < found["cost"] < 0.01 and found["currency"] == "USD"
    assert "about" in told.stdout and "USD" in told.stdout and told.returncode == 0
    assert not (tmp_path / "out").exists()


def test_an_estimate_needs_neither_key_nor_engine_nor_price(tmp_path: Path, run: Run) -> None:
    for more in ((), ("--model", "gpt-5-mini"), ("--model", "unheard-of")):
        done = run("extract", report(tmp_path), "--estimate", *more)
        assert done.returncode == 0 and "calls" in done.stdout
    assert "no price is known" in done.stdout


def test_a_budget_that_ends_tells_of_the_request_that_did_not_fit() -> None:
    async def run() -> list[str]:
        budget, told = Budget(tokens=1000), []
        await budget.hold(lambda: Spent(600))
        waiting = [asyncio.create_task(budget.hold(partial(Spent, most))) for most in (900, 500)]
        await asyncio.sleep(0)
        budget.settle(Spent(600), Spent(200))
        for one in waiting:
            try:
                await one
            except errors.BudgetError as error:
                told.append(str(error))
        return told

    told = asyncio.run(run())
    assert told and all("900 tokens" in one for one in told)
