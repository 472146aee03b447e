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
#include "pattern.h"
#include "template.h"
#include "text.h"
#include "words_priv.h"

enum { QUOTED_MAX = 120 };

struct value_type {
	const char *what; /* completes "... is not" */
	const char *join; /* what stands between two lines; NULL: one line */
	size_t size;      /* of the field */
	bool owned;       /* the field is an allocated text */
	int (*parse)(const struct option *o, const char *text, void *record,
	    struct err *e);
	void (*format)(
	    const struct option *o, const void *record, struct buf *out);
};

static const struct value_type types[TYPE_COUNT];

static void *
field_of(const struct option *o, void *record)
{
	return (char *)record + o->offset;
}

static const void *
const_field_of(const struct option *o, const void *record)
{
	return (const char *)record + o->offset;
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
    const struct option *o, const char *text, void *record, struct err *e)
{
	int rc = number_parse(o, text, record, e);

	if (rc == -1)
		return refuse(o, text, e);
	return rc == 0 ? 0 : -1;
}

static int
parse_bool(
    const struct option *o, const char *text, void *record, struct err *e)
{
	int place = words_find("no yes", text);

	if (place == -1)
		return refuse(o, text, e);
	*(bool *)field_of(o, record) = place == 1;
	return 0;
}

static void
format_bool(const struct option *o, const void *record, struct buf *out)
{
	const bool *yes = const_field_of(o, record);

	(void)buf_adds(out, *yes ? "yes" : "no");
}

static int
parse_enum(
    const struct option *o, const char *text, void *record, struct err *e)
{
	int place = words_find(o->words, text);
	char quoted[QUOTED_MAX];

	if (place == -1 && *text == '\0')
		return err_set(e, "has no value; write one of: %s", o->words);
	if (place == -1) {
		(void)text_escape(quoted, sizeof(quoted), text);
		return err_set(e, "\"%s\" is not one of: %s", quoted, o->words);
	}
	*(int *)field_of(o, record) = place;
	return 0;
}

static void
format_enum(const struct option *o, const void *record, struct buf *out)
{
	const int *place = const_field_of(o, record);
	const char *word = words_at(o->words, *place);

	(void)buf_add(out, word, strcspn(word, " "));
}

/* Stores a text that is within the option's bounds. */
static int
parse_text(
    const struct option *o, const char *text, void *record, struct err *e)
{
	size_t len = strlen(text);

	if (len < o->lo)
		return refuse(o, text, e);
	if (len > o->hi)
		return err_set(e,
		    "has %zu bytes; shorten it to %" PRIu64 " bytes", len,
		    o->hi);
	*(char **)field_of(o, record) = mem_strdup(text);
	return 0;
}

static void
format_text(const struct option *o, const void *record, struct buf *out)
{
	(void)buf_adds(out, *(char *const *)const_field_of(o, record));
}

/* RFC 5322, 3.6.8: printable ASCII without the colon. */
static int
parse_field(
    const struct option *o, const char *text, void *record, struct err *e)
{
	const char *s;

	for (s = text; *s != '\0'; s++)
		if (*s < '!' || *s > '~' || *s == ':')
			return refuse(o, text, e);
	return parse_text(o, text, record, e);
}

static int
parse_path(
    const struct option *o, const char *text, void *record, struct err *e)
{
	const char *folder = ((const struct config *)record)->folder;
	size_t len = strlen(folder);
	int rc, place = o->words != NULL ? words_find(o->words, text) : -1;
	const char *word;
	char *whole;

	if (place != -1) {
		word = words_at(o->words, place);
		whole = mem_strndup(word, strcspn(word, " "));
	} else if (*text == '\0' || *text == '/') {
		whole = mem_strdup(text);
	} else {
		whole = mem_printf(
		    "%s%s%s", folder, folder[len - 1] == '/' ? "" : "/", text);
	}
	rc = parse_text(o, whole, record, e);
	free(whole);
	return rc;
}

static int
parse_list(
    const struct option *o, const char *text, void *record, struct err *e)
{
	char *clean = list_clean(text);
	int rc = parse_text(o, clean, record, e);

	free(clean);
	return rc;
}

static int
parse_percents(
    const struct option *o, const char *text, void *record, struct err *e)
{
	if (list_percents(text, field_of(o, record)) == -1)
		return refuse(o, text, e);
	return 0;
}

