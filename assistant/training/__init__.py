"""Training packs: questions, papers and lessons from the register."""
