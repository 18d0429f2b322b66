"""Papers drawn while the person still reads the last card: Enter on it then waits for the disk alone.

They are in memory and nowhere else. At the end each is taken only where it says the very same as one drawn then; any
other is drawn then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.dispatch.content import PaperContent
    from kiosk.dispatch.documents import Rendered
    from kiosk.forms.flow import Document
    from kiosk.forms.journey import Journey

Wanted = Iterable[tuple["Document", "PaperContent"]]


class Beforehand:
    """The papers of one journey, drawn on a thread of its own; `reference` is the number that stands on them.

    `manner` is what they depend on besides the journey: language, what is left blank, in which language it was read back.
    """

    def __init__(self, journey: Journey, manner: object, reference: str) -> None:
        self.journey, self.manner, self.reference = journey, manner, reference
        self._drawn: list[tuple[Document, PaperContent, Rendered]] = []
        self._thread: Thread | None = None

    def is_of(self, journey: Journey, manner: object) -> bool:
        return self.journey is journey and self.manner == manner

    def begin(self, wanted: Callable[[], Wanted], draw: Callable[[Document, PaperContent], Rendered]) -> None:
        # no daemon: an interpreter that ends must not take the thread away from under the library that draws
        thread = Thread(target=self._draw, args=(wanted, draw))
        with suppress(RuntimeError):
            thread.start()
            self._thread = thread

    def wait(self) -> None:
        """Until all of them are drawn."""
        if self._thread is not None:
            self._thread.join()

    def paper(self, document: Document, content: PaperContent) -> Rendered | None:
        """As it was drawn, by the time it is; None where nothing was drawn that says this."""
        self.wait()
        said = _timeless(content)
        return next((paper for one, before, paper in self._drawn if one == document and before == said), None)

    def _draw(self, wanted: Callable[[], Wanted], draw: Callable[[Document, PaperContent], Rendered]) -> None:
        # whatever fails here is done again at the end, and told there
        with suppress(KioskError, OSError):
            for document, content in wanted():
                self._drawn.append((document, _timeless(content), draw(document, content)))


def _timeless(content: PaperContent) -> PaperContent:
    """What a paper says, whenever it was made: the day is in it, the second is not."""
    return replace(content, made_at=None)
