"""What is on file about many people, from long tables: each different record is read once.

The rooms that read one person's records read these too. A record's part in an answer is an int mask, and a
person's is the union of the masks of their records: a row costs a look-up and an ``or``.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from warnings import warn

from attrs import evolve

from care_pathway._arguments import check_kind
from care_pathway.errors import InvalidArgumentError, UnknownIdError
from care_pathway.evidence.completions import Completion, completion_of
from care_pathway.evidence.days import EARLIEST, happened
from care_pathway.evidence.held import HeldReading, held_reader
from care_pathway.evidence.own_word import is_claim, is_own
from care_pathway.evidence.renewals import Renewals, bundled_renewals
from care_pathway.evidence.training import training_reader
from care_pathway.frames.codes import is_missing, seen
from care_pathway.frames.errors import FrameError, UnknownColumnError
from care_pathway.frames.placing import day_of, whole
from care_pathway.frames.tables import Table
from care_pathway.model import (
    DelegatedAuthorisation,
    Evidence,
    EvidenceState,
    HeldQualification,
    Pathway,
    TrainingRecord,
    TrainingStatus,
)
from care_pathway.model._fields import ID_RULE, valid_id

#: The fields of each long table, and those that it must have one of.
FIELDS = {
    "qualifications": (
        *("name", "learning", "number", "level", "achieved", "working_towards", "expected", "status"),
        "understood",
    ),
    "training": (
        *("title", "learning", "ascwds_category", "accredited", "status", "completed", "expires"),
        "understood",
    ),
    "evidence": ("competency", "state", "on", "expires", "by", "source"),
    "authorisations": (
        "activity",
        "person",
        "delegated_by",
        "profession",
        "signed_off",
        "expires",
        "training_completed",
        "competency_assessed",
    ),
}
#: What each long table has at least.
NEEDED = {
    "qualifications": ("name",),
    "training": ("title",),
    "evidence": ("competency", "state"),
    "authorisations": ("activity", "person", "delegated_by", "profession"),
}
#: Where a person's own role category stands: the first of these columns that is there.
OWN_ROLE = ("role_category", "cwp_role_category")
#: Fields that can only be text.
_WORDS = {"name", "title", "competency", "state"}
#: The worker who stands for everybody while records are read that say the same of each.
ANYONE = "whoever the row is about"
_TRUE, _FALSE = {"true", "1", "1.0", "yes"}, {"false", "0", "0.0", "no"}


class PeopleWarning(UserWarning):
    """Rows of a long table that belong to nobody in the table of people.

    Example:
        >>> issubclass(PeopleWarning, UserWarning)
        True
    """


class People:
    """The table of people: who they are, in the order of the rows.

    Args:
        frame: The table; a row for each person.
        id: The column with their references.
        others: Columns that are wanted beside it, as far as they are there. All are read in one run: each run
            of a lazy table may give its rows in another order.

    Raises:
        FrameError: If a reference is missing, or stands twice.
    """

    def __init__(self, frame: Any, id: str, others: Iterable[str] = ()) -> None:
        self.table = frame if isinstance(frame, Table) else Table(frame, "people")
        self.table.check(id, "id")
        self.table.check_plain(id)
        self.id = id
        names = [id, *(name for name in dict.fromkeys(others) if name in self.table.columns and name != id)]
        #: The columns as numbers, one for each row, with the values that the numbers stand for.
        self.coded = dict(zip(names, self.table.codes(names), strict=True))
        codes, values = self.coded[id]
        self.keys = [values[code] for code in codes]
        self.index: dict[str, int] = {}
        for row, key in enumerate(map(as_key, self.keys)):
            if key is None:
                raise FrameError(f"people: row {row + 1} has no {id}")
            if self.index.setdefault(key, row) != row:
                first = self.index[key] + 1
                raise FrameError(
                    f"people: rows {first} and {row + 1} have the same {id}; give one row for each person"
                )

    def __len__(self) -> int:
        return len(self.keys)

    def column(self, *names: str) -> list[Any] | None:
        """The values of the first of some columns that is there."""
        for name in names:
            if name in self.coded:
                codes, values = self.coded[name]
                return [values[code] for code in codes]
        return None

    def say_unknown_roles(self, pathway: Pathway) -> None:
        """Warn of role categories that an edition does not have."""
        for name in OWN_ROLE:
            if name in self.coded:
                say_unknown("people", name, self.coded[name], (role.id for role in pathway.role_categories))
                return


#: A number of more digits is no reference.
_DIGITS = 100


def as_key(value: Any) -> str | None:
    """A reference as text, however the column holds it: 7, 7.0, "7" and "7.0" are one."""
    if is_missing(value):
        return None
    whole = (
        value.is_integer() if isinstance(value, float) else isinstance(value, Decimal) and _is_whole(value)
    )
    if whole:
        value = int(value)
    return _NOUGHTS.sub(r"\1", str(value).strip()) or None


#: A whole number with noughts behind its point, as files write it where a column had gaps.
_NOUGHTS = re.compile(r"^(-?[0-9]+)\.0+$")


def _is_whole(value: Decimal) -> bool:
    """Whether a decimal is a whole number of so many digits as a reference may have."""
    return value.is_finite() and value.adjusted() < _DIGITS and value == value.to_integral_value()


class LongTable:
    """A table with any number of rows for each person.

    Attributes:
        kind: ``qualifications``, ``training``, ``evidence`` or ``authorisations``.
        columns: The columns of the table.
        fields: The fields that have a column, in the order of `FIELDS`.
        codes: For each field, the number of the value in each row.
        values: For each field, the values, as records take them.
        person: The person's place for each row; -1 for nobody.
    """

    def __init__(self, kind: str, frame: Any, people: Any, columns: Mapping[str, str]) -> None:
        self.kind = kind
        table = Table(frame, kind)
        self.columns = table.columns
        named = {field: _column(kind, field, columns, table) for field in FIELDS[kind]}
        self.fields = [field for field, column in named.items() if column is not None]
        missing = [field for field in NEEDED[kind] if field not in self.fields]
        if missing:
            raise UnknownColumnError("column", missing[0], map(str, table.columns))
        for field in _WORDS & set(self.fields):
            if table.kind(str(named[field])) in {"number", "flag", "day"}:
                raise FrameError(f"{kind}: column {named[field]!r} holds no text, and {field} is text")
        key = columns.get(f"{kind}.id", columns.get("id", people.id))
        table.check(key, f"{kind}: id")
        (own, keys), *rest = table.codes([key, *(str(named[field]) for field in self.fields)])
        self.codes = [codes for codes, _ in rest]
        self.values = read_columns(
            kind,
            [
                (str(named[field]), _READERS.get(field, _text), values)
                for field, (_, values) in zip(self.fields, rest, strict=True)
            ],
        )
        places = [-1 if one is None else people.index.get(one, -1) for one in map(as_key, keys)]
        self.person = array("q", map(places.__getitem__, own))
        strangers = self.person.count(-1)
        if people.index and strangers and strangers == len(self.person):
            raise FrameError(
                f"no row of {kind} belongs to anybody: compare its {key!r} with {people.id!r} of people"
            )
        if strangers:
            _say(f"{strangers} of {len(self.person)} rows of {kind} belong to nobody in people")

    def mapped(self, field: str, of: Callable[[Any], int]) -> Iterator[int]:
        """A number for each row that follows from the value of one field; 0 where it has no column."""
        if field not in self.fields:
            return iter(bytes(len(self.person)))
        place = self.fields.index(field)
        each = [of(value) for value in self.values[place]]
        return map(each.__getitem__, self.codes[place])

    def coded(self, fields: Sequence[str]) -> Iterator[tuple[int, ...]]:
        """The numbers of the values of some fields, for each row."""
        present = [self.codes[self.fields.index(field)] for field in fields if field in self.fields]
        return zip(*present, strict=True)

    def record(self, row: int) -> Any:
        """The record of a row; ``None`` for one that says nothing."""
        found = {
            field: values[codes[row]]
            for field, codes, values in zip(self.fields, self.codes, self.values, strict=True)
        }
        return _RECORDS[self.kind]({field: value for field, value in found.items() if value is not None})


def _column(kind: str, field: str, columns: Mapping[str, str], table: Table) -> str | None:
    """The column of a field: the one that was named, else the one of its own name."""
    for name in (f"{kind}.{field}", field):
        if name in columns:
            if columns[name] in table.columns or name.startswith(kind):
                table.check(columns[name], f"columns[{name!r}]")
                return columns[name]
            break
    return field if field in table.columns else None


def read_columns(
    table: str, columns: Iterable[tuple[str, Callable[[Any], Any], Iterable[Any]]]
) -> list[list[Any]]:
    """The different values of columns as records take them.

    Args:
        table: How messages name the table.
        columns: For each column its name, what reads a value, and the values.

    Raises:
        FrameError: If values cannot be read; it names the columns, each with some of these values.
    """
    read, wrong = [], []
    for column, reader, values in columns:
        found: list[Any] = []
        problems: list[str] = []
        for value in values:
            try:
                blank = is_missing(value) or (isinstance(value, str) and not value.strip())
                found.append(None if blank else reader(value))
            except (ValueError, TypeError) as error:
                problems.append(str(error))
        read.append(found)
        if problems:
            more = f", and {len(problems) - 3} more" if len(problems) > 3 else ""
            wrong.append(f"{table}: column {column!r}: {'; '.join(problems[:3])}{more}")
    if wrong:
        raise FrameError("\n".join(wrong))
    return read


def say_unknown(table: str, column: str, coded: tuple[array[int], list[Any]], known: Iterable[str]) -> None:
    """Warn of words that an edition does not have: rows with them are answered as if they said nothing."""
    codes, values = coded
    listed = set(known)
    strange = {
        code: value for code, value in enumerate(values) if not is_missing(value) and value not in listed
    }
    rows = sum(map(strange.__contains__, codes)) if strange else 0
    if rows:
        few = ", ".join(seen(value) for value in list(strange.values())[:3])
        more = f" and {len(strange) - 3} more" if len(strange) > 3 else ""
        _say(
            f"{rows} of {len(codes)} rows of {table} have a {column} that this edition does not know: "
            f"{few}{more}"
        )


def _say(message: str) -> None:
    warn(message, PeopleWarning, stacklevel=6)


def _text(value: Any) -> str | None:
    return str(value) if str(value).strip() else None


def _id(value: Any) -> str | None:
    text = str(value).strip()
    if text and not valid_id(text):
        raise ValueError(f"expected {ID_RULE}, not {seen(text)}")
    return text or None


def _answer(value: Any) -> bool | None:
    text = str(value).strip().casefold()
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise ValueError(f"expected true or false, not {seen(value)}")


def word_of(kind: type[StrEnum]) -> Callable[[Any], Any]:
    """What reads the words of a closed list, and names them where a word is none of these."""
    words = {str(one): one for one in kind}

    def read(value: Any) -> Any:
        found = words.get(str(value).strip())
        if found is None:
            raise ValueError(f"{seen(value)} is none of {', '.join(words)}")
        return found

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("learning", "competency", "activity"), _id),
    "level": whole,
    "ascwds_category": whole,
    "working_towards": _answer,
    "accredited": _answer,
    "understood": _answer,
    "status": word_of(TrainingStatus),
    "state": word_of(EvidenceState),
    **dict.fromkeys(
        (
            "achieved",
            "expected",
            "completed",
            "expires",
            "on",
            "signed_off",
            "training_completed",
            "competency_assessed",
        ),
        day_of,
    ),
}


def _qualification(found: dict[str, Any]) -> HeldQualification | None:
    return HeldQualification(**found) if "name" in found else None


def _training(found: dict[str, Any]) -> TrainingRecord | None:
    return TrainingRecord(**found) if "title" in found else None


def _evidence(found: dict[str, Any]) -> Evidence | None:
    return Evidence(**found) if {"competency", "state"} <= set(found) else None


def _authorisation(found: dict[str, Any]) -> DelegatedAuthorisation | None:
    needed = set(NEEDED["authorisations"]) <= set(found)
    return DelegatedAuthorisation(**{"signed_off": None, **found}) if needed else None


_RECORDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "qualifications": _qualification,
    "training": _training,
    "evidence": _evidence,
    "authorisations": _authorisation,
}


class OnFileTables:
    """The long tables about some people, on a day.

    Args:
        pathway: The edition to read them with.
        people: Whom they are about.
        tables: The long tables by kind; ``None`` for what is not known.
        columns: The column of a field, where it is not called so.
        on: The day for which to answer.
        renewals: After how long training is refreshed; ``None`` for the bundled table.
    """

    def __init__(
        self,
        pathway: Pathway,
        people: People,
        tables: Mapping[str, Any],
        *,
        columns: Mapping[str, str],
        on: date,
        renewals: Renewals | None,
    ) -> None:
        check_columns(columns)
        check_kind("renewals", renewals, Renewals, optional=True)
        self.pathway = pathway
        self.people = people
        self.on = on
        self.renewals = renewals or bundled_renewals()
        self.tables: dict[str, LongTable] = {}
        wrong = []
        for kind, frame in tables.items():
            if frame is not None:
                try:
                    self.tables[kind] = LongTable(kind, frame, people, columns)
                except FrameError as error:
                    wrong.append(str(error))
        if wrong:
            raise FrameError("\n".join(wrong))
        self._check_mapped(columns)
        if "evidence" in self.tables:
            found = self.tables["evidence"]
            place = found.fields.index("competency")
            coded = found.codes[place], found.values[place]
            say_unknown("evidence", "competency", coded, (one.id for one in pathway.competencies))

    def _check_mapped(self, columns: Mapping[str, str]) -> None:
        """Refuse a column, named for a field, that no table with this field has."""
        for field, column in columns.items():
            having = [table for kind, table in self.tables.items() if field in FIELDS[kind]]
            if having and not any(column in table.columns for table in having):
                raise UnknownColumnError("column", column, map(str, having[0].columns))

    def known(self, kind: str) -> bool:
        """Whether there is a table of a kind: who has no row in it has none."""
        return kind in self.tables

    def add_qualifications(
        self, masks: list[int], part: Callable[[HeldQualification, HeldReading], int]
    ) -> None:
        """Add to each person's mask what their qualifications say.

        Args:
            masks: A mask for each person.
            part: What one qualification says. Of its days only whether they are known, can be right and are
                past may count.
        """
        table = self.tables.get("qualifications")
        if table is None:
            return
        read = held_reader(self.pathway)
        fixed = [field for field in FIELDS["qualifications"] if field not in {"achieved", "expected"}]
        parts: dict[tuple[Any, ...], int] = {}
        rows = zip(
            table.person,
            table.coded(fixed),
            table.mapped("achieved", lambda day: 0 if day is None else 1 if happened(day, self.on) else 2),
            table.mapped("expected", lambda day: 0 if day is None else 1 if day < self.on else 2),
            strict=True,
        )
        for row, (person, *key) in enumerate(rows):
            seen = tuple(key)
            found = parts.get(seen)
            if found is None:
                held = table.record(row)
                found = parts[seen] = 0 if held is None else part(held, read.of(held))
            if found and person >= 0:
                masks[person] |= found

    def add_training(self, masks: list[int], part: Callable[[Completion], int]) -> None:
        """Add to each person's mask what their training says.

        Args:
            masks: A mask for each person.
            part: What one training record says, as far as it counts on the day.
        """
        table = self.tables.get("training")
        if table is None:
            return
        read = training_reader(self.pathway)
        fixed = [field for field in FIELDS["training"] if field not in {"completed", "expires"}]
        patterns: dict[tuple[int, ...], int] = {}
        #: For each pattern of title and status: what tells how its days count, its number and its readings.
        groups: list[int] = []
        readings: list[Any] = []
        group_numbers: dict[tuple[Any, ...], int] = {}
        counted: dict[tuple[int, int, int], int] = {}
        kinds: dict[tuple[Any, ...], int] = {}
        parts: dict[tuple[int, int], int] = {}
        days = zip(table.mapped("completed", _ordinal), table.mapped("expires", _ordinal), strict=True)
        for row, (person, code, (completed, expires)) in enumerate(
            zip(table.person, table.coded(fixed), days, strict=True)
        ):
            if person < 0:
                continue
            pattern = patterns.get(code)
            if pattern is None:
                pattern = patterns[code] = len(patterns)
                record = table.record(row)
                reading = None if record is None else read.of(record)
                months = None if reading is None else self.renewals.months(reading.renewals)
                status = None if record is None else record.status
                understood = record is None or record.understood
                kind_of_row = (reading is None, months, status, understood)
                group = group_numbers.setdefault(kind_of_row, len(group_numbers))
                groups.append(group)
                readings.append(reading)
            reading = readings[pattern]
            if reading is None:
                continue
            # With an expiry on file only the order of days counts; else the day and the customary period.
            key = (
                (groups[pattern], completed, 0)
                if not expires
                else self._order(groups[pattern], completed, expires)
            )
            kind = counted.get(key)
            if kind is None:
                one = completion_of(table.record(row), reading, self.on, self.renewals)
                later = one.record.completed is not None and one.record.completed > self.on
                how = (one.counts, later, one.unclear is not None, one.may_count)
                kind = counted[key] = kinds.setdefault(how, len(kinds))
            found = parts.get((pattern, kind))
            if found is None:
                one = completion_of(table.record(row), reading, self.on, self.renewals)
                found = parts[pattern, kind] = part(one)
            if found:
                masks[person] |= found

    def add_evidence(self, masks: list[int], part: Callable[[Evidence], int]) -> set[int]:
        """Add to each person's mask what their evidence says; gives back who has a ``not-yet``.

        What a not-yet takes away depends on the days of everything else, so nothing is added for them.

        Args:
            masks: A mask for each person.
            part: What one item says. Of its days only their order with the day of the answer, and whether
                they can be right, may count.
        """
        table = self.tables.get("evidence")
        against: set[int] = set()
        if table is None:
            return against
        today = self.on.toordinal()
        parts: dict[tuple[Any, ...], int] = {}
        days = zip(table.mapped("on", _ordinal), table.mapped("expires", _ordinal), strict=True)
        rows = zip(
            table.person, table.coded(["competency", "state"]), self._own_words(table), days, strict=True
        )
        for row, (person, code, own, (day, ends)) in enumerate(rows):
            if person < 0:
                continue
            early = 0 < day < _EARLIEST
            key = (code, own, bool(day), early, day > today, bool(ends), ends < day, ends < today)
            found = parts.get(key)
            if found is None:
                item = self._as_anyone(table.record(row), person)
                found = 0 if item is None else -1 if item.state is EvidenceState.NOT_YET else part(item)
                parts[key] = found
            if found < 0:
                against.add(person)
            elif found:
                masks[person] |= found
        return against

    def authorisations(self) -> dict[int, tuple[DelegatedAuthorisation, ...]]:
        """The delegated authorisations of each person who has any."""
        return {person: tuple(found) for person, found in self._records("authorisations", None).items()}

    def records(self, kind: str, wanted: set[int]) -> dict[int, list[Any]]:
        """The records of some people, by their place."""
        return self._records(kind, wanted)

    def _records(self, kind: str, wanted: set[int] | None) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        table = self.tables.get(kind)
        if table is not None:
            for row, person in enumerate(table.person):
                if person >= 0 and (wanted is None or person in wanted):
                    record = table.record(row)
                    if record is not None:
                        found.setdefault(person, []).append(self._as_anyone(record, person))
        return found

    def _as_anyone(self, record: Any, person: int) -> Any:
        """A record as the worker `ANYONE` would have it, who stands for each person in turn."""
        key = as_key(self.people.keys[person]) or ""
        if isinstance(record, DelegatedAuthorisation) and is_own(record.delegated_by, key):
            return evolve(record, delegated_by=ANYONE)
        if isinstance(record, Evidence) and is_own(record.by, key):
            return evolve(record, by=ANYONE)
        return record

    def _own_words(self, table: LongTable) -> Iterator[bool]:
        """Of each row of evidence, whether the person found it of themself, or nobody did."""
        if "by" not in table.fields:
            return iter([False] * len(table.person))
        place = table.fields.index("by")
        keys = [as_key(key) or "" for key in self.people.keys]
        seen: dict[tuple[int, int], bool] = {}

        def own(person: int, code: int) -> bool:
            if (person, code) not in seen:
                seen[person, code] = is_claim(table.values[place][code], keys[person])
            return seen[person, code]

        return map(own, table.person, table.codes[place])

    def _order(self, group: int, completed: int, expires: int) -> tuple[int, int, int]:
        today = self.on.toordinal()
        order = (completed > 0) + 2 * (completed > today) + 4 * (expires < completed) + 8 * (expires < today)
        return group, -1, order + 16 * (0 < completed < _EARLIEST)


_EARLIEST = EARLIEST.toordinal()


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def check_columns(columns: Mapping[str, str]) -> None:
    """Refuse a mapping of fields that are none."""
    if not isinstance(columns, Mapping):
        raise InvalidArgumentError(
            "columns", "a mapping of fields to columns", columns, given=type(columns).__name__
        )
    fields = {"id", *(field for listed in FIELDS.values() for field in listed)}
    fields |= {f"{kind}.{field}" for kind, listed in FIELDS.items() for field in ("id", *listed)}
    for field in columns:
        if field not in fields:
            raise UnknownIdError("field of a record", str(field), sorted(fields))
