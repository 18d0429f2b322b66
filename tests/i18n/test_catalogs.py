"""A translator's files at run time: used as they are saved, and never trusted."""

import os
from decimal import Decimal

import pytest

from kiosk.i18n import Catalogs, check_catalog
from kiosk.i18n.phrases import PHRASES

PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
}
AUTONYMS = {"en": "English", "ar": "العربية", "rom": "romani čhib"}


@pytest.fixture
def shelf(tmp_path):
    """Writes `<domain>.po` of a language from its entries."""

    def write(code, domain, entries, reviewed="", plurals=None):
        header = f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        header += f'"Plural-Forms: {plurals or PLURALS[code]}\\n"\n"X-Autonym: {AUTONYMS[code]}\\n"\n"X-Reviewed-By: {reviewed}\\n"\n'
        path = tmp_path / code / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header + "\n" + "\n\n".join(entries) + "\n", "utf-8")
        return path

    write.folder = tmp_path
    return write


def entry(place, italian, translated):
    return f'msgctxt "{place}"\nmsgid "{italian}"\nmsgstr "{translated}"'


ASK = entry("legame.ask", "Chi è?", "Who is it?")


def test_the_words_of_a_flow_are_translated_by_place(shelf):
    shelf("en", "colloqui", [ASK, entry("altro.ask", "Chi è?", "Who are they?")])
    words = Catalogs(shelf.folder).words("en")
    assert ["Who is it?", "Who are they?"] == [words.text("colloqui", place, "Chi è?") for place in ("legame.ask", "altro.ask")]


def test_a_text_without_translation_is_marked_italian(shelf):
    shelf("en", "colloqui", [ASK])
    words = Catalogs(shelf.folder).words("en")
    assert "(it) Quanti anni hai?" == words.text("colloqui", "eta.ask", "Quanti anni hai?")
    assert "(it) Chi è adesso?" == words.text("colloqui", "legame.ask", "Chi è adesso?")
    assert "(it) Ciao" == words.text("nessuno", "a.b", "Ciao")


def test_italian_needs_no_catalog(tmp_path):
    words = Catalogs(tmp_path).words("it")
    assert "Chi è?" == words.text("colloqui", "legame.ask", "Chi è?")
    assert ("it", "ltr", "Italiano") == (words.language, words.direction, words.autonym)


def test_a_language_is_offered_when_its_own_words_can_be_read(shelf):
    shelf("ar", "kiosk", [])
    shelf("en", "colloqui", [ASK])
    assert ("it", "ar") == Catalogs(shelf.folder).languages()


def test_arabic_is_written_from_the_right_and_named_in_arabic(shelf):
    shelf("ar", "kiosk", [])
    words = Catalogs(shelf.folder).words("ar")
    assert ("rtl", "العربية") == (words.direction, words.autonym)


def test_a_code_inside_an_arabic_sentence_is_an_island(shelf, monkeypatch):
    monkeypatch.setitem(PHRASES, "probe.code", "Il codice è {code}.")
    shelf("ar", "kiosk", [entry("probe.code", "Il codice è {code}.", "الرمز هو {code}.")])
    assert "الرمز هو \u2068AB-12 CD\u2069." == Catalogs(shelf.folder).words("ar").say("probe.code", code="AB-12 CD")


def test_arabic_counts_in_six_forms(shelf, monkeypatch):
    monkeypatch.setitem(PHRASES, "probe.n", ("{n} foglio", "{n} fogli"))
    forms = ["لا ورق", "ورقة واحدة", "ورقتان", "{n} أوراق", "{n} ورقة", "{n} ورقة أخرى"]
    plural = 'msgctxt "probe.n"\nmsgid "{n} foglio"\nmsgid_plural "{n} fogli"\n'
    shelf("ar", "kiosk", [plural + "\n".join(f'msgstr[{at}] "{form}"' for at, form in enumerate(forms))])
    words = Catalogs(shelf.folder).words("ar")
    said = [words.say("probe.n", n=n) for n in (0, 1, 2, 3, 11, 100)]
    assert ["لا ورق", "ورقة واحدة", "ورقتان", "3 أوراق", "11 ورقة", "100 ورقة أخرى"] == said


def test_a_parameter_is_never_read_as_a_pattern(monkeypatch):
    monkeypatch.setitem(PHRASES, "probe.what", "Scrivi {what}.")
    words = Catalogs("nowhere").words("it")
    assert "Scrivi {n.__class__} {what}." == words.say("probe.what", what="{n.__class__} {what}")


