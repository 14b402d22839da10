-- Mail and its occasions.

--: mail_setting_get(id int) -> active int, host sealed(mail_setting.host, id), port int, user sealed(mail_setting.user, id), password sealed(mail_setting.password, id), sender sealed(mail_setting.sender, id), name sealed(mail_setting.name, id), url sealed(mail_setting.url, id), remind int, quiet_from int, quiet_to int, since int, ran int, id int
select active, host_sealed, port, user_sealed, password_sealed, sender_sealed, name_sealed, url_sealed, remind, quiet_from, quiet_to, since, ran, id
from mail_setting where id = $1;

--: mail_setting_set(id int, active int, host sealed(mail_setting.host, id), port int, user sealed(mail_setting.user, id), password sealed(mail_setting.password, id), sender sealed(mail_setting.sender, id), name sealed(mail_setting.name, id), url sealed(mail_setting.url, id), remind int, quiet_from int, quiet_to int, since int)
insert into mail_setting(id, active, host_sealed, port, user_sealed, password_sealed, sender_sealed, name_sealed, url_sealed, remind, quiet_from, quiet_to, since)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict(id) do update set active = excluded.active, host_sealed = excluded.host_sealed, port = excluded.port, user_sealed = excluded.user_sealed,
	password_sealed = excluded.password_sealed, sender_sealed = excluded.sender_sealed, name_sealed = excluded.name_sealed, url_sealed = excluded.url_sealed,
	remind = excluded.remind, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, since = excluded.since;

--: mail_ran(id int, at int)
update mail_setting set ran = $2 where id = $1;

-- The sender before was stopped in the middle: what it had in hand is sent again under the same Message-ID.
--: mail_orphans(practice int, at int)
update mail_job set state = 'waiting', changed = $2 where practice = $1 and state = 'sending';

-- What waits and is no longer true.
--: mail_drop(practice int, now int)
update mail_job set state = 'dropped', link_sealed = null, changed = $2 where practice = $1 and state = 'waiting' and (
	exists (select 1 from appointment a where a.id = mail_job.appointment and (a.starts <= $2 or a.starts <> mail_job.starts
		or a.state not in ('booked', 'cancelled') or (a.state = 'cancelled') <> (mail_job.kind = 'cancelled')))
	or exists (select 1 from mail_stop s where s.person = mail_job.person)
	or exists (select 1 from mail_bad b where b.person = mail_job.person)
	or exists (select 1 from person p where p.id = mail_job.person and p.mail_sealed is null));

-- Appointments to come that the person has not been told of as they are now; told: kind of the last mail about it, '' for none.
--: mail_untold(practice int, now int, since int) -> id int, person int, starts int, state text, moves int, told text
select a.id, a.person, a.starts, a.state, a.moves, coalesce(j.kind, '') from appointment a join person p on p.id = a.person
left join mail_job j on j.id = (select k.id from mail_job k where k.appointment = a.id and k.kind in ('booked', 'moved', 'cancelled')
	and (k.state <> 'dropped' or k.tries > 0) order by k.made desc, k.rowid desc limit 1)
where a.practice = $1 and a.taken_from > $2 - 43200000 and a.starts > $2 and a.changed >= $3 and p.mail_sealed is not null
	and ((a.state = 'booked' and (j.id is null or j.kind = 'cancelled' or j.starts <> a.starts))
		or (a.state = 'cancelled' and j.id is not null and j.kind <> 'cancelled'))
	and not exists (select 1 from mail_stop s where s.person = a.person) and not exists (select 1 from mail_bad b where b.person = a.person)
order by a.starts, a.id limit 500;

--: mail_to_remind(practice int, now int, until int) -> id int, person int, starts int, changed int
select a.id, a.person, a.starts, a.changed from appointment a join person p on p.id = a.person
where a.practice = $1 and a.taken_from > $2 - 43200000 and a.starts > $2 and a.starts < $3 and a.state = 'booked' and p.mail_sealed is not null
	and not exists (select 1 from mail_stop s where s.person = a.person) and not exists (select 1 from mail_bad b where b.person = a.person)
	and not exists (select 1 from mail_job j where j.appointment = a.id and j.starts = a.starts and j.kind = 'reminder')
order by a.starts, a.id limit 500;

