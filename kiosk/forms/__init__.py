"""The form itself: pure. No files, network, database, clock or screen."""
