"""Fine-tune the shipped encoder and export it. Run by a developer, never at set-up."""
