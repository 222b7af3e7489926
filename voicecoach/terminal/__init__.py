"""What a person reads in a terminal: the live view, plain lines, tables and the summary."""
