"""Every problem an author can meet: a code that never changes, what is wrong, what to do.

A code is never used again for something else. `warns` marks what the kiosk can live with.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem; `{names}` are filled by whoever finds it. An empty message is worded there."""

    message: str
    remedy: str
    warns: bool = False


_SOURCE = {
    "F001": Kind("Il file non è in UTF-8.", "Salvalo di nuovo come UTF-8."),
    "F002": Kind("Il file è troppo grande: al massimo {limit}.", "Dividi il servizio in due."),
    "F003": Kind("C'è un segno che non si vede ({sign}).", "Cancellalo e riscrivi la parola."),
    "F004": Kind("Il file non si legge come YAML: {reason}.", "Controlla spazi a inizio riga, due punti e virgolette."),
    "F005": Kind("Il file è vuoto.", "Comincia da un esempio in flows/README.md."),
    "F006": Kind("Ci sono troppi livelli uno dentro l'altro: al massimo {deepest}.", "Porta fuori una parte."),
    "F007": Kind("Il file non si apre: {reason}.", "Controlla nome e permessi del file."),
    "F008": Kind("«{name}»: ancore, rimandi e «<<» non si usano.", "Scrivi il testo per intero."),
    "F009": Kind("Il segno «{name}» davanti a un valore non si usa.", "Toglilo."),
    "F010": Kind("Un file contiene un solo servizio.", "Togli la riga «---» e quello che segue."),
    "F011": Kind("«{key}» c'è già alla riga {line}.", "Tienine una sola."),
    "F012": Kind("A sinistra dei due punti va una parola.", "Togli parentesi quadre o graffe."),
}
_SHAPE = {
    "F013": Kind("«{key}» qui non esiste{hint}.", "Qui si può scrivere: {known}."),
    "F014": Kind("Manca «{key}» in {where}.", "Aggiungi «{key}: ...»."),
    "F015": Kind("«{key}» vuole {wanted}.", "Guarda l'esempio in flows/README.md."),
    "F016": Kind("«{value}» non va bene per «{key}»: serve {wanted}{hint}.", "Correggi il valore."),
    "F018": Kind("«{value}» non può essere un nome.", "Usa lettere minuscole senza accenti, cifre e {sign}; comincia con una lettera."),
    "F019": Kind("«{key}» è vuoto.", "Scrivi un testo o togli la riga."),
}
_NAMES = {
    "F020": Kind("Il nome «{name}» è già usato alla riga {line}.", "Cambia uno dei due nomi."),
    "F021": Kind("Il servizio si chiama «{name}», il file «{file}».", "Dai al file lo stesso nome del servizio."),
    "F022": Kind("Il tipo «{name}» non esiste{hint}.", "I tipi sono: {known}."),
    "F023": Kind("«{name}» è una parola riservata alle condizioni.", "Scegli un altro nome."),
    "F024": Kind("Nella banca non c'è «{name}»{hint}.", "Le pagine della banca sono: {known}."),
    "F025": Kind("L'argomento «{name}» non esiste{hint}.", "Gli argomenti sono in flows/topics.yaml: {known}."),
    "F026": Kind("La fonte «{name}» non è in «sources»{hint}.", "Aggiungila in «sources», con il giorno in cui è stata letta."),
    "F027": Kind("La pagina «{name}» deve avere una cosa sola fra «type», «fields» e «repeat».", "Tienine una."),
    "F028": Kind("«{key}» non va insieme a «{other}».", "Togli «{key}»."),
}
_SHAPES_OF_ANSWERS = {
    "F030": Kind("«{name}» ha bisogno di almeno due scelte.", "Aggiungi «choices:» con un valore e un testo per riga."),
    "F031": Kind("{count} scelte: al massimo {most}.", "Dividi in due domande, la prima più larga."),
    "F032": Kind("Il tipo «{name}» non ha scelte.", "Togli «choices» o usa «type: choice»."),
    "F033": Kind("Un elenco vuole un massimo.", "Aggiungi «max:», da 1 a {most}."),
    "F034": Kind("Il minimo è più grande del massimo.", "Scambia «min» e «max»."),
    "F035": Kind("«{name}» non è una domanda di prima che chiede un numero{hint}.", "Scrivi «repeat: yes» o il nome di un numero chiesto prima."),
    "F036": Kind("«{{name}}» non è una domanda di questo elenco{hint}.", "Fra graffe va il nome di una domanda dell'elenco."),
    "F037": Kind("Un elenco dentro un elenco non si può fare.", "Porta il secondo elenco dopo il primo."),
    "F038": Kind("L'opzione «{key}» del tipo «{name}» non va bene: {reason}.", "Guarda il tipo in flows/README.md."),
    "F039": Kind(
        "Qui si chiede una cosa segreta: «{word}».",
        "Togli la domanda: password, PIN e codici usa e getta non si scrivono qui. Se serve parlarne, chiedi con delle scelte.",
    ),
}
_CONDITIONS = {
    code: Kind("In «{source}»: {reason}.", remedy)
    for code, remedy in {
        "F040": "Riscrivi la condizione, per esempio: figli > 0 and coniuge == yes",
        "F041": "Dividila in due.",
        "F042": "Confronta il valore con qualcosa, per esempio: eta >= 18",
        "F043": "Usa solo quello che è elencato in flows/README.md.",
        "F044": "Confronta cose dello stesso tipo.",
        "F045": "Controlla il nome della domanda.",
        "F046": "Usa il valore della scelta, quello a sinistra dei due punti.",
        "F047": "Guarda le funzioni in flows/README.md.",
    }.items()
} | {
    "F048": Kind("In «{source}»: «{name}» si chiede dopo, alla riga {line}.", "Una condizione guarda solo indietro: sposta la domanda più su."),
    "F049": Kind("Nella condizione di «{at}» si usa «{name}», che si chiede dopo.", "Scrivi «at: {name}»."),
    "F050": Kind("{what} non si può mai raggiungere: «{source}» non è mai vero.", "Correggi la condizione o togli questa parte."),
    "F051": Kind("«{source}» è sempre vero.", "Togli la condizione.", warns=True),
    "F052": Kind("«{fact}» si chiede due volte: anche alla riga {line}.", "Tieni una domanda sola, o metti condizioni che si escludono."),
    "F053": Kind("«compute» e «type: computed» vanno insieme.", "Scrivi tutti e due, o nessuno."),
    "F054": Kind("In «{source}»: «{name}» non è una domanda di «ascolto»{hint}.", "Le porte guardano solo queste risposte: {known}."),
    "F055": Kind("In questa cartella non c'è il servizio «ascolto»: le porte restano chiuse.", "Aggiungi ascolto.yaml, o togli «doors».", warns=True),
}
_TEXTS = {
    "F060": Kind("Testo troppo lungo: {cells} caselle, al massimo {most}.", "Accorcialo."),
    "F061": Kind("«{word}» non si scrive a chi legge a fatica.", "{advice}"),
    "F062": Kind("Una frase ha {words} parole, al massimo {most}: «{start}…».", "Fanne due."),
    "F063": Kind("La pagina «{name}» è difficile da leggere: Gulpease {score}, meglio 80.", "Usa parole più corte e frasi più brevi.", warns=True),
    "F064": Kind("«{word}» divide le persone in due.", "Scrivi una forma che vale per tutti."),
    "F065": Kind("La domanda ha {words} parole, meglio 12.", "Accorciala; il resto va in «hint».", warns=True),
    "F066": Kind("Manca la traduzione in {language} di «{place}».", "Aggiungila in locales/{language}."),
    "F067": Kind("Il titolo è lungo: {cells} caselle, meglio {most}.", "Accorcialo: sta su una riga sola del menu.", warns=True),
    "F068": Kind("«{text}»: le graffe qui non si sostituiscono.", "Togli le graffe."),
    "F069": Kind("{words} parole da leggere a voce: al massimo {most}.", "Tieni quello che serve subito; il resto va in «reach» e «next»."),
}
_PAPERS = {
    "F070": Kind("Il modello «{name}» non c'è accanto al servizio.", "Metti il file nella stessa cartella, o correggi il nome."),
    "F071": Kind("Il modello usa la risposta «{name}», che il servizio non chiede{hint}.", "Correggi il nome nel modello."),
    "F072": Kind("«{name}» non può essere il nome di un modello.", "Scrivi un nome come dichiarazione.typ, senza cartelle."),
    "F073": Kind("Un foglio per l'ufficio («for: office») vuole un modello.", "Aggiungi «template:», o scrivi «for: visitor»."),
}
_HONESTY = {
    "F080": Kind("Un passo di «next» non dice {missing}.", "Scrivi chi lo fa («who») e quando («when»)."),
    "F081": Kind("La fonte «{name}» non dice quando è stata letta.", "Aggiungi «read: 2026-11-21»."),
    "F082": Kind("La verifica è scaduta il {day}.", "Rileggi le fonti e aggiorna «verified». Dopo 90 giorni il servizio non si offre più.", warns=True),
    "F083": Kind("La verifica è scaduta il {day}, più di 90 giorni fa.", "Rileggi le fonti e aggiorna «verified»."),
    "F084": Kind("Dati giudiziari (art10): le risposte restano scritte e non c'è una legge che lo permette.", "Aggiungi «law:» in «privacy», o «keep: never» a ogni domanda su questo."),
    "F085": Kind("La base «law» vuole il nome della legge.", "Aggiungi «law:»."),
    "F086": Kind("Manca «privacy».", "Di' a che cosa servono le risposte, su quale base, chi le riceve e per quanti giorni restano."),
    "F087": Kind("Manca «verified».", "Scrivi il giorno dell'ultima verifica e fino a quando vale.", warns=True),
    "F088": Kind("Un servizio riservato vuole un titolo che non dice il motivo.", "Aggiungi «neutral_title: Modulo C»."),
    "F089": Kind("«until» viene prima di «on».", "Scambia le due date."),
}
_PEOPLE = {
    "F090": Kind("«{name}» non è una domanda di questo servizio{hint}.", "Correggi il nome."),
    "F091": Kind("«{name}» non è una pagina di questo servizio{hint}.", "Correggi il nome."),
    "F092": Kind("«{name}» non è {what} di questo servizio{hint}.", "Correggi il nome."),
    "F093": Kind("Il servizio «{name}» di queste persone non c'è.", "Metti il file accanto al servizio, con lo stesso nome."),
}
_DATES = {
    "F100": Kind("Il {day} è passato.", "Scrivi un giorno che deve ancora venire, o togli questa data.", warns=True),
    "F101": Kind("Il {day} è festa: {name}.", "Scegli un altro giorno. Se siete aperti lo stesso, aggiungi «holidays: yes»."),
    "F102": Kind("Il {day} alle {time} non c'è: quella notte l'orologio va avanti di un'ora.", "Scegli un'altra ora."),
    "F103": Kind("Il {day} le {time} ci sono due volte: quella notte l'orologio torna indietro.", "Scegli un'altra ora."),
    "F104": Kind("{end} viene prima di {start}.", "Controlla l'inizio e la fine."),
    "F105": Kind("Serve o «on» (un giorno) o «every» (i giorni della settimana).", "Tienine uno solo."),
    "F106": Kind("Non si sa dove.", "Aggiungi «place» (un posto) o «link» (un indirizzo https)."),
}

PROBLEMS: dict[str, Kind] = (
    _SOURCE | _SHAPE | _NAMES | _SHAPES_OF_ANSWERS | _CONDITIONS | _TEXTS | _PAPERS | _HONESTY | _PEOPLE | _DATES
)
