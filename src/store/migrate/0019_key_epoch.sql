-- Which key is in force, once it was changed (store/rotate.h); no row: the one the folder was made with.
create table key_epoch (
	id integer primary key check (id = 1),
	key_id blob not null,             -- a keyed hash of nothing, to be compared (seal_key_id)
	device_sealed blob not null,      -- what copies on clients' devices are sealed with stays the same
	at bigint not null
);
