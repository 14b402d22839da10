-- What is known of one person and what is done; every query names the person.

--: consent_add(person int, component text, given int, version text, at int)
insert into consent(person, component, given, version, at) values ($1, $2, $3, $4, $5);

--: consent_now(person int) -> component text, given int, at int
select c.component, c.given, c.at from consent c
where c.person = $1 and c.seq = (select max(d.seq) from consent d where d.person = c.person and d.component = c.component);

-- at: what the clock said; which of two was told first is told by seq, for a clock may be set back or have been ahead.
--: answer_add(person int, finding text, value int, occasion text, by int, at int)
insert into answer(person, finding, value, occasion, by_account, at) values ($1, $2, $3, $4, $5, $6);

--: answer_unknown(person int, finding text, occasion text, by int, at int)
insert into answer(person, finding, value, occasion, by_account, at) values ($1, $2, null, $3, $4, $5);

-- All ever given, those of a finding beside each other and its newest last; answer_person holds all that is read.
--: answer_ever(person int) -> finding text, value int, known int, at int, seq int
select finding, value, value is not null, at, seq from answer where person = $1 order by finding, seq;

-- From then to then: what a clock that was days ahead dated later counts as not told.
--: answer_between(person int, occasion text, since int, until int) -> finding text
select a.finding from answer a where a.person = $1 and a.occasion = $2 and a.at between $3 and $4 order by a.seq;

-- Was the client asked back since that answer?
--: asked_back_after(person int, seq int) -> n int
select count(*) from answer where person = $1 and occasion = 'asked_back' and seq > $2;

-- What the client answered at home from then to then.  What was asked before a session is not that.
--: answer_home_between(person int, since int, until int) -> finding text
select distinct finding from answer where person = $1 and at between $2 and $3 and occasion in ('intake', 'self_check', 'week', 'worsening');

-- When hands-on work was last begun (the questions before it were asked and stopped nothing), and when the client was last asked how it
-- was borne (not by a clock that was ahead, past $2), and led to that once; 0: not yet.
--: session_borne(person int, until int) -> begun int, told int, led int
select coalesce((select a.at from answer a where a.person = $1 and a.occasion = 'session'
		and not exists (select 1 from stop s where s.person = a.person and s.occasion = 'session' and s.at = a.at) order by a.seq desc limit 1), 0),
	coalesce((select max(a.at) from answer a where a.person = $1 and a.occasion = 'after' and a.at <= $2), 0),
	coalesce((select max(o.at) from asked_once o where o.person = $1 and o.what = 'after'), 0);

--: asked_once_set(person int, what text, at int)
insert into asked_once(person, what, at) values ($1, $2, $3) on conflict(person, what) do update set at = excluded.at;

-- A "yes" that was taken back at the second question is no adverse event; both answers are kept.  How the treated place felt (warm, heavy) is told
-- on the same occasion and is none either: the signs of harm are the questions whose name begins with after_.
--: adverse_count(practice int, since int) -> finding text, n int, people int
select a.finding, count(*), count(distinct a.person) from answer a join person p on p.id = a.person
where p.practice = $1 and a.occasion = 'after' and a.finding glob 'after_*' and a.value > 0 and a.at >= $2 and not coalesce((select b.occasion = 'asked_back' and b.value = 0
	from answer b where b.person = a.person and b.finding = a.finding and b.seq > a.seq order by b.seq limit 1), 0)
group by a.finding order by count(*) desc, a.finding;

--: adverse_asked(practice int, since int) -> n int
select count(*) from (select distinct a.person, a.at from answer a join person p on p.id = a.person
	where p.practice = $1 and a.occasion = 'after' and a.at >= $2);

--: answer_count(person int, finding text) -> n int
select count(*) from answer where person = $1 and finding = $2;

-- As they stood at that time; what was asked only later counts as it was answered first.
--: answer_then(person int, at int) -> finding text, value int, known int, at int, seq int
select a.finding, a.value, a.value is not null, a.at, a.seq from answer a
where a.person = $1 and a.seq = coalesce((select max(b.seq) from answer b where b.person = a.person and b.finding = a.finding and b.at <= $2),
	(select min(b.seq) from answer b where b.person = a.person and b.finding = a.finding));

--: consent_then(person int, at int) -> component text, given int, at int
select c.component, c.given, c.at from consent c
where c.person = $1 and c.seq = coalesce((select max(d.seq) from consent d where d.person = c.person and d.component = c.component and d.at <= $2),
	(select min(d.seq) from consent d where d.person = c.person and d.component = c.component));

