/* How things are: the gauges among the program's numbers. */
#ifndef VITALS_LOOK_PRIV_H
#define VITALS_LOOK_PRIV_H

#include "filter.h"
#include "metrics_priv.h"

enum { VITALS_VERSION_SIZE = 64 };

/*
 * Brings the gauges of the filter up to date. The version of the definitions
 * is left as it is while there are none. One thread calls this.
 */
void vitals_look(
    struct filter *f, int64_t wall_ms, char version[VITALS_VERSION_SIZE]);

#endif
