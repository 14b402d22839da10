-- Times somebody of the staff is not there.

--: busy_add(id int, practice int, therapist int, outside int, starts int, ends int, name sealed(busy.name, id))
insert into busy(id, practice, therapist, outside, starts, ends, name_sealed) values ($1, $2, $3, $4, $5, $6, $7);

--: busy_between(practice int, from int, to int) -> id int, therapist int, outside int, starts int, ends int, name sealed(busy.name, id)
select id, therapist, outside, starts, ends, name_sealed from busy where practice = $1 and ends > $2 and starts < $3 order by starts, id;

-- For the diary: times only.
--: busy_taken(practice int, from int, to int) -> therapist int, starts int, ends int
select therapist, starts, ends from busy where practice = $1 and ends > $2 and starts < $3 order by starts;

--: busy_drop(id int, practice int, therapist int)
delete from busy where id = $1 and practice = $2 and therapist = $3 and outside = 0;

--: busy_clear(therapist int, practice int)
delete from busy where therapist = $1 and practice = $2 and outside = 1;

-- What is over is of no use to anybody.
--: busy_over(practice int, before int)
delete from busy where practice = $1 and ends < $2;

--: outside_get(id int, practice int) -> id int, url sealed(outside.url, id), at int, tried int, said sealed(outside.said, id)
select id, url_sealed, at, tried, said_sealed from outside where id = $1 and practice = $2;

--: outside_set(id int, practice int, url sealed(outside.url, id))
insert into outside(id, practice, url_sealed) values ($1, $2, $3)
on conflict(id) do update set url_sealed = excluded.url_sealed, tried = 0, said_sealed = null;

--: outside_read(id int, at int)
update outside set at = $2, tried = $2, said_sealed = null where id = $1;

--: outside_tried(id int, at int, said sealed(outside.said, id))
update outside set tried = $2, said_sealed = $3 where id = $1;

--: outside_drop(id int, practice int)
delete from outside where id = $1 and practice = $2;

-- Those to be read again, the longest untouched first.
--: outside_due(practice int, before int) -> id int, url sealed(outside.url, id)
select o.id, o.url_sealed from outside o join account a on a.id = o.id
where o.practice = $1 and o.tried <= $2 and o.url_sealed is not null and a.closed = 0 order by o.tried, o.id;

--: outside_host_get(id int) -> host sealed(outside_host.host, id), near int, id int
select host_sealed, near, id from outside_host where id = $1;

--: outside_host_set(id int, host sealed(outside_host.host, id), near int)
insert into outside_host(id, host_sealed, near) values ($1, $2, $3) on conflict(id) do update set host_sealed = excluded.host_sealed, near = excluded.near;

--: outside_host_drop(id int)
delete from outside_host where id = $1;
