"""Codes of ASC-WDS as columns: each way in which a file may write a code, and what it means.

A code stands in files as a number (``8``), as a number with gaps beside it (``8.0``), as text (``"8"``) or as
its label (``"care_worker"``). All of them are keys of one table, so that a column is looked up once and no
function runs for a row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from math import isnan
from typing import Any

from attrs import frozen

from care_pathway._arguments import check_kind
from care_pathway._data import read_bytes
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.placing import place
from care_pathway.frames.made import frame_of
from care_pathway.frames.new_columns import NewColumn
from care_pathway.interop.ascwds import codes
from care_pathway.model import Pathway, Worker
from care_pathway.problems import WITHHELD, shown
from care_pathway.tabular.cells import may_be_personal
from care_pathway.tabular.words import PathwayAnswer

#: The two families of files, which write different codes for the same answer.
FAMILIES = ("upload", "analysis")

#: The tables of `code_table`.
TABLES = ("job-roles", "role-categories")

#: For answers that are the same on every day.
ANY_DAY = date(2025, 4, 1)
_SPACES = ("{}", " {}", "{} ", " {} ")


@frozen(kw_only=True)
class Recorded:
    """What a cell of the question about the Pathway says.

    Attributes:
        answer: Which kind of answer, as in `PathwayAnswer`.
        role_category: Id of the role category, where it names one.
    """

    answer: PathwayAnswer
    role_category: str | None = None


def snake_case(label: str) -> str:
    """A label as analysts write it.

    Example:
        >>> snake_case("Advice, guidance and advocacy"), snake_case("Care co-ordinator")
        ('advice_guidance_and_advocacy', 'care_co_ordinator')
    """
    return re.sub(r"[^a-z0-9]+", "_", label.casefold().replace("'", "").replace("’", "")).strip("_")


def check_family(family: object) -> None:
    """Refuse a word that is no family of codes."""
    if not isinstance(family, str) or family not in FAMILIES:
        raise UnknownIdError("family of codes", str(family), FAMILIES)


def job_role_of(value: object) -> int | None:
    """The main job role that a cell names, a retired one as the code that took over its records.

    Args:
        value: A number, text or a label; ``None`` or an unknown value is no job role.

    Example:
        >>> job_role_of("8.0"), job_role_of("care_worker"), job_role_of(41), job_role_of("-1")
        (8, 8, 40, None)
    """
    return job_role_forms().get(_text(value))


@cache
def job_role_forms() -> Mapping[str, int]:
    """Every way of writing a main job role, with the code that holds today."""
    found: dict[str, int] = {}
    for role in codes.job_roles():
        code = role.code if role.becomes is None else role.becomes
        whole = snake_case(role.label)
        short = snake_case(role.label.split("(", maxsplit=1)[0])
        names = {role.label, role.label.casefold(), whole, whole.replace("co_ordinator", "coordinator")}
        if sum(snake_case(one.label).startswith(short) for one in codes.job_roles()) == 1:
            names |= {short, short.replace("co_ordinator", "coordinator")}
        found |= dict.fromkeys(number_forms(role.code), code) | dict.fromkeys(names, code)
    content = read_bytes("crosswalks/ascwds/job-role-names.csv").decode("utf-8")
    rows = csv.DictReader(line for line in content.splitlines() if not line.startswith("#"))
    return {row["name"]: int(row["code"]) for row in rows} | found


def recorded_forms(pathway: Pathway, family: str) -> Mapping[str, Recorded]:
    """Every way of writing an answer to the question about the Pathway in a family of files."""
    known = {role.id for role in pathway.role_categories}
    found: dict[str, Recorded] = {}
    for code in codes.category_codes():
        number = code.upload_code if family == "upload" else code.analysis_code
        names = {code.label, code.label.casefold(), snake_case(code.label)}
        if code.role_category is None:
            meaning = Recorded(answer=PathwayAnswer(code.answer))
            names.add(code.answer)
        elif code.role_category in known:
            meaning = Recorded(answer=PathwayAnswer.CATEGORY, role_category=code.role_category)
            names.add(code.role_category)
        else:
            continue  # a role category that this edition does not have
        found |= dict.fromkeys([*number_forms(number), *names], meaning)
    for role in pathway.role_categories:
        meaning = Recorded(answer=PathwayAnswer.CATEGORY, role_category=role.id)
        found |= dict.fromkeys([role.id, role.name, snake_case(role.name)], meaning)
    blank = Recorded(answer=PathwayAnswer.NOT_ANSWERED)
    return found | dict.fromkeys(["", " ", "nan", "NaN"], blank)


def recorded_of(forms: Mapping[str, Recorded], value: object) -> Recorded:
    """What a cell says; a blank one was not answered, an unknown one cannot be read."""
    text = _text(value)
    return forms.get(text, Recorded(answer=PathwayAnswer.UNREADABLE)) if text else forms[""]


#: How a yes or no is written in each family of files; words and truth values are the same in both.
_YES = {"1": True, "1.0": True, "true": True, "yes": True}
_NO = {
    "upload": {"2": False, "2.0": False, "false": False, "no": False},
    "analysis": {"0": False, "0.0": False, "false": False, "no": False},
}


def delegated_of(value: object, family: str) -> bool | None:
    """Whether a cell says yes or no to a duty such as delegated healthcare; ``None`` for any other answer.

    Example:
        >>> delegated_of("1", "upload"), delegated_of(2.0, "upload"), delegated_of("0", "analysis")
        (True, False, False)
        >>> delegated_of("999", "upload") is delegated_of("-2", "analysis") is None
        True
    """
    return (_YES | _NO[family]).get(_text(value).strip().casefold())


def usual_role_categories(pathway: Pathway) -> dict[int, str | None]:
    """The role category that each main job role usually means: the first candidate of `place`."""
    found = {}
    for role in codes.job_roles():
        code = role.code if role.becomes is None else role.becomes
        placed = place(pathway, Worker(id="anyone", ascwds_job_role=code), on=ANY_DAY)
        found[role.code] = placed.candidates[0].role_category if placed.candidates else None
    return found


def code_table(pathway: Pathway, table: str, *, like: Any = None) -> Any:
    """A code list of ASC-WDS with what it means on the Pathway, as a frame to join.

    ``job-roles`` has a row for each main job role: ``code``, ``label``, ``name`` (the label in snake case),
    ``current_code`` (the code that holds today: 22 became 27, 41 became 40), ``retired`` and
    ``role_category`` (what the job role usually means; our reading, null outside the Pathway).
    ``role-categories`` has a row for each answer to the question about the Pathway: ``upload_code``,
    ``analysis_code``, ``label``, ``answer`` (which kind of answer) and ``role_category``.

    Args:
        pathway: The edition to answer with.
        table: ``job-roles`` or ``role-categories``.
        like: A frame of the library to make it in; left out, the frame library that is imported already.

    Raises:
        UnknownIdError: If there is no such table.

    Example:
        >>> import care_pathway as cp, polars
        >>> table = code_table(cp.load(), "job-roles")
        >>> table.filter(polars.col("code") == 41).select("label", "current_code", "role_category").row(0)
        ('Care navigator', 40, 'supervisor-or-leader')
    """
    check_kind("pathway", pathway, Pathway)
    if not isinstance(table, str) or table not in TABLES:
        raise UnknownIdError("code table", str(table), TABLES)
    ids = tuple(role.id for role in pathway.role_categories)
    if table == "job-roles":
        roles, usual = codes.job_roles(), pathway.derived(usual_role_categories)
        columns = [
            NewColumn(name="code", values=[role.code for role in roles], kind="whole"),
            NewColumn(name="label", values=[role.label for role in roles], kind="text"),
            NewColumn(name="name", values=[snake_case(role.label) for role in roles], kind="text"),
            NewColumn(
                name="current_code", values=[role.becomes or role.code for role in roles], kind="whole"
            ),
            NewColumn(name="retired", values=[role.retired for role in roles], kind="flag"),
            NewColumn(
                name="role_category", values=[usual[role.code] for role in roles], kind="words", words=ids
            ),
        ]
    else:
        answers = [code for code in codes.category_codes() if code.role_category in {None, *ids}]
        columns = [
            NewColumn(name="upload_code", values=[one.upload_code for one in answers], kind="whole"),
            NewColumn(name="analysis_code", values=[one.analysis_code for one in answers], kind="whole"),
            NewColumn(name="label", values=[one.label for one in answers], kind="text"),
            NewColumn(
                name="answer",
                values=[_answer(one) for one in answers],
                kind="words",
                words=tuple(map(str, PathwayAnswer)),
            ),
            NewColumn(
                name="role_category", values=[one.role_category for one in answers], kind="words", words=ids
            ),
        ]
    return frame_of(columns, like=like)


def _answer(code: codes.CategoryCode) -> str:
    """The kind of an answer; a role category without a code is a role category."""
    return str(PathwayAnswer.CATEGORY if code.role_category is not None else PathwayAnswer(code.answer))


def number_forms(code: int | None) -> Iterable[str]:
    """A number as files write it: plain, with noughts behind a point or before it, with a space."""
    if code is None:
        return ()
    plain = (str(code), f"{code}.0", f"{code}.00", f"{code:02d}")
    return [space.format(form) for form in dict.fromkeys(plain) for space in _SPACES]


def seen(value: object) -> str:
    """A cell as a message may show it: what may be somebody's name is withheld.

    Example:
        >>> seen("carer_1"), seen("Zed Quiet"), seen(7)
        ("'carer_1'", '(withheld)', "'7'")
    """
    text = str(value)
    return WITHHELD if may_be_personal(text) else repr(shown(text[:40]))


def is_missing(value: object) -> bool:
    """Whether a cell is empty: ``None``, the number that stands for none, or what pandas has for it."""
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float):
        return isnan(value)
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def _text(value: object) -> str:
    """A cell as text; what is missing is empty."""
    if is_missing(value):
        return ""
    text = str(value)
    return text if text.strip() else ""
