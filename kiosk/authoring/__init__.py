"""For authors: reading, checking and shelving the services written in YAML.

The rest of the kiosk sees a `Flow` or a tuple of problems, never YAML.
"""
