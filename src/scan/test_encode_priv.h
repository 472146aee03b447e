/* For tests: encoders, for good and for broken forms, of one payload. */
#ifndef TEST_ENCODE_PRIV_H
#define TEST_ENCODE_PRIV_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"

enum { PAYLOAD_LEN = 178, BODY_MAX = 64 * 1024 };

struct text_row {
	const char *name;
	size_t line, every;
	const char *insert, *line_start, *line_end, *before, *after;
};

enum run_kind {
	RUN_PADDED,
	RUN_ONE_PAD,
	RUN_PAD_0,
	RUN_PAD_1,
	RUN_PAD_2,
	RUN_UNPADDED,
	RUN_ZEROS,
	RUN_SHORTENS
};

struct run_row {
	const char *name;
	size_t bytes; /* in a piece */
	enum run_kind kind;
	size_t line; /* characters; 1: a line for each piece */
};

enum qp_digits { QP_UPPER, QP_LOWER, QP_MIXED };

struct qp_row {
	const char *name, *before;
	enum qp_digits digits;
	const char *line_end;
	size_t per_line;
};

static unsigned char payload[PAYLOAD_LEN];

static inline void
make_payload(void)
{
	unsigned seed = 7;
	size_t i;

	memcpy(payload, "PK\3\4", 4);
	for (i = 4; i < PAYLOAD_LEN; i++) {
		seed = seed * 1103515245 + 12345;
		/* zeros, text and binary */
		payload[i] = i % 5 == 0 ? 0 : (unsigned char)(seed >> 16);
	}
}

static inline void
add_base64(struct buf *out, const unsigned char *in, size_t len)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
				       "ghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits;
	size_t i, n;

	for (i = 0; i < len; i += 3) {
		n = len - i < 3 ? len - i : 3;
		bits = (unsigned)in[i] << 16 |
		       (n > 1 ? (unsigned)in[i + 1] << 8 : 0) |
		       (n > 2 ? in[i + 2] : 0u);
		(void)buf_addc(out, alphabet[bits >> 18]);
		(void)buf_addc(out, alphabet[bits >> 12 & 63]);
		(void)buf_addc(out, n > 1 ? alphabet[bits >> 6 & 63] : '=');
		(void)buf_addc(out, n > 2 ? alphabet[bits & 63] : '=');
	}
}

/* Cuts text into lines. */
static inline void
add_lines(struct buf *out, const char *text, size_t len, size_t line)
{
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = len - i < line ? len - i : line;
		(void)buf_add(out, text + i, n);
		(void)buf_addc(out, '\n');
	}
}

static inline void
make_text(struct buf *out, const struct text_row *row)
{
	struct buf text;
	size_t i;

	buf_init(&text, BODY_MAX);
	add_base64(&text, payload, sizeof(payload));
	(void)buf_adds(out, row->before);
	for (i = 0; i < text.len; i++) {
		if (i % row->line == 0)
			(void)buf_adds(out, row->line_start);
		(void)buf_addc(out, text.data[i]);
		if (row->every > 0 && (i + 1) % row->every == 0 &&
		    i + 1 < text.len)
			(void)buf_adds(out, row->insert);
		if ((i + 1) % row->line == 0 || i + 1 == text.len) {
			(void)buf_adds(out, row->line_end);
			(void)buf_addc(out, '\n');
		}
	}
	(void)buf_adds(out, row->after);
	buf_fini(&text);
}

/* One piece, its padding moved or taken away. */
static inline void
add_run(struct buf *out, const unsigned char *in, size_t n, enum run_kind kind)
{
	struct buf piece;
	size_t pads, at = kind - RUN_PAD_0;

	buf_init(&piece, BODY_MAX);
	add_base64(&piece, in, n);
	for (pads = 0; piece.data[piece.len - 1 - pads] == '=';)
		pads++;
	if (kind == RUN_ONE_PAD && pads == 2)
		piece.len--;
	if (kind == RUN_UNPADDED)
		piece.len -= pads;
	if (kind >= RUN_PAD_0 && kind <= RUN_PAD_2 && pads == 1) {
		memmove(piece.data + at + 1, piece.data + at, 3 - at);
		piece.data[at] = '=';
	}
	(void)buf_add(out, piece.data, piece.len);
	buf_fini(&piece);
}

/* Bytes that end in two zero bits may be written as X=A= by themselves. */
static inline void
make_shortened(struct buf *out)
{
	size_t i, start = 0, at;

	for (i = 0; i < PAYLOAD_LEN; i++) {
		if (payload[i] % 4 != 0)
			continue;
		if (i > start) {
			add_base64(out, payload + start, i - start);
			(void)buf_addc(out, '\n');
		}
		at = out->len;
		add_base64(out, payload + i, 1);
		memcpy(out->data + at + 1, "=A=", 3);
		(void)buf_addc(out, '\n');
		start = i + 1;
	}
	add_base64(out, payload + start, PAYLOAD_LEN - start);
	(void)buf_addc(out, '\n');
}

