"""What a desk prints: the slip of a receipt, the next steps, a code, a handout. A printer that fails is told, not raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.desk import Receipt
    from kiosk.desk.session import Session
    from kiosk.dispatch.handout import Handout
    from kiosk.dispatch.printing import PrintResult
    from kiosk.i18n import Words


class Printing:
    """What a `Desk` has of it."""

    @property
    def can_print(self) -> bool:
        return bool(self.config.printer.name)

    def begin_papers(self, session: Session) -> None:
        """Draw the papers of a form while its last card is still read."""
        from kiosk.desk import finishing
        finishing.begin_papers(self, session)

    def print_slip(self, receipt: Receipt) -> PrintResult:
        from kiosk.desk import finishing
        return finishing.print_slip(self, receipt)

    def print_steps(self, session: Session) -> PrintResult:
        from kiosk.desk import finishing
        return finishing.print_steps(self, session)

    def print_code(self, code: str, session: Session, words: Words) -> PrintResult:
        from kiosk.desk import finishing
        return finishing.print_code(self, code, session, words)

    def print_handout(self, made: Callable[[Words], Handout], words: Words, code: str = "") -> PrintResult:
        """What `made` says, in Italian and in the visitor's language; `code` is what a telephone reads off it."""
        from kiosk.dispatch import handout, printing
        from kiosk.dispatch.printing import PrintResult
        from kiosk.errors import PaperFailed
        render = handout.render_receipt if self.config.printer.receipt else handout.render
        masthead = handout.Masthead(self.name, self.today(), code, self.config.school)
        try:
            paper = render(tuple(made(one) for one in dict.fromkeys((self.italian, words.own))), masthead)
        except PaperFailed:
            return PrintResult(False, "il foglio non si può disegnare")
        return printing.send(paper, self.config.printer)