static void
format_percents(const struct option *o, const void *record, struct buf *out)
{
	const struct percents *p = const_field_of(o, record);
	unsigned i;

	for (i = 0; i < p->n; i++)
		(void)buf_addf(out, "%s%u", i > 0 ? ", " : "", p->value[i]);
}

/* Only what can stand between < and > in a mail as it is. */
static int
parse_address(
    const struct option *o, const char *text, void *record, struct err *e)
{
	const char *s;

	for (s = text; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~' || strchr("<>,\"()\\", *s) != NULL)
			return refuse(o, text, e);
	return parse_text(o, text, record, e);
}

static int
parse_template(
    const struct option *o, const char *text, void *record, struct err *e)
{
	if (template_check(text, o->words, e) == -1)
		return -1;
	return parse_text(o, text, record, e);
}

static int
parse_action(
    const struct option *o, const char *text, void *record, struct err *e)
{
	struct action a;

	if (action_parse(text, &a) == -1)
		return refuse(o, text, e);
	*(struct action *)field_of(o, record) = a;
	return 0;
}

static void
format_action(const struct option *o, const void *record, struct buf *out)
{
	const struct action *a = const_field_of(o, record);

	(void)buf_addf(out, "%s%s%s", action_name(a->kind),
	    a->quarantine ? ", quarantine" : "", a->notify ? ", notify" : "");
}

static int
parse_words(
    const struct option *o, const char *text, void *record, struct err *e)
{
	return words_parse(o->words, text, field_of(o, record), e);
}

static void
format_words(const struct option *o, const void *record, struct buf *out)
{
	const unsigned *mask = const_field_of(o, record);

	words_format(o->words, *mask, out);
}

/* The error has to come with the line, so it is compiled once to see. */
static int
parse_pattern(
    const struct option *o, const char *text, void *record, struct err *e)
{
	if (*text != '\0' && pattern_check(text, e) == -1)
		return -1;
	return parse_text(o, text, record, e);
}

#define BY(name)     parse_##name, format_##name
#define NUMBER       parse_number, number_format
#define TEXT_BY(how) sizeof(char *), true, parse_##how, format_text

static const struct value_type types[TYPE_COUNT] = {
    [TYPE_BOOL] = {"yes or no", NULL, sizeof(bool), false, BY(bool)},
    [TYPE_UINT] = {"a number", NULL, sizeof(unsigned), false, NUMBER},
    [TYPE_SIZE] = {"a size such as 512K, 100M or 2G", NULL, sizeof(uint64_t),
	false, NUMBER},
    [TYPE_TIME] = {"a time such as 60s, 5m, 12h or 7d", NULL, sizeof(uint64_t),
	false, NUMBER},
    [TYPE_STRING] = {"a text", NULL, TEXT_BY(text)},
    [TYPE_FIELD] = {"the name of a header field such as X-Virus-Status", NULL,
	TEXT_BY(field)},
    [TYPE_PATH] = {"a path", NULL, TEXT_BY(path)},
    [TYPE_ENUM] = {"one of the words", NULL, sizeof(int), false, BY(enum)},
    [TYPE_LIST] = {"a list separated by commas", ", ", TEXT_BY(list)},
    [TYPE_PERCENTS] = {"a list of at most 8 percentages such as 80, 95", ", ",
	sizeof(struct percents), false, BY(percents)},
    [TYPE_WORDS] = {"a list of words", ", ", sizeof(unsigned), false,
	BY(words)},
    [TYPE_ADDRESS] = {"a mail address such as postmaster@example.com", NULL,
	TEXT_BY(address)},
    [TYPE_TEMPLATE] = {"a text", NULL, TEXT_BY(template)},
    [TYPE_PATTERN] = {"a regular expression", "", TEXT_BY(pattern)},
    [TYPE_ACTION] = {"one of pass, tag, defer, reject, discard,"
		     " perhaps with quarantine or notify",
	", ", sizeof(struct action), false, BY(action)},
};

void
value_copy(const struct option *o, const void *from, void *to)
{
	memcpy(field_of(o, to), const_field_of(o, from), types[o->type].size);
}

const char *
value_join(enum option_type type)
{
	return types[type].join;
}

int
value_parse(
    const struct option *o, const char *text, void *record, struct err *e)
{
	return types[o->type].parse(o, text, record, e);
}

void
value_format(const struct option *o, const void *record, struct buf *out)
{
	types[o->type].format(o, record, out);
}

void
value_fini(const struct option *o, void *record)
{
	char **text = field_of(o, record);

	if (types[o->type].owned)
		free(*text);
}
