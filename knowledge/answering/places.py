"""Which regulation a question is about, by the places and terms that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.answering.normal import plain
from knowledge.answering.phrases import alternatives, any_of
from knowledge.answering.questions import Places
from knowledge.answering.speech import Elsewhere
from knowledge.library import Library
from knowledge.model import Frozen, Identity

_LETTERS = re.compile("[\u4e00-\u9fffa-z0-9]")
SOON = "[^，。,.!?；;|\\s]{0,10}?"
"""What may stand between a level and the words that ask for its rules."""
LEAST_NAME = 4
"""Characters of a title without its place that still tell a text apart."""
LEAST_PLACE = 2
ENDING = re.compile("(?:省|市|区|县|(?:壮族|回族|维吾尔)?自治区)$")
"""What people leave out of a place's name."""
_NOTHING = re.compile(r"(?!)")
_OF_LEVEL = re.compile("[市区县]级")
_LEVEL = re.compile("^市?级")
_HELD = re.compile("(?:.市|市)?级|.?的?[^，。,.]{0,6}工作室")
ASIDE_REACH = 3
"""Characters between a place and the words that make it a side remark."""


class Named(Frozen):
    """What a question says of places."""

    regions: tuple[str, ...] = ()
    """Slugs of the regions named, in the order of the text."""
    beyond: str = ""
    """A place within a named region that has a text of its own, which is not here."""
    own_rules: bool = False
    """It asks for that place's own text."""
    terms: tuple[tuple[str, str], ...] = ()
    """Terms used that only one text has, each with its slug."""
    elsewhere: str = ""
    """A place that no regulation here covers, if the question is about it."""
    near: str = ""
    """Slug of the nearest regulation to that place."""
    everywhere: bool = False
    """It asks about all regulations at once."""
    together: bool = False
    """It compares the regions named."""
    said: str = ""
    """The question, with the name of a larger place that only tells a level (已经是杭州市级的) as that level."""
    rest: str = ""
    """The question without the names of regions, and without those who are there (临浦的企业)."""
    unit: str = ""
    """Those who are there."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a name stands for."""

    kind: str
    slugs: tuple[str, ...]
    """Of a region's name that of its regulation; of a name that texts without rules share, those of all of them."""


_Found = tuple[re.Match[str], _Spot]


