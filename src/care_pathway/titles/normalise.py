"""Job titles to role categories: one title, or a whole column judged once for each distinct title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from numbers import Number

from care_pathway.model.pathway import Pathway
from care_pathway.model.work_context import WorkContext
from care_pathway.titles.answers import Judge, judge_of
from care_pathway.titles.duties import weigh
from care_pathway.titles.records import TitleMatch

_NO_CONTEXT = WorkContext()


def normalise_title(
    pathway: Pathway,
    title: str | None,
    *,
    context: WorkContext | None = None,
    ascwds_job_role: int | None = None,
) -> TitleMatch:
    """Which role category a job title points to, how surely, and why.

    A title is evidence, never proof: the duties decide. Give them as `context` and they override the words.
    Nothing is forced: a title that may mean several things comes back with its candidates in order.

    Args:
        pathway: The edition to answer with.
        title: The title as sent. ``None`` or a number is a title that says nothing.
        context: Duties and circumstances of the person.
        ascwds_job_role: Upload code of the ASC-WDS main job role, as further evidence.

    Raises:
        TypeError: If the title is bytes, which must be decoded first, or `context` is no `WorkContext`.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load("2025-04")
        >>> match = cp.normalise_title(pathway, "Dep. Mgr - Nursing Home (37.5 hrs)")
        >>> match.role_category, match.qualifiers.setting
        ('deputy-manager', ('nursing-home',))
        >>> duties = cp.WorkContext(manages_staff=True, deputises_for_manager=True)
        >>> cp.normalise_title(pathway, "senior care co-ordinator", context=duties).role_category
        'deputy-manager'
    """
    return _match(judge_of(pathway), pathway.ref, _text(title), _duties(context), _code(ascwds_job_role))


def normalise_titles(
    pathway: Pathway,
    titles: Iterable[str | None],
    *,
    context: WorkContext | None = None,
    contexts: Sequence[WorkContext | None] | None = None,
) -> tuple[TitleMatch, ...]:
    """The same as `normalise_title` for many titles; each distinct one is judged once.

    Args:
        pathway: The edition to answer with.
        titles: The titles, in any order and with repeats.
        context: Duties that hold for all of them.
        contexts: Duties of each, in the order of the titles.

    Raises:
        TypeError: If a title is bytes, `titles` is one text, or both `context` and `contexts` are given.
        ValueError: If there are not as many contexts as titles.

    Example:
        >>> import care_pathway as cp
        >>> matches = cp.normalise_titles(cp.load(), ["Carer", "Team Leader - Care", "Carer"])
        >>> [match.role_category for match in matches]
        ['care-or-support-worker', 'supervisor-or-leader', 'care-or-support-worker']
    """
    judge = judge_of(pathway)
    ref = pathway.ref
    every = _titles(titles)
    if contexts is not None:
        if context is not None:
            raise TypeError("give either context, for all titles, or contexts, one for each")
        if len(every) != len(contexts):
            raise ValueError(
                f"expected one context for each title: {len(every)} titles, {len(contexts)} contexts"
            )
        seen: dict[tuple[str, WorkContext | None], TitleMatch] = {}
        result = []
        for title, own in zip(every, contexts, strict=True):
            key = (_text(title), _duties(own))
            match = seen.get(key)
            if match is None:
                match = seen[key] = _match(judge, ref, key[0], own, None)
            result.append(match)
        return tuple(result)
    duties = _duties(context)
    try:
        different = dict.fromkeys(every)
    except TypeError:
        for title in every:
            _text(title)  # says what is no title
        raise
    distinct = {title: _match(judge, ref, _text(title), duties, None) for title in different}
    return tuple(map(distinct.__getitem__, every))


def _text(title: object) -> str:
    """The text of a title; what is not text says nothing."""
    if isinstance(title, str):
        return title
    if isinstance(title, Number) or _is_missing(title):
        return ""
    if isinstance(title, bytes | bytearray | memoryview):
        raise TypeError("a title must be text, not bytes; decode it first, for example title.decode('utf-8')")
    raise TypeError(f"a title must be text or None, not {type(title).__name__}")


def _is_missing(value: object) -> bool:
    """Whether a value is none, or stands for a missing one in a table."""
    if isinstance(value, float):
        return isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _titles(titles: Iterable[str | None]) -> Sequence[str | None]:
    """The titles of a batch; one title alone is a mistake, not a batch of letters."""
    if isinstance(titles, str):
        raise TypeError(
            f"titles must be several, not one text; give [{titles[:40]!r}], or use normalise_title"
        )
    if isinstance(titles, bytes | bytearray | memoryview):
        _text(titles)
    return titles if isinstance(titles, list | tuple) else list(titles)


def _duties(context: WorkContext | None) -> WorkContext | None:
    """The duties, which may be left out."""
    if context is not None and not isinstance(context, WorkContext):
        raise TypeError(
            f"duties must be a WorkContext or None, not {type(context).__name__}; "
            "give for example WorkContext(manages_staff=True)"
        )
    return context


def _code(job_role: float | None) -> str | None:
    """The upload code of a job role: a column with gaps holds it as 8.0, and NaN where there is none."""
    return None if _is_missing(job_role) else str(job_role).removesuffix(".0")


def _match(
    judge: Judge, ref: str, title: str, context: WorkContext | None, job_role: str | None
) -> TitleMatch:
    found = judge.cleaner.clean(title)
    answer, because, qualifiers = judge.settled[found]
    duties_job_role = None
    if (context is not None and context != _NO_CONTEXT) or job_role is not None:
        weighed, duties_job_role = weigh(judge, answer, context or _NO_CONTEXT, job_role)
        because = (*weighed.reasons, *because[len(answer.reasons) :])
        answer = weighed
    return TitleMatch(
        title=title,
        cleaned=found[0],
        status=answer.status,
        role_category=answer.role_category,
        candidates=answer.candidates,
        ascwds_job_role=answer.job_role,
        duties_job_role=duties_job_role,
        qualifiers=qualifiers,
        reasons=tuple([reason.words for reason in because]),
        reason_codes=tuple([reason.code for reason in because]),
        pathway=ref,
    )
