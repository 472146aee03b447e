/* Names and texts of classes and actions. */
#include "class.h"

#include <stddef.h>
#include <string.h>

#include "text.h"

struct class_row {
	const char *name;
	const char *action;
	const char *status;
	const char *help;
};

static const struct class_row classes[] = {
#define CLASS(name, action, status, help) {#name, action, status, help},
#include "classes.def"
#undef CLASS
};

static const char *const action_names[] = {
    "pass", "tag", "defer", "reject", "discard"};

enum { ACTION_WORD_MAX = 16 };

const char *
class_name(enum msg_class c)
{
	return classes[c].name;
}

const char *
class_default_action(enum msg_class c)
{
	return classes[c].action;
}

const char *
class_status(enum msg_class c)
{
	return classes[c].status;
}

const char *
class_help(enum msg_class c)
{
	return classes[c].help;
}

const char *
action_name(enum action_kind k)
{
	return action_names[k];
}

/* Takes one word into `a`; -1 when it is none or a second action. */
static int
take_word(const char *word, struct action *a, int *actions)
{
	int k;

	if (text_same(word, "quarantine")) {
		a->quarantine = true;
		return 0;
	}
	if (text_same(word, "notify")) {
		a->notify = true;
		return 0;
	}
	for (k = 0; k < ACTION_COUNT; k++)
		if (text_same(word, action_names[k])) {
			a->kind = (enum action_kind)k;
			return ++*actions == 1 ? 0 : -1;
		}
	return -1;
}

int
action_parse(const char *text, struct action *action_r)
{
	struct action a = {0};
	char word[ACTION_WORD_MAX];
	int actions = 0;
	size_t n;

	while (*text != '\0') {
		text += strspn(text, " \t,");
		n = strcspn(text, " \t,");
		if (n == 0)
			break;
		if (n >= sizeof(word))
			return -1;
		memcpy(word, text, n);
		word[n] = '\0';
		if (take_word(word, &a, &actions) == -1)
			return -1;
		text += n;
	}
	if (actions != 1)
		return -1;
	*action_r = a;
	return 0;
}
