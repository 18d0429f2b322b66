"""Papers: accessible, complete, and deaf to anything typed."""

import io
import re
import unicodedata
from dataclasses import replace

import pytest
import typst
from pypdf import PdfReader

from kiosk.dispatch import documents
from kiosk.dispatch.content import PaperContent
from kiosk.dispatch.slip import Printed, code_slips
from kiosk.errors import PaperFailed
from kiosk.forms.flow import Document
from kiosk.i18n import italian
from tests.dispatch.conftest import ARABIC, CHINESE, DESK, TODAY

OFFICE, VISITOR = Document("domanda", "office", "domanda.typ", "it"), Document("promemoria", "visitor")

HOSTILE = [
    "#let x = 1", "#panic(\"no\")", "$a^2$", "[#text(red)[x]]", "\\u{41} \\", "\"quoted\" 'single'", "*bold* _em_ `raw`",
    "<label> @ref // c /* c */", "#read(\"/etc/passwd\")", "{name} %s {{x}}", "= Titolo", "- voce", "https://example.org/~a",
    "--- ... ~ -?", "]]]}}})))", "<svg onload='x'>", "=HYPERLINK(\"x\")",
]


def opened(rendered) -> PdfReader:
    return PdfReader(io.BytesIO(rendered.content))


def text_of(rendered) -> str:
    """The words of the paper as somebody would copy them, without breaks."""
    said = "".join(page.extract_text() for page in opened(rendered).pages)
    return unicodedata.normalize("NFKC", said).replace("\u200b", "")


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_the_office_paper_is_pdf_ua_1_with_title_and_language(paper_of):
    root = opened(documents.render(OFFICE, paper_of())).trailer["/Root"]

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == "it"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert opened(documents.render(OFFICE, paper_of())).metadata.title == "Domanda di prova"


def test_the_office_paper_holds_the_answers_in_the_offices_words(paper_of):
    said = text_of(documents.render(OFFICE, paper_of()))

    for expected in ("4821 0937 16", "22 novembre 2026", "Rossi", "figlio/a", "Una riga.", "Anna", "Ibrahim"):
        assert expected in said


def test_the_sealed_paper_leaves_blank_what_must_not_be_kept(paper_of):
    template = '#import "paper.typ": *\n#show: sheet.with(title: "x")\n#row("Reparto", answer("reparto"))\n#all-rows()'
    printed = text_of(documents.render(OFFICE, paper_of(template=template, reparto="Quarto piano")))
    sealed = text_of(documents.render(OFFICE, paper_of(template=template, reparto="Quarto piano", sealed=True)))

    assert ("Quarto piano" in printed, "Quarto piano" in sealed) == (True, False)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_stands_on_the_paper_as_it_was_typed(paper_of, typed):
    said = text_of(documents.render(OFFICE, paper_of(racconto=typed)))

    assert without_spaces(typed) in without_spaces(said)


def test_two_thousand_signs_without_a_space_stay_on_the_page(paper_of):
    typed = "abcdefghij" * 200
    rendered = documents.render(OFFICE, paper_of(racconto=typed))

    # twice: in the template's own row and among all the answers
    assert without_spaces(re.sub(r"4821 0937 16\d / \d", "", text_of(rendered))).count("abcdefghij") >= 380


def test_control_signs_and_direction_marks_make_no_paper_fail(paper_of):
    typed = "a\x00b\x1bc\u202ed\u2066e\ufefff\U000e0041g"

    assert documents.render(OFFICE, paper_of(racconto=typed)).content.startswith(b"%PDF-")


def test_one_sign_of_each_block_of_unicode_makes_a_paper(paper_of):
    typed = "".join(chr(at) for at in range(0x20, 0x20000, 0x97) if unicodedata.category(chr(at)) != "Cs")[:2000]

    assert documents.render(OFFICE, paper_of(racconto=typed)).content.startswith(b"%PDF-")


def test_a_sign_that_no_font_draws_is_marked_and_said(paper_of):
    rendered = documents.render(OFFICE, paper_of(racconto="nome \U00012000\U00012001 fine"))
    said = text_of(rendered)

    assert rendered.unprintable is True
    assert "nome [?] fine" in said
    assert "answers.json" in said


def test_answers_in_other_scripts_are_drawn(paper_of):
    rendered = documents.render(OFFICE, paper_of(racconto="حسن 你好 ٹھیک ہے Олена"))

    assert rendered.unprintable is False
    assert "你好" in text_of(rendered)


