"""What a person learns at the desk: lessons to try things out, and what they can do alone the next time."""

from __future__ import annotations

PHRASES: dict[str, str | tuple[str, str]] = {
    "end.ladder": "Che cosa so già fare",
    "ladder.title": "I tuoi passi",
    "ladder.together": "La prossima volta puoi fare da te questi passi:",
    "ladder.alone": "Questi li hai già fatti da te:",
    "ladder.looked_on": "Questi li facciamo ancora insieme:",
    "ladder.print": "Stampa i miei passi",
    "ladder.done": "Chiudi",
    "learned.title": "La prova è finita. Ben fatto.",
    "learned.text": "Non abbiamo salvato niente. Puoi rifare la prova quando vuoi.",
    "learned.again": "Rifaccio la prova",
    "learned.other": "Un'altra prova",
    "learned.done": "Ho finito",
    "lesson.practice": "È una prova: puoi sbagliare. Niente resta scritto.",
    "lesson.copy": "Questa è una copia. Non è il sito vero.",
}
