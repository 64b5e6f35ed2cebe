"""An optional language model that rephrases answers; every sentence is checked before it is shown."""
