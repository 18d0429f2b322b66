"""The school for who helps: lessons with invented people, on the very path of a real visit.

A lesson has a desk of its own in a folder that is gone afterwards: nothing of it is stored, sent, called or counted. PROVA
stands on every screen and every paper of it.
"""

from kiosk.desk.school.classroom import Classroom
from kiosk.desk.school.exercise import Exercise
from kiosk.desk.school.lessons import Lesson, read_lessons

__all__ = ["Classroom", "Exercise", "Lesson", "read_lessons"]
