"""What a qualification's name on file stands for.

People write "NVQ3 H&SC", "QCF level 2" or "L5 dip L&M". A name is read in three steps: exactly, against the
records of the pathway; then by level, kind and subject, with the readings of the bundled lexicon; and
spelling is mended before that. Whatever cannot be read is reported as not recognised, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain

from attrs import evolve, frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.evidence.qualification_names import (
    Features,
    Phrase,
    QualificationLexicon,
    QualificationReading,
    features_of,
    lexicon,
    number_in,
    plain_number,
    repaired,
    rewritten,
    tokens_of,
)
from care_pathway.model import HeldQualification, Pathway, VersionRelation
from care_pathway.model._fields import Id

_EXACT = 1.0
_EVERY_SUBJECT = "*"


class QualificationStatus(NoTruthValue, StrEnum):
    """How a qualification's name was read."""

    MATCHED = "matched"
    """It stands for one learning opportunity on record."""
    AMBIGUOUS = "ambiguous"
    """It can stand for several, or the reading is too unsure to rely on."""
    NO_RECORD = "no-record"
    """It is known and stands for none of the qualifications on record."""
    UNRECOGNISED = "unrecognised"
    """Nothing known reads like it."""


@frozen(kw_only=True, repr=False, eq=False)
class QualificationCandidate(Result):
    """One way to read a qualification's name.

    Attributes:
        learning: Id of the learning opportunity; ``None`` for a qualification without a record.
        name: The name of what it is read as.
        relation: ``same``, or how it relates: predecessor, equivalent, includes.
        confidence: How sure the reading is, from 0 to 1.
        reason: Why it is read so, in one sentence.
    """

    learning: Id | None
    name: str
    relation: str
    confidence: float
    reason: str


@frozen(kw_only=True, repr=False, eq=False)
class QualificationMatch(Result):
    """A qualification's name and what it stands for.

    Attributes:
        pathway: The edition and revision it was read with.
        text: The name as written.
        status: How it was read.
        learning: Id of the learning that it stands for; only when matched.
        level: The level that is written, or that the learning has.
        confidence: How sure the reading is.
        candidates: Every reading, best first.
        reasons: Why it was read so.
        reason_codes: A code for each reason: ``spelling-repaired``.
        problems: What is contradictory in it.
        bare: Whether it names no subject of care, so that it can be no more than a claim.
    """

    _compare = ".status == 'matched'"

    pathway: str
    text: str
    status: QualificationStatus
    learning: Id | None = None
    level: int | None = None
    confidence: float = 0.0
    candidates: tuple[QualificationCandidate, ...] = ()
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    bare: bool = False

    def explain(self) -> str:
        """The reading and its reasons as plain text."""
        lines = [f"{self.text!r}: {self.status.value}"]
        lines += [
            f"  {candidate.name} ({candidate.confidence:.2f}): {candidate.reason}"
            for candidate in self.candidates
        ]
        lines += [f"  {line}" for line in (*self.reasons, *self.problems)]
        return "\n".join(lines)


def resolve_qualification(pathway: Pathway, text: str, *, level: int | None = None) -> QualificationMatch:
    """Read the name of a qualification as people write it.

    Args:
        pathway: The edition to read it with.
        text: The name on file.
        level: The level on file, where it stands in a column of its own.

    Example:
        >>> import care_pathway as cp
        >>> match = resolve_qualification(cp.load(), "NVQ3 H&SC")
        >>> match.status.value, match.learning
        ('matched', 'l3-diploma-adult-care')
        >>> resolve_qualification(cp.load(), "Grade 8 trumpet").status.value
        'unrecognised'
    """
    return _reader(pathway).read(text, level)


