"""Why a file that an editor dropped cannot go on the site."""

from __future__ import annotations


class UnusableFileError(Exception):
    """The file cannot be published as it is; `text` says why and `remedy` what to do, in French."""

    def __init__(self, text: str, remedy: str) -> None:
        """Keep both halves of the message; where it happened is known to the caller."""
        super().__init__(f"{text} → {remedy}")
        self.text = text
        self.remedy = remedy


def signed() -> UnusableFileError:
    """Return why a signed document is refused: it names its author, and to clean it is to break it."""
    return UnusableFileError(
        "le document porte une signature électronique, que l’on casserait en effaçant les noms",
        "enregistrez-en une copie sans signature",
    )


def protected() -> UnusableFileError:
    """Return why a document that asks for a password is refused: nobody has it."""
    return UnusableFileError(
        "le document est protégé par un mot de passe", "enregistrez-le sans mot de passe ni restriction"
    )
