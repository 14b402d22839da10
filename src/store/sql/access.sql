-- Sessions, tries, forms, events.

--: session_add(id int, token blob, account int, csrf text, now int, expires int)
insert into session(id, token_hash, account, csrf, created, seen, expires) values ($1, $2, $3, $4, $5, $5, $6);

--: session_get(token blob, now int) -> id int, account int, practice int, role text, csrf text, expires int, person int, emergency text, crisis text,
--    proved int, shared int, seen int, idle_minutes int, see_all int, factor int, label text
select s.id, s.account, a.practice, a.role, s.csrf, s.expires, coalesce(p.id, x.person, 0), r.emergency, r.crisis,
	s.proved, s.shared, s.seen, r.idle_minutes, r.see_all, coalesce((select f.confirmed from factor f where f.account = a.id), 0), s.label
from session s join account a on a.id = s.account join practice r on r.id = a.practice left join person p on p.account = a.id
left join proxy x on x.account = a.id and x.ended = 0
where s.token_hash = $1 and s.expires > $2 and a.closed = 0;

-- What kind of session it is: on which device, whether others use it too, whether the second factor was shown.
--: session_kind(id int, proved int, shared int, label text)
update session set proved = $2, shared = $3, label = $4 where id = $1;

--: session_seen(id int, now int)
update session set seen = $2 where id = $1 and seen < $2;

--: session_list(account int, now int) -> id int, label text, created int, seen int, shared int
select id, label, created, seen, shared from session where account = $1 and expires > $2 and proved = 1 order by seen desc, id;

--: session_end_own(id int, account int)
delete from session where id = $1 and account = $2;

--: session_end_others(account int, but int)
delete from session where account = $1 and id <> $2;

--: session_end(id int)
delete from session where id = $1;

--: session_end_account(account int)
delete from session where account = $1;

--: session_sweep(now int)
delete from session where expires <= $1;

--: attempt_add(id blob, at int)
insert into attempt(id_hash, at) values ($1, $2);

-- Not those of a clock that was ahead: they would count until it is as late as that.
--: attempt_count(id blob, since int, until int) -> n int
select count(*) from attempt where id_hash = $1 and at > $2 and at <= $3;

--: attempt_sweep(before int)
delete from attempt where at < $1;

--: form_get(form_key text, account int) -> path text
select path from form_done where form_key = $1 and account = $2;

--: form_add(form_key text, account int, path text, at int)
insert into form_done(form_key, account, path, at) values ($1, $2, $3, $4);

-- What else the same form of a page sent: keys from `first` to before `beyond`, but this one.
--: form_others(first text, beyond text, form_key text, account int)
delete from form_done where form_key >= $1 and form_key < $2 and form_key <> $3 and account = $4;

--: form_sweep(before int)
delete from form_done where at < $1;

-- One line of the chained log (store/audit.h); event_end moves its end along and must follow in the same transaction.
--: event_add(at int, practice int, account int, person int, what text)
insert into event(seq, at, practice, account, person, what, chain)
select n.last + 1, $1, $2, $3, $4, $5,
	audit_link((select e.chain from event e where e.seq = n.last), n.last + 1, $1, $2, $3, $4, $5) from audit_end n;

--: event_end()
update audit_end set last = last + 1, mac = audit_mac(mac, (select e.chain from event e where e.seq = last + 1));

--: event_list(practice int, person int, n int) -> at int, account int, what text
select at, coalesce(account, 0), what from event where practice = $1 and person = $2 order by seq desc limit $3;

--: opened_get(session int, person int) -> at int
select at from opened where session = $1 and person = $2;

--: opened_add(session int, person int, at int)
insert into opened(session, person, at) values ($1, $2, $3) on conflict(session, person) do nothing;

-- Who looked at a record: staff at their desks, and what was done on the command line (account 0).
--: opened_list(practice int, person int, n int) -> at int, what text, account int, given sealed(account.given, account), family sealed(account.family, account)
select e.at, e.what, coalesce(a.id, 0), a.given_sealed, a.family_sealed from event e left join account a on a.id = e.account
where e.practice = $1 and ((e.person = $2 and e.what in ('opened', 'exported', 'access_given')) or (e.person = 0 and e.what = 'exported')) order by e.seq desc limit $3;
