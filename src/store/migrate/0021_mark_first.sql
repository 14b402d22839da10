-- The first body map, kept when a later one is drawn: what the map looked like before.
create table mark_first (
	person bigint not null references person(id),
	region text not null,
	value bigint not null check (value between 0 and 10),
	at bigint not null,
	primary key (person, region)
);
