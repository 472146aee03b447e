/*
 * For tests: walks the mails of a folder and prints, by kind, in how many the
 * EICAR test file was handed out, or found to be ambiguous, or missed. The
 * kind is the first word of the field X-Payload-Id. With a name it counts the
 * mails in which a part shows that name, or one with its extension.
 */
#ifndef TEST_FOLDER_PRIV_H
#define TEST_FOLDER_PRIV_H

#include <dirent.h>
#include <stdio.h>

#include "test_payload_priv.h"
#include "test_sink_priv.h"

enum { MAIL_MAX = 64 * 1024 * 1024, KIND_MAX = 160, KINDS_MAX = 1000 };

struct tally {
	char kind[KIND_MAX];
	unsigned found, ambiguous, missed;
};

struct report {
	struct tally kinds[KINDS_MAX];
	size_t n;
	unsigned parts, again, limits, partial;
};

static inline bool
has_name(const struct keeper *k, const char *name)
{
	const char *end;
	size_t i, n;

	for (i = 0; i < k->n; i++) {
		if (k->parts[i].names == NULL)
			continue;
		/* one of the names is it, or ends with its extension */
		for (end = k->parts[i].names; *end != '\0'; end += n + 1) {
			n = strlen(end);
			if (strcmp(end, name) == 0 ||
			    (n > 4 && strcmp(end + n - 4,
					  name + strlen(name) - 4) == 0))
				return true;
		}
	}
	return false;
}

static inline bool
has_payload(const struct keeper *k)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (holds_payload(k->parts[i].data, k->parts[i].len, 0))
			return true;
	return false;
}

static inline void
kind_of(const char *mail, size_t len, char *kind)
{
	static const char field[] = "X-Payload-Id: ";
	const char *p = memmem(mail, len, field, strlen(field));
	size_t n = 0;

	(void)snprintf(kind, KIND_MAX, "other");
	if (p == NULL)
		return;
	p += strlen(field);
	while (n + 1 < KIND_MAX && p[n] > ' ') {
		kind[n] = p[n];
		n++;
	}
	kind[n] = '\0';
}

static inline struct tally *
tally_of(struct report *r, const char *kind)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->kinds[i].kind, kind) == 0)
			return &r->kinds[i];
	if (r->n == KINDS_MAX)
		return &r->kinds[0];
	r->n++;
	(void)snprintf(r->kinds[i].kind, KIND_MAX, "%s", kind);
	return &r->kinds[i];
}

static inline void
count_mail(struct report *r, const char *path, const char *mail, size_t len,
    const char *name)
{
	struct keeper *k = keeper_new();
	char kind[KIND_MAX];
	struct tally *t;
	size_t i;

	kind_of(mail, len, kind);
	t = tally_of(r, kind);
	keeper_walk(k, mail, len);
	if (name == NULL ? has_payload(k) : has_name(k, name))
		t->found++;
	else if (keeper_has_fact(k, CLASS_ambiguous))
		t->ambiguous++;
	else
		t->missed++;
	r->parts += (unsigned)k->n;
	for (i = 0; i < k->n; i++)
		r->again += k->parts[i].kind == PART_SALVAGE;
	for (i = 0; i < k->n_facts; i++)
		printf("fact: %s (%s) %s %s\n", class_name(k->facts[i].class),
		    k->facts[i].name, k->facts[i].where, path);
	keeper_free(k);
}

static inline int
print_folder(const char *folder, const char *name)
{
	struct report *r = mem_zalloc(1, sizeof(*r));
	char *mail = mem_zalloc(MAIL_MAX, 1), *path;
	unsigned found = 0, ambiguous = 0, missed = 0;
	DIR *dir = opendir(folder);
	struct dirent *entry;
	FILE *f;
	size_t i, n;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		path = mem_printf("%s/%s", folder, entry->d_name);
		f = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (f != NULL) {
			n = fread(mail, 1, MAIL_MAX, f);
			count_mail(r, path, mail, n, name);
			(void)fclose(f);
		}
		free(path);
	}
	for (i = 0; i < r->n; i++) {
		found += r->kinds[i].found;
		ambiguous += r->kinds[i].ambiguous;
		missed += r->kinds[i].missed;
		printf("%5u %5u %5u  %s\n", r->kinds[i].found,
		    r->kinds[i].ambiguous, r->kinds[i].missed,
		    r->kinds[i].kind);
	}
	printf("%5u %5u %5u  all: found, ambiguous, missed\n", found, ambiguous,
	    missed);
	printf("%u parts, %u of them by salvage\n", r->parts, r->again);
	if (dir != NULL)
		(void)closedir(dir);
	free(mail);
	free(r);
	return 0;
}

#endif
