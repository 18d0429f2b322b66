"""Fifty texts that have broken stores: ends of strings and statements, wildcards, parameters, comments, signs that nobody can see."""

from __future__ import annotations

TEXTS = (
    "'", "''", "'''", '"', '""', "`", "\\", "\\'", "\\\\'", "$$", "$1", "$a$;$a$", "?", "??", ":x", ":name", "::text", "%", "%%", "_", "%s", "%(id)s", "{}", "{bytes}",
    "'; DROP TABLE draft; --", "\"; DROP TABLE draft; --", "'); DELETE FROM log; --", "1; VACUUM", "' OR '1'='1", "' OR 1=1 --", "'||version()||'",
    "x' UNION SELECT locked --", "/* a */", "-- a", "#", "*", "[a-z]", "a%_b", "^(a+)+$", "NULL", "null", "0x00", "1e309", "NaN", "TRUE",
    "E'\\047'", "U&'\\0027'", "ｓｅｌｅｃｔ＇", "ʼ; ʺ", "Ω≈ç√ 👩‍👩‍👧 ñ é",
)
"""What a store must take as it is."""

UNSEEN = ("a\0b", "\0", "a\ud800b", "\udc41", "a\x1b[2Jb", "a\u202eb", "a\ufffdb", "a\nb", "\ufeffa", "a" * 5000)
"""What cannot be seen, or is endless: taken off before anything is kept, or refused."""
