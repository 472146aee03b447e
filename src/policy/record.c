/*
 * Records of messages in quarantine. One table of the texts serves writing,
 * reading and freeing. Reading is done by json-c, which libclamav brings
 * along anyway; this is the only source that knows it.
 */
#include "record.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>

#include "json.h"
#include "mem.h"
#include "text.h"

enum { FORMAT = 1, DEPTH_MAX = 4 };

/* A text of the record and its key. */
struct text_field {
	const char *key;
	size_t offset;
};

#define AT(name) offsetof(struct record, name)

static const struct text_field fields[] = {
    {"id", AT(id)},
    {"when", AT(when)},
    {"queue_id", AT(queue_id)},
    {"message_id", AT(message_id)},
    {"subject", AT(subject)},
    {"sender", AT(sender)},
    {"source", AT(source)},
    {"ip", AT(ip)},
    {"account", AT(account)},
    {"class", AT(class)},
    {"action", AT(action)},
    {"program", AT(program)},
    {"engine", AT(engine)},
    {"definitions", AT(definitions)},
    {"released", AT(released)},
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

static char **
text_of(struct record *r, const struct text_field *f)
{
	return (char **)(void *)((char *)r + f->offset);
}

static const char *
const_text_of(const struct record *r, const struct text_field *f)
{
	return *(char *const *)(const void *)((const char *)r + f->offset);
}

static void
add_text(struct buf *out, const char *key, const char *text)
{
	(void)buf_addf(out, "\"%s\": ", key);
	json_string(out, text != NULL ? text : "");
}

void
record_write(const struct record *r, struct buf *out)
{
	size_t i;

	(void)buf_addf(out, "{\n\t\"format\": %d", (int)FORMAT);
	for (i = 0; i < FIELDS; i++) {
		(void)buf_adds(out, ",\n\t");
		add_text(out, fields[i].key, const_text_of(r, &fields[i]));
	}
	(void)buf_addf(out,
	    ",\n\t\"size\": %" PRIu64 ",\n\t\"recipient_count\": %" PRIu64
	    ",\n\t\"recipients\": [",
	    r->size, r->recipient_count);
	for (i = 0; i < r->recipients_n; i++) {
		(void)buf_adds(out, i > 0 ? ", " : "");
		json_string(out, r->recipients[i]);
	}
	(void)buf_adds(out, "],\n\t\"findings\": [");
	for (i = 0; i < r->findings_n; i++) {
		(void)buf_adds(out, i > 0 ? ",\n\t\t{" : "\n\t\t{");
		add_text(out, "class", r->findings[i].class);
		(void)buf_adds(out, ", ");
		add_text(out, "name", r->findings[i].name);
		(void)buf_adds(out, ", ");
		add_text(out, "where", r->findings[i].where);
		(void)buf_addc(out, '}');
	}
	(void)buf_adds(out, "]\n}\n");
}

/* Copies a text; NULL when it is none, has a NUL or is not quite UTF-8. */
static char *
copy_text(struct json_object *value)
{
	const char *s;
	size_t len, i, n;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	s = json_object_get_string(value);
	len = (size_t)json_object_get_string_len(value);
	for (i = 0; i < len; i += n)
		if (s[i] == '\0' || (n = text_utf8_len(s + i, len - i)) == 0)
			return NULL;
	return mem_strndup(s, len);
}

static int
take_text(
    struct json_object *from, const char *key, char **text_r, struct err *e)
{
	struct json_object *value;

	if (json_object_object_get_ex(from, key, &value))
		*text_r = copy_text(value);
	if (*text_r == NULL)
		return err_set(e, "\"%s\" is missing or is no text", key);
	return 0;
}

static int
take_number(struct json_object *from, const char *key, uint64_t *number_r,
    struct err *e)
{
	struct json_object *value;

	if (!json_object_object_get_ex(from, key, &value) ||
	    !json_object_is_type(value, json_type_int) ||
	    json_object_get_int64(value) < 0)
		return err_set(e, "\"%s\" is missing or is no number", key);
	*number_r = (uint64_t)json_object_get_int64(value);
	return 0;
}

/* The list at `key`, of at most `max` items. */
static int
take_list(struct json_object *from, const char *key, size_t max,
    struct json_object **list_r, struct err *e)
{
	if (!json_object_object_get_ex(from, key, list_r) ||
	    !json_object_is_type(*list_r, json_type_array))
		return err_set(e, "\"%s\" is missing or is no list", key);
	if (json_object_array_length(*list_r) > max)
		return err_set(e, "\"%s\" has too many items", key);
	return 0;
}

static int
take_recipients(struct json_object *from, struct record *r, struct err *e)
{
	struct json_object *list;
	char *text;
	size_t i;

	if (take_list(from, "recipients", RECORD_RECIPIENTS_MAX, &list, e) ==
	    -1)
		return -1;
	for (i = 0; i < json_object_array_length(list); i++) {
		text = copy_text(json_object_array_get_idx(list, i));
		if (text == NULL)
			return err_set(e, "a recipient is no text");
		r->recipients[r->recipients_n++] = text;
	}
	return 0;
}

static int
take_findings(struct json_object *from, struct record *r, struct err *e)
{
	struct json_object *list, *item;
	struct record_finding *f;
	size_t i;

	if (take_list(from, "findings", RECORD_FINDINGS_MAX, &list, e) == -1)
		return -1;
	for (i = 0; i < json_object_array_length(list); i++) {
		item = json_object_array_get_idx(list, i);
		if (!json_object_is_type(item, json_type_object))
			return err_set(e, "a finding is no object");
		f = &r->findings[r->findings_n++];
		if (take_text(item, "class", &f->class, e) == -1 ||
		    take_text(item, "name", &f->name, e) == -1 ||
		    take_text(item, "where", &f->where, e) == -1)
			return -1;
	}
	return 0;
}

static int
take_all(struct json_object *from, struct record *r, struct err *e)
{
	uint64_t format = 0;
	size_t i;

	if (!json_object_is_type(from, json_type_object))
		return err_set(e, "it is no object");
	if (take_number(from, "format", &format, e) == -1)
		return -1;
	if (format != FORMAT)
		return err_set(e, "its format is of another version");
	for (i = 0; i < FIELDS; i++)
		if (take_text(from, fields[i].key, text_of(r, &fields[i]), e) ==
		    -1)
			return -1;
	if (take_number(from, "size", &r->size, e) == -1 ||
	    take_number(from, "recipient_count", &r->recipient_count, e) == -1)
		return -1;
	if (take_recipients(from, r, e) == -1)
		return -1;
	return take_findings(from, r, e);
}

int
record_read(
    const char *data, size_t len, struct record **record_r, struct err *e)
{
	struct json_tokener *reader;
	struct json_object *all = NULL;
	struct record *r;
	int rc = -1;

	if (len > RECORD_SIZE_MAX)
		return err_set(e, "not a record: it is too long");
	reader = json_tokener_new_ex(DEPTH_MAX);
	if (reader == NULL)
		return err_set(e, "there is no memory for a record");
	r = mem_zalloc(1, sizeof(*r));
	json_tokener_set_flags(
	    reader, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	all = json_tokener_parse_ex(reader, data, (int)len);
	if (all == NULL)
		(void)err_set(e, "%s",
		    json_tokener_error_desc(json_tokener_get_error(reader)));
	else
		rc = take_all(all, r, e);
	if (rc == -1) {
		record_free(&r);
		(void)err_wrap(e, "not a record");
	}
	(void)json_object_put(all);
	json_tokener_free(reader);
	*record_r = r;
	return rc;
}

void
record_fini(struct record *r)
{
	size_t i;

	for (i = 0; i < FIELDS; i++)
		free(*text_of(r, &fields[i]));
	for (i = 0; i < r->recipients_n; i++)
		free(r->recipients[i]);
	for (i = 0; i < r->findings_n; i++) {
		free(r->findings[i].class);
		free(r->findings[i].name);
		free(r->findings[i].where);
	}
	*r = (struct record){0};
}

void
record_free(struct record **record)
{
	if (*record == NULL)
		return;
	record_fini(*record);
	free(*record);
	*record = NULL;
}
