"""What a speech program of this machine does beside speaking."""

import os
import subprocess

import pytest

from kiosk.voice import programs


@pytest.mark.skipif(programs.speaker() is None, reason="no speech program on this machine")
def test_a_speech_program_leaves_nothing_in_the_home_of_whoever_speaks(tmp_path):
    program = programs.speaker()
    subprocess.run([program, "--stdin"], input=b"prova", env=programs.environment(os.environ | {"HOME": str(tmp_path)}), capture_output=True, timeout=60, check=False)
    assert list(tmp_path.iterdir()) == []