--: mail_add(id int, practice int, person int, appointment int, kind text, occasion text, starts int, due int, at int, link sealed(mail_job.link, id))
insert into mail_job(id, practice, person, appointment, kind, occasion, starts, due, state, made, changed, link_sealed)
values ($1, $2, nullif($3, 0), nullif($4, 0), $5, $6, $7, $8, 'waiting', $9, $9, $10) on conflict(occasion) do nothing;

-- The newest mail about words to take home whose occasion begins like this.
--: mail_words_of(person int, occasion text) -> id int, state text, tries int, changed int
select id, state, tries, changed from mail_job where person = $1 and kind = 'words' and substr(occasion, 1, length($2)) = $2
order by made desc, rowid desc limit 1;

-- An older invitation no longer opens: its mail is not sent.
--: mail_drop_invitations(person int, at int)
update mail_job set state = 'dropped', link_sealed = null, changed = $2 where person = $1 and kind = 'invitation' and state = 'waiting';

-- Invitations that have not left yet: where they go is read when they do.
--: mail_invitation_waits(person int) -> n int
select count(*) from mail_job where person = $1 and kind = 'invitation' and state in ('waiting', 'sending');

--: mail_next(practice int, now int, quiet int) -> id int, person int, appointment int, kind text, starts int, tries int, made int, link sealed(mail_job.link, id)
select id, coalesce(person, 0), coalesce(appointment, 0), kind, starts, tries, made, link_sealed from mail_job
where practice = $1 and state = 'waiting' and due <= $2 and (kind = 'test' or $3 = 0) order by due, rowid limit 1;

--: mail_claim(id int, at int)
update mail_job set state = 'sending', tries = tries + 1, changed = $2 where id = $1 and state = 'waiting';

--: mail_sent(id int, at int)
update mail_job set state = 'sent', changed = $2, link_sealed = null, said_sealed = null where id = $1;

--: mail_later(id int, at int, due int, said sealed(mail_job.said, id))
update mail_job set state = 'waiting', changed = $2, due = $3, said_sealed = $4 where id = $1;

--: mail_refused(id int, at int, said sealed(mail_job.said, id))
update mail_job set state = 'refused', changed = $2, link_sealed = null, said_sealed = $3 where id = $1;

--: mail_job_get(id int) -> id int, practice int, person int, appointment int, kind text, starts int, answer text
select id, practice, coalesce(person, 0), coalesce(appointment, 0), kind, starts, answer from mail_job where id = $1;

--: mail_answer(id int, answer text)
update mail_job set answer = $2 where id = $1 and answer = '';

--: mail_person(person int) -> id int, kind text, starts int, state text, tries int, changed int, answer text, said sealed(mail_job.said, id)
select id, kind, starts, state, tries, changed, answer, said_sealed from mail_job where person = $1 and state <> 'dropped' order by made desc, rowid desc limit 12;

--: mail_last_test(practice int) -> id int, state text, tries int, changed int, said sealed(mail_job.said, id)
select id, state, tries, changed, said_sealed from mail_job where practice = $1 and kind = 'test' order by made desc, rowid desc limit 1;

--: mail_count(practice int) -> waiting int, refused int
select coalesce(sum(state in ('waiting', 'sending')), 0), coalesce(sum(state = 'refused'), 0) from mail_job where practice = $1;

--: mail_stop_set(person int, at int)
insert into mail_stop(person, at) values ($1, $2) on conflict(person) do nothing;

--: mail_stop_drop(person int)
delete from mail_stop where person = $1;

--: mail_stopped(person int) -> at int
select at from mail_stop where person = $1;

--: mail_bad_add(id int, person int, practice int, at int, said sealed(mail_bad.said, id))
insert into mail_bad(id, person, practice, at, said_sealed) values ($1, $2, $3, $4, $5);

--: mail_bad_drop(person int)
delete from mail_bad where person = $1;

--: mail_bad_get(person int) -> id int, at int, said sealed(mail_bad.said, id)
select id, at, said_sealed from mail_bad where person = $1;

--: mail_bad_all(practice int) -> person int, given sealed(person.given, person), family sealed(person.family, person), therapist int, at int
select b.person, p.given_sealed, p.family_sealed, p.therapist, b.at from mail_bad b join person p on p.id = b.person where b.practice = $1 order by b.at desc, b.person;

-- What never arrived about sessions to come is told anew, to the corrected address.
--: mail_untell(person int, now int)
delete from mail_job where person = $1 and state in ('refused', 'dropped') and appointment in (select id from appointment where starts > $2);
