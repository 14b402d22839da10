/* app/import.c -- rows become clients. */
#include "app/import.h"

#include "app/name.h"
#include "base/csv.h"
#include "base/form.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>

enum { NAME_MOST = 60 };         /* letters of a column's name that are told */
enum column { GIVEN, FAMILY, BORN, SEX, MAIL, PHONE, COLUMNS };
static const char *const column_name[COLUMNS] = { "given", "family", "born", "sex", "mail", "phone" };

/* Letters of ASCII alone, small: what is left of "Prénom" is prnom, in any case of its letters. */
static const struct { enum column column; const char *names; } headers[] = {
	{ GIVEN, " given givenname firstname forename vorname prnom nombre nome voornaam fornavn frnamn imi " },
	{ FAMILY, " family familyname lastname surname nachname familienname zuname nom nomdefamille apellido apellidos cognome achternaam efternavn etternavn "
		"efternamn nazwisko " },
	{ BORN, " born birth dateofbirth birthdate birthday dob geboren geburtsdatum geburtstag gebdatum datedenaissance nle nele fechadenacimiento datadinascita "
		"geboortedatum fdselsdato fdselsdag fdelsedatum dataurodzenia " },
	{ SEX, " sex gender geschlecht sexe sexo sesso geslacht kn kjnn pe " },
	{ MAIL, " mail email emailaddress mailaddress emailadresse mailadresse courriel adresseemail correo correoelectronico correoelectrnico epost epostadresse "
		"emailadres posta " },
	{ PHONE, " phone telephone tel mobile mobilephone phonenumber telefon telefonnummer mobil handy tlphone telfono telefono cellulare telefoon mobiel " },
};
static const struct { const char *sex, *names; } sexes[] = {
	{ "female", " f w female woman weiblich frau femme fminin mujer femenino femmina femminile vrouw kvinde kvinne kvinna kobieta " },
	{ "male", " m male man mnnlich mann herr homme masculin hombre masculino maschio maschile mand mczyzna " },
	{ "other", " o x d other divers diverse autre otro altro anders andet annet annat " },
};

static const char *plain(struct arena *a, const char *text)
{
	struct buf b = buf_new(a, strlen(text) + 3);

	buf_char(&b, ' ');
	for (; *text; text++)
		if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'))
			buf_char(&b, (char)(*text | 0x20));
	buf_char(&b, ' ');
	return b.at;
}

/* Which cell holds which column, -1: none; of each cell whether it is read, and whether any row holds something there. */
struct places { int at[COLUMNS]; bool read[CSV_CELLS_MOST], holds[CSV_CELLS_MOST]; };

static bool read_header(struct cx *cx, const struct csv_row *row, struct places *out)
{
	*out = (struct places){ 0 };
	for (int c = 0; c < COLUMNS; c++)
		out->at[c] = -1;
	for (int i = 0; i < row->n; i++) {
		const char *name = plain(cx->a, row->cell[i]);

		for (size_t h = 0; name[1] != ' ' && h < sizeof(headers) / sizeof(*headers); h++) {
			if (!strstr(headers[h].names, name))
				continue;
			if (out->at[headers[h].column] >= 0)
				return fail(cx->err, ERR_INPUT, column_name[headers[h].column], "stands in the first line twice");
			out->at[headers[h].column] = i;
			out->read[i] = true;
		}
	}
	for (int c = 0; c < MAIL; c++)
		if (out->at[c] < 0)
			return fail(cx->err, ERR_INPUT, column_name[c], "is not among the columns. The first line names them: given, family, born, sex, mail, phone%s",
				c == SEX ? "; danger questions depend on the sex (female, male, other)" : "");
	return true;
}

/* A column's name as it stands in the file, on one line; a long one is cut between letters. */
static void put_name(struct buf *b, const char *name)
{
	int letters = 0;

	for (; *name && letters <= NAME_MOST; name++) {
		letters += ((unsigned char)*name & 0xc0) != 0x80;
		if (letters <= NAME_MOST)
			buf_char(b, (unsigned char)*name < ' ' ? ' ' : *name);
	}
	if (letters > NAME_MOST)
		buf_str(b, "...");
}

