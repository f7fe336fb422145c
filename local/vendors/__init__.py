"""Twilio and Slack on one machine: their APIs, and people who write by them."""
