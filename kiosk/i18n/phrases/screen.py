"""The words that belong to the screens alone: names of keys, pages, signs, waiting and being away."""

PHRASES: dict[str, str | tuple[str, str]] = {
    "keycap.pagedown": "PagGiù",
    "screen.or": "oppure",
    "screen.go_to_page": "Pagina {page}",
    "screen.page": "pagina {page} di {pages}",
    "screen.signs": "Segni",
    "screen.chosen": "Risposta scelta: {choice}",
    "screen.chosen_many": "Risposte scelte: {n}",
    "screen.useless_key": "Questo tasto qui non serve",
    "screen.show_typed": "Mostra quello che scrivo",
    "screen.moment": "Un momento…",
    "screen.too_small": "Lo schermo è troppo piccolo. Chiama una persona.",
    "idle.left": ("Tempo: circa {n} minuto", "Tempo: circa {n} minuti"),
    "rest.any_key": "Premi un tasto",
    "crash.title": "Il problema è nostro",
    "crash.safe": "Le tue risposte sono ancora qui. Premi Invio per riprendere.",
    "crash.again": "Se succede ancora, premi F9 e di' questo numero.",
    "crash.resume": "Riprendi",
    "crash.number": "Numero {number}",
}
