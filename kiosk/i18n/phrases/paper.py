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
    "problem.code.length": "Il codice ha {expected} cifre. Qui ce ne sono {typed}.",
    "problem.code.slip": "C'è un numero diverso. Guarda di nuovo il foglio.",
    "problem.code.none": "Con questo codice non troviamo niente. Guarda il foglio, o chiama una persona con F9.",
}
