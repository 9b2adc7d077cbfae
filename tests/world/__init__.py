"""The world the stories play in: a shop that can misbehave, a clock that obeys, doors to come in by."""
