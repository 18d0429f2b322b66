"""The order of signs against the Unicode Consortium's own answers.

The rows below are a sample of BidiCharacterTest.txt and BidiTest.txt of the Unicode Character Database 15.0, © Unicode, Inc.,
used under the Unicode License v3 (https://www.unicode.org/license.txt). Where the whole files are installed all is tried.
"""

from pathlib import Path

import pytest

from kiosk.i18n import bidi
from kiosk.i18n.bidi_rules import MIRROR

UNICODE = Path("/usr/share/unicode")
DIRECTIONS = {"0": "ltr", "1": "rtl", "2": None}

# signs; direction; level of the paragraph; level of each sign (x: removed); signs from the left
GOLDEN = """\
202A 202E 0061 202C 0028 005B 05D0 202C 202D 005D 0029 202C;2;0;x x 3 x 3 3 3 x x 2 2 x;6 5 4 2 9 10
0061 0028 0062 202B 0063 202C 0029 0020 0031;1;1;2 2 2 x 4 x 1 1 2;8 7 6 0 1 2 4
0028 0061 05D0 0062 0028 005B 005D 05D1 0029;0;0;0 0 1 0 0 0 0 1 0;0 1 2 3 4 5 6 7 8
0061 0020 3008 0062 002E 0031 3009;1;1;2 2 2 2 2 2 2;0 1 2 3 4 5 6
0028 0061 0028 005B 005D 05D0 0062 05D1 0029;1;1;1 2 1 1 1 1 2 1 1;8 7 6 5 4 3 2 1 0
0627 202A 002A 202C 0020 0031 002D 0032;0;0;1 x 2 x 0 0 0 0;2 0 4 5 6 7
0661 0028 05D0 202C 0029;0;0;2 1 1 x 1;4 2 1 0
202D 202E 0061 202C 0028 005B 202C 202A 05D0 005D 0029 05D1;2;0;x x 3 x 2 2 x x 3 3 3 3;2 4 5 11 10 9 8
0061 2067 202C 202E 2069 0062;1;1;2 2 x x 2 2;0 1 4 5
0028 05D0 0029 0020 0031 002A 0032;0;0;0 1 0 0 2 1 2;0 1 2 3 6 5 4
0028 0028 0061 005B 05D0 0062 05D1 005D 0029;0;0;0 0 0 0 1 0 1 0 0;0 1 2 3 4 5 6 7 8
0028 05D0 0029 0028 0061 05D1 0062 0029;1;1;1 1 1 1 2 1 2 1;7 6 5 4 3 2 1 0
05D0 202B 05D1 202C 0020 0031 0020 0032;1;1;1 x 3 x 1 2 1 2;7 6 5 4 2 0
0028 0661 0029 0627;0;0;0 2 0 1;0 1 2 3
05D0 0028 0661 0029;1;1;1 1 2 1;3 2 1 0
05D0 0028 05D1 0029 0331;0;0;1 1 1 1 1;4 3 2 1 0
05D0 202B 0062 202C 0020 0031 0020 0032;0;0;1 x 2 x 1 2 1 2;7 6 5 4 2 0
0028 0031 0029 0061;1;1;1 2 1 2;3 2 1 0
0627 0028 06F1 0029;0;0;1 1 2 1;3 2 1 0
0061 005D 05D0 0028 05D1 0029 0062;1;1;2 1 1 1 1 1 2;6 5 4 3 2 1 0
05D0 0020 0031 002D 0032;0;0;1 1 2 2 2;2 3 4 1 0
0028 05D0 2680 0061 0029 0062;0;0;0 1 0 0 0 0;0 1 2 3 4 5
0028 0031 0029 0061;0;0;0 0 0 0;0 1 2 3
2680 0028 05D0 0028 0029 05D1 0028 0061 0029;1;1;1 1 1 1 1 1 1 2 1;8 7 6 5 4 3 2 1 0
0028 2680 05D0 2681 0028 005B 0029 005D;1;1;1 1 1 1 1 1 1 1;7 6 5 4 3 2 1 0
2680 005D 0061 0028 0062 0029 2681;0;0;0 0 0 0 0 0 0;0 1 2 3 4 5 6
0061 0028 05D0 0029 2680 05D1 0028;1;1;2 1 1 1 1 1 1;6 5 4 3 2 1 0
0028 0029 05D0 0061 005B 005D 2680 05D1;0;0;0 0 1 0 0 0 0 1;0 1 2 3 4 5 6 7
0028 05D0 0061 05D1 005B 005D 05D2 0029;0;0;0 1 0 1 1 1 1 0;0 1 2 6 5 4 3 7
0028 0028 05D0 2680 005B 0029 005D 2681 05D1;1;1;1 1 1 1 1 1 1 1 1;8 7 6 5 4 3 2 1 0
0028 05D0 2680 05D1 0061 0029;1;1;1 1 1 1 2 1;5 4 3 2 1 0
0061 0029 2680 0028 2681 0029 2682;1;1;2 1 1 1 1 1 1;6 5 4 3 2 1 0
05D0 0028 0028 0029 0061 0028 0029 2680 05D1;0;0;1 0 0 0 0 0 0 0 1;0 1 2 3 4 5 6 7 8
0028 2680 05D0 0028 05D1 0029 0028 05D2 0029;0;0;0 0 1 1 1 1 1 1 1;0 1 8 7 6 5 4 3 2
05D0 0028 05D1 0061 0028 005B 0062 005D 0029;1;1;1 1 1 2 2 2 2 2 2;3 4 5 6 7 8 2 1 0
0028 0061 0028 0062 0029 0063 0029 05D0;0;0;0 0 0 0 0 0 0 1;0 1 2 3 4 5 6 7
05D0 0029 05D1 2680 0028 0029;1;1;1 1 1 1 1 1;5 4 3 2 1 0
0028 2680 0028 005B 05D0 0061 005D 0029 05D1;1;1;1 1 1 1 1 2 1 1 1;8 7 6 5 4 3 2 1 0
0028 0061 0028 005B 0029 2680 05D0 005D;1;1;1 2 1 1 1 1 1 1;7 6 5 4 3 2 1 0
05D0 2680 0028 0029 0028 0029 2681 0061;0;0;1 0 0 0 0 0 0 0;0 1 2 3 4 5 6 7
"""


