-- Appointments and what they need.

--: booking_get(id int) -> id int, zone text, title sealed(booking.title, id), lead int, ahead int, step int, cancel int, online int
select id, zone, title_sealed, lead, ahead, step, cancel, online from booking where id = $1;

--: booking_set(id int, zone text, title sealed(booking.title, id), lead int, ahead int, step int, cancel int, online int)
insert into booking(id, zone, title_sealed, lead, ahead, step, cancel, online) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict(id) do update set zone = excluded.zone, title_sealed = excluded.title_sealed, lead = excluded.lead, ahead = excluded.ahead,
	step = excluded.step, cancel = excluded.cancel, online = excluded.online;

--: room_add(id int, practice int, name sealed(room.name, id))
insert into room(id, practice, name_sealed) values ($1, $2, $3);

--: room_all(practice int) -> id int, name sealed(room.name, id)
select id, name_sealed from room where practice = $1 and closed = 0 order by rowid;

--: room_close(id int, practice int)
update room set closed = 1 where id = $1 and practice = $2;

--: service_add(id int, practice int, name sealed(service.name, id), minutes int, before int, after int, cents int, online int)
insert into service(id, practice, name_sealed, minutes, before, after, cents, online) values ($1, $2, $3, $4, $5, $6, $7, $8);

--: service_all(practice int) -> id int, name sealed(service.name, id), minutes int, before int, after int, cents int, online int, closed int
select id, name_sealed, minutes, before, after, cents, online, closed from service where practice = $1 order by minutes, rowid;

--: service_close(id int, practice int)
update service set closed = 1 where id = $1 and practice = $2;

--: opening_all(practice int, therapist int) -> weekday int, starts int, ends int
select weekday, starts, ends from opening where practice = $1 and therapist = $2 order by weekday, starts;

--: opening_clear(practice int, therapist int)
delete from opening where practice = $1 and therapist = $2;

--: opening_add(id int, practice int, therapist int, weekday int, starts int, ends int)
insert into opening(id, practice, therapist, weekday, starts, ends) values ($1, $2, $3, $4, $5, $6);

--: holiday_add(id int, practice int, therapist int, first text, last text, name sealed(holiday.name, id))
insert into holiday(id, practice, therapist, first, last, name_sealed) values ($1, $2, $3, $4, $5, $6);

--: holiday_from(practice int, day text) -> id int, therapist int, first text, last text, name sealed(holiday.name, id)
select id, therapist, first, last, name_sealed from holiday where practice = $1 and last >= $2 order by first, id;

--: holiday_drop(id int, practice int)
delete from holiday where id = $1 and practice = $2;

--: series_add(id int, practice int, person int, first text, rule text, at int, by int)
insert into series(id, practice, person, first, rule, at, by_account) values ($1, $2, $3, $4, $5, $6, $7);

--: series_get(id int, practice int) -> id int, person int, first text, rule text
select id, person, first, rule from series where id = $1 and practice = $2;

--: series_set(id int, first text, rule text)
update series set first = $2, rule = $3 where id = $1;

--: appointment_add(id int, practice int, person int, therapist int, service int, room int, series int, series_day text, starts int, minutes int, taken_from int, taken_to int, at int, by int)
insert into appointment(id, practice, person, therapist, service, room, series, series_day, starts, minutes, taken_from, taken_to, state, made, made_by, changed)
values ($1, $2, $3, $4, $5, $6, nullif($7, 0), $8, $9, $10, $11, $12, 'booked', $13, $14, $13);

-- What is taken in a stretch of time; no session lasts longer than half a day with its buffers.
--: appointment_taken(practice int, from int, to int) -> id int, therapist int, room int, series int, starts int, taken_from int, taken_to int
select id, therapist, room, coalesce(series, 0), starts, taken_from, taken_to from appointment
where practice = $1 and taken_from > $2 - 43200000 and taken_from < $3 and taken_to > $2 and state <> 'cancelled' order by taken_from;

--: appointment_get(id int, practice int) -> id int, person int, given sealed(person.given, person), family sealed(person.family, person), therapist int, service int, room int, series int, series_day text, starts int, minutes int, state text, reason sealed(appointment.reason, id), moves int, changed int, of_therapist int
select a.id, a.person, p.given_sealed, p.family_sealed, a.therapist, a.service, a.room, coalesce(a.series, 0), a.series_day, a.starts, a.minutes, a.state,
	a.reason_sealed, a.moves, a.changed, p.therapist from appointment a join person p on p.id = a.person where a.id = $1 and a.practice = $2;

