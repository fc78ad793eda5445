"""Phase 6: the pages of the sales plan."""