def expected_and_actual(row):
    signs, direction, paragraph, levels, order = row.split(";")
    text = "".join(chr(int(sign, 16)) for sign in signs.split())
    wanted = levels.split()
    found, level = bidi.levels(text, DIRECTIONS[direction])
    shown = ["x" if want == "x" else str(level) for want, level in zip(wanted, found)]
    places = [str(place) for place in bidi.order(text, DIRECTIONS[direction])[0] if wanted[place] != "x"]
    return (paragraph, wanted, order.split()), (str(level), shown, places)


@pytest.mark.parametrize("row", GOLDEN.splitlines())
def test_a_line_is_ordered_as_the_standard_says(row):
    expected, actual = expected_and_actual(row)
    assert expected == actual


# one sign of each class
SIGNS = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "$", "AN": "\u0661", "CS": ",", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!",
    "BN": "\xad", "NSM": "\u0300", "LRO": "\u202d", "RLO": "\u202e", "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067",
    "FSI": "\u2068", "PDI": "\u2069",
}
READ_AS = {1: None, 2: "ltr", 4: "rtl"}

# classes; how the paragraph is read, as a sum of the keys above; level of each sign (x: removed); signs from the left
BY_CLASS = """\
ET RLE RLI;3;0 x 0;0 2
PDF ES FSI;4;x 1 1;2 1
L PDI RLO BN;3;0 0 x x;0 1
L AN LRO PDF;3;0 2 x x;0 1
S LRE ET RLO;3;0 x 2 x;0 2
WS RLO LRO EN;3;0 x x 2;0 3
AL LRI RLO LRO;5;1 1 x x;1 0
LRI AL ET;4;1 3 2;1 2 0
AL RLO AN RLO;5;1 x 3 x;2 0
CS LRO BN EN;4;1 x x 2;3 0
ET EN RLO LRE;4;2 2 x x;0 1
BN ON NSM LRO;3;x 0 0 x;1 2
RLO L R LRE;3;x 1 1 x;2 1
PDF ON BN R;5;x 1 x 1;3 1
BN EN NSM RLO;4;x 2 2 x;1 2
RLE FSI CS RLE;4;x 3 4 x;2 1
LRE PDF FSI AN;3;x x 0 4;2 3
BN LRE PDI ET;7;x x 2 2;2 3
RLE RLO RLI AN;4;x x 5 8;3 2
WS WS S BN;3;0 0 0 x;0 1 2
L NSM PDF WS;3;0 0 x 0;0 1 3
PDI FSI LRO L;3;0 0 x 4;0 1 3
ON AN EN RLO;3;0 2 0 x;0 1 2
EN RLO WS S;3;0 x 0 0;0 2 3
L RLE AL WS;3;0 x 1 0;0 2 3
L RLE AN R;3;0 x 2 1;0 3 2
R WS ON RLO;2;1 0 0 x;0 1 2
ET LRI LRI RLE;4;1 1 1 x;2 1 0
ES FSI EN LRO;4;1 1 2 x;2 1 0
CS ON BN B;4;1 1 x 1;3 1 0
PDI NSM LRO NSM;4;1 1 x 2;3 1 0
R EN EN LRE;7;1 2 2 x;1 2 0
LRI FSI LRE EN;4;1 2 x 6;1 3 0
ES PDF FSI B;4;1 x 1 1;3 2 0
R PDF L FSI;5;1 x 2 1;3 2 0
FSI BN AL RLI;4;1 x 3 1;3 2 0
AN S PDI LRO;3;2 0 0 x;0 1 2
AN PDI LRE LRI;4;2 1 x 1;3 1 0
AN RLO ON R;2;2 x 1 1;3 2 0
PDF PDI PDI ET;3;x 0 0 0;1 2 3
"""


