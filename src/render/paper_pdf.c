/* render/paper_pdf.c -- pages into bytes.  Cairo 1.16 cannot write the language of a document; it is added as an incremental update
 * (ISO 32000-1, 7.5.6): the catalog once more, with /Lang, and a cross-reference section for it. */
#include "render/paper_parts.h"

#include <assert.h>
#include <fontconfig/fontconfig.h>
#include <string.h>

#define SMALLEST 0.84
#define SMALLER 0.04
#define SPARSE 0.2             /* of a page */

static bool any_font(void)
{
	const FcFontSet *set = FcInit() ? FcConfigGetFonts(NULL, FcSetSystem) : NULL;

	return set && set->nfont > 0;
}

static PangoContext *new_context(PangoFontMap **map)
{
	cairo_font_options_t *o = cairo_font_options_create();

	*map = pango_cairo_font_map_new();
	pango_cairo_font_map_set_resolution((PangoCairoFontMap *)(void *)*map, 72);
	PangoContext *type = pango_font_map_create_context(*map);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(type, o);
	pango_context_set_language(type, pango_language_from_string("en"));
	pango_context_set_round_glyph_positions(type, FALSE);
	cairo_font_options_destroy(o);
	return type;
}

static struct set_section set_at(struct paper *p, PangoContext *type, const struct section *s, double size, struct press *count)
{
	struct set_section set = set_section(p->arena, type, s, size);

	*count = (struct press){ .type = type, .paper = p };
	press_section(count, &set);
	return set;
}

/* Pages it should have at most, of those it has at full size: one where one is wanted, one less where the last holds next to nothing. */
static int wanted(const struct section *s, const struct press *full)
{
	double filled = (full->y - PAGE_TOP) / (PAPER_FOOT - PAGE_TOP);

	return s->one_page || full->page == 1 ? 1 : filled < SPARSE ? full->page - 1 : full->page;
}

/* Set at the largest size that fits; at full size where none does and one page was not asked for.  Adds to *pages. */
static struct set_section fitted(struct paper *p, PangoContext *type, const struct section *s, int *pages)
{
	struct press full, count;
	struct set_section set = set_at(p, type, s, 1, &full);
	int most = wanted(s, &full);

	count = full;
	for (int i = 1; count.page > most && 1 - i * SMALLER > SMALLEST - SMALLER / 2; i++) {
		unset_section(&set);
		set = set_at(p, type, s, 1 - i * SMALLER, &count);
	}
	if (count.page > most && !s->one_page) {
		unset_section(&set);
		set = set_at(p, type, s, 1, &count);
	}
	*pages += count.page;
	return set;
}

static cairo_status_t into_buf(void *to, const unsigned char *at, unsigned n)
{
	buf_put(to, (const char *)at, n);
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *new_surface(const struct paper *p, struct buf *out)
{
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(into_buf, out, PAGE_WIDE, PAGE_HIGH);
	char iso[11];

	day_iso(p->about.made, iso);
	cairo_pdf_surface_restrict_to_version(s, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, p->about.title);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "unknot");
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, iso);
	return s;
}

static const char *last_of(const struct buf *b, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = b->n >= n ? b->n - n + 1 : 0; i-- > 0; )
		if (memcmp(b->at + i, what, n) == 0)
			return b->at + i;
	return NULL;
}

/* What cairo wrote ends with a catalog, a table and a trailer in plain text; it is read as such. */
static bool add_language(struct arena *a, struct buf *out)
{
	const char *trailer = last_of(out, "trailer\n<<"), *xref = last_of(out, "startxref\n"), *root = trailer ? strstr(trailer, "/Root ") : NULL;

	if (!trailer || !xref || !root)
		return false;
	int number = (int)strtol(root + 6, NULL, 10);
	const char *catalog = last_of(out, arena_fmt(a, "\n%d 0 obj\n<<", number)), *dict = catalog ? strstr(catalog, "<<") + 2 : NULL;
	const char *dict_end = dict ? strstr(dict, "endobj") : NULL, *trailer_end = strstr(trailer, ">>");
	if (!dict_end || !trailer_end)
		return false;
	long before = strtol(xref + 10, NULL, 10);
	const char *whole = arena_copy(a, dict, (size_t)(dict_end - dict)), *keys = arena_copy(a, trailer, (size_t)(trailer_end - trailer));
	size_t at = out->n;
	buf_fmt(out, "%d 0 obj\n<< /Lang (en) /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>%sendobj\n", number, whole);
	size_t table = out->n;
	buf_fmt(out, "xref\n%d 1\n%010zu 00000 n \n%s   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n", number, at, keys, before, table);
	return true;
}

static bool print(struct paper *p, PangoContext *type, struct buf *out, const struct set_section *set, int n, int pages, struct paper_made *made,
	struct err *err)
{
	struct buf own = buf_new(p->arena, 16 << 20);           /* offsets count from its first byte */
	cairo_surface_t *surface = new_surface(p, &own);
	struct press press = { .cr = cairo_create(surface), .surface = surface, .type = type, .paper = p, .pages = pages };

	pango_cairo_update_context(press.cr, type);
	cairo_tag_begin(press.cr, "Document", NULL);
	for (int i = 0; i < n; i++) {
		press_section(&press, &set[i]);
		if (i + 1 == n)
			cairo_tag_end(press.cr, "Document");
		draw_end_page(&press);
	}
	cairo_status_t wrong = cairo_status(press.cr);
	cairo_destroy(press.cr);
	cairo_surface_finish(surface);
	wrong = wrong ? wrong : cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (wrong || !add_language(p->arena, &own))
		return fail(err, ERR_INTERNAL, "pdf", "the pages could not be written: %s", wrong ? cairo_status_to_string(wrong) : "no catalog");
	assert(press.page == pages);
	buf_put(out, own.at, own.n);
	if (made)
		*made = press.made;
	return true;
}

bool paper_end(struct paper *p, struct buf *out, struct paper_made *made, struct err *err)
{
	PangoFontMap *map;
	int n = 0, pages = 0;

	if (!any_font())
		return fail(err, ERR_INTERNAL, "font", "no font is installed here, and a PDF needs one: install fonts-dejavu-core, or another that "
			"fontconfig finds");
	for (const struct section *s = p->first; s; s = s->next)
		n++;
	PangoContext *type = new_context(&map);
	struct set_section *set = NEWS(p->arena, struct set_section, n + 1);
	int i = 0;
	for (const struct section *s = p->first; s; s = s->next)
		set[i++] = fitted(p, type, s, &pages);
	bool ok = print(p, type, out, set, n, pages, made, err);
	for (i = 0; i < n; i++)
		unset_section(&set[i]);
	g_object_unref(type);
	g_object_unref(map);
	return ok;
}
