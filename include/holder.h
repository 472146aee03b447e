/*
 * The active object: something that many threads use while one replaces it,
 * such as the configuration or the engine. Users take a reference and keep
 * what they took, whatever is swapped in meanwhile; the last one to let go of
 * an old object destroys it.
 */
#ifndef HOLDER_H
#define HOLDER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Embedded as the first member of the object. */
struct held {
	atomic_uint refs;
	void (*destroy)(struct held *);
};

/* Starts with one reference, the caller's. */
void held_init(struct held *obj, void (*destroy)(struct held *));
struct held *held_ref(struct held *obj);

/* Lets go; the last reference calls `destroy`. NULL is ignored. */
void held_unref(struct held *obj);

struct holder {
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	struct held *obj;
	bool closed;
};

void holder_init(struct holder *h);

/* Lets go of the object. No thread may use the holder any more. */
void holder_fini(struct holder *h);

/* A reference to the present object; NULL when there is none. */
struct held *holder_get(struct holder *h);

/* The same, waiting until there is one; NULL once the holder is closed. */
struct held *holder_wait(struct holder *h);

/* Swaps `obj` in, taking over the caller's reference. */
void holder_swap(struct holder *h, struct held *obj);

/*
 * Takes the object out and waits until its last user has let go, so that its
 * memory is free before a successor is made. Users that come meanwhile wait
 * in holder_wait.
 */
void holder_drain(struct holder *h);

/* Threads in holder_wait come back with NULL when there is no object. */
void holder_close(struct holder *h);

#endif
