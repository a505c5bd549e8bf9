"""Derive the words of other occupations, and English words that look like a slip of a care word.

    python scripts/derive_other_work.py SOC2020_INDEX.csv[.gz] WORD_LIST

The index is the SOC 2020 Volume 2 coding index of the Office for National Statistics (Open Government Licence
v3.0), with columns SOC_2020 and INDEXOCC-natural_word_order; the word list has one word a line (SCOWL, as
Debian's wbritish has it). Writes ``other_work.csv`` and ``own_words.csv`` of the title lexicon. The index is
not shipped: of each title only words that the lexicon lacks, and of those only words in no care title.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from care_pathway.language.spelling import Speller
from care_pathway.language.text import words_of
from care_pathway.language.words import singulars
from care_pathway.titles.vocabulary import lexicon

FOLDER = Path(__file__).parents[1] / "src" / "care_pathway" / "data" / "lexicons" / "titles"
#: Unit groups of care: their words are never evidence of other work.
CARE = ("6135", "6136", "1232")
#: Unit groups whose titles are close to care: their words say little against it.
NEAR = ("1171", "1172", "6131", "6134", "6137", "3221", "3229", "2461")
WIDTH = 100
#: Shorter words are repaired only into nouns of jobs, and beside a neighbour that gives them away.
LONG = 6


def rows_of(path: str) -> list[dict[str, str]]:
    """The rows of a CSV file, packed or not."""
    content = Path(path).read_bytes()
    text = (gzip.decompress(content) if path.endswith(".gz") else content).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


def other_words(index: list[dict[str, str]]) -> dict[str, str]:
    """The unit group in which a word of other work is most frequent."""
    known = lexicon().known
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    never: set[str] = set()
    for row in index:
        words = {word for word in words_of(row["INDEXOCC-natural_word_order"]) if len(word) > 2}
        if row["SOC_2020"] in CARE or not row["SOC_2020"].isdecimal():
            never |= words
            continue
        for word in words:
            groups[word][row["SOC_2020"]] += 1
    found = {}
    for word, counts in groups.items():
        folded = any(single in groups or single in known for single in singulars(word))
        group, _ = counts.most_common(1)[0]
        # A word of one title alone is seldom met; leaving those out halves the table.
        if (
            counts.total() > 1
            and word.isalpha()
            and word not in known | never
            and not folded
            and group not in NEAR
        ):
            found[word] = group
    return found


def look_alikes(words: Iterable[str], other: Iterable[str]) -> list[str]:
    """English words one slip away from a word that spelling repairs into, and not known as anything else."""
    known = lexicon().known | set(other)
    targets = lexicon().repaired_into
    short = Speller(lexicon().short_targets, shortest=3, longest=LONG)
    speller = Speller(targets, shortest=LONG, longest=24)
    english = {word.strip() for word in words}
    return sorted(
        word
        for word in english
        if word.isascii()
        and word.isalpha()
        and word.islower()
        and word not in known
        and not any(single in known or single in english for single in singulars(word))
        and (short.near(word) or speller.near(word))
    )


def lines(words: Iterable[str]) -> Iterator[str]:
    """Words between semicolons, in lines of a readable length."""
    line = ""
    for word in sorted(words):
        if line and len(line) + len(word) + 2 > WIDTH:
            yield line
            line = ""
        line = f"{line}; {word}" if line else word
    if line:
        yield line


def main(index_path: str, words_path: str) -> None:
    """Write both tables."""
    by_group: dict[str, list[str]] = defaultdict(list)
    other = other_words(rows_of(index_path))
    for word, group in other.items():
        by_group[group[:3]].append(word)
    out = [
        "# Words of other occupations by SOC 2020 minor group, from the SOC 2020 Volume 2 coding index.",
        "# Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
        "# Written by scripts/derive_other_work.py: only words that no care title and no list here has.",
        "group, words",
    ]
    for group in sorted(by_group):
        out += [f"{group}, {line}" for line in lines(by_group[group])]
    (FOLDER / "other_work.csv").write_text("\n".join(out) + "\n", "utf-8")
    own = look_alikes(Path(words_path).read_text("utf-8").splitlines(), other)
    out = [
        "# English words that look like a slip of a care word: they are never repaired into one.",
        "# Source: SCOWL, copyright 2000-2011 by Kevin Atkinson; see LICENSE-DATA.md.",
        "# Written by scripts/derive_other_work.py.",
        "words",
        *lines(own),
    ]
    (FOLDER / "own_words.csv").write_text("\n".join(out) + "\n", "utf-8")
    sys.stdout.write(f"{len(other)} words of other work, {len(own)} words of their own\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