def test_bangla_is_drawn_with_the_font_that_comes_with_the_kiosk(paper_of):
    assert documents.render(OFFICE, paper_of(racconto="আমার নাম প্রিয়া")).unprintable is False


@pytest.mark.parametrize(
    "template",
    [
        '#import "paper.typ": *\n#show: sheet.with(title: "x")\n#nothing-of-this-name',
        '#import "@preview/cetz:0.3.0": *',
        '#read("/etc/passwd")',
        '#read("../documents.py")',
        '#set document(title: "x")\n#image("nothing.png")',
        '#import "paper.typ": *\n#show: sheet.with(title: "x")\n\U00012000',
    ],
)
def test_a_template_that_makes_no_paper_is_the_authors_problem(paper_of, template):
    with pytest.raises(PaperFailed):
        documents.render(OFFICE, paper_of(template=template))


def test_without_its_template_the_answers_go_out_row_by_row(paper_of):
    said = text_of(documents.render_rows(OFFICE, paper_of()))

    assert ("Qual è il tuo cognome?" in said, "Rossi" in said) == (True, True)


@pytest.mark.parametrize("words", [italian(), ARABIC, CHINESE])
def test_the_slip_is_one_accessible_page_in_both_languages(paper_of, words):
    rendered = documents.render(VISITOR, paper_of(words))
    root = opened(rendered).trailer["/Root"]

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert len(opened(rendered).pages) == 1
    assert text_of(rendered).count("4821 0937 16") == (1 if words == italian() else 2)


def test_the_slip_of_a_code_has_its_digits_in_both_scripts_and_a_square_for_the_scanner(flow):
    printed = Printed("4821093755162043", DESK, TODAY, TODAY)
    paper = PaperContent({}, code_slips(flow, (italian(), ARABIC), printed), printed.reference)
    rendered = documents.render(VISITOR, paper)

    assert (rendered.unprintable, len(opened(rendered).pages)) == (False, 1)
    assert text_of(rendered).count("4821 0937 5516 2043") == 2
    assert "٤٨٢١ ٠٩٣٧ ٥٥١٦ ٢٠٤٣" in text_of(rendered).replace("\u200e", "")


def test_a_long_slip_still_fits_one_page(paper_of):
    paper = paper_of()
    slips = tuple(replace(slip, steps=slip.steps * 25, bring=slip.bring * 20) for slip in paper.slips)

    assert len(opened(documents.render(VISITOR, replace(paper, slips=slips))).pages) == 1


def test_a_slip_in_letters_this_machine_has_not_says_so_in_italian(paper_of):
    paper = paper_of()
    slips = (paper.slips[0], replace(paper.slips[1], heading="\U00012000\U00012001"))
    rendered = documents.render(VISITOR, replace(paper, slips=slips))

    assert rendered.unprintable is True
    assert "non si può stampare su questo computer (Arabo)" in " ".join(text_of(rendered).split())
    assert len(opened(rendered).pages) == 1


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine with no fonts but those inside Typst, as after installing with pip alone and no font package."""
    monkeypatch.setattr(documents, "fonts", lambda: typst.Fonts(include_system_fonts=False))
    documents._families.cache_clear()
    yield
    documents._families.cache_clear()


def test_on_a_machine_without_chinese_fonts_the_slip_is_in_italian_and_says_why(paper_of, no_fonts):
    paper = paper_of(CHINESE)
    slips = (paper.slips[0], replace(paper.slips[1], heading="居住声明"))
    said = " ".join(text_of(documents.render(VISITOR, replace(paper, slips=slips))).split())

    assert "4821 0937 16" in said
    assert "non si può stampare su questo computer (Cinese)" in said
    assert documents.can_print("你好") is False


def test_what_typst_complains_of_never_holds_an_answer(paper_of):
    template = '#import "paper.typ": *\n#show: sheet.with(title: "x")\n#int(answer("cognome"))'
    with pytest.raises(PaperFailed) as failed:
        documents.render(OFFICE, paper_of(template=template, cognome="Ferrarini"))

    assert ("Ferrarini" in str(failed.value), str(failed.value).startswith("3:")) == (False, True)


def test_the_same_answers_make_the_same_paper(paper_of):
    assert documents.render(OFFICE, paper_of()).content == documents.render(OFFICE, paper_of()).content
