"""Amazon Comprehend on one machine: its JSON 1.1 protocol over real local engines."""
