-- The second factor, recovery codes, known places, links handed over in person.

--: factor_set(id int, account int, secret sealed(factor.secret, id), created int)
insert into factor(id, account, secret_sealed, created) values ($1, $2, $3, $4)
on conflict(account) do update set id = excluded.id, secret_sealed = excluded.secret_sealed, created = excluded.created, step = 0
where factor.confirmed = 0;

--: factor_get(account int) -> id int, secret sealed(factor.secret, id), confirmed int, step int
select id, secret_sealed, confirmed, step from factor where account = $1;

--: factor_confirm(account int, at int, step int)
update factor set confirmed = $2, step = $3 where account = $1 and confirmed = 0;

-- A step is used up once, also when two tries come at the same moment.
--: factor_step(account int, step int)
update factor set step = $2 where account = $1 and step < $2;

--: factor_remove(account int)
delete from factor where account = $1;

--: recovery_code_add(account int, code blob)
insert into recovery_code(account, code_hash) values ($1, $2);

--: recovery_code_use(account int, code blob, at int)
update recovery_code set used = $3 where account = $1 and code_hash = $2 and used = 0;

--: recovery_code_left(account int) -> n int
select count(*) from recovery_code where account = $1 and used = 0;

--: recovery_code_remove(account int)
delete from recovery_code where account = $1;

--: place_get(id blob, account int) -> at int
select at from known_place where id_hash = $1 and account = $2;

--: place_set(id blob, account int, at int)
insert into known_place(id_hash, account, at) values ($1, $2, $3) on conflict(id_hash) do update set account = excluded.account, at = excluded.at;

--: place_sweep(before int)
delete from known_place where at < $1;

-- People of the practice, who sees whom, who enters for a client.

--: staff_list(practice int) -> id int, role text, given sealed(account.given, id), family sealed(account.family, id), mail sealed(account.mail, id),
--    factor int, clients int
select a.id, a.role, a.given_sealed, a.family_sealed, a.mail_sealed, coalesce((select f.confirmed from factor f where f.account = a.id), 0),
	(select count(*) from person p where p.therapist = a.id)
from account a where a.practice = $1 and a.role in ('owner', 'therapist', 'assistant') and a.closed = 0 order by a.created, a.id;

--: staff_get(id int, practice int) -> id int, role text, given sealed(account.given, id), family sealed(account.family, id)
select id, role, given_sealed, family_sealed from account where id = $1 and practice = $2 and role in ('owner', 'therapist', 'assistant') and closed = 0;

-- The address is freed, so that the person may come again with a new account.
--: account_close(id int, at int)
update account set closed = $2, mail_hash = randomblob(32) where id = $1 and closed = 0;

--: practice_rules(id int) -> see_all int, idle_minutes int
select see_all, idle_minutes from practice where id = $1;

--: practice_rules_set(id int, see_all int, idle_minutes int)
update practice set see_all = $2, idle_minutes = $3 where id = $1;

--: person_hand_over(id int, practice int, therapist int)
update person set therapist = $3, version = version + 1 where id = $1 and practice = $2;

--: person_hand_over_all(from_account int, practice int, therapist int)
update person set therapist = $3, version = version + 1 where therapist = $1 and practice = $2;

--: person_of_therapist(therapist int) -> id int
select id from person where therapist = $1 order by created, id;

-- Names and how to reach them, nothing of their health.
--: front_list(practice int) -> id int, given sealed(person.given, id), family sealed(person.family, id), phone sealed(person.phone, id), account int,
--    therapist int, t_given sealed(account.given, therapist), t_family sealed(account.family, therapist)
select p.id, p.given_sealed, p.family_sealed, p.phone_sealed, coalesce(p.account, 0), p.therapist, a.given_sealed, a.family_sealed
from person p join account a on a.id = p.therapist where p.practice = $1 order by p.created desc, p.id;

--: access_link_add(id int, kind text, account int, person int, token blob, made_by int, created int, expires int)
insert into access_link(id, kind, account, person, token_hash, made_by, created, expires)
values ($1, $2, nullif($3, 0), nullif($4, 0), $5, $6, $7, $8);

--: access_link_get(token blob) -> id int, kind text, account int, person int, made_by int, expires int, used int
select id, kind, coalesce(account, 0), coalesce(person, 0), made_by, expires, used from access_link where token_hash = $1;

--: access_link_use(id int, at int)
update access_link set used = $2 where id = $1 and used = 0;

--: access_link_void(account int, at int)
update access_link set used = $2 where account = $1 and used = 0;

--: access_link_void_proxy(person int, at int)
update access_link set used = $2 where person = $1 and kind = 'proxy' and used = 0;

--: proxy_add(id int, person int, account int, made_by int, created int)
insert into proxy(id, person, account, made_by, created) values ($1, $2, $3, $4, $5);

--: proxy_list(person int) -> id int, account int, created int, ended int, given sealed(account.given, account), family sealed(account.family, account), last int
select x.id, x.account, x.created, x.ended, a.given_sealed, a.family_sealed,
	coalesce((select max(e.at) from event e where e.account = a.id and e.what = 'signed_in'), 0)
from proxy x join account a on a.id = x.account where x.person = $1 order by x.ended <> 0, x.created desc, x.id;

--: proxy_end(id int, person int, at int)
update proxy set ended = $3 where id = $1 and person = $2 and ended = 0;

--: proxy_for(person int) -> given sealed(person.given, person), person int
select given_sealed, id from person where id = $1;

-- Appointments to come go along, where the other's time is free; how many are left.
--: appointment_take_over(from_account int, practice int, therapist int, now int)
update appointment set therapist = $3, moves = moves + 1, changed = $4 where therapist = $1 and practice = $2 and starts > $4 and state = 'booked'
	and not exists (select 1 from appointment b where b.therapist = $3 and b.state <> 'cancelled' and b.taken_from < appointment.taken_to
		and b.taken_to > appointment.taken_from);

--: appointment_coming(therapist int, now int) -> n int
select count(*) from appointment where therapist = $1 and starts > $2 and state = 'booked';

-- The same for one client; how many of theirs are to come with this therapist.
--: appointment_along(person int, from_account int, therapist int, now int)
update appointment set therapist = $3, moves = moves + 1, changed = $4 where person = $1 and therapist = $2 and starts > $4 and state = 'booked'
	and not exists (select 1 from appointment b where b.therapist = $3 and b.state <> 'cancelled' and b.taken_from < appointment.taken_to
		and b.taken_to > appointment.taken_from);

--: appointment_coming_of(person int, therapist int, now int) -> n int
select count(*) from appointment where person = $1 and therapist = $2 and starts > $3 and state = 'booked';

--: owner_count(practice int) -> n int
select count(*) from account where practice = $1 and role = 'owner' and closed = 0;

--: account_role(id int, practice int, role text)
update account set role = $3 where id = $1 and practice = $2 and role in ('owner', 'therapist') and role <> $3 and closed = 0;
