-- Times at which somebody of the staff is not there: told by hand, or of a calendar of their own, of which the times alone are kept.

create table outside (
	id bigint primary key references account(id),       -- the therapist
	practice bigint not null references practice(id),
	url_sealed blob,                  -- null: it is brought as a file
	at bigint not null default 0,     -- when the times that are kept were read; 0: never
	tried bigint not null default 0,
	said_sealed blob                  -- why the last try brought nothing; null: it did
);

-- the one host whose calendars this practice reads
create table outside_host (
	id bigint primary key references practice(id),
	host_sealed blob not null,
	near bigint not null              -- 1: it may be in the practice's own network
);

create table busy (
	id bigint primary key,
	practice bigint not null references practice(id),
	therapist bigint not null references account(id),
	outside bigint not null check (outside in (0, 1)),        -- 1: of the calendar
	starts bigint not null,
	ends bigint not null,
	name_sealed blob,                 -- of one told by hand; a calendar's are not kept
	check (starts < ends)
);
create index busy_ends on busy(practice, ends);