-- What is drawn after a stop was lifted is later than that, also by a clock that was set back since.
--: mark_set(person int, region text, value int, at int)
insert into mark(person, region, value, at)
values ($1, $2, $3, max($4, coalesce((select max(lifted) + 1 from stop where person = $1 and lifted > $4), 0)))
on conflict(person, region) do update set value = excluded.value, at = excluded.at;

--: mark_now(person int) -> region text, value int, at int
select region, value, at from mark where person = $1 order by region;

-- Of days before $2, and only once.
--: mark_first_keep(person int, at int)
insert into mark_first(person, region, value, at) select person, region, value, at from mark
where person = $1 and not exists (select 1 from mark_first f where f.person = $1) and (select max(m.at) from mark m where m.person = $1) < $2;

--: mark_first_all(person int) -> region text, value int, at int
select region, value, at from mark_first where person = $1 order by region;

-- Not before the map that may have raised it was drawn.
--: stop_add(id int, person int, tier text, flags text, occasion text, at int)
insert into stop(id, person, tier, flags, occasion, at, raised_after)
values ($1, $2, $3, $4, $5, max($6, coalesce((select max(at) from mark where person = $2), 0)),
	coalesce((select max(seq) from answer where person = $2), 0));

--: stop_open(person int) -> id int, tier text, flags text, occasion text, at int, raised_after int
select id, tier, flags, occasion, at, raised_after from stop where person = $1 and lifted = 0
order by case tier when 'emergency' then 0 else 1 end, at desc;

--: stop_all(person int) -> id int, tier text, flags text, occasion text, at int, lifted int, raised_after int, lifted_after int, seen_on text, seen_by sealed(stop.seen_by, id), outcome sealed(stop.outcome, id)
select id, tier, flags, occasion, at, lifted, raised_after, lifted_after, seen_on, seen_by_sealed, outcome_sealed from stop where person = $1 order by at desc;

-- known: the newest answer that whoever enters the outcome could know of; what was told after it is not cleared.  Not before what it clears.
--: stop_lift(id int, person int, at int, known int, by int, seen_on text, seen_by sealed(stop.seen_by, id), outcome sealed(stop.outcome, id))
update stop set lifted = max($3, at, coalesce((select max(m.at) from mark m where m.person = $2), 0)),
	lifted_after = max(raised_after, min($4, coalesce((select max(a.seq) from answer a where a.person = $2), 0))),
	lifted_by = $5, seen_on = $6, seen_by_sealed = $7, outcome_sealed = $8 where id = $1 and person = $2 and lifted = 0;

--: stop_practice(practice int) -> id int, person int, given sealed(person.given, person), family sealed(person.family, person), tier text, flags text, at int, therapist int
select s.id, p.id, p.given_sealed, p.family_sealed, s.tier, s.flags, s.at, p.therapist from stop s join person p on p.id = s.person
where p.practice = $1 and s.lifted = 0 order by case s.tier when 'emergency' then 0 else 1 end, s.at desc;

--: assessment_add(id int, person int, at int, knowledge text, version text, body text)
insert into assessment(id, person, at, knowledge, version, body) values ($1, $2, $3, $4, $5, $6);

--: assessment_last(person int) -> id int, at int, knowledge text, body text
select id, at, knowledge, body from assessment where person = $1 order by at desc, id limit 1;

--: plan_add(id int, person int, at int, state text, knowledge text, body text, wishes text)
insert into plan(id, person, at, state, knowledge, body, wishes) values ($1, $2, $3, $4, $5, $6, $7);

--: plan_now(person int) -> id int, state text, starts text, version int, wishes text
select id, state, starts, version, wishes from plan
where person = $1 and state <> 'replaced' order by at desc, id limit 1;

--: plan_approved(person int) -> id int, starts text, version int
select id, starts, version from plan where person = $1 and state = 'approved' order by at desc, id limit 1;

--: plan_body(id int, person int) -> body text
select body from plan where id = $1 and person = $2;

--: plan_approve(id int, person int, version int, at int, by int, starts text)
update plan set state = 'approved', approved = $4, approved_by = $5, starts = $6, version = version + 1
where id = $1 and person = $2 and version = $3 and state = 'proposed';

--: plan_replace_others(person int, id int)
update plan set state = 'replaced', version = version + 1 where person = $1 and id <> $2 and state <> 'replaced';

