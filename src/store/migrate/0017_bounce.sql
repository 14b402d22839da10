-- Addresses that a mail server said nobody has: no mail goes there until somebody corrected them.

create table mail_bad (
	id bigint primary key,
	person bigint not null unique references person(id),
	practice bigint not null references practice(id),
	at bigint not null,
	said_sealed blob not null         -- the server's words
);
