/*
 * The readings of names whose charset nobody declared, as in most archives.
 * The converters are kept from name to name, because opening one costs more
 * than a thousand names. An object belongs to one thread at a time.
 */
#ifndef READING_PRIV_H
#define READING_PRIV_H

enum { READINGS_MAX = 9 };

struct readings;

struct readings *readings_new(void);
void readings_free(struct readings **readings);

/*
 * The name as UTF-8 in each charset in which all its bytes mean something.
 * The name is bytes that are not UTF-8, or UTF-8 that was made of bytes as if
 * they were Latin-1; of other names there are no readings. Returns how many;
 * the caller frees each.
 */
unsigned readings_of(
    struct readings *readings, const char *name, char *list_r[READINGS_MAX]);

#endif
