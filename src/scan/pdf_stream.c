/*
 * Streams of PDF files (ISO 32000-1, 7.3.8), as libclamav finds them: it counts
 * "<<" and ">>" wherever they are in a dictionary, takes the first "stream", in
 * whatever word, for the start, and the first "endstream" or "endobj" for the
 * end. Readers go by the length, and by these words only where it is wrong. The
 * length may be another object, in a stream as well; what unpacks it may stop
 * before that.
 */
#include "pdf_stream_priv.h"

#include <ctype.h>
#include <string.h>
#include <sys/param.h>

#include "flate_priv.h"
#include "pdf_length_priv.h"
#include "pdf_tables_priv.h"
#include "text.h"

static const char begin_word[] = "stream", end_word[] = "endstream";

enum { BEGIN_LEN = sizeof(begin_word) - 1, END_LEN = sizeof(end_word) - 1 };

/*
 * Where libclamav sees the end of a dictionary, of which it counts this end and
 * all in front of it; NULL if nowhere.
 */
static const unsigned char *
seen_close(const unsigned char *start, const unsigned char *end)
{
	const unsigned char *p = start, *open, *close = NULL;
	unsigned depth = 1;

	while (depth > 0) {
		if (end - p < 3)
			return NULL;
		close = memchr(p, '>', (size_t)(end - 1 - p));
		if (close == NULL)
			return NULL;
		if (close[1] == '>') {
			while ((open = memchr(p - 1, '<',
				    (size_t)(close - p + 1))) != NULL) {
				depth += open[1] == '<';
				p = open + 2;
			}
			depth--;
		}
		p = close + 2;
	}
	return close;
}

/*
 * Whether it sees the same end, or that of a string in hex: all filters must be
 * in front of that.
 */
static bool
sees_close(const struct pdf_object *object, const struct pdf_dict *dict)
{
	const unsigned char *start =
	    memchr(object->start, '<', (size_t)(dict->close - object->start));
	const unsigned char *seen;

	if (start == NULL)
		return false;
	seen = seen_close(start + 2, object->seen_end);
	return seen != NULL && seen <= dict->close &&
	       (dict->filters == NULL || seen >= dict->filters);
}

/* Whether it sees where the stream starts, whose word is behind the rest. */
static bool
sees_start(const struct pdf_object *object, const struct pdf_dict *dict)
{
	const unsigned char *from = object->start, *word = dict->behind;

	return object->seen_end >= word + BEGIN_LEN &&
	       sees_close(object, dict) &&
	       text_find_bytes(from, (size_t)(word - from) + BEGIN_LEN,
		   begin_word, BEGIN_LEN, 5) == word;
}

/*
 * Behind the line end that readers want in front of the data; NULL when there
 * is another: libclamav takes less for it, or more.
 */
static const unsigned char *
skip_line_end(const unsigned char *p, const unsigned char *end)
{
	bool feed = p < end && *p == '\r';

	p += feed;
	if (p == end || *p++ != '\n' || (feed && p < end && *p == '\n'))
		return NULL;
	return p;
}

static bool
is_blank(const unsigned char *p, const unsigned char *end)
{
	return pdf_skip_spaces(p, end) == end;
}

/* Whether readers that search for the end all find it here as well. */
static bool
ends_plainly(const struct pdf_file *file, const struct pdf_object *object,
    const unsigned char *at)
{
	return (at[-1] == '\r' || at[-1] == '\n') &&
	       object->seen_end < file->end &&
	       is_blank(at + END_LEN, object->seen_end);
}

struct stream {
	const unsigned char *data;
	size_t len;                /* of what libclamav sees */
	const unsigned char *word; /* for its end, or NULL */
};

/* Whether readers end it where libclamav does, by this length if any. */
static bool
ends_alike(const struct pdf_file *file, const struct pdf_object *object,
    const struct stream *stream, const size_t *length)
{
	const unsigned char *word = stream->word;

	if (word == NULL || (length != NULL && *length > stream->len))
		return false;
	return (length != NULL && is_blank(stream->data + *length, word) &&
		   (word + END_LEN == object->seen_end ||
		       pdf_is_blank(word[END_LEN]))) ||
	       (is_blank(stream->data + stream->len, word) &&
		   ends_plainly(file, object, word));
}

static struct stream
find_stream(const struct pdf_object *object, const struct pdf_dict *dict)
{
	const unsigned char *end = object->seen_end;
	struct stream s = {
	    .data = skip_line_end(dict->behind + BEGIN_LEN, end)};

	if (s.data == NULL)
		return s;
	s.len = (size_t)(end - s.data);
	s.word = text_find_bytes(s.data, s.len, end_word, END_LEN, 8);
	if (s.word != NULL)
		s.len = (size_t)(s.word - s.data);
	s.len -= pdf_cut_off(object, dict, s.len);
	return s;
}

