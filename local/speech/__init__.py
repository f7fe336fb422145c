"""Speech engines: recognition, word times, speakers, and a voice. Each behind one small class."""
