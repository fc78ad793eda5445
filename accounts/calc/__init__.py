"""Pure arithmetic about accounts."""
