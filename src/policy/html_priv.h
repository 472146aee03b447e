/*
 * The text of HTML and XML as a person reads it. Pure functions; any thread
 * may call. Nothing here fails; broken markup is read as browsers do, roughly.
 */
#ifndef HTML_PRIV_H
#define HTML_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Whether text, UTF-8, looks like markup although nobody said so. */
bool html_is(const char *text, size_t len);

/*
 * Adds the text without its tags, comments, scripts and styles. Tags of words
 * (<b>, <span>) vanish without a trace, all others part words; runs of blanks
 * and line ends become one blank, paragraphs and the like a line end.
 */
void html_text(const char *html, size_t len, struct buf *out);

/*
 * Reads a character reference at `s`, which begins with "&": how many bytes
 * it has, 0 when it is none; its character goes to *c_r.
 */
size_t html_reference(const char *s, size_t len, unsigned *c_r);

/*
 * The charset that a <meta> or an XML declaration near the start names, into
 * `charset` of `size` bytes; false when there is none.
 */
bool html_charset(const char *data, size_t len, char *charset, size_t size);

#endif