def counts_as(pathway: Pathway, held: HeldQualification) -> frozenset[str]:
    """Ids of the learning that a qualification on file is, or counts as.

    Equivalents, successors of a predecessor and what an apprenticeship includes are part of it; a lower
    level of the same line is not, see `lower_levels`. Whether it is held or still in progress is for the
    caller to tell. Its number decides before its name. Nothing is counted for a name that is contradictory,
    ambiguous, without a subject or not recognised, nor for one that the record itself denies.

    Example:
        >>> import care_pathway as cp
        >>> from care_pathway.model import HeldQualification
        >>> sorted(counts_as(cp.load(), HeldQualification(name="Level 3 Diploma in Adult Care")))
        ['l3-diploma-adult-care']
    """
    if held.denied:
        return frozenset()
    reader = _reader(pathway)
    number = reader.numbered(held)
    by_id = held.learning or number
    match, needed = reader.read(held.name, held.level), reader.lexicon.penalties["needed"]
    if by_id is not None:
        # What contradicts itself, in level or in name, is not to be relied on.
        usable = by_id in reader.levels and (
            not reader.level_clash(by_id, held.level) or match.learning == by_id
        )
        named = match.confidence >= needed or match.status is QualificationStatus.NO_RECORD
        if usable and named and not match.bare:
            usable = any(
                reader.counts(by_id) & reader.counts(candidate.learning)
                for candidate in match.candidates
                if candidate.learning is not None
            )
        if usable and number is not None:
            usable = bool(reader.counts(by_id) & reader.counts(number))
        return reader.counts(by_id) if usable else frozenset()
    if match.bare:
        return frozenset()
    if match.learning is not None:
        return reader.counts(match.learning)
    sure = match.confidence >= needed and not match.problems
    if match.status is QualificationStatus.AMBIGUOUS and sure:
        return reader.common(match.candidates)
    return frozenset()


def numbered(pathway: Pathway, held: HeldQualification) -> Id | None:
    """The learning that a qualification is by its Ofqual number, on file or in its name; ``None`` if none.

    Example:
        >>> import care_pathway as cp
        >>> held = cp.HeldQualification(name="Certificate", number="61040095")
        >>> numbered(cp.load(), held)
        'l2-adult-social-care-certificate'
    """
    return _reader(pathway).numbered(held)


def lower_levels(pathway: Pathway, learning: str) -> frozenset[str]:
    """Ids of the learning at a lower level of the same line, which a higher one stands in for.

    Example:
        >>> import care_pathway as cp
        >>> sorted(lower_levels(cp.load(), "l4-diploma-adult-care"))
        ['l2-diploma-care', 'l3-diploma-adult-care']
    """
    return _reader(pathway).lower.get(learning, frozenset())


def _reader(pathway: Pathway) -> _NameReader:
    return pathway.derived(_NameReader)


# --- reading ------------------------------------------------------------------------------------------


