/* core/kb_hands.c -- drawings of hands-on work: bodies, hands and their places, and which drawing fits an area. */
#include "core/kb_raw.h"

/* A hand stays where the place before was in what is left out. */
static bool take_hand(struct loading *l, const struct where *w, const struct raw_hand *r, int n, struct hand *to)
{
	to->grip = (enum grip)r->grip;
	to->left = r->left;
	if (!kb_take_coordinate(l, w, "arm", r->arm, &to->arm))
		return false;
	if (r->n_at != 1 && (int)r->n_at != n)
		return kb_bad(l, w, "at", "a hand has one place or as many as there are poses: %d", n);
	for (int i = 0; i < n; i++) {
		const struct raw_hand_at *from = &r->at[r->n_at == 1 ? 0 : i];
		struct hand_at *at = &to->at[i];

		if (i)
			at->turn = at[-1].turn;
		if (!kb_take_coordinate(l, w, "x", from->x, &at->x) || !kb_take_coordinate(l, w, "y", from->y, &at->y) ||
		    !kb_take_coordinate(l, w, "turn", from->turn, &at->turn))
			return false;
	}
	return true;
}

/* As many poses as the hand with the most places has; the body stays as it was last. */
static bool take_times(struct loading *l, const struct raw_hands *r, struct figure *drawn)
{
	for (unsigned i = 0; i < r->n_hands; i++) {
		if (r->hand[i].n_at < 1 || r->hand[i].n_at > FIGURE_POSES)
			return kb_bad(l, &r->where, "at", "a hand has 1 to %d places", FIGURE_POSES);
		for (; drawn->n_poses < (int)r->hand[i].n_at; drawn->n_poses++)
			drawn->pose[drawn->n_poses] = drawn->pose[drawn->n_poses - 1];
	}
	return true;
}

static bool take_window(struct loading *l, const struct raw_hands *r, struct hands *to)
{
	return kb_take_coordinate(l, &r->where, "x", r->x, &to->x) && kb_take_coordinate(l, &r->where, "y", r->y, &to->y) &&
		kb_take_coordinate(l, &r->where, "to_x", r->to_x, &to->to_x) && kb_take_coordinate(l, &r->where, "to_y", r->to_y, &to->to_y) &&
		((to->to_x > to->x && to->to_y > to->y) || kb_bad(l, &r->where, "to_x", "what is seen has no breadth or no height"));
}

static bool take_one(struct loading *l, struct raw_hands *r, struct hands *to)
{
	struct hand *hand = NEWS(l->a, struct hand, r->n_hands + 1);

	to->seen = (enum sight)r->seen;
	to->together = r->together;
	to->place = r->place;
	r->drawn.view = to->seen == SIGHT_SIDE ? VIEW_SIDE : VIEW_FRONT;
	if (!kb_take_drawing(l, &r->where, &r->drawn, 1, &to->drawn) || !take_times(l, r, &to->drawn) || !take_window(l, r, to) ||
	    !kb_int(l, &r->where, "feel_least", r->feel_least, 0, 0, 10, &to->feel_least) ||
	    !kb_int(l, &r->where, "feel_most", r->feel_most, 0, 0, 10, &to->feel_most) ||
	    !kb_names(l, &r->where, "areas", KIND_AREA, &r->areas, &to->areas))
		return false;
	to->hand = hand;
	for (; to->n_hands < (int)r->n_hands; to->n_hands++)
		if (!take_hand(l, &r->where, &r->hand[to->n_hands], to->drawn.n_poses, &hand[to->n_hands]))
			return false;
	return true;
}

bool kb_take_hands(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->hands = NEWS(l->a, struct hands, l->raw.n_hands + 1);
	kb->firm = NEWS(l->a, struct firm_word, l->raw.n_firm + 1);
	for (; kb->n_hands < (int)l->raw.n_hands; kb->n_hands++)
		if (!take_one(l, &l->raw.hands[kb->n_hands], &kb->hands[kb->n_hands]))
			return false;
	for (; kb->n_firm < (int)l->raw.n_firm; kb->n_firm++) {
		const struct raw_firm *r = &l->raw.firm[kb->n_firm];
		struct firm_word *to = &kb->firm[kb->n_firm];

		to->word = r->word;
		if (!kb_int(l, &r->where, "at", r->at, 0, 0, 10, &to->at))
			return false;
		if (kb->n_firm ? to->at <= to[-1].at : to->at != 0)
			return kb_bad(l, &r->where, "at", "the words of how firm it feels begin at 0 and rise");
	}
	return true;
}

int kb_hands(const struct kb *kb, int item, int area)
{
	for (int i = 0; i < kb->n_hands; i++) {
		if (kb->hands[i].drawn.item != item)
			continue;
		if (area < 0)
			return i;
		for (int k = 0; k < kb->hands[i].areas.n; k++)
			if (kb->hands[i].areas.at[k] == area)
				return i;
	}
	return -1;
}

const char *kb_firm(const struct kb *kb, int feel)
{
	const char *word = "";

	for (int i = 0; i < kb->n_firm && kb->firm[i].at <= feel; i++)
		word = kb->firm[i].word;
	return word;
}
