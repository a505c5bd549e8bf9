"""A parser of the command line that names the nearest word to one that it does not know."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from care_pathway.errors import UnknownIdError

_CHOICE = re.compile(r"invalid choice: '?(?P<word>[^' ]+)'?.*\(choose from (?P<words>.+)\)")


class Parser(argparse.ArgumentParser):
    """As argparse has it; an unknown command, answer or option is told with the nearest known one.

    Example:
        >>> parser = Parser("care-pathway", exit_on_error=False)
        >>> _ = parser.add_argument("--edition")
        >>> parser.nearest("--editoin", ["--edition", "--help"])
        "; did you mean '--edition'?"
    """

    @staticmethod
    def nearest(word: str, words: Iterable[str]) -> str:
        """What to add to a message about a word: the known words that look most like it."""
        near = UnknownIdError("word", word, words).nearest
        return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""

    def error(self, message: str) -> NoReturn:
        """End with the message alone, and the nearest where a word is not among those to choose from."""
        choice = _CHOICE.search(message)
        if choice is not None and "maybe you meant" not in message:  # newer versions of Python say it
            message += self.nearest(choice["word"], re.findall(r"[\w-]+", choice["words"]))
        self.exit(2, f"{self.prog.split()[0]}: {message}\ntry: {self.prog} --help\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse has it; what a command does not know is an error of that command, not of the whole."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown and self._subparsers is None:
            self._unknown(unknown)
        return known, unknown

    def _unknown(self, words: Sequence[str]) -> NoReturn:
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        known = [option for action in self._actions for option in action.option_strings]
        hint = self.nearest(options[0], known) if options else ""
        self.error(f"unrecognized arguments: {' '.join(words)}{hint}")
