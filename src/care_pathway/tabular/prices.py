"""A price as a provider words it: for one place, for a group, for members, with or without VAT.

``£45 + VAT`` is 45 without VAT, ``£495 per 12`` is the price of a group, ``£40 members / £55 non-members`` is
55 for everybody else. What could be either is not decided: the words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from care_pathway.tabular.amounts import amounts_in, parse_cost, read_once


@frozen(kw_only=True)
class Price:
    """What a price says.

    Attributes:
        cost: For one place, in pounds.
        group_cost: For one run with a group, in pounds.
        group_size: The most people in it.
        vat_included: Whether VAT is in it; ``None`` where that is not said.
        words: How it is worded, where that says more than the numbers.
        notes: What was decided, to be said.
    """

    cost: float | None = None
    group_cost: float | None = None
    group_size: int | None = None
    vat_included: bool | None = None
    words: str | None = None
    notes: tuple[str, ...] = ()


_AMOUNT = r"(?:£|gbp)?\s?(?<!\d)(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?!\d)(?:\.\d{1,2})?"
_PEOPLE = r"(?:people|persons?|delegates?|learners?|staff|participants?|places|attendees|candidates|pax)"
_VAT = r"(?:\+ ?vat|plus vat|ex vat|inc vat)?"
_UP_TO = r"(?:of |for )?(?:up to |max(?:imum)?(?: of)? |upto )?"
_SIZE = rf"\(?\s*{_UP_TO}(?P<size>\d{{1,3}})\s*{_PEOPLE}?(?:\s*max)?\)?"
_RUN = r"(?:group|class|cohort|session|course|day|event)"
_GROUP = (
    re.compile(
        rf"(?P<amount>{_AMOUNT})\s*{_VAT}\s*"
        rf"(?:(?:per|for)\s*(?:a |each )?(?:group|class|cohort|team)?\s*|(?=up to ))"
        rf"{_SIZE}",
        re.I,
    ),
    re.compile(rf"(?P<amount>{_AMOUNT})\s*{_VAT}\s*(?:per|a|for a|/)\s*{_RUN}(?:\s*{_SIZE})?", re.I),
    re.compile(
        rf"(?:up to|groups? of(?: up to)?)\s*(?P<size>\d{{1,3}})\s*{_PEOPLE}?\s*[:=\-–]?\s*"
        rf"(?P<amount>{_AMOUNT})",
        re.I,
    ),
)
_WITHOUT = re.compile(
    r"(?:\+|plus|ex(?:cl?(?:uding|\.)?)?\.?|exclusive of|before|without)\s*vat|"
    r"vat\s*(?:not included|extra|excluded)",
    re.I,
)
_WITH = re.compile(
    r"(?:inc(?:l(?:uding|usive of|\.)?)?\.?|with)\s*vat|vat\s*(?:inc(?:luded|\.)?|free|exempt)|no vat|"
    r"zero[- ]rated",
    re.I,
)
_TO_MEMBERS = r"(?:members?|early[- ]bird)\s*(?:price|rate)?\s*:?\s*"
_ONLY = r"(?: price| rate| only)?[)\]]"
_MEMBERS = re.compile(
    rf"(?:{_TO_MEMBERS}(?P<a>{_AMOUNT})|(?P<b>{_AMOUNT})\s*(?:for |to )?(?:members?|early[- ]bird)\b|"
    rf"(?P<c>{_AMOUNT})\s*[(\[](?:for |to )?(?:members?|early[- ]bird){_ONLY})",
    re.I,
)
_OTHERS = re.compile(
    rf"(?:(?:non[- ]?members?|standard)\s*(?:price|rate)?\s*:?\s*(?P<a>{_AMOUNT})|"
    rf"(?P<b>{_AMOUNT})\s*(?:for |to )?(?:non[- ]?members?|standard)\b|"
    rf"(?P<c>{_AMOUNT})\s*[(\[](?:for |to )?(?:non[- ]?members?|standard){_ONLY})",
    re.I,
)
_WAS = re.compile(rf"(?:was|rrp|normally|usually)\s*:?\s*{_AMOUNT}", re.I)
_NOW = re.compile(r"\b(?:now|sale(?: price)?|special offer|only)\b:?", re.I)
_FUNDED = re.compile(r"\b(?:ldss|wdf|funded|fundable|levy|co-?funded|claimable)\b", re.I)
_PER_PERSON = re.compile(
    r"\bper\s+(?:person|delegate|learner|head|place|participant|candidate|attendee|seat|employee)\b|\bpp\b",
    re.I,
)
_AT_LEAST = re.compile(r"\b(?:from|starting at|prices start)\b|(?<=\d)\s*\+\s*$", re.I)
_AT_MOST = re.compile(r"\b(?:up to|max(?:imum)?)\b", re.I)
#: Words for a price that is not given, unlike what a table writes in an empty cell.
_IN_WORDS = re.compile(r"\b(?!(?:nan|null|na|n/a)\b)[a-z]{3,}", re.I)
_LONGEST = 200
_ALL_FUNDED = "funded is read as free; for whom it is, the provider does not say"
_USUAL = "the usual price was read, not that for members or early birds"


def parse_price(cell: Any, *, unit: float = 1.0) -> Price:
    """Read a price.

    Args:
        cell: The cell.
        unit: How many pounds a bare number stands for.

    Raises:
        ValueError: If a person could not read a price from it.

    Example:
        >>> price = parse_price("£495 per 12 + VAT")
        >>> price.cost, price.group_cost, price.group_size, price.vat_included
        (None, 495.0, 12, False)
        >>> parse_price("£45.00").cost
        45.0
    """
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return Price(cost=parse_cost(cell, unit=unit))
    price: Price = read_once(_of_text, " ".join(cell.split()), unit)
    return price


def _of_text(text: str, unit: float) -> Price:
    without, with_ = bool(_WITHOUT.search(text)), bool(_WITH.search(text))
    vat = with_ if without != with_ else None
    if (without or with_) and _is_twice_said(text):
        vat = True  # of a price with VAT and one without, the larger is read: the one with it
    rest = _WITH.sub(" ", _WITHOUT.sub(" ", text))
    words = text if without or with_ else None
    group = next((found for pattern in _GROUP if (found := pattern.search(rest)) is not None), None)
    if group is not None and not _PER_PERSON.search(group[0]):
        return _of_group(group, rest, text, vat, unit)
    if _FUNDED.search(text) and not re.fullmatch(r"free", rest.strip(), re.I):
        return _funded(rest, text, vat, unit)
    others = _OTHERS.search(rest)
    members = _MEMBERS.search(_OTHERS.sub(" ", rest))
    if others is not None or members is not None:
        return _for_members(others, members, text, vat, unit)
    if re.search(r"\bmembers?\b", rest, re.I) and not re.search(r"\d", rest):
        return Price(words=text, notes=("only a price for members; what others pay is not known",))
    was = _WAS.search(rest)
    if was is not None:
        now = _NOW.sub(" ", _WAS.sub(" ", rest)).strip(" ,;/-()")
        if re.search(r"\d", now):
            return Price(
                cost=parse_cost(now, unit=unit),
                vat_included=vat,
                words=text,
                notes=("the price now was read, not the one before",),
            )
    bare = _PER_PERSON.sub(" ", rest) if group is not None else rest
    cleaned = " ".join(bare.split()).strip(" ()/,;").removesuffix("-").strip()
    cost = parse_cost(cleaned or rest.strip(), unit=unit)
    notes = tuple(_what_was_decided(cleaned, cost))
    return Price(cost=cost, vat_included=vat, words=text if notes else words, notes=notes)


def _what_was_decided(text: str, cost: float | None) -> Iterator[str]:
    """What is to be said of a price that is no plain number: none at all, the least, or the most."""
    if cost is None:
        if _IN_WORDS.search(text):
            yield "no price is given; what a place costs is not known"
    elif amounts_in(text) > 1:
        yield "a price between two; the higher one was read"
    elif _AT_LEAST.search(text):
        yield "the lowest price was read, from which others go up; a place may cost more"
    elif _AT_MOST.search(text):
        yield "the highest price was read; a place may cost less"


def bounds_of(words: str) -> tuple[float | None, float | None] | None:
    """The lowest and the highest price of words that give no single one; else ``None``.

    Args:
        words: A price as a provider words it.

    Example:
        >>> bounds_of("from £25"), bounds_of("£40-£60 + VAT"), bounds_of("£45")
        ((25.0, None), (40.0, 60.0), None)
    """
    text = " ".join(words.split())
    rest = _WITH.sub(" ", _WITHOUT.sub(" ", text)).strip(" ()/,;")
    others = (*_GROUP, _OTHERS, _MEMBERS, _WAS, _FUNDED)
    if len(text) > _LONGEST or _is_twice_said(text) or any(pattern.search(rest) for pattern in others):
        return None
    try:
        cost = parse_cost(rest)
    except ValueError:
        return None
    if cost is not None and amounts_in(rest) > 1:
        amounts = (float(re.sub(r"[^\d.]", "", one)) for one in re.findall(_AMOUNT, rest))
        return min(amounts), cost
    if cost is not None and _AT_LEAST.search(rest):
        return cost, None
    return (None, cost) if cost is not None and _AT_MOST.search(rest) else None


#: VAT on a price, and what rounding to pence makes of it.
_RATE, _PENCE = 1.2, 0.02


def _is_twice_said(text: str) -> bool:
    """Whether a price is said with VAT and without."""
    amounts = sorted(float(re.sub(r"[^\d.]", "", one)) for one in re.findall(_AMOUNT, text))
    return len(amounts) == 2 and abs(amounts[1] - amounts[0] * _RATE) < _PENCE


def _of_group(group: re.Match[str], rest: str, text: str, vat: bool | None, unit: float) -> Price:
    size = None if group["size"] is None else int(group["size"])
    alone = (rest[: group.start()] + " " + rest[group.end() :]).strip(" ,;/()-+")
    alone = re.sub(r"^(?:or|and)\b|\b(?:or|and)$", "", alone).strip(" ,;/()-+")
    cost = None
    if re.search(r"\d", alone) or re.search(r"\bfree\b", alone, re.I):
        cost = parse_price(alone, unit=unit).cost
    notes = () if size is not None else ("a price for a group without its size; it is kept and not used",)
    return Price(
        cost=cost,
        group_cost=parse_cost(group["amount"].strip(), unit=unit),
        group_size=size,
        vat_included=vat,
        words=text,
        notes=notes,
    )


def _funded(rest: str, text: str, vat: bool | None, unit: float) -> Price:
    """A price beside words of funding: what an employer pays first is read, the funding is not decided."""
    if re.fullmatch(r"(?:fully )?funded", rest.strip(), re.I):
        return Price(cost=0.0, vat_included=vat, words=text, notes=(_ALL_FUNDED,))
    amount = re.search(_AMOUNT, rest)
    cost = parse_cost(amount[0].strip(), unit=unit) if amount and "£" in amount[0] else None
    return Price(
        cost=cost,
        vat_included=vat,
        words=text,
        notes=(
            "funding is named; the price before it was read"
            if cost is not None
            else "funding is named without a price; the price is not known",
        ),
    )


def _for_members(
    others: re.Match[str] | None, members: re.Match[str] | None, text: str, vat: bool | None, unit: float
) -> Price:
    if others is None:
        rest = text.replace("" if members is None else members[0], " ")
        amount = re.search(_AMOUNT, rest)
        if amount is not None:
            return Price(
                cost=parse_cost(amount[0].strip(), unit=unit),
                vat_included=vat,
                words=text,
                notes=(_USUAL,),
            )
        return Price(
            vat_included=vat, words=text, notes=("only a price for members; what others pay is not known",)
        )
    return Price(
        cost=parse_cost((others["a"] or others["b"] or others["c"]).strip(), unit=unit),
        vat_included=vat,
        words=text,
        notes=("the usual price was read, not that for members or early birds",)
        if members is not None
        else (),
    )
