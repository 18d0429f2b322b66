"""What was counted at the desk, as anybody may read it: tables of whole months, each written once, in which nobody can be found."""
