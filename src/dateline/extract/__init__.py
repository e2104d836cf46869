"""Events with their slots and status, claims with source, cue and content, and the links between them."""
