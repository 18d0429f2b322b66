"""What the operator reads beside the visitor."""

PHRASES: dict[str, str | tuple[str, str]] = {
    "problem.pin.wait": "Troppi PIN sbagliati. Aspetta {seconds} secondi.",
}
