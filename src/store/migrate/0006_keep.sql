-- The event log becomes a chain that is only added to; who opened which record; what a practice keeps and for how long.
--
-- chain = audit_link(chain before, row): a keyed hash (store/audit.h).  audit_end.mac runs over all chains and only its newest
-- value is kept, so that a line missing at the end shows too.

alter table event add column chain blob;

create table audit_end (
	one integer primary key check (one = 1),
	last bigint not null,             -- seq of the newest line
	mac blob not null
);
insert into audit_end(one, last, mac)
with recursive line(seq, chain, mac) as (
	select 0, null, zeroblob(32)
	union all
	select e.seq, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what),
		audit_mac(l.mac, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what))
	from line l join event e on e.seq = l.seq + 1)
select 1, seq, mac from line order by seq desc limit 1;

update event set chain = line.chain from (
	with recursive line(seq, chain) as (
		select 0, null
		union all
		select e.seq, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what) from line l join event e on e.seq = l.seq + 1)
	select seq, chain from line) line
where line.seq = event.seq;

create trigger event_stays before update on event begin select raise(abort, 'the event log is only added to'); end;
create trigger event_lasts before delete on event begin select raise(abort, 'the event log is only added to'); end;
create index event_person on event(person, what);

-- a staff member's first look at a record in a session has been entered
create table opened (
	session bigint not null references session(id) on delete cascade,
	person bigint not null references person(id),
	at bigint not null,
	primary key (session, person)
);

-- the public half of the recovery phrase; the phrase itself is kept nowhere
create table recovery (
	practice bigint primary key references practice(id),
	public blob not null,
	at bigint not null
);

-- whole years a practice's law makes it keep treatment records; 0: no such duty
alter table practice add column keep_years bigint not null default 0;
