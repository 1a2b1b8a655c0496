"""What the dump held, kept in the folder for `--verifier`: objects, words of their texts, old addresses.

Words of texts that were public or meant to be; nothing of accounts or visitors: the records have none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tools.spip.markup.plain import plain_text
from tools.spip.pages.items import texts_of
from tools.spip.records import UNWANTED, Key
from tools.spip.results.journal import statuses
from tools.spip.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.spip.addresses.settling import OldAddresses
    from tools.spip.records import Records

FILE_NAME: Final = ".inventaire.json"
_NAMELESS: Final = re.compile(r"\[\s*->[^\[\]]*\]")
"""A link without words: what it shows is the title of another object."""


@dataclass(frozen=True)
class Inventory:
    """What must be found again."""

    objects: tuple[Key, ...]
    """Those of the journal."""
    words: Mapping[Key, tuple[str, ...]]
    """Sorted, folded, each once; of what was refused or thrown away in SPIP there are none."""
    addresses: tuple[str, ...]

    def to_json(self) -> str:
        """Return the file."""
        return json.dumps(
            {
                "objets": [[key.kind, key.id] for key in self.objects],
                "mots": {
                    f"{key.kind} {key.id}": " ".join(words) for key, words in sorted(self.words.items())
                },
                "adresses": self.addresses,
            },
            ensure_ascii=False,
            indent=1,
        )


def read_inventory(text: str) -> Inventory:
    """Read back what `to_json` wrote.

    Raises:
        ValueError: it was not written by it.
    """
    try:
        kept = json.loads(text)
        words = {}
        for name, said in kept["mots"].items():
            kind, _, number = name.partition(" ")
            words[Key(kind, int(number))] = tuple(said.split())
        objects = tuple(Key(str(kind), int(number)) for kind, number in kept["objets"])
        return Inventory(objects, words, tuple(map(str, kept["adresses"])))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(FILE_NAME) from error


def inventory_of(records: Records, old: OldAddresses) -> Inventory:
    """Return what a dump holds."""
    plain = {
        key: " ".join(plain_text(_NAMELESS.sub(" ", text)) for text in texts)
        for key, texts in _texts(records)
    }
    words = {key: tuple(sorted(set(words_in(text)))) for key, text in plain.items()}
    return Inventory(
        tuple(sorted(statuses(records))),
        {key: found for key, found in words.items() if found},
        tuple(sorted({address for addresses in old.of.values() for address in addresses})),
    )


def _texts(records: Records) -> Iterator[tuple[Key, tuple[str, ...]]]:
    for item in records.items:
        if item.status not in UNWANTED:
            yield item.key, texts_of(item)
    for site in records.sites:
        if site.status not in UNWANTED:
            yield site.key, (site.name, site.summary, *site.others.values())
    for keyword in records.keywords:
        said = (keyword.title, keyword.summary, keyword.text, keyword.group, *keyword.others.values())
        yield keyword.key, said
    for document in records.documents:
        texts = (document.title, document.summary, document.credits, document.alt, *document.others.values())
        yield document.key, texts
