-- Plans changed by hand: what a therapist decided but has not planned around yet, and what each change was, so that it can be taken back.

alter table plan add column wishes text not null default '';   -- one line each: app/wishes.h

create table plan_change (
	id bigint primary key,
	person bigint not null references person(id),
	plan bigint not null references plan(id),
	version bigint not null,          -- of the plan, before it
	at bigint not null,
	by_account bigint not null,
	what text not null check (what in ('wish', 'rule', 'drop', 'around', 'turned')),
	wish text not null,               -- the line; '' none
	body text not null,               -- of the plan before it; '' when it stayed
	wishes text not null,             -- before it
	undone bigint not null default 0,
	reason_sealed blob
);
create index plan_change_plan on plan_change(plan, at);
