-- Receipts and packages.

--: money_get(id int) -> id int, currency text, tax int, issuer sealed(money.issuer, id)
select id, currency, tax, issuer_sealed from money where id = $1;

--: money_set(id int, currency text, tax int, issuer sealed(money.issuer, id))
insert into money(id, currency, tax, issuer_sealed) values ($1, $2, $3, $4)
on conflict(id) do update set currency = excluded.currency, tax = excluded.tax, issuer_sealed = excluded.issuer_sealed;

--: receipt_next(practice int) -> number int
select coalesce(max(number), 0) + 1 from receipt where practice = $1;

--: receipt_add(id int, practice int, number int, person int, corrects int, day text, cents int, tax_cents int, tax int, currency text, name sealed(receipt.name, id), what sealed(receipt.what, id), issuer sealed(receipt.issuer, id), at int, by int)
insert into receipt(id, practice, number, person, corrects, day, cents, tax_cents, tax, currency, name_sealed, what_sealed, issuer_sealed, at, by_account)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

--: receipt_get(practice int, number int) -> id int, number int, person int, corrects int, day text, cents int, tax_cents int, tax int, currency text, name sealed(receipt.name, id), what sealed(receipt.what, id), issuer sealed(receipt.issuer, id)
select id, number, person, corrects, day, cents, tax_cents, tax, currency, name_sealed, what_sealed, issuer_sealed from receipt where practice = $1 and number = $2;

--: receipt_person(person int) -> id int, number int, corrects int, day text, cents int, currency text, what sealed(receipt.what, id), taken_back int
select r.id, r.number, r.corrects, r.day, r.cents, r.currency, r.what_sealed, (select count(*) from receipt c where c.practice = r.practice and c.corrects = r.number)
from receipt r where r.person = $1 order by r.number desc;

--: receipt_month(practice int, first text, last text) -> id int, number int, corrects int, day text, cents int, tax_cents int, tax int, currency text, name sealed(receipt.name, id), what sealed(receipt.what, id)
select id, number, corrects, day, cents, tax_cents, tax, currency, name_sealed, what_sealed from receipt
where practice = $1 and day >= $2 and day <= $3 order by number;

--: pack_add(id int, practice int, person int, service int, sessions int, receipt int, at int)
insert into pack(id, practice, person, service, sessions, receipt, at) values ($1, $2, $3, $4, $5, $6, $7);

--: pack_drop(practice int, receipt int)
delete from pack where practice = $1 and receipt = $2;

-- What was paid in packages and what was used of it since the first: sessions that were kept.
--: pack_left(person int) -> service int, paid int, used int
select k.service, sum(k.sessions), (select count(*) from appointment a where a.person = k.person and a.service = k.service and a.state in ('came', 'late')
	and a.starts >= min(k.at)) from pack k where k.person = $1 group by k.service;
