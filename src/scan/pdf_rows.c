/* Entries of tables that are streams of PDF files (ISO 32000-1, 7.5.8). */
#include <string.h>

#include "flate_priv.h"
#include "pdf_tables_priv.h"

enum { ROW_MAX = PDF_WIDTHS * PDF_WIDTH_MAX + 1 };

struct rows {
	struct pdf_file *file;
	const unsigned *widths;
	size_t size; /* of a row, bytes */
	size_t at;   /* bytes of the row that were read */
	unsigned char above[ROW_MAX], row[ROW_MAX];
	bool predicted; /* the first one says how */
	bool unclear;
};

static uint64_t
read_field(const unsigned char **p, unsigned width)
{
	uint64_t value = 0;

	while (width-- > 0)
		value = value << 8 | *(*p)++;
	return value;
}

/* Those that are free, or packed in a stream, lead nowhere. */
static void
read_entry(const struct rows *r, const unsigned char *p)
{
	uint64_t type = r->widths[0] == 0 ? 1 : read_field(&p, r->widths[0]);

	if (type != 0 && type != 2)
		pdf_reach(r->file, read_field(&p, r->widths[1]));
}

/* Undoes a predictor of PNG (RFC 2083, 6), of those that tables are for. */
static bool
undo_predictor(struct rows *r)
{
	size_t i;

	for (i = 1; i < r->size; i++)
		switch (r->row[0]) {
		case 0:
			break;
		case 1:
			r->row[i] += i > 1 ? r->row[i - 1] : 0;
			break;
		case 2:
			r->row[i] += r->above[i];
			break;
		default:
			return false;
		}
	memcpy(r->above, r->row, sizeof(r->above));
	return true;
}

static void
read_row(struct rows *r)
{
	if (!r->predicted)
		read_entry(r, r->row);
	else if (undo_predictor(r))
		read_entry(r, r->row + 1);
	else
		r->unclear = true;
}

/* Tables are shorter than what they are for. */
static bool
take_part(void *context, const unsigned char *part, size_t len)
{
	struct rows *r = context;

	if (len > r->file->work)
		return false;
	r->file->work -= len;
	for (; len > 0; len--) {
		r->row[r->at++] = *part++;
		if (r->at < r->size)
			continue;
		read_row(r);
		r->at = 0;
	}
	return !r->unclear;
}

enum { LINE_END_MAX = 2 };

/* Of one that is not packed, its length and its end must agree. */
static bool
take_bare(struct pdf_file *file, const struct pdf_dict *dict,
    const unsigned char *data, struct rows *rows)
{
	const unsigned char *end;
	int i;

	if (dict->length_is != PDF_LENGTH_GIVEN ||
	    dict->length > (size_t)(file->end - data))
		return false;
	end = data + dict->length;
	for (i = 0; i < LINE_END_MAX && end < file->end && pdf_is_blank(*end);
	     i++)
		end++;
	return pdf_is_at(end, file->end, "endstream") &&
	       take_part(rows, data, dict->length);
}

/* Reads all entries, with a predictor undone or not. False: not clear. */
static bool
read_rows(struct pdf_file *file, const struct pdf_dict *dict,
    const unsigned char *data, bool predicted)
{
	const unsigned *widths = dict->rows.widths;
	struct rows rows = {.file = file,
	    .widths = widths,
	    .size = (size_t)widths[0] + widths[1] + widths[2] + predicted,
	    .predicted = predicted};
	bool whole;

	if (dict->flate)
		whole = flate_unpack(data, (size_t)(file->end - data),
			    file->unpacked, take_part, &rows) == FLATE_ENDS;
	else
		whole = take_bare(file, dict, data, &rows);
	return whole && rows.at == 0 && !rows.unclear;
}

void
pdf_look_at_rows(struct pdf_file *file, const struct pdf_dict *dict,
    const unsigned char *data)
{
	const struct pdf_rows *is = &dict->rows;
	unsigned width = is->widths[0] + is->widths[1] + is->widths[2];
	bool clear = data != NULL && !dict->misread && !is->unclear &&
		     width > 0 && (!dict->predicted || is->columns == width);

	/* What names a predictor need not be where readers look for it. */
	if (clear && dict->predicted)
		(void)read_rows(file, dict, data, false);
	if (!clear || !read_rows(file, dict, data, dict->predicted))
		file->refs->misled = true;
}