static inline void
make_runs(struct buf *out, const struct run_row *row)
{
	struct buf text;
	size_t i, n;

	buf_init(&text, BODY_MAX);
	if (row->kind == RUN_SHORTENS)
		make_shortened(out);
	else if (row->kind == RUN_ZEROS)
		add_base64(&text, payload, sizeof(payload));
	for (i = 0; row->kind == RUN_ZEROS && i + 4 < text.len; i++)
		if (text.data[i] == 'A')
			text.data[i] = '=';
	for (i = 0; row->bytes > 0 && i < PAYLOAD_LEN; i += n) {
		n = PAYLOAD_LEN - i < row->bytes ? PAYLOAD_LEN - i : row->bytes;
		add_run(
		    row->line == 1 ? out : &text, payload + i, n, row->kind);
		if (row->line == 1)
			(void)buf_addc(out, '\n');
	}
	add_lines(out, text.data, text.len, row->line);
	buf_fini(&text);
}

static inline void
make_qp(struct buf *out, const struct qp_row *row)
{
	char digits[4];
	size_t i;

	for (i = 0; i < PAYLOAD_LEN; i++) {
		(void)snprintf(digits, sizeof(digits),
		    row->digits == QP_UPPER ? "=%02X" : "=%02x", payload[i]);
		if (row->digits == QP_MIXED)
			digits[1] = (char)toupper((unsigned char)digits[1]);
		(void)buf_adds(out, row->before);
		(void)buf_adds(out, digits);
		if ((i + 1) % row->per_line == 0 || i + 1 == PAYLOAD_LEN) {
			(void)buf_addc(out, '=');
			(void)buf_adds(out, row->line_end);
		}
	}
	(void)buf_addc(out, '\n');
}

/* uuencode with what begins and ends it, or without. */
static inline void
make_uu(struct buf *out, bool begin, bool end)
{
	size_t i, k, n;
	unsigned bits;
	int shift;

	if (begin)
		(void)buf_adds(out, "begin 644 x.bin\n");
	for (i = 0; i < PAYLOAD_LEN; i += n) {
		n = PAYLOAD_LEN - i < 45 ? PAYLOAD_LEN - i : 45;
		(void)buf_addc(out, (char)(' ' + n));
		for (k = i; k < i + n; k += 3) {
			bits = (unsigned)payload[k] << 16 |
			       (k + 1 < i + n ? (unsigned)payload[k + 1] << 8
					      : 0) |
			       (k + 2 < i + n ? payload[k + 2] : 0u);
			for (shift = 18; shift >= 0; shift -= 6)
				(void)buf_addc(out,
				    (bits >> shift & 63) == 0
					? '`'
					: (char)(' ' + (bits >> shift & 63)));
		}
		(void)buf_addc(out, '\n');
	}
	if (end)
		(void)buf_adds(out, "`\nend\n");
}

static inline void
make_yenc(struct buf *out)
{
	unsigned char c;
	size_t i;

	(void)buf_adds(out, "=ybegin line=128 size=178 name=x.bin\n");
	for (i = 0; i < PAYLOAD_LEN; i++) {
		c = (unsigned char)(payload[i] + 42);
		if (c == 0 || c == '\n' || c == '\r' || c == '=') {
			(void)buf_addc(out, '=');
			c = (unsigned char)(c + 64);
		}
		(void)buf_addc(out, (char)c);
		if (i % 128 == 127)
			(void)buf_adds(out, "\r\n");
	}
	(void)buf_adds(out, "\r\n=yend size=178\r\n");
}

static inline void
make_binhex(struct buf *out)
{
	static const char alphabet[] = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKL"
				       "MNPQRSTUVXYZ[`abcdefhijklmpqr";
	static const char head[] = "\5x.bin\0TYPECREA\0\0\0\0\0\xb2"
				   "\0\0\0\0\0";
	struct buf file;
	size_t i, bits = 0, count = 0;

	buf_init(&file, BODY_MAX);
	(void)buf_add(&file, head, sizeof(head));
	for (i = 0; i < PAYLOAD_LEN; i++) {
		(void)buf_addc(&file, (char)payload[i]);
		if (payload[i] == 0x90)
			(void)buf_addc(&file, '\0');
	}
	(void)buf_add(&file, "\0\0\0\0\0", 5);
	(void)buf_adds(out, "(This file must be converted with BinHex 4.0)\n:");
	for (i = 0; i < file.len; i++) {
		bits = bits << 8 | (unsigned char)file.data[i];
		for (count += 8; count >= 6; count -= 6)
			(void)buf_addc(out, alphabet[bits >> (count - 6) & 63]);
		if (i % 45 == 44)
			(void)buf_addc(out, '\n');
	}
	(void)buf_adds(out, ":\n");
	buf_fini(&file);
}

#endif
