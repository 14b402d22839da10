-- What was told on one occasion, in all of a practice: the day's overview reads it.
create index answer_occasion on answer(occasion, at);
