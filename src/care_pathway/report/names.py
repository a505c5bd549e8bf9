"""Names and references of people: no name leaves this place unless it was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from operator import is_
from typing import Any, TypeVar

import attrs

from care_pathway.evidence.own_word import is_own, names_nobody
from care_pathway.interop.staff import StaffFile
from care_pathway.model import Worker
from care_pathway.problems import names_somebody, withheld
from care_pathway.tabular.headings import Holds, holds

#: Without the letter at its end too, where it is all of a reference.
_NI_NUMBER = re.compile(r"[A-Za-z]{2}\s?(?:\d\s?){6}")
#: What readers put behind a reference that stands in an earlier row too, and behind that of a further job.
_AGAIN = re.compile(r"(?:-row-\d+)?(?:-job-\d+)?$")
_JOB = re.compile(r"-job-\d+$")
_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
#: Fields of references, which are shown as they are where names are.
_REFERENCES = ("worker", "workers")
_T = TypeVar("_T")


def names_of(staff: StaffFile) -> dict[str, str]:
    """The name of each worker, from the columns of the staff file that hold names.

    Only for a report that somebody asked to show names; nothing else calls it.
    """
    held: dict[Holds, list[int]] = {}
    by_heading = ((at, kind) for at, heading in enumerate(staff.names) if (kind := holds(heading)))
    for at, kind in staff.named or by_heading:
        held.setdefault(kind, []).append(at)
    whole = held.get(Holds.WHOLE, [])
    parts = [held[kind][0] if kind in held else None for kind in (Holds.FIRST, Holds.LAST)]
    found = {}
    for record in staff.records:
        if record.worker is None:
            continue
        cells = record.cells
        name = next((cells[at].strip() for at in whole if at < len(cells) and cells[at].strip()), "")
        if not name:
            name = " ".join(cells[at].strip() for at in parts if at is not None and at < len(cells)).strip()
        if name:
            found[record.worker] = _in_order(name)
    return found


def _in_order(name: str) -> str:
    """A name as it is spoken: ``Last, First`` would part in two where people are listed."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if first.strip() and "," not in first else name


def looks_personal(reference: str) -> bool:
    """Whether a reference may be a name, an address or a number that names a person.

    A reference that has no digit, or an ``@``, or the shape of a National Insurance number or of a day,
    is not shown: a row number stands in for it.

    Example:
        >>> [looks_personal(text) for text in ("S001", "JaneSmith", "QQ123456C", "jane2@example.org")]
        [False, True, True, True]
    """
    reference = _AGAIN.sub("", reference)
    return (
        not any(letter.isdigit() for letter in reference)
        or "@" in reference
        or _NI_NUMBER.fullmatch(reference.rpartition("/")[2].strip()) is not None
        or _DAY.search(reference) is not None
        or names_somebody(reference)
    )


def shown_references(staff: StaffFile) -> dict[str, str]:
    """For each worker whose reference may be personal, what is shown in its place."""
    rows = {record.worker: record.record for record in staff.records if record.worker is not None}
    taken = {worker.id for worker in staff.workers}
    shown = {}
    for worker in staff.workers:
        if looks_personal(worker.id):
            job = _JOB.search(worker.id)
            name = f"row-{rows.get(worker.id, 0)}{job[0] if job else ''}"
            while name in taken:
                name += "-a"
            taken.add(name)
            shown[worker.id] = name
    return shown


class Withholder:
    """Shows answers about workers so that nothing in them names a person by its form; for one report.

    Each of the words that records are written in is looked at once: 20,000 people share a few hundred titles
    of jobs, training and qualifications, and looking at each record took a twentieth of the time of a report.
    """

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def __call__(self, answer: _T, *workers: Worker) -> _T:
        """As `plain` does it."""
        return _plain(answer) if any(map(self.is_named_in, workers)) else answer

    def is_named_in(self, worker: Worker) -> bool:
        """Whether words of a worker's own records, which answers may repeat, name somebody by their form."""
        known = self._known
        for word in _written(worker):
            if word not in known:
                known[word] = names_somebody(word)
            if known[word]:
                return True
        return False


def plain(answer: _T, *workers: Worker) -> _T:
    """An answer about workers as it may be shown: nothing in it names a person by its form.

    People are judged by their records as they are written. The same object where these have nothing of it.

    Example:
        >>> plain(("Carer zed@example.org", "Carer"), Worker(id="S1", job_title="Carer zed@example.org"))
        ('Carer (withheld)', 'Carer')
    """
    return Withholder()(answer, *workers)


def _written(worker: Worker) -> list[str]:
    """The words of a worker's own records that answers may repeat."""
    written = [worker.job_title or "", worker.setting or ""]
    written += [held.name for held in worker.qualifications or ()]
    written += [record.title for record in worker.training or ()]
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else withheld(value)
    if isinstance(value, tuple):
        parts = tuple(map(_plain, value))
        if all(map(is_, parts, value)):
            return value
        kind: Any = type(value)
        return kind._make(parts) if hasattr(kind, "_make") else parts
    if not attrs.has(type(value)):
        return value
    changed = {}
    for field in attrs.fields(type(value)):
        before = getattr(value, field.name)
        after = before if field.name in _REFERENCES else _plain(before)
        if after is not before:
            changed[field.alias] = after
    return attrs.evolve(value, **changed) if changed else value


class Pseudonyms:
    """Stands in for other people that a worker's records name: people supported, professionals, assessors.

    The same person is the same number in the whole report, so that what rests on one person can be seen.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def worker(self, worker: Worker, shown: str) -> Worker:
        """A worker whose records name nobody, under the reference that is shown."""
        if not worker.evidence and not worker.authorisations:
            return worker if worker.id == shown else attrs.evolve(worker, id=shown)
        return attrs.evolve(
            worker,
            id=shown,
            evidence=[
                one
                if one.by is None or one.by == "manager"
                else attrs.evolve(one, by=self._by(one.by, worker.id, shown))
                for one in worker.evidence
            ],
            authorisations=None
            if worker.authorisations is None
            else [
                attrs.evolve(
                    one,
                    person=self._number("supported person", one.person),
                    delegated_by=shown
                    if is_own(one.delegated_by, worker.id)
                    else self._number("professional", one.delegated_by),
                )
                for one in worker.authorisations
            ],
        )

    def _by(self, by: str, worker: str, shown: str) -> str:
        return shown if is_own(by, worker) else self._number("named person", by)

    def _number(self, kind: str, name: str) -> str:
        if names_nobody(name):
            return "nobody"  # which is judged as what is written is
        number = self._numbers.setdefault((kind, name), len(self._numbers) + 1)
        return f"{kind} {number}"


class Scrubber:
    """Takes personal references out of messages that readers wrote."""

    def __init__(self, shown: Mapping[str, str]) -> None:
        self._shown = shown
        # Longest first, so that no reference is cut out of the middle of another.
        ordered: Iterable[str] = sorted(shown, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if shown else None

    def __call__(self, text: str | None) -> str | None:
        """The text with what is shown in place of every personal reference."""
        if text is None:
            return None
        text = withheld(text)
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._shown[found[0]], text)