--: plan_replace_proposed(person int, id int)
update plan set state = 'replaced', version = version + 1 where person = $1 and id <> $2 and state = 'proposed';

--: plan_edit(id int, person int, version int, body text, reason sealed(plan.reason, id))
update plan set body = $4, reason_sealed = $5, version = version + 1 where id = $1 and person = $2 and version = $3;

--: plan_set(id int, person int, version int, body text, wishes text)
update plan set body = $4, wishes = $5, version = version + 1 where id = $1 and person = $2 and version = $3;

--: plan_wishes(id int, person int, version int, wishes text)
update plan set wishes = $4, version = version + 1 where id = $1 and person = $2 and version = $3;

--: plan_change_add(id int, person int, plan int, version int, at int, by int, what text, wish text, body text, wishes text, reason sealed(plan_change.reason, id))
insert into plan_change(id, person, plan, version, at, by_account, what, wish, body, wishes, reason_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- The newest that was not taken back, the newest first; what turned a plan, or was taken back, closes what lies before.
--: plan_change_last(person int, plan int) -> id int, what text, wish text, body text, wishes text
select id, what, wish, body, wishes from plan_change where person = $1 and plan = $2 and undone = 0 order by version desc, at desc limit 1;

--: plan_change_undone(id int, person int, at int)
update plan_change set undone = $3 where id = $1 and person = $2;

--: plan_decided(person int) -> id int, at int, wish text, reason sealed(plan_change.reason, id), given sealed(account.given, account), account int
select c.id, c.at, c.wish, c.reason_sealed, a.given_sealed, a.id from plan_change c join account a on a.id = c.by_account where c.person = $1 and c.what = 'rule';

--: checkin_set(id int, person int, day text, pain num, function num, mood num, sleep num, at int)
insert into checkin(id, person, day, pain, function, mood, sleep, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict(person, day) do update set pain = coalesce(excluded.pain, pain), function = coalesce(excluded.function, function),
	mood = coalesce(excluded.mood, mood), sleep = coalesce(excluded.sleep, sleep), at = excluded.at;

-- From a file: a day that is there already stays as it was told (changes: 0).
--: checkin_take(id int, person int, day text, pain num, function num, mood num, sleep num, at int)
insert into checkin(id, person, day, pain, function, mood, sleep, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict(person, day) do nothing;

--: checkin_span(person int) -> n int, first text, last text
select count(*), coalesce(min(day), ''), coalesce(max(day), '') from checkin where person = $1;

--: checkin_undo(person int, day text)
delete from checkin where person = $1 and day = $2;

--: checkin_day(person int, day text) -> id int, pain num, function num, mood num, sleep num, note sealed(checkin.note, id)
select id, pain, function, mood, sleep, note_sealed from checkin where person = $1 and day = $2;

--: checkin_since(person int, day text) -> day text, pain num, function num, mood num, sleep num, at int
select day, pain, function, mood, sleep, at from checkin where person = $1 and day >= $2 order by day;

--: done_set(person int, day text, item text, minutes int, at int)
insert into done(person, day, item, minutes, at) values ($1, $2, $3, $4, $5)
on conflict(person, day, item) do update set minutes = excluded.minutes, at = excluded.at;

--: done_small(person int, day text, item text, minutes int, at int)
insert into done(person, day, item, minutes, at) values ($1, $2, $3, $4, $5)
on conflict(person, day, item) do nothing;

--: done_since(person int, day text) -> day text, item text, minutes int
select day, item, minutes from done where person = $1 and day >= $2 order by day, item;

--: done_undo(person int, day text, item text)
delete from done where person = $1 and day = $2 and item = $3;

-- answer -1: none was given; an earlier one then stays.
--: lesson_set(person int, lesson text, answer int, at int)
insert into lesson_read(person, lesson, answer, at) values ($1, $2, nullif($3, -1), $4)
on conflict(person, lesson) do update set answer = coalesce(excluded.answer, answer), at = excluded.at;

--: lesson_now(person int) -> lesson text, answer int, known int, at int
select lesson, answer, answer is not null and answer >= 0, at from lesson_read where person = $1;

-- given, family: the name of who entered it for the client, null when nobody did
--: answer_all(person int) -> finding text, value int, known int, occasion text, at int, given sealed(account.given, account), family sealed(account.family, account), account int
select a.finding, a.value, a.value is not null, a.occasion, a.at, b.given_sealed, b.family_sealed, coalesce(b.id, 0) from answer a
left join account b on b.id = a.by_account and b.role = 'proxy' where a.person = $1 order by a.seq desc;

--: turn_add(id int, person int, at int, verdict text, probability num, proposed text, answer text, by int, plan int, reason sealed(turn.reason, id))
insert into turn(id, person, at, verdict, probability, proposed, answer, by_account, plan, reason_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

--: turn_all(person int) -> id int, at int, verdict text, proposed text, answer text, reason sealed(turn.reason, id)
select id, at, verdict, proposed, answer, reason_sealed from turn where person = $1 order by at desc, id;

-- What was said at intake, as it stood in the end; else the first that was ever said.
--: answer_first(person int, finding text) -> value int, at int
select value, at from answer where person = $1 and finding = $2 and value is not null
order by case occasion when 'intake' then 0 else 1 end, case occasion when 'intake' then -seq else seq end limit 1;

--: trial_add(id int, person int, item text, at int, by int, starts text, pairs int, block int, seed int)
insert into trial(id, person, item, at, by_account, starts, pairs, block, seed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

--: trial_all(person int) -> id int, item text, at int, starts text, pairs int, block int, seed int, ended int, why text
select id, item, at, starts, pairs, block, seed, ended, why from trial where person = $1 order by at desc, id;

-- Since then: whenever an answer or a consent was given.
--: said_since(person int, at int) -> at int
select at from answer where person = $1 and at >= $2 union select at from consent where person = $1 and at >= $2 order by 1;

--: trial_end(id int, person int, at int, why text)
update trial set ended = $3, why = $4 where id = $1 and person = $2 and ended = 0;

-- Everybody whose plan was ever approved: the first day of the first one, and the last sign of the person.
--: course_list(practice int) -> person int, starts text, last_day text, last_at int, stopped int
select p.id, min(l.starts),
	max(coalesce((select max(c.day) from checkin c where c.person = p.id), ''), coalesce((select max(d.day) from done d where d.person = p.id), '')),
	max(coalesce((select max(r.at) from lesson_read r where r.person = p.id), 0),
		coalesce((select max(a.at) from answer a where a.person = p.id and a.by_account = p.account), 0)),
	exists (select 1 from stop s where s.person = p.id and s.lifted = 0)
from person p join plan l on l.person = p.id and l.approved > 0 and l.starts <> ''
where p.practice = $1 group by p.id order by p.id;

--: person_count(practice int) -> n int
select count(*) from person where practice = $1;

-- Days with hands-on work, and of how many people: a session that was recorded, or questions before one that stopped nothing.
--: session_count(practice int) -> n int, people int
select count(*), count(distinct person) from (
	select t.person, t.day from treatment t join person p on p.id = t.person where p.practice = $1
	union select a.person, date(a.at / 1000, 'unixepoch', 'localtime') from answer a join person p on p.id = a.person
	where p.practice = $1 and a.occasion = 'session' and not exists (select 1 from stop s where s.person = a.person and s.occasion = 'session' and s.at = a.at));

-- Times clients were asked how a session was borne, of how many people, and in how many a sign of harm was told and not taken back.
--: borne_count(practice int) -> asked int, people int, harmed int
select count(*), count(distinct person), coalesce(sum(harmed), 0) from (
	select a.person, a.at, max(a.value > 0 and a.finding glob 'after_*' and not coalesce((select b.occasion = 'asked_back' and b.value = 0 from answer b
		where b.person = a.person and b.finding = a.finding and b.seq > a.seq order by b.seq limit 1), 0)) harmed
	from answer a join person p on p.id = a.person where p.practice = $1 and a.occasion = 'after' group by a.person, a.at);

--: heart_add(id int, person int, day text, way text, seconds int, pace num, own num, score num, at int)
insert into heart(id, person, day, way, seconds, pace, own, score, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

--: heart_all(person int) -> id int, day text, way text, seconds int, pace num, own num, score num
select id, day, way, seconds, pace, own, score from heart where person = $1 order by at desc, id;

--: heart_forget(person int)
delete from heart where person = $1;

--: muscle_add(id int, person int, day text, seconds int, below int, mean int, bend num, at int)
insert into muscle(id, person, day, seconds, below, mean, bend, at) values ($1, $2, $3, $4, $5, $6, $7, $8);

--: muscle_all(person int) -> id int, day text, seconds int, below int, mean int, bend num
select id, day, seconds, below, mean, bend from muscle where person = $1 order by at desc, id;

--: muscle_forget(person int)
delete from muscle where person = $1;
