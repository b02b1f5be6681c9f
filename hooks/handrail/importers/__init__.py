"""Foreign files → question records, by `run.import_files`.

A source becomes entries (`table`, `ms_faq`); what of their Markdown only worked at its old place becomes
text (`relative`, `marks`); entries get ids and are compared with the records that are there (`matching`);
records and what the company's files lack of them are written (`company`, `writing`).
"""
