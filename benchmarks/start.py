"""Start-up: what ``import briefing`` adds to bare Python and what ``briefing --help`` takes, in whole processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15


def seconds(*arguments: str) -> float:
    """The median wall time of a Python process, in seconds, over RUNS runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    bare = seconds("-c", "pass")
    package = seconds("-c", "import briefing")
    command = seconds("-m", "briefing", "--help")
    print("| what | seconds (median) | bar |\n| --- | --- | --- |")
    print(f"| bare Python | {bare:.3f} | |")
    print(f"| import briefing, above bare Python | {package - bare:.3f} | 0.1 |")
    print(f"| briefing --help | {command:.3f} | 0.25 |")


if __name__ == "__main__":
    main()
