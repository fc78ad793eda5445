"""What can be measured about an account (method §0.1): declared once, calculated in ``portfolio.calc``."""
