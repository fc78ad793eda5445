"""Forms and filters about accounts."""
