"""Pages about the people who sign in."""
