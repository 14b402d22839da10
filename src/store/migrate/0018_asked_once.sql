-- A client is led once to the questions after a session; from then on they wait on Today.
create table asked_once (
	person bigint not null references person(id),
	what text not null,               -- after
	at bigint not null,
	primary key (person, what)
);
