/*
 * The text that every match of a regular expression contains. This reads just
 * as much of the language as it takes to be certain: runs of plain characters
 * at the top level. Everything else ends a run, and what could change the
 * meaning of the rest gives up.
 */
#include <string.h>

#include "fold.h"
#include "needles.h"

struct needle_search {
	char run[NEEDLE_MAX];
	size_t len;  /* of the run */
	size_t last; /* bytes of its last character */
	char best[NEEDLE_MAX];
	size_t best_len;
	bool full;      /* the run goes on, but there is no room */
	size_t high;    /* characters that are not ASCII */
	bool last_high; /* the last one was */
};

static void
end_run(struct needle_search *n)
{
	if (n->len > n->best_len) {
		memcpy(n->best, n->run, n->len);
		n->best_len = n->len;
	}
	n->len = n->last = 0;
	n->full = false;
}

/*
 * Letters of ASCII, and characters that have no case at all: punctuation, CJK
 * and Hangul. All others may match other bytes when case is ignored.
 */
static bool
has_one_form(uint32_t c)
{
	return c < 0x80 || (c >= 0x3001 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3);
}

/* Takes a plain character of `size` bytes. */
static void
take(struct needle_search *n, const char *s, size_t size)
{
	if (n->full || n->len + size > NEEDLE_MAX) {
		n->full = true;
		n->last = 0;
		return;
	}
	memcpy(n->run + n->len, s, size);
	if (size == 1 && *s >= 'A' && *s <= 'Z')
		n->run[n->len] = (char)(*s + 32);
	n->len += size;
	n->last = size;
}

/* Behind [ to behind its ]. NULL when it has no end. */
static const char *
skip_class(const char *s)
{
	s += *s == '^';
	s += *s == ']';
	for (; *s != '\0' && *s != ']'; s++) {
		/* [:alpha:] and the like */
		if (s[0] == '[' && strchr(":.=", s[1]) != NULL && s[1] != '\0')
			return NULL;
		if (*s == '\\' && *++s == '\0')
			return NULL;
		if (*s == 'Q' && s[-1] == '\\')
			return NULL;
	}
	return *s == ']' ? s + 1 : NULL;
}

/* Behind ( to behind its ). NULL for everything but plain groups. */
static const char *
skip_group(const char *s)
{
	unsigned depth = 1;

	for (;;) {
		if (*s == '\0')
			return NULL;
		if (*s == '\\') {
			if (s[1] == '\0' || s[1] == 'Q')
				return NULL;
			s += 2;
			continue;
		}
		if (*s == '[') {
			if ((s = skip_class(s + 1)) == NULL)
				return NULL;
			continue;
		}
		depth += *s == '(';
		depth -= *s == ')';
		s++;
		if (depth == 0)
			return s;
	}
}

/*
 * A backslash and what belongs to it: a plain character when it is ASCII
 * punctuation, else the end of the run; NULL for what takes arguments.
 */
static const char *
take_escape(struct needle_search *n, const char *s)
{
	if (s[1] == '\0' || (unsigned char)s[1] >= 0x80)
		return NULL;
	if (strchr("bBdDsSwWAzZhHvVRntrfae", s[1]) != NULL) {
		end_run(n);
		return s + 2;
	}
	if ((s[1] >= '0' && s[1] <= '9') || (s[1] >= 'A' && s[1] <= 'Z') ||
	    (s[1] >= 'a' && s[1] <= 'z'))
		return NULL;
	take(n, s + 1, 1);
	return s + 2;
}

/* A quantifier: what it may make vanish leaves the run. */
static const char *
take_quantifier(struct needle_search *n, const char *s)
{
	if (*s != '+') {
		n->len -= n->last;
		n->high -= n->last_high ? 1 : 0;
	}
	n->last_high = false;
	end_run(n);
	if (*s == '{') {
		s++;
		s += strspn(s, "0123456789,");
		if (*s != '}') /* a plain brace, which is rare */
			return NULL;
	}
	return s + 1;
}

static const char *
take_next(struct needle_search *n, const char *s)
{
	size_t size;
	uint32_t c;

	if (strchr("*?+{", *s) == NULL)
		n->last_high = false;
	switch (*s) {
	case '\\':
		return take_escape(n, s);
	case '|': /* matches need not contain anything of this side */
		return NULL;
	case '(':
		end_run(n);
		return skip_group(s + 1);
	case '[':
		end_run(n);
		return skip_class(s + 1);
	case '*':
	case '?':
	case '+':
	case '{':
		return take_quantifier(n, s);
	case '.':
	case '^':
	case '$':
		end_run(n);
		return s + 1;
	default:
		c = fold_char(s, &size);
		n->last_high = c >= 0x80;
		n->high += n->last_high ? 1 : 0;
		if (has_one_form(c))
			take(n, s, size);
		else
			end_run(n);
		return s + size;
	}
}

/* Options, comments and verbs can change what the rest means. */
static bool
is_plain(const char *pattern)
{
	const char *s;

	for (s = pattern; (s = strchr(s, '(')) != NULL; s++)
		if (s[1] == '*' ||
		    (s[1] == '?' && strchr(":=!<>", s[2]) == NULL))
			return false;
	return true;
}

size_t
needle_of(const char *pattern, char needle_r[NEEDLE_MAX], bool *high_r)
{
	struct needle_search n = {.len = 0};
	const char *s = pattern;

	*high_r = false;
	if (!is_plain(pattern))
		return 0;
	while (*s != '\0')
		if ((s = take_next(&n, s)) == NULL)
			return 0;
	end_run(&n);
	*high_r = n.high > 0;
	if (n.best_len < NEEDLE_MIN)
		return 0;
	memcpy(needle_r, n.best, n.best_len);
	return n.best_len;
}
