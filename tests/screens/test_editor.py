"""One line of text under the visitor's fingers."""

import re
from unicodedata import category

from kiosk.i18n import Words, visual, width
from kiosk.screens.boxes import AreaBox
from kiosk.screens.editor import Editor
from kiosk.screens.look import Look


def _shown(editor, cells=10, direction="ltr"):
    view = editor.view(cells, direction)
    return view.before, view.under, view.after


def test_the_line_is_always_as_wide_as_its_box():
    for text in ("", "Anna", "Anna Maria de Angelis", "你好你好你好你好", "يوسف الخطيب الكبير", "e\u0301a"):
        for direction in ("ltr", "rtl"):
            editor = Editor(text)
            for _ in range(len(text) + 1):
                assert width("".join(_shown(editor, 10, direction))) == 10
                editor.key("left", "ltr")


def test_the_caret_stays_in_sight():
    assert _shown(Editor("Anna Maria de Angelis")) == ("e Angelis", "_", "")


def test_arrows_follow_the_direction_of_the_page():
    editor = Editor("يوسف")
    editor.key("right", "rtl")
    assert editor.caret == 3


def test_letters_go_in_where_the_caret_is():
    editor = Editor("Rssi")
    for key in ("home", "right"):
        editor.key(key, "ltr")
    editor.insert("o")
    assert (editor.text, editor.caret) == ("Rossi", 2)


def test_backspace_takes_one_sign_and_arrows_pass_over_whole_letters():
    editor = Editor("q\u0300a")
    editor.key("left", "ltr")
    editor.key("left", "ltr")
    assert editor.caret == 0
    editor.key("delete", "ltr")
    assert editor.text == "a"


def test_control_signs_are_never_taken():
    editor = Editor()
    editor.insert("a\x1b]0;x\x07b\u202ec")
    assert editor.text == "a]0;xbc"


def test_a_box_that_is_full_takes_no_more():
    editor = Editor("12345", limit=6)
    assert (editor.insert("67"), editor.text, editor.insert("8")) == (True, "123456", False)


def test_a_tap_puts_the_caret_there():
    editor = Editor("Rossi")
    editor.click(2, editor.view(10, "ltr"))
    assert editor.caret == 2


URDU = "ٹیڑھا ڈاک گھر چڑیا پژمردہ ں ے"


def _walk(editor, key, direction):
    """Every place of the caret, from where it is, until it goes no further."""
    met = [editor.caret]
    while editor.key(key, direction) and editor.caret != met[-1]:
        met.append(editor.caret)
    return met


def test_arrows_pass_every_letter_once_whichever_way_it_is_read():
    for text in ("يوسف", URDU, "بيت 12 Roma 3", "Via بيت 5", "مَرْحَبًا", "می\u200cخواهم", "王 Anna"):
        for direction in ("rtl", "ltr"):
            editor = Editor(text)
            _walk(editor, "left", direction)
            met = _walk(editor, "right", direction)
            letters = [place for place, sign in enumerate(text) if category(sign) not in ("Mn", "Cf")]
            assert sorted(met) == [*letters, len(text)]
            assert _walk(editor, "left", direction) == met[::-1]


def test_a_latin_name_on_an_arabic_page_is_walked_through_from_left_to_right():
    editor = Editor("Rossi")
    editor.key("left", "rtl")
    assert editor.caret == 4
    editor.key("right", "rtl")
    assert editor.caret == 5


def test_home_and_end_are_where_the_text_begins_and_ends():
    editor = Editor("يوسف Rossi")
    editor.key("home", "rtl")
    before, under, after = _shown(editor, 12, "rtl")
    assert (editor.caret, under, after) == (0, "\ufef3", "")
    editor.key("end", "rtl")
    assert _shown(editor, 12, "rtl")[:2] == ("_", "_")


def test_backspace_in_the_middle_joins_the_letters_anew():
    editor = Editor("گاڑی")
    for _ in range(2):
        editor.key("right", "rtl")
    editor.key("backspace", "rtl")
    assert (editor.text, editor.caret) == ("گڑی", 1)
    assert "".join(_shown(editor, 5, "rtl")) == "__\ufbfc\ufb8d\ufb94"


def test_urdu_is_typed_letter_by_letter_and_always_joined():
    editor = Editor()
    for sign in URDU:
        editor.insert(sign)
        painted = "".join(_shown(editor, 40, "rtl")).lstrip("_")
        assert painted == visual(editor.text, "rtl")
    assert editor.text == URDU


def test_digits_and_latin_keep_their_order_while_they_are_typed_into_arabic():
    editor = Editor("شارع ")
    for sign in "12 Via":
        editor.insert(sign)
        assert "".join(_shown(editor, 20, "rtl")).lstrip("_") == visual(editor.text, "rtl")
    assert "Via 12 " in "".join(_shown(editor, 20, "rtl"))


def test_a_long_arabic_text_is_shown_around_the_caret():
    text = "محمد عبد الرحمن بن عبد الله الخطيب"
    editor = Editor(text)
    end = "".join(_shown(editor, 10, "rtl"))
    assert end[0] == "_" and end[1:] == visual(text, "rtl")[:9]
    editor.key("home", "rtl")
    assert "".join(_shown(editor, 10, "rtl")) == visual(text, "rtl").replace("\ufdf2", "")[-10:]
    for _ in range(len(text)):
        editor.key("left", "rtl")
        view = editor.view(10, "rtl")
        assert width(view.before + view.under + view.after) == 10


def test_a_line_of_an_arabic_paragraph_that_begins_with_a_number_stands_with_the_others():
    box = AreaBox("", "اكتب هنا كل ما حدث في ذلك اليوم من فضلك 12 مايو في الصباح")
    rows = box.rows(Look(40, 24, Words("ar", "العربية"), "rtl", box))
    lines = ["".join(span.text for span in sorted(row, reverse=True)) for row in rows]
    assert len(lines) > 1 and not [line for line in lines if re.search("[^_ <>\\[\\]]_+<?\\]", line)]


def test_a_tap_finds_the_letter_that_stands_there():
    for text in ("يوسف Rossi 3", "مَرْحَبًا", "王小明 A"):
        for direction in ("rtl", "ltr"):
            editor = Editor(text)
            for place in range(len(text)):
                editor.caret = place
                view = editor.view(20, direction)
                editor.click(width(view.before), view)
                assert editor.view(20, direction).before == view.before


def test_what_is_kept_is_what_was_typed():
    editor = Editor()
    for sign in "لا إله\u200c ۂ":
        editor.insert(sign)
    assert editor.text == "لا إله\u200c ۂ"
