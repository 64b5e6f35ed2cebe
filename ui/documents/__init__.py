"""Look-ups, checklists, conversations and training packs as documents and files."""