def test_a_saved_change_is_seen_and_the_stale_copy_goes(shelf, tmp_path):
    cache = tmp_path / "cache"
    path = shelf("en", "colloqui", [ASK])
    assert "Who is it?" == Catalogs(shelf.folder, cache).words("en").text("colloqui", "legame.ask", "Chi è?")
    shelf("en", "colloqui", [entry("legame.ask", "Chi è?", "Who is this person?")])
    os.utime(path, (1, 1))
    assert "Who is this person?" == Catalogs(shelf.folder, cache).words("en").text("colloqui", "legame.ask", "Chi è?")
    assert 1 == len(list(cache.glob("en.colloqui.*.mo")))


def test_a_compiled_copy_is_used_without_reading_the_source(shelf, tmp_path):
    cache = tmp_path / "cache"
    shelf("en", "colloqui", [ASK])
    Catalogs(shelf.folder, cache).catalog("en", "colloqui")
    [kept] = cache.glob("*.mo")
    before = kept.stat().st_mtime_ns
    Catalogs(shelf.folder, cache).catalog("en", "colloqui")
    assert before == kept.stat().st_mtime_ns


def test_a_damaged_copy_in_the_cache_is_no_harm(shelf, tmp_path):
    cache = tmp_path / "cache"
    shelf("en", "colloqui", [ASK])
    Catalogs(shelf.folder, cache).catalog("en", "colloqui")
    [kept] = cache.glob("*.mo")
    kept.write_bytes(b"\xde\x12\x04\x95 cut")
    assert "Who is it?" == Catalogs(shelf.folder, cache).words("en").text("colloqui", "legame.ask", "Chi è?")


def test_a_language_is_complete_when_no_text_is_left(shelf):
    shelf("en", "colloqui", [ASK])
    shelf("en", "rinnovo", [ASK, entry("a.ask", "Ciao", "")])
    catalogs = Catalogs(shelf.folder)
    assert [True, False, False] == [catalogs.complete("en", domain) for domain in ("colloqui", "rinnovo", "nessuno")]


def test_the_places_without_translation_are_told(shelf):
    shelf("en", "colloqui", [ASK])
    texts = (("legame.ask", "Chi è?"), ("eta.ask", "Quanti anni hai?"), ("n", ("{n} foglio", "{n} fogli")))
    assert ("eta.ask", "n") == Catalogs(shelf.folder).missing("en", "colloqui", texts)


def test_a_language_is_reviewed_when_every_file_is_signed(shelf):
    shelf("en", "kiosk", [], reviewed="Ada L.")
    assert Catalogs(shelf.folder).reviewed("en")
    shelf("en", "colloqui", [ASK])
    assert not Catalogs(shelf.folder).reviewed("en")
    assert (True, False, False) == tuple(Catalogs(shelf.folder).reviewed("en", one) for one in ("kiosk", "colloqui", "nessuno"))
    assert not Catalogs(shelf.folder).reviewed("sq")


