"""The hard cases with a scripted model: what is measured of right answers, and how many wrong ones are caught.

``python benchmarks/hard_cases.py`` needs no model. The same figures are a gate in ``tests/test_gates.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from briefing.evaluation import Measures, compare
from tests.cases import answer, cases, gold_of, is_caught, refusals, wrongs


def main() -> None:
    """Print one table of the cases, and one of the measures over all right answers."""
    print("| case | examples | right answers refused | wrong answers caught |")
    print("| --- | ---: | ---: | ---: |")
    total = Measures()
    for case in cases():
        refused = sum(bool(refusals(example)) for example in case.examples)
        offered = [wrong for wrong in wrongs() if wrong.example.case == case.number]
        caught = sum(not is_caught(wrong) for wrong in offered)
        print(f"| {case.number}. {case.title} | {len(case.examples)} | {refused} | {caught} of {len(offered)} |")
        total = sum((compare(gold_of(example), answer(example)[0]) for example in case.examples), total)
    print("\n| over all right answers | count | of |\n| --- | ---: | ---: |")
    for name in ("verbatim", "wrong_holders", "wrong_polarity", "invented_numbers", "invented_names"):
        share = total.shares[name]
        print(f"| {name.replace('_', ' ')} | {share.count} | {share.of} |")


if __name__ == "__main__":
    main()
