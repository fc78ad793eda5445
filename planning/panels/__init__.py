"""What planning adds to the pages of an account."""
