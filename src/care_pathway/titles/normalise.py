"""Job titles to role categories: one title, or a whole column judged once for each distinct title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import isnan
from numbers import Number
from typing import Any, cast

import attrs

from care_pathway._arguments import check_kind, several
from care_pathway.errors import InvalidArgumentError
from care_pathway.model.pathway import Pathway
from care_pathway.model.work_context import WorkContext
from care_pathway.titles.answers import Settled, fields_of
from care_pathway.titles.duties import weigh
from care_pathway.titles.judge import TitleJudge, judge_of
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
        title: The title as sent. ``None``, a number or a day is a title that says nothing.
        context: Duties and circumstances of the person. Its `setting` settles what the words leave open.
        ascwds_job_role: Upload code of the ASC-WDS main job role, as further evidence.

    Raises:
        TypeError: If `pathway` is no `Pathway`, the title is bytes, which must be decoded first, or `context`
            is no `WorkContext`.

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
    return _match(_judge(pathway), pathway.ref, _text(title), _duties(context), _code(ascwds_job_role))


def normalise_titles(
    pathway: Pathway,
    titles: Iterable[str | None],
    *,
    context: WorkContext | None = None,
    contexts: Iterable[WorkContext | None] | None = None,
    ascwds_job_roles: Iterable[int | None] | None = None,
) -> tuple[TitleMatch, ...]:
    """The same as `normalise_title` for many titles; each distinct question is answered once.

    Args:
        pathway: The edition to answer with.
        titles: The titles, in any order and with repeats: a list, a tuple, an array or one column.
        context: Duties that hold for all of them.
        contexts: Duties of each, in the order of the titles.
        ascwds_job_roles: Upload codes of the ASC-WDS main job role of each, in the order of the titles.

    Raises:
        TypeError: If a title is bytes, `titles` is one text or a whole table, or both `context` and
            `contexts` are given.
        ValueError: If there are not as many contexts or job roles as titles.

    Example:
        >>> import care_pathway as cp
        >>> matches = cp.normalise_titles(cp.load(), ["Carer", "Team Leader - Care", "Carer"])
        >>> [match.likely for match in matches]
        ['care-or-support-worker', 'supervisor-or-leader', 'care-or-support-worker']
    """
    judge = _judge(pathway)
    ref = pathway.ref
    every = _several("titles", titles)
    if context is not None and contexts is not None:
        raise InvalidArgumentError("contexts", "left out where context holds for all titles", contexts)
    duties = _duties(context)
    if contexts is None and ascwds_job_roles is None:
        try:
            different = dict.fromkeys(every)
        except TypeError:
            for title in every:
                _text(title)  # says what is no title
            raise
        if duties is None:
            matches = [found.match(text, ref) for text, found in settled_titles(pathway, different)]
            if len(matches) == len(every):
                return tuple(matches)
            distinct = dict(zip(different, matches, strict=True))
        else:
            distinct = {title: _match(judge, ref, _text(title), duties, None) for title in different}
        return tuple(map(distinct.__getitem__, every))
    each = _one_for_each("contexts", contexts, every)
    codes = _one_for_each("ascwds_job_roles", ascwds_job_roles, every)
    seen: dict[tuple[str, WorkContext | None, str | None], TitleMatch] = {}
    result = []
    for title, own, job_role in zip(every, each, codes, strict=True):
        key = (_text(title), duties if contexts is None else _duties(own), _code(job_role))
        match = seen.get(key)
        if match is None:
            match = seen[key] = _match(judge, ref, *key)
        result.append(match)
    return tuple(result)


def _judge(pathway: object) -> TitleJudge:
    """The judge of a pathway; anything else is refused by name."""
    check_kind("pathway", pathway, Pathway)
    return judge_of(cast("Pathway", pathway))


def _text(title: object) -> str:
    """The text of a title; what is not text says nothing."""
    if isinstance(title, str):
        return title
    if isinstance(title, Number | date) or _is_missing(title):
        return ""
    if isinstance(title, bytes | bytearray | memoryview):
        raise InvalidArgumentError("title", "text; decode it first, for example title.decode('utf-8')", title)
    raise InvalidArgumentError("title", "text or None; for several use normalise_titles", title)


def _is_missing(value: object) -> bool:
    """Whether a value is none, or stands for a missing one in a table."""
    if isinstance(value, float):
        return isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _several(name: str, values: Any) -> Sequence[Any]:
    """The values of a batch; a single text or a whole table is a mistake, not a batch."""
    if isinstance(values, list | tuple):
        return values
    return several(
        name, values, column=" (for one title use normalise_title, for a table care_pathway.frames)"
    )


def _one_for_each(name: str, values: Any, titles: Sequence[Any]) -> Sequence[Any]:
    """One value for each title, or nothing for all."""
    if values is None:
        return [None] * len(titles)
    found = _several(name, values)
    if len(found) != len(titles):
        singular = name.removeprefix("ascwds_").replace("_", " ").removesuffix("s")
        raise InvalidArgumentError(
            name, f"one {singular} for each of {len(titles)} titles", found, given=f"{len(found)} {singular}s"
        )
    return found


def _duties(context: WorkContext | None) -> WorkContext | None:
    """The duties, which may be left out."""
    check_kind("context", context, WorkContext, optional=True)
    return context


def _code(job_role: object) -> str | None:
    """The upload code of a job role: a column with gaps holds it as 8.0, and NaN where there is none."""
    if _is_missing(job_role) or (isinstance(job_role, str) and not job_role):
        return None
    if isinstance(job_role, bool) or not isinstance(job_role, str | Number):
        raise InvalidArgumentError("ascwds_job_role", "a whole number, or None", job_role)
    return str(job_role).strip().removesuffix(".0")


def _alone(judge: TitleJudge, ref: str, title: str) -> TitleMatch:
    """The match of a title without anything else on file."""
    return judge.settled[(*judge.cleaner.clean(title), 0)].match(title, ref)


def settled_titles(pathway: Pathway, titles: Iterable[object]) -> Iterator[tuple[str, Settled]]:
    """Each title as text, with what was settled for it and titles like it; for many titles.

    Args:
        pathway: The edition to answer with.
        titles: Texts, and what stands for a missing one.
    """
    judge = _judge(pathway)
    clean, settled = judge.cleaner.clean, judge.settled
    for title in titles:
        text = title if type(title) is str else _text(title)
        yield text, settled[(*clean(text), 0)]


def _match(
    judge: TitleJudge, ref: str, title: str, context: WorkContext | None, job_role: str | None
) -> TitleMatch:
    if context is None and job_role is None:
        return _alone(judge, ref, title)
    found = judge.cleaner.clean(title)
    setting = judge.setting_of(context.setting) if context is not None and context.setting else 0
    settled = judge.settled[(*found, setting)]
    answer, because = settled.answer, settled.reasons
    if context is not None and context.setting:
        because = (*because, judge.setting_reason(found, context.setting, setting))
    duties_job_role = None
    duties = None if context is None else without_setting(context)
    if duties is not None or job_role is not None:
        weighed, duties_job_role = weigh(judge, answer, duties or _NO_CONTEXT, job_role)
        because = (*weighed.reasons, *because[len(answer.reasons) :])
        answer = weighed
    return TitleMatch(
        title=title,
        pathway=ref,
        duties_job_role=duties_job_role,
        **fields_of(settled.cleaned, answer, settled.qualifiers, because),
    )


def without_setting(context: WorkContext) -> WorkContext | None:
    """The duties of a context without its setting; ``None`` if there are none."""
    duties = context if context.setting is None else attrs.evolve(context, setting=None)
    return None if duties == _NO_CONTEXT else duties
