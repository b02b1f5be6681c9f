"""What words mean, as numbers: texts that say the same in other words lie close together."""
