"""Choosing among what a question finds: one answer for each region that it concerns, or none."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answering.search import Hit, Ranking

LEAST = 0.14
"""Score from which something answers."""
SURE = 0.24
"""Score below which an answer is shown as the nearest there is, not as the answer."""
ASKED = 0.4
"""Nearness of lay questions from which a topic is clearly meant."""
FOREIGN = 0.4
"""Nearness to other subjects that by itself makes a question one of them, if nothing of ours is nearly as near."""
NEARLY = 0.95
FITS = 0.75
"""What the whole score of the best answer counts beside the nearness of lay questions."""
FOREIGN_STRANGE = 0.18
"""The same for a question of which less than ``STRANGE`` is known to ours, and with a word of our subject less than
``STRANGE_WITH_OURS``."""
STRANGE = 0.6
STRANGE_WITH_OURS = 0.35
FOREIGN_CLEAR = 0.25
"""The same for a question to which nothing of ours comes half as near."""
UNKNOWN = 0.22
"""Share of known pairs below which a question that comes near to nothing finds nothing; without a word of our
subject it is on another."""
NEAR = 0.2
"""Nearness of lay questions from which something is near."""
SAME_THING = 0.85
"""Share of the best score from which another region's own entry answers the same question."""
NAMED = 0.55
"""The same where the region is named, so that something is said of it."""
CLOSE = 0.85
"""Share of the best score from which, over several regions, another topic is meant if it fits them better together."""
RELATED = 0.75
"""Share of the best score from which something is shown as related."""
MOST_RELATED = 2
FAR_NEARER = 0.22
"""How much nearer a topic must come that the region's text does not have, to say that it has nothing on it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What answers one question."""

    hits: tuple[Hit, ...] = ()
    """One for each region that has something: in the order of the question where it names them, else best first."""
    related: tuple[Hit, ...] = ()
    """What else may be meant, best first; only where a single region is concerned."""
    missing: tuple[str, ...] = ()
    """Regions named that have nothing on it."""
    absent: str | None = None
    """The shared topic that is meant and that the region's text does not have."""
    unsure: bool = False
    """What was found is only the nearest there is."""
    ours: bool = True
    """False where the question is on another subject, or holds no word of this one."""


def choose(ranking: Ranking, scope: tuple[str, ...], named: bool) -> Finding:
    """The answer to a question in some regions; ``named``: the question itself, or the conversation, names them."""
    top = _top(ranking, scope)
    if _is_foreign(ranking, top):
        return Finding(ours=False)
    absent = _absent(ranking, scope, top)
    if absent:
        return Finding(absent=absent)
    if top is None or not _strong(top) or (top.asked < NEAR and ranking.familiar < UNKNOWN):
        return Finding()
    unsure = top.score < SURE
    if len(scope) == 1:
        return Finding(hits=(top,), related=_related(ranking, scope, top), unsure=unsure)
    hits = [hit for slug in scope if (hit := _same(ranking, slug, top, NAMED if named else SAME_THING))]
    if not named:
        hits.sort(key=lambda hit: -hit.score)
    missing = set(scope) - {hit.target.region for hit in hits} if named else ()
    return Finding(hits=tuple(hits), missing=tuple(slug for slug in scope if slug in missing), unsure=unsure)


def _top(ranking: Ranking, scope: tuple[str, ...]) -> Hit | None:
    """The best hit of all; of those near it, on the topic that fits most regions best."""
    best = [hit for slug in scope if (hit := ranking.best(slug))]
    top = max(best, key=lambda hit: hit.score, default=None)
    if top is None or len(scope) == 1:
        return top
    sums: dict[str, float] = {}
    for hit in (hit for slug in scope for hit in ranking.hits.get(slug, ())):
        sums[hit.target.topic] = sums.get(hit.target.topic, 0.0) + hit.score
    near = [hit for slug in scope for hit in ranking.hits.get(slug, ()) if hit.score >= CLOSE * top.score]
    return max(near, key=lambda hit: (sums[hit.target.topic], hit.score))


def _strong(hit: Hit) -> bool:
    return hit.score >= LEAST


def _is_foreign(ranking: Ranking, top: Hit | None) -> bool:
    """Nearer to other subjects than to anything asked about the regulations, or strange through and through."""
    fits = max(top.asked, FITS * top.score) if top else 0.0
    ours = max([*ranking.topics.values(), fits], default=0.0)
    foreign = ranking.foreign
    strange = STRANGE_WITH_OURS if ranking.ours else STRANGE
    if foreign > ours and (
        (foreign >= FOREIGN and ours < NEARLY * foreign)
        or (foreign >= FOREIGN_STRANGE and ranking.familiar < strange)
        or (foreign >= FOREIGN_CLEAR and foreign > 2 * ours)
    ):
        return True
    return ours < NEAR and ranking.familiar < UNKNOWN and not ranking.ours


def _absent(ranking: Ranking, scope: tuple[str, ...], top: Hit | None) -> str | None:
    """The topic that is clearly meant, if no text in scope has it."""
    topic, near = max(ranking.topics.items(), key=lambda item: item[1], default=("", 0.0))
    hits = [hit for slug in scope for hit in ranking.hits.get(slug, ())]
    spoken = any(hit.target.topic == topic for hit in hits) or not any(hit.target.entry for hit in hits)
    if near < ASKED or spoken or (top is not None and near < top.asked + FAR_NEARER):
        return None
    return topic


def _same(ranking: Ranking, slug: str, top: Hit, share: float) -> Hit | None:
    """What a region has on the thing that the best hit is about."""
    hits = ranking.hits.get(slug, ())
    shared = next((hit for hit in hits if hit.target.topic == top.target.topic), None)
    if shared is not None:
        return shared
    own = next(iter(hits), None)
    return own if own is not None and own.score >= share * top.score and _strong(own) else None


def _related(ranking: Ranking, scope: tuple[str, ...], top: Hit | None) -> tuple[Hit, ...]:
    """The next best of a single region that come near the best and rest on other provisions."""
    if len(scope) != 1 or top is None:
        return ()
    seen = {source.at for source in top.target.sources}
    found = []
    for hit in ranking.hits[scope[0]]:
        first = hit.target.sources[0].at if hit.target.sources else ""
        if hit is not top and first and first not in seen and hit.score >= RELATED * top.score and _strong(hit):
            seen.add(first)
            found.append(hit)
    return tuple(found[:MOST_RELATED])
