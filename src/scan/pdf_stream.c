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
#include "pdf_dict_priv.h"
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
	while (p < end && pdf_is_blank(*p))
		p++;
	return p == end;
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

enum { CUT_MAX = 2 };

/* It takes for the name of an object only what has one space in between. */
static bool
is_spaced(const unsigned char *p, const unsigned char *end)
{
	p = pdf_skip_blanks(p, end);
	while (p < end && isdigit(*p))
		p++;
	if (p == end || *p++ != ' ' || p == end || !isdigit(*p))
		return false;
	while (p < end && isdigit(*p))
		p++;
	return end - p > 1 && p[0] == ' ' && p[1] == 'R';
}

/*
 * What libclamav takes for the length: the number behind the first "/Length",
 * of whatever word; 0 when there is none. False when it cannot be told.
 */
static bool
seen_length(const struct pdf_object *object, const struct pdf_dict *dict,
    size_t *length_r)
{
	const unsigned char *from = object->start, *end = dict->behind;
	const unsigned char *p =
	    text_find_bytes(from, (size_t)(end - from), "/Length", 7, 1);

	*length_r = 0;
	if (p == NULL)
		return true;
	p += 7;
	/* It may not find the other object, and if it does, that is right. */
	if (p == dict->length_at && dict->length_is == PDF_LENGTH_ELSEWHERE) {
		*length_r = is_spaced(p, end) ? 0 : dict->length;
		return true;
	}
	while (p < end && !pdf_ends_word(*p))
		p++;
	return pdf_read_length(p, end, length_r) == PDF_LENGTH_GIVEN;
}

/* The length of the line end that it takes off, seen in the wrong place. */
static size_t
misplaced_line_end(const unsigned char *start, size_t len)
{
	const unsigned char *last = start + len - 1;

	if (len > 0 && *last == '\n')
		return len > 1 && last[-1] == '\r' ? 2 : 1;
	return len > 0 && *last == '\r';
}

/*
 * How many of so many bytes it leaves off at the end: those behind the length,
 * if they are few; when there is none, a line end. What inflates does not need
 * one.
 */
static size_t
left_off(
    const struct pdf_object *object, const struct pdf_dict *dict, size_t len)
{
	size_t length;

	if (!seen_length(object, dict, &length))
		return MIN(len, CUT_MAX);
	if (length == 0)
		return dict->flate ? 0 : misplaced_line_end(object->start, len);
	return length <= len && len - length <= CUT_MAX ? len - length : 0;
}

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
	s.len -= left_off(object, dict, s.len);
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

/*
 * The same of one that is packed. libclamav unpacks it with the same library,
 * but decrypts it before that, and then it cannot be unpacked as it is here.
 */
static enum sight
sees_packed(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict, const struct stream *stream)
{
	enum flate flate =
	    flate_look(stream->data, stream->len, file->unpacked);

	if (flate == FLATE_ENDS)
		return file->decrypts ? UNSEEN : SEEN;
	return flate == FLATE_CUT || (file->decrypts && !dict->table)
		   ? sees_end(file, object, dict, stream)
		   : UNSEEN;
}

static enum sight
sees_stream(struct pdf_file *file, const struct pdf_object *object,
    const struct pdf_dict *dict)
{
	struct stream stream;

	if (dict->misread || !sees_start(object, dict))
		return UNSEEN;
	stream = find_stream(object, dict);
	if (stream.data == NULL)
		return UNSEEN;
	return dict->flate ? sees_packed(file, object, dict, &stream)
			   : sees_end(file, object, dict, &stream);
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
	if (sight != SEEN)
		pdf_refs_add(
		    refs, sight == UNSURE ? PDF_UNSURE : PDF_UNSEEN, number);
	if (!dict->flate)
		pdf_refs_add(refs, PDF_BARE, number);
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
	struct pdf_dict dict;

	if (!read_object(file, object->start, &dict) || dict.torn)
		return false;
	if (!dict.is_dictionary || !dict.complete ||
	    file->end - dict.behind < BEGIN_LEN ||
	    memcmp(dict.behind, begin_word, BEGIN_LEN) != 0)
		return true;
	return add_stream(file, object, &dict);
}

bool
pdf_look_at_trailers(struct pdf_file *file)
{
	static const char word[] = "trailer";
	const unsigned char *at = file->data;
	struct pdf_dict dict;

	while ((at = text_find_bytes(at, (size_t)(file->end - at), word,
		    sizeof(word) - 1, 0)) != NULL) {
		at += sizeof(word) - 1;
		if (!read_object(file, at, &dict))
			return false;
	}
	return true;
}
