"""Bytes → guarded text → YAML values → typed records, and every problem on the way."""
