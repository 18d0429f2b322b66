"""The register that a Punto Digitale Facile owes for each help: which columns and codes, what is refused, and the file for the platform."""
