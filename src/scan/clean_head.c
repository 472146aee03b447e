/*
 * Heads that every program reads alike: fields of plain characters, none of
 * those that rule the structure twice, and values without anything that is
 * optional or broken.
 */
#include <string.h>

#include "clean_lines_priv.h"
#include "header_priv.h"
#include "text.h"

/* A place in a field's value; line ends in it count as blanks. */
struct cursor {
	const char *p, *end;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_blanks(struct cursor *v)
{
	while (v->p < v->end && is_blank(*v->p))
		v->p++;
}

static bool
is_token_char(char c)
{
	return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* Reads a token; its length. */
static size_t
token(struct cursor *v, const char **token_r)
{
	*token_r = v->p;
	while (v->p < v->end && is_token_char(*v->p))
		v->p++;
	return (size_t)(v->p - *token_r);
}

static bool
is_word(const char *p, size_t len, const char *word)
{
	return len == strlen(word) && text_find(p, len, word) != NULL;
}

/* Reads what stands behind the equals sign of a parameter. */
static bool
parameter_value(struct cursor *v, const char **p_r, size_t *len_r)
{
	if (v->p < v->end && *v->p == '"') {
		*p_r = ++v->p;
		while (v->p < v->end && *v->p != '"' && *v->p != '\\' &&
		       *v->p != '\n')
			v->p++;
		*len_r = (size_t)(v->p - *p_r);
		return v->p < v->end && *v->p++ == '"';
	}
	*p_r = v->p;
	while (v->p < v->end && !is_blank(*v->p) &&
	       strchr(";\"\\()", *v->p) == NULL)
		v->p++;
	*len_r = (size_t)(v->p - *p_r);
	return *len_r > 0;
}

static bool
is_boundary(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] <= ' ' || p[i] >= 0x7f ||
		    strchr("\"\\();'*%", p[i]) != NULL)
			return false;
	return len > 0 && len <= CLEAN_BOUNDARY_MAX;
}

static bool
is_plain(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] <= ' ' || p[i] >= 0x7f)
			return false;
	return len > 0;
}

static bool
read_parameters(struct clean *c, struct cursor v, struct clean_head *h)
{
	const char *key, *value;
	size_t key_len, len;

	for (skip_blanks(&v); v.p < v.end; skip_blanks(&v)) {
		if (*v.p++ != ';')
			return clean_fail(c, "a broken Content-Type");
		skip_blanks(&v);
		if (v.p == v.end)
			break;
		key_len = token(&v, &key);
		if (key_len == 0 || v.p == v.end || *v.p++ != '=' ||
		    !parameter_value(&v, &value, &len))
			return clean_fail(c, "a broken parameter");
		h->intricate |= memchr(key, '*', key_len) != NULL;
		if (is_word(key, key_len, "charset")) {
			h->intricate |=
			    h->leaf.charset != NULL || !is_plain(value, len);
			h->leaf.charset = value;
			h->leaf.charset_len = len;
		}
		if (text_find(key, key_len, "boundary") == NULL)
			continue;
		if (key_len != strlen("boundary") || h->boundary != NULL ||
		    !is_boundary(value, len))
			return clean_fail(c, "an unusual boundary");
		h->boundary = value;
		h->boundary_len = len;
	}
	return true;
}

static bool
read_type(struct clean *c, struct cursor v, struct clean_head *h)
{
	const char *type, *subtype;
	size_t len, sublen;

	h->intricate |=
	    header_may_name((struct span){v.p, (size_t)(v.end - v.p)});
	skip_blanks(&v);
	len = token(&v, &type);
	if (len == 0 || v.p == v.end || *v.p++ != '/' ||
	    (sublen = token(&v, &subtype)) == 0)
		return clean_fail(c, "a broken Content-Type");
	h->is_message = is_word(type, len, "message");
	h->leaf.type = type;
	h->leaf.type_len = len + 1 + sublen;
	if (!read_parameters(c, v, h))
		return false;
	if (is_word(type, len, "multipart")) {
		if (is_word(subtype, sublen, "digest"))
			return clean_fail(c, "a digest");
		h->type = CLEAN_MULTIPART;
	} else if (h->is_message && is_word(subtype, sublen, "rfc822")) {
		h->type = CLEAN_MESSAGE;
	} else if (h->is_message && (is_word(subtype, sublen, "global") ||
					is_word(subtype, sublen, "news"))) {
		return clean_fail(c, "an unusual kind of message");
	}
	if ((h->type == CLEAN_MULTIPART) != (h->boundary != NULL))
		return clean_fail(c, "a boundary missing or out of place");
	return true;
}

