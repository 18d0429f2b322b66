"""What can go wrong, by who can mend it.

    KioskError
    +-- Refused          the visitor can mend it: a code and its parameters, worded by the catalog
    +-- FlowIsBroken     the author can: every problem of the flow, each with its place
    +-- PaperFailed      the author can: a document's template makes no paper
    +-- ConfigIsWrong    the installer can
    +-- DatabaseFailed   the operator can: the visit is kept in memory, the screen stays calm
    +-- CannotSeal       the installer can, before anybody is told "done"
    +-- Unreachable      time can: try again later
    +-- Rejected         the office can
"""


class KioskError(Exception):
    """The root: nothing of ours is raised outside this tree."""


class Refused(KioskError):
    """What the visitor did cannot be taken; `code` names the wording in the catalog."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class FlowIsBroken(KioskError):
    """A flow cannot be offered; `problems` is a tuple of `kiosk.authoring.source.Problem`."""

    def __init__(self, problems: tuple) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class PaperFailed(KioskError):
    """A document's template makes no accessible paper; the message never holds an answer."""


class ConfigIsWrong(KioskError):
    """The desk's configuration or machine is not right; the message says what to change."""


class DatabaseFailed(KioskError):
    """The store did not take or give what was asked."""


NO_STORE = (DatabaseFailed, ConfigIsWrong)
"""The store is of no use now, whoever can mend it: for who goes on without it."""


class CannotSeal(KioskError):
    """No office key, or one that is not a key: nothing may be promised."""


class Unreachable(KioskError):
    """The other side did not answer in time."""


class Rejected(KioskError):
    """The other side answered, and said no."""
