-- Receipts: numbers run without gaps, nothing is changed afterwards, a mistake is taken back by a credit note.

create table money (
	id bigint primary key references practice(id),
	currency text not null,
	tax bigint not null,              -- hundredths of a percent, contained in prices
	issuer_sealed blob not null       -- who writes receipts: name, address, tax number
);

create table receipt (
	id bigint primary key,
	practice bigint not null references practice(id),
	number bigint not null check (number > 0),
	person bigint not null,           -- no reference: a receipt outlives the record, as tax law asks
	corrects bigint not null default 0,       -- the number a credit note takes back
	day text not null,
	cents bigint not null,            -- with tax; below nothing on a credit note
	tax_cents bigint not null,
	tax bigint not null,
	currency text not null,
	name_sealed blob not null,
	what_sealed blob not null,
	issuer_sealed blob not null,
	at bigint not null,
	by_account bigint not null,
	unique (practice, number)
);
create unique index receipt_corrects on receipt(practice, corrects) where corrects > 0;
create index receipt_person on receipt(person);
create trigger receipt_stays before update on receipt begin select raise(abort, 'a receipt is not changed'); end;
create trigger receipt_lasts before delete on receipt begin select raise(abort, 'a receipt is not taken out'); end;

-- several sessions paid at once
create table pack (
	id bigint primary key,
	practice bigint not null references practice(id),
	person bigint not null references person(id),
	service bigint not null references service(id),
	sessions bigint not null,
	receipt bigint not null,          -- its number; taken back with it
	at bigint not null
);
create index pack_person on pack(person);
