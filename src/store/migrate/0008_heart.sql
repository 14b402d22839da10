-- Practices with a heartbeat that a client chose to keep, as a summary.  Beats themselves never leave the client's device.

create table heart (
	id bigint primary key,
	person bigint not null references person(id),
	day text not null,
	way text not null check (way in ('strap', 'taps', 'pacer')),
	seconds bigint not null,
	pace double precision not null,   -- breaths a minute that were practised last
	own double precision,             -- own pace, when this practice found one
	score bigint,                     -- middle coherence, 0 to 100 on our own scale
	at bigint not null
);
create index heart_person on heart(person, at);
