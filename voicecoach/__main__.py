"""`python -m voicecoach` is `voicecoach`."""

from voicecoach.cli import main

main()
