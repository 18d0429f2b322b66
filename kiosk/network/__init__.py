"""The network: who in the territory can help, how to reach them, whom a person was sent to and who sent one here.

What is shared stands in `flows/network/*.yaml`, what one desk adds in the store. A referral has no person in it, neither here nor
in the store: only the message, sealed or on paper, says what the person has seen and agreed to.
"""

from kiosk.network.actor import ACCESS, KINDS, NEEDS, Actor, Availability, Opening
from kiosk.network.directory import Directory
from kiosk.network.room import Network

__all__ = ["ACCESS", "KINDS", "NEEDS", "Actor", "Availability", "Directory", "Network", "Opening"]
