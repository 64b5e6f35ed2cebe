"""Layers around the application: who asks, how much, how long, and what is counted."""
