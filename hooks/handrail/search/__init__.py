"""Answers to questions in customers' own words: what is searched, how it is ranked, and how good that is.

The ranking exists twice, here for `handrail ask` and in `hooks/theme/assets/ranking.js` for readers; tests
show that both give the same.
"""
