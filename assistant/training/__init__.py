"""Training packs: questions with checked keys, papers and what a trainer says, from the register."""
