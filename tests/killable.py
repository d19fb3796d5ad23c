"""Starts the command line again and again without paying for its imports each time: it is forked.

``python -m tests.killable`` answers each line, ``[ARGUMENTS, ENVIRONMENT]`` as JSON, with the number of a process, and such a
number with its exit code (negative: the signal that ended it).
"""

from __future__ import annotations

import json
import os
import sys

import instructor  # noqa: F401 (loaded once, here)
import openai
import openai.resources.chat  # noqa: F401
import tenacity  # noqa: F401

import briefing.batches
import briefing.cli
import briefing.progress


def main() -> None:
    """Serve standard input until it ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            print(os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1]), flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
            arguments, environment = asked
            os.environ.update(environment)
            sys.argv = ["briefing", *arguments]
            try:
                briefing.cli.main()
            except SystemExit as left:
                sys.stderr.flush()
                os._exit(left.code if isinstance(left.code, int) else 1)
            os._exit(0)


main()