class _NameReader:
    """The names that one pathway knows, ready for reading."""

    def __init__(self, pathway: Pathway) -> None:
        self.ref = pathway.ref
        self.lexicon = lexicon()
        self.names = {learning.id: learning.name for learning in pathway.learning}
        self.levels = {
            learning.id: frozenset(range(learning.level, (learning.level_to or learning.level) + 1))
            if learning.level
            else frozenset()
            for learning in pathway.learning
        }
        #: Without those of another edition, and what a selection left out.
        self._readings = tuple(
            reading
            for reading in self.lexicon.readings
            if reading.learning is None or reading.learning in self.names
        )
        self._exact = self._name_index(pathway)
        self._numbers = {
            plain_number(number.number): learning.id
            for learning in pathway.learning
            for number in learning.numbers
        }
        self._counts = _closure(pathway)
        self.lower = _lower(self.lexicon, self._counts, self.names)

    def _name_index(self, pathway: Pathway) -> dict[Phrase, dict[str, tuple[str, str]]]:
        """From the sorted words of a name to the learning it is, with relation and full name."""
        index: dict[Phrase, dict[str, tuple[str, str]]] = {}
        for learning in pathway.learning:
            index.setdefault(self._key(learning.name), {})[learning.id] = ("same", learning.name)
        for version in pathway.qualification_versions:
            meant = version.learning or version.counts_as
            key = self._key(version.name)
            index.setdefault(key, {}).setdefault(meant, (version.relation.value, version.name))
        return index

    def _key(self, name: str) -> Phrase:
        return self._key_of(rewritten(tokens_of(name, self.lexicon), self.lexicon))

    def _key_of(self, tokens: Iterable[str]) -> Phrase:
        lexicon = self.lexicon
        return tuple(
            sorted(
                token
                for token in tokens
                if token not in lexicon.level_words and lexicon.phrases.get((token,), ("", ""))[0] != "noise"
            )
        )

    def numbered(self, held: HeldQualification) -> str | None:
        """The learning that a qualification is by its number, on file or in its name."""
        written = held.number or held.name
        # A number on file may have words round it; in a name there are other numbers too.
        return self._numbers.get(number_in(written) or (plain_number(written) if held.number else ""))

    def counts(self, learning: str) -> frozenset[str]:
        """What a learning record counts as, itself included."""
        return self._counts[learning]

    def common(self, candidates: tuple[QualificationCandidate, ...]) -> frozenset[str]:
        """What every candidate counts as."""
        sets = [
            self._counts[candidate.learning] if candidate.learning else frozenset[str]()
            for candidate in candidates
        ]
        return frozenset.intersection(*sets) if sets else frozenset()

    def level_clash(self, learning: str, level: int | None) -> bool:
        """Whether a level on file contradicts the level of the learning."""
        known = self.levels[learning]
        return level is not None and bool(known) and level not in known

    def read(self, text: str, level: int | None) -> QualificationMatch:
        tokens = rewritten(tokens_of(text, self.lexicon), self.lexicon)
        candidates = self._exactly(tokens, level)
        reasons: tuple[str, ...] = ()
        features = features_of(tokens, self.lexicon)
        if not candidates:
            mended, reasons = repaired(tokens, self.lexicon)
            if reasons:
                mended = rewritten(mended, self.lexicon)
                features = features_of(mended, self.lexicon)
                candidates = self._exactly(mended, level)
        bare = False
        if not candidates:
            candidates = self._byfeatures_of(features, level)
            bare = features.vague and any(candidate.learning for candidate in candidates)
        written = max(features.levels, default=None)
        problems = tuple(self._problems(candidates, written, level))
        decided = self._decide(text, candidates, written or level, reasons, problems)
        # What is left out as too unsure is no reading at all.
        return evolve(decided, bare=bare and bool(decided.candidates))

    def _exactly(self, tokens: list[str], level: int | None) -> list[QualificationCandidate]:
        key = self._key_of(tokens)
        found = self._exact.get(key, {})
        if not found and level is not None:
            # A name without its level, and the level in a column of its own.
            found = self._exact.get(tuple(sorted((*key, str(level)))), {})
        return [
            QualificationCandidate(
                learning=learning,
                name=name,
                relation=relation,
                confidence=_EXACT,
                reason="the name is on record" if relation == "same" else f"a {relation} of it is on record",
            )
            for learning, (relation, name) in found.items()
            # The Care Certificate with a level on file is the accredited certificate, not the standards.
            if level is None or self.levels[learning]
        ]

    def _byfeatures_of(self, features: Features, level: int | None) -> list[QualificationCandidate]:
        best: dict[str, QualificationCandidate] = {}
        for reading in self._readings:
            confidence = self._confidence(reading, features, level)
            if confidence is None:
                continue
            key = reading.learning or f"none:{reading.id}"
            if key not in best or best[key].confidence < confidence:
                best[key] = QualificationCandidate(
                    learning=reading.learning,
                    name=self.names[reading.learning] if reading.learning else str(reading.name),
                    relation=reading.relation,
                    confidence=round(confidence, 2),
                    reason=reading.why,
                )
        return sorted(best.values(), key=lambda candidate: -candidate.confidence)

    def _confidence(
        self, reading: QualificationReading, features: Features, level: int | None
    ) -> float | None:
        """How sure a reading is, or ``None`` where it is none."""
        levels = features.levels or (frozenset() if level is None else frozenset((level,)))
        # Most readings are of another subject: the others are asked only of those that fit so far.
        of_subject = self._subject_cost(reading, features, levels)
        if of_subject is None:
            return None
        of_kind = self._kind_cost(reading, features.kinds)
        if of_kind is None:
            return None
        of_level = self._level_cost(reading, levels)
        if of_level is None:
            return None
        left_over = self.lexicon.penalties["word_left_over"] * len(features.left_over)
        confidence = reading.confidence - (of_subject + of_kind + of_level + left_over)
        return confidence if confidence > 0 else None

    def _subject_cost(
        self, reading: QualificationReading, features: Features, levels: frozenset[int]
    ) -> float | None:
        subjects = features.subjects
        if not subjects:
            bare = reading.bare and levels and features.kinds and not features.left_over
            return self.lexicon.penalties["subject_not_written"] if bare else None
        fits = reading.all <= subjects and (not reading.any or bool(reading.any & subjects))
        return 0.0 if fits and (_EVERY_SUBJECT in reading.allowed or subjects <= reading.allowed) else None

    def _kind_cost(self, reading: QualificationReading, kinds: frozenset[str]) -> float | None:
        if reading.not_kinds & kinds:
            return None
        if not reading.kinds or reading.kinds & kinds:
            return 0.0
        return None if kinds or reading.needs_kind else self.lexicon.penalties["kind_not_written"]

    def _level_cost(self, reading: QualificationReading, levels: frozenset[int]) -> float | None:
        if not levels:
            if not reading.levels or reading.level_optional:
                return 0.0
            return None if reading.needs_level else self.lexicon.penalties["level_not_written"]
        if not reading.levels:
            # A record without a level is not meant by a name with one; what has no record may have any.
            return None if reading.learning else 0.0
        # "NVQ 2 and 3": the higher one is meant, since it stands in for the lower.
        several = self.lexicon.penalties["close"] if len(levels) > 1 else 0.0
        return several if max(levels) in reading.levels else None

    def _problems(
        self, candidates: list[QualificationCandidate], written: int | None, level: int | None
    ) -> Iterator[str]:
        if written is not None and level is not None and written != level:
            yield f"the name says level {written}, and the level on file is {level}"
        elif level is not None and candidates:
            best = candidates[0]
            # A predecessor may have another level: a Level 4 NVQ counts as the Level 5 diploma.
            if best.relation == "same" and best.learning and self.level_clash(best.learning, level):
                yield f"{best.name} has another level than the {level} on file"

    def _decide(
        self,
        text: str,
        candidates: list[QualificationCandidate],
        level: int | None,
        reasons: tuple[str, ...],
        problems: tuple[str, ...],
    ) -> QualificationMatch:
        penalties = self.lexicon.penalties
        best = candidates[0] if candidates else None
        learning: str | None = None
        if best is None or best.confidence < penalties["needed"] / 2:
            status, candidates, best = QualificationStatus.UNRECOGNISED, [], None
        else:
            close = [
                candidate
                for candidate in candidates
                if best.confidence - candidate.confidence <= penalties["close"]
            ]
            if all(candidate.learning is None for candidate in candidates):
                status = QualificationStatus.NO_RECORD
            elif problems or best.confidence < penalties["needed"]:
                status = QualificationStatus.AMBIGUOUS
            elif best.learning is None:
                # A known qualification without a record: doubtful only if a record reads as well.
                rival = any(candidate.learning is not None for candidate in close)
                status = QualificationStatus.AMBIGUOUS if rival else QualificationStatus.NO_RECORD
            elif all(candidate.learning in self._counts[best.learning] for candidate in close):
                status, learning = QualificationStatus.MATCHED, best.learning
            else:
                status = QualificationStatus.AMBIGUOUS
        if level is None and learning is not None:
            level = min(self.levels[learning], default=None)
        return QualificationMatch(
            pathway=self.ref,
            text=text,
            status=status,
            learning=learning,
            level=level,
            confidence=0.0 if best is None else best.confidence,
            candidates=tuple(candidates),
            reasons=reasons,
            reason_codes=("spelling-repaired",) * len(reasons),
            problems=problems,
        )