class Gazetteer:
    """The names of all places, ours and others."""

    def __init__(self, library: Library) -> None:
        spots: dict[str, _Spot] = {}
        elsewhere = library.speech.elsewhere
        for province, names in elsewhere.provinces.items():
            for name in names:
                spots[name] = _Spot("elsewhere", (elsewhere.near.get(province, ""),))
        for name, slugs in _titles(library).items():
            spots[name] = _Spot("name", slugs)
        for slug, regulation in library.regulations.items():
            spots.update(_spots(slug, regulation.enquiries.places))
            if regulation.rules is not None:
                for name in (regulation.identity.short, regulation.identity.region):
                    spots[name] = _Spot("name", (slug,))
        for word in library.speech.lexicon.everywhere:
            spots[word] = _Spot("everywhere", ())
        self._together = any_of(library.speech.lexicon.together)
        self._whole = any_of((*library.speech.lexicon.together, *library.speech.lexicon.whole))
        self._spots = spots
        self._pattern = any_of(tuple(spots))
        self._elsewhere = elsewhere
        self._level = re.compile(f"({alternatives(elsewhere.levels)}){SOON}(?:{alternatives(elsewhere.level_asks)})")
        self._other = re.compile(alternatives(elsewhere.other_names))
        self._owner = re.compile(alternatives(elsewhere.owner))
        self._unit = re.compile(alternatives(elsewhere.unit))
        self._own_rules = any_of(elsewhere.own_rules)
        places = {slug: one.enquiries.places for slug, one in library.regulations.items()}
        self._within = {slug: one.within for slug, one in places.items() if one.within}
        self._level_of = {slug: one.level[0] for slug, one in places.items() if one.level}
        self._levels = {slug: any_of(one.level) for slug, one in places.items()}
        self._known = library.regulations.keys()

    @property
    def names(self) -> tuple[str, ...]:
        """The regions' own names, by which typos in them are recognised."""
        return tuple(name for name, spot in self._spots.items() if spot.kind in {"name", "beyond", "word"})

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, ours or not."""
        return tuple(self._spots)

    def compares_only(self, rest: str) -> bool:
        """Whether a question without its places says only that it compares, and not in what."""
        return not _LETTERS.search(self._whole.sub("", rest))

    def read(self, text: str, here: str | None = None) -> Named:
        """What the text names; longer names win over the shorter that they contain. ``here`` is the region that the
        conversation is about."""
        found = self._found(text)
        ours = self._asked([(match, spot) for match, spot in found if spot.kind in {"name", "beyond"}], text)
        regions = tuple(dict.fromkeys(slug for _, spot in ours for slug in spot.slugs))
        away = [
            (match.group(), spot.slugs[0])
            for match, spot in found
            if spot.kind == "elsewhere" and not self._is_aside(text, match, self._elsewhere)
        ]
        about = self._by_level(ours[0][0], regions[0], text, here) if len(regions) == 1 else regions
        if ours and about and here == about[0] != regions[0] and regions[0] == self._within.get(here):
            return self.read(self._as_level(text, ours[0][0], regions[0]), here).model_copy(update={"regions": about})
        rest = self._rest(text, found, self._unit)
        beyond = next((match.group() for match, spot in ours if spot.kind == "beyond"), "")
        level = self._level.search(text)
        if level:
            away.append((level.group(1), ""))
        place, near = away[-1] if away and not ours else ("", "")
        return Named(
            regions=about,
            beyond=beyond,
            own_rules=bool(beyond and self._own_rules.search(text)),
            terms=tuple((match.group(), spot.slugs[0]) for match, spot in found if spot.kind == "word"),
            elsewhere=place,
            near=near if near in self._known else "",
            everywhere=any(spot.kind == "everywhere" for _, spot in found),
            together=self._together.search(text) is not None,
            said=text,
            rest=rest if about == regions else self._without_level(rest, about[0]),
            unit="".join(unit.group() for match, _ in ours if (unit := self._unit.match(text, match.end()))),
        )

    def without(self, text: str) -> str:
        """The text without the names of regions."""
        return self._rest(text, self._found(text))

    @staticmethod
    def _rest(text: str, found: list[_Found], unit: re.Pattern[str] = _NOTHING) -> str:
        """The text with the names of regions taken out, and what stands behind them for those who are there."""
        named = [match for match, spot in found if spot.kind in {"name", "beyond", "everywhere"}]
        kept, at = [], 0
        for match in named:
            kept.append(text[at : match.start()])
            there = unit.match(text, match.end())
            at = there.end() if there else match.end() - bool(_OF_LEVEL.match(text, match.end() - 1))
            at += text.startswith("的", at)
        return " ".join((*kept, text[at:])) if named else text

    def _found(self, text: str) -> list[_Found]:
        return [
            (match, self._spots[match.group()])
            for match in self._pattern.finditer(text)
            if not self._other.match(text, match.end())
        ]

    def _asked(self, ours: list[_Found], text: str) -> list[_Found]:
        """Of several places named, those that are not merely where somebody comes from (萧山的企业报杭州市的)."""
        if len({spot.slugs for _, spot in ours}) < 2:
            return ours
        return [(match, spot) for match, spot in ours if not self._is_home(text, match)] or ours

    def _by_level(self, match: re.Match[str], named: str, text: str, here: str | None) -> tuple[str, ...]:
        """The region asked about where one is named: of a district and its city the other one, where the name only
        tells whose company it is (萧山的企业怎么报市级) or what it has been named already (已经是杭州市级的)."""
        above = self._within.get(named, "")
        if (
            above
            and here in {above, None}
            and self._owner.match(text, match.end())
            and self._levels[above].search(text)
        ):
            return (above,)
        if here and self._within.get(here) == named:
            held = text[: match.start()].endswith(self._elsewhere.held) and _HELD.match(text, match.end() - 1)
            if held or self._levels[here].search(text):
                return (here,)
        return (named,)

    def _as_level(self, text: str, match: re.Match[str], above: str) -> str:
        """The text with a larger place's name as its level: 已经是杭州市的 as 已经是市级的."""
        after = _LEVEL.sub("", text[match.end() :])
        return text[: match.start()] + self._level_of[above] + after

    def _without_level(self, rest: str, about: str) -> str:
        """Without the words for the level of a city, which says nothing more where its own text is asked about."""
        return rest if about in self._within else self._levels[about].sub("", rest)

    def _is_home(self, text: str, match: re.Match[str]) -> bool:
        """Whether a region is only where the one who asks is, or somebody else for whom nothing is asked."""
        before = text[: match.start()]
        if before.endswith(self._elsewhere.home_before):
            return True
        return bool(self._owner.match(text, match.end())) and not before.endswith(self._elsewhere.on_behalf)

    @staticmethod
    def _is_aside(text: str, match: re.Match[str], elsewhere: Elsewhere) -> bool:
        """Whether the place is only where somebody comes from, is registered and the like."""
        before, after = text[: match.start()], text[match.end() : match.end() + 5]
        return before.endswith(elsewhere.aside_before) or any(
            0 <= after.find(word) <= ASIDE_REACH - 1 and not after.startswith("人社") for word in elsewhere.aside_after
        )


def _spots(slug: str, places: Places) -> Mapping[str, _Spot]:
    kinds = (("name", places.names), ("beyond", places.beyond), ("word", places.words))
    return {name: _Spot(kind, (slug,)) for kind, names in kinds for name in names}


def _titles(library: Library) -> dict[str, tuple[str, ...]]:
    """The names of the texts without rules: title, short title, that without its place, the place."""
    ruled = " ".join(library.get(slug).identity.title for slug in library.judging)
    found: dict[str, list[str]] = {}
    for slug, regulation in library.regulations.items():
        if regulation.rules is None:
            for name in names_of(regulation.identity):
                if name not in ruled:
                    found.setdefault(plain(name), []).append(slug)
    return {name: tuple(slugs) for name, slugs in found.items()}


def names_of(identity: Identity) -> tuple[str, ...]:
    """What people call a text that is known by its title, and the place that it is for."""
    bare = identity.short.removeprefix(identity.region)
    place = identity.region if len(identity.region) <= LEAST_PLACE else ENDING.sub("", identity.region)
    names = (identity.title, identity.short, bare if len(bare) >= LEAST_NAME else "", identity.region, place)
    return tuple(dict.fromkeys(name for name in names if name))
