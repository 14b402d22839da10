-- Sessions of hands-on work; every query names the person or a treatment that was found by its person.

--: treatment_add(id int, person int, by int, day text, week int, steps text, started int, back_reason sealed(treatment.back_reason, id), draft_key sealed(treatment.draft_key, id))
insert into treatment(id, person, by_account, day, week, steps, started, back_reason_sealed, draft_key_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

--: treatment_get(id int, person int) -> id int, by int, day text, week int, steps text, started int, ended int, back_reason sealed(treatment.back_reason, id), draft_key sealed(treatment.draft_key, id)
select id, by_account, day, week, steps, started, ended, back_reason_sealed, draft_key_sealed from treatment where id = $1 and person = $2;

--: treatment_list(person int) -> id int, day text, week int, started int, ended int, version int, is_signed int
select t.id, t.day, t.week, t.started, t.ended, coalesce((select max(n.version) from treatment_note n where n.treatment = t.id), 0),
	coalesce((select max(n.signed) from treatment_note n where n.treatment = t.id), 0)
from treatment t where t.person = $1 order by t.day desc, t.started desc;

--: treatment_end(id int, person int, at int)
update treatment set ended = $3 where id = $1 and person = $2 and ended = 0;

--: treatment_event_add(treatment int, id int, act text, step int, value int, ref text, text sealed(treatment_event.text, id), at int, received int, by int)
insert into treatment_event(treatment, person, id, seq, act, step, value, ref, text_sealed, at, received, by_account)
values ($1, (select t.person from treatment t where t.id = $1), $2, (select coalesce(max(e.seq), 0) + 1 from treatment_event e where e.treatment = $1), $3, $4, $5, $6, $7, $8, $9, $10) on conflict(treatment, id) do nothing;

--: treatment_events(treatment int) -> id int, act text, step int, value int, ref text, text sealed(treatment_event.text, id), at int
select id, act, step, value, ref, text_sealed, at from treatment_event where treatment = $1 order by at, seq;

--: treatment_has_event(treatment int, id int) -> n int
select count(*) from treatment_event where treatment = $1 and id = $2;

--: note_add(id int, treatment int, version int, is_signed int, told sealed(treatment_note.told, id), seen sealed(treatment_note.seen, id), judged sealed(treatment_note.judged, id), next sealed(treatment_note.next, id), reason sealed(treatment_note.reason, id), by int, at int)
insert into treatment_note(id, treatment, person, version, signed, told_sealed, seen_sealed, judged_sealed, next_sealed, reason_sealed, by_account, at)
values ($1, $2, (select t.person from treatment t where t.id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict(treatment, version) do nothing;

--: note_all(treatment int) -> id int, version int, is_signed int, told sealed(treatment_note.told, id), seen sealed(treatment_note.seen, id), judged sealed(treatment_note.judged, id), next sealed(treatment_note.next, id), reason sealed(treatment_note.reason, id), by int, given sealed(account.given, by), family sealed(account.family, by), at int
select n.id, n.version, n.signed, n.told_sealed, n.seen_sealed, n.judged_sealed, n.next_sealed, n.reason_sealed, n.by_account, a.given_sealed, a.family_sealed, n.at
from treatment_note n join account a on a.id = n.by_account where n.treatment = $1 order by n.version desc;

-- The newest note of an earlier session.
--: note_before(person int, treatment int, day text) -> id int, told sealed(treatment_note.told, id), seen sealed(treatment_note.seen, id), judged sealed(treatment_note.judged, id), next sealed(treatment_note.next, id)
select n.id, n.told_sealed, n.seen_sealed, n.judged_sealed, n.next_sealed from treatment_note n join treatment t on t.id = n.treatment
where t.person = $1 and t.id <> $2 and t.day <= $3 order by t.day desc, t.started desc, n.version desc limit 1;

--: template_add(id int, practice int, name sealed(note_template.name, id), told sealed(note_template.told, id), seen sealed(note_template.seen, id), judged sealed(note_template.judged, id), next sealed(note_template.next, id), by int, at int)
insert into note_template(id, practice, name_sealed, told_sealed, seen_sealed, judged_sealed, next_sealed, by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

--: template_all(practice int) -> id int, name sealed(note_template.name, id), told sealed(note_template.told, id), seen sealed(note_template.seen, id), judged sealed(note_template.judged, id), next sealed(note_template.next, id)
select id, name_sealed, told_sealed, seen_sealed, judged_sealed, next_sealed from note_template where practice = $1 order by at;

--: template_remove(id int, practice int)
delete from note_template where id = $1 and practice = $2;
