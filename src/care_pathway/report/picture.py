"""The career map: every role category and route of an edition as one picture with a text alternative.

Plain SVG text, made without any other package. Kinds of route differ by dashes and by colour, and the
picture says in words (`<title>`, `<desc>`) what it shows. `career_map_text` is the same map as sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from attrs import frozen

from care_pathway._arguments import check_count, check_kind, check_text
from care_pathway.model import Pathway, ProgressionRoute, RouteKind

_WIDTH = 620
_NODE_WIDTH, _NODE_HEIGHT = 164, 76
_LANES = {"left": 94, "centre": 310, "right": 526}
_ROW = 122
_TOP = 150
_LINE_LETTERS = 17
#: From the middle of one person's dot to the next.
_DOT = 6
#: Free space between the end of an arrow and the box that it points to.
_GAP = 5

#: Kinds that are drawn, in the order of the legend, with what they mean.
KIND_WORDS: dict[RouteKind, str] = {
    RouteKind.VERTICAL: "a step up",
    RouteKind.SPECIALIST: "into a specialism",
    RouteKind.LATERAL: "a move sideways",
    RouteKind.EXTERNAL: "out to a regulated profession",
    RouteKind.GROWTH: "growing in the same role category",
    RouteKind.ENTRY: "entry into care",
}

_STYLE = """
.cp-map{--m-ink:#16202c;--m-soft:#4a5666;--m-box:#ffffff;--m-edge:#33506e;--m-vertical:#155a9c;--m-specialist:#86198f;
--m-lateral:#3f6212;--m-external:#9a3412;--m-ground:#f3f6fa;max-width:100%;height:auto;display:block;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){.cp-map{--m-ink:#eef3f9;--m-soft:#b9c5d3;--m-box:#1d2937;--m-edge:#8fa9c4;
--m-vertical:#7cc0ff;--m-specialist:#eba6f5;--m-lateral:#b5dd6a;--m-external:#ffb08a;--m-ground:#141d28}}
@media print{.cp-map{--m-ink:#000;--m-soft:#333;--m-box:#fff;--m-edge:#333;--m-vertical:#155a9c;
--m-specialist:#86198f;--m-lateral:#3f6212;--m-external:#9a3412;--m-ground:#fff}}
.cp-map .ground{fill:var(--m-ground)}
.cp-map .box{fill:var(--m-box);stroke:var(--m-edge);stroke-width:1.6}
.cp-map text{fill:var(--m-ink);font-size:15px;text-anchor:middle}
.cp-map .name{font-weight:600}
.cp-map .small{font-size:13px;fill:var(--m-soft)}
.cp-map .start{text-anchor:start}
.cp-map .route{fill:none;stroke-width:2.4}
.cp-map .ring{stroke-width:1.9}
.cp-map .vertical{stroke:var(--m-vertical)}
.cp-map .specialist{stroke:var(--m-specialist);stroke-dasharray:9 5}
.cp-map .lateral{stroke:var(--m-lateral);stroke-dasharray:2.5 4.5;stroke-linecap:round}
.cp-map .external{stroke:var(--m-external);stroke-dasharray:12 4 2.5 4}
.cp-map .entry{stroke:var(--m-edge)}
.cp-map .head-vertical{fill:var(--m-vertical)}
.cp-map .head-specialist{fill:var(--m-specialist)}
.cp-map .head-lateral{fill:var(--m-lateral)}
.cp-map .head-external{fill:var(--m-external)}
.cp-map .head-entry,.cp-map .person{fill:var(--m-edge)}
""".strip().replace("\n", "")


@frozen
class _Spot:
    """Where a role category stands: the middle of its box."""

    x: float
    y: float
    lane: str
    rank: int

    @property
    def left(self) -> float:
        return self.x - _NODE_WIDTH / 2

    @property
    def right(self) -> float:
        return self.x + _NODE_WIDTH / 2

    @property
    def top(self) -> float:
        return self.y - _NODE_HEIGHT / 2

    @property
    def bottom(self) -> float:
        return self.y + _NODE_HEIGHT / 2


def career_map(
    pathway: Pathway, *, counts: Mapping[str, int] | None = None, id_prefix: str = "career-map"
) -> str:
    """The career map of an edition as SVG text, for a page or a file of its own.

    Args:
        pathway: The edition to draw.
        counts: How many people are in each role category, by id; ``None`` leaves the numbers out.
        id_prefix: Start of the ids inside the picture; two maps on one page need different ones.

    Returns:
        An ``<svg>`` element with a title, a description and its own colours for light, dark and print.

    Example:
        >>> import care_pathway as cp
        >>> from care_pathway.report import career_map
        >>> picture = career_map(cp.load("2025-04"), counts={"new-to-care": 3})
        >>> picture[:4], "3 people" in picture
        ('<svg', True)
    """
    check_kind("pathway", pathway, Pathway)
    counts = _checked_counts(pathway, counts)
    check_text("id_prefix", id_prefix)
    spots = _layout(pathway)
    height = _height(spots)
    prefix = escape(id_prefix, quote=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cp-map" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" aria-labelledby="{prefix}-title {prefix}-desc">',
        f'<title id="{prefix}-title">{escape(_title(pathway))}</title>',
        f'<desc id="{prefix}-desc">{escape(" ".join(career_map_text(pathway, counts=counts)))}</desc>',
        f"<style>{_STYLE}</style>",
        _heads(prefix),
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="12"/>',
        *_professions(pathway, prefix),
        *_edges(pathway, spots, prefix),
        *_entries(pathway, spots, prefix),
        *(_node(pathway, role, spot, counts) for role, spot in spots.items()),
        *_legend(pathway, prefix, height),
        "</svg>",
    ]
    return "".join(parts)


def career_map_text(pathway: Pathway, *, counts: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """The career map in sentences, one for each role category: the alternative to the picture.

    Args:
        pathway: The edition.
        counts: How many people are in each role category, by id; ``None`` leaves the numbers out.

    Example:
        >>> import care_pathway as cp
        >>> from care_pathway.report import career_map_text
        >>> career_map_text(cp.load("2025-04"))[-2]
        'Registered manager: people can grow in it.'
    """
    check_kind("pathway", pathway, Pathway)
    counts = _checked_counts(pathway, counts)
    lines = []
    for role in pathway.role_categories:
        ways = [
            f"{_role_name(pathway, route.target)} ({KIND_WORDS[route.kind]})"
            for route in pathway.routes
            if route.source == role.id and route.kind not in (RouteKind.GROWTH, RouteKind.EXTERNAL)
        ]
        said = []
        if counts is not None:
            said.append(_people(counts.get(role.id, 0)))
        if any(route.source is None and route.target == role.id for route in pathway.routes):
            said.append("people enter care here")
        if ways:
            said.append(f"routes lead to {_listed(ways)}")
        if _grows(pathway, role.id):
            said.append("people can grow in it")
        lines.append(f"{role.name}: {'; '.join(said) or 'no route is known'}.")
    names = _profession_names(pathway)
    if names:
        lines.append(f"From any role category, routes lead out to regulated professions: {_listed(names)}.")
    return tuple(lines)


def _checked_counts(pathway: Pathway, counts: Mapping[str, int] | None) -> dict[str, int] | None:
    """Counts by the id of a role category, as whole numbers."""
    check_kind("counts", counts, Mapping, optional=True)
    if counts is None:
        return None
    return {
        pathway.role_category(role).id: check_count(f"counts[{role!r}]", count)
        for role, count in counts.items()
    }


def _title(pathway: Pathway) -> str:
    return f"Career map of the Care Workforce Pathway, edition {pathway.edition.id}"


def _people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _role_name(pathway: Pathway, role: str) -> str:
    return pathway.role_category(role).name.lower()


def _grows(pathway: Pathway, role: str) -> bool:
    return any(route.kind is RouteKind.GROWTH and route.source == role for route in pathway.routes)


def _profession_names(pathway: Pathway) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            route.external.name.lower()
            for route in pathway.routes
            if route.external is not None and route.source == "any"
        )
    )


# --- where everything stands -------------------------------------------------------------------------


def _inner(pathway: Pathway) -> tuple[ProgressionRoute, ...]:
    """Routes between two role categories of the edition."""
    roles = {role.id for role in pathway.role_categories}
    return tuple(
        route
        for route in pathway.routes
        if route.source in roles and route.target in roles and route.source != route.target
    )


def _layout(pathway: Pathway) -> dict[str, _Spot]:
    """Steps up rise by a row; specialisms stand to the right, what is only reached sideways to the left."""
    routes = _inner(pathway)
    rank = _ranks(pathway, routes)
    lane = {}
    for role in pathway.role_categories:
        kinds = {route.kind for route in routes if route.target == role.id}
        special = RouteKind.SPECIALIST in kinds and RouteKind.VERTICAL not in kinds
        lane[role.id] = "right" if special else "left" if kinds == {RouteKind.LATERAL} else "centre"
    taken: set[tuple[str, int]] = set()
    spots = {}
    highest = max(rank.values(), default=0)
    for role in pathway.role_categories:
        place = (lane[role.id], rank[role.id])
        while place in taken:  # an edition with more role categories than places in a row
            place = (place[0], place[1] + 1)
            highest = max(highest, place[1])
        taken.add(place)
        rank[role.id] = place[1]
    for role in pathway.role_categories:
        y = _TOP + (highest - rank[role.id]) * _ROW
        spots[role.id] = _Spot(_LANES[lane[role.id]], y, lane[role.id], rank[role.id])
    return spots


def _ranks(pathway: Pathway, routes: Iterable[ProgressionRoute]) -> dict[str, int]:
    rank = {role.id: 0 for role in pathway.role_categories}
    steps = [route for route in routes if route.kind in (RouteKind.VERTICAL, RouteKind.SPECIALIST)]
    for _ in rank:  # the longest chain of steps is not longer than the number of role categories
        for route in steps:
            source, rise = route.source or "", route.kind is RouteKind.VERTICAL
            rank[route.target] = max(rank[route.target], rank[source] + rise)
    stepped = {end for route in steps for end in (route.source, route.target)}
    for route in routes:
        if route.kind is RouteKind.LATERAL and route.target not in stepped:
            rank[route.target] = max(rank[route.target], rank[route.source or ""])
    return rank


def _height(spots: Mapping[str, _Spot]) -> int:
    return int(max((spot.y for spot in spots.values()), default=_TOP) + _NODE_HEIGHT / 2 + 118)


# --- boxes -------------------------------------------------------------------------------------------


def _node(pathway: Pathway, role: str, spot: _Spot, counts: Mapping[str, int] | None) -> str:
    record = pathway.role_category(role)
    name = f"{record.letter}. {record.name}" if record.letter else record.name
    lines = [(line, "name") for line in _wrapped(name)]
    if counts is not None:
        lines.append((_people(counts.get(role, 0)), "small"))
    start = spot.y - (len(lines) - 1) * 9.5 + (5 if counts is None else 0)
    texts = "".join(
        f'<text class="{kind}" x="{spot.x:g}" y="{start + number * 19:g}">{escape(line)}</text>'
        for number, (line, kind) in enumerate(lines)
    )
    dots = "" if counts is None else _dots(counts.get(role, 0), spot)
    grows = ""
    if _grows(pathway, role):
        grows = _growth_mark(spot.right - 16, spot.bottom - 15)
    return (
        f'<rect class="box" x="{spot.left:g}" y="{spot.top:g}" '
        f'width="{_NODE_WIDTH}" height="{_NODE_HEIGHT}" rx="9"/>'
        f"{texts}{dots}{grows}"
    )


def _dots(people: int, spot: _Spot) -> str:
    """A dot for each person along the foot of a box; of very many the number alone is said."""
    if people > (_NODE_WIDTH - 38) // _DOT:
        return ""
    return "".join(
        f'<circle class="person" cx="{spot.left + 12 + number * _DOT:g}" cy="{spot.bottom - 8:g}" r="2.2"/>'
        for number in range(people)
    )


def _growth_mark(x: float, y: float) -> str:
    """A small ring with an arrow head: growing where one is."""
    return (
        f'<path class="route vertical ring" '
        f'd="M{x + 4.6:g} {y - 3.4:g}A5.8 5.8 0 1 0 {x + 5.8:g} {y + 1:g}"/>'
        f'<path class="head-vertical" d="M{x + 7.6:g} {y - 7.6:g}l.4 7l-6-2.8z"/>'
    )


def _wrapped(text: str, letters: int = _LINE_LETTERS) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _professions(pathway: Pathway, prefix: str) -> list[str]:
    names = _profession_names(pathway)
    if not names:
        return []
    middle = _WIDTH / 2
    lines = _wrapped(" · ".join(names), 66)
    texts = "".join(
        f'<text class="small" x="{middle:g}" y="{54 + 17 * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    high = 34 + 17 * len(lines)
    heading = "Regulated professions, from any role category"
    return [
        f'<rect class="box route external" x="12" y="12" width="{_WIDTH - 24}" height="{high}" rx="9"/>'
        f'<text class="name" x="{middle:g}" y="34">{heading}</text>{texts}'
        f'<path class="route external" d="M{_WIDTH - 60} {_TOP - _NODE_HEIGHT / 2 - 3:g}V{high + 21}" '
        f'marker-end="url(#{prefix}-external)"/>'
    ]


# --- arrows ------------------------------------------------------------------------------------------

_DRAWN = (RouteKind.VERTICAL, RouteKind.SPECIALIST, RouteKind.LATERAL)


def _heads(prefix: str) -> str:
    kinds = [*(str(kind) for kind in _DRAWN), "external", "entry"]
    return (
        "<defs>"
        + "".join(
            f'<marker id="{prefix}-{kind}" viewBox="0 0 10 10" refX="8.5" refY="5" '
            f'markerWidth="5.2" markerHeight="5.2" '
            f'orient="auto-start-reverse"><path class="head-{kind}" d="M0 0L10 5L0 10z"/></marker>'
            for kind in kinds
        )
        + "</defs>"
    )


def _edges(pathway: Pathway, spots: Mapping[str, _Spot], prefix: str) -> list[str]:
    routes = _inner(pathway)
    kinds = {(route.source, route.target): route.kind for route in routes}
    result = []
    done = set()
    for (source, target), kind in kinds.items():
        if (source, target) in done or kind not in _DRAWN or source is None:
            continue
        back = kinds.get((target, source))
        both = back is kind
        if both:
            done.add((target, source))
        shift = 0 if both or back is None else 10
        path = _path(spots[source], spots[target], shift)
        start = f' marker-start="url(#{prefix}-{kind})"' if both else ""
        result.append(f'<path class="route {kind}" d="{path}"{start} marker-end="url(#{prefix}-{kind})"/>')
    return result


def _path(source: _Spot, target: _Spot, shift: float) -> str:
    if source.lane == target.lane and abs(source.rank - target.rank) > 1:
        return _around(source, target)
    if source.rank == target.rank:
        way = 1 if target.x > source.x else -1
        y = source.y - shift * way
        start = (source.right if way > 0 else source.left) + way * 1
        end = (target.left if way > 0 else target.right) - way * _GAP
        return f"M{start:g} {y:g}H{end:g}"
    rising = target.y < source.y
    start_y = source.top if rising else source.bottom
    end_y = target.bottom + _GAP if rising else target.top - _GAP
    lean = (target.x - source.x) / max(abs(target.x - source.x), 1)
    start_x, end_x = source.x + lean * 58, target.x - lean * 58
    return f"M{start_x:g} {start_y:g}L{end_x:g} {end_y:g}"


def _around(source: _Spot, target: _Spot) -> str:
    """Past the boxes between, on the left."""
    start_x, end_x = source.left + 16, target.left - _GAP
    out = source.left - 54
    bend = f"{out:g} {source.top - 74:g} {out:g} {target.y + 30:g}"
    return f"M{start_x:g} {source.top:g}C{bend} {end_x:g} {target.y + 12:g}"


def _entries(pathway: Pathway, spots: Mapping[str, _Spot], prefix: str) -> list[str]:
    result = []
    for route in pathway.routes:
        if route.source is None and route.target in spots:
            spot = spots[route.target]
            result.append(
                f'<path class="route entry" d="M{spot.right + 76:g} {spot.y:g}H{spot.right + _GAP:g}" '
                f'marker-end="url(#{prefix}-entry)"/>'
                f'<text class="small start" x="{spot.right + 84:g}" y="{spot.y + 4:g}">entry into care</text>'
            )
    return result


def _legend(pathway: Pathway, prefix: str, height: int) -> list[str]:
    present = {route.kind for route in pathway.routes}
    drawn = [kind for kind in (*_DRAWN, RouteKind.EXTERNAL) if kind in present]
    result = []
    for number, kind in enumerate(drawn):
        x, y = 20 + (number % 2) * 300, height - 76 + (number // 2) * 25
        result.append(
            f'<path class="route {kind}" d="M{x} {y}H{x + 46}" marker-end="url(#{prefix}-{kind})"/>'
            f'<text class="small start" x="{x + 58}" y="{y + 4}">{escape(KIND_WORDS[kind])}</text>'
        )
    if RouteKind.GROWTH in present:
        y = height - 76 + 50
        result.append(
            f"{_growth_mark(36, y)}"
            f'<text class="small start" x="78" y="{y + 4}">{escape(KIND_WORDS[RouteKind.GROWTH])}</text>'
        )
    return result
