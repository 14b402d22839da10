-- People and what is known of them.  Columns named *_sealed hold sealed bytes (store/seal.h): no name, date of birth,
-- address or free text stands here in the clear.  Ids are random; days are ISO text; instants are milliseconds.

create table practice (
	id bigint primary key,
	name_sealed blob not null,
	emergency text not null,          -- what to call now
	crisis text not null,             -- crisis line
	abuse_route text not null,        -- '' when the practice chose none: then abuse is not asked
	minutes bigint not null,          -- session length the practice offers first
	own_priors text not null,         -- 'cause=0.40 cause=0.10'; '' for those of the knowledge
	created bigint not null
);

create table account (
	id bigint primary key,
	practice bigint not null references practice(id),
	role text not null check (role in ('owner', 'therapist', 'client')),
	given_sealed blob not null,
	family_sealed blob not null,
	mail_sealed blob not null,
	mail_hash blob not null unique,
	password text not null,
	created bigint not null,
	closed bigint not null default 0
);

create table person (
	id bigint primary key,
	practice bigint not null references practice(id),
	therapist bigint not null references account(id),
	account bigint references account(id),
	given_sealed blob not null,
	family_sealed blob not null,
	mail_sealed blob,
	born_sealed blob not null,
	phone_sealed blob,
	address_sealed blob,
	notes_sealed blob,
	sex text not null check (sex in ('female', 'male', 'other')),
	figure bigint not null default 0,
	session_minutes bigint not null default 0,
	home_minutes bigint not null default -1,
	pressure_max bigint not null default 0,
	interview_done bigint not null default 0,
	created bigint not null,
	version bigint not null default 1
);
create index person_practice on person(practice);
create unique index person_account on person(account);

create table invitation (
	id bigint primary key,
	person bigint not null references person(id),
	token_hash blob not null unique,
	created bigint not null,
	expires bigint not null,
	used bigint not null default 0
);

create table session (
	id bigint primary key,
	token_hash blob not null unique,
	account bigint not null references account(id),
	csrf text not null,
	created bigint not null,
	seen bigint not null,
	expires bigint not null
);
create index session_account on session(account);

-- one line for each time something was accepted or declined; the newest counts
create table consent (
	seq integer primary key,
	person bigint not null references person(id),
	component text not null,
	given bigint not null,
	version text not null,
	at bigint not null
);
create index consent_person on consent(person);

-- one line for each answer; the newest counts, all are kept.  value null: asked, does not know
create table answer (
	seq integer primary key,
	person bigint not null references person(id),
	finding text not null,
	value bigint,
	occasion text not null,
	by_account bigint not null,
	at bigint not null
);
create index answer_person on answer(person, finding, seq);

create table mark (
	person bigint not null references person(id),
	region text not null,
	value bigint not null check (value between 0 and 10),
	at bigint not null,
	primary key (person, region)
);

-- danger that was found; lifted by a recorded outcome only
create table stop (
	id bigint primary key,
	person bigint not null references person(id),
	tier text not null,
	flags text not null,              -- ids of rules, separated by blanks
	occasion text not null,
	at bigint not null,
	seen_by_client bigint not null default 0,
	lifted bigint not null default 0,
	lifted_by bigint,
	seen_on text,
	seen_by_sealed blob,              -- who saw the person
	outcome_sealed blob               -- what was found
);
create index stop_person on stop(person);

-- a decision that was shown, so that it can be replayed: ids and numbers, no names
create table assessment (
	id bigint primary key,
	person bigint not null references person(id),
	at bigint not null,
	knowledge text not null,
	version text not null,
	body text not null
);
create index assessment_person on assessment(person, at);

create table plan (
	id bigint primary key,
	person bigint not null references person(id),
	at bigint not null,
	state text not null check (state in ('proposed', 'approved', 'replaced')),
	approved bigint not null default 0,
	approved_by bigint,
	starts text not null default '',
	knowledge text not null,
	body text not null,
	reason_sealed blob,
	version bigint not null default 1
);
create index plan_person on plan(person, at);

create table checkin (
	id bigint not null unique,
	person bigint not null references person(id),
	day text not null,
	pain bigint,
	function bigint,
	mood bigint,
	sleep bigint,
	note_sealed blob,
	at bigint not null,
	primary key (person, day)
);

create table done (
	person bigint not null references person(id),
	day text not null,
	item text not null,
	minutes bigint not null,
	at bigint not null,
	primary key (person, day, item)
);

create table lesson_read (
	person bigint not null references person(id),
	lesson text not null,
	answer bigint,
	at bigint not null,
	primary key (person, lesson)
);

-- what happened to a record, by ids only, written in the transaction of the change
create table event (
	seq integer primary key,
	at bigint not null,
	practice bigint not null,
	account bigint,
	person bigint,
	what text not null
);

-- a form that was sent twice is done once: the key of the form and where its first sending led
create table form_done (
	form_key text primary key,
	account bigint not null,
	path text not null,
	at bigint not null
);

create table attempt (
	id_hash blob not null,
	at bigint not null
);
create index attempt_at on attempt(id_hash, at);
