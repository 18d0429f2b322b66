"""What leaves the desk: submissions, papers, sealing, the outbox and the printer. Nothing here is seen by a visitor."""