enum sight { SEEN, UNSURE, UNSEEN };

/* Whether libclamav sees all that readers do of a stream without filters. */
static enum sight
sees_end(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict, const struct stream *stream)
{
	size_t length;

	switch (dict->length_is) {
	case PDF_LENGTH_NONE:
		return ends_alike(file, object, stream, NULL) ? SEEN : UNSEEN;
	case PDF_LENGTH_GIVEN:
		return ends_alike(file, object, stream, &dict->length) ? SEEN
								       : UNSEEN;
	case PDF_LENGTH_UNCLEAR:
		return UNSEEN;
	case PDF_LENGTH_ELSEWHERE:
		break;
	}
	if (file->numbers == NULL)
		file->numbers = pdf_numbers_new(file->data, file->end);
	return pdf_numbers_find(file->numbers, dict->length, &length) &&
		       ends_alike(file, object, stream, &length)
		   ? UNSURE
		   : UNSEEN;
}

/* The same of one that is packed: libclamav unpacks with the same library. */
static enum sight
sees_packed(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict, const struct stream *stream)
{
	enum flate flate =
	    flate_unpack(stream->data, stream->len, file->unpacked, NULL, NULL);

	if (flate == FLATE_ENDS)
		return SEEN;
	return flate == FLATE_CUT ? sees_end(file, object, dict, stream)
				  : UNSEEN;
}

static enum sight
sees_stream(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict)
{
	struct stream stream;

	if (dict->misread || dict->predicted || !sees_start(object, dict))
		return UNSEEN;
	stream = find_stream(object, dict);
	if (stream.data == NULL)
		return UNSEEN;
	return dict->flate ? sees_packed(file, object, dict, &stream)
			   : sees_end(file, object, dict, &stream);
}

static void
add_endings(struct pdf_refs *refs, uint64_t number)
{
	uint64_t power;

	for (power = 10; power <= number; power *= 10)
		pdf_refs_add(refs, PDF_ENDING, number % power);
}

/* Adds what is to be known of a stream. False: it cannot be told which. */
static bool
add_stream(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict)
{
	struct pdf_refs *refs = file->refs;
	enum sight sight;
	uint64_t number;

	if (!pdf_number_of(file->data, object->start, &number))
		return false;
	refs->packs |= dict->packs;
	if (dict->attached || dict->packs)
		pdf_refs_add(refs, PDF_USED, number);
	sight = sees_stream(file, object, dict);
	if (sight == SEEN)
		return true;
	pdf_refs_add(refs, sight == UNSURE ? PDF_UNSURE : PDF_UNSEEN, number);
	add_endings(refs, number);
	return true;
}

/* Reads one, at most as far as there is work left. False when that ended. */
static bool
read_object(
    struct pdf_file *file, const unsigned char *from, struct pdf_dict *dict)
{
	const unsigned char *end =
	    from + MIN((size_t)(file->end - from), file->work);

	pdf_read_object(from, end, file->refs, dict);
	file->work -= (size_t)(dict->behind - from);
	return end == file->end || end - dict->behind >= BEGIN_LEN;
}

bool
pdf_look_at_object(struct pdf_file *file, const struct pdf_object *object)
{
	const unsigned char *word;
	struct pdf_dict dict;

	if (!read_object(file, object->start, &dict) || dict.torn)
		return false;
	for (word = dict.behind; word < file->end && (pdf_is_odd_blank(*word) ||
							 pdf_is_blank(*word));
	     word++)
		dict.misread = true;
	file->work -= MIN(file->work, (size_t)(word - dict.behind));
	if (!dict.is_dictionary || !dict.complete ||
	    !pdf_is_at(word, file->end, begin_word))
		return true;
	if (dict.rows.given)
		pdf_look_at_rows(
		    file, &dict, skip_line_end(word + BEGIN_LEN, file->end));
	return add_stream(file, object, &dict);
}

bool
pdf_look_at_trailers(struct pdf_file *file)
{
	static const char word[] = "trailer";
	const unsigned char *at = file->first;
	struct pdf_dict dict;

	while ((at = text_find_bytes(at, (size_t)(file->end - at), word,
		    sizeof(word) - 1, 0)) != NULL) {
		at += sizeof(word) - 1;
		if (!read_object(file, at, &dict))
			return false;
	}
	return true;
}
