"""The command `shopkit-lake`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from . import answer, import_command
from .error import LakeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args, sys.stdout))
    except LakeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shopkit-lake", description="Fills a lake of facts, and answers the reports of shopkit from it.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("answer", help="run a question on an engine and print its answer")
    answer.add_arguments(one)
    one.set_defaults(run=answer.answer)
    one = commands.add_parser("import", help="import the files of many shops on Spark and write the shops to a lake")
    import_command.add_arguments(one)
    one.set_defaults(run=import_command.import_root)
    return parser


if __name__ == "__main__":
    sys.exit(main())
