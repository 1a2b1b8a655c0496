"""Why a request is not done, in French, with the HTTP status that says it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from plugins.core.disk import file_trouble

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefusedError(Exception):
    """Nothing was changed; `text` is French and for the editor, `more` goes along with it."""

    def __init__(self, status: HTTPStatus, text: str, more: Mapping[str, object] | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.more = more or {}


def refused(text: str) -> RefusedError:
    """Return the refusal of something that the request asks for."""
    return RefusedError(HTTPStatus.BAD_REQUEST, text)


def disk_refused(error: OSError) -> RefusedError:
    """Return what the disk or the system refuses."""
    text, remedy = file_trouble(error)
    remedy = remedy.replace("relancez la commande", "recommencez")
    return RefusedError(HTTPStatus.INSUFFICIENT_STORAGE, f"{text} → {remedy}")
