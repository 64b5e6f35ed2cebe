"""How people really type: noise around a question, small talk, turns that need the one before, English."""
