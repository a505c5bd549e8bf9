"""Skill gaps of many people from long tables: the answers of `skill_gap`, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from care_pathway._arguments import check_day, check_kind, check_text, texts
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.authorisations import standings_of
from care_pathway.evidence.holdings import (
    Event,
    Holdings,
    holdings_of,
    of_evidence,
    of_qualification,
    of_standing,
    of_training,
)
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.frames.errors import FrameError, check_name
from care_pathway.frames.made import check_apart, frame_of
from care_pathway.frames.new_columns import NewColumn
from care_pathway.frames.on_file import ANYONE, OWN_ROLE, OnFileTables, People
from care_pathway.frames.tables import Table
from care_pathway.model import EvidenceState, Pathway, Worker
from care_pathway.skills.engine import GapEngine, GapMasks, Heading, engine_of, threshold_of

_COUNTS = ("held", "partial", "expired", "missing", "not_known")
_SHARES = ("coverage", "minimum_coverage")
#: The columns of an answer beside the person's reference, each with its kind.
GAP = {"target": "words", **dict.fromkeys(_COUNTS, "whole"), **dict.fromkeys(_SHARES, "number")}
_HEADINGS = ("theme", "area", "stage", "expectation")
_REMEMBERED = 100_000
#: States that say that something is there.
_RANKS = len(EvidenceState) - 1


def skill_gap(  # noqa: PLR0913 (one argument for each table)
    pathway: Pathway,
    people: Any,
    *,
    id: str,
    target: str = "own",
    on: date,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    threshold: EvidenceState | str = EvidenceState.ASSESSED,
    renewals: Renewals | None = None,
) -> Any:
    """How much each person has, and has not, of what a role category expects: counts, a row for each person.

    The answers are the lengths of those of `care_pathway.skill_gap`. Each different qualification, title and
    status is read once.

    Args:
        pathway: The edition whose expectations are meant.
        people: A row for each person, with ``role_category`` (else ``cwp_role_category``) where `target` is
            ``own``.
        id: The column with the person's reference, in `people` and in the long tables.
        target: Id of a role category, or ``own`` for each person's.
        on: The day for which to answer.
        qualifications: A row for each qualification: ``name``, and ``level``, ``achieved``, ``learning``,
            ``number``, ``working_towards``, ``expected``, ``status`` where there.
        training: A row for each training record: ``title``, and ``completed``, ``expires``, ``status``,
            ``learning``, ``ascwds_category``, ``accredited`` where there.
        evidence: A row for each item: ``competency``, ``state``, and ``on``, ``expires`` where there.
        authorisations: A row for each delegated authorisation, with the fields of `DelegatedAuthorisation`.
        columns: The column of a field, where it is not called so, such as ``{"title": "Course"}``, or
            ``{"training.title": "Course"}`` for one table only.
        threshold: The weakest evidence that counts as held.
        renewals: After how long training is refreshed where a record gives no expiry.

    Returns:
        A table of the library of `people`, in its order: the id, ``target``, the counts ``held``,
        ``partial``, ``expired``, ``missing`` and ``not_known`` (a part of missing), ``coverage`` and
        ``minimum_coverage``. All are null for a person whose own role category is not known.

    Raises:
        UnknownIdError: If a column or the target is not there.
        FrameError: If a reference is missing or stands twice, a column cannot be read, or `id` is named as a
            column of the answer.

    Example:
        >>> import care_pathway as cp, polars
        >>> from datetime import date
        >>> people = polars.DataFrame({"ref": ["a", "b"], "role_category": ["new-to-care", None]})
        >>> done = polars.DataFrame(
        ...     {"ref": ["a"], "title": ["Fire safety"], "completed": [date(2026, 9, 1)]}
        ... )
        >>> gap = skill_gap(cp.load(), people, id="ref", on=date(2026, 10, 31), training=done)
        >>> gap.select("ref", "held", "coverage").rows()
        [('a', 0, 0.0), ('b', None, None)]
        >>> gap["partial"][0] > 0
        True
    """
    check_name("id", id)
    table = Table(people, "people")
    check_apart([id], GAP, table.spelt)
    asked = _Asked(
        pathway,
        table,
        id,
        target,
        on,
        tables={
            "qualifications": qualifications,
            "training": training,
            "evidence": evidence,
            "authorisations": authorisations,
        },
        columns=columns,
        threshold=threshold,
        renewals=renewals,
    )
    rows = [_row(engine, gap) for engine, gap in asked.gaps()]
    parts = list(zip(*rows, strict=True)) or [()] * len(GAP)
    roles = tuple(role.id for role in pathway.role_categories)
    return frame_of(
        [
            table.like_column(id, asked.people.keys),
            *(
                NewColumn(name=name, values=values, kind=kind, words=roles if kind == "words" else ())
                for (name, kind), values in zip(GAP.items(), parts, strict=True)
            ),
        ],
        like=table,
    )


def team_gap(  # noqa: PLR0913 (one argument for each table)
    pathway: Pathway,
    people: Any,
    *,
    by: str | Sequence[str],
    heading: str = "theme",
    id: str,
    target: str = "own",
    on: date,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    threshold: EvidenceState | str = EvidenceState.ASSESSED,
    renewals: Renewals | None = None,
) -> Any:
    """How much groups of people have, and have not, of what is expected of them, by theme or area.

    Args:
        pathway: The edition whose expectations are meant.
        people: A row for each person, as for `skill_gap`, with the columns to group by.
        by: The column or columns of `people` that make a group, such as a team or a region.
        heading: ``theme``, ``area``, ``stage`` or ``expectation``.
        id: The column with the person's reference.
        target: Id of a role category, or ``own`` for each person's.
        on: The day for which to answer.
        qualifications: As for `skill_gap`.
        training: As for `skill_gap`.
        evidence: As for `skill_gap`.
        authorisations: As for `skill_gap`.
        columns: As for `skill_gap`.
        threshold: The weakest evidence that counts as held.
        renewals: As for `skill_gap`.

    Returns:
        A table of the library of `people`: a row for each group and heading, the groups in the order in which
        they first come, the headings in the published one. The columns of `by`, ``group`` (their values as
        one text), ``heading`` (an id; ``behaviours`` for what has none), ``people`` (of whom something is
        expected under it), and the expected competencies of all of them that are ``held``, ``partial``,
        ``expired`` and ``missing``.
        People whose role category is not known are not in it.

    Raises:
        UnknownIdError: If a column, the target or the heading is not there.
        FrameError: If a reference is missing or stands twice, a column cannot be read, or one to group by is
            named as a column of the answer.

    Example:
        >>> import care_pathway as cp, polars
        >>> from datetime import date
        >>> people = polars.DataFrame(
        ...     {"ref": ["a", "b"], "home": ["N", "N"], "role_category": ["new-to-care"] * 2}
        ... )
        >>> gap = team_gap(cp.load(), people, by="home", id="ref", on=date(2026, 10, 31))
        >>> set(gap["people"].to_list()), gap["held"].sum()
        ({2}, 0)
    """
    if not isinstance(heading, str) or heading not in _HEADINGS:
        raise UnknownIdError("heading", str(heading), _HEADINGS)
    groups = list(dict.fromkeys([by] if isinstance(by, str) else texts("by", by)))
    if not groups:
        raise FrameError("name at least one column to group by: by=")
    table = Table(people, "people")
    check_apart(groups, ("group", "heading", "people", *_COUNTS[:-1]), table.spelt)
    asked = _Asked(
        pathway,
        table,
        id,
        target,
        on,
        tables={
            "qualifications": qualifications,
            "training": training,
            "evidence": evidence,
            "authorisations": authorisations,
        },
        columns=columns,
        threshold=threshold,
        renewals=renewals,
        groups=groups,
    )
    for group in groups:
        table.check(group, "by")
    keys = list(zip(*(asked.people.column(group) or () for group in groups), strict=True))
    cells: dict[tuple[Any, ...], dict[str, list[int]]] = {}
    order: dict[str, None] = {}
    for key, (engine, gap) in zip(keys, asked.gaps(), strict=True):
        if engine is None or gap is None:
            continue
        own = cells.setdefault(key, {})
        for one in _headings(engine, heading):
            name = one.id or "behaviours"
            order.setdefault(name)
            counts = own.setdefault(name, [0, 0, 0, 0, 0])
            counts[0] += 1
            for place, mask in enumerate((gap.held, gap.partial, gap.expired, gap.missing), start=1):
                counts[place] += (mask & one.mask).bit_count()
    rank = {name: place for place, name in enumerate(_published(pathway, heading, order))}
    rows = [
        (key, name, counts)
        for key, own in cells.items()
        for name, counts in sorted(own.items(), key=lambda item: rank[item[0]])
    ]
    joined = [" / ".join("" if part is None else str(part) for part in key) for key, _, _ in rows]
    return frame_of(
        [
            *(
                table.like_column(group, [key[place] for key, _, _ in rows])
                for place, group in enumerate(groups)
            ),
            NewColumn(name="group", values=joined, kind="text"),
            NewColumn(name="heading", values=[name for _, name, _ in rows], kind="text"),
            *(
                NewColumn(name=name, values=[counts[place] for _, _, counts in rows], kind="whole")
                for place, name in enumerate(("people", "held", "partial", "expired", "missing"))
            ),
        ],
        like=table,
    )


class _Asked:
    """One question about many people."""

    def __init__(
        self,
        pathway: Pathway,
        people: Table,
        id: str,
        target: str,
        on: date,
        *,
        tables: Mapping[str, Any],
        columns: Mapping[str, str] | None,
        threshold: EvidenceState | str,
        renewals: Renewals | None,
        groups: Sequence[str] = (),
    ) -> None:
        check_kind("pathway", pathway, Pathway)
        check_day(on)
        self.pathway = pathway
        self.on = on
        self.renewals = renewals
        self.threshold = threshold_of(threshold)
        check_text("target", target)
        if target != "own":
            pathway.role_category(target)
        self.people = People(people, id, [*OWN_ROLE, *groups])
        self.on_file = OnFileTables(
            pathway, self.people, tables, columns={} if columns is None else columns, on=on, renewals=renewals
        )
        self.targets = self._targets(target)

    def _targets(self, target: str) -> Iterable[Any]:
        check_text("target", target)
        if target != "own":
            return [target] * len(self.people)
        own = self.people.column(*OWN_ROLE)
        if own is None:
            self.people.table.check("role_category", "target='own'")
        self.people.say_unknown_roles(self.pathway)
        return own or ()

    def gaps(self) -> Iterator[tuple[GapEngine | None, GapMasks | None]]:
        """The engine of each person's target with their gap; neither where the target is not known."""
        known = {role.id for role in self.pathway.role_categories}
        engines = {role: engine_of(self.pathway, role, self.threshold) for role in known}
        seen: dict[tuple[str, Holdings], GapMasks] = {}
        for target, holdings in zip(self.targets, self._holdings(), strict=True):
            engine = engines.get(target)
            if engine is None:
                yield None, None
                continue
            key = (engine.target, holdings)
            gap = seen.get(key)
            if gap is None:
                if len(seen) >= _REMEMBERED:
                    seen.clear()
                gap = seen[key] = engine.gap(holdings)
            yield engine, gap

    def _holdings(self) -> Iterator[Holdings]:
        """What each person has on the day."""
        tables, pathway, on = self.on_file, self.pathway, self.on
        width = max(order_of(pathway).everything.bit_length(), 1)
        masks = [0] * len(self.people)

        def packed(events: Iterable[Event]) -> int:
            """Events as one mask: a part for each rank, valid and lapsed."""
            found = 0
            for event in events:
                if event.on is None or event.on <= on:
                    place = event.rank - 1 + (0 if event.valid(on) else _RANKS)
                    found |= event.mask << width * place
            return found

        tables.add_qualifications(masks, lambda held, reading: packed(of_qualification(held, reading, on)))
        tables.add_training(masks, lambda completion: packed(of_training(completion)))
        for person, held in tables.authorisations().items():
            for standing in standings_of(pathway, ANYONE, held, on):
                masks[person] |= packed(of_standing(pathway, standing, on))
        against = tables.add_evidence(masks, lambda item: packed(of_evidence(pathway, (item,), ANYONE)))
        apart = self._one_by_one(against)
        seen: dict[int, Holdings] = {}
        for person, mask in enumerate(masks):
            if person in apart:
                yield apart[person]
                continue
            holdings = seen.get(mask)
            if holdings is None:
                if len(seen) >= _REMEMBERED:
                    seen.clear()
                holdings = seen[mask] = holdings_of(list(_unpacked(mask, width)), on)
            yield holdings

    def _one_by_one(self, wanted: set[int]) -> dict[int, Holdings]:
        """The holdings of people with a not-yet: what it takes away depends on the days of all else."""
        if not wanted:
            return {}
        records = {kind: self.on_file.records(kind, wanted) for kind in self.on_file.tables}
        found = {}
        for person in wanted:
            own: dict[str, Any] = {
                kind: tuple(by_person.get(person, ())) for kind, by_person in records.items()
            }
            worker = Worker(id=ANYONE, **own)
            found[person] = OnFile(self.pathway, worker, self.on, renewals=self.renewals).holdings
        return found


