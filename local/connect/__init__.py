"""Amazon Connect on one machine: contact flows, calls over HTTP, recordings. Usable alone."""
