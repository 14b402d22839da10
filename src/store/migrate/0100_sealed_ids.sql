-- A sealed value is bound to the id beside it; here the id is that of the therapist's account, and that of the person.
alter table outside rename column therapist to id;
alter table mail_bad add column id bigint not null default 0;
update mail_bad set id = person;
