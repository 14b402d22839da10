-- Personal trials: some days with a change of habit, some without, in an order drawn by lot.

create table trial (
	id bigint primary key,
	person bigint not null references person(id),
	item text not null,
	at bigint not null,
	by_account bigint not null,
	starts text not null,
	pairs bigint not null,
	block bigint not null,
	seed bigint not null,
	ended bigint not null default 0,
	why text not null default ''      -- stopped early by whom or what: client, therapist, danger, worsening
);
create index trial_person on trial(person, at);
