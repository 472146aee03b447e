/* Work that is done alone, and work side by side. */
#include "turn_priv.h"

#include "clock.h"
#include "thread.h"

void
turn_init(struct turn *t)
{
	*t = (struct turn){0};
	(void)pthread_mutex_init(&t->lock, NULL);
	thread_cond_init(&t->changed);
}

void
turn_fini(struct turn *t)
{
	(void)pthread_cond_destroy(&t->changed);
	(void)pthread_mutex_destroy(&t->lock);
}

/* Waits for a count to become zero; the lock is held. */
static void
wait_for(struct turn *t, const atomic_uint *count, uint64_t due_ms)
{
	while (atomic_load(count) > 0)
		if (!thread_cond_wait(&t->changed, &t->lock, due_ms))
			return;
}

static void
begin_slowly(struct turn *t, bool alone)
{
	uint64_t due_ms = clock_mono_ms() + TURN_WAIT_MS;

	(void)pthread_mutex_lock(&t->lock);
	wait_for(t, &t->alone, due_ms);
	if (alone) {
		(void)atomic_fetch_add(&t->alone, 1);
		wait_for(t, &t->beside, due_ms);
	} else {
		(void)atomic_fetch_add(&t->beside, 1);
	}
	(void)pthread_mutex_unlock(&t->lock);
}

static void
wake(struct turn *t)
{
	(void)pthread_mutex_lock(&t->lock);
	(void)pthread_cond_broadcast(&t->changed);
	(void)pthread_mutex_unlock(&t->lock);
}

void
turn_begin(struct turn *t, bool alone)
{
	if (!alone) {
		(void)atomic_fetch_add(&t->beside, 1);
		if (atomic_load(&t->alone) == 0)
			return;
		turn_end(t, false);
	}
	begin_slowly(t, alone);
}

/* Either this one sees who waits alone, or that one sees the count's end. */
void
turn_end(struct turn *t, bool alone)
{
	if (alone) {
		(void)atomic_fetch_sub(&t->alone, 1);
		wake(t);
	} else if (atomic_fetch_sub(&t->beside, 1) == 1 &&
		   atomic_load(&t->alone) > 0) {
		wake(t);
	}
}
