"""Amazon Transcribe on one machine: its wire protocol over real speech recognition."""