def _unpacked(mask: int, width: int) -> Iterator[Event]:
    """The events of one mask: one for each rank, valid and lapsed."""
    part = (1 << width) - 1
    for place in range(2 * _RANKS):
        own = mask >> width * place & part
        if own:
            lapsed = place >= _RANKS
            yield Event(own, place % _RANKS + 1, None, None, None, None, lapsed)


def _row(engine: GapEngine | None, gap: GapMasks | None) -> tuple[Any, ...]:
    if engine is None or gap is None:
        return (None,) * (len(_COUNTS) + 3)
    held, expected, minimum = gap.held.bit_count(), engine.expected, engine.minimum
    return (
        engine.target,
        held,
        gap.partial.bit_count(),
        gap.expired.bit_count(),
        gap.missing.bit_count(),
        gap.not_known.bit_count(),
        held / expected.bit_count() if expected else None,
        (gap.held & minimum).bit_count() / minimum.bit_count() if minimum else None,
    )


def _headings(engine: GapEngine, heading: str) -> tuple[Heading, ...]:
    return {
        "theme": engine.by_theme,
        "area": engine.by_area,
        "stage": engine.by_stage,
        "expectation": engine.by_expectation,
    }[heading]


def _published(pathway: Pathway, heading: str, found: Iterable[str]) -> list[str]:
    """Headings in published order; those that no list has come as they were found."""
    listed: Iterable[Any] = {"theme": pathway.themes, "area": pathway.areas}.get(heading, ())
    order = {one.id: place for place, one in enumerate(listed)}
    return sorted(found, key=lambda name: order.get(name, -1))
