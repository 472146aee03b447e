/*
 * The vocabulary of verdicts: classes of findings and the actions taken on
 * them. Expanded from classes.def. Pure functions; any thread may call.
 */
#ifndef CLASS_H
#define CLASS_H

#include <stdbool.h>

enum msg_class {
#define CLASS(name, action, status, help) CLASS_##name,
#include "classes.def"
#undef CLASS
	CLASS_COUNT
};

/* From the softest to the hardest: of several, the highest wins. */
enum action_kind {
	ACTION_PASS,
	ACTION_TAG,
	ACTION_DEFER,
	ACTION_REJECT,
	ACTION_DISCARD,
	ACTION_COUNT
};

/* What an administrator writes for a class: one action and side actions. */
struct action {
	enum action_kind kind;
	bool quarantine;
	bool notify;
};

const char *class_name(enum msg_class c);
const char *class_default_action(enum msg_class c);
const char *class_status(enum msg_class c);
const char *class_help(enum msg_class c);
const char *action_name(enum action_kind k);

/*
 * Reads "discard, quarantine, notify": exactly one action and any side
 * actions, in any order. Returns 0, or -1 when the text is something else.
 */
int action_parse(const char *text, struct action *action_r);

#endif
