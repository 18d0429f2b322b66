"""What is frozen at the end of a visit."""

import json

from tests.dispatch.conftest import finished, submitted


def test_the_file_for_the_office_has_answers_and_their_history(submission):
    kept = json.loads(submission.to_json())

    assert kept["reference"] == "4821093716"
    assert (kept["flow"], kept["version"], kept["language"], kept["assisted_by"]) == ("prova", "abc123", "ar", "Anna")
    assert kept["finished_at"] == "2026-11-22T14:41:00+00:00"
    assert kept["answers"]["cognome"] == {
        "value": "Rossi", "state": "given", "typed_by": "visitor", "confirmed": True, "seen": None, "to_review": False,
    }


def test_a_refused_answer_says_so_and_has_no_value(submission):
    answer = submission.answers["codice"]

    assert (answer["state"], answer["value"]) == ("refused", None)


def test_a_repeat_is_a_list_of_entries(submission):
    assert [entry["nome"]["value"] for entry in submission.answers["figli"]["value"]] == ["Anna", "Ibrahim"]


def test_what_must_not_be_kept_is_nowhere_in_it(flow):
    submission = submitted(finished(flow, reparto="Quarto piano"))

    assert "Quarto piano" not in submission.to_json().decode()


def test_the_rows_are_in_italian_by_section(submission):
    assert submission.rows[0]["section"] == "Chi sei"
    assert submission.rows[0]["rows"][0] == {"label": "Qual è il tuo cognome?", "value": "Rossi", "mark": ""}


def test_nothing_of_the_answers_is_in_its_repr(submission):
    assert "Rossi" not in repr(submission)
