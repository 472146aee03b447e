/*
 * Values of options. Each type has a row: how to read it, how to write it,
 * and what to tell an administrator who wrote something else.
 */
#include "value_priv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "list_priv.h"
#include "mem.h"
#include "number_priv.h"
#include "text.h"

enum { QUOTED_MAX = 120 };

struct value_type {
	const char *what; /* completes "... is not" */
	bool continues;
	bool owned; /* the field is an allocated text */
	int (*parse)(const struct option *o, const char *text, struct config *c,
	    struct err *e);
	void (*format)(
	    const struct option *o, const struct config *c, struct buf *out);
};

static const struct value_type types[TYPE_COUNT];

static void *
field_of(const struct option *o, struct config *c)
{
	return (char *)c + o->offset;
}

static const void *
const_field_of(const struct option *o, const struct config *c)
{
	return (const char *)c + o->offset;
}

/* "X" is not a ...; always -1. */
static int
refuse(const struct option *o, const char *text, struct err *e)
{
	char quoted[QUOTED_MAX];
	const char *what = types[o->type].what;

	if (*text == '\0')
		return err_set(e, "has no value; write %s", what);
	(void)text_escape(quoted, sizeof(quoted), text);
	return err_set(e, "\"%s\" is not %s", quoted, what);
}

static int
parse_number(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	int rc = number_parse(o, text, c, e);

	if (rc == -1)
		return refuse(o, text, e);
	return rc == 0 ? 0 : -1;
}

/* The place of a word in a list separated by blanks, or -1. */
static int
word_find(const char *words, const char *text)
{
	char word[QUOTED_MAX];
	size_t n;
	int i;

	for (i = 0; *words != '\0'; i++) {
		n = strcspn(words, " ");
		(void)text_escape_n(word, sizeof(word), words, n);
		if (text_same(word, text))
			return i;
		words += n;
		words += strspn(words, " ");
	}
	return -1;
}

/* The word at a place; it ends at a blank or at the end. */
static const char *
word_at(const char *words, int place)
{
	for (; place > 0; place--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	return words;
}

static int
parse_bool(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	int place = word_find("no yes", text);

	if (place == -1)
		return refuse(o, text, e);
	*(bool *)field_of(o, c) = place == 1;
	return 0;
}

static void
format_bool(const struct option *o, const struct config *c, struct buf *out)
{
	const bool *yes = const_field_of(o, c);

	(void)buf_adds(out, *yes ? "yes" : "no");
}

static int
parse_enum(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	int place = word_find(o->words, text);
	char quoted[QUOTED_MAX];

	if (place == -1 && *text == '\0')
		return err_set(e, "has no value; write one of: %s", o->words);
	if (place == -1) {
		(void)text_escape(quoted, sizeof(quoted), text);
		return err_set(e, "\"%s\" is not one of: %s", quoted, o->words);
	}
	*(int *)field_of(o, c) = place;
	return 0;
}

static void
format_enum(const struct option *o, const struct config *c, struct buf *out)
{
	const int *place = const_field_of(o, c);
	const char *word = word_at(o->words, *place);

	(void)buf_add(out, word, strcspn(word, " "));
}

/* Stores a text that is within the option's bounds. */
static int
parse_text(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	size_t len = strlen(text);

	if (len < o->lo)
		return refuse(o, text, e);
	if (len > o->hi)
		return err_set(e,
		    "has %zu bytes; shorten it to %" PRIu64 " bytes", len,
		    o->hi);
	*(char **)field_of(o, c) = mem_strdup(text);
	return 0;
}

static void
format_text(const struct option *o, const struct config *c, struct buf *out)
{
	(void)buf_adds(out, *(char *const *)const_field_of(o, c));
}

/* RFC 5322, 3.6.8: printable ASCII without the colon. */
static int
parse_field(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	const char *s;

	for (s = text; *s != '\0'; s++)
		if (*s < '!' || *s > '~' || *s == ':')
			return refuse(o, text, e);
	return parse_text(o, text, c, e);
}

static int
parse_path(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	size_t len = strlen(c->folder);
	int rc, place = o->words != NULL ? word_find(o->words, text) : -1;
	const char *word;
	char *whole;

	if (place != -1) {
		word = word_at(o->words, place);
		whole = mem_strndup(word, strcspn(word, " "));
	} else if (*text == '\0' || *text == '/') {
		whole = mem_strdup(text);
	} else {
		whole = mem_printf("%s%s%s", c->folder,
		    c->folder[len - 1] == '/' ? "" : "/", text);
	}
	rc = parse_text(o, whole, c, e);
	free(whole);
	return rc;
}

static int
parse_list(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	char *clean = list_clean(text);
	int rc = parse_text(o, clean, c, e);

	free(clean);
	return rc;
}

static int
parse_percents(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	if (list_percents(text, field_of(o, c)) == -1)
		return refuse(o, text, e);
	return 0;
}

static void
format_percents(const struct option *o, const struct config *c, struct buf *out)
{
	const struct percents *p = const_field_of(o, c);
	unsigned i;

	for (i = 0; i < p->n; i++)
		(void)buf_addf(out, "%s%u", i > 0 ? ", " : "", p->value[i]);
}

static int
parse_action(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	struct action a;

	if (action_parse(text, &a) == -1)
		return refuse(o, text, e);
	*(struct action *)field_of(o, c) = a;
	return 0;
}

static void
format_action(const struct option *o, const struct config *c, struct buf *out)
{
	const struct action *a = const_field_of(o, c);

	(void)buf_addf(out, "%s%s%s", action_name(a->kind),
	    a->quarantine ? ", quarantine" : "", a->notify ? ", notify" : "");
}

static const struct value_type types[TYPE_COUNT] = {
    [TYPE_BOOL] = {"yes or no", false, false, parse_bool, format_bool},
    [TYPE_UINT] = {"a number", false, false, parse_number, number_format},
    [TYPE_SIZE] = {"a size such as 512K, 100M or 2G", false, false,
	parse_number, number_format},
    [TYPE_TIME] = {"a time such as 60s, 5m, 12h or 7d", false, false,
	parse_number, number_format},
    [TYPE_STRING] = {"a text", false, true, parse_text, format_text},
    [TYPE_FIELD] = {"the name of a header field such as X-Virus-Status", false,
	true, parse_field, format_text},
    [TYPE_PATH] = {"a path", false, true, parse_path, format_text},
    [TYPE_ENUM] = {"one of the words", false, false, parse_enum, format_enum},
    [TYPE_LIST] = {"a list separated by commas", true, true, parse_list,
	format_text},
    [TYPE_PERCENTS] = {"a list of at most 8 percentages such as 80, 95", true,
	false, parse_percents, format_percents},
    [TYPE_ACTION] = {"one of pass, tag, defer, reject, discard,"
		     " perhaps with quarantine or notify",
	true, false, parse_action, format_action},
};

bool
value_continues(enum option_type type)
{
	return types[type].continues;
}

int
value_parse(
    const struct option *o, const char *text, struct config *c, struct err *e)
{
	return types[o->type].parse(o, text, c, e);
}

void
value_format(const struct option *o, const struct config *c, struct buf *out)
{
	types[o->type].format(o, c, out);
}

void
value_fini(const struct option *o, struct config *c)
{
	char **text = field_of(o, c);

	if (types[o->type].owned)
		free(*text);
}
