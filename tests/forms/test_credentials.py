"""A password or a code that somebody types all the same is covered; what only speaks of one is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.credentials import COVER, asked_in, covered
from tests.practice import ROOT

SECRETS = {
    "it": ["la mia password è Gatto1", "la mia password è gatto", "La password della mail di mio figlio è pippo99", "password: gatto nero", "Password = x7!kk",
           "pin 123456", "PIN SPID 12345", "Il pin della carta è 1 2 3 4 5", "otp: 883921", "il codice usa e getta è 883921", "883921 è il mio otp",
           "le credenziali sono: mario Gatto77", "codice arrivato via sms 883921", "la parola d'ordine è Sesamo1", "pin: 1234, poi il resto"],
    "en": ["my password is Kitten7", "my password is kitten", "one-time code: 883921", "the verification code is 883921", "883921 is my PIN"],
    "fr": ["mon mot de passe est Chaton7", "mot de passe : chaton", "code de vérification 883921"],
    "es": ["mi contraseña es Gatito7", "mi contraseña es gatito", "código de verificación: 883921", "mi clave es Gatito7"],
    "ro": ["parola mea este Pisica7", "codul de verificare este 883921", "parola mea este pisica"],
    "sq": ["fjalëkalimi im është Macja7", "fjalekalimi: macja7", "kodi i verifikimit 883921"],
    "uk": ["мій пароль Кицька7", "мій пароль: кицька", "пін-код 123456", "код з смс: 883921"],
    "ar": ["كلمة السر هي gatto123", "كلمة المرور: gatto", "رمز التحقق 883921", "الرقم السري هو ١٢٣٤٥٦"],
    "zh": ["我的密码是abc123", "密码：kitten", "验证码 883921", "883921是我的验证码"],
    "pt": ["minha senha é Gatinho7"], "fil": ["ang password ko ay Pusa77"], "bn": ["পাসওয়ার্ড: abc123"], "si": ["මුරපදය: abc123"], "ur": ["پاس ورڈ abc123", "پن 123456"],
}
TELLING = ("Gatto", "gatto", "pippo", "nero", "x7", "1234", "12345", "1 2 3", "8839", "Gatto77", "Sesamo", "itten", "haton", "atito", "isica", "acja", "ицька",
           "abc123", "١٢٣", "atinho", "usa77")
HARMLESS = [
    "RSSMRA85M01H501Z", "codice fiscale RSSMRA85M01H501Z", "il CAP è 20121", "codice a barre 8001234567890", "codice della pratica 123456",
    "il codice è 883921", "Ho perso la password dello SPID", "La password non funziona", "la password è scaduta", "La mia password è scaduta. Devo rifarla.",
    "non ricordo il pin della carta", "mi serve un nuovo PIN", "il PIN è bloccato da 3 giorni", "Pin", "Zhang Pin", "OTP Bank Albania", "password: non la ricordo",
    "SPID livello 2", "la password è nella borsa", "my password is expired", "I lost my password in 2024", "j'ai oublié mon mot de passe", "mi contraseña está bloqueada",
    "mi-am uitat parola", "kam harruar fjalëkalimin", "забула пароль", "نسيت كلمة السر", "密码忘了", "La parola è casa", "pinco pallino 12345",
    "passo alle 12:30 al numero 12345", "IT60X0542811101000000123456", "+39 333 1234567", "la spina 123456", "pin: ***", "la mia password è ***",
    "chiave di casa 1234", "credenziali consegnate allo sportello", "Nel 2019 mi hanno dato il PIN INPS", "password@example.org", "pin1234@example.org",
]


@pytest.mark.parametrize("language", sorted(SECRETS))
def test_a_secret_with_its_word_beside_it_is_covered(language):
    for text in SECRETS[language]:
        hidden = covered(text)
        assert COVER in hidden and not any(sign in hidden for sign in TELLING), text
        assert hidden == covered(hidden), "once covered, it passes"


@pytest.mark.parametrize("number", range(len(HARMLESS)))
def test_what_only_speaks_of_one_is_left_as_it_is(number):
    assert HARMLESS[number] == covered(HARMLESS[number])


def test_every_language_that_is_shipped_has_its_words():
    assert {place.name for place in (ROOT / "locales").iterdir() if place.is_dir()} <= SECRETS.keys()


def test_what_is_beside_a_secret_stays():
    told = "Vivo a Milano con mia figlia.\nLa password di SPID è Gatto1, ma non entra.\nGrazie"
    assert "Vivo a Milano con mia figlia.\nLa password di SPID è ***, ma non entra.\nGrazie" == covered(told)


def test_an_answer_of_several_parts_and_one_that_is_no_text():
    parts = {"at": "presso Anna, pin 123456", "town": "Milano"}
    assert {"at": f"presso Anna, pin {COVER}", "town": "Milano"} == covered(parts)
    for typed in ({"at": "presso Anna"}, None, True, 7, ["a"], {"out": "unknown"}):
        assert covered(typed) is typed


def test_signs_that_nobody_sees_do_not_hide_a_secret():
    assert "123456" not in covered("p\u202ei\u200en 12\u200e3456")


@given(st.text(max_size=200))
def test_any_text_at_all_is_looked_at_and_nothing_more_is_found_the_second_time(text):
    hidden = covered(text)
    assert covered(hidden) == hidden


@pytest.mark.parametrize("text", [
    "Qual è la tua password?", "Scrivi il PIN della CIE", "OTP", "Codice usa e getta", "Il codice arrivato via SMS", "Le tue credenziali SPID", "codice PUK",
    "Parola d'ordine", "password_spid", "pin", "otp_sms", "Codice temporaneo", "Il codice di sicurezza della carta (CVV)",
])
def test_what_asks_for_a_secret(text):
    assert asked_in(text)


@pytest.mark.parametrize("text", [
    "Codice fiscale", "Codice della pratica", "CAP", "Codice a barre del bollettino", "Hai lo SPID?", "opinione", "spinta", "codice_fiscale", "pinete",
    "Numero della carta d'identità", "Codice del permesso", "STP: codice per stranieri", "Numero di telefono", "protocollo", "La parola che usi",
])
def test_what_does_not(text):
    assert "" == asked_in(text)
