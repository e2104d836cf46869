"""Which actor, place and date a span stands for, with a score and the method."""
