"""voicecoach in the background: a unit file of the user's own systemd.  Nothing here needs, or asks for, root."""
