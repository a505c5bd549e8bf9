"""What a training record is about, for requirements that name learning or a subject."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.model import Pathway, TrainingRecord
from care_pathway.progression.lexicon import plain, rules

_REMEMBERED = 4096
_STANDS_FOR = "same"


class About(NamedTuple):
    """What a training record stands for and is about."""

    learning: frozenset[str]
    themes: frozenset[str]
    topics: frozenset[str]


_NOTHING = About(frozenset(), frozenset(), frozenset())


class TrainingReader:
    """Reads training records with the bundled crosswalks. Make it with `training_reader`."""

    def __init__(self, pathway: Pathway) -> None:
        titles: dict[str, Any] = read_json("crosswalks/training-title-themes.json")
        categories: dict[str, Any] = read_json("crosswalks/training-category-themes.json")
        self._known = frozenset(one.id for one in pathway.learning)
        self._names = {plain(one.name): one.id for one in pathway.learning}
        self._titles = [
            (
                tuple(f" {plain(one)} " for one in row["words"]),
                tuple(f" {plain(one)} " for one in row["unless"]),
                About(frozenset(row["learning"]), frozenset(row["themes"]), frozenset(row["practice_areas"])),
            )
            for row in titles["rows"]
        ]
        self._categories = {
            row["category"]: About(
                frozenset(one["id"] for one in row["learning"] if one["relation"] == _STANDS_FOR),
                frozenset(row["themes"]),
                frozenset(row["practice_areas"]),
            )
            for row in categories["rows"]
        }
        self._by_name = {
            one.id: About(
                frozenset((one.id,)),
                frozenset(theme for develops in one.develops for theme in develops.themes),
                frozenset(topic for develops in one.develops for topic in develops.practice_areas),
            )
            for one in pathway.learning
        }
        self._read = lru_cache(maxsize=_REMEMBERED)(self._of_title)

    def of(self, record: TrainingRecord) -> About:
        """What a record is about; nothing where neither its learning, title nor category is known."""
        if record.learning is not None:
            return self._by_name.get(record.learning, _NOTHING)
        about = self._read(record.title)
        by_category = None
        if record.ascwds_category is not None:
            by_category = self._categories.get(record.ascwds_category)
        return about if by_category is None else _joined((about, by_category))

    def _of_title(self, title: str) -> About:
        words = plain(title)
        named = self._names.get(words)
        padded = f" {words} "
        found = [
            about
            for phrases, unless, about in self._titles
            if any(one in padded for one in phrases) and not any(one in padded for one in unless)
        ]
        if named is not None:
            found.append(self._by_name[named])
        about = _joined(found)
        return about._replace(learning=about.learning & self._known)

    def clinical(self, record: TrainingRecord) -> bool:
        """Whether a record is about clinical tasks, so that it counts as knowledge for a delegation."""
        about, known = self.of(record), rules()
        return bool(
            known.training_of_authorisation in about.learning
            or about.themes & known.clinical_themes
            or about.topics & known.clinical_topics
            or self.clinical_name(record.title)
        )

    def clinical_name(self, name: str) -> bool:
        """Whether a name on file speaks of clinical tasks."""
        padded = f" {plain(name)} "
        return any(f" {word} " in padded for word in rules().clinical_words)


def _joined(abouts: list[About] | tuple[About, ...]) -> About:
    if len(abouts) == 1:
        return abouts[0]
    return About(
        frozenset().union(*(one.learning for one in abouts)),
        frozenset().union(*(one.themes for one in abouts)),
        frozenset().union(*(one.topics for one in abouts)),
    )


def training_reader(pathway: Pathway) -> TrainingReader:
    """The reader of a pathway, made once."""
    return pathway.derived(TrainingReader)
