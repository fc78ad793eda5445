"""The defaults of the method that a company may change (method, appendix A)."""
