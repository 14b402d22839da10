-- Practices with a muscle sensor that a client chose to keep, as a summary.  What the sensor sent never leaves the client's device.

create table muscle (
	id bigint primary key,
	person bigint not null references person(id),
	day text not null,
	seconds bigint not null,
	below bigint not null,            -- percent of the time at or below the target
	mean bigint not null,             -- tension in practice, percent of that at rest
	bend double precision,            -- bending over hanging, when it was tried
	at bigint not null
);
create index muscle_person on muscle(person, at);
