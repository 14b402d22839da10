-- Scores of questionnaires and imported forms.

--: outcome_add(id int, person int, instrument text, day text, answers text, score num, by int, at int)
insert into outcome(id, person, instrument, day, answers, score, by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8);

--: outcome_list(person int) -> id int, instrument text, day text, answers text, score num, at int
select id, instrument, day, answers, score, at from outcome where person = $1 order by instrument, day, at;

--: questionnaire_add(id int, practice int, instrument text, title text, body text, by int, at int)
insert into questionnaire(id, practice, instrument, title, body, by_account, at) values ($1, $2, $3, $4, $5, $6, $7);

--: questionnaire_list(practice int) -> id int, instrument text, title text, at int
select id, instrument, title, at from questionnaire f where practice = $1 and not exists
	(select 1 from questionnaire g where g.practice = f.practice and g.instrument = f.instrument and (g.at > f.at or (g.at = f.at and g.id > f.id)))
order by instrument;

--: questionnaire_now(practice int, instrument text) -> id int, title text, body text, at int
select id, title, body, at from questionnaire where practice = $1 and instrument = $2 order by at desc, id desc limit 1;
