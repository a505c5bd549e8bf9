"""Sets of competencies as Python int bit masks over the order of one edition."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import compress

from care_pathway.model import CompetencyKind, Pathway, Stage

_REMEMBERED = 2048
_BITS = bytes.maketrans(b"01", b"\x00\x01")


def _masks_by(pairs: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    result: dict[str, int] = {}
    for key, bit in pairs:
        if key is not None:
            result[key] = result.get(key, 0) | bit
    return result


class CompetencyOrder:
    """The competencies of one pathway in published order, each with a bit of its own.

    A set of competencies is then one int: union, intersection and difference are single operations on
    a few machine words, and counting is `int.bit_count`. Ids come back only when somebody looks.
    """

    __slots__ = (
        "_bit",
        "areas",
        "decode",
        "everything",
        "ids",
        "kinds",
        "position",
        "stages",
        "themes",
    )

    def __init__(self, pathway: Pathway) -> None:
        competencies = pathway.competencies
        self.ids = tuple(competency.id for competency in competencies)
        self.position = {key: place for place, key in enumerate(self.ids)}
        self._bit = {key: 1 << place for key, place in self.position.items()}
        #: The ids of a mask, in published order. The same mask is decoded once while it is remembered.
        self.decode = lru_cache(maxsize=_REMEMBERED)(self._decode)
        self.everything = (1 << len(self.ids)) - 1
        self.areas = _masks_by((competency.area, self._bit[competency.id]) for competency in competencies)
        self.themes = _masks_by((competency.theme, self._bit[competency.id]) for competency in competencies)
        self.kinds: dict[CompetencyKind, int] = dict.fromkeys(CompetencyKind, 0)
        self.stages: dict[Stage | None, int] = dict.fromkeys((*Stage, None), 0)
        for competency in competencies:
            self.kinds[competency.kind] |= self._bit[competency.id]
            self.stages[competency.stage] |= self._bit[competency.id]

    def bit(self, id: str) -> int:
        """The bit of one competency; 0 for one that the edition does not have."""
        return self._bit.get(id, 0)

    def mask(self, ids: Iterable[str]) -> int:
        """The mask of some competencies; those that the edition does not have are left out."""
        result = 0
        get = self._bit.get
        for key in ids:
            result |= get(key, 0)
        return result

    def _decode(self, mask: int) -> tuple[str, ...]:
        if not mask:
            return ()
        return tuple(compress(self.ids, f"{mask:b}"[::-1].encode().translate(_BITS)))


def order_of(pathway: Pathway) -> CompetencyOrder:
    """The order of a pathway's competencies, made once."""
    return pathway.derived(CompetencyOrder)
