"""What columns of tables are headed, and what words in cells mean: tables under ``data/tables``, read here.

One reading of headings for every kind of table. A rule is a pattern such as
``date [of] (completion|training)``; what is compared has no case, no punctuation and no spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property

from attrs import field as field_of
from attrs import frozen
from attrs.converters import optional

from care_pathway._data import read_csv
from care_pathway._record import Result
from care_pathway.errors import UnknownIdError
from care_pathway.language.phrases import variants
from care_pathway.problems import shown, withheld

#: Kinds of table about people: they share the headings of references.
_ABOUT_PEOPLE = {"staff": "id", "training": "worker", "evidence": "worker", "records": "worker"}
KINDS = ("staff", "training", "evidence", "courses")
#: Dates of supervision and the like, which stand as columns in tables of people.
_RECORDS = "records"
#: The checklist is known by its own headings, and by no others.
_CHECKLIST = "adoption"


#: So many letters a cell of a workbook holds, and are kept of a heading.
_KEPT = 32_767


def kept(heading: str) -> str:
    """A heading to be kept and named again: the whole of it, without what names a person by its form.

    Example:
        >>> kept("Job title (ask zed@example.org)")
        'Job title (ask (withheld))'
    """
    return withheld(heading[:_KEPT])


@frozen(kw_only=True, repr=False, eq=False)
class ColumnGuess(Result):
    """Which column of a plain table was taken for which field.

    Attributes:
        field: The field.
        header: The column's own heading, as `kept`; ``None`` where no column was found.
        how: ``given``, ``exact``, ``like``, ``cells`` or ``none``.
        why: The reason in words.
    """

    field: str
    header: str | None = field_of(default=None, converter=optional(kept))
    how: str = "exact"
    why: str = ""


@frozen(kw_only=True)
class TableField:
    """A field of a plain table.

    Attributes:
        field: Its id.
        label: Its heading in our own tables.
        kind: What its cells hold.
        headings: Headings by which it is known, normal and without choices, the plainest first.
        help: What to write.
        required: Whether a table without it says nothing.
        template: Whether our own blank table has it.
    """

    field: str
    label: str
    kind: str
    headings: tuple[str, ...]
    help: str = ""
    required: bool = False
    template: bool = True

    @cached_property
    def phrases(self) -> tuple[tuple[int, frozenset[str], int], ...]:
        """The headings of two words or more, each with its rank, as its words and their number."""
        words = enumerate(map(str.split, self.headings))
        return tuple((rank, frozenset(each), len(each)) for rank, each in words if len(each) > 1)


class Holds(StrEnum):
    """What a personal column holds.

    Example:
        >>> Holds("whole")
        <Holds.WHOLE: 'whole'>
    """

    WHOLE = "whole"
    """The whole name."""
    FIRST = "first"
    """First names."""
    LAST = "last"
    """Family names."""
    EMAIL = "email"
    """An e-mail address."""
    OTHER = "other"
    """Anything else about who somebody is; never read."""


def normal(heading: object) -> str:
    """A heading without case, punctuation and surplus spaces.

    Example:
        >>> normal("Job-Title "), normal("Employee's No.")
        ('job title', 'employees no')
    """
    name = str(heading)
    if name.isascii() and name.isalnum():  # most cells are one word or number: a tenth of the time
        return name.lower()
    return " ".join(_MARKS.sub(" ", name.casefold().replace("'", "").replace("’", "")).split()).replace(
        "_", " "
    )


_MARKS = re.compile(r"[^\w]+")


def squeezed(heading: str) -> str:
    """A heading without its spaces: ``JobTitle`` and ``N.I. No.`` are known too."""
    return heading.replace(" ", "")


def bare(heading: object) -> str:
    """A heading without what stands in brackets.

    Example:
        >>> bare("Start date (DD/MM/YYYY)")
        'Start date'
    """
    return " ".join(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", str(heading)).split())


def named(heading: str, names: Sequence[str]) -> tuple[int, ...]:
    """Positions of the columns that somebody names: headed so, else alike, else kept or shown so.

    Example:
        >>> named("job-title", ["Staff ref", "Job title"]), named("Post (withheld)", ["Post a@example.org"])
        ((1,), (0,))
    """
    there = [(at, name) for at, name in enumerate(names) if name]
    alike = squeezed(normal(heading))
    exact = [at for at, name in there if name.strip() == heading.strip()]
    like = exact or [at for at, name in there if alike and squeezed(normal(name)) == alike]
    return tuple(
        like
        or (
            at
            for at, name in there
            if alike and alike in (squeezed(normal(kept(name))), squeezed(normal(shown(name))))
        )
    )


@cache
def fields(table: str) -> tuple[TableField, ...]:
    """The fields of a table: ``staff``, ``training``, ``evidence``, ``courses`` or ``adoption``."""
    if table not in (*KINDS, _CHECKLIST, _RECORDS):
        raise UnknownIdError("table", table, KINDS)
    headings: dict[str, dict[str, None]] = {}
    for row in read_csv("tables/headings.csv"):
        name = row["field"]
        if row["table"] == "people" and table in _ABOUT_PEOPLE:
            name = _ABOUT_PEOPLE[table]
        elif row["table"] != table:
            continue
        found = headings.setdefault(name, {})
        for words in variants(row["heading"]):
            found[normal(" ".join(words))] = None
    return tuple(
        TableField(
            field=row["field"],
            label=row["label"],
            kind=row["kind"],
            headings=tuple(headings.get(row["field"], {})),
            help=row["help"],
            required=row["required"] == "yes",
            template=row["template"] == "yes",
        )
        for row in read_csv("tables/fields.csv")
        if row["table"] == table
    )


@cache
def known(table: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each heading without spaces, the fields that it names and how plainly: the lowest first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for one in fields(table):
        for rank, heading in enumerate(dict.fromkeys((normal(one.label), *one.headings))):
            found.setdefault(squeezed(heading), []).append((one.field, rank))
    return {heading: tuple(places) for heading, places in found.items()}


@cache
def words(kind: str) -> Mapping[str, str]:
    """Words that people write in cells of a kind, with what they mean."""
    found: dict[str, str] = {}
    for row in read_csv("tables/words.csv"):
        if row["kind"] == kind:
            for one in variants(row["word"]):
                written = " ".join(one)
                found.setdefault(
                    written.casefold() if kind == "answer" else normal(written) or written, row["meaning"]
                )
    if kind == "answer":
        found.setdefault("", "unknown")
    return found


def is_of_sums(label: str, *, begins: bool = False) -> bool:
    """Whether a label is of a line of sums, of how often, or of what marks mean, and not of a person.

    Args:
        label: What stands where a person would.
        begins: Whether it is enough that it begins so, where the rest of the row is no more of a person.

    Example:
        >>> is_of_sums("% compliance"), is_of_sums("Number trained"), is_of_sums("Key Worker")
        (True, True, False)
    """
    plain, known = normal(label), words("totals")
    return "%" in label or plain in known or (begins and plain.partition(" ")[0] in known)


@cache
def _personal() -> Mapping[str, Holds]:
    found: dict[str, Holds] = {}
    for row in read_csv("tables/personal.csv"):
        for one in variants(row["heading"]):
            found.setdefault(squeezed(normal(" ".join(one))), Holds(row["holds"]))
    return found


def fields_named(heading: object, table: str) -> tuple[str, ...]:
    """The fields of a table that a heading names, the plainest first.

    Example:
        >>> fields_named("Job-Title", "staff"), fields_named("Shoe size", "staff")
        (('job_title',), ())
    """
    return tuple([field for field, _ in known(table).get(squeezed(normal(heading)), ())])


def forms(heading: object) -> tuple[str, ...]:
    """How a heading is compared: without its spaces, and without what stands in brackets, if it has any.

    Example:
        >>> forms("Start date (DD/MM/YYYY)"), forms("Job title")
        (('startdateddmmyyyy', 'startdate'), ('jobtitle',))
    """
    name = str(heading)
    whole = squeezed(normal(name))
    return (whole, squeezed(normal(bare(name)))) if "(" in name or "[" in name else (whole,)


def holds(heading: object) -> Holds | None:
    """What a column about who somebody is holds, from its heading; ``None`` for other columns.

    Example:
        >>> holds("Surname"), holds("Job title")
        (<Holds.LAST: 'last'>, None)
    """
    return next(filter(None, map(_personal().get, forms(heading))), None)


@cache
def _words_of_headings() -> frozenset[str]:
    return frozenset(
        word
        for table in (*KINDS, _RECORDS)
        for one in fields(table)
        for heading in (normal(one.label), *one.headings)
        for word in heading.split()
    )


def is_of_headings(cell: object) -> bool:
    """Whether every word of a cell stands in some heading that is known, as no name of a person does.

    Example:
        >>> is_of_headings("Post Started"), is_of_headings("Mark Smith")
        (True, False)
    """
    found = normal(cell).split()
    return bool(found) and all(word in _words_of_headings() for word in found)


def is_heading(cell: object) -> bool:
    """Whether a cell is a heading that some table is known to have."""
    return squeezed(normal(cell)) in _every_heading()


@cache
def _every_heading() -> frozenset[str]:
    return frozenset().union(_personal(), *map(known, (*KINDS, _RECORDS))) - {""}
