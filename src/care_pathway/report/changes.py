"""What an evidence file changed: for each person in it the answers before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from care_pathway.interop.evidence import AppliedEvidence
from care_pathway.interop.staff import StaffFile
from care_pathway.render.words import counted
from care_pathway.report.people import Judged, PeopleJudge

_CHANGES_NAMED = 40


def changes_of(
    judge: PeopleJudge,
    staff: StaffFile,
    applied: AppliedEvidence | None,
    judged: Sequence[Judged],
    called: Mapping[str, str],
    *,
    dates: bool,
) -> tuple[str, ...]:
    """What the evidence file changed, in lines; nothing where there is none."""
    if applied is None:
        return ()
    if not applied.changed:
        if dates and not applied.entries:
            return ("The evidence file holds dates only: they are shown, and change no answer.",)
        return ("The evidence file changed nothing: no row names somebody in the staff file.",)
    count = len(applied.changed)
    people = "person" if count == 1 else "people"
    lines = [f"{applied.entries:,} rows of evidence were used, for {count:,} {people}."]
    before = {worker.id: worker for worker in staff.workers}
    after = dict(zip((worker.id for worker in applied.workers), judged, strict=True))
    for worker in applied.changed[:_CHANGES_NAMED]:
        change = _change(judge.judge(before[worker]), after[worker])
        lines.append(f"{called.get(worker, worker)}: {change}.")
    if count > _CHANGES_NAMED:
        lines.append(f"And {count - _CHANGES_NAMED:,} more people.")
    return tuple(lines)


def _change(before: Judged, after: Judged) -> str:
    said = []
    if before.summary.role_category != after.summary.role_category:
        role = after.summary.role_category
        said.append(
            "the place on the Pathway is open now" if role is None else f"placed as {role.replace('-', ' ')}"
        )
    if before.summary.role_category == after.summary.role_category:
        more = after.summary.held - before.summary.held
        if more:
            said.append(f"{counted(abs(more), 'thing')} {'more' if more > 0 else 'fewer'} signed off")
    earlier = {route.route: route.decision for route in before.routes}
    for route in after.routes:
        was = earlier.get(route.route)
        if was is not None and was != route.decision:
            said.append(f"{route.target}: from {was} to {route.decision}".replace("-", " "))
    return "; ".join(said) or "on file now, and nothing else changes"
