"""Makes the models; imports the house, nobody imports it."""
