/*
 * PCRE2. Where the library can, it compiles to machine code; the limits hold
 * for both ways. A pattern that runs into a limit has not matched: nothing
 * that a sender writes may hold up the mail.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#include "fold.h"
#include "mem.h"

enum {
	MATCH_LIMIT = 1000000, /* steps of one match */
	DEPTH_LIMIT = 10000,   /* of the interpreter */
	HEAP_LIMIT_KB = 8192,  /* of the interpreter */
	STACK_FIRST = 32 * 1024,
	STACK_LIMIT = 512 * 1024, /* of the machine code, bytes */
	WHY_MAX = 256,
	SHOWN_MAX = 60 /* of the pattern in an error, bytes */
};

/*
 * Unicode's properties of \w, \d and \b cost several times those of ASCII, so
 * there is a second code for texts of ASCII alone, where they are the same.
 */
struct pattern {
	pcre2_code *code, *ascii_code;
};

struct pattern_room {
	pcre2_match_data *data;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
};

static pcre2_code *
compile(const char *text, uint32_t options, struct err *e)
{
	char *folded = fold_pattern(text);
	PCRE2_UCHAR why[WHY_MAX];
	PCRE2_SIZE at = 0;
	int code = 0;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)folded,
	    PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | options, &code, &at, NULL);

	if (compiled == NULL) {
		(void)pcre2_get_error_message(code, why, sizeof(why));
		(void)err_set(e, "does not compile at \"%.*s\": %s", SHOWN_MAX,
		    folded + at, (const char *)why);
	}
	free(folded);
	return compiled;
}

int
pattern_check(const char *text, struct err *e)
{
	pcre2_code *code = compile(text, PCRE2_UCP, e);

	pcre2_code_free(code);
	return code != NULL ? 0 : -1;
}

int
pattern_new(
    const char *text, bool exact, struct pattern **pattern_r, struct err *e)
{
	uint32_t options = exact ? 0 : PCRE2_CASELESS;
	pcre2_code *code = compile(text, options | PCRE2_UCP, e);
	pcre2_code *ascii_code =
	    code != NULL ? compile(text, options, e) : NULL;

	if (ascii_code == NULL) {
		pcre2_code_free(code);
		return -1;
	}
	/* Without machine code the interpreter matches. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	(void)pcre2_jit_compile(ascii_code, PCRE2_JIT_COMPLETE);
	*pattern_r = mem_zalloc(1, sizeof(**pattern_r));
	**pattern_r = (struct pattern){code, ascii_code};
	return 0;
}

void
pattern_free(struct pattern **pattern)
{
	if (*pattern == NULL)
		return;
	pcre2_code_free((*pattern)->code);
	pcre2_code_free((*pattern)->ascii_code);
	free(*pattern);
	*pattern = NULL;
}

struct pattern_room *
pattern_room_new(void)
{
	struct pattern_room *r = mem_zalloc(1, sizeof(*r));

	r->data = pcre2_match_data_create(1, NULL);
	r->limits = pcre2_match_context_create(NULL);
	r->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_LIMIT, NULL);
	if (r->limits != NULL) {
		(void)pcre2_set_match_limit(r->limits, MATCH_LIMIT);
		(void)pcre2_set_depth_limit(r->limits, DEPTH_LIMIT);
		(void)pcre2_set_heap_limit(r->limits, HEAP_LIMIT_KB);
	}
	if (r->limits != NULL && r->stack != NULL)
		pcre2_jit_stack_assign(r->limits, NULL, r->stack);
	return r;
}

void
pattern_room_free(struct pattern_room **room)
{
	struct pattern_room *r = *room;

	if (r == NULL)
		return;
	pcre2_match_data_free(r->data);
	pcre2_match_context_free(r->limits);
	pcre2_jit_stack_free(r->stack);
	free(r);
	*room = NULL;
}

enum pattern_result
pattern_match(const struct pattern *pattern, struct pattern_room *room,
    const struct pattern_text *text)
{
	const pcre2_code *code =
	    text->ascii ? pattern->ascii_code : pattern->code;
	int n;

	if (room->data == NULL || room->limits == NULL)
		return PATTERN_COSTLY;
	n = pcre2_match(code, (PCRE2_SPTR)text->data, text->len, 0,
	    PCRE2_NO_UTF_CHECK, room->data, room->limits);
	if (n >= 0)
		return PATTERN_FOUND;
	return n == PCRE2_ERROR_NOMATCH ? PATTERN_ABSENT : PATTERN_COSTLY;
}
