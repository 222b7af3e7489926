"""MQTT: a home follows the session and commands it, and never holds it up.

The session leaves what it shows in an inbox; one thread (:mod:`teller`) makes messages of it and says which are due
(:mod:`outbox`), and paho's own thread (:mod:`link`) does the network.  Every topic is retained and every message is
the whole truth of its topic, so a broker that was away is right again with one round of them.  Home Assistant finds
all of it by itself (:mod:`discovery`).  paho-mqtt is an extra (``mqtt``); only :mod:`link` imports it.
"""
