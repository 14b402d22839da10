-- Practice, accounts, persons, invitations.

--: practice_add(id int, name sealed(practice.name, id), emergency text, crisis text, abuse_route text, minutes int, created int)
insert into practice(id, name_sealed, emergency, crisis, abuse_route, minutes, own_priors, created)
values ($1, $2, $3, $4, $5, $6, '', $7);

--: practice_get(id int) -> id int, name sealed(practice.name, id), emergency text, crisis text, abuse_route text, minutes int, own_priors text
select id, name_sealed, emergency, crisis, abuse_route, minutes, own_priors from practice where id = $1;

--: practice_any() -> id int
select id from practice limit 1;

--: practice_set(id int, name sealed(practice.name, id), emergency text, crisis text, abuse_route text, minutes int, own_priors text)
update practice set name_sealed = $2, emergency = $3, crisis = $4, abuse_route = $5, minutes = $6, own_priors = $7 where id = $1;

--: account_add(id int, practice int, role text, given sealed(account.given, id), family sealed(account.family, id),
--    mail sealed(account.mail, id), look_up hashed(account.mail), password text, created int)
insert into account(id, practice, role, given_sealed, family_sealed, mail_sealed, mail_hash, password, created)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

--: account_by_mail(mail hashed(account.mail)) -> id int, practice int, role text, password text, closed int
select id, practice, role, password, closed from account where mail_hash = $1;

--: account_get(id int) -> id int, practice int, role text, given sealed(account.given, id), family sealed(account.family, id), mail sealed(account.mail, id)
select id, practice, role, given_sealed, family_sealed, mail_sealed from account where id = $1;

--: account_password(id int, password text)
update account set password = $2 where id = $1;

--: person_add(id int, practice int, therapist int, given sealed(person.given, id), family sealed(person.family, id),
--    mail sealed(person.mail, id), born sealed(person.born, id), phone sealed(person.phone, id), sex text, created int)
insert into person(id, practice, therapist, given_sealed, family_sealed, mail_sealed, born_sealed, phone_sealed, sex, created)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

--: person_mail(id int, practice int, mail sealed(person.mail, id))
update person set mail_sealed = $3, version = version + 1 where id = $1 and practice = $2;

--: person_get(id int, practice int) -> id int, therapist int, account int, given sealed(person.given, id), family sealed(person.family, id),
--    mail sealed(person.mail, id), born sealed(person.born, id), phone sealed(person.phone, id), notes sealed(person.notes, id),
--    sex text, figure int, session_minutes int, home_minutes int, pressure_max int, interview_done int, created int, version int
select id, therapist, coalesce(account, 0), given_sealed, family_sealed, mail_sealed, born_sealed, phone_sealed, notes_sealed,
	sex, figure, session_minutes, home_minutes, pressure_max, interview_done, created, version
from person where id = $1 and practice = $2;

--: person_of_account(account int) -> id int, practice int
select id, practice from person where account = $1;

--: person_list(practice int) -> id int, account int, given sealed(person.given, id), family sealed(person.family, id), interview_done int,
--    created int, stop_tier text, plan_state text, plan_starts text, last_day text, last_pain int, last_at int, therapist int
select p.id, coalesce(p.account, 0), p.given_sealed, p.family_sealed, p.interview_done, p.created,
	(select s.tier from stop s where s.person = p.id and s.lifted = 0 order by case s.tier when 'emergency' then 0 else 1 end, s.at desc limit 1),
	(select l.state from plan l where l.person = p.id and l.state <> 'replaced' order by l.state, l.at desc limit 1),
	(select l.starts from plan l where l.person = p.id and l.state = 'approved' order by l.at desc limit 1),
	(select c.day from checkin c where c.person = p.id order by c.day desc limit 1),
	(select c.pain from checkin c where c.person = p.id order by c.day desc limit 1),
	coalesce((select max(a.at) from answer a where a.person = p.id), 0), p.therapist
