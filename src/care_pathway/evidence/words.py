"""Names on file as plain words, so that they can be compared and phrases looked for in them."""

from __future__ import annotations

import re

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_MARKS = str.maketrans({"&": " and ", "+": " and ", "™": " ", "®": " "})


def plain(text: str) -> str:
    """Lower-case words and numbers with single spaces between them.

    Example:
        >>> plain("Moving & Handling (Level 2)")
        'moving and handling level 2'
    """
    return _NOT_A_WORD.sub(" ", text.casefold().translate(_MARKS)).strip()


def padded(text: str) -> str:
    """The plain words of a text with a space around each, so that a phrase is found as whole words only."""
    return f" {plain(text)} "
