"""Accessible HTML tables: a caption, headings with their scope, and everything that is text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_LEFT = ' style="text-align:left"'


class Html(str):
    """Text that is HTML already; any other text is escaped before it is shown.

    Example:
        >>> as_html("R&D"), as_html(Html("<b>R&amp;D</b>"))
        ('R&amp;D', '<b>R&amp;D</b>')
    """

    __slots__ = ()


def as_html(value: object) -> Html:
    """A value as HTML: escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def table(
    caption: object, rows: Iterable[Sequence[object]], *, heads: Sequence[str] = (), of: int | None = None
) -> Html:
    """A table whose first cell in each row is its heading.

    Args:
        caption: What it shows.
        rows: Cells of each row. A cell that is an `Html` starting with ``<td`` stands as it is.
        heads: Headings of the columns.
        of: How many rows there are in all, where only some are shown; the rest is counted below.

    Example:
        >>> "<td>3</td>" in table("Team", [("R&D", 3)], heads=("Group", "People"))
        True
    """
    shown = list(rows)
    head = "".join(f'<th scope="col">{as_html(word)}</th>' for word in heads)
    body = "".join(
        f'<tr><th scope="row"{_LEFT}>{as_html(first)}</th>{"".join(map(_cell, cells))}</tr>'
        for first, *cells in shown
    )
    more = 0 if of is None else of - len(shown)
    return Html(
        f"<table><caption>{as_html(caption)}</caption>"
        + (f"<thead><tr>{head}</tr></thead>" if heads else "")
        + f"<tbody>{body}</tbody></table>"
        + (f"<p>and {more} more</p>" if more > 0 else "")
    )


def _cell(value: object) -> str:
    if isinstance(value, Html) and value.startswith("<td"):
        return value
    return f"<td{'' if isinstance(value, int | float) else _LEFT}>{as_html(value)}</td>"


def bullets(items: Iterable[object]) -> Html:
    """A list.

    Example:
        >>> bullets(["<none>"])
        '<ul><li>&lt;none&gt;</li></ul>'
    """
    return Html("<ul>" + "".join(f"<li>{as_html(item)}</li>" for item in items) + "</ul>")
