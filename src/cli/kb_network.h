/* cli/kb_network.h -- what the network makes of a cause or finding: the second half of `kb show`. */
#ifndef CLI_KB_NETWORK_H
#define CLI_KB_NETWORK_H

#include "base/json.h"
#include "core/belief_model.h"

/* False for a thing that is no part of the network: another kind, a cause by rule, a finding without base rate. */
bool kb_network_has(const struct kb *kb, enum kind kind, int i);

/* Links with the numbers as used, leak, what it is confused with, groups: as lines for people, or as the field "network". */
void kb_network_text(struct buf *b, const struct model *m, enum kind kind, int i);
void kb_network_json(struct json_out *j, const struct model *m, enum kind kind, int i);

#endif
