"""ministack, started and mended so that OmniLex's template runs on it as on AWS."""
