"""The agenda: groups, webinars, interviews and workstations, their seats, and who waits for one.

What repeats is written in `flows/agenda/*.yaml`; what a desk adds, and every seat, is in the store. A seat has no person in
it: a number, the keyed hash of a code, and, sealed for whoever leads, what the person chose to leave.
"""
