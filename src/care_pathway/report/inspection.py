"""The inspection pack: facts for the folder of an inspector, laid out by what the CQC looks at.

Every fact is counted by the functions that the rest of the report uses. It says where it comes from, for
which day, and what is missing; none of it claims that anything complies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.registrations import CQC
from care_pathway.interop.record_dates import DateKind
from care_pathway.model import Judgement
from care_pathway.model._fields import as_tuple
from care_pathway.render.words import counted, percent, pounds
from care_pathway.report.facts import ReportFacts
from care_pathway.report.front import PostCover
from care_pathway.report.page import day, nothing_to_book, people
from care_pathway.report.people import Judged
from care_pathway.report.quality import Framework, statements
from care_pathway.report.records import Placed

_NAMED = 12
_COURSES = 12
_YEAR = 365


@frozen(kw_only=True, repr=False, eq=False)
class InspectionFact(Result):
    """One fact of the pack.

    Attributes:
        id: Its id.
        what: What it is about.
        found: What the files say.
        details: The same in parts.
        source: The files that it was counted from.
        on: The day for which it is true.
        missing: What is not on file, and how to add it; empty where nothing is.
    """

    id: str
    what: str
    found: str
    details: tuple[str, ...] = field(default=(), converter=as_tuple)
    source: str = ""
    on: date
    missing: str = ""


def inspection_facts(report: ReportFacts) -> tuple[InspectionFact, ...]:
    """The facts of a report for an inspection, in an order of their own.

    Args:
        report: The report.
    """
    facts = _Facts(report)
    return (*facts.on_people(), *facts.on_topics())


class _Facts(NoTruthValue):
    """Counts facts from a report."""

    def __init__(self, report: ReportFacts) -> None:
        self._report = report
        self._front = report.front
        self._placed = [one for one in report.judged if one.summary.placed is Placed.PLACED]
        # A file that nothing was counted from is no source of a count.
        self._files = {file.role: file.file for file in report.summary.files if file.rows}

    def _fact(
        self,
        name: str,
        what: str,
        found: str,
        *,
        of: Sequence[str] = ("staff",),
        sources: Iterable[str] | None = None,
        details: Iterable[str] = (),
        missing: str = "",
    ) -> InspectionFact:
        roles = [*of, *(("ASC-WDS",) if "staff" in of else ())]
        named = (self._files[role] for role in roles if role in self._files)
        files = dict.fromkeys(named if sources is None else sources)
        return InspectionFact(
            id=name,
            what=what,
            found=found,
            details=tuple(details),
            source=", ".join(files) or "not on file",
            on=self._report.summary.on,
            missing=missing,
        )

    def _who(self, some: Iterable[Judged], most: int = _NAMED) -> str:
        """Some people by reference, or by name where names were asked for."""
        listed = [self._report.who(one.worker.id) for one in some]
        more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
        return ", ".join(listed[:most]) + more

    def _without(self, what: str, some: Sequence[Judged], how: str) -> str:
        """Who lacks something on file, and how to add it."""
        if not some:
            return ""
        return f"{what} is not on file for {people(len(some))}: {self._who(some)}. {how}".rstrip()

    # --- people -------------------------------------------------------------------------------------------

    def on_people(self) -> Iterator[InspectionFact]:
        """What is on file about staff and how they are led."""
        yield self._staffing()
        yield self._starters()
        yield self._training()
        yield self._competence()
        yield self._delegated()
        yield self._qualifications()
        yield self._wishes()
        yield self._development()
        yield self._cover()
        yield self._leadership()
        yield self._recorded()
        yield self._adoption()
        yield self._records()
        for kind, what in _KEPT_DATES:
            yield self._dates(kind, what)

    def _staffing(self) -> InspectionFact:
        front = self._front
        parts = (
            f"{len(self._placed):,} in a role category of the Pathway",
            *((f"{len(front.outside):,} in jobs outside it",) if front.outside else ()),
            *((f"{len(front.to_place):,} to be placed",) if front.to_place else ()),
        )
        return self._fact(
            "staffing",
            "Staff",
            f"{people(len(self._report.judged))} on the staff list: {', '.join(parts)}.",
            details=(f"{role.label}: {len(role.people):,}" for role in front.roles),
            missing=self._without(
                "A settled role category",
                [one for one in self._report.judged if one.summary.placed in _TO_PLACE],
                "Decide in to-check.xlsx, and give it back with --decisions.",
            ),
        )

    def _starters(self) -> InspectionFact:
        on = self._report.summary.on
        known = [one for one in self._report.judged if one.worker.started_in_role is not None]
        new = sum((on - (one.worker.started_in_role or on)).days < _YEAR for one in known)
        return self._fact(
            "starters",
            "Time in the job",
            f"The first day in the job is on file for {len(known):,} of {people(len(self._report.judged))}. "
            f"In it for less than a year: {new:,}.",
            missing=self._without(
                "The first day in the job",
                [one for one in self._report.judged if one.worker.started_in_role is None],
                "Add a column Start date to the staff list.",
            ),
        )

    def _training(self) -> InspectionFact:
        front, target = self._front, self._report.target
        records = sum(course.people for course in front.courses)
        in_date = sum(course.in_date for course in front.courses)
        found = (
            f"{in_date:,} of {counted(records, 'record')} in date ({percent(in_date / records)}; "
            f"compared with {percent(target)}, which --target sets); {front.due:,} of them run out by "
            f"{day(front.until)}. {front.expired:,} out of date; "
            f"for {front.without_dates:,} no last day is known."
            if records
            else "No training is on file."
        )
        details = [
            f"{course.course}: {course.in_date:,} of {course.people:,} in date"
            + (f", {course.expired:,} out of date" if course.expired else "")
            + (f", {course.undated:,} without a known last day" if course.undated else "")
            for course in front.courses[:_COURSES]
        ]
        if len(front.courses) > _COURSES:
            details.append(f"{counted(len(front.courses) - _COURSES, 'further course')} in training.csv")
        return self._fact(
            "training",
            "Training",
            found,
            of=("training",) if "training" in self._files else ("staff",),
            details=details,
            missing=self._without(
                "Training",
                [one for one in self._placed if not one.worker.training],
                "Give a training list or matrix with --training.",
            ),
        )

    def _competence(self) -> InspectionFact:
        judged = [one for one in self._placed if one.gap is not None]
        standing = Counter(_standing(one, -1) for one in judged)
        return self._fact(
            "competence",
            "Competence",
            _standing_words(standing),
            of=("evidence", "training", "staff"),
            details=(
                f"{role.label}: {percent(role.minimum_coverage)} of what is expected first"
                for role in self._report.summary.roles
                if role.role_category is not None and role.people
            ),
            missing=self._without(
                "An assessment or sign-off",
                [one for one in judged if _standing(one, -1) != _SHOWN],
                "Record what was observed: care-pathway template evidence.",
            ),
        )

    def _delegated(self) -> InspectionFact:
        report = self._report
        valid: dict[str, set[str]] = {}
        total, others = 0, []
        for one in report.judged:
            if not one.worker.authorisations:
                continue
            for standing in OnFile(report.pathway, one.worker, report.summary.on).standings:
                total += 1
                activity = standing.record.activity.replace("-", " ")
                if standing.judgement is Judgement.MET:
                    valid.setdefault(activity, set()).add(one.worker.id)
                else:
                    others.append(f"{report.who(one.worker.id)} ({activity})")
        return self._fact(
            "delegated-healthcare",
            "Delegated healthcare",
            f"{counted(total, 'authorisation')} on file; {total - len(others):,} valid on the day."
            if total
            else "No authorisation is on file.",
            of=("evidence", "staff") if total else (),
            details=(
                *(f"{activity.capitalize()}: {people(len(who))}" for activity, who in sorted(valid.items())),
                *report.summary.single_points,
            ),
            missing=(f"Not valid, or not known to be: {'; '.join(others[:_NAMED])}." if others else "")
            if total
            else "Where staff do delegated tasks: a row for each task and person in the evidence template.",
        )

    def _qualifications(self) -> InspectionFact:
        report = self._report
        levels: Counter[int | None] = Counter()
        towards = 0
        for one in report.judged:
            on = report.summary.on
            held = OnFile(report.pathway, one.worker, on).qualifications
            towards += any(each.in_progress for each, _ in held)
            achieved = [reading.level for each, reading in held if reading.achieved(each, on)]
            if achieved:
                levels[max((level for level in achieved if level is not None), default=None)] += 1
        return self._fact(
            "qualifications",
            "Qualifications",
            f"{people(levels.total())} with a qualification on file; {towards:,} working towards one.",
            details=(
                f"Highest at level {level}: {count:,}" if level else f"Level not on file: {count:,}"
                for level, count in sorted(levels.items(), key=lambda pair: -(pair[0] or 0))
            ),
            missing=self._without(
                "A qualification, or that there is none,",
                [one for one in report.judged if one.worker.qualifications is None],
                "Add a column Qualifications to the staff list.",
            ),
        )

    def _wishes(self) -> InspectionFact:
        known = Counter(
            str(one.worker.aspiration) for one in self._placed if one.worker.aspiration is not None
        )
        return self._fact(
            "wishes",
            "What staff wish for",
            f"A wish is on file for {known.total():,} of {people(len(self._placed))}.",
            details=(
                f"{wish.replace('-', ' ').capitalize()}: {count:,}" for wish, count in known.most_common()
            ),
            missing=self._without(
                "A wish",
                [one for one in self._placed if one.worker.aspiration is None],
                "Ask in supervision; add a column Aspiration to the staff list.",
            ),
        )

    def _development(self) -> InspectionFact:
        plan = self._report.bookings
        under_way = [
            one
            for one in self._report.judged
            if any(str(record.status) in _UNDER_WAY for record in one.worker.training or ())
        ]
        proposed = "No bookings were worked out."
        if plan is not None:
            learners = {who for booking in plan.bookings for who in booking.learners}
            proposed = (
                f"Proposed in this report, and not yet booked: {counted(len(plan.bookings), 'booking')} for "
                f"{people(len(learners))}" + (f", {pounds(plan.cost)}." if plan.cost is not None else ".")
            )
        return self._fact(
            "development",
            "Learning to come",
            f"Training booked or under way: {people(len(under_way))}. {proposed}",
            of=("training", "courses"),
            missing="" if plan is not None else nothing_to_book(self._report),
        )

    def _in_post(self, post: PostCover) -> str:
        who = self._report.who
        if not post.in_post and post.likely:
            return f"perhaps {', '.join(map(who, post.likely))}, whose title is to be settled"
        return f"{', '.join(map(who, post.in_post)) or 'nobody'} in post"

    def _cover(self) -> InspectionFact:
        names = {role.id: role.name for role in self._report.pathway.role_categories}
        posts, who = self._front.posts, self._report.who
        return self._fact(
            "cover",
            "Cover for those who run the service",
            f"{counted(len(posts), 'post')} looked at; somebody could follow now into "
            f"{sum(bool(post.ready) for post in posts):,}.",
            details=(
                f"{names[post.target]}: {self._in_post(post)}; "
                f"could follow now: {', '.join(map(who, post.ready)) or 'nobody by what is on file'}"
                for post in posts
            ),
        )

    def _leadership(self) -> InspectionFact:
        report = self._report
        managers = [one for one in self._placed if one.summary.role_category == _MANAGER]
        registered = [
            one
            for one in managers
            if one.worker.context.cqc_registered_manager
            or CQC in (OnFile(report.pathway, one.worker, report.summary.on).registrations or ())
        ]
        return self._fact(
            "leadership",
            "Registered manager",
            f"{people(len(managers))} in the post; registration with the CQC is on file for "
            f"{len(registered):,}.",
            of=("staff", "evidence"),
            missing=self._without(
                "Registration with the CQC",
                [one for one in managers if one not in registered],
                "Add a column CQC registered manager to the staff list.",
            )
            or ("" if managers else "Nobody is on file as registered manager."),
        )

    def _recorded(self) -> InspectionFact:
        recorded = sum(one.summary.basis == "recorded" for one in self._placed)
        return self._fact(
            "recorded",
            "Role categories on record",
            f"The employer's own records name the role category of {recorded:,} of "
            f"{people(len(self._placed))}"
            + (
                "." if recorded == len(self._placed) else "; for the others it follows from title and duties."
            ),
            missing=self._without(
                "A role category of the employer's own",
                [one for one in self._placed if one.summary.basis != "recorded"],
                "Add a column Pathway role category, or answer the question in the workforce data set.",
            ),
        )

    def _adoption(self) -> InspectionFact:
        checklist = self._report.adoption
        how = "Fill in the checklist (care-pathway template adoption) and give it with --adoption."
        if checklist is None:
            return self._fact(
                "adoption", "The Pathway's adoption", "No checklist is on file.", of=(), missing=how
            )
        done = Counter(one.depth for one in checklist.items if one.done == "yes")
        of = Counter(one.depth for one in checklist.items)
        unsaid = sum(one.done is None for one in checklist.items)
        return self._fact(
            "adoption",
            "The Pathway's adoption",
            "Done, by how far it goes: "
            + ", ".join(f"{depth} {done[depth]} of {count}" for depth, count in of.items())
            + ".",
            of=("adoption",),
            details=(
                f"{one.step.capitalize()}, {one.depth}: {one.what} "
                f"({'done' if one.done == 'yes' else 'partly' if one.done == 'partly' else 'not done'}"
                f"{'' if one.on is None else f', {day(one.on)}'})"
                for one in checklist.items
                if one.done is not None
            ),
            missing=f"Nothing is said of {counted(unsaid, 'line')} of the checklist." if unsaid else "",
        )

    def _records(self) -> InspectionFact:
        count = self._report.summary.problem_count
        return self._fact(
            "records",
            "The records themselves",
            f"{counted(count, 'line')} of the files or the answers need a look."
            if count
            else "Nothing in the files needs a look.",
            of=tuple(self._files),
            missing="Each is in problems.csv with its file, line and what to do." if count else "",
        )

    def _dates(self, kind: DateKind, what: str) -> InspectionFact:
        latest = self._report.latest_dates
        known = {one.worker.id: latest.get(one.worker.id, {}).get(kind) for one in self._report.judged}
        found = {worker: one for worker, one in known.items() if one is not None}
        if not found:
            return self._fact(
                kind,
                what,
                "No dates are on file.",
                of=(),
                missing=f"Add a column {kind.label} to the staff list, or a row for each to the evidence "
                f"template (kind {kind}): --evidence.",
            )
        on = self._report.summary.on
        days = sorted(one.on for one in found.values() if one.on is not None)
        over = [worker for worker, one in found.items() if one.until is not None and one.until < on]
        words = f"On file for {len(found):,} of {people(len(self._report.judged))}"
        if days:
            words += f"; the latest of each is between {day(days[0])} and {day(days[-1])}"
        return self._fact(
            kind,
            what,
            f"{words}.",
            sources=sorted({one.file for one in found.values() if one.file is not None}),
            details=(
                f"The day noted for the next one, or as the last on which it counts, lies before {day(on)}: "
                + ", ".join(self._report.who(worker) for worker in over[:_NAMED])
                + (f" and {len(over) - _NAMED:,} more" if len(over) > _NAMED else ""),
            )
            if over
            else (),
            missing=self._without(
                "A date",
                [one for one in self._report.judged if one.worker.id not in found],
                "Add it to the staff list or the evidence.",
            ),
        )

    # --- topics -------------------------------------------------------------------------------------------

    def on_topics(self) -> Iterator[InspectionFact]:
        """How far what is expected on a topic is shown, trained or not on file."""
        wanted = {one for each in Framework for line in statements(each) for one in line.facts}
        for theme in self._report.pathway.themes:
            if theme.id not in wanted or theme.id in _PERSONAL:
                continue
            expected: list[tuple[Judged, str]] = []
            masks: dict[str, int] = {}
            for one in self._placed:
                if one.gap is None or one.engine is None:
                    continue
                target = one.engine.target
                if target not in masks:
                    masks[target] = next(
                        (each.mask for each in one.engine.by_theme if each.id == theme.id), 0
                    )
                if masks[target]:
                    expected.append((one, _standing(one, masks[target])))
            if not expected:
                continue
            standing = Counter(word for _, word in expected)
            yield self._fact(
                theme.id,
                theme.name,
                _standing_words(standing),
                of=("evidence", "training", "staff"),
                missing=self._without(
                    "Evidence on it",
                    [one for one, word in expected if word == _NOTHING],
                    "",
                ),
            )


_TO_PLACE = (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)
_UNDER_WAY = frozenset({"booked", "in-progress"})
_MANAGER = "registered-manager"
_PERSONAL = frozenset({"supervision", "delegated-healthcare"})
_KEPT_DATES = (
    (DateKind.SUPERVISION, "Supervision"),
    (DateKind.APPRAISAL, "Appraisal"),
    (DateKind.DBS, "DBS checks"),
    (DateKind.RIGHT_TO_WORK, "Right to work checks"),
)
#: How somebody stands on a topic, by the best of what is on file.
_SHOWN, _TRAINED, _EXPIRED, _NOTHING = _STANDINGS = ("shown", "trained", "expired", "nothing")
_STANDING_WORDS = (
    "assessed, signed off or qualified in some of it",
    "trained or claimed, not yet observed",
    "only out of date",
    "with nothing on file",
)


def _standing_words(standing: Counter[str]) -> str:
    """How many people stand how."""
    said = (
        f"{standing[word]:,} {words}"
        for word, words in zip(_STANDINGS, _STANDING_WORDS, strict=True)
        if standing[word]
    )
    return f"Of {people(standing.total())}: {'; '.join(said) or 'nobody is compared'}."


def _standing(one: Judged, mask: int) -> str:
    gap = one.gap
    if gap is None:
        return _NOTHING
    if gap.held & mask:
        return _SHOWN
    if gap.partial & mask:
        return _TRAINED
    return _EXPIRED if gap.expired & mask else _NOTHING
