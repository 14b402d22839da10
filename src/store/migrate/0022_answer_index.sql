-- The answers of a person are read for every page: the index holds all of them that is read.
drop index answer_person;
create index answer_person on answer(person, finding, seq, value, at);