def wrong_orders(row):
    """The ways of reading in which a row of classes comes out otherwise than it should."""
    classes, ways, levels, order = row.split(";")
    text, wanted = "".join(SIGNS[name] for name in classes.split()), levels.split()
    wrong = []
    for bit, direction in READ_AS.items():
        if int(ways, 16) & bit:
            found = ["x" if want == "x" else str(level) for want, level in zip(wanted, bidi.levels(text, direction)[0])]
            places = [str(place) for place in bidi.order(text, direction)[0] if wanted[place] != "x"]
            wrong += [] if (found, places) == (wanted, order.split()) else [direction]
    return wrong


@pytest.mark.parametrize("row", BY_CLASS.splitlines())
def test_a_line_of_classes_is_ordered_as_the_standard_says(row):
    assert wrong_orders(row) == []


def test_every_fiftieth_row_of_the_standards_test_of_classes():
    levels = order = ""
    wrong, number = [], 0
    for line in rows_of("BidiTest.txt"):
        if line.startswith("@"):
            name, _, value = line[1:].partition(":")
            levels, order = (value.strip(), order) if name == "Levels" else (levels, value.strip()) if name == "Reorder" else (levels, order)
            continue
        number += 1
        if number % 50 == 0:
            row = f"{line.replace('; ', ';')};{levels};{order}"
            wrong += [row] if wrong_orders(row) else []
    assert number > 100_000 and wrong == []


def rows_of(name):
    path = UNICODE / name
    if not path.exists():
        pytest.skip(f"{path} is not here (Debian package unicode-data)")
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def test_every_line_of_the_standards_own_test():
    wrong = []
    for row in rows_of("BidiCharacterTest.txt"):
        expected, actual = expected_and_actual(row)
        if expected != actual:
            wrong.append(row)
    assert [] == wrong


def test_brackets_are_those_of_unicode():
    for row in rows_of("BidiBrackets.txt"):
        sign, other, kind = (part.strip() for part in row.split(";"))
        # the two angle brackets that Unicode takes for others are folded to them
        if kind != "n" and sign not in ("2329", "232A"):
            assert chr(int(other, 16)) == MIRROR[chr(int(sign, 16))]


def test_isolates_that_never_close_and_depths_that_never_end_do_no_harm():
    for text in ("\u2067" * 300 + "a", "\u202b" * 200 + "\u05d0", "\u2069" * 50, "(" * 500 + "\u05d0" + ")" * 500, ""):
        assert list(range(len(text))) == sorted(bidi.order(text, "rtl")[0])
