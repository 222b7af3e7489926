"""One module a command: what `voicecoach NAME` does, in terms of the rooms."""