--: appointment_between(practice int, from int, to int) -> id int, person int, given sealed(person.given, person), family sealed(person.family, person), therapist int, service int, room int, starts int, minutes int, state text, of_therapist int
select a.id, a.person, p.given_sealed, p.family_sealed, a.therapist, a.service, a.room, a.starts, a.minutes, a.state, p.therapist
from appointment a join person p on p.id = a.person
where a.practice = $1 and a.taken_from > $2 - 43200000 and a.taken_from < $3 and a.starts >= $2 and a.starts < $3 and a.state <> 'cancelled' order by a.starts, a.id;

-- How many on each day of the wall clock are counted by the caller: instants only, no names.
--: appointment_starts(practice int, therapist int, from int, to int) -> starts int
select starts from appointment where practice = $1 and ($2 = 0 or therapist = $2) and taken_from > $3 - 43200000 and taken_from < $4 and starts >= $3
	and starts < $4 and state <> 'cancelled' order by starts;

-- Without the reasons, which are sealed.
--: appointment_kept(person int) -> starts int, minutes int, state text
select starts, minutes, state from appointment where person = $1 order by starts, id;

--: appointment_own(person int, from int) -> id int, therapist int, service int, starts int, minutes int
select id, therapist, service, starts, minutes from appointment where person = $1 and starts > $2 and state = 'booked' order by starts, id;

--: appointment_person(person int) -> id int, therapist int, service int, room int, series int, series_day text, starts int, minutes int, state text, reason sealed(appointment.reason, id), moves int, changed int, of_therapist int
select id, therapist, service, room, coalesce(series, 0), series_day, starts, minutes, state, reason_sealed, moves, changed from appointment
where person = $1 order by starts, id;

--: appointment_later(series int, from int) -> id int, starts int, series_day text
select id, starts, series_day from appointment where series = $1 and starts >= $2 and state = 'booked' order by starts, id;

--: appointment_move(id int, practice int, room int, starts int, taken_from int, taken_to int, at int, therapist int)
update appointment set room = $3, starts = $4, taken_from = $5, taken_to = $6, changed = $7, moves = moves + 1, therapist = $8
where id = $1 and practice = $2 and state = 'booked';

-- Out of the way while a series is moved, inside one transaction.
--: appointment_park(id int)
update appointment set state = 'cancelled' where id = $1;

--: appointment_unpark(id int)
update appointment set state = 'booked' where id = $1;

--: appointment_series(id int, series int, series_day text)
update appointment set series = $2, series_day = $3 where id = $1;

--: appointment_state(id int, practice int, state text, reason sealed(appointment.reason, id), at int)
update appointment set state = $3, reason_sealed = $4, changed = $5, moves = moves + 1 where id = $1 and practice = $2 and state <> 'cancelled' and state <> $3;

--: appointment_feed(therapist int, person int, since int) -> id int, starts int, minutes int, state text, moves int, changed int
select id, starts, minutes, state, moves, changed from appointment where (therapist = $1 or person = $2) and starts >= $3 order by starts, id limit 5000;

--: waiting_add(id int, practice int, person int, service int, therapist int, until text, at int)
insert into waiting(id, practice, person, service, therapist, until, at) values ($1, $2, $3, $4, $5, $6, $7);

--: waiting_person(person int, today text) -> id int, service int, therapist int, until text
select id, service, therapist, until from waiting where person = $1 and until >= $2 order by at, id;

--: waiting_all(practice int, today text) -> id int, person int, given sealed(person.given, person), family sealed(person.family, person), service int, therapist int, until text
select w.id, w.person, p.given_sealed, p.family_sealed, w.service, w.therapist, w.until from waiting w join person p on p.id = w.person
where w.practice = $1 and w.until >= $2 order by w.at, w.id;

--: waiting_drop(person int)
delete from waiting where person = $1;

--: feed_set(account int, token blob, at int)
insert into feed(account, token_hash, at) values ($1, $2, $3) on conflict(account) do update set token_hash = excluded.token_hash, at = excluded.at;

--: feed_drop(account int)
delete from feed where account = $1;

--: feed_has(account int) -> at int
select at from feed where account = $1;

--: feed_get(token blob) -> account int, practice int, role text, person int
select f.account, a.practice, a.role, coalesce(p.id, 0) from feed f join account a on a.id = f.account left join person p on p.account = a.id
where f.token_hash = $1 and a.closed = 0;
