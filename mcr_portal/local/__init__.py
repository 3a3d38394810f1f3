"""The portal on one machine: its own PostgreSQL and Valkey, and what keeps them up."""
