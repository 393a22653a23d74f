"""Entry point: parse the command line, then open the window or run a subcommand without Qt."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core import __version__
from core.allocation import keep_freed_memory
from core.catalog import ModelRow, all_rows, find_model
from core.cli.commands import COMMANDS, find_command, run_command
from core.cli.options import add_device, add_model
from core.errors import InputError, UserError

INTERRUPTED = 130  # 128 + SIGINT, as shells report it


def main(arguments: Sequence[str] | None = None, *, rows: Sequence[ModelRow] | None = None) -> int:
    """Run one command line (default: the process's own) over a catalog. Returns 0, 1 with one sentence on stderr, or 130.

    By default that of the shipped models, the published ones and the person's own.
    """
    words = sys.argv[1:] if arguments is None else arguments
    _print_any_file_name()
    keep_freed_memory()
    command = find_command(words)
    try:
        if command is None:
            return _open_window(words, rows, is_all=arguments is None)
        return run_command(command, words[1:], all_rows(_warn) if rows is None else rows)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _warn(problem: UserError) -> None:
    print(problem, file=sys.stderr)


def _print_any_file_name() -> None:
    """A file name may hold characters, or bytes, that the terminal's encoding lacks; printing it must not fail."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _open_window(words: Sequence[str], rows: Sequence[ModelRow] | None, *, is_all: bool) -> int:
    """``is_all``: the process was started for the window, and ends with it, at once."""
    options = window_options(words, rows)
    from app.main import run_window

    code = run_window(options, is_all=is_all)
    if is_all:
        from app.leaving import leave

        leave(code)
    return code


def window_options(words: Sequence[str], rows: Sequence[ModelRow] | None = None) -> argparse.Namespace:
    """The window's options of a command line. Raises InputError on what cannot be meant, SystemExit on what cannot be parsed."""
    options = _window_parser().parse_args(words)
    _check_window_options(options, rows)
    return options


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="halfpixel",
        usage="halfpixel [options] [PHOTO ...]\n       halfpixel COMMAND ...",
        description="Open the window, on photos or folders of them, or run a command without a screen.",
        epilog=_command_list(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", nargs="*", type=Path, metavar="PHOTO", help="a photo or a folder of photos")
    parser.add_argument("--sample", metavar="KEY", help="open this sample photo, for example astronaut")
    add_model(parser, required=False)
    add_device(parser)
    parser.add_argument("--lang", choices=("en", "ko"), help="language of the window (default: the system's)")
    parser.add_argument("--exit-after-overlay", action="store_true", help="run the model, paint the overlay once and close")
    parser.add_argument("--version", action="version", version=f"Halfpixel {__version__}")
    return parser


def _command_list() -> str:
    rows = [f"  {command.name:<10}{command.summary}" for command in COMMANDS]
    advice = "Each answers to --help. A photo or folder called like a command is opened as ./NAME."
    return "\n".join(["commands, which need no screen:", *rows, "", advice])


def _check_window_options(options: argparse.Namespace, rows: Sequence[ModelRow] | None) -> None:
    """Raise InputError on what cannot be meant, before Qt is loaded; a misspelt command arrives here as a photo."""
    # Path.exists raises on a name that is too long; os.path.exists says no.
    missing = next((path for path in options.inputs if not os.path.exists(path)), None)  # noqa: PTH110
    if missing is not None:
        commands = ", ".join(command.name for command in COMMANDS)
        raise InputError("There is no photo, folder or command '{path}'; the commands are {commands}.", path=missing, commands=commands)
    if options.model is not None:
        find_model(options.model, all_rows(_warn) if rows is None else rows)


if __name__ == "__main__":
    sys.exit(main())
