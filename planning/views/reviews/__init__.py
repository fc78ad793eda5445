"""Pages about reviews and what they agree on."""
