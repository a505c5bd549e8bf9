"""What changed since the last report: who joined, left and moved, what was closed and what slipped."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from attrs import evolve

from care_pathway.errors import DataError, refuse
from care_pathway.evidence.endings import TRAINING, Ending
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import normalise
from care_pathway.model import Pathway, TrainingRecord
from care_pathway.problems import withheld
from care_pathway.report.names import looks_personal
from care_pathway.report.people import Judged
from care_pathway.report.records import DatedItem, Moved, PersonSummary, ReportSummary, Since, When
from care_pathway.serialise import parse_json, structure, without_schema_version
from care_pathway.tabular.files import open_source

#: Stands in for a reference, and may be somebody else's the next time.
_ROW = re.compile(r"(^|-)row-\d+(-a)*$")
#: So many letters of a name are compared: in a report longer ones are cut.
_LETTERS = 100
_P = TypeVar("_P")


def read_report(path: str | os.PathLike[str]) -> ReportSummary:
    """Read ``report.json`` of an earlier report, to compare with.

    Args:
        path: The file.

    Raises:
        DataError: If it is no such file, with every problem of it.
    """
    opened = open_source(path)
    try:
        document = without_schema_version(parse_json(opened.data, file=opened.name), file=opened.name)
        return structure(document, ReportSummary, file=opened.name)
    except DataError as error:
        said = refuse(
            "this is no report.json that can be compared; make last time's report again from its files, or "
            "compare from this report on",
            file=opened.name,
        )
        raise DataError((*said.problems, *error.problems)) from None


def since(
    pathway: Pathway,
    last: ReportSummary,
    judged: Iterable[Judged],
    *,
    on: date,
    show_names: bool = False,
    renewals: Renewals | None = None,
) -> Since:
    """What changed since an earlier report.

    Args:
        pathway: The edition that answers now.
        last: The earlier report.
        judged: Everybody now.
        on: The day of this report.
        show_names: Whether a reference that may be a name can be shown.
        renewals: After how long training is refreshed; ``None`` for the bundled table.

    Raises:
        DataError: If the earlier report is of a later day.
    """
    if last.on > on:
        raise refuse(f"the report to compare with is of {last.on}, later than {on}; give an earlier one")
    people = list(judged)
    then, unsure = _comparable((one.worker, one) for one in last.people)
    now, unsure_now = _comparable((one.worker.id, one) for one in people)
    if not show_names:
        # A name in place of a reference: it is not shown, so that nobody can be found by it either.
        personal = {reference for reference in then if looks_personal(reference)}
        then = {reference: one for reference, one in then.items() if reference not in personal}
        unsure += len(personal)
    both = [reference for reference in now if reference in then]
    same = last.pathway == pathway.ref
    changes = Since(
        last=last.on,
        pathway=None if same else last.pathway,
        joined=tuple(one for one in now if one not in then),
        left=tuple((show_names and then[one].name) or one for one in then if one not in now),
        moved=tuple(
            Moved(worker=one, before=then[one].role_category, after=now[one].summary.role_category)
            for one in both
            if then[one].role_category != now[one].summary.role_category
        ),
        not_compared=max(unsure, unsure_now),
        more=sum(_held(now[one].summary, then[one]) > 0 for one in both) if same else 0,
        fewer=sum(_held(now[one].summary, then[one]) < 0 for one in both) if same else 0,
    )
    reader = training_reader(pathway)

    def subjects(what: str, name: str) -> frozenset[str]:
        topics = reader.of(TrainingRecord(title=name)).renewals if what == TRAINING and name else ()
        return frozenset(topics) or frozenset((normalise(withheld(name))[:_LETTERS],))

    def alike(one: DatedItem, other: DatedItem | Ending) -> bool:
        return one.what == other.what and bool(
            subjects(one.what, one.name) & subjects(other.what, other.name)
        )

    closed: list[DatedItem] = []
    slipped: list[DatedItem] = []
    gone: list[DatedItem] = []
    for one in both:
        before = then[one].dated
        slipped += [
            item
            for item in now[one].summary.dated
            if item.when is When.EXPIRED
            and not any(old.when is When.EXPIRED and alike(old, item) for old in before)
        ]
        if not before:
            continue
        endings = OnFile(pathway, now[one].worker, on, renewals=renewals).endings
        for old in before:
            found = [ending for ending in endings if alike(old, ending)]
            if not found:
                gone.append(old)
            elif any(_renewed(ending, old, last.on) for ending in found):
                closed.append(old)
    return evolve(changes, closed=closed, slipped=slipped, gone=gone)


def _renewed(ending: Ending, old: DatedItem, last: date) -> bool:
    """Whether something counts for longer than it did; where no expiry is known, since it was done later."""
    if ending.expired:
        return False
    if ending.day is None:
        return ending.since is not None and ending.since >= last
    return old.expires is None or ending.day > old.expires


def _comparable(people: Iterable[tuple[str, _P]]) -> tuple[dict[str, _P], int]:
    """People by their own reference; and how many have none that stays the same."""
    known: dict[str, _P] = {}
    unsure = 0
    for reference, one in people:
        if _ROW.search(reference):
            unsure += 1
        else:
            known[reference] = one
    return known, unsure


def _held(now: PersonSummary, then: PersonSummary) -> int:
    """How many more items are held than then, by whoever is in the same role category."""
    return 0 if now.role_category != then.role_category else now.held - then.held
