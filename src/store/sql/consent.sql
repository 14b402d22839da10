-- What a client agreed to, in which words, and what they signed.

--: consent_words(version text, component text, name text, body text)
insert or ignore into consent_text(version, component, name, body) values ($1, $2, $3, $4);

--: consent_all(person int) -> component text, given int, version text, at int, name text, body text
select c.component, c.given, c.version, c.at, coalesce(t.name, ''), coalesce(t.body, '') from consent c
left join consent_text t on t.component = c.component and t.version = c.version
where c.person = $1 order by c.seq desc;

--: signature_add(id int, person int, by int, at int, day text, name sealed(signature.name, id), body sealed(signature.body, id), digest text)
insert into signature(id, person, by_account, at, day, name_sealed, body_sealed, digest) values ($1, $2, $3, $4, $5, $6, $7, $8);

--: signature_last(person int) -> id int, at int, day text, name sealed(signature.name, id), body sealed(signature.body, id), digest text, changed int
select s.id, s.at, s.day, s.name_sealed, s.body_sealed, s.digest, exists (select 1 from consent c where c.person = s.person and c.at > s.at)
from signature s where s.person = $1 order by s.at desc, s.id desc limit 1;
