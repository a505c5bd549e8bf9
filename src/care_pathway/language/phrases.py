"""How phrases of the bundled lexicons are written, and what a plural is in them and in text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def variants(pattern: str) -> Iterator[list[str]]:
    """Every row of words that a phrase stands for: ``(a|b)`` is a choice, ``[a]`` may be left out.

    Example:
        >>> [" ".join(words) for words in variants("moving [and] (handling|assisting)")]
        ['moving and handling', 'moving handling', 'moving and assisting', 'moving assisting']
    """
    if "(" not in pattern and "[" not in pattern:
        yield pattern.split()
        return
    found = _CHOICE.search(pattern)
    if found is None:
        msg = f"phrase {pattern!r} has a bracket without its partner"
        raise ValueError(msg)
    before, after = pattern[: found.start()], pattern[found.end() :]
    choices = found[1].split("|") if found[1] is not None else [*found[2].split("|"), ""]
    first = before.split()
    starts = [first + choice.split() for choice in choices]
    for rest in variants(after):
        for start in starts:
            yield start + rest


def singular(word: str) -> str:
    """A word without its plural ending; crude, and the same for lexicon and text.

    Example:
        >>> singular("medicines"), singular("policies"), singular("loss"), singular("sepsis")
        ('medicine', 'policy', 'loss', 'sepsis')
    """
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui":
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]
