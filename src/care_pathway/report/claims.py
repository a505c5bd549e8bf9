"""What the Learning and Development Support Scheme may pay: for bookings, and what was finished lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from care_pathway._record import Result
from care_pathway.language.text import normalise
from care_pathway.model import Pathway, TrainingRecord, TrainingStatus
from care_pathway.model._fields import as_tuple
from care_pathway.planning.booking_records import BookingPlan
from care_pathway.planning.funding import Claim, ClaimAnswer, claim_for, funding_rules
from care_pathway.render.words import pounds
from care_pathway.report.people import Judged

#: No window of the scheme is longer: older records need no look.
_LONGEST_WINDOW = 100
_WHOLE = 100.0


@frozen(kw_only=True, repr=False, eq=False)
class FinishedClaim(Result):
    """Learning that was finished so lately that it may still be claimed for.

    Attributes:
        course: The course, as it is on file.
        workers: References of those who finished it.
        first: The last day for the first of them.
        last: The last day for the last of them.
        claim: What the scheme may pay, and why.
    """

    course: str
    workers: tuple[str, ...] = field(converter=as_tuple)
    first: date
    last: date
    claim: Claim


def finished_claims(pathway: Pathway, judged: Iterable[Judged], *, on: date) -> tuple[FinishedClaim, ...]:
    """Training on file that the claim list names and whose window is open, the most pressing first.

    Whether it was paid for, and whether it was claimed already, no file says.

    Args:
        pathway: The edition.
        judged: Everybody.
        on: The day.
    """
    found: dict[str, tuple[Claim, dict[str, date]]] = {}
    known: dict[tuple[str, date], Claim] = {}
    for one in judged:
        if one.first:
            continue  # of a person with several jobs the training is told once
        for record in one.worker.training or ():
            if not _finished_lately(record, on) or record.completed is None:
                continue
            key = (normalise(record.title), record.completed)
            if key not in known:
                known[key] = claim_for(pathway, record, on=on, completed=record.completed)
            claim = known[key]
            if claim.fund is None or not claim.parts:
                continue
            if claim.fund == "main":
                claim = claim_for(pathway, record, on=on, completed=record.completed, worker=one.worker)
            ends = [part.by for part in claim.parts if part.by is not None and part.by >= on]
            if claim.answer is not ClaimAnswer.NO and ends:
                found.setdefault(key[0], (claim, {}))[1].setdefault(one.worker.id, min(ends))
    made = [
        FinishedClaim(
            course=claim.title,
            workers=tuple(ends),
            first=min(ends.values()),
            last=max(ends.values()),
            claim=claim,
        )
        for claim, ends in found.values()
    ]
    return tuple(sorted(made, key=lambda one: (one.first, one.course)))


def _finished_lately(record: TrainingRecord, on: date) -> bool:
    return (
        record.completed is not None
        and record.status in (None, TrainingStatus.COMPLETED)
        and 0 <= (on - record.completed).days <= _LONGEST_WINDOW
    )


def claim_words(claim: Claim | None) -> str:
    """What may be claimed towards a booking, for each learner, in words.

    Example:
        >>> import care_pathway as cp
        >>> day = date(2026, 6, 1)
        >>> claim_words(claim_for(cp.load(), "Lead to Succeed", on=day, paid=day)).partition(":")[0]
        'May be claimed'
    """
    if claim is None:
        return ""
    if claim.fund is None:
        return "Not known: not on the claim list that was read"
    if claim.answer is not ClaimAnswer.YES:
        said = "No" if claim.answer is ClaimAnswer.NO else "Not known"
        return f"{said}: {claim.why[0] if claim.answer is ClaimAnswer.NOT_KNOWN else claim.why[-1]}"
    parts = " and ".join(
        part.when if part.share == _WHOLE else f"{part.share:g}% {part.when}" for part in claim.parts
    )
    return f"May be claimed{most_words(claim)}: {parts}, within three months{_cap_words(claim)}"


def most_words(claim: Claim) -> str:
    """The most for each learner, where it is known."""
    return "" if claim.at_most is None else f", at most {pounds(claim.at_most)} each"


def _cap_words(claim: Claim) -> str:
    if claim.cap is not None:
        return ""
    older = "" if claim.older_cap is None else f" (it was {pounds(claim.older_cap)} in the list of 2024)"
    return f"; the most for {claim.year} was not read{older}"


def funding_notes(plan: BookingPlan | None, finished: Sequence[FinishedClaim]) -> tuple[str, ...]:
    """What to know before anything rests on the scheme; where two sources differ, both."""
    claims = [one.claim for one in finished]
    claims += [one.claim for one in plan.bookings if one.claim is not None] if plan is not None else []
    return tuple(_notes(claims)) if claims else ()


def _notes(claims: Iterable[Claim]) -> Iterator[str]:
    text = {rule.id: rule.text for rule in funding_rules()}
    yield (
        "The support scheme is the Learning and Development Support Scheme for adult social care in England. "
        f"Nothing here is a promise: {text['pot']}."
    )
    yield f"Who may claim: an employer that {text['employer']}."
    yield "The claim list was read in 2026 with the caps of 2024; look at that of the year before you pay."
    for said in dict.fromkeys(note for claim in claims for note in claim.contradictions):
        yield f"Two sources differ, and it is not decided here: {said}."
