"""Sessions shown: figures with their words and numbers, in a page that needs nothing else.

What is shown is calculated beside the queries (:mod:`~voicecoach.history.changes` and its neighbours); here it is put
into words (:mod:`~voicecoach.history.reporting.content`), drawn with matplotlib (the extra `report`) and laid out.
"""
