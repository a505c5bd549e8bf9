"""What a title says besides the job: setting, specialism, seniority, contract and shift."""

from __future__ import annotations

from functools import reduce
from operator import or_

from care_pathway.titles.records import TitleQualifiers
from care_pathway.titles.vocabulary import TitleLexicon

_NONE = TitleQualifiers()


class QualifierTables:
    """The tables of the lexicon by which qualifiers are shown."""

    def __init__(self, lexicon: TitleLexicon) -> None:
        self.lexicon = lexicon
        tables = (lexicon.settings, lexicon.specialisms, lexicon.seniorities)
        self._tables = [(table, reduce(or_, table, 0)) for table in tables]
        self._shifts = reduce(or_, (lexicon.flags[name] for name in lexicon.shift_names))
        self._shown = reduce(or_, (any_of_it for _, any_of_it in self._tables), 0)

    def of(self, concepts: int, flags: int) -> TitleQualifiers:
        """The qualifiers of a title.

        Args:
            concepts: Every concept in it, as bits.
            flags: What cleaning found, with its contracts and shifts.
        """
        words = self.lexicon
        shifts = flags & self._shifts
        concepts &= self._shown
        if not concepts and not shifts:
            return _NONE
        settings, specialism, seniority = (
            tuple(dict.fromkeys([name for bit, name in table.items() if concepts & bit]))
            if concepts & any_of_it
            else ()
            for table, any_of_it in self._tables
        )
        noted = [name for name in words.shift_names if shifts & words.flags[name]] if shifts else []
        contract = [name for name in noted if name in words.contracts]
        contract += [name for name in settings if name in words.contract_settings]
        return TitleQualifiers(
            setting=settings,
            specialism=specialism,
            seniority=seniority,
            contract=tuple(contract),
            shift=tuple(name for name in noted if name not in words.contracts),
        )
