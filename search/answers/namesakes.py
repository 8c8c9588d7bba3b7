"""An engine's answer + the reader's language → facets whose values have one name each, in it.

Speakers are called by `search.suggest.speaker_labels`; places, sections and topics as the site's
pages in that language call them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.site_names import PAIRED_FIELDS, in_language, value_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.records import FacetValue
    from search.suggest.speaker_labels import SpeakerLabels


def tell_namesakes_apart(
    values: Iterable[FacetValue], labels: SpeakerLabels
) -> tuple[FacetValue, ...]:
    """Values of the speaker facet, each under the one label its speaker has everywhere."""
    return tuple(_called(one, one.value, labels.labels.get(one.value, one.label)) for one in values)


def _called(one: FacetValue, value: str, label: str) -> FacetValue:
    """The same value by another name; most have their own already."""
    same = value == one.value and label == one.label
    return one if same else replace(one, value=value, label=label)


def named_for_readers(
    facets: Mapping[str, Sequence[FacetValue]],
    chosen: Mapping[str, Sequence[str]],
    labels: SpeakerLabels,
    lang: str,
) -> dict[str, tuple[FacetValue, ...]]:
    """The facets with labels in the reader's language; a value that is chosen is as it was given.

    What a place is called in one language chooses it in the other too.
    """
    named = {name: tuple(values) for name, values in facets.items()}
    if "speaker" in named:
        named["speaker"] = tell_namesakes_apart(named["speaker"], labels)
    for name in set(PAIRED_FIELDS) & set(named):
        given = {value_key(name, one[1:]): one for one in chosen.get(name, ()) if one[:1] == "="}
        named[name] = tuple(
            _called(
                one,
                given.get(value_key(name, one.label), one.value) if given else one.value,
                in_language(name, one.label, lang),
            )
            for one in named[name]
        )
    return named
