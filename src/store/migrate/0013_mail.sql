-- Mail: the practice's server and hours, one line for each mail and occasion, who wants none.

create table mail_setting (
	id bigint primary key references practice(id),
	active bigint not null,           -- 1: mails are made and sent
	host_sealed blob not null,
	port bigint not null,
	user_sealed blob,                 -- null: nobody signs in
	password_sealed blob,
	sender_sealed blob not null,      -- the address mails come from, and its name
	name_sealed blob not null,
	url_sealed blob not null,         -- where clients reach these pages
	remind bigint not null,           -- minute of the day before a session
	quiet_from bigint not null,       -- minutes of the day; equal: no quiet hours
	quiet_to bigint not null,
	since bigint not null,            -- appointments changed earlier are not told
	ran bigint not null default 0     -- when the sender last looked
);

create table mail_job (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint references person(id),              -- null: the practice itself, to try its settings
	appointment bigint references appointment(id),
	kind text not null check (kind in ('booked', 'moved', 'cancelled', 'reminder', 'invitation', 'test')),
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
create index mail_job_due on mail_job(practice, state, due);
create index mail_job_person on mail_job(person, made);
create index mail_job_appointment on mail_job(appointment);

create table mail_stop (
	person bigint primary key references person(id),
	at bigint not null
);
