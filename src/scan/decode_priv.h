/*
 * Decoders from bytes to bytes. Pure functions: any thread may call. Unless
 * said otherwise the result is never longer than the input, and `out` has
 * room for `len` bytes; each returns the length of the result.
 */
#ifndef DECODE_PRIV_H
#define DECODE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

/*
 * base64 (RFC 2045, section 6.8). Programs differ in what they do with a
 * padding character that is not at the end, with characters outside the
 * alphabet and with lines that are no multiple of four.
 */
enum base64_pad {
	PAD_STOPS,    /* what follows is not read */
	PAD_NOTHING,  /* skipped like a blank */
	PAD_ENDS_RUN, /* the next character starts a new group */
	PAD_IS_ZERO,  /* a character with the value 0, and three bytes */
	PAD_IN_GROUP, /* takes a place in its group of four, adds no bits */
	PAD_SHORTENS  /* like 0, but its group is one byte shorter */
};

enum base64_line {
	LINE_IGNORED, /* groups go on over line ends */
	LINE_CUT,     /* junk hides the rest of its line */
	LINE_ALONE,   /* each line by itself, what is left over is dropped */
	LINE_ENDS     /* each line by itself, what is left over is decoded */
};

struct base64_rules {
	enum base64_pad pad;
	enum base64_line line;
	bool url; /* '-' and '_' are 62 and 63 (RFC 4648, section 5) */
};

/* What stands in a text that may be base64. */
struct base64_look {
	size_t alphabet; /* characters with a value */
	size_t blanks;   /* spaces and tabs */
	size_t junk;     /* neither of them, nor padding or line ends */
	size_t runs;     /* pieces of alphabet that end with padding */
	bool pad_inside; /* alphabet follows padding */
	bool url;        /* there are '-' or '_' */
	bool odd_lines;  /* a line before the last is no multiple of four */
};

void base64_look(const unsigned char *in, size_t len, struct base64_look *r);

/* The result may be written over the input: `out` may be `in`. */
size_t base64_decode(struct base64_rules rules, const unsigned char *in,
    size_t len, unsigned char *out);

/*
 * quoted-printable (RFC 2045, section 6.7). Programs differ in what they do
 * with '=' that no two hexadecimal digits follow, and in whether digits may
 * be lower case.
 */
enum qp_bad {
	BAD_KEPT,         /* '=' stands for itself */
	BAD_KEPT_ALL,     /* '=' and two more stand for themselves */
	BAD_DROPS_1,      /* '=' is dropped */
	BAD_DROPS_2,      /* '=' and one more */
	BAD_DROPS_3,      /* '=' and two more */
	BAD_DROPS_BLANKS, /* '=' and the blanks behind it */
	BAD_COUNT
};

enum qp_lower {
	LOWER_IS_HEX,
	LOWER_IS_BAD,     /* an escape with a lower case digit is broken */
	LOWER_IS_DROPPED, /* '=' and a lower case digit count for nothing */
	DIGIT_IS_DROPPED, /* so do '=' and a digit that no other follows */
	LOWER_COUNT
};

struct qp_rules {
	enum qp_bad bad;
	enum qp_lower lower;
};

struct qp_look {
	size_t escapes; /* '=' and two hexadecimal digits */
	size_t breaks;  /* '=' at the end of a line */
	size_t bad;     /* '=' and something else */
	bool lower;     /* there are lower case digits */
};

void qp_look(const unsigned char *in, size_t len, struct qp_look *r);
size_t qp_decode(struct qp_rules rules, const unsigned char *in, size_t len,
    unsigned char *out);

/*
 * The lines of uuencode (POSIX) without "begin", up to "end", to a line that
 * is none, or to the end. A short line is filled up with zeros, so the result
 * may be longer than the input: at most `max` bytes are written, and the
 * length that all of it has is returned; a call with max 0 tells the size.
 * `used_r`: how much of the input that was.
 */
size_t uu_decode(const unsigned char *in, size_t len, unsigned char *out,
    size_t max, size_t *used_r);

/*
 * yEnc 1.3, starting with the line "=ybegin"; reads to "=yend" or the end.
 */
size_t yenc_decode(
    const unsigned char *in, size_t len, unsigned char *out, size_t *used_r);

/*
 * BinHex 4.0 (RFC 1741), starting anywhere before the first colon. Repeats
 * may make the result up to 64 times as long as the input: at most `max`
 * bytes are written, and the length that all of it has is returned, so that
 * a call with max 0 tells the size. `used_r`: the input up to and with the
 * closing colon. The result is the file with its header, as it is stored:
 * see binhex_forks.
 */
size_t binhex_decode(const unsigned char *in, size_t len, unsigned char *out,
    size_t max, size_t *used_r);

struct binhex_file {
	char name[64];
	const unsigned char *data, *resource; /* inside of what was decoded */
	size_t data_len, resource_len;
};

/* Finds the two forks in a decoded file; false when there is no header. */
bool binhex_forks(
    const unsigned char *decoded, size_t len, struct binhex_file *file_r);

#endif
