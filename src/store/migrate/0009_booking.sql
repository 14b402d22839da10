-- Sessions and when they may be: a practice's clock and rules, rooms, services, hours, holidays, series, appointments, who waits.

create table booking (
	id bigint primary key references practice(id),
	zone text not null,               -- of tzdata
	title_sealed blob not null,       -- what an appointment is called in a calendar: the practice's own words, nothing of health
	lead bigint not null,             -- minutes, days, minutes, minutes: core/booking.h
	ahead bigint not null,
	step bigint not null,
	cancel bigint not null,
	online bigint not null            -- 1: clients book, move and cancel themselves
);

create table room (
	id bigint primary key,
	practice bigint not null references practice(id),
	name_sealed blob not null,
	closed bigint not null default 0
);

create table service (
	id bigint primary key,
	practice bigint not null references practice(id),
	name_sealed blob not null,
	minutes bigint not null,
	before bigint not null,
	after bigint not null,
	cents bigint not null,            -- what one costs
	online bigint not null,           -- 1: clients may book it
	closed bigint not null default 0
);

create table opening (
	id bigint primary key,
	practice bigint not null references practice(id),
	therapist bigint not null references account(id),
	weekday bigint not null check (weekday between 0 and 6),
	starts bigint not null,           -- minutes of the day
	ends bigint not null,
	check (starts >= 0 and starts < ends and ends <= 1440)
);
create index opening_therapist on opening(therapist, weekday);

create table holiday (
	id bigint primary key,
	practice bigint not null references practice(id),
	therapist bigint not null default 0,      -- 0: everybody
	first text not null,
	last text not null,
	name_sealed blob not null,
	check (first <= last)
);

-- a rule (RFC 5545) and what it was made of; its exceptions are appointments that were moved or cancelled
create table series (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint not null references person(id),
	first text not null,
	rule text not null,
	at bigint not null,
	by_account bigint not null
);

create table appointment (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint not null references person(id),
	therapist bigint not null references account(id),
	service bigint not null references service(id),
	room bigint not null default 0,
	series bigint references series(id),
	series_day text not null default '',      -- the day of the rule it stands for, though it was moved
	starts bigint not null,
	minutes bigint not null,
	taken_from bigint not null,               -- with its buffers
	taken_to bigint not null,
	state text not null check (state in ('booked', 'came', 'late', 'missed', 'cancelled')),
	reason_sealed blob,
	made bigint not null,
	made_by bigint not null,
	changed bigint not null,
	moves bigint not null default 0,          -- how often it was changed: SEQUENCE of a calendar
	check (taken_from <= starts and starts < taken_to)
);
create index appointment_taken on appointment(practice, taken_from);
create index appointment_person on appointment(person, starts);

create table waiting (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint not null references person(id),
	service bigint not null references service(id),
	therapist bigint not null references account(id),
	until text not null,                      -- a slot up to this day is of use
	at bigint not null
);
create index waiting_person on waiting(person);

-- a secret address of a calendar; revoked by taking the line out
create table feed (
	account bigint primary key references account(id),
	token_hash blob not null unique,
	at bigint not null
);
