/* What tests make of PDF files. */
#ifndef PDF_RIG_PRIV_H
#define PDF_RIG_PRIV_H

#include <stdlib.h>

#include "buf.h"
#include "pdf_priv.h"
#include "test.h"

/* What is left out, as far as the file itself says. */
static inline enum pdf_left_out
pdf_rig_left_out(const void *data, size_t len)
{
	uint64_t unpacked = 1 << 20;
	struct pdf_refs *refs;
	enum pdf_left_out result = pdf_left_out(data, len, &refs, &unpacked);

	free(refs);
	return result;
}

/* What unpacks to a few letters, without a zero or a line end: 21 bytes. */
#define PDF_FLATE                                                              \
	"\170\001\113\111\111\111\256\114\114\215\112\113\002\062\122\042"     \
	"\001\057\131\005\331"

static struct buf pdf_made;

/* Begins a file whose object 1 is used as a file. */
static inline void
pdf_begin(void)
{
	buf_reset(&pdf_made);
	(void)buf_adds(
	    &pdf_made, "%PDF-1.5\n9 0 obj<</EF<</F 1 0 R>>>>endobj\n");
}

/* Adds the object 1. */
static inline void
pdf_add(const char *object)
{
	(void)buf_addf(&pdf_made, "1 0 obj\n%s\nendobj\n", object);
}

static inline bool
pdf_is_told(void)
{
	enum pdf_left_out result =
	    pdf_rig_left_out(pdf_made.data, pdf_made.len);

	assert_true(result == PDF_STREAMS || result == PDF_NOTHING);
	return result == PDF_STREAMS;
}

/* Whether something is told of a file with this object. */
static inline bool
pdf_tells(const char *object)
{
	pdf_begin();
	pdf_add(object);
	return pdf_is_told();
}

/* Begins the same with a picture; behind "9" it is object 1 as well. */
#define PDF_PICTURE "<</Subtype/Image/Length 1>>stream\nx\nendstream\nendobj\n"

static size_t pdf_picture;

static inline void
pdf_begin_picture(void)
{
	pdf_begin();
	pdf_picture = pdf_made.len;
	(void)buf_adds(&pdf_made, "91 0 obj" PDF_PICTURE);
}

static inline int
pdf_set_up(void **state)
{
	(void)state;
	buf_init(&pdf_made, 1 << 20);
	return 0;
}

static inline int
pdf_tear_down(void **state)
{
	(void)state;
	buf_fini(&pdf_made);
	return 0;
}

#define PDF_TEST(name)                                                         \
	cmocka_unit_test_setup_teardown(name, pdf_set_up, pdf_tear_down)

#endif
