"""One line of text under the visitor's fingers."""

from kiosk.screens.editor import Editor


def _shown(editor, cells=10, direction="ltr"):
    view = editor.view(cells, direction)
    return view.before, view.under, view.after


def test_the_line_is_always_as_wide_as_its_box():
    for text in ("", "Anna", "Anna Maria de Angelis", "你好你好你好你好", "يوسف الخطيب الكبير", "e\u0301a"):
        for direction in ("ltr", "rtl"):
            editor = Editor(text)
            for _ in range(len(text) + 1):
                from kiosk.i18n import width

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
