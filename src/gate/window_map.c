/*
 * Mapping pages, and the list of what is mapped for the handler of SIGBUS:
 * cutting a mapped file takes its memory away, and the handler puts empty
 * memory in its place, in which every word is damaged.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mem.h"
#include "window_view_priv.h"

enum { MAPPED_MAX = 1024 };

/* Guarded by nothing: each place is taken and given back atomically. */
static _Atomic(unsigned char *) mapped[MAPPED_MAX];

static void
list_add(struct page *page)
{
	unsigned char *none;
	unsigned i;

	for (i = 0; i < MAPPED_MAX; i++) {
		none = NULL;
		if (atomic_compare_exchange_strong(
			&mapped[i], &none, (unsigned char *)page))
			return;
	}
}

static void
list_remove(struct page *page)
{
	unsigned char *it;
	unsigned i;

	for (i = 0; i < MAPPED_MAX; i++) {
		it = (unsigned char *)page;
		if (atomic_compare_exchange_strong(&mapped[i], &it, NULL))
			return;
	}
}

bool
window_fault(const void *address)
{
	const uintptr_t at = (uintptr_t)address;
	unsigned char *page;
	unsigned i;

	for (i = 0; i < MAPPED_MAX; i++) {
		page = atomic_load(&mapped[i]);
		if (page == NULL || at < (uintptr_t)page ||
		    at - (uintptr_t)page >= PAGE_SIZE)
			continue;
		return mmap(page, PAGE_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			   0) != MAP_FAILED;
	}
	return false;
}

static struct view *
view_new(struct page *page, int fd, const struct page_head *head)
{
	struct view *v = mem_zalloc(1, sizeof(*v));
	struct page_facts facts;

	v->page = page;
	v->fd = fd;
	v->head = *head;
	v->salt = page_salt(head);
	/* No slot has this number, so the first sum is worked out. */
	atomic_store(&v->before, UINT64_MAX);
	if (fd != -1)
		list_add(page);
	view_read(v, &facts);
	return v;
}

struct view *
view_map(int fd, const struct page_head *head, struct err *e)
{
	void *page =
	    mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (page == MAP_FAILED) {
		(void)err_sys(e, "cannot be mapped");
		(void)close(fd);
		return NULL;
	}
	return view_new(page, fd, head);
}

struct view *
view_memory(const struct page_head *head, const struct counts *counts)
{
	struct page_head own = *head;
	struct page *page = aligned_alloc(PAGE_SIZE, PAGE_SIZE);

	if (page == NULL)
		abort();
	page_seal(&own, counts);
	page_init(page, &own, counts);
	return view_new(page, -1, &own);
}

void
view_free(struct view *view)
{
	struct view *older;

	for (; view != NULL; view = older) {
		older = view->older;
		if (view->fd == -1) {
			free(view->page);
		} else {
			list_remove(view->page);
			(void)munmap(view->page, PAGE_SIZE);
			(void)close(view->fd);
		}
		free(view);
	}
}

bool
view_whole(const struct view *v)
{
	struct stat st;

	if (v->fd == -1)
		return true;
	return fstat(v->fd, &st) == 0 && st.st_size == PAGE_SIZE &&
	       memcmp(&v->page->head, &v->head, sizeof(v->head)) == 0;
}
