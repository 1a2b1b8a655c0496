"""Why a publication stops, each reason with the exit code that `invoke publish` ends with.

0  published, or nothing had changed
1  refused before anything was touched: the site, the sources or the target are not in order
2  the settings are unusable
3  another publication is under way
4  the host cannot be reached, or refused to store files; what was live still is
5  published, found wrong over the web, and swapped back
6  published, found wrong over the web, and the way back failed too
"""

from __future__ import annotations

from plugins.core.printable import printable


class PublishError(Exception):
    """A publication cannot go on; the message is French, `problème → remède`, whatever a host put into it."""

    code = 4

    def __str__(self) -> str:
        """Return the message on one line."""
        return printable(super().__str__())

    @property
    def reason(self) -> str:
        """The problem without its remedy."""
        return str(self).partition(" → ")[0]


class GuardError(PublishError):
    """A guard refused, before the host was touched."""

    code = 1


class NotPreparedError(GuardError):
    """The target's folder has no marker of ours: nothing of ours is there."""


class SettingsError(PublishError):
    """The target's settings cannot be understood."""

    code = 2


class AlreadyPublishingError(PublishError):
    """Someone else is publishing."""

    code = 3


class CutError(PublishError):
    """The link to the host was cut: the one error after which trying again makes sense."""


class FullError(PublishError):
    """The host has no room left."""


class HostError(PublishError):
    """The host refused an operation."""


class SwappedBackError(PublishError):
    """The new release was wrong over the web; the previous one is live again."""

    code = 5


class StuckError(PublishError):
    """The new release was wrong over the web and the previous one could not be put back."""

    code = 6


def cut_link(reason: object = "") -> CutError:
    """Return the error of a link that was cut."""
    detail = f" ({reason})" if str(reason) else ""
    return CutError(
        f"la liaison avec l’hôte est coupée{detail} → vérifiez CVTS_CIBLE et la connexion, puis relancez"
    )


def full_disk() -> FullError:
    """Return the error of a host without room."""
    return FullError("le disque de l’hôte est plein → libérez de la place chez l’hébergeur, puis relancez")
