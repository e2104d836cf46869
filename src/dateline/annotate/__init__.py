"""What the text says, span by span: sentences and tokens, the model's tags, mentions, coreference, times."""