BROKEN = {
    "invents a placeholder": (entry("a.b", "Ciao {name}", "Hi {name} {title}"), "{title} is not in the Italian"),
    "loses a placeholder": (entry("a.b", "Ciao {name}", "Hi"), "{name} is missing"),
    "reaches into an object": (entry("a.b", "Ciao {name}", "Hi {name} {name.__class__}"), "{name.__class__} is not in the Italian"),
    "steers the terminal": (entry("a.b", "Ciao", "Hi\\u001b[31m").replace("\\u001b", "\x1b"), "control signs"),
    "turns the line around": (entry("a.b", "Ciao", "Hi \u202e there"), "control signs"),
    "is bold for Textual": (entry("a.b", "Ciao", "[b]Hi[/b]"), "markup: [/b], [b]"),
    "is a link that does something": (entry("a.b", "Ciao", "[@click=app.quit]Hi[/]"), "markup: [/], [@click=app.quit]"),
    "is bold for a browser": (entry("a.b", "Ciao", "<b>Hi</b>"), "markup: </b>, <b>"),
    "has an entity": (entry("a.b", "Ciao", "Hi&nbsp;there"), "markup: &nbsp;"),
    "has an escape of a program": (entry("a.b", "Ciao", "Hi\\\\x1b"), "markup: \\x"),
    "has a line end of a program": (entry("a.b", "Ciao", "Hi\\\\nthere"), "markup: \\n"),
    "is bold for Markdown": (entry("a.b", "Ciao", "**Hi**"), "markup: **"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_of_a_faulty_entry_the_italian_stands_in(shelf, name):
    broken, message = BROKEN[name]
    path = shelf("en", "colloqui", [ASK, broken])
    words = Catalogs(shelf.folder).words("en")
    italian = "Ciao {name}" if "{name}" in broken else "Ciao"
    assert ["Who is it?", f"(it) {italian}"] == [words.text("colloqui", "legame.ask", "Chi è?"), words.text("colloqui", "a.b", italian)]
    [problem] = check_catalog(path)
    assert message in problem.message
    assert (14, True) == (problem.line, problem.broken)


@pytest.mark.parametrize("text", ["Who [still] is it, 5 < 6 > 4?", "a_b__c.jpg & d", "[ ] no  [x] yes", "Rossi & figli; e altri"])
def test_what_only_looks_a_little_like_markup_is_told_or_harmless(shelf, text):
    path = shelf("en", "colloqui", [entry("a.b", "Ciao", text)])
    said = Catalogs(shelf.folder).words("en").text("colloqui", "a.b", "Ciao")
    assert said == ("(it) Ciao" if check_catalog(path) else text)


def test_markup_that_the_italian_has_too_is_meant(shelf):
    path = shelf("en", "colloqui", [entry("a.b", "Scrivi [x]", "Write [x]")])
    assert () == check_catalog(path)


def test_of_a_file_that_was_cut_the_italian_stands_in(shelf):
    path = shelf("en", "colloqui", [ASK, ASK.replace("legame", "altro")])
    whole = path.read_bytes()
    for end in range(whole.index(b'msgctxt "altro') + 1, len(whole) - 2):
        path.write_bytes(whole[:end])
        os.utime(path, (end, end))
        [problem] = check_catalog(path)
        assert problem.broken
        assert "(it) Chi è?" == Catalogs(shelf.folder).words("en").text("colloqui", "altro.ask", "Chi è?")


@pytest.mark.parametrize("plurals", [
    "nplurals=2; plural=n/0;", "nplurals=2; plural=5;", "nplurals=x", "nplurals=2; plural=__import__('os');", "nplurals=2; plural=(n-500)/(n-500);",
    "nplurals=2; plural=(n-5000)/(n-5000);", "nplurals=2; plural=n%(n-7777)>0;", "nplurals=2; plural=n>1?1:0%0;", "nplurals=2; plural=n==999?2:0;",
])
def test_a_plural_rule_that_is_none_is_told(shelf, plurals):
    path = shelf("en", "kiosk", [ASK], plurals=plurals)
    assert [True] == [problem.broken for problem in check_catalog(path)]
    assert ("it",) == Catalogs(shelf.folder).languages()


def test_a_file_that_is_no_text_is_told_with_its_line(shelf):
    path = shelf("en", "kiosk", [ASK])
    path.write_bytes(path.read_bytes() + b'\nmsgctxt "\xff"\n')
    [problem] = check_catalog(path)
    assert (13, "the file is not in UTF-8") == (problem.line, problem.message)


FORMS = {
    "one form too few": ('msgstr[0] "{n} paper"', "a plural form is empty"),
    "a form that is empty": ('msgstr[0] "{n} paper"\nmsgstr[1] ""', "a plural form is empty"),
    "a form without its number": ('msgstr[0] "{n} paper"\nmsgstr[1] "{x} papers"', "{x} is not in the Italian"),
}


@pytest.mark.parametrize("name", FORMS)
def test_of_a_text_that_counts_with_faulty_forms_the_italian_stands_in(shelf, monkeypatch, name):
    forms, message = FORMS[name]
    monkeypatch.setitem(PHRASES, "probe.n", ("{n} foglio", "{n} fogli"))
    path = shelf("en", "kiosk", [ASK, f'msgctxt "probe.n"\nmsgid "{{n}} foglio"\nmsgid_plural "{{n}} fogli"\n{forms}'])
    words = Catalogs(shelf.folder).words("en")
    assert ["(it) 1 foglio", "(it) 3 fogli", "Who is it?"] == [*(words.say("probe.n", n=n) for n in (1, 3)), words.text("kiosk", "legame.ask", "Chi è?")]
    assert [(14, True)] == [(one.line, one.broken) for one in check_catalog(path)]
    assert message in check_catalog(path)[0].message


def test_a_file_with_more_forms_than_its_rule_has_is_not_used(shelf):
    forms = "\n".join(f'msgstr[{at}] "{{n}} papers"' for at in range(3))
    path = shelf("en", "kiosk", [ASK, f'msgctxt "probe.n"\nmsgid "{{n}} foglio"\nmsgid_plural "{{n}} fogli"\n{forms}'])
    assert [(14, True)] == [(one.line, one.broken) for one in check_catalog(path)]
    assert ("it",) == Catalogs(shelf.folder).languages()


OTHERS = {
    "says no language": ('"Language: en\\n"\n', "", 1, "the header has no Language"),
    "says an empty language": ('"Language: en\\n"', '"Language: \\n"', 1, "the header has no Language"),
    "is of another language": ('"Language: en\\n"', '"Language: ro\\n"', 3, "the header says that the language is ro, the folder is en"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_is_not_of_its_folders_language_is_not_used(shelf, name):
    before, after, line, message = OTHERS[name]
    shelf("en", "kiosk", [])
    path = shelf("en", "colloqui", [ASK])
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    assert [(line, message, True)] == [(one.line, one.message, one.broken) for one in check_catalog(path)]
    catalogs = Catalogs(shelf.folder)
    assert (("it", "en"), "(it) Chi è?") == (catalogs.languages(), catalogs.words("en").text("colloqui", "legame.ask", "Chi è?"))


def test_a_country_in_the_language_of_a_header_is_no_other_language(shelf):
    path = shelf("en", "colloqui", [ASK])
    path.write_text(path.read_text("utf-8").replace("Language: en", "Language: en-GB"), "utf-8")
    assert "Who is it?" == Catalogs(shelf.folder).words("en").text("colloqui", "legame.ask", "Chi è?")


def test_a_language_that_babel_does_not_know_is_spoken_with_italian_dates(shelf):
    path = shelf("rom", "kiosk", [ASK], plurals=PLURALS["en"])
    words = Catalogs(shelf.folder).words("rom")
    assert ["Who is it?", "7 marzo 1985", "1.234,56 €"] == [words.text("kiosk", "legame.ask", "Chi è?"), words.date(1985, 3, 7), words.money(Decimal("1234.56"))]
    assert ("Romani", "Italia") == (words.language_name("rom"), words.country("IT"))
    assert words.countries() and words.read_number("1,5") == Decimal("1.5")
    [problem] = check_catalog(path)
    assert (1, False, "dates and numbers stay Italian: nothing is known of rom") == (problem.line, problem.broken, problem.message)


def test_a_sign_that_is_no_text_anywhere_in_a_file_leaves_all_of_it_out(shelf):
    path = shelf("en", "kiosk", [ASK])
    path.write_bytes(path.read_text("utf-8").replace("Who", "Whö").encode("latin-1", "replace"))
    assert ("it",) == Catalogs(shelf.folder).languages()
    assert "(it) Chi è?" == Catalogs(shelf.folder).words("en").text("kiosk", "legame.ask", "Chi è?")
    assert [(10, "the file is not in UTF-8", True)] == [(one.line, one.message, one.broken) for one in check_catalog(path)]


def test_the_lines_of_ours_are_read_above_the_header_and_in_it(shelf):
    inside = shelf("en", "kiosk", [ASK], reviewed="Ada L.")
    above = shelf("en", "colloqui", [ASK], reviewed="Ada L.")
    text = above.read_text("utf-8").replace('"X-Autonym: English\\n"\n"X-Reviewed-By: Ada L.\\n"\n', "")
    above.write_text(f"# X-Autonym: English\n# X-Reviewed-By: Ada L.\n{text}", "utf-8")
    assert ((), ()) == (check_catalog(inside), check_catalog(above))
    assert Catalogs(shelf.folder).reviewed("en")


def test_a_header_that_a_tool_has_folded_is_read_whole(shelf):
    path = shelf("ar", "kiosk", [ASK])
    path.write_text(path.read_text("utf-8").replace("n==2 ? 2 : ", 'n==2 ?"\n" 2 : '), "utf-8")
    path.write_text(f"\n\n{path.read_text('utf-8')}", "utf-8")
    assert () == check_catalog(path)
    assert ("it", "ar") == Catalogs(shelf.folder).languages()


@pytest.mark.parametrize("charset", ["latin-1", "no-such", "utf-8\\\\ocontent", "ascii", "idna", "utf-16", "rot13"])
def test_the_charset_in_a_header_changes_nothing_of_a_file_that_is_in_utf_8(shelf, charset):
    path = shelf("en", "kiosk", [entry("a.b", "Perché?", "Why – and how?")])
    path.write_text(path.read_text("utf-8").replace("charset=utf-8", f"charset={charset}"), "utf-8")
    assert "Why – and how?" == Catalogs(shelf.folder).words("en").text("kiosk", "a.b", "Perché?")
    assert all(not problem.broken for problem in check_catalog(path))


def test_texts_not_yet_translated_or_stale_are_told_but_not_broken(shelf):
    path = shelf("en", "colloqui", [entry("a.b", "Ciao", ""), "#, fuzzy\n" + ASK])
    assert [False, False] == [problem.broken for problem in check_catalog(path)]
    assert "(it) Chi è?" == Catalogs(shelf.folder).words("en").text("colloqui", "legame.ask", "Chi è?")


def test_names_that_leave_the_folder_are_no_catalogs(shelf):
    catalogs = Catalogs(shelf.folder)
    assert [None, None, None] == [catalogs.catalog(*names) for names in (("..", "kiosk"), ("en", "../kiosk"), ("/etc", "passwd"))]