static bool
read_encoding(struct clean *c, struct cursor v, struct clean_head *h)
{
	const char *name;
	size_t len;

	skip_blanks(&v);
	len = token(&v, &name);
	skip_blanks(&v);
	if (is_word(name, len, "base64"))
		h->leaf.encoding = CLEAN_BASE64;
	else if (is_word(name, len, "quoted-printable"))
		h->leaf.encoding = CLEAN_QP;
	else if (!is_word(name, len, "7bit") && !is_word(name, len, "8bit") &&
		 !is_word(name, len, "binary"))
		return clean_fail(c, "an unknown transfer encoding");
	if (v.p < v.end)
		return clean_fail(c, "an unclear transfer encoding");
	return true;
}

/* Takes a whole field, `name_len` characters before the colon. */
static bool
take_field(
    struct clean *c, struct cursor v, size_t name_len, struct clean_head *h)
{
	const char *name = v.p;
	bool *seen;

	clean_bulk_field(c->bulk, v.p, (size_t)(v.end - v.p));
	if (name_len < 7 || text_find(name, 7, "content") == NULL)
		return true;
	v.p += name_len + 1;
	if (is_word(name, name_len, "Content-Type"))
		seen = &h->has_type;
	else if (is_word(name, name_len, "Content-Transfer-Encoding"))
		seen = &h->has_encoding;
	else if (is_word(name, name_len, "Content-Disposition"))
		seen = &h->has_disposition;
	else if (name_len < 9 || name[7] != '-' ||
		 text_find(name, 9, "content-t") != NULL)
		return clean_fail(c, "a misspelt field");
	else
		return true;
	if (*seen)
		return clean_fail(c, "a repeated field");
	*seen = true;
	if (seen == &h->has_type)
		return read_type(c, v, h);
	return seen == &h->has_disposition || read_encoding(c, v, h);
}

static bool
check_characters(struct clean *c)
{
	size_t i;

	for (i = 0; i < c->len; i++)
		if ((unsigned char)c->line[i] < ' ' && c->line[i] != '\t')
			return clean_fail(c, "control characters in a head");
	if (c->len > CLEAN_LINE_MAX)
		return clean_fail(c, "an overlong line in a head");
	return true;
}

/* The characters before the colon, 0 when the line is no field. */
static size_t
field_name_len(const struct clean *c)
{
	size_t i = 0;

	while (i < c->len && c->line[i] > ' ' && c->line[i] != ':' &&
	       c->line[i] != 0x7f)
		i++;
	return i < c->len && c->line[i] == ':' ? i : 0;
}

/* A folded line must not look like a field of its own. */
static bool
check_folded(struct clean *c)
{
	size_t i = 0;

	while (i < c->len && (c->line[i] == ' ' || c->line[i] == '\t'))
		i++;
	if (i == c->len)
		return clean_fail(c, "a blank line in a head");
	if (c->len - i > 8 && text_find(c->line + i, 8, "content-") != NULL)
		return clean_fail(c, "a field behind blanks");
	return true;
}

bool
clean_head(struct clean *c, struct clean_head *head_r)
{
	struct cursor field = {NULL, NULL};
	size_t name_len = 0;

	*head_r = (struct clean_head){0};
	while (clean_next(c)) {
		if (!check_characters(c))
			return false;
		if (c->len > 0 && (c->line[0] == ' ' || c->line[0] == '\t')) {
			if (field.p == NULL)
				return clean_fail(c, "a head with a blank");
			if (!check_folded(c))
				return false;
			field.end = c->line + c->len;
			continue;
		}
		if (field.p != NULL && !take_field(c, field, name_len, head_r))
			return false;
		if (c->len == 0)
			return true;
		name_len = field_name_len(c);
		if (name_len == 0 || c->line[0] == '-')
			return clean_fail(c, "a line in a head is no field");
		field = (struct cursor){c->line, c->line + c->len};
	}
	return clean_fail(c, "a head without an end");
}
