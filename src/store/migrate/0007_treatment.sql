-- Sessions of hands-on work ("session" is a sign-in), their taps and their notes.

create table treatment (
	id bigint primary key,
	person bigint not null references person(id),
	by_account bigint not null references account(id),
	day text not null,                -- of the session; before the day of `started` when it was entered afterwards
	week bigint not null,             -- of the plan; 0: none
	steps text not null,              -- one line each: item region side minutes pressure
	started bigint not null,
	ended bigint not null default 0,
	back_reason_sealed blob,          -- why it was entered afterwards
	draft_key_sealed blob not null    -- what a browser seals its unsent taps with
);
create index treatment_person on treatment(person, day);
create unique index treatment_open on treatment(person) where ended = 0;

-- id is made where the finger is, so that a tap that is sent again is kept once
create table treatment_event (
	treatment bigint not null references treatment(id),
	person bigint not null references person(id),
	id bigint not null,
	seq bigint not null,              -- order of arrival
	act text not null,
	step bigint not null,
	value bigint not null,
	ref text not null,                -- a region or finding; '' none
	text_sealed blob,
	at bigint not null,               -- of the tap
	received bigint not null,
	by_account bigint not null,
	primary key (treatment, id)
);

-- every version is kept; the highest counts.  After the first that is signed each needs a reason
create table treatment_note (
	id bigint primary key,
	treatment bigint not null references treatment(id),
	person bigint not null references person(id),
	version bigint not null,
	signed bigint not null,
	told_sealed blob not null,
	seen_sealed blob not null,
	judged_sealed blob not null,
	next_sealed blob not null,
	reason_sealed blob,
	by_account bigint not null references account(id),
	at bigint not null,
	unique (treatment, version)
);

create table note_template (
	id bigint primary key,
	practice bigint not null references practice(id),
	name_sealed blob not null,
	told_sealed blob not null,
	seen_sealed blob not null,
	judged_sealed blob not null,
	next_sealed blob not null,
	by_account bigint not null,
	at bigint not null
);
create index note_template_practice on note_template(practice);
