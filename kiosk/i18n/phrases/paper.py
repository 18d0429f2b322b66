"""What is printed: the slip, in the visitor's language too, and what is said when something cannot be printed."""

PHRASES: dict[str, str | tuple[str, str]] = {
    "paper.code": "Il tuo codice",
    "paper.number": "Il numero del tuo modulo",
    "paper.until": "Torna entro: {day}",
    "paper.todo": "Che cosa succede ora",
    "paper.bring": "Porta con te",
    "paper.help": "Se hai un dubbio",
    "paper.neutral": "Modulo A",
    "paper.unprintable": "Questa parte non si può stampare su questo computer ({language}).",
    "problem.code.short": (
        "Manca 1 numero: il codice ha {expected} numeri. Guarda di nuovo il foglio.",
        "Mancano {n} numeri: il codice ha {expected} numeri. Guarda di nuovo il foglio.",
    ),
    "problem.code.long": (
        "C'è 1 numero di troppo: il codice ha {expected} numeri. Guarda di nuovo il foglio.",
        "Ci sono {n} numeri di troppo: il codice ha {expected} numeri. Guarda di nuovo il foglio.",
    ),
    "problem.code.letters": "Il codice ha solo numeri, da 0 a 9. Guarda di nuovo il foglio.",
    "problem.code.slip": "Un numero non è come sul foglio. Guarda di nuovo il foglio, quattro numeri alla volta.",
    "problem.code.none": "Con questo codice non troviamo niente. Guarda il foglio, o chiama una persona con F9.",
}
