"""What KAMP runs on: its Python environment, the embedded PostgreSQL and Valkey, the supervisor."""
