/*
 * State files from anywhere. A sound page and its copy are changed as the
 * input says, byte by byte, and may be given right checks again, so that the
 * changes are not found out at once. Whatever it is, the window opens, keeps
 * its limit and closes.
 *
 * The first byte says what is done: 1 seal the head, 2 seal the words, 4 seal
 * the copy, 8 no page, 16 no copy, 32 cut the page, 64 do it while the window
 * is in use. Then come groups of three bytes: a place and its new value.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test_gate_priv.h"
#include "window_file_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SEAL_HEAD = 1,
	SEAL_WORDS = 2,
	SEAL_COPY = 4,
	NO_PAGE = 8,
	NO_COPY = 16,
	CUT_PAGE = 32,
	IN_USE = 64,
	LIMIT = 10,
	COPY_MAX = 8192
};

struct state {
	char *folder, *page_path, *copy_path;
	struct moment now;
	union {
		struct page page;
		unsigned char bytes[PAGE_SIZE];
	} page;
	unsigned char copy[COPY_MAX];
	size_t copy_len;
};

static unsigned
admit(struct window *w, const struct moment *now, unsigned n)
{
	unsigned done = 0;
	uint64_t used;

	while (n-- > 0)
		done += window_admit(w, now, LIMIT, &used);
	return done;
}

/* Makes a sound state to start from. */
static struct state *
state_new(void)
{
	struct state *s = mem_zalloc(1, sizeof(*s));
	struct window *w;
	struct err said;

	s->folder = scratch_new();
	s->page_path = mem_printf("%s/quota", s->folder);
	s->copy_path = mem_printf("%s/quota.copy", s->folder);
	s->now.wall_ms = INT64_C(1795219200000);
	s->now.boot_ms = 1000000;
	s->now.boot[0] = 1;
	w = window_open(s->folder, &s->now, &said);
	(void)admit(w, &s->now, 4);
	s->now.boot_ms += 600000;
	(void)admit(w, &s->now, 3);
	(void)window_check(w, &s->now, &said);
	window_close(&w);
	(void)file_read(s->page_path, s->page.bytes, PAGE_SIZE);
	s->copy_len = (size_t)file_read(s->copy_path, s->copy, COPY_MAX);
	return s;
}

static void
seal_words(struct page *page)
{
	const unsigned salt = page_salt(&page->head);
	uint64_t value;
	unsigned i;

	for (i = 0; i < WORDS; i++) {
		value = atomic_load(&page->word[i]) >> WORD_CHECK_BITS;
		atomic_store(&page->word[i], word_of(value, salt, i));
	}
}

/* Changes the state in memory as the input says. */
static void
change(struct state *s, unsigned what, const uint8_t *data, size_t size)
{
	const size_t check = s->copy_len - sizeof(uint64_t);
	struct page_head *head = &s->page.page.head;
	uint64_t hash;
	size_t at;

	for (; size >= 3; data += 3, size -= 3) {
		at = (size_t)data[0] << 8 | data[1];
		if (at < PAGE_SIZE)
			s->page.bytes[at] = data[2];
		else if (at - PAGE_SIZE < s->copy_len)
			s->copy[at - PAGE_SIZE] = data[2];
	}
	if (what & SEAL_HEAD) {
		memcpy(head->magic, PAGE_MAGIC, sizeof(PAGE_MAGIC));
		head->version = PAGE_VERSION;
		head->check =
		    page_hash(head, offsetof(struct page_head, check));
	}
	if (what & SEAL_WORDS)
		seal_words(&s->page.page);
	if (what & SEAL_COPY) {
		hash = page_hash(s->copy, check);
		memcpy(s->copy + check, &hash, sizeof(hash));
	}
}

static void
put_page(const struct state *s, unsigned what)
{
	int fd;

	if (what & NO_PAGE) {
		(void)unlink(s->page_path);
		return;
	}
	/* In its place, so that a mapped page is not cut. */
	fd = open(s->page_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert(pwrite(fd, s->page.bytes, PAGE_SIZE, 0) == PAGE_SIZE);
	if ((what & CUT_PAGE) && !(what & IN_USE))
		assert(ftruncate(fd, s->page.bytes[PAGE_SIZE - 1]) == 0);
	(void)close(fd);
}

static void
put(const struct state *s, unsigned what)
{
	if (what & NO_COPY)
		(void)unlink(s->copy_path);
	else
		file_write(s->copy_path, s->copy, s->copy_len);
	put_page(s, what);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct state *sound;
	struct state s;
	struct window *w = NULL;
	struct window_use use;
	struct err said;
	unsigned done;

	if (sound == NULL)
		sound = state_new();
	if (size == 0)
		return 0;
	s = *sound;
	if (data[0] & IN_USE) {
		(void)unlink(s.page_path);
		(void)unlink(s.copy_path);
		w = window_open(s.folder, &s.now, &said);
		(void)admit(w, &s.now, 4);
	}
	change(&s, data[0], data + 1, size - 1);
	put(&s, data[0]);
	if (w == NULL)
		w = window_open(s.folder, &s.now, &said);
	done = admit(w, &s.now, LIMIT);
	(void)window_check(w, &s.now, &said);
	done += admit(w, &s.now, LIMIT);
	assert(done <= (unsigned)(LIMIT - (data[0] & IN_USE ? 4 : 0)));
	window_look(w, &s.now, LIMIT, &use);
	s.now.boot_ms += WINDOW_MS;
	(void)window_check(w, &s.now, &said);
	(void)window_wall_ms(w, &s.now);
	(void)window_first(w, &s.now, 0, 80);
	(void)admit(w, &s.now, LIMIT);
	window_close(&w);
	return 0;
}
