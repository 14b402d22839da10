-- What was agreed to in which words, and the signed intake.

-- the words of a part as they were shown when somebody answered; consent.version names them
create table consent_text (
	version text not null,
	component text not null,
	name text not null,
	body text not null,
	primary key (component, version)
);

-- name: as the client typed it; body: everything that was signed; digest: SHA-256 of name, day and body (app/consent.h)
create table signature (
	id bigint primary key,
	person bigint not null references person(id),
	by_account bigint not null,
	at bigint not null,
	day text not null,
	name_sealed blob not null,
	body_sealed blob not null,
	digest text not null
);
create index signature_person on signature(person, at);
