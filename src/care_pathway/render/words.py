"""Small pieces of text as people write them. Standard library only; it knows nothing of care."""

from __future__ import annotations


def shorten(text: str, limit: int) -> str:
    """Text of at most so many letters; what is cut away is marked.

    Example:
        >>> shorten("Care assistant", 20), shorten("Care assistant", 5)
        ('Care assistant', 'Care…')
    """
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
