"""Saying texts aloud: by whom, in which order, and how it stops, hangs or cannot be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk import voice
from kiosk.voice import SAID, SILENT, UNVOICED, Voice
from tests.voice.speaker import LISTED, group, until

WAVE = b"RIFF\x24\0\0\0WAVEfmt "
OGG = b"OggS\0\2"


@pytest.fixture
def voices():
    """Makes voices that are silent when the test is over."""
    made: list[Voice] = []

    def make(*args: object, **named: object) -> Voice:
        made.append(Voice(*args, **named))
        return made[-1]

    yield make
    for one in made:
        one.hush()


def recorded(folder: Path, language: str, *lines: str, **files: bytes) -> str:
    """A folder of recordings: what its index says, and the files that are there."""
    place = folder / language
    place.mkdir(parents=True, exist_ok=True)
    (place / "index.tsv").write_text("\n".join(lines), "utf-8")
    for name, content in files.items():
        (place / name.replace("_", ".")).write_bytes(content)
    return str(folder)


def in_background(said: list[str], speaking: Voice, text: str) -> threading.Thread:
    thread = threading.Thread(target=lambda: said.append(speaking.say(text, "it")))
    thread.start()
    return thread


def test_texts_are_said_one_after_the_other_each_in_the_voice_of_its_language(speaker, voices):
    speaker.there()
    aloud = voices(speed=120)

    assert [aloud.say("Ciao. Scegli.", "it"), aloud.say("مرحبا", "ar"), aloud.say("你好", "zh")] == [SAID] * 3
    assert speaker.said == [("espeak-ng", f"-v {name} -s 120 -b 1 --stdin", text)
                            for name, text in (("it", "Ciao. Scegli."), ("ar", "مرحبا"), ("cmn", "你好"))]


def test_a_text_stands_on_no_command_line_and_nothing_else_is_handed_over(speaker, voices, monkeypatch):
    monkeypatch.setenv("ANSWER_OF_ANA", "0212345")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH", "")])))
    speaker.there(then="sleep 60")
    said: list[str] = []
    aloud = voices()
    thread = in_background(said, aloud, "quarantadue")
    until(lambda: speaker.said)
    seen = [Path(f"/proc/{pid}/{name}").read_bytes() for pid in group(os.getpgid(speaker.pids[0])) for name in ("cmdline", "environ")]
    aloud.hush()
    thread.join()

    assert len(seen) >= 4
    assert not [one for one in seen if b"quarantadue" in one or b"ANSWER_OF_ANA" in one]
    assert "PYTHON" not in (speaker.place / "environ").read_text()


def test_a_language_that_the_program_does_not_speak_is_not_read_as_another_one(speaker, voices):
    speaker.there()

    assert voices().say("Kumusta", "fil") == UNVOICED
    assert speaker.said == []


def test_where_no_program_is_there_that_is_an_answer(speaker, voices):
    assert voices().say("Ciao", "it") == UNVOICED


def test_whether_something_can_be_said_is_known_without_a_sound(speaker, voices, tmp_path):
    speaker.there()
    speaker.there("aplay")
    aloud = voices(recorded(tmp_path / "voices", "fil", "a.wav\tKumusta", a_wav=WAVE))

    assert [aloud.can_say("Ciao", "it"), aloud.can_say("Kumusta", "fil"), aloud.can_say("Salamat", "fil")] == [True, True, False]
    assert speaker.said == []


def test_espeak_stands_in_for_its_successor(speaker, voices):
    speaker.there("espeak")

    assert voices().say("Ciao", "it") == SAID
    assert [program for program, _, _ in speaker.said] == ["espeak"]


@pytest.mark.parametrize("then", ["exit 1", "echo 'ALSA lib pcm.c: Unknown PCM default' >&2; echo 'error: No such file or directory' >&2"])
def test_a_program_that_was_not_heard_does_not_count_as_said(speaker, voices, then):
    speaker.there(then=then)

    assert voices().say("Ciao", "it") == SILENT


def test_grumbling_of_the_sound_system_is_not_silence(speaker, voices):
    speaker.there(then="echo 'ALSA lib pcm.c: Unknown PCM cards.pcm.rear' >&2")

    assert voices().say("Ciao", "it") == SAID


def test_hushed_it_is_silent_at_once_with_all_that_the_speaker_has_started(speaker, voices):
    speaker.there(then="sleep 60 & sleep 60")
    said: list[str] = []
    aloud = voices()
    thread = in_background(said, aloud, "un testo lungo")
    until(lambda: speaker.pids)
    leader = os.getpgid(speaker.pids[0])
    until(lambda: len(group(leader)) >= 4)
    aloud.hush()
    thread.join(60)

    assert said == [SILENT]
    until(lambda: group(leader) == [])


def test_hushed_before_it_began_it_says_nothing(speaker, voices):
    speaker.there()
    aloud = voices()
    aloud.hush()

    assert aloud.say("Ciao", "it") == SILENT
    assert speaker.said == []


def test_a_speaker_that_hangs_is_ended_with_its_group(speaker, voices):
    speaker.there(then="trap '' TERM INT HUP; sleep 60")

    said: list[str] = []
    thread = in_background(said, voices(patience=5.0), "x")
    until(lambda: speaker.pids)
    leader = os.getpgid(speaker.pids[0])
    thread.join(60)

    assert said == [SILENT]
    until(lambda: group(leader) == [])


def test_it_dies_with_whoever_asked_however_that_ends(speaker):
    speaker.there(then="sleep 60")
    asking = subprocess.Popen([sys.executable, "-c", "from kiosk.voice import Voice\nVoice().say('un testo', 'it')"])
    try:
        until(lambda: speaker.pids)
        leader = os.getpgid(speaker.pids[0])
        assert leader != os.getpgid(asking.pid)
        os.kill(asking.pid, signal.SIGKILL)
        until(lambda: group(leader) == [])
    finally:
        asking.kill()
        asking.wait()


def test_markup_of_the_speech_program_is_only_text(speaker, voices):
    speaker.there()
    voices().say("[[qui\u2068 '\n-w /tmp/x", "it")

    assert speaker.texts == ["[qui ' -w /tmp/x"]


def test_a_recording_of_these_very_words_comes_first(speaker, voices, tmp_path):
    speaker.there()
    speaker.there("aplay")
    folder = recorded(tmp_path / "voices", "it", "# chi legge: Anna", "ciao.wav\tCiao. Scegli la tua lingua.", ciao_wav=WAVE)
    aloud = voices(folder)

    assert [aloud.say("Ciao.  Scegli la\u2068 tua\u2069 lingua.", "it"), aloud.say("Ciao. Scegli una lingua.", "it")] == [SAID, SAID]
    assert [(program, text) for program, _, text in speaker.said] == [
        ("aplay", f"-q {tmp_path}/voices/it/ciao.wav"), ("espeak-ng", "Ciao. Scegli una lingua.")]


def test_a_language_without_a_voice_is_heard_where_it_was_recorded(speaker, voices, tmp_path):
    speaker.there()
    speaker.there("paplay")
    aloud = voices(recorded(tmp_path / "voices", "fil", "a.ogg\tKumusta", a_ogg=OGG))

    assert [aloud.say("Kumusta", "fil"), aloud.say("Salamat", "fil")] == [SAID, UNVOICED]


def test_a_recording_that_nothing_can_play_is_read_instead(speaker, voices, tmp_path):
    speaker.there()
    speaker.there("aplay", then="exit 1")
    aloud = voices(recorded(tmp_path / "voices", "it", "a.ogg\tUno", "b.wav\tDue", a_ogg=OGG, b_wav=WAVE))

    assert [aloud.say("Uno", "it"), aloud.say("Due", "it")] == [SAID, SAID]
    assert [program for program, _, _ in speaker.said] == ["espeak-ng", "aplay", "espeak-ng"]


@pytest.mark.parametrize(("lines", "said"), [
    (["ciao.wav"], "serve il nome di un file, un tabulatore e il testo"),
    (["../it/ciao.wav\tCiao"], "il file sta accanto all'indice"),
    (["ciao.mp3\tCiao"], "il file sta accanto all'indice"),
    (["altro.wav\tCiao"], "«altro.wav» non c'è"),
    (["testo.wav\tCiao"], "«testo.wav» non è una registrazione .wav"),
    (["ciao.wav\tCiao", "", "ciao.wav\tCiao "], "questo testo è già in una riga prima"),
])
def test_a_bad_line_of_an_index_is_told_with_its_place_and_never_played(tmp_path, lines, said):
    folder = Path(recorded(tmp_path / "voices", "it", *lines, "buono.wav\tBuono", ciao_wav=WAVE, testo_wav=b"ciao", buono_wav=WAVE))
    recordings = voice.Recordings(folder)
    problem, = recordings.problems()

    assert problem.startswith(f"{folder}/it/index.tsv:{len(lines)}: ") and said in problem
    assert recordings.of("it", "Buono") == folder / "it/buono.wav"
    assert recordings.of("it", "Ciao") is None or len(lines) == 3


def test_an_index_that_is_no_text_is_told_and_hurts_nobody(tmp_path):
    folder = Path(recorded(tmp_path / "voices", "it"))
    (folder / "it/index.tsv").write_bytes(b"\xff\xfe\0x")
    recordings = voice.Recordings(folder)

    assert [*recordings.problems()] == [f"{folder}/it/index.tsv:1: non si può leggere: serve un file di testo UTF-8"]
    assert recordings.of("it", "x") is None


def test_of_several_voices_of_a_language_the_preferred_one_reads():
    there = voice.voices(LISTED)

    assert {code: there.get(code) for code in ("it", "en", "fr", "zh", "fil")} == {
        "it": "it", "en": "en-gb", "fr": "fr-fr", "zh": "cmn", "fil": None}


SAMPLES = {"it": "Ciao. Scegli la tua lingua.", "ar": "مرحبا. يرجى اختيار اللغة.", "zh": "您好。请选择您的语言。", "uk": "Вітаємо. Виберіть мову.",
           "ro": "Bună ziua. Alegeți limba.", "sq": "Mirë se vini. Zgjidhni gjuhën.", "ur": "خوش آمدید۔ اپنی زبان چنیں۔", "bn": "স্বাগতম। ভাষা বেছে নিন।",
           "si": "ආයුබෝවන්. භාෂාව තෝරන්න.", "es": "Hola. Elija su idioma.", "fr": "Bonjour. Choisissez votre langue.", "pt": "Olá. Escolha a sua língua.",
           "en": "Hello. Choose your language."}


@pytest.mark.skipif(voice.speaker() is None, reason="no espeak-ng on this machine")
@pytest.mark.parametrize("language", SAMPLES)
def test_the_true_program_makes_true_sound_of_every_language(language):
    program = voice.speaker()
    listed = voice.voices(subprocess.run([program, "--voices"], capture_output=True, text=True, check=True).stdout)
    spoken = subprocess.run([*voice.speaking(program, listed[language], 140), "--stdout"], input=SAMPLES[language].encode(), capture_output=True, check=True)
    samples = memoryview(spoken.stdout)[44:].cast("h") if len(spoken.stdout) % 2 == 0 else memoryview(spoken.stdout)[44:-1].cast("h")

    assert spoken.stdout.startswith(b"RIFF")
    assert 1.0 < len(samples) / 22050 < 15.0
    assert max(samples) > 3000
