"""Shares in words and as cells of a heat table: every colour has a word and a sign beside it."""

from __future__ import annotations

from care_pathway.render.html import Html
from care_pathway.render.words import percent

#: Sign, word and background, from nothing to everything.
_BANDS = (
    (0.0, "○", "none", "#f6d5d5"),
    (0.5, "◔", "under half", "#fbe6cc"),
    (1.0, "◑", "half or more", "#fdf6c9"),
)
_FULL = ("●", "all", "#d5ecd4")


def band(share: float | None) -> tuple[str, str, str]:
    """Sign, word and background colour of a share."""
    if share is None:
        return "–", "nothing expected", "#eeeeee"
    if share >= 1:
        return _FULL
    if share <= 0:
        return _BANDS[0][1:]
    return next((sign, word, colour) for upto, sign, word, colour in _BANDS if share < upto)


def heat_cell(share: float | None) -> Html:
    """One cell of a heat table: sign, share and word, with the colour on top."""
    sign, word, colour = band(share)
    return Html(
        f'<td style="background:{colour};color:#111;text-align:left">'
        f'<span aria-hidden="true">{sign}</span> {percent(share)} ({word})</td>'
    )