from person p where p.practice = $1 order by p.created desc, p.id;

--: person_names(practice int) -> id int, given sealed(person.given, id), family sealed(person.family, id), therapist int
select id, given_sealed, family_sealed, therapist from person where practice = $1;

--: person_listed(practice int, id int) -> account int, interview_done int, created int, stop_tier text, plan_state text, plan_starts text, last_day text, last_pain int, last_at int
select coalesce(p.account, 0), p.interview_done, p.created,
	(select s.tier from stop s where s.person = p.id and s.lifted = 0 order by case s.tier when 'emergency' then 0 else 1 end, s.at desc limit 1),
	(select l.state from plan l where l.person = p.id and l.state <> 'replaced' order by l.state, l.at desc limit 1),
	(select l.starts from plan l where l.person = p.id and l.state = 'approved' order by l.at desc limit 1),
	(select c.day from checkin c where c.person = p.id order by c.day desc limit 1),
	(select c.pain from checkin c where c.person = p.id order by c.day desc limit 1),
	coalesce((select max(a.at) from answer a where a.person = p.id), 0)
from person p where p.practice = $1 and p.id = $2;

--: person_limits(id int, session_minutes int, home_minutes int, pressure_max int)
update person set session_minutes = $2, home_minutes = $3, pressure_max = $4, version = version + 1 where id = $1;

--: person_figure(id int, figure int)
update person set figure = $2 where id = $1;

--: person_account(id int, account int)
update person set account = $2 where id = $1 and account is null;

--: person_notes(id int, practice int, notes sealed(person.notes, id))
update person set notes_sealed = $3, version = version + 1 where id = $1 and practice = $2;

--: person_interview_done(id int, at int)
update person set interview_done = $2 where id = $1;

--: person_touch(id int, version int)
update person set version = version + 1 where id = $1 and version = $2;

--: invitation_add(id int, person int, token blob, created int, expires int)
insert into invitation(id, person, token_hash, created, expires) values ($1, $2, $3, $4, $5);

--: invitation_get(token blob) -> id int, person int, practice int, expires int, used int, account int, given sealed(person.given, person)
select i.id, i.person, p.practice, i.expires, i.used, coalesce(p.account, 0), p.given_sealed
from invitation i join person p on p.id = i.person where i.token_hash = $1;

--: invitation_use(id int, at int)
update invitation set used = $2 where id = $1 and used = 0;

--: invitation_void(person int, at int)
update invitation set used = $2 where person = $1 and used = 0;

--: invitation_open(person int, now int) -> id int, created int, expires int
select id, created, expires from invitation where person = $1 and used = 0 and expires > $2 order by created desc;

--: account_staff(practice int) -> id int, role text, given sealed(account.given, id), family sealed(account.family, id)
select id, role, given_sealed, family_sealed from account where practice = $1 and role in ('owner', 'therapist') and closed = 0 order by created;

-- The newest recovery phrase counts for backups made from now on; earlier backups stay with theirs.
--: recovery_set(practice int, public blob, at int)
insert into recovery(practice, public, at) values ($1, $2, $3) on conflict(practice) do update set public = excluded.public, at = excluded.at;

--: recovery_get(practice int) -> at int
select at from recovery where practice = $1;

--: practice_keep(id int) -> keep_years int
select keep_years from practice where id = $1;

--: practice_keep_set(id int, keep_years int)
update practice set keep_years = $2 where id = $1;

--: person_known(practice int) -> given sealed(person.given, id), family sealed(person.family, id), mail sealed(person.mail, id), born sealed(person.born, id), id int
select given_sealed, family_sealed, mail_sealed, born_sealed, id from person where practice = $1;

-- When a record was last changed; looking at it and copying it change nothing.
--: person_changed(person int) -> at int
select max(p.created, coalesce((select max(e.at) from event e where e.person = p.id and e.what not in ('opened', 'exported')), 0))
from person p where p.id = $1;
