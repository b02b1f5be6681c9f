"""Foreign files → question records, by `run.import_files`.

A file is read (`sources`) and becomes entries (`table`, `ms_faq`, `entries`); what of their Markdown only
worked at its old place becomes text (`relative`, `marks`, `plain`); entries become drafts (`drafting`), which
get ids and are compared with the records that are there (`matching`); what the company's files lack of them
is added (`company`).
"""
