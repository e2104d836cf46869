"""The command line: one module per command group; each parses, calls a room and prints."""

from __future__ import annotations

import os
import sys

from dateline.errors import DatelineError


def main() -> None:
    """The `dateline` command; an error of ours becomes one line on standard error and exit code 2."""
    debug = "--debug" in sys.argv[1:]  # wherever it stands on the line
    sys.argv[1:] = [word for word in sys.argv[1:] if word != "--debug"]
    from dateline.cli.app import app
    from dateline.log import configure_logging

    configure_logging(verbose=debug)
    try:
        app(prog_name="dateline")
    except DatelineError as error:
        if debug:
            raise
        sys.stderr.write(f"dateline: {' '.join(str(error).split())}\n")
        raise SystemExit(2) from None
    except BrokenPipeError:  # the reader of our output has gone ('| head'): no fault of anyone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
