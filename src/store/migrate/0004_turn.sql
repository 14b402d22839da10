-- What a therapist answered to a proposal of the follow-up: the plan was turned, or not, and why.  All are kept.

create table turn (
	id bigint primary key,
	person bigint not null references person(id),
	at bigint not null,
	verdict text not null,
	probability double precision not null,
	proposed text not null,           -- mind, body, smaller_steps, screen, go_on
	answer text not null check (answer in ('accepted', 'declined')),
	by_account bigint not null,
	plan bigint,
	reason_sealed blob
);
create index turn_person on turn(person, at);
