-- The newest answer of the person (answer.seq) when a stop was raised and when it was lifted: which came first is told by that, whatever a clock said.
alter table stop add column raised_after bigint not null default 0;
alter table stop add column lifted_after bigint not null default 0;
update stop set raised_after = coalesce((select max(a.seq) from answer a where a.person = stop.person and a.at <= stop.at), 0),
	lifted_after = coalesce((select max(a.seq) from answer a where a.person = stop.person and stop.lifted > 0 and a.at <= stop.lifted), 0);
