"""The first screen must not wait for languages it does not show."""

import subprocess
import sys

LATER = ("babel", "arabic_reshaper", "wcwidth", "yaml", "rich", "textual")


def test_importing_the_languages_loads_none_of_the_libraries_behind_them():
    code = f"import sys, kiosk.i18n; print([name for name in {LATER!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_a_compiled_language_is_spoken_without_babel(tmp_path):
    code = (
        "import sys; from kiosk.i18n import Catalogs;"
        f"words = Catalogs('locales', {str(tmp_path)!r}).words('en');"
        "print(words.say('end.title'), 'babel' in sys.modules)"
    )
    run = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() for _ in range(2)]
    assert ["Done. Thank you. True", "Done. Thank you. False"] == run
