"""The form for those who would rather not write YAML: how Sveltia CMS, in `vendor/`, shows our records."""
