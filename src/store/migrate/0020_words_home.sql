-- A mail may say that words to take home wait.  The kinds are a check of the table, so it is made anew.

create table mail_job_anew (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint references person(id),              -- null: the practice itself, to try its settings
	appointment bigint references appointment(id),
	kind text not null check (kind in ('booked', 'moved', 'cancelled', 'reminder', 'invitation', 'words', 'test')),
	occasion text not null unique,    -- what it tells, once: no mail is made twice
	starts bigint not null,           -- the time it tells
	due bigint not null,
	tries bigint not null default 0,
	state text not null check (state in ('waiting', 'sending', 'sent', 'refused', 'dropped')),
	made bigint not null,
	changed bigint not null,
	answer text not null default '' check (answer in ('', 'confirmed', 'cancelled')),
	link_sealed blob,                 -- of an invitation, until it is sent
	said_sealed blob                  -- the server's last no
);
insert into mail_job_anew(id, practice, person, appointment, kind, occasion, starts, due, tries, state, made, changed, answer, link_sealed, said_sealed)
select id, practice, person, appointment, kind, occasion, starts, due, tries, state, made, changed, answer, link_sealed, said_sealed from mail_job order by rowid;
drop table mail_job;
alter table mail_job_anew rename to mail_job;
create index mail_job_due on mail_job(practice, state, due);
create index mail_job_person on mail_job(person, made);
create index mail_job_appointment on mail_job(appointment);
