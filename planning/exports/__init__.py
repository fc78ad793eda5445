"""What plans give away as files."""
