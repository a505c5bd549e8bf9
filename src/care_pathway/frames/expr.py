"""Codes of ASC-WDS to role categories as expressions.

They stream in a lazy plan, and no function of Python runs for a row. An expression is polars' own, or with
``library="narwhals"`` one of narwhals for the tables that narwhals serves.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from care_pathway._arguments import check_kind, check_text
from care_pathway.errors import UnknownIdError
from care_pathway.frames.codes import (
    check_family,
    job_role_forms,
    recorded_forms,
    usual_role_categories,
)
from care_pathway.frames.errors import FrameError, check_name
from care_pathway.frames.tables import narwhals
from care_pathway.model import Pathway
from care_pathway.tabular.words import PathwayAnswer

_LIBRARIES = ("polars", "narwhals")


def role_category(
    pathway: Pathway,
    *,
    job_role: str | None = None,
    recorded: str | None = None,
    codes: str = "upload",
    library: str = "polars",
) -> Any:
    """The role category that is recorded, else the one that the main job role usually means.

    Null where neither names one: a recorded answer of another kind (see `answer`), a job role outside the
    Pathway, an unknown code. What a job role usually means is our reading (see `code_table`); `place` says
    what is settled and what is only likely. Codes may be numbers or text (``8``, ``"8"``, ``"8.0"``), or
    labels in snake case; 22 counts as 27 and 41 as 40.

    Args:
        pathway: The edition to answer with.
        job_role: Name of the column with the ASC-WDS main job role.
        recorded: Name of the column with the answer to the question about the Pathway.
        codes: ``upload`` or ``analysis``: the family of files that the recorded codes are of.
        library: ``polars``, or ``narwhals`` for an expression of narwhals.

    Raises:
        UnknownIdError: If `codes` or `library` is none of these words.
        FrameError: If no column is named, or polars is not imported.

    Returns:
        An expression named ``cwp_role_category``, an Enum of the ids of the edition (text with narwhals).

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.LazyFrame({"mainjrid": ["4", "41", "-1"], "answer": ["2", "-1", "8"]})
        >>> found = role_category(cp.load(), job_role="mainjrid", recorded="answer", codes="analysis")
        >>> posts.with_columns(found).collect()["cwp_role_category"].to_list()
        ['care-or-support-worker', 'supervisor-or-leader', None]
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    for argument, column in (("job_role", job_role), ("recorded", recorded)):
        if column is not None:
            check_name(argument, column)
    parts = []
    if recorded is not None:
        meaning = recorded_forms(pathway, codes)
        found = {form: one.role_category for form, one in meaning.items() if one.role_category}
        parts.append((recorded, found))
    if job_role is not None:
        usual = pathway.derived(usual_role_categories)
        named = {form: usual[code] for form, code in job_role_forms().items()}
        parts.append((job_role, {form: role for form, role in named.items() if role}))
    if not parts:
        raise FrameError("name a column: job_role=, recorded= or both")
    words = [role.id for role in pathway.role_categories]
    maker = _maker(library)
    mapped = [_mapped(maker, column, found, words) for column, found in parts]
    return (mapped[0] if len(mapped) == 1 else maker.coalesce(*mapped)).alias("cwp_role_category")


def answer(pathway: Pathway, *, recorded: str, codes: str = "upload", library: str = "polars") -> Any:
    """Which kind of answer is recorded: ``category``, or why there is none.

    ``none-of-the-above`` is a role outside the Pathway, ``do-not-know`` and ``not-answered`` are no answer in
    two different ways, and ``unreadable`` is a value that is no code.

    Args:
        pathway: The edition to answer with.
        recorded: Name of the column with the answer to the question about the Pathway.
        codes: ``upload`` or ``analysis``: the family of files that the codes are of.
        library: ``polars``, or ``narwhals`` for an expression of narwhals.

    Raises:
        UnknownIdError: If `codes` or `library` is none of these words.

    Returns:
        An expression named ``cwp_answer``.

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.DataFrame({"CWPCATEGORY": ["2", "998", "999", None, "77"]})
        >>> posts.select(answer(cp.load(), recorded="CWPCATEGORY"))["cwp_answer"].to_list()
        ['category', 'none-of-the-above', 'do-not-know', 'not-answered', 'unreadable']
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    check_name("recorded", recorded)
    found = {form: str(one.answer) for form, one in recorded_forms(pathway, codes).items()}
    words = [str(word) for word in PathwayAnswer]
    maker = _maker(library)
    known = _mapped(maker, recorded, found, words)
    kind = _words(maker, words)
    cells = maker.col(recorded)
    nothing = cells.is_null() | (cells.cast(maker.String).str.strip_chars() == "")
    blank = maker.when(nothing).then(maker.lit(str(PathwayAnswer.NOT_ANSWERED)))
    other = blank.otherwise(maker.lit(str(PathwayAnswer.UNREADABLE))).cast(kind)
    return maker.coalesce(known, other).alias("cwp_answer")


def _mapped(maker: Any, column: str, found: Mapping[str, str | None], words: list[str]) -> Any:
    """A column looked up in a table of its forms."""
    text = maker.col(column).cast(maker.String)
    return text.replace_strict(dict(found), default=None, return_dtype=_words(maker, words))


def _words(maker: Any, words: list[str]) -> Any:
    """The type of a closed list; not every library behind narwhals has one."""
    return maker.Enum(words) if maker.__name__ == "polars" else maker.String


def _maker(library: str) -> Any:
    """The library whose expression is made."""
    check_text("library", library)
    if library == "narwhals":
        return narwhals()
    if library != "polars":
        raise UnknownIdError("library of expressions", str(library), _LIBRARIES)
    found = sys.modules.get("polars")
    if found is None:
        raise FrameError(
            "this makes an expression of polars, which is not imported; for another library use "
            'frames.place, or library="narwhals"'
        )
    return found