/* The columns that nothing is taken from, so that nobody believes their notes came along.  One without a name counts when a row holds something there. */
static const char *left_out(struct arena *a, const struct csv_row *header, const struct places *p)
{
	struct buf b = buf_new(a, CSV_CELLS_MOST * 8 * NAME_MOST);

	for (int i = 0; i < CSV_CELLS_MOST; i++) {
		const char *name = i < header->n ? header->cell[i] : "";

		if (p->read[i] || (!name[0] && !p->holds[i]))
			continue;
		if (b.n)
			buf_str(&b, ", ");
		if (name[0])
			put_name(&b, name);
		else
			buf_fmt(&b, "column %d (without a name)", i + 1);
	}
	return b.n ? b.at : NULL;
}

/* Day, month and year with dots, or with strokes when only one reading is a date. */
static bool read_born(struct arena *a, const char *text, day *out, struct err *err)
{
	int64_t part[3];
	int n = 0;

	if (day_read(text, out))
		return true;
	char by = strchr(text, '.') ? '.' : '/';
	for (const char *at = text; n < 3 && at; n++) {
		const char *next = strchr(at, by);
		const char *cell = next ? arena_copy(a, at, (size_t)(next - at)) : at;

		while (*cell == ' ' || (*cell == '0' && cell[1]))
			cell++;
		if (!int_read(cell, 1, 9999, &part[n]) || (n == 2 && next))
			return fail(err, ERR_INPUT, "born", "is not a date; write it as 1980-12-31");
		at = next ? next + 1 : NULL;
	}
	if (n == 3 && by == '/' && part[0] <= 12 && part[1] <= 12 && part[0] != part[1])
		return fail(err, ERR_INPUT, "born", "can be read in two ways; write it as 1980-12-31");
	bool month_first = n == 3 && by == '/' && part[1] > 12;
	struct date d = { n == 3 ? (int)part[2] : 0, n == 3 ? (int)part[month_first ? 0 : 1] : 0, n == 3 ? (int)part[month_first ? 1 : 0] : 0 };
	if (d.year < 1000 || !date_exists(d))
		return fail(err, ERR_INPUT, "born", "is not a date; write it as 1980-12-31");
	*out = day_of(d);
	return true;
}

/* A cell as text without what a spreadsheet would run: the guard of our own export is taken off, a formula is refused. */
static bool read_text(const char *text, const char *field, size_t least, size_t most, const char **out, struct err *err)
{
	bool telephone = str_equal(field, "phone");

	if (text[0] == '\'' && text[1] && strchr("=+-@", text[1]))
		text++;
	*out = text;
	if (text[0] && strchr("=@-+", text[0]) && !(telephone && text[0] == '+'))
		return fail(err, ERR_INPUT, field, "begins like a formula of a spreadsheet");
	size_t n = utf8_length(text);
	if (n < least)
		return fail(err, ERR_INPUT, field, "is empty");
	return (n <= most && !strpbrk(text, "\r\n\t")) || fail(err, ERR_INPUT, field, "is longer than %zu letters, or more than one line", most);
}

static bool read_client(struct cx *cx, const struct csv_row *row, const struct places *p, struct new_client *out, struct err *err)
{
	const char *cell[COLUMNS];

	for (int c = 0; c < COLUMNS; c++)
		cell[c] = p->at[c] >= 0 && p->at[c] < row->n ? row->cell[p->at[c]] : "";
	if (!read_text(cell[GIVEN], "given", 1, 80, &out->given, err) || !read_text(cell[FAMILY], "family", 1, 80, &out->family, err) ||
		!read_text(cell[MAIL], "mail", 0, 200, &out->mail, err) || !read_text(cell[PHONE], "phone", 0, 40, &out->phone, err) ||
		!read_born(cx->a, cell[BORN], &out->born, err))
		return false;
	const char *sex = plain(cx->a, cell[SEX]);
	for (size_t i = 0; sex[1] != ' ' && i < sizeof(sexes) / sizeof(*sexes); i++)
		if (strstr(sexes[i].names, sex))
			out->sex = sexes[i].sex;
	return (out->sex || fail(err, ERR_INPUT, "sex", "is not female, male or other; danger questions depend on it")) && account_client_fits(cx, out, err);
}

static bool same(const struct new_client *c, const char *given, const char *family, const char *mail, const char *born)
{
	char iso[11];

	day_iso(c->born, iso);
	return (c->mail[0] && mail && strcasecmp(c->mail, mail) == 0) ||
		(name_same(c->given, given) && name_same(c->family, family) && born && str_equal(iso, born));
}

