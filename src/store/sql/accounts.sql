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