def _closure(pathway: Pathway) -> dict[str, frozenset[str]]:
    """What each learning record counts as, through as many steps as it takes."""
    steps: dict[str, set[str]] = {learning.id: {learning.id} for learning in pathway.learning}
    for version in pathway.qualification_versions:
        if version.learning in steps and version.counts_as in steps:
            steps[version.learning].add(version.counts_as)
            if version.relation is VersionRelation.EQUIVALENT:
                steps[version.counts_as].add(version.learning)
    result: dict[str, frozenset[str]] = {}
    for start in steps:
        reached, queue = {start}, [start]
        while queue:
            for following in steps[queue.pop()] - reached:
                reached.add(following)
                queue.append(following)
        result[start] = frozenset(reached)
    return result


def _lower(
    words: QualificationLexicon, counts: dict[str, frozenset[str]], known: Iterable[str]
) -> dict[str, frozenset[str]]:
    """The learning below each learning record in its line, what it counts as included."""
    own: dict[str, set[str]] = {}
    for line in words.lines:
        below: set[str] = set()
        for step in line:
            for learning in step:
                own.setdefault(learning, set()).update(below)
            below |= step
    present = frozenset(known)
    return {
        learning: frozenset(chain.from_iterable(own.get(counted, ()) for counted in counts[learning]))
        & present
        for learning in present
    }
