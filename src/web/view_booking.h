/* web/view_booking.h -- what the pages about appointments show. */
#ifndef WEB_VIEW_BOOKING_H
#define WEB_VIEW_BOOKING_H

#include "web/view.h"
#include "web/view_parts.h"

struct kept_row { int64_t id; const char *name, *detail; };
struct kept_rows { struct kept_row *at; size_t n; };
struct hours_row { const char *name, *label, *value; };
struct hours_rows { struct hours_row *at; size_t n; };
struct booking_settings_view {
	struct page_view page;
	const char *zone, *title, *lead, *ahead, *step, *cancel, *who_name, *who_id, *host;
	bool online, set, near;
	struct option_views who;        /* whose hours: links */
	struct hours_rows hours;
	struct kept_rows rooms, services, holidays;
};

/* mine: it is the reader's own time, with the calendar of their own.  kept, said, host: NULL when there is nothing to say. */
struct busy_view {
	struct page_view page;
	const char *title, *who_id, *on, *from, *to, *name, *url, *kept, *said, *tried, *host;
	struct option_views who;        /* values are paths */
	struct kept_rows rows;
	int outside;
	bool mine;
};

/* gap: free time within the hours, with a way to book it; busy: somebody is not there.  at: when, to sort by */
struct appointment_row { const char *path, *time, *name, *what, *state, *brief, *client_path; bool gap, busy; int64_t at; };
struct appointment_rows { struct appointment_row *at; size_t n; };
struct calendar_day { const char *name, *path, *note; int number, n; bool today, other; struct appointment_rows rows; };
struct calendar_days { struct calendar_day *at; size_t n; };
struct calendar_week { struct calendar_days days; };
struct calendar_weeks { struct calendar_week *at; size_t n; };
/* Who is to be booked; on: the day, time and therapist: "" when none was tapped. */
struct whom_row { const char *path, *name; };
struct whom_rows { struct whom_row *at; size_t n; };
struct whom_view { struct page_view page; const char *search, *when, *on, *time, *therapist, *back; struct whom_rows rows; bool any; };

/* book: to booking someone on the day that is shown, NULL before hours are set */
struct calendar_view {
	struct page_view page;
	const char *title, *prev, *next, *now, *day, *week, *month, *feed, *book;
	bool is_day, is_week, is_month, set;
	struct option_views who;        /* values are paths */
	struct calendar_days days;      /* of a day or a week */
	struct calendar_weeks weeks;    /* of a month */
	struct kept_rows waiting;
};

/* One appointment, for staff and for the client whose it is. */
struct appointment_view {
	struct page_view page;
	int64_t id;
	const char *name, *client_path, *when, *what, *where, *therapist, *state, *reason, *back, *refusal, *day, *later_path;
	int later, all;         /* booked of its series: from this one on, from now on; 0: none */
	bool booked, past, may, held;     /* held: a stop is open */
	struct option_views slots;      /* free starts of the day asked for, or the next ones */
};

struct own_session_row { const char *path, *when, *what, *state; bool may; };
struct own_session_rows { struct own_session_row *at; size_t n; };
struct sessions_view {
	struct page_view page;
	int64_t id;
	const char *name, *service, *therapist, *first, *time, *count, *refusal, *rules, *waits, *day, *chosen, *feed, *came_back;
	const char *inviter;            /* whom an assistant asks to invite the client; NULL: nobody */
	struct own_session_rows coming, past;
	struct option_views services, therapists, slots;
	bool online, any, set, has_feed, searched;
};

struct proposed_row { const char *name, *when, *value; bool free; struct option_views near; };
struct proposed_rows { struct proposed_row *at; size_t n; };
struct proposal_view {
	struct page_view page;
	int64_t id;
	const char *name, *what, *service, *therapist, *first, *time, *count, *series, *later;
	int conflicts;
	struct proposed_rows rows;
};

/* On Today.  slots: what became free for somebody who waits. */
struct next_session_view { const char *when, *path, *what, *service; struct option_views slots; bool set; };

struct receipt_row { const char *number, *day, *what, *amount, *state; bool open; };
struct receipt_rows { struct receipt_row *at; size_t n; };
struct receipts_view { struct page_view page; int64_t id; const char *name, *many; struct option_views services; struct text_views packs; struct receipt_rows rows; };
struct money_view { struct page_view page; const char *issuer, *currency, *tax, *month; };

struct mail_settings_view {
	struct page_view page;
	const char *host, *port, *user, *sender, *name, *url, *remind, *quiet_from, *quiet_to, *ran, *tried, *said;
	int waiting, refused;
	bool active, set, has_password, late;
};
/* stopped: this person gets no mails.  refusal: why nothing can be done here; NULL when something can. */
struct mail_link_view { struct page_view page; const char *token, *when, *title, *refusal; bool may_cancel, stopped; };
struct mail_row { const char *what, *state, *said; bool bad; };
/* came_back: why no mail goes out to this address; NULL when it does */
struct mail_rows { struct mail_row *at; size_t n; bool stopped; const char *came_back; };
struct address_view { struct page_view page; int64_t id; const char *name, *mail, *came_back; };

struct feed_view { struct page_view page; const char *link, *since, *back; };

#endif
