"""How the sentiment weights are made; nothing here is imported by the running service."""