/* Where these are known already, NULL when nowhere. */
static bool known(struct cx *cx, const struct person_known_rows *there, const struct import *before, const struct new_client *c, const char **out)
{
	struct account_by_mail_rows a = { 0 };

	*out = NULL;
	for (size_t i = 0; i < there->n && !*out; i++)
		if (same(c, there->at[i].given, there->at[i].family, there->at[i].mail, there->at[i].born))
			*out = "is a client already";
	for (int i = 0; i < before->n && !*out; i++) {
		const struct new_client *b = &before->at[i].client;
		char iso[11];

		day_iso(b->born, iso);
		if (before->at[i].is == IMPORT_FRESH && same(c, b->given, b->family, b->mail, iso))
			*out = arena_fmt(cx->a, "is the same as line %d", before->at[i].line);
	}
	if (*out || !c->mail[0])
		return true;
	if (!q_account_by_mail(cx->db, c->mail, &a))
		return false;
	if (a.n)
		*out = "has an account with this mail address";
	return true;
}

static bool judge(struct cx *cx, const struct csv_row *row, const struct places *p, const struct person_known_rows *there, struct import *out)
{
	struct import_row *r = &out->at[out->n];
	struct err wrong = { 0 };

	*r = (struct import_row){ .line = row->line, .client = { .given = "", .family = "", .mail = "", .phone = "" } };
	if (!read_client(cx, row, p, &r->client, &wrong)) {
		r->is = IMPORT_REFUSED;
		r->why = arena_fmt(cx->a, "%s: %s", wrong.field, wrong.code == ERR_MINOR ? "is under 18; the program is for adults" : wrong.detail);
	} else if (!known(cx, there, out, &r->client, &r->why)) {
		return false;
	} else {
		r->is = r->why ? IMPORT_THERE : IMPORT_FRESH;
	}
	out->fresh += r->is == IMPORT_FRESH;
	out->there += r->is == IMPORT_THERE;
	out->refused += r->is == IMPORT_REFUSED;
	out->n++;
	return true;
}

static bool read_rows(struct cx *cx, struct csv *csv, struct places *places, const struct person_known_rows *there, int64_t therapist, struct import *out)
{
	struct csv_row row;

	for (;;) {
		if (!csv_next(csv, &row, cx->err))
			return false;
		if (!row.n)
			return out->n || fail(cx->err, ERR_INPUT, "file", "holds no row under its first line");
		if (out->n == IMPORT_ROWS_MOST)
			return fail(cx->err, ERR_TOO_LARGE, "file", "holds more than %d rows; take it in parts", IMPORT_ROWS_MOST);
		for (int i = 0; i < row.n; i++)
			places->holds[i] |= row.cell[i][0] != 0;
		if (!judge(cx, &row, places, there, out))
			return false;
		out->at[out->n - 1].client.therapist = therapist;
	}
}

bool import_read(struct cx *cx, const char *text, size_t n, int64_t therapist, struct import *out)
{
	struct person_known_rows there;
	struct csv_row header = { 0 };
	struct places places;
	struct csv csv;

	*out = (struct import){ .at = NEWS(cx->a, struct import_row, IMPORT_ROWS_MOST) };
	if (n > IMPORT_BYTES_MOST)
		return fail(cx->err, ERR_TOO_LARGE, "file", "holds more than %d bytes; take it in parts", IMPORT_BYTES_MOST);
	if (!csv_open(cx->a, text, n, &csv, cx->err) || !csv_next(&csv, &header, cx->err) || !read_header(cx, &header, &places) ||
		!account_takes_clients(cx, therapist) || !q_person_known(cx->db, cx->who.practice, &there) ||
		!read_rows(cx, &csv, &places, &there, therapist, out))
		return false;
	out->left_out = left_out(cx->a, &header, &places);
	return true;
}

bool import_take(struct cx *cx, const char *text, size_t n, int64_t therapist, struct import *out)
{
	int64_t person;

	if (!import_read(cx, text, n, therapist, out))
		return false;
	for (int i = 0; i < out->n; i++)
		if (out->at[i].is == IMPORT_FRESH && (!account_keep_client(cx, &out->at[i].client, &person) || !account_keep_invitation(cx, person, &out->at[i].token)))
			return false;
	return true;
}
