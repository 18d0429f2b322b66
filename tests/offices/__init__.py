"""Offices to send to, on the loopback: real servers with real certificates, that keep a ledger of what they took."""
