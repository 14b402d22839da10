-- Scores of questionnaires, and the forms a practice brought along.  All are kept; of a form the newest counts.

create table outcome (
	id bigint primary key,
	person bigint not null references person(id),
	instrument text not null,
	day text not null,                -- when it was filled in
	answers text not null,            -- JSON: {"answers":[2,null,1]} or {"total":12}; numbers only
	score double precision not null,
	by_account bigint not null,
	at bigint not null
);
create index outcome_person on outcome(person, instrument, day);

create table questionnaire (
	id bigint primary key,
	practice bigint not null references practice(id),
	instrument text not null,
	title text not null,
	body text not null,               -- the FHIR Questionnaire as it was given
	by_account bigint not null,
	at bigint not null
);
create index questionnaire_practice on questionnaire(practice, instrument, at);
