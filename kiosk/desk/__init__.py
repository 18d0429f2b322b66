"""One visit at the desk: what is asked, what is offered, what is kept; the only door for the clients."""
