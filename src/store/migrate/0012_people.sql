-- People and permissions: a second factor, devices, links handed over in person, who enters for a client, assistants, who sees whom.

-- account.role knows assistants and people who enter for a client; a check cannot be changed in place, so the table is made anew
pragma defer_foreign_keys = on;
create table account_before as select * from account;
drop table account;
create table account (
	id bigint primary key,
	practice bigint not null references practice(id),
	role text not null check (role in ('owner', 'therapist', 'assistant', 'client', 'proxy')),
	given_sealed blob not null,
	family_sealed blob not null,
	mail_sealed blob not null,
	mail_hash blob not null unique,
	password text not null,
	created bigint not null,
	closed bigint not null default 0
);
insert into account(id, practice, role, given_sealed, family_sealed, mail_sealed, mail_hash, password, created, closed)
select id, practice, role, given_sealed, family_sealed, mail_sealed, mail_hash, password, created, closed from account_before;
drop table account_before;

-- proved: the second factor was shown, or none is asked of this account; shared: a device that others use too
alter table session add column proved bigint not null default 1;
alter table session add column shared bigint not null default 0;
alter table session add column label text not null default '';

-- the authenticator app of an account (RFC 6238); confirmed: 0 until a first code fitted; step: the newest time step that was used up
create table factor (
	id bigint primary key,
	account bigint not null unique references account(id),
	secret_sealed blob not null,
	created bigint not null,
	confirmed bigint not null default 0,
	step bigint not null default 0
);
create table recovery_code (
	account bigint not null references account(id),
	code_hash blob not null unique,
	used bigint not null default 0
);
create index recovery_code_account on recovery_code(account);

-- an address from which an account came in before: others' wrong tries do not keep it out
create table known_place (
	id_hash blob primary key,
	account bigint not null references account(id),
	at bigint not null
);

-- a link handed over in person: 'recover' (an account chooses a new passphrase), 'proxy' (someone may enter for this person)
create table access_link (
	id bigint primary key,
	kind text not null check (kind in ('recover', 'proxy')),
	account bigint references account(id),
	person bigint references person(id),
	token_hash blob not null unique,
	made_by bigint not null,
	created bigint not null,
	expires bigint not null,
	used bigint not null default 0
);
create index access_link_account on access_link(account);
create index access_link_person on access_link(person);

-- who may enter for a client, from when to when; made_by: whose account made the link
create table proxy (
	id bigint primary key,
	person bigint not null references person(id),
	account bigint not null references account(id),
	made_by bigint not null,
	created bigint not null,
	ended bigint not null default 0
);
create index proxy_person on proxy(person);
create index proxy_account on proxy(account);

-- minutes without a sign of life after which staff and shared devices are signed out; 1: every therapist sees every client
alter table practice add column idle_minutes bigint not null default 60;
alter table practice add column see_all bigint not null default 1;
