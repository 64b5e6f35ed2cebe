"""How people speak of a regulation: everyday words, bodies, units, questions, English, plain words."""
