"""What the Learning and Development Support Scheme may pay towards learning: dated, sourced rules.

The scheme repays employers of adult social care in England. Its rules stand as tables under ``data/funding``.
What they lead to is never a promise: the fund is limited, and its caps of a year are known only where they
were read.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from attrs import frozen

from care_pathway._arguments import check_amount, check_day, check_flag, check_kind
from care_pathway._data import read_csv
from care_pathway._record import NoTruthValue, Record, Result
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.qualification_names import number_in, plain_number
from care_pathway.evidence.qualifications import numbered
from care_pathway.evidence.renewals import add_months
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import normalise
from care_pathway.model import (
    Course,
    HeldQualification,
    LearningOpportunity,
    Pathway,
    TrainingRecord,
    Worker,
)

#: The schemes whose rules are bundled.
SCHEMES = ("ldss",)
_OLIVER_MCGOWAN = "oliver-mcgowan"
_QUALIFICATION = "qualification"
_FULL = 100.0


class ClaimAnswer(NoTruthValue, StrEnum):
    """Whether something may be claimed for, by the rules that were read."""

    YES = "yes"
    """Nothing that was read speaks against it; the fund decides."""
    NO = "no"
    NOT_KNOWN = "not-known"


@frozen(kw_only=True, repr=False, eq=False)
class FundingYear(Record):
    """A year of the scheme.

    Attributes:
        year: Its name, such as ``2025-26``.
        paid_from: The first day of payments that belong to it.
        paid_to: The last day.
        grant_determination: Whether its terms were published.
        claim_by: The last day for claims, where one was set for the year.
        organisation_cap: The most for one organisation in pounds; ``None`` where it is not known.
        caps_known: Whether the caps of the year were read.
        basis: How it is known.
        source: Where from.
        note: What else is known.
    """

    year: str
    paid_from: date
    paid_to: date
    grant_determination: str
    claim_by: date | None
    organisation_cap: float | None
    caps_known: bool
    basis: str
    source: str
    note: str


@frozen(kw_only=True, repr=False, eq=False)
class FundingRule(Record):
    """A rule of the scheme, in our own words.

    Attributes:
        id: Its id.
        about: What it is about: ``year``, ``employer``, ``claim``, ``amount`` or ``evidence``.
        applies_to: ``course``, ``qualification`` or ``oliver-mcgowan``; ``None`` for everything.
        text: The rule.
        share: The share of the cost that it pays, in per cent.
        window_months: Within how many months to claim.
        counts_from: From which day, such as ``completed``.
        evidence: What to send with the claim.
        basis: How it is known.
        source: Where from.
        contradicts: Id of the rule that another source gives instead.
    """

    id: str
    about: str
    applies_to: str | None
    text: str
    share: float | None
    window_months: int | None
    counts_from: str | None
    evidence: tuple[str, ...]
    basis: str
    source: str
    contradicts: str | None


@frozen(kw_only=True, repr=False, eq=False)
class ClaimableLearning(Record):
    """A line of the claim list: what could be claimed for.

    Attributes:
        code: Its code in the claims service.
        number: Its Ofqual qualification number, where it is a qualification.
        title: Its title.
        group: The group that it stands in.
        kind: ``course`` or ``qualification``.
        level: Its level.
        awarding_organisation: Who awards or offers it.
        model: How it is paid: ``100``, or ``60/40 or 100``.
        older_cap: The cap of the list of 2024 in pounds, which holds for nothing paid later.
        category: Where the list files it.
    """

    code: str
    number: str | None
    title: str
    group: str | None
    kind: str
    level: str | None
    awarding_organisation: str | None
    model: str
    older_cap: float | None
    category: str


@frozen(kw_only=True, repr=False, eq=False)
class ClaimPart(Result):
    """One claim of the one or two that a course or qualification takes.

    Attributes:
        share: The share of the cost, in per cent.
        when: From when it can be made, in words.
        by: The last day for it; ``None`` where the day that it counts from is not known.
        at_most: The most that it pays in pounds; ``None`` where the cap is not known.
        evidence: What to send with it.
        guaranteed: Whether it is paid for certain once the first part was; nothing is before.
    """

    share: float
    when: str
    by: date | None
    at_most: float | None
    evidence: tuple[str, ...]
    guaranteed: bool = False


@frozen(kw_only=True, repr=False, eq=False)
class Claim(Result):
    """What the scheme may pay towards one course for one learner. Never a promise: the fund is limited.

    Attributes:
        course: Id of the course, or the title asked about.
        title: Its title.
        answer: Whether it may be claimed for.
        why: Why, in sentences.
        line: Code of the line of the claim list that it is.
        fund: ``main`` or ``oliver-mcgowan``: two funds that stand apart.
        year: The year of the scheme, by the day of payment; ``None`` where that day is not known.
        at_most: The most that it pays for one learner in pounds: the lower of cost and cap, or the one of
            them that is known; ``None`` where neither is.
        cap: The cap for one learner; ``None`` where it is not known for the year.
        older_cap: The cap of the older list of 2024, to be checked; ``None`` where there is none.
        parts: The claims to make, and by when.
        contradictions: What two sources say differently; nothing here decides it.
        warnings: What to know before resting anything on it.
    """

    _compare = ".answer == 'yes'"

    course: str
    title: str
    answer: ClaimAnswer
    why: tuple[str, ...]
    line: str | None = None
    fund: str | None = None
    year: str | None = None
    at_most: float | None = None
    cap: float | None = None
    older_cap: float | None = None
    parts: tuple[ClaimPart, ...] = ()
    contradictions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


# --- the tables ---------------------------------------------------------------------------------------


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def funding_years() -> tuple[FundingYear, ...]:
    """The years of the scheme.

    Example:
        >>> [one.year for one in funding_years()]
        ['2024-25', '2025-26', '2026-27']
    """
    return tuple(
        FundingYear(
            year=row["year"],
            paid_from=date.fromisoformat(row["paid from"]),
            paid_to=date.fromisoformat(row["paid to"]),
            grant_determination=row["grant determination"],
            claim_by=_day(row["claim by"]),
            organisation_cap=_number(row["organisation cap"]),
            caps_known=row["caps known"] == "yes",
            basis=row["basis"],
            source=row["source"],
            note=row["note"],
        )
        for row in read_csv("funding/years.csv")
    )


@cache
def funding_rules() -> tuple[FundingRule, ...]:
    """The rules of the scheme, with their sources.

    Example:
        >>> next(rule.text for rule in funding_rules() if rule.id == "lower-of")
        'the lower of the cost paid and the cap; the cost of training only, no travel'
    """
    return tuple(
        FundingRule(
            id=row["id"],
            about=row["about"],
            applies_to=row["applies to"] or None,
            text=row["rule"],
            share=_number(row["share"]),
            window_months=int(row["window months"]) if row["window months"] else None,
            counts_from=row["counts from"] or None,
            evidence=tuple(part.strip() for part in row["evidence"].split(";") if part.strip()),
            basis=row["basis"],
            source=row["source"],
            contradicts=row["contradicts"] or None,
        )
        for row in read_csv("funding/rules.csv")
    )


@cache
def claim_list() -> tuple[ClaimableLearning, ...]:
    """The claim list as a crosswalk: read in 2026, with the caps of 2024.

    Example:
        >>> next(line.title for line in claim_list() if line.number == "603/2797/2")
        'Diploma in Care'
    """
    return tuple(
        ClaimableLearning(
            code=row["code"],
            number=row["number"] or None,
            title=row["title"],
            group=row["group"] or None,
            kind=row["kind"],
            level=row["level"] or None,
            awarding_organisation=row["awarding organisation"] or None,
            model=row["model"],
            older_cap=_number(row["cap of 2024"]),
            category=row["category"],
        )
        for row in read_csv("funding/claim-list.csv")
    )


# --- what may be claimed ------------------------------------------------------------------------------


def claim_for(
    pathway: Pathway,
    course: Course | TrainingRecord | str,
    *,
    on: date,
    worker: Worker | None = None,
    cost: float | None = None,
    paid: date | None = None,
    started: date | None = None,
    completed: date | None = None,
    in_house: bool = False,
) -> Claim:
    """What the scheme may pay towards a course for one learner, how much at most, and by which day.

    The line of the claim list is found by the Ofqual number, else by the title. It is an answer by the rules
    that were read, with their sources; the claims service decides, and the fund is limited.

    Args:
        pathway: The edition, whose learning names the qualification numbers.
        course: The course, a training record, or a title or Ofqual number.
        on: The day for which to answer.
        worker: The learner; left open where not given.
        cost: What was or will be paid for one learner in pounds; the cost of the course by default.
        paid: The day of the first payment, which decides the year.
        started: The day it started, for a qualification.
        completed: The day it was completed; for several learners the last of these days.
        in_house: Whether the employer's own staff teach it, for Oliver McGowan training.

    Example:
        >>> import care_pathway as cp
        >>> found = claim_for(
        ...     cp.load(), "603/2797/2", on=date(2026, 1, 15), paid=date(2026, 1, 10), cost=700.0
        ... )
        >>> found.answer.value, found.year, found.cap, found.older_cap, len(found.parts)
        ('yes', '2025-26', None, 600.0, 2)
    """
    check_day(on)
    check_kind("pathway", pathway, Pathway)
    check_kind("worker", worker, Worker, optional=True)
    for name, day in (("paid", paid), ("started", started), ("completed", completed)):
        check_day(day, name, optional=True)
    check_flag("in_house", in_house)
    asked, cost = _asked(course), check_amount("cost", cost)
    cost = asked.cost if cost is None else cost
    learning = _learning(pathway, asked)
    line = _line(asked, tuple(number.number for number in learning.numbers) if learning else ())
    mcgowan = _mcgowan_tier(pathway, asked)
    kind = _kind(line, learning, mcgowan)
    year = next((year for year in funding_years() if paid and year.paid_from <= paid <= year.paid_to), None)
    cap = _mcgowan_amount(mcgowan, in_house=in_house) if mcgowan else _cap(year, learning)
    older = None if mcgowan or line is None else line.older_cap
    if cap is None and older is not None and year is not None and year.caps_known:
        cap, older = older, None
    known = [amount for amount in (cost, cap) if amount is not None]
    at_most = cap if mcgowan and in_house else min(known, default=None)
    parts = _parts(kind or "course", at_most, paid, started, completed)
    reasons = [
        *_about_the_course(line, learning, mcgowan),
        *_about_the_learner(pathway, worker, on, mcgowan=bool(mcgowan)),
        *_about_the_days(year, paid, parts, on),
    ]
    answers = {answer for answer, _ in reasons}
    answer = next(one for one in (ClaimAnswer.NO, ClaimAnswer.NOT_KNOWN, ClaimAnswer.YES) if one in answers)
    return Claim(
        course=asked.id,
        title=asked.title,
        answer=answer,
        why=tuple(why for _, why in reasons),
        line=line.code if line else None,
        fund=None if kind is None else _OLIVER_MCGOWAN if mcgowan else "main",
        year=year.year if year else None,
        at_most=at_most,
        cap=cap,
        older_cap=older,
        parts=() if answer is ClaimAnswer.NO else parts,
        contradictions=_contradictions(kind),
        warnings=_warnings(cap=cap, older=older),
    )


def _asked(course: Course | TrainingRecord | str) -> Course:
    """What is asked about, as a course."""
    if isinstance(course, Course):
        return course
    title = course.title if isinstance(course, TrainingRecord) else course
    check_kind("course", title, str)
    return Course(id=title, title=title)


def _learning(pathway: Pathway, asked: Course) -> LearningOpportunity | None:
    """The learning of the Pathway that a course surely is."""
    named = numbered(pathway, HeldQualification(name=asked.title, number=asked.number))
    if named is None:
        reading = training_reader(pathway).of(TrainingRecord(title=asked.title))
        named = reading.qualification or next(iter(sorted(reading.learning)), None)
    return next((opportunity for opportunity in pathway.learning if opportunity.id == named), None)


def _line(asked: Course, numbers: tuple[str, ...]) -> ClaimableLearning | None:
    """The line of the claim list: by code or number, then by the whole title, then by what the course is."""
    texts = [text for text in (asked.number, asked.title) if text]
    wanted = {found for text in texts for found in (plain_number(text), number_in(text)) if found}
    index = _claim_index()
    by_number = {index.codes[number] for number in wanted if number in index.codes}
    by_title = index.titles.get(normalise(asked.title))
    also = {plain_number(number) for number in numbers}
    by_learning = {index.numbers[number] for number in also if number in index.numbers}
    for found in (by_number, () if by_title is None else (by_title,), by_learning):
        if found:
            return claim_list()[min(found)]
    return None


class _ClaimIndex(NamedTuple):
    """Where each code or number, number, and title of a course first stands in the claim list."""

    codes: dict[str, int]
    numbers: dict[str, int]
    titles: dict[str, int]


@cache
def _claim_index() -> _ClaimIndex:
    index = _ClaimIndex({}, {}, {})
    for at, line in enumerate(claim_list()):
        number = plain_number(line.number or "")
        for one in filter(None, (plain_number(line.code), number)):
            index.codes.setdefault(one, at)
        if number:
            index.numbers.setdefault(number, at)
        if line.kind != _QUALIFICATION:
            index.titles.setdefault(normalise(line.title), at)
    return index


def _kind(
    line: ClaimableLearning | None, learning: LearningOpportunity | None, mcgowan: str | None
) -> str | None:
    """How it is claimed for: as a course, a qualification or Oliver McGowan training; where that is known."""
    if mcgowan:
        return _OLIVER_MCGOWAN
    if line is not None:
        return line.kind
    return _QUALIFICATION if learning is not None and learning.numbers else None


def _mcgowan_tier(pathway: Pathway, asked: Course) -> str | None:
    """The tier of Oliver McGowan training, ``?`` where the title has none; ``None`` for other training."""
    if "oliver-mcgowan" not in training_reader(pathway).of(TrainingRecord(title=asked.title)).renewals:
        return None
    words = normalise(asked.title).split()
    after = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "tier"]
    return after[0] if after and after[0] in {row["tier"] for row in _mcgowan_rows()} else "?"


@cache
def _mcgowan_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_csv("funding/oliver-mcgowan.csv"))


def _mcgowan_amount(tier: str, *, in_house: bool) -> float | None:
    wanted = (tier, "in-house" if in_house else "external")
    found = [float(row["amount"]) for row in _mcgowan_rows() if (row["tier"], row["delivery"]) == wanted]
    return found[0] if found else None


def _cap(year: FundingYear | None, learning: LearningOpportunity | None) -> float | None:
    """The cap of a year that was read for this learning alone."""
    return None if year is None or learning is None else _caps().get((year.year, learning.id))


@cache
def _caps() -> dict[tuple[str, str], float]:
    return {(row["year"], row["learning"]): float(row["cap"]) for row in read_csv("funding/caps.csv")}


_Reason = tuple[ClaimAnswer, str]


def _about_the_course(
    line: ClaimableLearning | None, learning: LearningOpportunity | None, mcgowan: str | None
) -> list[_Reason]:
    if mcgowan == "?":
        return [(ClaimAnswer.NOT_KNOWN, "it is Oliver McGowan training, and which tier is not said")]
    if mcgowan:
        return [(ClaimAnswer.YES, f"it is Oliver McGowan training, tier {mcgowan}, with a fund of its own")]
    if line is not None:
        by = f" ({line.awarding_organisation})" if line.awarding_organisation else ""
        return [(ClaimAnswer.YES, f"the claim list names it: {line.title}{by}")]
    if learning is not None and any(one == learning.id for _, one in _caps()):
        return [(ClaimAnswer.YES, f"it is {learning.name}, for which a cap was reported")]
    what = "its number nor its title" if learning is None else f"{learning.name} nor its number"
    return [
        (
            ClaimAnswer.NOT_KNOWN,
            f"the claim list that was read names neither {what}; look at that of the year",
        )
    ]


def _about_the_learner(pathway: Pathway, worker: Worker | None, on: date, *, mcgowan: bool) -> list[_Reason]:
    """For whom the scheme pays, as far as it is known who the learner is."""
    if worker is None:
        return []
    on_file = OnFile(pathway, worker, on)
    if mcgowan:
        who = "any-staff"
    elif worker.context.directly_employed_by_individual:
        who = "individual-employer"
    elif on_file.role_category is not None:
        who = "direct-care"
    elif any(candidate.role_category is None for candidate in on_file.placement.candidates):
        who = "regulated-profession" if _is_registered(pathway, worker) else "other-staff"
    else:
        return [(ClaimAnswer.NOT_KNOWN, "it is not settled what the learner's work is")]
    row = next(row for row in read_csv("funding/learners.csv") if row["who"] == who)
    return [(ClaimAnswer(row["answer"]), f"the learner: {row['note']}")]


def _is_registered(pathway: Pathway, worker: Worker) -> bool:
    title = normalise(worker.job_title or "")
    registered = any(one in title for one in (name.replace("-", " ") for name in pathway.professions))
    return registered or bool(worker.context.professional_registration)


def _about_the_days(
    year: FundingYear | None, paid: date | None, parts: tuple[ClaimPart, ...], on: date
) -> list[_Reason]:
    reasons: list[_Reason] = []
    if paid is None:
        reasons.append((ClaimAnswer.NOT_KNOWN, "the day of payment, which decides the year, is not known"))
    elif year is None:
        reasons.append((ClaimAnswer.NOT_KNOWN, f"no year of the scheme that is known here has {paid}"))
    elif year.claim_by is not None and year.claim_by < on:
        reasons.append((ClaimAnswer.NO, f"claims for {year.year} had to be made by {year.claim_by}"))
    closed = [part for part in parts if part.by is not None and part.by < on]
    answer = ClaimAnswer.NO if len(closed) == len(parts) else ClaimAnswer.NOT_KNOWN
    reasons += [(answer, f"the claim for {part.share:g}% had to be made by {part.by}") for part in closed]
    return reasons


def _parts(
    kind: str, at_most: float | None, paid: date | None, started: date | None, completed: date | None
) -> tuple[ClaimPart, ...]:
    """The claims to make: one after completion, or two for a qualification."""
    kind = _QUALIFICATION if kind == _QUALIFICATION else "course"
    ids = {_QUALIFICATION: ("qualification-60", "qualification-40")}.get(kind, ("course-100",))
    rules = {rule.id: rule for rule in funding_rules()}
    begun = max(paid, started) if paid is not None and started is not None else None
    days = {"completed": completed, "paid or started": begun}
    words = {"completed": "after completion", "paid or started": "once it is paid and started"}
    parts = []
    for rule in (rules[rule_id] for rule_id in ids):
        share, counts_from = rule.share or _FULL, rule.counts_from or "completed"
        day = days[counts_from]
        parts.append(
            ClaimPart(
                share=share,
                when=words[counts_from],
                by=None if day is None else add_months(day, rule.window_months or 0),
                at_most=None if at_most is None else round(at_most * share / _FULL, 2),
                evidence=rule.evidence,
            )
        )
    return tuple(parts)


def _contradictions(kind: str | None) -> tuple[str, ...]:
    """What two sources say differently about such learning."""
    rules = {rule.id: rule for rule in funding_rules()}
    pairs = [
        (rule, rules[rule.contradicts])
        for rule in rules.values()
        if rule.contradicts is not None and rule.applies_to == kind and rule.id < rule.contradicts
    ]
    return tuple(f"{one.source}: {one.text}; {other.source}: {other.text}" for one, other in pairs)


def _warnings(*, cap: float | None, older: float | None) -> tuple[str, ...]:
    rules = {rule.id: rule for rule in funding_rules()}
    found = [rules["pot"].text]
    if cap is None:
        found.append("the cap of the year is not known; look at the list of the year")
    if older is not None:
        found.append(f"the cap of £{older:g} is of an older list, of 2024")
    return tuple(found)
