"""What applies to one place: described premises → facts → checklist with reasons."""
