"""The sportello: a help desk's kiosk in the terminal; the map of its rooms is in kiosk/README.md."""
