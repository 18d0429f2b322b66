"""What the operator reads beside the visitor."""

PHRASES: dict[str, str | tuple[str, str]] = {
    "problem.pin.wait": ("Troppi PIN sbagliati. Riprova tra un minuto.", "Troppi PIN sbagliati. Riprova tra {n} minuti."),
    "problem.pin.shared": "Due persone hanno questo PIN: non si sa chi sei. A una serve un PIN diverso (sportello operator).",
    "problem.day": "Questa data non si può salvare adesso. Riprova.",
    "staff.clock_behind": "Per chi aiuta: la data del computer è indietro ({day}). Metti la data giusta. Intanto non si cancella niente.",
    "staff.clock_ahead": "Per chi aiuta: il computer dice {day}. È giusto? Confermalo con F12. Fino ad allora non si cancella niente.",
    "staff.room": "Per chi aiuta: il disco è quasi pieno (restano {n} MB). Libera spazio: intanto nessuno inizia moduli nuovi.",
    "staff.outbox": (
        "Per chi aiuta: una busta del {day} non è ancora arrivata all'ufficio. Guarda perché (sportello outbox) e avvisa l'ufficio.",
        "Per chi aiuta: {n} buste non sono ancora arrivate all'ufficio, la prima è del {day}. Guarda perché (sportello outbox) e avvisa l'ufficio.",
    ),
    "staff.mended": (
        "Per chi aiuta: il {day} l'archivio si è rovinato. Una busta è salva. I moduli lasciati a metà e salvi sono {drafts}. "
        "Il file rovinato è {name}: chiama il tecnico, il disco forse è guasto.",
        "Per chi aiuta: il {day} l'archivio si è rovinato. Le buste salve sono {n}. I moduli lasciati a metà e salvi sono {drafts}. "
        "Il file rovinato è {name}: chiama il tecnico, il disco forse è guasto.",
    ),
    "staff.damaged": (
        "Per chi aiuta: una busta si è rovinata e non parte. Il suo numero è in «sportello outbox»: avvisa l'ufficio.",
        "Per chi aiuta: {n} buste si sono rovinate e non partono. I loro numeri sono in «sportello outbox»: avvisa l'ufficio.",
    ),
    "staff.unread": "Nessuno ha ancora riletto le traduzioni in: {languages}.",
    "staff.unread_here": "Nessuno ha ancora riletto questo servizio in {language}.",
    "duties.date": "La data è giusta: oggi è {day}",
    "language.spoken": "{name} (voce e foglio)",
    "language.on_paper": "{name} (foglio)",
    "duties.together": "Mostra anche l'italiano, accanto",
    "duties.apart": "Togli l'italiano: solo la lingua della persona",
}
