"""Entry point: parse the command line, then open the window or run a subcommand without Qt."""

from __future__ import annotations

import argparse
import sys

from core.cli import train


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="halfpixel")
    commands = parser.add_subparsers(dest="command")
    train.add_arguments(commands.add_parser("train"))
    options = parser.parse_args(arguments)
    return train.run(options)


if __name__ == "__main__":
    sys.exit(main())
