"""The circuit: what a workout is, how its TOML is read, and when each of its phases comes.

Pure: text and numbers in, frozen values out.  A circuit file is the work of a person, so everything
wrong with it is told at once, each problem with its line and the nearest known name.

    text --reading--> Circuit --timeline--> Timeline of Phases
"""
